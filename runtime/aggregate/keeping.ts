import type { SeriesSchema } from "../abi/series.ts"
import { Sweep } from "./sweep.ts"
import { type Retention, retentionOf, type Window, windowsOf } from "./windows.ts"

/** For how long a series keeps what it holds: its windows as long as they are now, and when keys are looked at that may be forgotten. */
export class Keeping {
  windows!: readonly Window[]
  retention!: Retention
  private sweep!: Sweep
  private readonly schema: SeriesSchema
  private readonly params: Readonly<Record<string, unknown>>

  constructor(schema: SeriesSchema, params: Readonly<Record<string, unknown>>) {
    this.schema = schema
    this.params = params
    this.resize()
  }

  /** Goes on with the keys that another one has noted, which is not used any more; false: all have to be noted anew. */
  goOn(former: Keeping): boolean {
    if (this.retention.count > 0) return true
    return former.retention.count === 0 && this.sweep.goOn(former.sweep)
  }

  /** Whether windows are as long as those of another one, and the same things are kept for them. */
  isLike({ windows, retention }: Keeping): boolean {
    return JSON.stringify([this.windows, this.retention]) === JSON.stringify([windows, retention])
  }

  /** Durations have other values now. No key is noted any more. */
  resize(): void {
    this.windows = windowsOf(this.schema, this.params)
    this.retention = retentionOf(this.schema, this.windows, this.params)
    this.clear()
  }

  /** No key is noted any more. */
  clear(): void {
    this.sweep = new Sweep(this.retention.age)
  }

  /** Notes a key whose last event was at `at`. What windows by count hold has no age. */
  note(row: number, at: number): void {
    if (this.retention.count === 0) this.sweep.add(row, at)
  }

  /** Calls `free` for keys of which nothing is needed after `time`; `lastAt`: when the key's last event was. */
  forget(time: number, lastAt: (row: number) => number, free: (row: number) => void): void {
    this.sweep.run(time, lastAt, free)
  }
}
