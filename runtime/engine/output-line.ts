import type { GrowingBytes } from "../abi/bytes.ts"
import type { EventRecord } from "../abi/event.ts"
import type { OutputSchema, RuleManifest } from "../abi/rule-set.ts"
import type { FieldSchema, ValueType } from "../abi/value.ts"
import { appendDoubles, appendFixed, appendQuoted, appendText, fixedText } from "../library/growing-bytes.ts"
import type { IsoWriter } from "../time/iso.ts"
import type { IdBase, Ids } from "./identity.ts"
import { appendList, type JsonTools, type ValueWriter, valueWriter } from "./json.ts"
import { dataValues, noValues, type OutputValues, type ResultParts, scoreOf } from "./output-parts.ts"
import type { RawWriter } from "./raw-text.ts"

/** `"}` and a line feed, as a word: what stands behind the id. */
export const lineEnd = 0x0a7d22
export const lineEndLength = 3
const behindId = fixedText('"}')
const beforeMessage = fixedText(',"message":')

/** What stands between two fixed texts of a line. `events`: of a step that can hold several; behind the `id` stand the words of its base. */
export const slots = {
  suppressed: 0,
  score: 1,
  key: 2,
  at: 3,
  message: 4,
  data: 5,
  event: 6,
  events: 7,
  id: 8,
} as const
type Slot = (typeof slots)[keyof typeof slots]

/** A fixed text of `length` bytes, and what stands behind it. */
export interface LinePiece {
  readonly first: number
  readonly count: number
  readonly length: number
  readonly slot: Slot
  readonly place: number
}

/** Words of a piece: a fixed text (its first double, how many, its bytes) and what stands behind it, which of them, and who writes it. */
const pieceWords = 6
const noWriter = -1

/**
 * The pieces of all lines that an engine writes, side by side: where a thousand rules have alerts, what is looked up for each would else be spread over
 * more memory than is near the processor.
 */
export class LinePieces {
  doubles = new Float64Array(64)
  words = new Int32Array(64)
  readonly writers: ValueWriter[] = []
  private readonly numbers = new Map<string, number>()
  /** By text: its first double, how many, its bytes. Most lines have all but their first one in common. */
  private readonly texts = new Map<string, readonly [number, number, number]>()
  private doubleCount = 0
  private wordCount = 0

  /** The place of the next piece. */
  get end(): number {
    return this.wordCount
  }

  /** Adds a piece. `type`: of its value, where a writer writes it. */
  add(text: string, slot: Slot, place: number, type: ValueType | undefined, tools: JsonTools): void {
    const writer = type === undefined || type.kind === "string" ? noWriter : this.writerOf(type, tools)
    this.push([...this.placeOf(text), slot, place, writer])
  }

  /** Adds words that belong to the line. */
  push(words: ArrayLike<number>): void {
    this.words = withRoom(this.words, this.wordCount + words.length, Int32Array)
    this.words.set(words, this.wordCount)
    this.wordCount += words.length
  }

  private placeOf(text: string): readonly [number, number, number] {
    const known = this.texts.get(text)
    if (known !== undefined) return known
    const { doubles, length } = fixedText(text)
    this.doubles = withRoom(this.doubles, this.doubleCount + doubles.length, Float64Array)
    this.doubles.set(doubles, this.doubleCount)
    const place = [this.doubleCount, doubles.length, length] as const
    this.doubleCount += doubles.length
    this.texts.set(text, place)
    return place
  }

  /** Types that are alike have one writer. */
  private writerOf(type: ValueType, tools: JsonTools): number {
    const name = JSON.stringify(type)
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    const number = this.writers.push(valueWriter(type, tools)) - 1
    this.numbers.set(name, number)
    return number
  }
}

function withRoom<T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(
  array: T,
  needed: number,
  Kind: new (length: number) => T,
): T {
  if (needed <= array.length) return array
  const made = new Kind(2 * needed)
  made.set(array)
  return made
}

export interface OutputLineOptions {
  readonly rule: RuleManifest
  readonly schema: OutputSchema
  /** The event's name, where it is an emitted one. */
  readonly event: string | undefined
  readonly keyFields: readonly FieldSchema[]
  readonly dataFields: readonly FieldSchema[]
  readonly keyPlaces: readonly number[]
  readonly showsEvents: boolean
  readonly idBase: IdBase
  readonly tools: JsonTools & { readonly ids: Ids; readonly pieces: LinePieces }
}

/** The lines of the outputs of one place in a rule: fixed texts, which are most of them, and what stands in between. */
export class OutputLine {
  /** Of lines of the same shape about the same match only the first fixed text and the id differ; undefined: no other ones are like them. */
  readonly shape: string | undefined
  private readonly pieces: LinePieces
  /** Its first piece. */
  private readonly first: number
  private readonly keyPlaces: readonly number[]
  private readonly ids: Ids
  private readonly iso: IsoWriter
  private readonly raw: RawWriter

  constructor(options: OutputLineOptions) {
    const { idBase, keyPlaces, tools, event } = options
    this.pieces = tools.pieces
    this.first = tools.pieces.end
    const pieces = new PieceList(tools)
    if (event === undefined) addAlert(pieces, options)
    else addEmitted(pieces, options, event)
    pieces.add(',"id":"')
    pieces.slot(slots.id)
    tools.pieces.push(idBase)
    // How many were kept silent is the rule's own; the bytes of events may be no UTF-8.
    const isOwn = options.rule.oncePer !== undefined || options.showsEvents
    this.shape = isOwn ? undefined : JSON.stringify(pieces.shape)
    this.keyPlaces = keyPlaces
    this.ids = tools.ids
    this.iso = tools.iso
    this.raw = tools.raw
  }

