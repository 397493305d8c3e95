import type { LineTarget } from "../abi/engine.ts"
import { type ColumnSchema, entryLength, entryText, type ShownValue } from "../abi/rows.ts"
import type { ValueType } from "../abi/value.ts"
import { appendNumber, appendText } from "../library/growing-bytes.ts"
import { inside, isBoolean } from "../operator/lanes/capture.ts"
import type { Batch, RunMaker, ShownRun } from "../operator/lanes/contract.ts"
import type { Dictionary } from "../rows/dictionary.ts"
import { isPlainText } from "../rows/text-words.ts"
import type { IsoWriter } from "../time/iso.ts"
import { idDigits } from "./identity.ts"
import { type EventFinder, type ValueWriter, valueWriter } from "./json.ts"
import { lineKinds } from "./line-code.ts"
import { type LineLayout, LineMachine } from "./line-machine.ts"
import type { OutputForm } from "./output-form.ts"
import { type LinePiece, lineEndLength, slots } from "./output-line.ts"
import type { RowEvents } from "./row-events.ts"
import type { RowLines } from "./row-lines.ts"

/** More than any number, time or decimal has. */
const mostOfValue = 40
const plainLimit = 1e9
const noEvents: EventFinder = { eventOf: () => undefined }

/** What a line shows: a text of a dictionary, a number of the row or of a held event, such a value of another type, the time, a text of the row's own line. */
const kinds = { text: 0, rowNumber: 1, heldNumber: 2, rowValue: 3, heldValue: 4, time: 5, ownText: 6 } as const

/**
 * Words of a value: its kind; the column of the row or which number it is of a held event; which of the texts or writers; whether that event is the first one
 * (0) or the last.
 */
const valueWords = 4

const none = -1
const encoder = new TextEncoder()
const decoder = new TextDecoder()
type LineKind = (typeof lineKinds)[keyof typeof lineKinds]

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
  readonly lines: RowLines
}

/**
 * The lines of a rule's matches, each straight from the columns of the row that completed the match, what was kept of its events, and the words
 * of the dictionaries: no object, text or list is made for one. What is said here is put together by `LineMachine`.
 */
export class RowLine {
  // One by one, since each line looks all of them up.
  private readonly events: RowEvents
  private readonly rows: RowEvents["rows"]
  private readonly target: LineTarget
  private readonly maker: RunMaker
  private readonly lines: RowLines
  private readonly iso: IsoWriter
  private readonly words: Int32Array
  private readonly writers: readonly ValueWriter[]
  /** Of values that are no plain numbers: whether columns hold them as 0 and 1. */
  private readonly booleans: readonly boolean[]
  /** Its number among the lines of all rules. */
  private readonly layout: number
  /** How many values it has; bytes of a line beside its texts, and of values that are no texts, at most. */
  private readonly values: number
  private readonly room: number
  private readonly valueRoom: number
  private readonly parts: readonly KeyPart[]
  /** The texts that the line shows, and those of the key: where they come from and, of the row at hand, where their words begin and how long they are. */
  private readonly columns: readonly ColumnSchema[]
  private readonly dictionaries: readonly Dictionary[]
  private readonly offsets: Int32Array
  private readonly lengths: Int32Array
  /** Where they stand among what was told; -1: nowhere yet. */
  private readonly places: Int32Array
  /** Columns of texts of the row's own line. */
  private readonly ownTexts: readonly number[]

  private constructor(options: RowLineOptions, layout: Layout) {
    const { form, target, maker, events, lines } = options
    this.events = events
    this.rows = events.rows
    this.target = target
    this.maker = maker
    this.lines = lines
    this.iso = form.tools.iso
    this.layout = lines.add(layout.made)
    this.words = Int32Array.from(layout.words)
    this.writers = layout.writers
    this.booleans = layout.booleans
    this.parts = layout.parts
    this.columns = layout.texts
    this.dictionaries = layout.texts.map(({ domain }) => events.dictionaries[domain!]!)
    this.offsets = new Int32Array(layout.texts.length)
    this.lengths = new Int32Array(layout.texts.length)
    this.places = new Int32Array(layout.texts.length)
    this.ownTexts = layout.ownTexts
    this.values = layout.words.length / valueWords
    this.valueRoom = layout.valueRoom
    this.room = layout.room
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
    const { machine } = this.lines
    const { rows, target, room } = this
    const row = batch.order[place]!
    if (machine === undefined || !this.events.isOfBytes(row)) return false
    const ofDictionaries = this.readTexts(row)
    const own = this.ownBytes(row)
    const milliseconds = this.iso.inMinute(rows.at[row]!)
    if (ofDictionaries < 0 || own < 0 || milliseconds < 0) return false
    const bytes = ofDictionaries + own
    try {
      if (!machine.reserve(target, room + bytes, this.valueRoom + bytes, this.values)) return false
    } catch {
      return false
    }
    if (!this.tellEvent(machine, batch, place, row)) return false
    if (!machine.knows(this.iso.minuteAt)) machine.setMinute(this.iso.minuteAt, this.iso.minuteText)
    machine.beginLine(this.layout)
    this.tellValues(machine, row, this.maker.takeRun(), milliseconds)
    machine.line(target, room + bytes)
    return true
  }

