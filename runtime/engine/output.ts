import type { GrowingBytes } from "../abi/bytes.ts"
import type { Alert, Emitted, LastEvent, Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import { appendByte, appendBytes, appendQuoted, appendText } from "../library/growing-bytes.ts"
import { formatIso } from "../time/iso.ts"
import type { Occasion } from "./identity.ts"
import { appendList, braceClose, type EventFinder, jsonBytes, objectOf } from "./json.ts"
import { type OutputForm, written } from "./output-form.ts"
import { appendRaw } from "./raw-text.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What one output is written from: taken out of the match, which is gone when it is. */
export interface OutputParts {
  readonly occasion: Occasion
  readonly at: number
  readonly message: string | undefined
  readonly score: number | undefined
  /** How many of the key were kept silent since its last output. */
  readonly suppressed: number
  /** Inside values in the order of the schema's `data`. */
  readonly data: readonly unknown[] | undefined
  /** The match's events by step; none where the output does not show them. */
  readonly steps: readonly (readonly EventRecord[])[]
  /** The event that came last among them. */
  readonly last: StoredEvent | undefined
}

const noValues: readonly unknown[] = []

const quote = 0x22
const comma = 0x2c
const beforeTime = jsonBytes(',"at":"')
const beforeMessage = jsonBytes(',"message":')
const beforeData = jsonBytes(',"data":')
const beforeEvents = jsonBytes(',"events":{')
const beforeId = jsonBytes(',"id":"')
const behindId = jsonBytes('"}')

/** The values of the form's `dataFields`. */
export function dataValues({ keyPlaces }: OutputForm, { data, occasion }: OutputParts): readonly unknown[] {
  const values = data ?? noValues
  return keyPlaces.length === 0 ? values : [...values, ...keyPlaces.map((place) => occasion.key[place])]
}

/** An alert or an emitted event; its object, line and id are made when they are asked for. */
export class OutputRecord implements Output, EventFinder {
  private readonly form: OutputForm
  private readonly parts: OutputParts
  private made: Alert | Emitted | undefined = undefined
  private id_: string | undefined = undefined

  constructor(form: OutputForm, parts: OutputParts) {
    this.form = form
    this.parts = parts
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
    this.id_ ??= form.tools.ids.idOf(form.idBase, this.parts.occasion)
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
    appendBytes(to, beforeId)
    const { form } = this
    if (this.id_ !== undefined) appendText(to, this.id_)
    else form.tools.ids.append(to, form.idBase, this.parts.occasion)
    appendBytes(to, behindId)
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
    const { score } = this.parts
    return score !== undefined && Number.isFinite(score) ? score : null
  }

  private alert(): Alert {
    const { rule, schema, keyFields } = this.form
    const { occasion, suppressed, at, message, data = noValues } = this.parts
    return {
      rule: rule.name,
      severity: schema.severity,
      ...(schema.hasScore && { score: this.score }),
      ...(rule.tags && { tags: [...rule.tags] }),
      ...(suppressed > 0 && { suppressed }),
      ...(schema.onTimeout && { timeout: true as const }),
      key: objectOf(keyFields, occasion.key, this),
      at: formatIso(at),
      ...(message !== undefined && { message }),
      ...(schema.data && { data: objectOf(schema.data, data, this) }),
      ...(schema.withEvents && { events: this.eventsObject() }),
      id: this.id,
    }
  }

  private appendAlert(to: GrowingBytes): void {
    const { schema, head, tags, beforeKey, writeKey, writeData, tools } = this.form
    const { occasion, suppressed, at, message, data = noValues } = this.parts
    appendBytes(to, head)
    if (schema.hasScore) appendText(to, `,"score":${this.score}`)
    if (tags.length > 0) appendBytes(to, tags)
    if (suppressed > 0) appendText(to, `,"suppressed":${suppressed}`)
    appendBytes(to, beforeKey)
    writeKey(to, occasion.key, this)
    appendBytes(to, beforeTime)
    tools.iso.append(to, at)
    appendByte(to, quote)
    if (message !== undefined) {
      appendBytes(to, beforeMessage)
      appendQuoted(to, message)
    }
    if (schema.data !== null) {
      appendBytes(to, beforeData)
      writeData(to, data, this)
    }
    if (schema.withEvents) this.appendEvents(to)
  }

  private emitted(): Emitted {
    const { schema, tools, dataFields } = this.form
    const data = objectOf(dataFields, dataValues(this.form, this.parts), this)
    return { event: tools.events[schema.event!]!.name, at: formatIso(this.parts.at), data, id: this.id }
  }

  private appendEmitted(to: GrowingBytes): void {
    const { head, tools, writeData } = this.form
    appendBytes(to, head)
    tools.iso.append(to, this.parts.at)
    appendByte(to, quote)
    appendBytes(to, beforeData)
    writeData(to, dataValues(this.form, this.parts), this)
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
    const { rule, stepHeads } = this.form
    const { steps } = this.parts
    appendBytes(to, beforeEvents)
    let first = true
    for (let i = 0; i < stepHeads.length; i++) {
      const head = stepHeads[i]!
      if (head === null) continue
      if (!first) appendByte(to, comma)
      first = false
      appendBytes(to, head)
      const events = steps[i]!
      if (rule.steps[i]!.several) appendList(to, events, (event) => appendRaw(to, event))
      else if (events[0] === undefined) appendText(to, "null")
      else appendRaw(to, events[0])
    }
    appendByte(to, braceClose)
  }
}
