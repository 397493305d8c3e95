/** What sources bring while past events are judged once more: kept until those who judge them have it. */
import type { Batch, RecordBlock } from "../../connectors/contract.ts"
import type { BatchTime, InputTap, StreamPartition } from "../inputs.ts"
import type { KeptLines } from "../kept-lines.ts"
import type { PastBatch } from "./past.ts"

/** About what a record takes beside its text. */
const recordBytes = 200

export class Tail implements InputTap {
  readonly #mostBytes: number
  readonly #now: () => number
  #batches: PastBatch[] = []
  #bytes = 0
  /** More came than is kept: nothing is, from then on. */
  isTooMuch = false

  /** `mostBytes`: so much waits at most, about. */
  constructor(mostBytes: number, now: () => number) {
    this.#mostBytes = mostBytes
    this.#now = now
  }

  batch({ records, block, values }: Batch, from: StreamPartition, time: BatchTime): void {
    if (this.isTooMuch) return
    const lines = block && linesOf(block)
    this.#bytes += records.reduce((sum, { text }) => sum + text.length + recordBytes, lines?.bytes.length ?? 0)
    if (this.#bytes > this.#mostBytes) {
      this.isTooMuch = true
      this.#batches = []
      return
    }
    this.#batches.push({ partition: from.key, values, records, lines, arrivedAt: this.#now(), time })
  }

  /** What came since the last time. */
  take(): PastBatch[] {
    const batches = this.#batches
    this.#batches = []
    this.#bytes = 0
    return batches
  }

  /** About how many bytes wait. */
  get bytes(): number {
    return this.#bytes
  }
}

/** A copy: the source's memory may become others'. The line feed of the last line stands at `to`. */
function linesOf({ lines: { bytes, from, to }, csv }: RecordBlock): KeptLines {
  const columns = csv && { delimiter: csv.delimiter, columns: csv.columns }
  const all = new Uint8Array(to - from + 1)
  all.set(bytes.subarray(from, to))
  all[to - from] = 0x0a
  return { bytes: all, ...(columns && { csv: columns }) }
}
