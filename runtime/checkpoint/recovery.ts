import type { RecoveryDecision, RecoveryRequest } from "./recovery-contract.ts"
export function decideRecovery(request: RecoveryRequest): RecoveryDecision {
  const newest = request.checkpoints.at(-1)
  if (newest === undefined) return { kind: "begin", next: 1, warnings: [] }
  return {
    kind: "restore",
    checkpoint: newest.number,
    newLineage: false,
    next: newest.number + 1,
    republish: [...newest.outboxes].map(([publisher, all]) => {
      const mark = request.publishers.find(({ name }) => name === publisher)?.mark?.checkpoint
      return { publisher, checkpoints: all.filter((each) => each > (mark ?? newest.confirmed.get(publisher) ?? 0)) }
    }),
    warnings: [],
  }
}
