import type { EventRecord } from "../../runtime/abi/event.ts"
import type { MatchView } from "../../runtime/abi/rule-set.ts"
import type { Taken } from "./model.ts"

/** A partial match as generated code sees it. */
export function matchOf(taken: readonly Taken[]): MatchView {
  const records = (step: number): readonly EventRecord[] =>
    taken.flatMap((each) => (each.step === step ? [each.event.record] : []))
  const at = (step: number, index: number) => (index >= 0 ? records(step)[index]?.fields : undefined)
  return {
    count: (step) => records(step).length,
    first: (step) => at(step, 0),
    last: (step) => records(step).at(-1)?.fields,
    at,
    list: (step) => records(step).map(({ fields }) => fields),
    previous: () => taken.at(-1)?.event.record.fields,
    record: (step, index) => records(step).at(index),
    previousRecord: () => taken.at(-1)?.event.record,
  }
}
