import type { EventRecord } from "../abi/event.ts"
import type { FieldSchema, Fields, ValueType } from "../abi/value.ts"
import { decimalText } from "../library/decimal.ts"
import { formatIso, type IsoWriter } from "../time/iso.ts"
import { rawText } from "./raw-text.ts"

/** Finds the event that a value of type `event` (its fields) belongs to. */
export interface EventFinder {
  eventOf(fields: Fields): EventRecord | undefined
}

/** Writes the outside form of a value as JSON text: time as ISO text, decimals with their exact digits, missing as null. */
export type ValueWriter = (value: unknown, finder: EventFinder) => string

/** Writes an object from its fields' values, in their order. */
export type ObjectWriter = (values: readonly unknown[], finder: EventFinder) => string

/** The outside form of a value as an object: as its text, decimals as numbers. */
function toJson(type: ValueType, value: unknown, finder: EventFinder): unknown {
  if (value === undefined || value === null) return null
  switch (type.kind) {
    case "time":
      return formatIso(value as number)
    case "decimal":
      return Number(decimalText(value as number, type.scale))
    case "number":
      return Number.isFinite(value) ? value : null
    case "list":
      return (value as unknown[]).map((element) => toJson(type.of, element, finder))
    case "record":
      return objectOf(type.fields, valuesOf(type.fields, value as Fields), finder)
    case "event":
      return finder.eventOf(value as Fields)?.raw ?? null
    default:
      return value
  }
}

/** An object of the given fields and their inside values. Own properties whatever their names. */
export function objectOf(
  fields: readonly FieldSchema[],
  values: readonly unknown[],
  finder: EventFinder,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map(({ name, type }, i) => [name, toJson(type, values[i], finder)]))
}

function valuesOf(fields: readonly FieldSchema[], record: Fields): unknown[] {
  return fields.map(({ name }) => record[name])
}

/** The writer of objects of the given fields. */
export function objectWriter(fields: readonly FieldSchema[], iso: IsoWriter): ObjectWriter {
  const heads = fields.map(({ name }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`)
  const writers = fields.map(({ type }) => valueWriter(type, iso))
  if (fields.length === 0) return () => "{}"
  return (values, finder) => {
    let text = ""
    for (let i = 0; i < heads.length; i++) text += heads[i]! + writers[i]!(values[i], finder)
    return `${text}}`
  }
}

/** The writer of values of a type. */
export function valueWriter(type: ValueType, iso: IsoWriter): ValueWriter {
  const write = presentWriter(type, iso)
  return (value, finder) => (value === undefined || value === null ? "null" : write(value, finder))
}

function presentWriter(type: ValueType, iso: IsoWriter): ValueWriter {
  switch (type.kind) {
    case "time":
      return (value) => `"${iso.text(value as number)}"`
    case "decimal":
      return (value) => decimalText(value as number, type.scale)
    case "number":
      return (value) => (Number.isFinite(value) ? scalarText(value) : "null")
    case "list": {
      const write = valueWriter(type.of, iso)
      return (value, finder) => `[${(value as unknown[]).map((element) => write(element, finder)).join(",")}]`
    }
    case "record": {
      const write = objectWriter(type.fields, iso)
      return (value, finder) => write(valuesOf(type.fields, value as Fields), finder)
    }
    case "event":
      return (value, finder) => {
        const event = finder.eventOf(value as Fields)
        return event === undefined ? "null" : rawText(event)
      }
    default:
      return scalarText
  }
}

/** As `JSON.stringify`, which is slower for what has nothing to be escaped. */
function scalarText(value: unknown): string {
  if (typeof value === "string") return quoted(value)
  if (typeof value === "number" && Number.isFinite(value)) return String(value)
  return JSON.stringify(value)
}

/** A text in quotes. */
export function quoted(text: string): string {
  if (text.length > longText) return JSON.stringify(text)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || unit >= 0xd800) return JSON.stringify(text)
  }
  return `"${text}"`
}

/** From about here on `JSON.stringify` is faster than a look at each character. */
const longText = 64

/** Whether values of the type hold whole events. */
export function holdsEvents(type: ValueType): boolean {
  if (type.kind === "list") return holdsEvents(type.of)
  return type.kind === "event" || (type.kind === "record" && type.fields.some((field) => holdsEvents(field.type)))
}
