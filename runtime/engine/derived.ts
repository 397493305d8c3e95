import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, Manifest } from "../abi/rule-set.ts"
import type { FieldSchema, Fields } from "../abi/value.ts"
import { formatIso } from "../time/iso.ts"
import { type EventFinder, objectWriter, valueWriter } from "./json.ts"
import { type OutputForm, written } from "./output-form.ts"
import { dataValues, type OutputValues, type ResultParts } from "./output-parts.ts"

/** The content of an event that an output is for other rules. */
export interface DerivedContent {
  readonly fields: Fields
  /** The same as JSON. */
  readonly text: string
}

const noEvents: EventFinder = { eventOf: (): EventRecord | undefined => undefined }

/** Whether a rule or an aggregate reads events of a type. */
export function isRead(event: number, { rules, series }: Pick<Manifest, "rules" | "series">): boolean {
  return rules.some(({ inputs }) => inputs.includes(event)) || series.some((each) => each.event === event)
}

/** Makes the events that the outputs of a form are for the rules that read them. */
export type Deriver = (parts: ResultParts, values: OutputValues) => DerivedContent

/** How the outputs of a form become events of a type. */
export function deriverOf(form: OutputForm, event: EventSchema): Deriver {
  return form.schema.kind === "emit" ? emitDeriver(form, event) : alertDeriver(form, event)
}

/** The event that an alert is for rules that read `Alert`: without what is missing. A key's field that has another meaning there is left out. */
function alertDeriver(form: OutputForm, { fields }: EventSchema): Deriver {
  const { rule, schema, tools } = form
  const writers = fields.map(({ type }) => valueWriter(type, tools))
  return ({ key, at }, { score }) => {
    const values = new Map<string, unknown>([
      ...rule.keys.map(({ name }, i): [string, unknown] => [name, key[i]]),
      ["rule", rule.name],
      ["severity", schema.severity],
      ["score", Number.isFinite(score) ? score : undefined],
      ["tags", rule.tags ?? []],
      ["at", at],
    ])
    const inside = insideOf(fields, ({ name }) => values.get(name))
    const texts: string[] = []
    for (const [i, { name }] of fields.entries()) {
      const value = inside[name]
      const write = writers[i]!
      if (value !== undefined)
        texts.push(`${JSON.stringify(name)}:${written(tools, (to) => write(to, value, noEvents))}`)
    }
    return { fields: inside, text: `{${texts.join(",")}}` }
  }
}

/** The event that an `emit` makes: the record's fields, the key's, and the match's time. */
function emitDeriver(form: OutputForm, { fields, timeField }: EventSchema): Deriver {
  const { dataFields, tools } = form
  const places = fields.map(({ name }) => dataFields.findIndex((field) => field.name === name))
  const timePlace = dataFields.findIndex(({ name }) => name === timeField)
  const writeData = objectWriter(dataFields, tools)
  return (parts, { data: record }) => {
    const values = dataValues(form.keyPlaces, parts, record)
    const inside = insideOf(fields, ({ name }, i) => (name === timeField ? parts.at : values[places[i]!]))
    const timed = values.map((value, i) => (i === timePlace ? parts.at : value))
    const data = written(tools, (to) => writeData(to, timed, noEvents))
    if (timeField === null || timePlace >= 0) return { fields: inside, text: data }
    const at = `${JSON.stringify(timeField)}:"${formatIso(parts.at)}"`
    return { fields: inside, text: data === "{}" ? `{${at}}` : `${data.slice(0, -1)},${at}}` }
  }
}

/** Own properties whatever the fields' names. */
function insideOf(fields: readonly FieldSchema[], value: (field: FieldSchema, place: number) => unknown): Fields {
  const inside: Record<string, unknown> = {}
  for (const [i, field] of fields.entries()) {
    Object.defineProperty(inside, field.name, {
      value: value(field, i),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return inside
}
