import type { GrowingBytes } from "../abi/bytes.ts"
import type { OutputSchema, RuleManifest } from "../abi/rule-set.ts"
import type { FieldSchema } from "../abi/value.ts"
import { appendFixed, appendQuoted, appendText, type FixedText, fixedText } from "../library/growing-bytes.ts"
import type { IsoWriter } from "../time/iso.ts"
import type { IdBase, Ids } from "./identity.ts"
import { appendList, type JsonTools, type ValueWriter, valueWriter } from "./json.ts"
import { dataValues, noValues, type OutputValues, type ResultParts, scoreOf } from "./output-parts.ts"
import type { RawWriter } from "./raw-text.ts"

const behindId = fixedText('"}')
const beforeMessage = fixedText(',"message":')

/** What stands between two fixed texts of a line. */
const slots = { suppressed: 0, score: 1, key: 2, at: 3, message: 4, data: 5, events: 6 } as const
type Slot = (typeof slots)[keyof typeof slots]

/** A fixed text, and what changes behind it. */
interface Piece {
  readonly before: FixedText
  readonly slot: Slot
  /** Which part of the key, which value, or which step. */
  readonly place: number
  readonly write: ValueWriter
  readonly isText: boolean
  /** Of a step: it can hold several events. */
  readonly several: boolean
}

export interface OutputLineOptions {
  readonly rule: RuleManifest
  readonly schema: OutputSchema
  /** The event's name, where it is an emitted one. */
  readonly event: string | undefined
  readonly keyFields: readonly FieldSchema[]
  readonly dataFields: readonly FieldSchema[]
  readonly keyPlaces: readonly number[]
  readonly idBase: IdBase
  readonly tools: JsonTools & { readonly ids: Ids }
}

/** The lines of the outputs of one place in a rule: fixed texts, which are most of them, and what stands in between. */
export class OutputLine {
  private readonly pieces: readonly Piece[]
  private readonly beforeId: FixedText
  private readonly idBase: IdBase
  private readonly keyPlaces: readonly number[]
  private readonly ids: Ids
  private readonly iso: IsoWriter
  private readonly raw: RawWriter

  constructor(options: OutputLineOptions) {
    const { idBase, keyPlaces, tools, event } = options
    const pieces = new PieceList(tools)
    if (event === undefined) addAlert(pieces, options)
    else addEmitted(pieces, options, event)
    this.beforeId = pieces.end(',"id":"')
    this.pieces = pieces.pieces
    this.idBase = idBase
    this.keyPlaces = keyPlaces
    this.ids = tools.ids
    this.iso = tools.iso
    this.raw = tools.raw
  }

  /** Appends the line of an output, without its line break. `id`: where it is known already. */
  append(to: GrowingBytes, parts: ResultParts, values: OutputValues, id?: string): void {
    const { pieces, keyPlaces } = this
    const data = keyPlaces.length === 0 ? (values.data ?? noValues) : dataValues(keyPlaces, parts, values.data)
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]!
      appendFixed(to, piece.before)
      if (piece.slot === slots.data) appendValue(to, data[piece.place], piece, parts)
      else if (piece.slot === slots.key) appendValue(to, parts.key[piece.place], piece, parts)
      else if (piece.slot === slots.at) this.iso.append(to, parts.at)
      else this.appendRare(to, piece, parts, values)
    }
    appendFixed(to, this.beforeId)
    if (id !== undefined) appendText(to, id)
    else this.ids.append(to, this.idBase, parts)
    appendFixed(to, behindId)
  }

  private appendRare(to: GrowingBytes, piece: Piece, parts: ResultParts, values: OutputValues): void {
    const { slot } = piece
    const { suppressed } = parts
    const { message } = values
    if (slot === slots.score) appendText(to, String(scoreOf(values)))
    else if (slot === slots.events) this.appendEvents(to, piece, parts)
    else if (slot === slots.suppressed) {
      if (suppressed > 0) appendText(to, `,"suppressed":${suppressed}`)
    } else if (message !== undefined) {
      appendFixed(to, beforeMessage)
      appendQuoted(to, message)
    }
  }

  private appendEvents(to: GrowingBytes, { place, several }: Piece, { steps }: ResultParts): void {
    const { raw } = this
    const events = steps[place]!
    if (several) appendList(to, events, (event) => raw.append(to, event))
    else if (events[0] === undefined) appendText(to, "null")
    else raw.append(to, events[0])
  }
}

function appendValue(to: GrowingBytes, value: unknown, { isText, write }: Piece, parts: ResultParts): void {
  // What its writer does, without a call that is another one for each type.
  if (isText && typeof value === "string") appendQuoted(to, value)
  else write(to, value, parts)
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
      pieces.slot(slots.events, place, several)
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

const writeNothing: ValueWriter = () => {}

/** Puts pieces together. */
class PieceList {
  readonly pieces: Piece[] = []
  private text = ""
  private readonly tools: JsonTools

  constructor(tools: JsonTools) {
    this.tools = tools
  }

  add(text: string): void {
    this.text += text
  }

  slot(slot: Slot, place = 0, several = false): void {
    this.push({ slot, place, several, write: writeNothing, isText: false })
  }

  /** An object of these fields, whose values stand in their places. */
  object(fields: readonly FieldSchema[], slot: Slot): void {
    for (const [place, { name, type }] of fields.entries()) {
      this.add(`${place === 0 ? "{" : ","}${JSON.stringify(name)}:`)
      this.push({ slot, place, several: false, write: valueWriter(type, this.tools), isText: type.kind === "string" })
    }
    this.add(fields.length === 0 ? "{}" : "}")
  }

  /** What stands behind the last slot. */
  end(text: string): FixedText {
    return fixedText(this.text + text)
  }

  private push(piece: Omit<Piece, "before">): void {
    this.pieces.push({ before: fixedText(this.text), ...piece })
    this.text = ""
  }
}
