import type { LineReader, Lines, LinesTaken } from "../abi/lines.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { LineScanner } from "../library/line-scanner.ts"
import type { RowEvents } from "./row-events.ts"
import { RowIntake, type RowReader, type RowTaker } from "./row-intake.ts"
import { StoredEvent } from "./stored-event.ts"

const lineFeed = 10
const carriageReturn = 13

/** What the engine does with what stands in lines. */
export interface LineTaker extends RowTaker {
  /** An event that was read. False: no rule can use it. */
  admit(event: StoredEvent): boolean
}

interface TypeReader {
  readonly type: number
  readonly timeField: string | null
  readonly read: LineReader
  readonly scanner: LineScanner
}

/** Reads events from lines of JSON by the readers of the rule set. */
export class LineIntake {
  private readonly readers = new Map<string, TypeReader>()
  private readonly rowReaders = new Map<string, RowReader>()
  private readonly events: RowEvents

  /**
   * `asObjects`: whether some rule reads the events of a type as objects, so that they are made at once. Events for which
   * asynchronous functions are called are not read here.
   */
  constructor({ events, awaited }: Manifest, program: Program, rows: RowEvents, asObjects: (type: number) => boolean) {
    this.events = rows
    for (const [type, { name, fields, timeField }] of events.entries()) {
      if (awaited.some((call) => call.events.includes(type))) continue
      const decode = program.decoders?.[type]
      if (decode && !asObjects(type)) {
        this.rowReaders.set(name, { type, decode, timed: timeField !== null, keys: rows.keysOf(type) })
        continue
      }
      const read = program.readers?.[type]
      if (!read) continue
      this.readers.set(name, { type, timeField, read, scanner: new LineScanner(fields.map((field) => field.name)) })
    }
  }

  /** Whether there is a reader for the type. */
  has(type: string): boolean {
    return this.readers.has(type) || this.rowReaders.has(type)
  }

  take(lines: Lines, taker: LineTaker): LinesTaken {
    if (lines.bytes[lines.to] !== lineFeed) throw new Error("lines end with a line feed")
    const rowReader = this.rowReaders.get(lines.type)
    if (rowReader !== undefined) return new RowIntake(this.events, rowReader, lines, taker).take()
    const reader = this.readers.get(lines.type)
    if (reader === undefined) throw new Error(`there is no reader for lines of type ${lines.type}`)
    return takeObjects(reader, lines, taker)
  }
}

function takeObjects(reader: TypeReader, lines: Lines, taker: LineTaker): LinesTaken {
  const { bytes, to, latenessMs, ceiling } = lines
  const { scanner } = reader
  let { highest, line, byte } = lines
  let read = 0
  scanner.open(lines)
  for (let from = lines.from; from <= to; line++) {
    scanner.begin(from)
    const fields = reader.read(scanner)
    const next = fields === undefined ? bytes.indexOf(lineFeed, from) + 1 : scanner.place
    const end = bytes[next - 2] === carriageReturn && next - 2 >= from ? next - 2 : next - 1
    const eventAt = fields === undefined ? Number.NaN : timeOf(reader, fields, lines)
    let at: number | null
    if (Number.isNaN(eventAt)) {
      const record = lines.slow(line, byte, lines.text(from, end))
      at = record === undefined ? null : taker.ingest(record)
    } else {
      const event = StoredEvent.ofLine(reader.type, eventAt, fields!, lines, from, end, line, byte)
      at = taker.admit(event) ? eventAt : null
      read++
    }
    if (at !== null && at > highest) {
      highest = at
      taker.raise(Math.min(ceiling, at - latenessMs - 1))
    }
    byte += next - from
    from = next
  }
  return { read, highest, lines: line - lines.line }
}

/** NaN: it is none that is taken. */
function timeOf({ timeField }: TypeReader, fields: Fields, { arrivedAt, latest }: Lines): number {
  const at = timeField === null ? arrivedAt : fields[timeField]
  return typeof at === "number" && at <= (latest ?? Number.POSITIVE_INFINITY) ? at : Number.NaN
}
