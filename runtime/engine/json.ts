import type { EventRecord } from "../abi/event.ts"
import type { FieldSchema, Fields, ValueType } from "../abi/value.ts"
import { decimalText } from "../library/decimal.ts"
import { formatIso } from "../time/iso.ts"

/** Finds the event that a value of type `event` (its fields) belongs to. */
export type FindEvent = (fields: Fields) => EventRecord | undefined

/** The outside form of a value as an object: time as ISO text, decimals as numbers, missing as null. */
function toJson(type: ValueType, value: unknown, find: FindEvent): unknown {
  if (value === undefined || value === null) return null
  switch (type.kind) {
    case "time":
      return formatIso(value as number)
    case "decimal":
      return Number(decimalText(value as number, type.scale))
    case "number":
      return Number.isFinite(value) ? value : null
    case "list":
      return (value as unknown[]).map((element) => toJson(type.of, element, find))
    case "record":
      return objectOf(type.fields, (i) => (value as Fields)[type.fields[i]!.name], find)
    case "event":
      return find(value as Fields)?.raw ?? null
    default:
      return value
  }
}

/** The same as JSON text, decimals with their exact digits. */
function toJsonText(type: ValueType, value: unknown, find: FindEvent): string {
  if (value === undefined || value === null) return "null"
  switch (type.kind) {
    case "decimal":
      return decimalText(value as number, type.scale)
    case "list":
      return `[${(value as unknown[]).map((element) => toJsonText(type.of, element, find)).join(",")}]`
    case "record":
      return objectText(type.fields, (i) => (value as Fields)[type.fields[i]!.name], find)
    case "event": {
      const event = find(value as Fields)
      return event === undefined ? "null" : rawText(event)
    }
    default:
      return JSON.stringify(toJson(type, value, find))
  }
}

/** An object of the given fields; `value(i)` is the inside value of field i. Own properties whatever their names. */
export function objectOf(
  fields: readonly FieldSchema[],
  value: (index: number) => unknown,
  find: FindEvent,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.map(({ name, type }, i) => [name, toJson(type, value(i), find)]))
}

/** The same as JSON text. */
export function objectText(fields: readonly FieldSchema[], value: (index: number) => unknown, find: FindEvent): string {
  return `{${fields.map(({ name, type }, i) => `${JSON.stringify(name)}:${toJsonText(type, value(i), find)}`).join(",")}}`
}

/** An event as it arrived, as JSON text on one line. */
export function rawText(event: EventRecord): string {
  try {
    return JSON.stringify(event.raw) ?? "null"
  } catch {
    // Nested too deeply to be written again: its text is what arrived.
    return event.text ?? "null"
  }
}
