/** Lists and records in lines of JSON: whether they are what is declared. Nothing over rows reads them; whoever shows an event parses its line. */
import type { NestedEnd } from "../abi/library.ts"
import type { FieldSchema, ValueType } from "../abi/value.ts"
import { scaleDecimal } from "./decimal.ts"

/** What is asked of JSON and of times. */
export interface NestedParts {
  readonly valueEnd: (bytes: Uint8Array, from: number) => number
  readonly timeOf: (value: unknown, seconds: boolean) => number
}

type Fits = (value: unknown) => boolean

const openings: readonly number[] = [..."{["].map((one) => one.charCodeAt(0))

/** As `Decoding.nested`. What is taken is what `fieldsDecoder` of the engine takes of the same JSON. */
export function nestedPasser(type: ValueType, parts: NestedParts): NestedEnd {
  const fits = fitsOf(type, parts)
  const decoder = new TextDecoder()
  return (bytes, from) => {
    if (!openings.includes(bytes[from]!)) return -1
    const end = parts.valueEnd(bytes, from)
    return end >= 0 && fits(parsed(decoder.decode(bytes.subarray(from, end)))) ? end : -1
  }
}

/** What has another form is left to whoever says so: undefined fits nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fitsOf(type: ValueType, parts: NestedParts): Fits {
  switch (type.kind) {
    case "string":
    case "boolean":
      return (value) => typeof value === type.kind
    case "number":
      return Number.isFinite
    case "integer":
    case "duration":
      return Number.isSafeInteger
    case "decimal":
      return (value) => typeof value === "number" && scaleDecimal(value, type.scale) !== undefined
    case "time":
      return (value) => !Number.isNaN(parts.timeOf(value, type.seconds === true))
    case "enum":
      return (value) => type.values.includes(value as string)
    case "list": {
      const fits = fitsOf(type.of, parts)
      return (value) => Array.isArray(value) && value.every((each) => each !== null && fits(each))
    }
    case "record":
      return recordFits(type.fields, parts)
    case "event":
      return () => false
  }
}

function recordFits(schema: readonly FieldSchema[], parts: NestedParts): Fits {
  const fields = schema.map(({ name, optional, type }) => ({ name, optional, fits: fitsOf(type, parts) }))
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false
    return fields.every(({ name, optional, fits }) => {
      // Every object inherits some names.
      const own: unknown = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : null
      return own === null ? optional : fits(own)
    })
  }
}
