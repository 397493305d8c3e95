import type { Type } from "./types.ts"

/** A value in its inside form as a source would deliver it in JSON. */
export function outsideValue(value: unknown, type: Type): unknown {
  if (value === undefined || value === null) return undefined
  switch (type.kind) {
    case "optional":
      return outsideValue(value, type.of)
    case "time":
      return type.seconds === true ? Number(value) / 1000 : isoTime(Number(value))
    case "decimal":
      return unscaled(Number(value), type.scale)
    case "list":
      return Array.isArray(value) ? value.map((item) => outsideValue(item, type.of) ?? null) : value
    default:
      return value
  }
}

/** The number that a scaled integer stands for, with the same digits. */
function unscaled(value: number, scale: number): number {
  const digits = String(Math.abs(value)).padStart(scale + 1, "0")
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return (value < 0 ? -1 : 1) * Number(text)
}

/** Epoch ms as ISO 8601 text; a time that has no such form stays a number. */
function isoTime(ms: number): string | number {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms
}

/** The value that a field gets when a test leaves it out; undefined: it stays out. */
export function defaultValue(type: Type, at: number): unknown {
  switch (type.kind) {
    case "string":
      return ""
    case "number":
    case "integer":
    case "decimal":
    case "duration":
      return 0
    case "boolean":
      return false
    case "time":
      return outsideValue(at, type)
    case "enum":
      return type.values[0]
    case "list":
      return []
    case "record":
      return Object.fromEntries(
        type.fields
          .map((field) => [field.name, defaultValue(field.type, at)] as const)
          .filter(([, value]) => value !== undefined),
      )
    default:
      return undefined
  }
}
