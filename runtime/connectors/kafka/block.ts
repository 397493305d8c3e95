import { Buffer, isAscii, isUtf8 } from "node:buffer"
import { BlockPool, blockBytes } from "../../formats/block-pool.ts"
import { decodeJson } from "../../formats/json.ts"
import { positionAt } from "../../formats/places.ts"
import type { Batch, LinePlaces, Position, Problem, RecordBlock, SourceRecord } from "../contract.ts"
import type { MessageLine } from "./message-line.ts"
import type { RecordCursor } from "./record-batches.ts"

const lineFeed = 0x0a
const openBrace = 0x7b
const closeBrace = 0x7d
/** So many records are handed out at once where each is an object. */
const mostRecords = 2000

/** Where a message's value stands, or the line that was made of it. */
type ValuePlace = Pick<RecordCursor, "bytes" | "valueFrom" | "valueTo">

const nowhere: ValuePlace = { bytes: Buffer.alloc(0), valueFrom: -1, valueTo: -1 }

/** Makes batches of the records of one partition: where they are asked for, blocks of lines, whose bytes nobody has looked at. */
export class BatchMaker {
  readonly #topic: string
  readonly #partition: number
  readonly #pool = new BlockPool()
  #cursor: RecordCursor | undefined
  /** The record at the cursor was not handed out yet. */
  #held = false
  /** Makes the lines, where values are not taken as they are. */
  readonly #line: MessageLine | undefined
  /** It has made that of the record at the cursor. */
  #isMade = false
  /** Where the line of the record at the cursor stands. */
  #value: ValuePlace = nowhere
  /** Where the cursor's bytes have their next line feed: looked for once, not for each record. */
  #lineFeedAt = -1
  #searched: Buffer | undefined
  /** The offset behind the last record that was handed out, and what was passed over behind it. */
  next: number
  /** Records at this offset and behind it are not handed out. */
  readonly #end: number

  constructor(topic: string, partition: number, next: number, end: number, line?: MessageLine) {
    this.#topic = topic
    this.#partition = partition
    this.next = next
    this.#end = end
    this.#line = line
  }

  /** Whether `take` comes to nothing until `load` has. */
  get waits(): boolean {
    return this.#held && this.#line !== undefined && !this.#isMade
  }

  /** Gets what the next line needs. Throws `ConnectorError`. */
  async load(): Promise<void> {
    await this.#line?.load()
  }

  /** All that was given is handed out. */
  get isEmpty(): boolean {
    return this.#cursor === undefined
  }

  /** What comes next, when all before is handed out. */
  give(cursor: RecordCursor): void {
    this.#cursor = cursor
    this.#value = this.#line ?? cursor
    this.#held = false
    this.#isMade = false
    this.#searched = undefined
  }

