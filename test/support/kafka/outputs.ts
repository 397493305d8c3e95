import type { SinkRecord, StoredOutputs } from "../../../runtime/connectors/contract.ts"

/** Alerts with the numbers from one to before another. */
export function alerts(from: number, to: number): SinkRecord[] {
  return Array.from({ length: to - from }, (_, at) => {
    const n = from + at
    return { line: `{"rule":"R","key":{"card":"c${n}"},"n":${n}}`, kind: "alert", rule: "R", id: String(n) }
  })
}

/** Outputs of a checkpoint: by sink its records. `fails`: they cannot be read to their end. */
export function storedOutputs(
  checkpoint: number,
  bySink: readonly (readonly SinkRecord[])[],
  fails?: Error,
): StoredOutputs {
  const records = bySink.flatMap((each, sink) => each.map((record) => ({ ...record, sink })))
  return {
    checkpoint,
    attempt: "x",
    count: records.length,
    bytes: 0,
    offset: 0,
    async *records() {
      for (let at = 0; at < records.length; at += 1000) yield records.slice(at, at + 1000)
      if (fails !== undefined) throw fails
    },
    async *chunks() {},
  }
}
