import type { FieldSchema, Fields, ValueType } from "../abi/value.ts"
import { scaleDecimal } from "../library/decimal.ts"
import { latestTime, parseIso } from "../time/iso.ts"
import { describe, Refusal } from "./refusal.ts"

/** `json`: values as JSON has them (and Date objects). `text`: every value is text, an empty one is missing. */
export type ValueMode = "json" | "text"

/** Reads one present value into its inside form. Throws a Refusal; `at` names the field. */
export type Decode = (value: unknown, at: string) => unknown

interface FieldDecoder {
  readonly name: string
  readonly optional: boolean
  /** The name of something that every object inherits: only an own property counts. */
  readonly inherited: boolean
  readonly decode: Decode
}

/**
 * Makes a reader for the declared fields of an object: one own property each, undefined where missing. It reads each field
 * once, and nothing else of the object. Throws a Refusal (`wrong-type`, `missing-field`, `not-an-object`).
 */
export function fieldsDecoder(schema: readonly FieldSchema[], mode: ValueMode): (raw: unknown, path: string) => Fields {
  const decoders = schema.map(
    ({ name, optional, type }): FieldDecoder => ({
      name,
      optional,
      inherited: name in {},
      decode: decoderOf(type, mode),
    }),
  )
  return (raw, path) => {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
      throw new Refusal(
        "not-an-object",
        `${path === "" ? "the event" : `field \`${path}\``} is ${describe(raw)}, not an object`,
      )
    }
    const fields: Record<string, unknown> = {}
    for (const decoder of decoders) {
      const value = readField(raw as Record<string, unknown>, decoder, mode, path)
      if (decoder.inherited) Object.defineProperty(fields, decoder.name, { value, enumerable: true })
      else fields[decoder.name] = value
    }
    return fields
  }
}

function readField(raw: Record<string, unknown>, decoder: FieldDecoder, mode: ValueMode, path: string): unknown {
  const { name } = decoder
  const value = decoder.inherited && !Object.hasOwn(raw, name) ? undefined : raw[name]
  if (value !== undefined && value !== null && !(mode === "text" && value === "")) {
    return decoder.decode(value, path === "" ? name : `${path}.${name}`)
  }
  if (!decoder.optional)
    throw new Refusal("missing-field", `field \`${path === "" ? name : `${path}.${name}`}\` is missing`)
  return undefined
}

/** A reader for one type. */
export function decoderOf(type: ValueType, mode: ValueMode): Decode {
  const inner = mode === "json" ? jsonDecoder(type) : textDecoder(type)
  return inner
}

function wrong(at: string, value: unknown, wanted: string): Refusal {
  return new Refusal("wrong-type", `field \`${at}\` is ${describe(value)}, not ${wanted}`)
}

function jsonDecoder(type: ValueType): Decode {
  switch (type.kind) {
    case "string":
      return (value, at) => {
        if (typeof value !== "string") throw wrong(at, value, "a string")
        return value
      }
    case "boolean":
      return (value, at) => {
        if (typeof value !== "boolean") throw wrong(at, value, "true or false")
        return value
      }
    case "number":
    case "integer":
    case "duration":
    case "decimal":
      return (value, at) => {
        if (typeof value !== "number") throw wrong(at, value, wantedNumber(type))
        return checkNumber(type, value, at)
      }
    case "time":
      return (value, at) => decodeTime(value, type.seconds === true, at)
    case "enum":
      return enumDecoder(type.values)
    case "list":
      return listDecoder(decoderOf(type.of, "json"))
    case "record": {
      const decode = fieldsDecoder(type.fields, "json")
      return (value, at) => decode(value, at)
    }
    case "event":
      return (value, at) => {
        throw wrong(at, value, "something that can be read")
      }
  }
}

function enumDecoder(values: readonly string[]): Decode {
  const known = new Set<unknown>(values)
  const wanted = `one of ${values.map((each) => JSON.stringify(each)).join(", ")}`
  return (value, at) => {
    if (!known.has(value)) throw wrong(at, value, wanted)
    return value
  }
}

function listDecoder(element: Decode): Decode {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(at, value, "a list")
    const elements: unknown[] = []
    for (let i = 0; i < value.length; i++) {
      const each: unknown = value[i]
      if (each === undefined || each === null) throw wrong(`${at}[${i}]`, each, "a value")
      elements.push(element(each, `${at}[${i}]`))
    }
    return elements
  }
}

type NumberType = Extract<
  ValueType,
  { kind: "number" | "integer" | "duration" | "decimal" | "string" | "boolean" } | { kind: "decimal" }
>

function wantedNumber(type: NumberType): string {
  if (type.kind === "integer") return "a whole number"
  if (type.kind === "duration") return "a whole number of milliseconds"
  if (type.kind === "decimal") return `a number with at most ${type.scale} decimals`
  return "a number"
}

function checkNumber(type: NumberType, value: number, at: string): number {
  if (type.kind === "number") {
    if (!Number.isFinite(value)) throw wrong(at, value, "a finite number")
    return value
  }
  if (type.kind === "decimal") {
    const scaled = scaleDecimal(value, type.scale)
    if (scaled === undefined) throw wrong(at, value, `${wantedNumber(type)} that is small enough to be exact`)
    return scaled
  }
  if (!Number.isSafeInteger(value)) throw wrong(at, value, wantedNumber(type))
  return value
}

function decodeTime(value: unknown, seconds: boolean, at: string): number {
  const time = timeOf(value, seconds)
  if (time === undefined || !(Math.abs(time) <= latestTime)) {
    throw wrong(at, value, `a time (ISO 8601, or ${seconds ? "seconds" : "milliseconds"} since 1970)`)
  }
  return time
}

function timeOf(value: unknown, seconds: boolean): number | undefined {
  if (typeof value === "string") return parseIso(value)
  if (value instanceof Date) return value.getTime()
  if (typeof value !== "number") return undefined
  return seconds ? Math.round(value * 1000) : Math.floor(value)
}

const numberText = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

function textDecoder(type: ValueType): Decode {
  switch (type.kind) {
    case "string":
    case "enum":
      return jsonDecoder(type)
    case "boolean":
      return (value, at) => {
        const text = textOf(value, at).toLowerCase()
        if (text !== "true" && text !== "false") throw wrong(at, value, "true or false")
        return text === "true"
      }
    case "number":
    case "integer":
    case "duration":
    case "decimal":
      return (value, at) => {
        const text = textOf(value, at)
        if (!numberText.test(text)) throw wrong(at, value, wantedNumber(type))
        return checkNumber(type, Number(text), at)
      }
    case "time":
      return (value, at) => {
        const text = textOf(value, at)
        return decodeTime(numberText.test(text) ? Number(text) : text, type.seconds === true, at)
      }
    default:
      return jsonTextDecoder(decoderOf(type, "json"))
  }
}

/** Lists and records in a column of text: as JSON. */
function jsonTextDecoder(decode: Decode): Decode {
  return (value, at) => {
    const text = textOf(value, at)
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      throw wrong(at, value, "JSON")
    }
    return decode(parsed, at)
  }
}

function textOf(value: unknown, at: string): string {
  if (typeof value !== "string") throw wrong(at, value, "text")
  return value.trim()
}
