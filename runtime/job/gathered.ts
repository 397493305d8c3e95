import type { GrowingBytes } from "../abi/bytes.ts"
import type { Output } from "../abi/engine.ts"
import type { Sink, SinkRecord } from "../connectors/contract.ts"
import { appendByte, appendBytes, appendText, ByteBuffer } from "../library/growing-bytes.ts"

const lineFeed = 0x0a
/** Of each of the two buffers that a sink has: enough for thousands of alerts with their events. */
const keptBytes = 1 << 23

/** Sees what sinks of outputs are given. */
export interface OutputTap {
  /** Lines with their line feeds; the bytes are the caller's again when it returns. */
  lines(lines: Uint8Array): void
  records(records: readonly SinkRecord[]): void
}

/** Likewise, and is told when it has seen all outputs that were made so far. */
export interface OutputWatch extends OutputTap {
  /** Outputs are those of other rules from here on. */
  begin(): void
  /** Nothing that was made is on its way to a sink unseen. */
  settled(): void
}

/** What was gathered for a sink since it was last written. */
export interface Gathered {
  /** How many lines. */
  readonly count: number
  /** Their bytes, as far as they are known. */
  readonly bytes: number
  /** What lines may be appended to, each with its line break and followed by `added`; undefined: the sink wants more than them. */
  readonly lines: GrowingBytes | undefined
  /** Of the rule set whose outputs come. */
  version: string
  added(): void
  addOutput(output: Output): void
  add(record: SinkRecord): void
  /** Lines with their line feeds, where `lines` is there. */
  addLines(lines: Uint8Array): void
  /** Hands all to the sink, and is empty for the next ones at once. One call at a time. */
  write(): Promise<void>
}

/** In the form that the sink takes: as bytes where it needs nothing but the lines. `version`: of the rule set. `tap` sees what the sink is given. */
export function gatheredFor(sink: Sink, version: string, tap?: OutputTap): Gathered {
  return sink.writeLines === undefined ? new GatheredRecords(sink, version, tap) : new GatheredLines(sink, version, tap)
}

class GatheredRecords implements Gathered {
  readonly bytes = 0
  readonly lines = undefined
  readonly #sink: Sink
  readonly #tap: OutputTap | undefined
  version: string
  #records: SinkRecord[] = []

  constructor(sink: Sink, version: string, tap: OutputTap | undefined) {
    this.#sink = sink
    this.version = version
    this.#tap = tap
  }

  get count(): number {
    return this.#records.length
  }

  added(): void {}

  addOutput(output: Output): void {
    const { kind, rule, id } = output
    this.add({ line: output.line(), kind, rule, id, version: this.version })
  }

  add(record: SinkRecord): void {
    // What a worker has made has it already.
    this.#records.push(record.version === undefined ? { ...record, version: this.version } : record)
  }

  addLines(): void {
    throw new Error("this sink takes records")
  }

  write(): Promise<void> {
    const records = this.#records
    this.#records = []
    this.#tap?.records(records)
    return this.#sink.write(records)
  }
}

/** Lines as bytes: nothing is kept of them that the collector would have to look at. */
class GatheredLines implements Gathered {
  count = 0
  readonly #sink: Sink
  readonly #tap: OutputTap | undefined
  #lines = new ByteBuffer(keptBytes)
  /** Those of the write before: it is done when the next one begins. */
  #spare = new ByteBuffer(keptBytes)

  version: string

  constructor(sink: Sink, version: string, tap: OutputTap | undefined) {
    this.#sink = sink
    this.version = version
    this.#tap = tap
  }

  get bytes(): number {
    return this.#lines.length
  }

  get lines(): GrowingBytes {
    return this.#lines
  }

  added(): void {
    this.count++
  }

  addOutput(output: Output): void {
    const lines = this.#lines
    const before = lines.length
    try {
      output.appendLine(lines)
    } catch (thrown) {
      lines.length = before
      throw thrown
    }
    appendByte(lines, lineFeed)
    this.count++
  }

  add({ line }: SinkRecord): void {
    appendText(this.#lines, line)
    appendByte(this.#lines, lineFeed)
    this.count++
  }

  addLines(lines: Uint8Array): void {
    appendBytes(this.#lines, lines, 0, lines.length)
    this.count++
  }

  write(): Promise<void> {
    const lines = this.#lines
    this.#lines = this.#spare
    this.#spare = lines
    this.#lines.clear()
    this.count = 0
    const bytes = lines.bytes.subarray(0, lines.length)
    this.#tap?.lines(bytes)
    return this.#sink.writeLines!(bytes)
  }
}
