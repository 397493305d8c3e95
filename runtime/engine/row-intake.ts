import type { Ingest } from "../abi/engine.ts"
import type { CsvColumns } from "../abi/lines.ts"
import { type ColumnSchema, cellDelimiters, type DecoderInput, type LineDecoder, type Rows } from "../abi/rows.ts"
import type { FieldSchema } from "../abi/value.ts"
import type { LineProgress } from "./line-progress.ts"
import { paddedBytes } from "./padded-bytes.ts"
import { hasKey, type RowEvents, rankOf } from "./row-events.ts"
import type { StoredEvent } from "./stored-event.ts"

const noFields = new Int32Array(0)

/** What the engine does with the events of lines that become rows. */
export interface RowTaker {
  /** Up to this time events are late. */
  watermark(): number
  /** It is at least there. */
  raise(watermark: number): void
  /** Whether somebody wants late events: else they are counted. */
  readonly showsLate: boolean
  /** An event that is late: the watermark had passed its time. */
  late(event: StoredEvent, watermark: number): void
  /** One of that type, which nobody wants. */
  countLate(type: number): void
  /** An event that has the key of no rule. */
  unusable(event: StoredEvent): void
  /** So many events were taken; the highest time among them. */
  taken(type: number, events: number, highest: number): void
  /** A line, the one that begins at `from`, that must be read in the slow way; its event's time, or null when it was refused. */
  ingest(record: Ingest, from: number, line: number): number | null
  /** Rows that follow one another and are not late, from `row` on; the first stands in `line`. `isRising`: none is before the one before it. */
  keepRows(row: number, count: number, isRising: boolean, rank: number, line: number): void
  /** Hands out what the lines so far made. */
  deliver(): void
}

/** How the lines of an event type become rows. */
export interface RowReader {
  readonly type: number
  readonly fields: readonly FieldSchema[]
  readonly decode: LineDecoder
  /** Of rows of CSV. */
  readonly decodeCells: LineDecoder | undefined
  readonly timed: boolean
  /** An event has the key of some rule where all columns of one of these lists hold something; undefined: each event has one. */
  readonly keys: readonly (readonly ColumnSchema[])[] | undefined
}

/** Reads lines of JSON and CSV into rows, many at a time. */
export class RowIntake {
  private readonly events: RowEvents
  private readonly progress: LineProgress
  private readonly taker: RowTaker
  private readonly rank: number
  private readonly latest: number
  private readonly input: DecoderInput

  constructor(events: RowEvents, progress: LineProgress, taker: RowTaker) {
    const { lines } = progress
    this.events = events
    this.progress = progress
    this.taker = taker
    this.rank = rankOf(lines.source, lines.partition)
    this.latest = lines.latest ?? Number.POSITIVE_INFINITY
    const bytes = paddedBytes(lines)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const delimiter = lines.csv?.delimiter.charCodeAt(0) ?? 0
    this.input = { bytes, view, codes: events.dictionaries, delimiter, fields: noFields, place: lines.from }
  }

  /** Takes the lines from the one at `from` to the one whose line feed stands at `to`; the number of the line behind them. */
  take(reader: RowReader, from: number, to: number, firstLine: number): number {
    const { progress } = this
    const { rows } = this.events
    const { csv } = progress.lines
    const input = csv === undefined ? this.input : this.cellsOf(reader, csv)
    const decode = csv === undefined ? reader.decode : reader.decodeCells
    let line = firstLine
    for (let place = from; place <= to; ) {
      if (decode === undefined || input === undefined || csv?.isOpen() === true) {
        place = progress.takeSlow(place, line++)
        if (progress.stops()) break
        continue
      }
      const room = rows.room()
      const first = rows.placeOf(rows.next)
      const count = decode(input, place, to, rows, first, room)
      place = input.place
      if (count > 0) this.admit(reader, first, count, line)
      line += count
      if (progress.stops()) break
      // It may stop between two lines that it can read.
      if (count > 0 || place > to) continue
      place = progress.takeSlow(place, line++)
      if (progress.stops()) break
    }
    return line
  }

