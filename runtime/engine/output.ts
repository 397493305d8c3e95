import type { Alert, Emitted, LastEvent, Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Fields } from "../abi/value.ts"
import { formatIso } from "../time/iso.ts"
import type { Occasion } from "./identity.ts"
import { type EventFinder, objectOf, quoted } from "./json.ts"
import type { OutputForm } from "./output-form.ts"
import { rawText } from "./raw-text.ts"
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
    return this.kind === "alert" ? this.alertLine() : this.emittedLine()
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

  private alertLine(): string {
    const { schema, head, tags, beforeKey, writeKey, writeData, tools } = this.form
    const { occasion, suppressed, at, message, data = noValues } = this.parts
    let text = head
    if (schema.hasScore) text += `,"score":${this.score}`
    text += tags
    if (suppressed > 0) text += `,"suppressed":${suppressed}`
    text += `${beforeKey + writeKey(occasion.key, this)},"at":"${tools.iso.text(at)}"`
    if (message !== undefined) text += `,"message":${quoted(message)}`
    if (schema.data) text += `,"data":${writeData(data, this)}`
    if (schema.withEvents) text += `,"events":${this.eventsText()}`
    return `${text},"id":"${this.id}"}`
  }

  private emitted(): Emitted {
    const { schema, tools, dataFields } = this.form
    const data = objectOf(dataFields, dataValues(this.form, this.parts), this)
    return { event: tools.events[schema.event!]!.name, at: formatIso(this.parts.at), data, id: this.id }
  }

  private emittedLine(): string {
    const { head, tools, writeData } = this.form
    const data = writeData(dataValues(this.form, this.parts), this)
    return `${head + tools.iso.text(this.parts.at)}","data":${data},"id":"${this.id}"}`
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

  private eventsText(): string {
    const { rule, stepHeads } = this.form
    const { steps } = this.parts
    let text = ""
    for (let i = 0; i < stepHeads.length; i++) {
      const head = stepHeads[i]!
      if (head === null) continue
      text += `${text === "" ? "{" : ","}${head}`
      const events = steps[i]!
      text += rule.steps[i]!.several ? listText(events) : events[0] === undefined ? "null" : rawText(events[0])
    }
    return text === "" ? "{}" : `${text}}`
  }
}

function listText(events: readonly EventRecord[]): string {
  let text = "["
  for (let i = 0; i < events.length; i++) text += (i === 0 ? "" : ",") + rawText(events[i]!)
  return `${text}]`
}
