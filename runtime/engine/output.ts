import type { GrowingBytes } from "../abi/bytes.ts"
import type { Alert, Emitted, LastEvent, Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import { appendByte, appendFixed, appendQuoted, appendText, fixedText } from "../library/growing-bytes.ts"
import type { Occasion } from "./identity.ts"
import { appendList, braceClose, type EventFinder, objectOf } from "./json.ts"
import { type OutputForm, written } from "./output-form.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What the outputs of a result have in common: taken out of the match, which is gone when they are written. */
export interface ResultParts extends Occasion {
  readonly at: number
  /** How many of the key were kept silent since its last output. */
  readonly suppressed: number
  /** The match's events by step; none where no output shows them. */
  readonly steps: readonly (readonly EventRecord[])[]
  /** The event that came last among them. */
  readonly last: StoredEvent | undefined
}

/** What one output shows beside that. */
export interface OutputValues {
  readonly message: string | undefined
  readonly score: number | undefined
  /** Inside values in the order of the schema's `data`. */
  readonly data: readonly unknown[] | undefined
}

type Building<T> = { -readonly [Name in keyof T]?: T[Name] }

const noValues: readonly unknown[] = Object.freeze([])

const quote = 0x22
const comma = 0x2c
const beforeTime = fixedText(',"at":"')
const beforeMessage = fixedText(',"message":')
const beforeData = fixedText(',"data":')
const beforeEvents = fixedText(',"events":{')
const beforeId = fixedText(',"id":"')
const behindId = fixedText('"}')

/** The values of the form's `dataFields`. */
export function dataValues(
  { keyPlaces }: OutputForm,
  { key }: ResultParts,
  data: OutputValues["data"] = noValues,
): readonly unknown[] {
  return keyPlaces.length === 0 ? data : [...data, ...keyPlaces.map((place) => key[place])]
}

/** An alert or an emitted event; its object, line and id are made when they are asked for. */
export class OutputRecord implements Output, EventFinder {
  private readonly form: OutputForm
  private readonly parts: ResultParts
  private readonly message: string | undefined
  private readonly scored: number | undefined
  private readonly data: readonly unknown[]
  private made: Alert | Emitted | undefined = undefined
  private id_: string | undefined = undefined

  constructor(form: OutputForm, parts: ResultParts, { message, score, data = noValues }: OutputValues) {
    this.form = form
    this.parts = parts
    this.message = message
    this.scored = score
    this.data = data
  }

  get kind(): "alert" | "emit" {
    return this.form.schema.kind
  }

  get rule(): string {
    return this.form.rule.name
  }

  get sink(): string | null {
    return this.form.sink
  }

  get shadow(): boolean {
    return this.form.shadow
  }

  /** Whether a sink gets it. */
  get writes(): boolean {
    return this.form.schema.writes
  }

  get value(): Alert | Emitted {
    this.made ??= this.kind === "alert" ? this.alert() : this.emitted()
    return this.made
  }

  get id(): string {
    const { form } = this
    this.id_ ??= form.tools.ids.idOf(form.idBase, this.parts)
    return this.id_
  }

  get lastEvent(): LastEvent | undefined {
    const { last } = this.parts
    if (last === undefined) return undefined
    return { type: this.form.tools.events[last.type]!.name, at: last.at, position: last.position }
  }

  line(): string {
    return written(this.form.tools, (to) => this.appendLine(to))
  }

  appendLine(to: GrowingBytes): void {
    if (this.kind === "alert") this.appendAlert(to)
    else this.appendEmitted(to)
    appendFixed(to, beforeId)
    const { form } = this
    if (this.id_ !== undefined) appendText(to, this.id_)
    else form.tools.ids.append(to, form.idBase, this.parts)
    appendFixed(to, behindId)
  }

  /** The event of the match that has these fields. */
  eventOf(fields: Fields): EventRecord | undefined {
    for (const events of this.parts.steps) {
      for (const event of events) if (event.fields === fields) return event
    }
    return undefined
  }

  /** null: missing, or no number that JSON knows. */
  private get score(): number | null {
    const { scored } = this
    return scored !== undefined && Number.isFinite(scored) ? scored : null
  }

  private alert(): Alert {
    const { message, data } = this
    const { rule, schema, keyFields, tools } = this.form
    const { key, suppressed, at } = this.parts
    // One after another: spreading what is there on condition costs more than all the rest.
    const alert: Building<Alert> = { rule: rule.name, severity: schema.severity }
    if (schema.hasScore) alert.score = this.score
    if (rule.tags) alert.tags = [...rule.tags]
    if (suppressed > 0) alert.suppressed = suppressed
    if (schema.onTimeout) alert.timeout = true
    alert.key = objectOf(keyFields, key, this)
    alert.at = tools.iso.text(at)
    if (message !== undefined) alert.message = message
    if (schema.data) alert.data = objectOf(schema.data, data, this)
    if (schema.withEvents) alert.events = this.eventsObject()
    alert.id = this.id
    return alert as Alert
  }

  private appendAlert(to: GrowingBytes): void {
    const { message, data } = this
    const { schema, head, tags, beforeKey, writeKey, writeData, tools } = this.form
    const { key, suppressed, at } = this.parts
    appendFixed(to, head)
    if (schema.hasScore) appendText(to, `,"score":${this.score}`)
    if (tags.length > 0) appendFixed(to, tags)
    if (suppressed > 0) appendText(to, `,"suppressed":${suppressed}`)
    appendFixed(to, beforeKey)
    writeKey(to, key, this)
    appendFixed(to, beforeTime)
    tools.iso.append(to, at)
    appendByte(to, quote)
    if (message !== undefined) {
      appendFixed(to, beforeMessage)
      appendQuoted(to, message)
    }
    if (schema.data !== null) {
      appendFixed(to, beforeData)
      writeData(to, data, this)
    }
    if (schema.withEvents) this.appendEvents(to)
  }

  private emitted(): Emitted {
    const { schema, tools, dataFields } = this.form
    const data = objectOf(dataFields, dataValues(this.form, this.parts, this.data), this)
    return { event: tools.events[schema.event!]!.name, at: tools.iso.text(this.parts.at), data, id: this.id }
  }

  private appendEmitted(to: GrowingBytes): void {
    const { head, tools, writeData } = this.form
    appendFixed(to, head)
    tools.iso.append(to, this.parts.at)
    appendByte(to, quote)
    appendFixed(to, beforeData)
    writeData(to, dataValues(this.form, this.parts, this.data), this)
  }

  /** A list where the step can hold several; null where it holds none. */
  private eventsObject(): Readonly<Record<string, unknown>> {
    const { steps } = this.parts
    const entries: [string, unknown][] = []
    for (const [i, { name, shown, several }] of this.form.rule.steps.entries()) {
      const events = steps[i] ?? []
      if (shown) entries.push([name, several ? events.map(({ raw }) => raw) : (events[0]?.raw ?? null)])
    }
    return Object.fromEntries(entries)
  }

  private appendEvents(to: GrowingBytes): void {
    const { rule, stepHeads, tools } = this.form
    const { raw } = tools
    const { steps } = this.parts
    appendFixed(to, beforeEvents)
    let first = true
    for (let i = 0; i < stepHeads.length; i++) {
      const head = stepHeads[i]!
      if (head === null) continue
      if (!first) appendByte(to, comma)
      first = false
      appendFixed(to, head)
      const events = steps[i]!
      if (rule.steps[i]!.several) appendList(to, events, (event) => raw.append(to, event))
      else if (events[0] === undefined) appendText(to, "null")
      else raw.append(to, events[0])
    }
    appendByte(to, braceClose)
  }
}