  /** What a decoder of CSV reads; undefined: there is none for such rows. */
  private cellsOf({ fields }: RowReader, { delimiter, columns }: CsvColumns): DecoderInput | undefined {
    if (!cellDelimiters.includes(delimiter)) return undefined
    if (fields.some(({ name, optional }) => !optional && !columns.includes(name))) return undefined
    const places = new Map(fields.map(({ name }, place) => [name, place]))
    return { ...this.input, fields: Int32Array.from(columns, (name) => places.get(name) ?? -1) }
  }

  /** Rows that were decoded from lines that follow one another, from `line` on. */
  private admit(reader: RowReader, first: number, count: number, line: number): void {
    const { events, progress, taker, rank, latest } = this
    const { lines } = progress
    const { rows } = events
    rows.type.fill(reader.type, first, first + count)
    if (!reader.timed) rows.at.fill(lines.arrivedAt, first, first + count)
    rows.blocks.add({ lines, number: rows.next, line })
    rows.take(count)
    const { at } = rows
    const { keys } = reader
    let watermark = taker.watermark()
    let before = progress.highest
    let highest = Number.NEGATIVE_INFINITY
    let taken = 0
    /** Up to here rows were taken: all, unless the job stops. */
    let end = first + count
    for (let row = first; row < end; row++) {
      // Most are not before those before them, and so are not late.
      const from = row
      const isNext = at[row]! >= before && at[row]! > watermark && at[row]! <= latest
      if (isNext) row = risingEnd(at, row, end, latest)
      if (keys !== undefined) row = keyedEnd(keys, rows, from, row)
      if (row > from) {
        taker.keepRows(from, row - from, true, rank, line + from - first)
        taken += row - from
        before = at[row - 1]!
        if (before > highest) highest = before
        watermark = Math.max(watermark, this.reachedBy(before))
        if (row === end) break
      }
      const time = at[row]!
      if (time > watermark && time <= latest && (keys === undefined || hasKey(keys, rows, row))) {
        taker.keepRows(row, 1, false, rank, line + row - first)
        taken++
        if (time > highest) highest = time
      } else if (!this.refuse(reader, row, line + row - first, watermark)) {
        if (progress.stops()) end = row + 1
        continue
      }
      if (time <= before) continue
      before = time
      watermark = Math.max(watermark, this.reachedBy(time))
    }
    progress.read += end - first
    progress.highest = before
    taker.raise(watermark)
    taker.taken(reader.type, taken, highest)
  }

  /** The watermark that an event's time brings. */
  private reachedBy(time: number): number {
    const { ceiling, latenessMs } = this.progress.lines
    return Math.min(ceiling, time - latenessMs - 1)
  }

  /** A row that is judged by no rule. Whether its time moves the watermark. */
  private refuse(reader: RowReader, row: number, line: number, watermark: number): boolean {
    const { events, taker, progress } = this
    const { rows } = events
    if (rows.at[row]! > this.latest) {
      progress.read--
      progress.takeSlow(rows.from[row]!, line)
      return false
    }
    if (reader.keys !== undefined && !hasKey(reader.keys, rows, row)) {
      taker.unusable(events.eventOf(row))
      return false
    }
    if (taker.showsLate) taker.late(events.eventOf(row), watermark)
    else taker.countLate(reader.type)
    return true
  }
}

/** The first row behind `from`, before `end`, that is before the one before it or behind `latest`. No time is kept in a local: V8 would make an object of each. */
function risingEnd(at: Float64Array, from: number, end: number, latest: number): number {
  let row = from + 1
  while (row < end && at[row]! >= at[row - 1]! && at[row]! <= latest) row++
  return row
}

/** The first row from `from` on, before `end`, that has the key of no rule. */
function keyedEnd(keys: NonNullable<RowReader["keys"]>, rows: Rows, from: number, end: number): number {
  let row = from
  while (row < end && hasKey(keys, rows, row)) row++
  return row
}
