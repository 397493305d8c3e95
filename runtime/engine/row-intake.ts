import type { Ingest } from "../abi/engine.ts"
import type { Lines, LinesTaken } from "../abi/lines.ts"
import { type ColumnSchema, type DecoderInput, decoderPadding, type LineDecoder } from "../abi/rows.ts"
import { hasKey, type RowEvents, rankOf } from "./row-events.ts"
import type { StoredEvent } from "./stored-event.ts"

const lineFeed = 10
const carriageReturn = 13

/** What the engine does with the events of lines that become rows. */
export interface RowTaker {
  /** Up to this time events are late. */
  watermark(): number
  /** It is at least there. */
  raise(watermark: number): void
  /** An event that is late: the watermark had passed its time. */
  late(event: StoredEvent, watermark: number): void
  /** An event that has the key of no rule. */
  unusable(event: StoredEvent): void
  /** So many events were taken; the highest time among them. */
  taken(events: number, highest: number): void
  /** A line that must be read in the slow way; its event's time, or null when it was refused. */
  ingest(record: Ingest): number | null
}

/** How the lines of an event type become rows. */
export interface RowReader {
  readonly type: number
  readonly decode: LineDecoder
  readonly timed: boolean
  /** An event has the key of some rule where all columns of one of these lists hold something; undefined: each event has one. */
  readonly keys: readonly (readonly ColumnSchema[])[] | undefined
}

/** Reads lines of JSON into rows, a block of them at a time. */
export class RowIntake {
  private readonly events: RowEvents
  private readonly reader: RowReader
  private readonly lines: Lines
  private readonly taker: RowTaker
  private readonly rank: number
  private readonly latest: number
  private highest: number
  private read = 0

  constructor(events: RowEvents, reader: RowReader, lines: Lines, taker: RowTaker) {
    this.events = events
    this.reader = reader
    this.lines = lines
    this.taker = taker
    this.rank = rankOf(lines.source, lines.partition)
    this.latest = lines.latest ?? Number.POSITIVE_INFINITY
    this.highest = lines.highest
  }

  take(): LinesTaken {
    const { events, lines, reader } = this
    const { rows } = events
    const input = this.input()
    let { line } = lines
    for (let from = lines.from; from <= lines.to; ) {
      const room = rows.room()
      const first = rows.placeOf(rows.next)
      const count = reader.decode(input, from, lines.to, rows, first, room)
      from = input.place
      if (count > 0) this.admit(first, count, line)
      line += count
      if (count === room || from > lines.to) continue
      from = this.takeSlow(from, line++)
    }
    rows.sweep()
    return { read: this.read, highest: this.highest, lines: line - lines.line }
  }

  /** Rows that were decoded from lines that follow one another, from `line` on. */
  private admit(first: number, count: number, line: number): void {
    const { events, reader, lines, taker, rank, latest } = this
    const { rows } = events
    rows.type.fill(reader.type, first, first + count)
    if (!reader.timed) rows.at.fill(lines.arrivedAt, first, first + count)
    rows.blocks.add({ lines, number: rows.next, line })
    rows.take(count)
    const { at } = rows
    let watermark = taker.watermark()
    let before = this.highest
    let highest = Number.NEGATIVE_INFINITY
    let taken = 0
    /** From here on rows were taken that are not in order yet. */
    let from = first
    for (let row = first; row < first + count; row++) {
      const time = at[row]!
      if (time > latest || (reader.keys !== undefined && !hasKey(reader.keys, rows, row)) || time <= watermark) {
        if (row > from) rows.enqueue(from, row - from, rank)
        from = row + 1
        const counts = this.refuse(row, line + row - first, watermark)
        if (!counts) continue
      } else {
        taken++
        if (time > highest) highest = time
      }
      if (time <= before) continue
      before = time
      const reached = Math.min(lines.ceiling, time - lines.latenessMs - 1)
      if (reached > watermark) watermark = reached
    }
    if (first + count > from) rows.enqueue(from, first + count - from, rank)
    this.read += count
    this.highest = before
    taker.raise(watermark)
    taker.taken(taken, highest)
  }

  /** A row that is judged by no rule. Whether its time moves the watermark. */
  private refuse(row: number, line: number, watermark: number): boolean {
    const { events, reader, taker } = this
    const { rows } = events
    if (rows.at[row]! > this.latest) {
      this.read--
      this.takeSlow(rows.from[row]!, line)
      return false
    }
    const event = events.eventOf(row)
    if (reader.keys !== undefined && !hasKey(reader.keys, rows, row)) {
      taker.unusable(event)
      return false
    }
    taker.late(event, watermark)
    return true
  }

  /** Reads the line at `from` in the slow way; where the next one begins. */
  private takeSlow(from: number, line: number): number {
    const { lines, taker } = this
    const { bytes } = lines
    const next = bytes.indexOf(lineFeed, from) + 1
    const end = bytes[next - 2] === carriageReturn && next - 2 >= from ? next - 2 : next - 1
    const record = lines.slow(line, lines.byte + from - lines.from, lines.text(from, end))
    const at = record === undefined ? null : taker.ingest(record)
    if (at !== null && at > this.highest) {
      this.highest = at
      taker.raise(Math.min(lines.ceiling, at - lines.latenessMs - 1))
    }
    return next
  }

  private input(): DecoderInput {
    const { lines, events } = this
    let { bytes } = lines
    if (bytes.length < lines.to + 1 + decoderPadding) {
      bytes = new Uint8Array(lines.to + 1 + decoderPadding)
      bytes.set(lines.bytes.subarray(0, lines.to + 1))
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return { bytes, view, codes: events.dictionaries, place: lines.from }
  }
}