  /** The next batch; may have no records at the end of what was given, and where it waits. Throws `RecordFormatError`. */
  take(lines: boolean): Batch {
    const records: SourceRecord[] = []
    let bytes = 0
    while (this.#advance()) {
      if (lines && this.#isPlain()) {
        const block = this.#block(records)
        return { records, values: "json", ...(block && { block }) }
      }
      const { valueFrom, valueTo } = this.#value
      if (records.length > 0 && (records.length >= mostRecords || bytes + valueTo - valueFrom > blockBytes)) break
      records.push(this.#record(this.#cursor!))
      bytes += valueTo - valueFrom
      this.#handedOut()
    }
    return { records, values: "json" }
  }

  /** Comes to the next record; false: there is none. */
  #advance(): boolean {
    const cursor = this.#cursor
    if (cursor === undefined) return false
    if (!this.#held) {
      this.#held = cursor.next() && cursor.offset < this.#end
      if (!this.#held) {
        this.next = Math.max(this.next, Math.min(cursor.nextOffset, this.#end))
        this.#cursor = undefined
        return false
      }
    }
    if (this.#line !== undefined && !this.#isMade) this.#isMade = this.#line.make(cursor)
    return this.#line === undefined || this.#isMade
  }

  #handedOut(): void {
    this.#held = false
    this.#isMade = false
    this.next = this.#cursor!.offset + 1
  }

  /** Whether a value can be a line of a block: an object in one line. All else is read one by one. */
  #isPlain(): boolean {
    const { bytes, valueFrom, valueTo } = this.#value
    if (valueFrom < 0 || valueTo - valueFrom < 2 || valueTo - valueFrom >= blockBytes) return false
    if (bytes[valueFrom] !== openBrace || bytes[valueTo - 1] !== closeBrace) return false
    if (this.#line !== undefined) return this.#line.problem === undefined && this.#line.isOneLine
    if (this.#searched !== bytes || (this.#lineFeedAt >= 0 && this.#lineFeedAt < valueFrom)) {
      this.#searched = bytes
      this.#lineFeedAt = bytes.indexOf(lineFeed, valueFrom)
    }
    return this.#lineFeedAt < 0 || this.#lineFeedAt >= valueTo
  }

  /** A block that begins with the record at the cursor. Where its bytes are no UTF-8, the records are added to `records` instead. */
  #block(records: SourceRecord[]): RecordBlock | undefined {
    const buffer = this.#pool.take()
    const places = new Places(this.#topic, this.#partition)
    const ends: number[] = []
    let at = 0
    while (this.#advance()) {
      const cursor = this.#cursor!
      const { bytes, valueFrom, valueTo } = this.#value
      const length = valueTo - valueFrom
      if (at + length + 1 > blockBytes || !this.#isPlain()) break
      bytes.copy(buffer, at, valueFrom, valueTo)
      at += length
      buffer[at++] = lineFeed
      ends.push(at)
      places.add(cursor.offset)
      this.#handedOut()
    }
    const used = buffer.subarray(0, at)
    const ascii = isAscii(used)
    if (!ascii && !isUtf8(used)) {
      ends.forEach((end, index) => {
        records.push(recordOf(used.subarray(ends[index - 1] ?? 0, end - 1), places.of(index)))
      })
      this.#pool.give(buffer)
      return undefined
    }
    const lines = { bytes: buffer, from: 0, to: at - 1, ascii, line: 0, byte: 0, lines: undefined }
    return { lines, places, position: (line) => places.of(line), release: () => this.#pool.give(buffer) }
  }

  #record({ offset }: RecordCursor): SourceRecord {
    return messageRecord(this.#value, this.#line?.problem, { topic: this.#topic, partition: this.#partition, offset })
  }
}

/** A message as a record. `problem`: why it is none. The bytes may be reused afterwards. */
export function messageRecord(
  { bytes, valueFrom, valueTo }: ValuePlace,
  problem: Problem | undefined,
  position: Position,
): SourceRecord {
  if (valueFrom < 0) {
    const none = { code: "no-value", reason: "the message has a key and no value (a tombstone)" }
    return { raw: undefined, text: "", position, problem: none }
  }
  const value = bytes.subarray(valueFrom, valueTo)
  return problem === undefined
    ? recordOf(value, position)
    : { raw: undefined, text: value.toString(), position, problem }
}

/** One message's value as a record. The bytes may be reused afterwards. */
function recordOf(value: Buffer, position: Position): SourceRecord {
  const text = value.toString("utf8")
  if (!isUtf8(value)) {
    const problem = { code: "invalid-utf8", reason: "the message is not UTF-8", bytes: Buffer.from(value) }
    return { raw: undefined, text, position, problem }
  }
  const { value: raw, problem } = decodeJson(text)
  return { raw, text, position, problem }
}

/** The offsets of a block's lines: where they rise by one there is nothing to keep. Kept by events that come from it. */
class Places implements LinePlaces {
  readonly common: Position
  readonly runs = { lines: [] as number[], offsets: [] as number[] }
  #count = 0
  #next = -1

  constructor(topic: string, partition: number) {
    this.common = { topic, partition }
  }

  add(offset: number): void {
    if (offset !== this.#next) {
      this.runs.lines.push(this.#count)
      this.runs.offsets.push(offset)
    }
    this.#count++
    this.#next = offset + 1
  }

  of(line: number): Position {
    return positionAt(this, line, 0)
  }
}
