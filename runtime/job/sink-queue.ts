import type { Output } from "../abi/engine.ts"
import type { Sink, SinkRecord } from "../connectors/contract.ts"
import { type Gathered, gatheredFor } from "./gathered.ts"

/** Lines, and their bytes, kept for a sink before the job waits for it. */
const room = 4096
const roomBytes = 1 << 24

/**
 * Lines on their way to a sink: one write is under way while the next is gathered, and begins when that one is done. A sink that
 * is slower than that is waited for, and so are the sources.
 */
export class SinkQueue {
  readonly sink: Sink
  readonly #gathered: Gathered
  /** The write under way; undefined: none. Never rejects. */
  #writing: Promise<void> | undefined
  /** What the sink said, told with the next call. */
  #failure: { readonly error: unknown } | undefined

  constructor(sink: Sink) {
    this.sink = sink
    this.#gathered = gatheredFor(sink)
  }

  /** An alert or an emitted event. */
  addOutput(output: Output): void {
    this.#gathered.addOutput(output)
  }

  /** Any other line. */
  add(record: SinkRecord): void {
    this.#gathered.add(record)
  }

  /** Whether the job should wait with `send`. */
  get full(): boolean {
    return this.#gathered.count >= room || this.#gathered.bytes >= roomBytes
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
    if (this.#writing !== undefined || this.#failure !== undefined || this.#gathered.count === 0) return
    this.#writing = this.#write()
  }

  async #write(): Promise<void> {
    try {
      await this.#gathered.write()
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