  /** What it begins with, among the pieces: the first double, how many, the bytes. */
  get head(): Int32Array {
    return this.pieces.words.subarray(this.first, this.first + 3)
  }

  /** What it consists of, up to the id. `texts`: eight bytes each; those of a piece are `count` from the one at `first` on. */
  parts(): { readonly texts: Float64Array; readonly pieces: readonly LinePiece[] } {
    const { words, doubles: texts } = this.pieces
    const pieces: LinePiece[] = []
    for (let at = this.first; ; at += pieceWords) {
      const [first, count, length, slot, place] = words.subarray(at, at + pieceWords)
      pieces.push({ first: first!, count: count!, length: length!, slot: slot as Slot, place: place! })
      if (slot === slots.id) return { texts, pieces }
    }
  }

  /** Appends the line of an output, without its line break. `id`: where it is known already. */
  append(to: GrowingBytes, parts: ResultParts, values: OutputValues, id?: string): void {
    const { keyPlaces } = this
    const { words, doubles } = this.pieces
    const data = keyPlaces.length === 0 ? (values.data ?? noValues) : dataValues(keyPlaces, parts, values.data)
    for (let at = this.first; ; at += pieceWords) {
      appendDoubles(to, doubles, words[at]!, words[at + 1]!, words[at + 2]!)
      const slot = words[at + 3]!
      if (slot === slots.data) this.appendValue(to, data[words[at + 4]!], words[at + 5]!, parts)
      else if (slot === slots.key) this.appendValue(to, parts.key[words[at + 4]!], words[at + 5]!, parts)
      else if (slot === slots.at) this.iso.append(to, parts.at)
      else if (slot === slots.id) {
        if (id !== undefined) appendText(to, id)
        else this.ids.append(to, words, at + pieceWords, parts)
        break
      } else this.appendRare(to, slot, words[at + 4]!, parts, values)
    }
    appendFixed(to, behindId)
  }

  private appendValue(to: GrowingBytes, value: unknown, writer: number, parts: ResultParts): void {
    if (writer !== noWriter) this.pieces.writers[writer]!(to, value, parts)
    else if (typeof value === "string") appendQuoted(to, value)
    else appendText(to, JSON.stringify(value ?? null))
  }

  private appendRare(to: GrowingBytes, slot: number, place: number, parts: ResultParts, values: OutputValues): void {
    const { suppressed, steps } = parts
    const { message } = values
    if (slot === slots.score) appendText(to, String(scoreOf(values)))
    else if (slot === slots.events) appendList(to, steps[place]!, (event) => this.raw.append(to, event))
    else if (slot === slots.event) this.appendEvent(to, steps[place]![0])
    else if (slot === slots.suppressed) {
      if (suppressed > 0) appendText(to, `,"suppressed":${suppressed}`)
    } else if (message !== undefined) {
      appendFixed(to, beforeMessage)
      appendQuoted(to, message)
    }
  }

  private appendEvent(to: GrowingBytes, event: EventRecord | undefined): void {
    if (event === undefined) appendText(to, "null")
    else this.raw.append(to, event)
  }
}

function addAlert(pieces: PieceList, { rule, schema, keyFields }: OutputLineOptions): void {
  pieces.add(`{"rule":${JSON.stringify(rule.name)},"severity":${JSON.stringify(schema.severity)}`)
  if (schema.hasScore) {
    pieces.add(',"score":')
    pieces.slot(slots.score)
  }
  if (rule.tags) pieces.add(`,"tags":${JSON.stringify(rule.tags)}`)
  if (rule.oncePer !== undefined) pieces.slot(slots.suppressed)
  pieces.add(schema.onTimeout ? ',"timeout":true,"key":' : ',"key":')
  pieces.object(keyFields, slots.key)
  pieces.add(',"at":"')
  pieces.slot(slots.at)
  pieces.add('"')
  if (schema.hasMessage) pieces.slot(slots.message)
  if (schema.data !== null) {
    pieces.add(',"data":')
    pieces.object(schema.data, slots.data)
  }
  if (schema.withEvents) {
    pieces.add(',"events":{')
    for (const [i, { place, name, several }] of shownSteps(rule).entries()) {
      pieces.add(`${i === 0 ? "" : ","}${JSON.stringify(name)}:`)
      pieces.slot(several ? slots.events : slots.event, place)
    }
    pieces.add("}")
  }
}

function shownSteps({ steps }: RuleManifest) {
  return steps.map((step, place) => ({ ...step, place })).filter(({ shown }) => shown)
}

function addEmitted(pieces: PieceList, { dataFields }: OutputLineOptions, event: string): void {
  pieces.add(`{"event":${JSON.stringify(event)},"at":"`)
  pieces.slot(slots.at)
  pieces.add('","data":')
  pieces.object(dataFields, slots.data)
}

/** Puts the pieces of a line together. */
class PieceList {
  /** All but the first fixed text. */
  readonly shape: unknown[] = []
  private text = ""
  private readonly tools: OutputLineOptions["tools"]

  constructor(tools: OutputLineOptions["tools"]) {
    this.tools = tools
  }

  add(text: string): void {
    this.text += text
  }

  /** What changes stands here. `type`: of its value, where it has one. */
  slot(slot: Slot, place = 0, type?: ValueType): void {
    this.tools.pieces.add(this.text, slot, place, type, this.tools)
    this.shape.push(this.shape.length === 0 ? "" : this.text, slot, place, type ?? null)
    this.text = ""
  }

  /** An object of these fields, whose values stand in their places. */
  object(fields: readonly FieldSchema[], slot: Slot): void {
    for (const [place, { name, type }] of fields.entries()) {
      this.add(`${place === 0 ? "{" : ","}${JSON.stringify(name)}:`)
      this.slot(slot, place, type)
    }
    this.add(fields.length === 0 ? "{}" : "}")
  }
}
