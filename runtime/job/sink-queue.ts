import type { Sink, SinkRecord } from "../connectors/contract.ts"

/** Records kept for a sink before the job waits for it. */
const room = 4096

/**
 * Lines on their way to a sink: one write is under way while the next is gathered, and begins when that one is done. A sink that
 * is slower than that is waited for, and so are the sources.
 */
export class SinkQueue {
  readonly sink: Sink
  #gathered: SinkRecord[] = []
  /** The write under way; undefined: none. Never rejects. */
  #writing: Promise<void> | undefined
  /** What the sink said, told with the next call. */
  #failure: { readonly error: unknown } | undefined

  constructor(sink: Sink) {
    this.sink = sink
  }

  add(record: SinkRecord): void {
    this.#gathered.push(record)
  }

  /** Whether the job should wait with `send`. */
  get full(): boolean {
    return this.#gathered.length >= room
  }

  /** Hands over what was gathered, at once or after the write under way; waits only where there is no room. Rejects with the sink's error. */
  async send(): Promise<void> {
    this.#begin()
    while (this.full && this.#writing !== undefined) await this.#writing
    this.#check()
  }

  /** All that was added has left this process. */
  async flush(): Promise<void> {
    this.#begin()
    while (this.#writing !== undefined) await this.#writing
    this.#check()
    await this.sink.flush()
  }

  #begin(): void {
    if (this.#writing !== undefined || this.#failure !== undefined || this.#gathered.length === 0) return
    const records = this.#gathered
    this.#gathered = []
    this.#writing = this.#write(records)
  }

  async #write(records: readonly SinkRecord[]): Promise<void> {
    try {
      await this.sink.write(records)
    } catch (error) {
      this.#failure = { error }
    }
    this.#writing = undefined
    this.#begin()
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
