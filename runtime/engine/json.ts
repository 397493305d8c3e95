import type { GrowingBytes } from "../abi/bytes.ts"
import type { EventRecord } from "../abi/event.ts"
import type { FieldSchema, Fields, ValueType } from "../abi/value.ts"
import { decimalText } from "../library/decimal.ts"
import {
  appendByte,
  appendDecimal,
  appendFixed,
  appendNumber,
  appendQuoted,
  appendText,
  fixedText,
} from "../library/growing-bytes.ts"
import { formatIso, type IsoWriter } from "../time/iso.ts"
import type { RawWriter } from "./raw-text.ts"

const quote = 0x22
const comma = 0x2c
const bracketOpen = 0x5b
const bracketClose = 0x5d
export const braceClose = 0x7d

/** Finds the event that a value of type `event` (its fields) belongs to. */
export interface EventFinder {
  eventOf(fields: Fields): EventRecord | undefined
}

/** Appends the outside form of a value as JSON: time as ISO text, decimals with their exact digits, missing as null. */
export type ValueWriter = (to: GrowingBytes, value: unknown, finder: EventFinder) => void

/** Appends an object, from its fields' values in their order. */
export type ObjectWriter = (to: GrowingBytes, values: readonly unknown[], finder: EventFinder) => void

/** The outside form of a value as an object: as its text, decimals as numbers. */
export function toJson(type: ValueType, value: unknown, finder: EventFinder): unknown {
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

const plainProperty = { enumerable: true, writable: true, configurable: true } as const

/** An object of the given fields and their inside values. Own properties whatever their names. */
export function objectOf(
  fields: readonly FieldSchema[],
  values: readonly unknown[],
  finder: EventFinder,
): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = {}
  for (let i = 0; i < fields.length; i++) {
    const { name, type } = fields[i]!
    const value = toJson(type, values[i], finder)
    // An assignment would set the prototype.
    if (name === "__proto__") Object.defineProperty(object, name, { value, ...plainProperty })
    else object[name] = value
  }
  return object
}

function valuesOf(fields: readonly FieldSchema[], record: Fields): unknown[] {
  return fields.map(({ name }) => record[name])
}

/** What knows the texts that were written before. */
export interface JsonTools {
  readonly iso: IsoWriter
  readonly raw: RawWriter
}

/** The writer of objects of the given fields. */
export function objectWriter(fields: readonly FieldSchema[], tools: JsonTools): ObjectWriter {
  const heads = fields.map(({ name }, i) => fixedText(`${i === 0 ? "{" : ","}${JSON.stringify(name)}:`))
  const writers = fields.map(({ type }) => valueWriter(type, tools))
  if (fields.length === 0) return (to) => appendText(to, "{}")
  return (to, values, finder) => {
    for (let i = 0; i < heads.length; i++) {
      appendFixed(to, heads[i]!)
      writers[i]!(to, values[i], finder)
    }
    appendByte(to, braceClose)
  }
}

/** The writer of values of a type. */
export function valueWriter(type: ValueType, tools: JsonTools): ValueWriter {
  const write = presentWriter(type, tools)
  return (to, value, finder) => {
    if (value === undefined || value === null) appendText(to, "null")
    else write(to, value, finder)
  }
}

function presentWriter(type: ValueType, tools: JsonTools): ValueWriter {
  const { iso, raw } = tools
  switch (type.kind) {
    case "time":
      return (to, value) => {
        appendByte(to, quote)
        iso.append(to, value as number)
        appendByte(to, quote)
      }
    case "decimal":
      return (to, value) => appendDecimal(to, value as number, type.scale)
    case "number":
      return (to, value) => (Number.isFinite(value) ? appendNumber(to, value as number) : appendText(to, "null"))
    case "list": {
      const write = valueWriter(type.of, tools)
      return (to, value, finder) => appendList(to, value as readonly unknown[], (element) => write(to, element, finder))
    }
    case "record": {
      const write = objectWriter(type.fields, tools)
      return (to, value, finder) => write(to, valuesOf(type.fields, value as Fields), finder)
    }
    case "event":
      return (to, value, finder) => {
        const event = finder.eventOf(value as Fields)
        if (event === undefined) appendText(to, "null")
        else raw.append(to, event)
      }
    default:
      return appendScalar
  }
}

function appendScalar(to: GrowingBytes, value: unknown): void {
  if (typeof value === "string") appendQuoted(to, value)
  else if (typeof value === "number" && Number.isFinite(value)) appendNumber(to, value)
  else appendText(to, JSON.stringify(value))
}

/** Appends a list, of what `append` appends for each. */
export function appendList<T>(to: GrowingBytes, list: readonly T[], append: (element: T) => void): void {
  appendByte(to, bracketOpen)
  for (let i = 0; i < list.length; i++) {
    if (i > 0) appendByte(to, comma)
    append(list[i]!)
  }
  appendByte(to, bracketClose)
}

/** Whether values of the type hold whole events. */
export function holdsEvents(type: ValueType): boolean {
  if (type.kind === "list") return holdsEvents(type.of)
  return type.kind === "event" || (type.kind === "record" && type.fields.some((field) => holdsEvents(field.type)))
}
