/** How time went in a job, for those who judge its events once more. */
import { trackWatermark, type WatermarkTracker } from "../../time/watermark.ts"
import type { BatchTime, StreamPartition } from "../inputs.ts"

/**
 * As long as nothing is known of how time went it follows the events of all partitions, as in a job, but no further than that job was. Then it goes by what the job has noted with
 * each batch, so that the same events are late.
 */
export class PastTime implements WatermarkTracker {
  readonly #latest: number
  readonly #all: WatermarkTracker
  readonly #latenessMs: ReadonlyMap<string, number>
  #known: { partition: string; time: BatchTime; highest: number } | undefined
  #watermark: number

  /** `after`: where it begins; `latest`: the job's watermark where its notes begin. */
  constructor(partitions: readonly StreamPartition[], after: number, latest: number) {
    this.#latest = latest
    this.#watermark = after
    this.#latenessMs = new Map(partitions.map(({ key, latenessMs }) => [key, latenessMs]))
    this.#all = trackWatermark(this.#latenessMs)
  }

  /** A batch of a partition is next. */
  begin(partition: string, time: BatchTime): void {
    this.#known = { partition, time, highest: time.highest }
    this.#raise(time.watermark)
  }

  observe(partition: string, at: number): void {
    const known = this.#known
    if (known === undefined) {
      this.#all.observe(partition, at)
      this.#raise(Math.min(this.#all.current(), this.#latest))
      return
    }
    known.highest = Math.max(known.highest, at)
    this.#raise(Math.min(known.highest - this.#latenessMs.get(partition)! - 1, known.time.ceiling))
  }

  /** Nothing more comes of it from before the notes. */
  setIdle(partition: string): void {
    if (this.#known !== undefined) return
    this.#all.setIdle(partition)
    this.#raise(Math.min(this.#all.current(), this.#latest))
  }

  ceiling(partition: string): number {
    return this.#known === undefined ? Math.min(this.#all.ceiling(partition), this.#latest) : this.#known.time.ceiling
  }

  highest(partition: string): number {
    return this.#known?.partition === partition ? this.#known.highest : this.#all.highest(partition)
  }

  current(): number {
    return this.#watermark
  }

  snapshot(): unknown {
    return undefined
  }

  #raise(to: number): void {
    this.#watermark = Math.max(this.#watermark, to)
  }
}
