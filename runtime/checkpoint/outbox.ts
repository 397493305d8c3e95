/** What a job has to say for a publisher since the last barrier, on its way into the checkpoint that ends the interval. */
import type { OutboxRecord, Publisher, Sink, SinkRecord } from "../connectors/contract.ts"
import type { StoredOutbox } from "./manifest.ts"
import { encodeRecords } from "./outbox-format.ts"
import type { CheckpointStore, StoredWriter } from "./store.ts"

/** So much is gathered before it is written. */
const pieceBytes = 1 << 20

/** An outbox without its place in a file: there was nothing for it. */
export type SealedOutbox = Omit<StoredOutbox, "contents"> & { readonly contents: StoredOutbox["contents"] | undefined }

/** Where an outbox is written. */
export interface OutboxPlace {
  readonly store: CheckpointStore
  readonly attempt: string
  readonly lineage: string
  /** Unique among the publishers of the job, and fit for a file's name. */
  readonly fileName: string
}

/** One interval of one publisher. Appending is at once; what was gathered is written meanwhile. */
class Interval {
  readonly checkpoint: number
  count = 0
  bytes = 0
  readonly #place: OutboxPlace
  #pieces: Uint8Array[] = []
  #gathered = 0
  #writer: StoredWriter | undefined
  #writing: Promise<void> = Promise.resolve()
  /** Bytes that were handed to the writer and are not written yet. */
  #behind = 0

  constructor(checkpoint: number, place: OutboxPlace) {
    this.checkpoint = checkpoint
    this.#place = place
  }

  /** `bytes` become the interval's own. */
  append(bytes: Uint8Array, count: number): void {
    this.count += count
    this.bytes += bytes.length
    this.#pieces.push(bytes)
    this.#gathered += bytes.length
    if (this.#gathered >= pieceBytes) this.#spill()
  }

  /** Waits while much more than a piece is not written yet. Rejects where writing failed. */
  async room(): Promise<void> {
    if (this.#behind > 4 * pieceBytes) await this.#writing
  }

  #spill(): void {
    const pieces = this.#pieces
    const bytes = this.#gathered
    this.#pieces = []
    this.#gathered = 0
    this.#behind += bytes
    this.#writing = this.#writing.then(async () => {
      const { store, fileName, attempt } = this.#place
      this.#writer ??= await store.create(this.checkpoint, `outbox-${fileName}-${attempt}`)
      for (const piece of pieces) await this.#writer.write(piece)
      this.#behind -= bytes
    })
    // Whoever waits for it is told; until then it is no rejection that nobody handles.
    this.#writing.catch(() => {})
  }

  /** All of it is durable. Undefined: there was nothing. */
  async finish(): Promise<StoredOutbox["contents"] | undefined> {
    if (this.count === 0) return undefined
    if (this.#gathered > 0) this.#spill()
    await this.#writing
    return this.#writer!.finish()
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => {})
    await this.#writer?.close()
  }
}

/** The outboxes of a publisher, one interval after the other. */
export class Outbox {
  readonly publisher: string
  readonly #form: Publisher["form"]
  readonly #place: OutboxPlace
  #interval: Interval
  /** Bytes of lines before the interval, since the lineage began. */
  #offset: number

  /** `checkpoint`: the number of the next one; `offset`: bytes of lines before it, since the lineage began. */
  constructor(
    publisher: string,
    form: Publisher["form"],
    place: OutboxPlace,
    begin: { readonly checkpoint: number; readonly offset: number },
  ) {
    this.publisher = publisher
    this.#form = form
    this.#place = place
    this.#interval = new Interval(begin.checkpoint, place)
    this.#offset = begin.offset
  }

  /** Bytes of the interval at hand. */
  get bytes(): number {
    return this.#interval.bytes
  }

  /** A sink of the job's whose lines go into the outbox. `place`: among the publisher's sinks. */
  sink(place: number): Sink {
    const write = async (records: readonly SinkRecord[]): Promise<void> => {
      const own: OutboxRecord[] = records.map((record) => ({ ...record, sink: place }))
      this.#interval.append(this.#form === "lines" ? linesOf(records) : encodeRecords(own), records.length)
      await this.#interval.room()
    }
    const plain: Sink = { write, flush: async () => {}, close: async () => {} }
    if (this.#form === "records") return plain
    const writeLines = async (lines: Uint8Array): Promise<void> => {
      this.#interval.append(lines.slice(), countLines(lines))
      await this.#interval.room()
    }
    return { ...plain, writeLines }
  }

  /** Ends the interval, at once; the next one begins. What is returned makes the ended one durable. */
  seal(): () => Promise<SealedOutbox> {
    const interval = this.#interval
    const offset = this.#offset
    this.#offset += this.#form === "lines" ? interval.bytes : 0
    this.#interval = new Interval(interval.checkpoint + 1, this.#place)
    const { checkpoint } = interval
    const { attempt, lineage } = this.#place
    return async () => {
      const contents = await interval.finish()
      return {
        publisher: this.publisher,
        checkpoint,
        lineage,
        attempt,
        form: this.#form,
        count: interval.count,
        offset,
        contents,
      }
    }
  }

  /** Of lines: how many bytes there were before the interval at hand since the lineage began. */
  get total(): number {
    return this.#offset
  }

  close(): Promise<void> {
    return this.#interval.close()
  }
}

function linesOf(records: readonly SinkRecord[]): Uint8Array {
  let text = ""
  for (const { line } of records) text += `${line}\n`
  return new TextEncoder().encode(text)
}

function countLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++
  return count
}
