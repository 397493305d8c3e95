import type { GrowingBytes } from "../abi/bytes.ts"
import type { LineTarget } from "../abi/engine.ts"
import type { Lines } from "../abi/lines.ts"
import { type ColumnSchema, entryLength, entryText, type ShownValue } from "../abi/rows.ts"
import type { ValueType } from "../abi/value.ts"
import { appendNumber, appendText, writeDigits } from "../library/growing-bytes.ts"
import { inside, isBoolean } from "../operator/lanes/capture.ts"
import type { Batch, RunMaker, ShownRun } from "../operator/lanes/contract.ts"
import type { Dictionary } from "../rows/dictionary.ts"
import { isPlainText } from "../rows/text-words.ts"
import type { IsoWriter } from "../time/iso.ts"
import { type IdBase, idDigits } from "./identity.ts"
import { type EventFinder, type ValueWriter, valueWriter } from "./json.ts"
import type { OutputForm } from "./output-form.ts"
import { type LinePiece, lineEnd, lineEndLength, slots } from "./output-line.ts"
import type { RowEvents } from "./row-events.ts"
import type { RowIds } from "./row-ids.ts"

/** More than any number, time or decimal has. */
const mostOfValue = 40
const plainLimit = 1e9
const noEvents: EventFinder = { eventOf: () => undefined }

/** What stands behind a fixed text: a text of the row, a number of the row or of a held event, such a value of another type, the time, the id. */
const kinds = { text: 0, rowNumber: 1, heldNumber: 2, rowValue: 3, heldValue: 4, time: 5, id: 6 } as const

/**
 * Words of a piece: the first of the doubles of its fixed text, the one behind its last, its bytes; the kind of what stands behind it, the
 * column of the row or which number it is of a held event, and which of the texts or writers; whether that event is the first one (0) or the last.
 */
const pieceWords = 7

const none = -1

/** A part of the key, as a field of the event that completed the match. */
interface KeyPart {
  readonly column: ColumnSchema
  readonly isBoolean: boolean
  /** Which of the line's texts it is; -1: it is a number. */
  readonly text: number
}

export interface RowLineOptions {
  readonly form: OutputForm
  readonly target: LineTarget
  /** What the data shows. */
  readonly shown: readonly ShownValue[]
  readonly maker: RunMaker
  readonly events: RowEvents
  readonly ids: RowIds
}

/**
 * The lines of a rule's matches, each straight from the columns of the row that completed the match, what was kept of its events, and the words
 * of the dictionaries: no object, text or list is made for one.
 */
export class RowLine {
  // One by one, since each line looks all of them up.
  private readonly events: RowEvents
  private readonly rows: RowEvents["rows"]
  private readonly target: LineTarget
  private readonly maker: RunMaker
  private readonly ids: RowIds
  private readonly iso: IsoWriter
  private readonly idBase: IdBase
  private readonly doubles: Float64Array
  private readonly words: Int32Array
  private readonly writers: readonly ValueWriter[]
  /** Of values that are no plain numbers: whether columns hold them as 0 and 1. */
  private readonly booleans: readonly boolean[]
  /** Bytes of a line beside its texts, at most. */
  private readonly room: number
  private readonly parts: readonly KeyPart[]
  /** The texts that the line shows, and those of the key: where they come from and, of the row at hand, where their words begin and how long they are. */
  private readonly columns: readonly ColumnSchema[]
  private readonly dictionaries: readonly Dictionary[]
  private readonly offsets: Int32Array
  private readonly lengths: Int32Array

  private constructor(options: RowLineOptions, layout: Layout) {
    const { form, target, maker, events, ids } = options
    this.events = events
    this.rows = events.rows
    this.target = target
    this.maker = maker
    this.ids = ids
    this.iso = form.tools.iso
    this.idBase = form.idBase
    this.doubles = Float64Array.from(layout.doubles)
    this.words = Int32Array.from(layout.words)
    this.writers = layout.writers
    this.booleans = layout.booleans
    this.parts = layout.parts
    this.columns = layout.texts
    this.dictionaries = layout.texts.map(({ domain }) => events.dictionaries[domain!]!)
    this.offsets = new Int32Array(layout.texts.length)
    this.lengths = new Int32Array(layout.texts.length)
    this.room = 8 * layout.doubles.length + mostOfValue * (layout.words.length / pieceWords) + idDigits + 8
  }