  /** Finds the texts of a row; how many bytes they have, or -1 where one is not the same in JSON. */
  private readTexts(row: number): number {
    const { columns, dictionaries, offsets, lengths, places } = this
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
      places[i] = none
      // Written by words.
      bytes += length + 4
    }
    return bytes
  }

  /** How many bytes the texts of its own line have that are shown, or -1 where one is missing or stands there with escapes. */
  private ownBytes(row: number): number {
    const { ownTexts, rows } = this
    let bytes = 0
    for (let i = 0; i < ownTexts.length; i++) {
      const from = rows.textFrom[ownTexts[i]!]![row]!
      const to = rows.textTo[ownTexts[i]!]![row]!
      if (from < 0 || to < 0) return -1
      bytes += to - from
    }
    return bytes
  }

  /** Tells the event and the key, unless the line before was about the same. False: their message has a length that cannot be done here. */
  private tellEvent(machine: LineMachine, batch: Batch, place: number, row: number): boolean {
    const { maker, parts } = this
    const ordinal = maker.ordinalAt(place)
    const isSame = machine.isSame(batch.number, place, maker.space, ordinal)
    if (!isSame && !this.tellMessage(machine, batch, place, row, ordinal)) return false
    for (let part = 0; part < parts.length; part++) {
      const { text } = parts[part]!
      // It stands in the message.
      if (text >= 0) this.places[text] = machine.partPlaces[part]!
    }
    return true
  }

  private tellMessage(machine: LineMachine, batch: Batch, place: number, row: number, ordinal: number): boolean {
    const { maker, rows, parts } = this
    const { lines } = rows.blocks.of(rows.numberAt(row))
    const from = rows.from[row]!
    const to = rows.to[row]!
    if (lines.released === true || to - from < 8 || machine.isLong(to - from + this.keyBytes())) return false
    machine.begin(lines.bytes, from, to)
    for (let part = 0; part < parts.length; part++) this.tellPart(machine, part, row)
    machine.end(batch.number, place, maker.space, ordinal, rows.at[row]!)
    return true
  }

  /** Of the key, with what says what kind each part has. */
  private keyBytes(): number {
    const { parts, lengths } = this
    let bytes = 9 * parts.length
    for (let i = 0; i < lengths.length; i++) bytes += lengths[i]!
    return bytes
  }

  private tellPart(machine: LineMachine, part: number, row: number): void {
    const { column, isBoolean: isTruth, text } = this.parts[part]!
    if (text >= 0) machine.keyText(part, this.dictionaries[text]!.words, this.offsets[text]!, this.lengths[text]!)
    else if (isTruth) machine.keyBoolean(this.rows.numbers[column.place]![row]! === 1)
    else machine.keyNumber(this.rows.numbers[column.place]![row]!)
  }

  private tellValues(machine: LineMachine, row: number, run: ShownRun, milliseconds: number): void {
    const { words, rows } = this
    for (let w = 0; w < words.length; w += valueWords) {
      const kind = words[w]!
      const number = words[w + 1]!
      if (kind === kinds.time) machine.time(milliseconds)
      else if (kind === kinds.text) this.tellText(machine, words[w + 2]!)
      else if (kind === kinds.ownText) this.tellOwn(machine, row, number)
      else {
        const isOfRow = kind === kinds.rowNumber || kind === kinds.rowValue
        const value = isOfRow ? rows.numbers[number]![row]! : heldOf(run, number, words[w + 3]!)
        if (kind <= kinds.heldNumber) tellNumber(machine, value)
        else this.tellOther(machine, words[w + 2]!, value)
      }
    }
  }

  private tellText(machine: LineMachine, text: number): void {
    const { places, lengths } = this
    if (places[text] === none)
      places[text] = machine.text(this.dictionaries[text]!.words, this.offsets[text]!, lengths[text]!)
    machine.value(places[text]!, lengths[text]!)
  }

  private tellOwn(machine: LineMachine, row: number, column: number): void {
    const { rows } = this
    const { lines } = rows.blocks.of(rows.numberAt(row))
    const from = rows.textFrom[column]![row]!
    const to = rows.textTo[column]![row]!
    machine.value(machine.bytesOfText(lines.bytes, from, to), to - from)
  }

  private tellOther(machine: LineMachine, writer: number, value: number): void {
    const { texts } = machine
    const from = texts.length
    this.writers[writer]!(texts, inside(value, this.booleans[writer]!), noEvents)
    machine.value(from, texts.length - from)
  }
}

