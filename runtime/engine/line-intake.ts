import type { LineReader, Lines, LinesTaken, MixedTypes } from "../abi/lines.ts"
import type { Manifest, Program } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { LineScanner } from "../library/line-scanner.ts"
import { oddType, otherType, TypeScanner } from "../library/type-scanner.ts"
import { LineProgress } from "./line-progress.ts"
import { paddedBytes } from "./padded-bytes.ts"
import type { RowEvents } from "./row-events.ts"
import { RowIntake, type RowReader, type RowTaker } from "./row-intake.ts"
import { StoredEvent } from "./stored-event.ts"

const lineFeed = 10

/** What the engine does with what stands in lines. */
export interface LineTaker extends RowTaker {
  /** An event that was read, of the line that begins at `from`. False: no rule can use it. */
  admit(event: StoredEvent, from: number, line: number): boolean
}

/** How lines of an event type become objects. */
export interface TypeReader {
  readonly type: number
  readonly timeField: string | null
  readonly read: LineReader
  readonly scanner: LineScanner
}

/** How events of a type are taken. */
export interface TypeWays {
  /** Whether somebody looks at them as objects, so that these are made at once. */
  asObjects(type: number): boolean
  /** As `RowReader.keys`. */
  keysOf(type: number): RowReader["keys"]
}

/** Reads events from lines of JSON and CSV by the readers of the rule set. */
export class LineIntake {
  private readonly readers = new Map<string, TypeReader>()
  private readonly rowReaders = new Map<string, RowReader>()
  private readonly events: RowEvents
  /** That of the last lines of several types: sources mostly have one. */
  private scanner:
    | { readonly field: string; readonly known: readonly string[]; readonly scanner: TypeScanner }
    | undefined

  /** Events for which asynchronous functions are called are not read here. */
  constructor({ events, awaited }: Manifest, program: Program, rows: RowEvents, { asObjects, keysOf }: TypeWays) {
    this.events = rows
    for (const [type, { name, fields, timeField }] of events.entries()) {
      if (awaited.some((call) => call.events.includes(type))) continue
      const decode = program.decoders?.[type]
      if (decode && !asObjects(type)) {
        const decodeCells = program.cellDecoders?.[type] ?? undefined
        const timed = timeField !== null
        this.rowReaders.set(name, { type, fields, decode, decodeCells, timed, keys: keysOf(type) })
        continue
      }
      const read = program.readers?.[type]
      if (!read) continue
      this.readers.set(name, { type, timeField, read, scanner: new LineScanner(fields.map((field) => field.name)) })
    }
  }

  /** Whether there is a reader for the type. */
  has(type: string, format: "json" | "csv"): boolean {
    if (format === "csv") return this.rowReaders.get(type)?.decodeCells !== undefined
    return this.readers.has(type) || this.rowReaders.has(type)
  }

  /** How events of a type become rows, or else objects; undefined: they do not. */
  rowReader(type: string): RowReader | undefined {
    return this.rowReaders.get(type)
  }

  typeReader(type: string): TypeReader | undefined {
    return this.readers.get(type)
  }

  take(lines: Lines, taker: LineTaker): LinesTaken {
    if (lines.bytes[lines.to] !== lineFeed) throw new Error("lines end with a line feed")
    const progress = new LineProgress(lines, taker)
    const rows = new RowIntake(this.events, progress, taker)
    const { mixed } = lines
    const end = mixed === undefined ? this.takeAll(progress, rows, taker) : this.takeMixed(mixed, progress, rows, taker)
    this.events.rows.sweep()
    return { read: progress.read, highest: progress.highest, lines: end - lines.line }
  }

  private takeAll(progress: LineProgress, rows: RowIntake, taker: LineTaker): number {
    const { type, from, to, line } = progress.lines
    const rowReader = this.rowReaders.get(type)
    if (rowReader !== undefined) return rows.take(rowReader, from, to, line)
    const reader = this.readers.get(type)
    if (reader === undefined || progress.lines.csv !== undefined)
      throw new Error(`there is no reader for lines of type ${type}`)
    return takeObjects(reader, progress, from, to, line, taker)
  }

  /** Takes lines of several types: each run of lines of one type by its reader. */
  private takeMixed(mixed: MixedTypes, progress: LineProgress, rows: RowIntake, taker: LineTaker): number {
    const { lines } = progress
    const scanner = this.typeScanner(mixed)
    const bytes = paddedBytes(lines)
    scanner.open(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
    let { from, line } = lines
    let type = scanner.read(from)
    while (from <= lines.to && !progress.stops()) {
      const run = type
      let to = scanner.next - 1
      if (run === oddType || (run === otherType && !scanner.isValid(from))) progress.takeSlow(from, line++)
      else if (run === otherType) {
        mixed.passOver(lines.text(scanner.typeFrom, scanner.typeTo))
        line++
      }
      if (to < lines.to) type = scanner.read(to + 1)
      if (run >= 0) {
        while (to < lines.to && type === run) {
          to = scanner.next - 1
          if (to < lines.to) type = scanner.read(to + 1)
        }
        line = this.takeRun(mixed.known[run]!, progress, rows, taker, { from, to, line })
      }
      from = to + 1
    }
    this.giveBack(lines)
    return line
  }

  private takeRun(
    type: string,
    progress: LineProgress,
    rows: RowIntake,
    taker: LineTaker,
    { from, to, line }: { readonly from: number; readonly to: number; readonly line: number },
  ): number {
    const rowReader = this.rowReaders.get(type)
    if (rowReader !== undefined) return rows.take(rowReader, from, to, line)
    const reader = this.readers.get(type)
    if (reader !== undefined) {
      // Objects hold the bytes for as long as they are there.
      progress.lines.release = undefined
      return takeObjects(reader, progress, from, to, line, taker)
    }
    let next = line
    for (let place = from; place <= to && !progress.stops(); next++) place = progress.takeSlow(place, next)
    return next
  }

  /** Lets bytes go of which no row was made. */
  private giveBack(lines: Lines): void {
    if (lines.release === undefined || this.events.rows.blocks.holds(lines)) return
    lines.released = true
    lines.release()
  }

  private typeScanner({ field, known }: MixedTypes): TypeScanner {
    const kept = this.scanner
    if (kept?.field === field && kept.known === known) return kept.scanner
    const scanner = new TypeScanner(field, known)
    this.scanner = { field, known, scanner }
    return scanner
  }
}

function takeObjects(
  reader: TypeReader,
  progress: LineProgress,
  first: number,
  to: number,
  firstLine: number,
  taker: LineTaker,
): number {
  const { lines } = progress
  const { scanner } = reader
  let line = firstLine
  scanner.open(lines)
  for (let from = first; from <= to && !progress.stops(); line++) {
    scanner.begin(from)
    const fields = reader.read(scanner)
    const at = fields === undefined ? Number.NaN : timeOf(reader, fields, lines)
    if (Number.isNaN(at)) {
      from = progress.takeSlow(from, line)
      continue
    }
    const next = scanner.place
    const end = progress.endOf(from, next)
    const event = StoredEvent.ofLine(reader.type, at, fields!, lines, from, end, line, progress.byteOf(from))
    if (taker.admit(event, from, line)) progress.reached(at)
    progress.read++
    from = next
  }
  return line
}

/** NaN: it is none that is taken. */
export function timeOf({ timeField }: TypeReader, fields: Fields, { arrivedAt, latest }: Lines): number {
  const at = timeField === null ? arrivedAt : fields[timeField]
  return typeof at === "number" && at <= (latest ?? Number.POSITIVE_INFINITY) ? at : Number.NaN
}
