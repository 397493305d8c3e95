import type { Lines } from "../abi/lines.ts"
import { type RoutedLines, type RoutedRecord, runLength } from "../abi/routed.ts"
import type { DecoderInput } from "../abi/rows.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { Intake } from "./intake.ts"
import { type LineIntake, type TypeReader, timeOf } from "./line-intake.ts"
import { byteOfLine, endOfLine } from "./line-progress.ts"
import { paddedBytes } from "./padded-bytes.ts"
import { type RowEvents, rankOf } from "./row-events.ts"
import type { RowReader } from "./row-intake.ts"
import { StoredEvent } from "./stored-event.ts"

const lineFeed = 10
const noFields = new Int32Array(0)

/**
 * Takes events that another thread has read before and found to be in time: of a block this worker's lines alone. What that thread could read this
 * one can, too; which lines it reads in the slow way is its own business.
 */
export class RoutedIntake {
  private readonly names: readonly string[]
  private readonly intake: Intake
  private readonly events: RowEvents
  private readonly readers: LineIntake

  constructor({ events }: Pick<Manifest, "events">, intake: Intake, rows: RowEvents, readers: LineIntake) {
    this.names = events.map(({ name }) => name)
    this.intake = intake
    this.events = rows
    this.readers = readers
  }

  takeRecord({ record, arrival }: RoutedRecord): void {
    const event = this.intake.read(record)
    event.arrival = arrival
    this.events.add(event, rankOf(record.source ?? 0, record.partition ?? 0))
  }

  take({ lines, runs }: RoutedLines): void {
    const { rows } = this.events
    for (let at = 0; at < runs.length; ) {
      const name = this.names[runs[at]!]!
      const rowReader = this.readers.rowReader(name)
      if (rowReader !== undefined) at = new RoutedRows(this.events, lines, rowReader, this.slow(lines)).take(runs, at)
      else at = this.takeObjects(lines, runs, at, this.readers.typeReader(name))
    }
    rows.sweep()
    if (lines.release === undefined || rows.blocks.holds(lines)) return
    lines.released = true
    lines.release()
  }

  /** Makes objects of the lines of a run; where the next one begins. */
  private takeObjects(lines: Lines, runs: Int32Array, at: number, reader: TypeReader | undefined): number {
    const rank = rankOf(lines.source, lines.partition)
    // Objects hold the bytes for as long as they are there.
    if (reader !== undefined) {
      lines.release = undefined
      reader.scanner.open(lines)
    }
    const slow = this.slow(lines)
    let from = runs[at + 1]!
    const first = runs[at + 2]!
    for (let line = first; line < first + runs[at + 3]!; line++) {
      const event = reader && objectAt(reader, lines, from, line)
      if (event === undefined) from = slow(from, line)
      else {
        this.events.add(event, rank)
        from = reader!.scanner.place
      }
    }
    return at + runLength
  }

  /** Reads a line in the slow way; where the next one begins. */
  private slow(lines: Lines): (from: number, line: number) => number {
    return (from, line) => {
      const next = lines.bytes.indexOf(lineFeed, from) + 1
      const text = lines.text(from, endOfLine(lines, from, next))
      for (const record of lines.slow(line, byteOfLine(lines, from), text)) {
        this.takeRecord({ record, arrival: lines.arrival! + line - lines.line })
      }
      return next
    }
  }
}

/** The event of the line at `from`; undefined: it must be read in the slow way. */
function objectAt(reader: TypeReader, lines: Lines, from: number, line: number): StoredEvent | undefined {
  const { scanner } = reader
  scanner.begin(from)
  const fields = reader.read(scanner)
  const at = fields === undefined ? Number.NaN : timeOf(reader, fields, lines)
  if (Number.isNaN(at)) return undefined
  const end = endOfLine(lines, from, scanner.place)
  return StoredEvent.ofLine(reader.type, at, fields!, lines, from, end, line, byteOfLine(lines, from))
}

/** Decodes lines of one type that stand apart into rows that stand together. */
class RoutedRows {
  private readonly events: RowEvents
  private readonly lines: Lines
  private readonly reader: RowReader
  private readonly slow: (from: number, line: number) => number
  private readonly input: DecoderInput
  /** Rows that were decoded and not taken yet: where the first stands, how many, and for how many there is room. */
  private first = 0
  private done = 0
  private room = 0

  constructor(events: RowEvents, lines: Lines, reader: RowReader, slow: RoutedRows["slow"]) {
    this.events = events
    this.lines = lines
    this.reader = reader
    this.slow = slow
    const bytes = paddedBytes(lines)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.input = { bytes, view, codes: events.dictionaries, delimiter: 0, fields: noFields, place: lines.from }
  }

  /** Takes runs of the reader's type from `start` on; the place of the one behind them. */
  take(runs: Int32Array, start: number): number {
    const { type } = this.reader
    let at = start
    for (; at < runs.length && runs[at] === type; at += runLength) {
      this.takeRun(runs[at + 1]!, runs[at + 2]!, runs[at + 3]!)
    }
    this.flush()
    return at
  }

  private takeRun(from: number, firstLine: number, count: number): void {
    const { input, reader } = this
    const { to } = this.lines
    const { rows } = this.events
    let place = from
    for (let left = count; left > 0; ) {
      if (this.done === this.room) this.flush()
      const free = this.room - this.done
      const decoded = reader.decode(input, place, to, rows, this.first + this.done, left < free ? left : free)
      if (decoded === 0) {
        this.flush()
        place = this.slow(place, firstLine + count - left)
        left--
        this.room = 0
        this.done = 0
        continue
      }
      this.done += decoded
      left -= decoded
      place = input.place
    }
  }

  /** Puts what was decoded among the rows that wait. */
  private flush(): void {
    const { events, lines, reader, first, done } = this
    const { rows } = events
    if (done > 0) {
      rows.type.fill(reader.type, first, first + done)
      if (!reader.timed) rows.at.fill(lines.arrivedAt, first, first + done)
      rows.blocks.add({ lines, number: rows.next, line: 0 })
      rows.take(done)
      rows.enqueue(first, done, rankOf(lines.source, lines.partition))
    }
    this.done = 0
    this.room = rows.room()
    this.first = rows.placeOf(rows.next)
  }
}
