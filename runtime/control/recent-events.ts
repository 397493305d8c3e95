/** The events that came last, as they were delivered: what a dry run of other rules goes over. Costs the job one copy of their bytes; they are read when somebody asks. */
import type { Batch, RecordBlock } from "../connectors/contract.ts"
import type { BatchTime, InputTap, StreamPartition } from "../job/inputs.ts"

/** Events of one partition, side by side, each a line. */
export interface KeptBatch {
  /** Event type, or `*`: several, told apart by `typeField`. */
  readonly source: string
  readonly typeField: string
  readonly partition: string
  /** As in a batch of a source: `text`, the values are texts. */
  readonly values: Batch["values"]
  /** Where the lines are rows of CSV; else they are JSON. */
  readonly csv?: { readonly delimiter: string; readonly columns: readonly string[] }
  /** Epoch milliseconds. */
  readonly arrivedAt: number
  /** How far time was in the job when the first of them came. */
  readonly time: BatchTime
  /** Where they stand in the bytes; each line has its line feed. */
  readonly from: number
  readonly to: number
}

/** Plain data that another thread can be given. */
export interface KeptEvents {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** In the order of arrival. */
  readonly batches: readonly KeptBatch[]
  /** Behind so many of them nothing lacks: all that came since is there. */
  readonly wholeFrom: number
}

export interface RecentEventsSettings {
  /** Older ones go. */
  readonly keepMs: number
  /** So many bytes of events are kept at most, and so much memory is taken. */
  readonly mostBytes: number
  readonly now: () => number
}

/** What came in pieces is put together as long as it came within this time. */
const togetherMs = 250
const lineFeed = 0x0a

type Kept = { -readonly [name in keyof KeptBatch]: KeptBatch[name] }

/** Keeps what sources bring in a ring of bytes: the oldest goes for the newest. */
export class RecentEvents implements InputTap {
  readonly keepMs: number
  readonly #settings: RecentEventsSettings
  /** Made when the first events come. */
  #ring: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  /** How many bytes were ever put in; a byte stands at its number modulo the ring's length. */
  #total = 0
  /** Their places are numbers of bytes. The first ones may be gone: `#first` is the first that is not. */
  #batches: Kept[] = []
  #first = 0
  /** Of what came before this byte some is gone. */
  #wholeFrom = 0
  readonly #encoder = new TextEncoder()

  constructor(settings: RecentEventsSettings) {
    this.#settings = settings
    this.keepMs = settings.keepMs
  }

  batch({ records, block, values }: Batch, from: StreamPartition, time: BatchTime): void {
    const arrivedAt = this.#settings.now()
    if (records.length > 0) {
      // Texts of records may go over several lines, and rows of CSV are objects by now.
      const isLine = (text: string) => values === "json" && !text.includes("\n")
      const lines = records.flatMap(({ raw, text, problem }) =>
        problem === undefined ? [isLine(text) ? text : JSON.stringify(raw), "\n"] : [],
      )
      this.#add(this.#encoder.encode(lines.join("")), { values, arrivedAt, time }, from)
    }
    if (block !== undefined) this.#addBlock(block, { arrivedAt, time }, from)
  }

  /** The events of the time that is looked at. */
  last(): KeptEvents {
    const since = this.#settings.now() - this.#settings.keepMs
    const kept = this.#batches.slice(this.#first).filter(({ arrivedAt }) => arrivedAt >= since)
    const bytes = new Uint8Array(kept.reduce((sum, { from, to }) => sum + to - from, 0))
    const cut = kept.findLastIndex(({ from }) => from < this.#wholeFrom)
    let at = 0
    const batches = kept.map((batch) => {
      this.#read(batch.from, batch.to, bytes, at)
      const moved = { ...batch, from: at, to: at + batch.to - batch.from }
      at = moved.to
      return moved
    })
    return { bytes, batches, wholeFrom: cut + 1 }
  }

  #addBlock({ lines, csv }: RecordBlock, came: Pick<KeptBatch, "arrivedAt" | "time">, from: StreamPartition): void {
    const columns = csv && { delimiter: csv.delimiter, columns: csv.columns }
    const about = { values: csv === undefined ? "json" : "text", ...came, ...(columns && { csv: columns }) } as const
    // The line feed of the last one stands at `to`.
    this.#add(lines.bytes.subarray(lines.from, lines.to + 1), about, from)
  }

  #add(
    bytes: Uint8Array,
    about: Pick<KeptBatch, "values" | "csv" | "arrivedAt" | "time">,
    { name: source, typeField, key: partition }: StreamPartition,
  ): void {
    const { mostBytes } = this.#settings
    // One more tells whether the first byte that counts begins a line.
    if (this.#ring.length === 0) this.#ring = new Uint8Array(mostBytes + 1)
    // Of more than there is room for whole lines at the end count.
    const whole = bytes.length <= mostBytes ? 0 : bytes.indexOf(lineFeed, bytes.length - mostBytes - 1) + 1
    const last = whole === 0 ? bytes : bytes.subarray(whole)
    if (last.length === 0 || last.length > mostBytes) {
      if (bytes.length > 0) this.#wholeFrom = this.#total
      return
    }
    const from = this.#total
    this.#write(last)
    if (whole > 0) this.#wholeFrom = this.#total
    const batch = { source, typeField, partition, ...about, from, to: this.#total }
    const before = this.#batches.at(-1)
    if (before !== undefined && continues(before, batch)) before.to = batch.to
    else this.#batches.push(batch)
    this.#forget(this.#total - mostBytes, about.arrivedAt - this.#settings.keepMs)
  }

  #write(bytes: Uint8Array): void {
    const ring = this.#ring
    const at = this.#total % ring.length
    const first = Math.min(bytes.length, ring.length - at)
    ring.set(bytes.subarray(0, first), at)
    ring.set(bytes.subarray(first), 0)
    this.#total += bytes.length
  }

  #read(from: number, to: number, into: Uint8Array, at: number): void {
    const ring = this.#ring
    const start = from % ring.length
    const first = Math.min(to - from, ring.length - start)
    into.set(ring.subarray(start, start + first), at)
    into.set(ring.subarray(0, to - from - first), at + first)
  }

  /** Where the first line begins at this byte or behind it. */
  #lineAfter(byte: number, to: number): number {
    const ring = this.#ring
    let at = byte
    while (at < to && ring[(at - 1) % ring.length] !== lineFeed) at++
    return at
  }

  /** What was overwritten goes, as far as whole lines, and what is too old. */
  #forget(firstByte: number, since: number): void {
    const batches = this.#batches
    for (; this.#first < batches.length; this.#first++) {
      const batch = batches[this.#first]!
      if (batch.from < firstByte) {
        batch.from = this.#lineAfter(firstByte, batch.to)
        this.#wholeFrom = Math.max(this.#wholeFrom, batch.to)
      }
      if (batch.from < batch.to && batch.arrivedAt >= since) break
    }
    if (this.#first < 1000 || this.#first < batches.length / 2) return
    this.#batches = batches.slice(this.#first)
    this.#first = 0
  }
}

/** A piece that came right behind another one of its kind. Where pieces are large, they stay apart: the oldest goes as a whole. */
function continues(before: KeptBatch, next: KeptBatch): boolean {
  return (
    before.partition === next.partition &&
    before.values === next.values &&
    before.csv?.columns === next.csv?.columns &&
    before.csv?.delimiter === next.csv?.delimiter &&
    before.time.ceiling === next.time.ceiling &&
    next.arrivedAt - before.arrivedAt < togetherMs &&
    next.to - before.from < 1 << 16
  )
}
