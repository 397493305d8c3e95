import type { GrowingBytes } from "../abi/bytes.ts"
import type { Alert, Emitted, LastEvent, Output } from "../abi/engine.ts"
import { objectOf } from "./json.ts"
import { type OutputForm, written } from "./output-form.ts"
import { dataValues, noValues, type OutputValues, type ResultParts, scoreOf } from "./output-parts.ts"

type Building<T> = { -readonly [Name in keyof T]?: T[Name] }

/** An alert or an emitted event; its object, line and id are made when they are asked for. */
export class OutputRecord implements Output {
  private readonly form: OutputForm
  private readonly parts: ResultParts
  private readonly values: OutputValues
  private made: Alert | Emitted | undefined = undefined
  private id_: string | undefined = undefined

  constructor(form: OutputForm, parts: ResultParts, values: OutputValues) {
    this.form = form
    this.parts = parts
    this.values = values
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
    this.form.line.append(to, this.parts, this.values, this.id_)
  }

  private alert(): Alert {
    const { message, data = noValues } = this.values
    const { rule, schema, keyFields, tools } = this.form
    const { parts } = this
    const { key, suppressed, at } = parts
    if (this.isUsual) {
      // All at once: an object that grows is made again and again.
      const shownKey = objectOf(keyFields, key, parts)
      const time = tools.iso.text(at)
      const shown = objectOf(schema.data!, data, parts)
      return { rule: rule.name, severity: schema.severity, key: shownKey, at: time, data: shown, id: this.id }
    }
    // One after another: spreading what is there on condition costs more than all the rest.
    const alert: Building<Alert> = { rule: rule.name, severity: schema.severity }
    if (schema.hasScore) alert.score = scoreOf(this.values)
    if (rule.tags) alert.tags = [...rule.tags]
    if (suppressed > 0) alert.suppressed = suppressed
    if (schema.onTimeout) alert.timeout = true
    alert.key = objectOf(keyFields, key, parts)
    alert.at = tools.iso.text(at)
    if (message !== undefined) alert.message = message
    if (schema.data) alert.data = objectOf(schema.data, data, parts)
    if (schema.withEvents) alert.events = this.eventsObject()
    alert.id = this.id
    return alert as Alert
  }

  /** Whether the alert has a key, a time, data and an id, and nothing else. */
  private get isUsual(): boolean {
    const { rule, schema } = this.form
    if (schema.data === null || schema.hasMessage || schema.hasScore || schema.onTimeout || schema.withEvents)
      return false
    return rule.tags === undefined && this.parts.suppressed === 0
  }

  private emitted(): Emitted {
    const { schema, tools, dataFields, keyPlaces } = this.form
    const data = objectOf(dataFields, dataValues(keyPlaces, this.parts, this.values.data), this.parts)
    return { event: tools.events[schema.event!]!.name, at: tools.iso.text(this.parts.at), data, id: this.id }
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
}
