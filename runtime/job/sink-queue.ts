import type { Sink, SinkRecord } from "../connectors/contract.ts"

/** Records kept for a sink before the job waits for it. */
const room = 4096

/**
 * Lines on their way to a sink: one write is under way while the next is gathered. A sink that is slower than that is
 * waited for, and so are the sources.
 */
export class SinkQueue {
  readonly sink: Sink
  #gathered: SinkRecord[] = []
  #writing: Promise<void> = Promise.resolve()

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

  /** Hands over what was gathered, once the write before is done. Rejects with the sink's error. */
  async send(): Promise<void> {
    if (this.#gathered.length === 0) return
    let before: Promise<void>
    // Another call may have begun a write while this one waited.
    do await (before = this.#writing)
    while (before !== this.#writing)
    if (this.#gathered.length === 0) return
    const records = this.#gathered
    this.#gathered = []
    this.#writing = this.sink.write(records)
    // It is looked at with the next call; until then it is not unhandled.
    this.#writing.catch(() => {})
  }

  /** All that was added has left this process. */
  async flush(): Promise<void> {
    await this.send()
    await this.#writing
    await this.sink.flush()
  }
}
