import type { SinkRecord, StoredOutputs } from "../../../runtime/connectors/contract.ts"
import { storedOutputs } from "../stored-outputs.ts"

/** Alerts with the numbers from one to before another. */
export function alerts(from: number, to: number): SinkRecord[] {
  return Array.from({ length: to - from }, (_, at) => {
    const n = from + at
    return { line: `{"rule":"R","key":{"card":"c${n}"},"n":${n}}`, kind: "alert", rule: "R", id: String(n) }
  })
}

/** Outputs of a checkpoint, by sink. */
export function outputsOf(
  checkpoint: number,
  bySink: readonly (readonly SinkRecord[])[],
  fails?: Error,
): StoredOutputs {
  const records = bySink.flatMap((each, sink) => each.map((record) => ({ ...record, sink })))
  const after = () => (fails === undefined ? Promise.resolve() : Promise.reject(fails))
  return storedOutputs({ checkpoint, attempt: "x", records, piece: 1000, after })
}