  /** undefined: something in its lines is neither in columns nor among the numbers that are kept. `type`: of the events that complete matches. */
  static of(options: RowLineOptions, type: number): RowLine | undefined {
    const layout = layoutOf(options, type)
    return layout && new RowLine(options, layout)
  }

  /**
   * Writes the line of the match that the event at a place of the batch completed. False: it was not written, and the lane still has the match: the row did not
   * come as bytes, or has texts that are not the same in JSON.
   */
  write(batch: Batch, place: number): boolean {
    const { rows, target, maker } = this
    const row = batch.order[place]!
    if (!this.events.isOfBytes(row)) return false
    const { lines } = rows.blocks.of(rows.numberAt(row))
    const bytes = this.readTexts(row)
    if (lines.released === true || bytes < 0 || !this.hasId(row)) return false
    const { bytes: to } = target
    try {
      to.reserve(this.room + bytes)
    } catch {
      return false
    }
    const at = this.writeValues(to, row, maker.takeRun())
    this.makeId(batch, place, row, lines, at)
    to.view.setInt32(at + idDigits, lineEnd, true)
    to.length = at + idDigits + lineEndLength
    return true
  }

  /** Finds the texts of a row; how many bytes they have with their quotes, or -1 where one is not the same in JSON. */
  private readTexts(row: number): number {
    const { columns, dictionaries, offsets, lengths } = this
    const { codes } = this.rows
    let bytes = 0
    for (let i = 0; i < columns.length; i++) {
      const code = codes[columns[i]!.place]![row]!
      if (code < 0) return -1
      const dictionary = dictionaries[i]!
      const { words } = dictionary
      const entry = dictionary.entryOf(code)
      const length = words[entry + entryLength]!
      if (!isPlainText(words, entry + entryText, length)) return -1
      offsets[i] = entry + entryText
      lengths[i] = length
      // Written by words.
      bytes += length + 8
    }
    return bytes
  }

  /** Whether the message that its id is the hash of has a length that can be done here. */
  private hasId(row: number): boolean {
    const { from, to } = this.rows
    let bytes = to[row]! - from[row]!
    if (bytes < 8) return false
    for (let i = 0; i < this.lengths.length; i++) bytes += 8 + this.lengths[i]!
    return !this.ids.isLong(bytes + 9 * this.parts.length)
  }

  /** Writes the line up to the id; where that goes. */
  private writeValues(to: GrowingBytes, row: number, run: ShownRun): number {
    const { words, doubles, rows } = this
    const { view } = to
    let at = to.length
    for (let p = 0; ; p += pieceWords) {
      for (let i = words[p]!, place = at; i < words[p + 1]!; i++, place += 8) view.setFloat64(place, doubles[i]!, true)
      at += words[p + 2]!
      const kind = words[p + 3]!
      const number = words[p + 4]!
      if (kind === kinds.text) at = this.writeText(view, at, words[p + 5]!)
      else if (kind === kinds.rowNumber) at = writeNumber(to, at, rows.numbers[number]![row]!)
      else if (kind === kinds.heldNumber) at = writeNumber(to, at, heldOf(run, number, words[p + 6]!))
      else if (kind === kinds.time) at = this.iso.write(view, at, rows.at[row]!)
      else if (kind === kinds.id) return at
      else {
        const value = kind === kinds.rowValue ? rows.numbers[number]![row]! : heldOf(run, number, words[p + 6]!)
        at = this.writeOther(to, at, words[p + 5]!, value)
      }
    }
  }

  /** A text in quotes. */
  private writeText(view: DataView, at: number, text: number): number {
    const { words } = this.dictionaries[text]!
    const offset = this.offsets[text]!
    const length = this.lengths[text]!
    view.setUint8(at, 0x22)
    for (let i = 0; i < length; i += 4) view.setInt32(at + 1 + i, words[offset + (i >> 2)]!, true)
    view.setUint8(at + 1 + length, 0x22)
    return at + length + 2
  }

  private writeOther(to: GrowingBytes, at: number, writer: number, value: number): number {
    to.length = at
    this.writers[writer]!(to, inside(value, this.booleans[writer]!), noEvents)
    return to.length
  }

  private makeId(batch: Batch, place: number, row: number, lines: Lines, at: number): void {
    const { ids, maker, rows } = this
    const ordinal = maker.ordinalAt(place)
    if (!ids.isSame(batch.number, place, maker.space, ordinal)) {
      ids.begin(lines.bytes, rows.from[row]!, rows.to[row]!)
      this.addKey(row)
      ids.end(rows.at[row]!, ordinal)
    }
    ids.line(this.target, at, this.idBase)
  }

