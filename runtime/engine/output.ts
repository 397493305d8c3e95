import type { Alert, Emitted, LastEvent, Output } from "../abi/engine.ts"
import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, OutputSchema, RuleManifest } from "../abi/rule-set.ts"
import type { FieldSchema, Fields } from "../abi/value.ts"
import { formatIso } from "../time/iso.ts"
import { idOf } from "./identity.ts"
import { objectOf, objectText, rawText } from "./json.ts"
import type { StoredEvent } from "./stored-event.ts"

/** Everything that an output is written from: taken out of the match, which is gone when it is. */
export interface OutputParts {
  readonly rule: RuleManifest
  readonly schema: OutputSchema
  readonly events: readonly EventSchema[]
  readonly timeout: boolean
  readonly at: number
  readonly key: readonly unknown[]
  readonly message: string | undefined
  readonly score: number | undefined
  /** How many of the key were kept silent since its last output. */
  readonly suppressed: number
  /** Inside values in the order of the schema's `data`. */
  readonly data: readonly unknown[] | undefined
  /** The match's events by step. */
  readonly steps: readonly (readonly EventRecord[])[]
  /** What the id is made of. */
  readonly identity: readonly unknown[]
}

/** The event that came last among those of a match; nothing where there is none. */
export function lastOf(steps: OutputParts["steps"]): StoredEvent | undefined {
  let last: EventRecord | undefined
  for (const events of steps) {
    for (const event of events) if (last === undefined || event.sequence > last.sequence) last = event
  }
  return last as StoredEvent | undefined
}

/** The fields of an emitted event's `data` and their values: the record's, then the key's that the record does not set. */
export function emittedFields(parts: OutputParts): { fields: readonly FieldSchema[]; values: readonly unknown[] } {
  const fields = [...(parts.schema.data ?? [])]
  const values = [...(parts.data ?? [])]
  for (const [i, { name, type }] of parts.rule.keys.entries()) {
    const field = name.split(".").at(-1)!
    if (fields.some((each) => each.name === field || each.name === name)) continue
    fields.push({ name: field, type, optional: false })
    values.push(parts.key[i])
  }
  return { fields, values }
}

/** An alert or an emitted event; its object, line and id are made when they are asked for. */
export class OutputRecord implements Output {
  readonly kind: "alert" | "emit"
  readonly rule: string
  readonly sink: string | null
  readonly shadow: boolean
  private readonly parts: OutputParts
  private readonly find: (fields: Fields) => EventRecord | undefined
  private made: Alert | Emitted | undefined
  private id_: string | undefined

  constructor(parts: OutputParts) {
    this.parts = parts
    this.kind = parts.schema.kind
    this.rule = parts.rule.name
    this.shadow = parts.rule.shadow === true
    this.sink = this.shadow ? "shadow" : (parts.schema.sink ?? null)
    this.find = (fields) => parts.steps.flat().find((event) => event.fields === fields)
  }

  get value(): Alert | Emitted {
    this.made ??= this.kind === "alert" ? this.alert() : this.emitted()
    return this.made
  }

  get lastEvent(): LastEvent | undefined {
    const last = lastOf(this.parts.steps)
    if (last === undefined) return undefined
    return { type: this.parts.events[last.type]!.name, at: last.at, position: last.position }
  }

  line(): string {
    const entries = this.kind === "alert" ? this.alertTexts() : this.emittedTexts()
    return `{${entries.map(([name, text]) => `"${name}":${text}`).join(",")}}`
  }

  private get id(): string {
    this.id_ ??= idOf(this.parts.identity)
    return this.id_
  }

  /** null: missing, or no number that JSON knows. */
  private get score(): number | null {
    const { score } = this.parts
    return score !== undefined && Number.isFinite(score) ? score : null
  }

  private get keyFields(): readonly FieldSchema[] {
    return this.parts.rule.keys.map(({ name, type }) => ({ name, type, optional: false }))
  }

  private alert(): Alert {
    const { rule, schema, suppressed, timeout, key, at, message, data } = this.parts
    return {
      rule: rule.name,
      severity: schema.severity,
      ...(schema.hasScore && { score: this.score }),
      ...(rule.tags && { tags: [...rule.tags] }),
      ...(suppressed > 0 && { suppressed }),
      ...(timeout && { timeout: true as const }),
      key: objectOf(this.keyFields, (i) => key[i], this.find),
      at: formatIso(at),
      ...(message !== undefined && { message }),
      ...(schema.data && { data: objectOf(schema.data, (i) => data?.[i], this.find) }),
      ...(schema.withEvents && { events: this.eventsObject() }),
      id: this.id,
    }
  }

  private alertTexts(): [string, string][] {
    const { rule, schema, suppressed, timeout, key, at, message, data } = this.parts
    const entries: [string, string][] = [
      ["rule", JSON.stringify(rule.name)],
      ["severity", JSON.stringify(schema.severity)],
    ]
    if (schema.hasScore) entries.push(["score", JSON.stringify(this.score)])
    if (rule.tags) entries.push(["tags", JSON.stringify(rule.tags)])
    if (suppressed > 0) entries.push(["suppressed", String(suppressed)])
    if (timeout) entries.push(["timeout", "true"])
    entries.push(["key", objectText(this.keyFields, (i) => key[i], this.find)], ["at", JSON.stringify(formatIso(at))])
    if (message !== undefined) entries.push(["message", JSON.stringify(message)])
    if (schema.data) entries.push(["data", objectText(schema.data, (i) => data?.[i], this.find)])
    if (schema.withEvents) entries.push(["events", this.eventsText()])
    entries.push(["id", JSON.stringify(this.id)])
    return entries
  }

  private emitted(): Emitted {
    const { schema, events, at } = this.parts
    const { fields, values } = emittedFields(this.parts)
    const data = objectOf(fields, (i) => values[i], this.find)
    return { event: events[schema.event!]!.name, at: formatIso(at), data, id: this.id }
  }

  private emittedTexts(): [string, string][] {
    const { schema, events, at } = this.parts
    const { fields, values } = emittedFields(this.parts)
    return [
      ["event", JSON.stringify(events[schema.event!]!.name)],
      ["at", JSON.stringify(formatIso(at))],
      ["data", objectText(fields, (i) => values[i], this.find)],
      ["id", JSON.stringify(this.id)],
    ]
  }

  /** A list where the step can hold several; null where it holds none. */
  private eventsObject(): Readonly<Record<string, unknown>> {
    const { rule, steps } = this.parts
    const entries: [string, unknown][] = []
    for (const [i, { name, shown, several }] of rule.steps.entries()) {
      const events = steps[i] ?? []
      if (shown) entries.push([name, several ? events.map(({ raw }) => raw) : (events[0]?.raw ?? null)])
    }
    return Object.fromEntries(entries)
  }

  private eventsText(): string {
    const { rule, steps } = this.parts
    const entries: string[] = []
    for (const [i, { name, shown, several }] of rule.steps.entries()) {
      const events = steps[i] ?? []
      if (!shown) continue
      const one = events[0] === undefined ? "null" : rawText(events[0])
      entries.push(`${JSON.stringify(name)}:${several ? `[${events.map(rawText).join(",")}]` : one}`)
    }
    return `{${entries.join(",")}}`
  }
}
