import type { GrowingBytes } from "../abi/bytes.ts"
import type { LineTarget, Output } from "../abi/engine.ts"
import type { Sink, SinkRecord } from "../connectors/contract.ts"
import type { Tally } from "./counts.ts"
import { type Gathered, gatheredFor, type OutputTap } from "./gathered.ts"

/** Lines, and their bytes, kept for a sink before the job waits for it. */
const room = 4096
const roomBytes = 1 << 24
/** So many are written without delay. */
const enough = 1 << 16

/** Lets lines wait for others: a write costs as much as making a hundred lines. */
export interface Delay {
  readonly ms: number
  /** Calls once, unless the function it returns is called before. */
  after(milliseconds: number, act: () => void): () => void
  /** A write that was put off has failed: `check` tells. */
  failed(): void
}

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
  readonly #delay: Delay | undefined
  /** Lines wait for others: forgets that. */
  #hurry: (() => void) | undefined

  /** `version`: of the rule set whose outputs come. `delay`: how long a few lines may wait; left out: they do not. `tap` sees what the sink is given. */
  constructor(sink: Sink, version: string, delay?: Delay, tap?: OutputTap) {
    this.sink = sink
    this.#gathered = gatheredFor(sink, version, tap)
    this.#delay = delay
  }

  /** Of the rule set whose outputs come from here on. */
  set version(version: string) {
    this.#gathered.version = version
  }

  /** Where lines of outputs may be appended; each is counted in `tally` too. undefined: the sink wants more than them. */
  lineTarget(tally: Tally): LineTarget | undefined {
    return this.#gathered.lines === undefined ? undefined : new QueuedLines(this.#gathered, tally)
  }

  /** An alert or an emitted event. */
  addOutput(output: Output): void {
    this.#gathered.addOutput(output)
  }

  /** Any other line. */
  add(record: SinkRecord): void {
    this.#gathered.add(record)
  }

  /** Lines with their line feeds; only where `lineTarget` gives something. */
  addLines(lines: Uint8Array): void {
    this.#gathered.addLines(lines)
  }

  /** Nothing was gathered that the sink was not given. */
  get isEmpty(): boolean {
    return this.#gathered.count === 0
  }

  /** Whether the job should wait with `send`. */
  get full(): boolean {
    return this.#gathered.count >= room || this.#gathered.bytes >= roomBytes
  }

  /**
   * Hands over what was gathered, at once or after the write under way, or lets it wait for more; waits only where there is no room. Rejects with
   * the sink's error.
   */
  async send(): Promise<void> {
    if (this.#delay === undefined || this.full || this.#gathered.bytes >= enough) this.#begin()
    else if (this.#gathered.count > 0) this.#hurry ??= this.#delay.after(this.#delay.ms, () => this.#begin())
    while (this.full && this.#writing !== undefined) await this.#writing
    this.check()
  }

  /** All that was added has left this process. */
  async flush(): Promise<void> {
    while (this.#failure === undefined && (this.#gathered.count > 0 || this.#writing !== undefined)) {
      this.#begin()
      await this.#writing
    }
    this.check()
    await this.sink.flush()
  }

  #begin(): void {
    this.#hurry?.()
    this.#hurry = undefined
    if (this.#writing !== undefined || this.#failure !== undefined || this.#gathered.count === 0) return
    this.#writing = this.#write()
  }

  async #write(): Promise<void> {
    try {
      await this.#gathered.write()
    } catch (error) {
      this.#failure = { error }
      this.#delay?.failed()
    }
    this.#writing = undefined
    if (this.#delay === undefined || this.full) this.#begin()
  }

  /** Throws the sink's error, if there was one. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}

/** The lines of one output of a rule, among others' that wait for the same sink. */
class QueuedLines implements LineTarget {
  readonly #gathered: Gathered
  readonly #tally: Tally

  constructor(gathered: Gathered, tally: Tally) {
    this.#gathered = gathered
    this.#tally = tally
  }

  get bytes(): GrowingBytes {
    return this.#gathered.lines!
  }

  added(): void {
    this.#gathered.added()
    this.#tally.count++
  }
}