  private addKey(row: number): void {
    const { parts, dictionaries, offsets, lengths, ids, rows } = this
    for (let part = 0; part < parts.length; part++) {
      const { column, isBoolean, text } = parts[part]!
      if (text >= 0) ids.keyWords(dictionaries[text]!.words, offsets[text]!, lengths[text]!)
      else if (isBoolean) ids.boolean(rows.numbers[column.place]![row]! === 1)
      else ids.number(rows.numbers[column.place]![row]!)
    }
  }
}

function heldOf(run: ShownRun, number: number, isLast: number): number {
  return run.cells[run.placeOf(isLast === 1 ? run.count - 1 : 0) * run.stride + number]!
}

/** The same as `JSON.stringify`; what is missing is NaN. There is room for it. */
function writeNumber(to: GrowingBytes, at: number, value: number): number {
  if (value >= 0 && value < plainLimit && Number.isInteger(value)) return writeDigits(to.view, at, value)
  to.length = at
  if (Number.isFinite(value)) appendNumber(to, value)
  else appendText(to, "null")
  return to.length
}

/** What lines of a rule are made of. */
class Layout {
  readonly words: number[] = []
  readonly doubles: number[] = []
  readonly writers: ValueWriter[] = []
  readonly booleans: boolean[] = []
  readonly texts: ColumnSchema[] = []
  readonly parts: KeyPart[]
  private readonly options: RowLineOptions

  constructor(options: RowLineOptions, key: readonly ColumnSchema[]) {
    this.options = options
    const { keyFields } = options.form
    this.parts = key.map((column, part) => ({
      column,
      isBoolean: isBoolean(keyFields[part]!.type),
      text: column.kind === "code" ? this.textOf(column) : none,
    }))
  }

  /** False: it cannot be written so. */
  add(texts: Float64Array, { first, count, length, slot, place }: LinePiece): boolean {
    const { schema, keyFields } = this.options.form
    const begin = this.doubles.length
    this.doubles.push(...texts.subarray(first, first + count))
    this.words.push(begin, begin + count, length)
    if (slot === slots.at) this.words.push(kinds.time, 0, 0, 0)
    else if (slot === slots.id) this.words.push(kinds.id, 0, 0, 0)
    else if (slot === slots.key) this.addOfRow(this.parts[place]!.column, keyFields[place]!.type)
    else if (slot === slots.data) return this.addData(this.options.shown[place]!, schema.data![place]!.type)
    else return false
    return true
  }

  private addData(value: ShownValue, type: ValueType): boolean {
    if (value.of === "key") {
      this.addOfRow(this.parts[value.part]!.column, type)
      return true
    }
    const held = this.options.maker.heldNumber(value)
    if (held === undefined || (held === null && value.column.kind === "text")) return false
    if (held === null) this.addOfRow(value.column, type)
    else if (isPlainNumber(type)) this.words.push(kinds.heldNumber, held, 0, value.of === "last" ? 1 : 0)
    else this.words.push(kinds.heldValue, held, this.writerOf(type), value.of === "last" ? 1 : 0)
    return true
  }

  private addOfRow(column: ColumnSchema, type: ValueType): void {
    if (column.kind === "code") this.words.push(kinds.text, 0, this.textOf(column), 0)
    else if (isPlainNumber(type)) this.words.push(kinds.rowNumber, column.place, 0, 0)
    else this.words.push(kinds.rowValue, column.place, this.writerOf(type), 0)
  }

  private textOf(column: ColumnSchema): number {
    const known = this.texts.findIndex(({ place, domain }) => place === column.place && domain === column.domain)
    return known >= 0 ? known : this.texts.push(column) - 1
  }

  private writerOf(type: ValueType): number {
    this.booleans.push(isBoolean(type))
    return this.writers.push(valueWriter(type, this.options.form.tools)) - 1
  }
}

function layoutOf(options: RowLineOptions, type: number): Layout | undefined {
  const { form, events } = options
  const { space } = form.rule.rows!
  const key = space === null ? [] : events.schema.spaces[space]!.parts[type]
  if (!key) return undefined
  const layout = new Layout(options, key)
  const { texts, pieces } = form.line.parts()
  return pieces.every((piece) => layout.add(texts, piece)) ? layout : undefined
}

function isPlainNumber({ kind }: ValueType): boolean {
  return kind === "number" || kind === "integer" || kind === "duration"
}