function heldOf(run: ShownRun, number: number, isLast: number): number {
  return run.cells[run.placeOf(isLast === 1 ? run.count - 1 : 0) * run.stride + number]!
}

/** The same as `JSON.stringify`; what is missing is NaN. */
function tellNumber(machine: LineMachine, value: number): void {
  if (value >= 0 && value < plainLimit && Number.isInteger(value)) {
    machine.number(value)
    return
  }
  const { texts } = machine
  const from = texts.length
  if (Number.isFinite(value)) appendNumber(texts, value)
  else appendText(texts, "null")
  machine.value(from, texts.length - from)
}

/** What lines of a rule are made of. */
class Layout {
  readonly words: number[] = []
  readonly writers: ValueWriter[] = []
  readonly booleans: boolean[] = []
  readonly texts: ColumnSchema[] = []
  readonly ownTexts: number[] = []
  readonly parts: KeyPart[]
  private readonly pieces: { text: Uint8Array; kind: LineKind }[] = []
  /** What comes before the next piece: the quote behind a text. */
  private before = ""
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

  get made(): LineLayout {
    return { pieces: this.pieces, idBase: this.options.form.idBase }
  }

  /** Of values that are no texts. */
  get valueRoom(): number {
    return (mostOfValue * this.words.length) / valueWords
  }

  get room(): number {
    return this.pieces.reduce((sum, { text }) => sum + text.length, this.valueRoom + idDigits + lineEndLength)
  }

  /** False: it cannot be written so. */
  add(texts: Float64Array, { first, count, length, slot, place }: LinePiece): boolean {
    const { schema, keyFields } = this.options.form
    const text = decoder.decode(
      new Uint8Array(texts.buffer, texts.byteOffset + 8 * first, 8 * count).subarray(0, length),
    )
    if (slot === slots.at) this.push(text, lineKinds.time, kinds.time)
    else if (slot === slots.id) this.end(text)
    else if (slot === slots.key) this.addOfRow(text, this.parts[place]!.column, keyFields[place]!.type)
    else if (slot === slots.data) return this.addData(text, this.options.shown[place]!, schema.data![place]!.type)
    else return false
    return true
  }

  private addData(text: string, value: ShownValue, type: ValueType): boolean {
    if (value.of === "key") {
      this.addOfRow(text, this.parts[value.part]!.column, type)
      return true
    }
    const held = this.options.maker.heldNumber(value)
    if (held === undefined) return false
    const isLast = value.of === "last" ? 1 : 0
    if (held === null) this.addOfRow(text, value.column, type)
    else if (isPlainNumber(type)) this.push(text, lineKinds.value, kinds.heldNumber, held, 0, isLast)
    else this.push(text, lineKinds.value, kinds.heldValue, held, this.writerOf(type), isLast)
    return true
  }

  private addOfRow(text: string, column: ColumnSchema, type: ValueType): void {
    if (column.kind === "code") {
      this.push(`${text}"`, lineKinds.value, kinds.text, 0, this.textOf(column))
      this.before = '"'
    } else if (column.kind === "text") {
      this.ownTexts.push(column.place)
      this.push(`${text}"`, lineKinds.value, kinds.ownText, column.place)
      this.before = '"'
    } else if (isPlainNumber(type)) this.push(text, lineKinds.value, kinds.rowNumber, column.place)
    else this.push(text, lineKinds.value, kinds.rowValue, column.place, this.writerOf(type))
  }

  private push(text: string, piece: LineKind, kind: number, number = 0, which = 0, isLast = 0): void {
    this.words.push(kind, number, which, isLast)
    this.end(text, piece)
  }

  private end(text: string, kind: LineKind = lineKinds.id): void {
    this.pieces.push({ text: encoder.encode(this.before + text), kind })
    this.before = ""
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
  const isWhole = pieces.every((piece) => layout.add(texts, piece))
  return isWhole && LineMachine.takes(layout.made, layout.room, key.length) ? layout : undefined
}

function isPlainNumber({ kind }: ValueType): boolean {
  return kind === "number" || kind === "integer" || kind === "duration"
}
