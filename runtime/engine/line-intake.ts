import type { Ingest } from "../abi/engine.ts"
import type { LineReader, Lines, LinesTaken } from "../abi/lines.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { LineScanner } from "../library/line-scanner.ts"
import { StoredEvent } from "./stored-event.ts"

const lineFeed = 10
const carriageReturn = 13

/** What the engine does with what stands in lines. */
export interface LineTaker {
  /** An event that was read. False: no rule can use it. */
  admit(event: StoredEvent): boolean
  /** A line that must be read in the slow way; its event's time, or null when it was refused. */
  ingest(record: Ingest): number | null
  /** The watermark is at least there. */
  raise(watermark: number): void
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

  /** `readers`: by event type. Events for which asynchronous functions are called are not read here. */
  constructor({ events, awaited }: Manifest, readers: readonly (LineReader | null)[]) {
    for (const [type, { name, fields, timeField }] of events.entries()) {
      const read = readers[type]
      if (!read || awaited.some((call) => call.events.includes(type))) continue
      this.readers.set(name, { type, timeField, read, scanner: new LineScanner(fields.map((field) => field.name)) })
    }
  }

  /** Whether there is a reader for the type. */
  has(type: string): boolean {
    return this.readers.has(type)
  }

  take(lines: Lines, taker: LineTaker): LinesTaken {
    const reader = this.readers.get(lines.type)
    if (reader === undefined) throw new Error(`there is no reader for lines of type ${lines.type}`)
    const { bytes, to, latenessMs, ceiling } = lines
    const { scanner } = reader
    if (bytes[to] !== lineFeed) throw new Error("lines end with a line feed")
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
}

/** NaN: it is none that is taken. */
function timeOf({ timeField }: TypeReader, fields: Fields, { arrivedAt, latest }: Lines): number {
  const at = timeField === null ? arrivedAt : fields[timeField]
  return typeof at === "number" && at <= (latest ?? Number.POSITIVE_INFINITY) ? at : Number.NaN
}
