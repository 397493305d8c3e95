/** Code of decoders for one value of each declared type. */
import { type ColumnKind, hashStart, missingCode } from "../../runtime/abi/rows.ts"
import type { FieldSchema, ValueType } from "../../runtime/abi/value.ts"
import { readIsoTime } from "./decoder-time.ts"
import { appendDigits, hashText, inside, passSpace, passString, standsAt, toEnd } from "./decoder-words.ts"

/** The last instant that a date can name, ms from the epoch. */
const latestTime = 8_640_000_000_000_000
/** Up to here a decimal's digits are exact, and so is what rounding makes of its number. */
const exactDecimal = 1e15
/** So many digits are a whole number that is exact, and so is a power of ten up to this one: their quotient is rounded once. */
const exactDigits = 15

/** A field as its code needs it. */
export interface DecodedField {
  readonly schema: FieldSchema
  /** Its place among the fields. */
  readonly number: number
  readonly columns: readonly DecodedColumn[]
  /** Whether it is the event's time. */
  readonly timed: boolean
  /** Enums: the name of the table of their values. */
  readonly values: string | undefined
}

export interface DecodedColumn {
  readonly kind: ColumnKind
  /** Among the columns of its kind. */
  readonly place: number
  /** The local that holds its array; of a `text` column that of its beginnings. */
  readonly array: string
  /** `text` columns: the local for the ends. */
  readonly ends: string
  /** `code` columns: the number of their domain. */
  readonly domain: number
}

/** Whether values of the type stand between quotes. */
export function isText({ kind }: ValueType): boolean {
  return kind === "string" || kind === "enum"
}

/** Sets the field's columns to missing. */
export function missingValue({ columns }: DecodedField): string[] {
  return columns.flatMap(({ kind, array }) => {
    const value = kind === "number" ? "NaN" : kind === "code" ? missingCode : -1
    return `${array}[row] = ${value}`
  })
}

/**
 * Reads the value at `place`, sets its columns, and moves behind it. A text's opening quote was passed before. It leaves the block
 * `value` for null, and `lines` where the line is odd.
 */
export function valueCode(field: DecodedField): string[] {
  const { type } = field.schema
  if (isText(type)) return textCode(field)
  const store = [
    ...field.columns.map(({ array }) => `${array}[row] = value`),
    ...(field.timed ? ["ats[row] = value"] : []),
  ]
  switch (type.kind) {
    case "boolean":
      return [...booleanCode(field), ...store]
    case "time": {
      const text = ["if (view.getUint8(place) === 34) {", ...inside(...readIsoTime(field.number), "break number"), "}"]
      return ["number: {", ...inside(...firstDigit(field, text), ...numberCode(type)), "}", ...store]
    }
    default:
      return [...firstDigit(field, []), ...numberCode(type), ...store]
  }
}

/** `null` at `place`, where the field may be missing; an event is not read without its time. */
export function nullCode(field: DecodedField): string[] {
  if (!field.schema.optional || field.timed) return []
  return [`if (${standsAt("null", "place")}) {`, ...inside("place += 4", ...missingValue(field), "break value"), "}"]
}

/** To the first digit of a number. What else may stand there is asked for only where no digit does: `others` before a minus sign. */
function firstDigit(field: DecodedField, others: readonly string[]): string[] {
  return [
    "negative = false",
    "if ((view.getUint8(place) - 48) >>> 0 > 9) {",
    ...inside(
      passSpace,
      ...nullCode(field),
      ...others,
      "if (view.getUint8(place) === 45) {",
      ...inside("negative = true", "place++"),
      "}",
      "if ((view.getUint8(place) - 48) >>> 0 > 9) break lines",
    ),
    "}",
  ]
}

/** Sets `value` to the number whose first digit stands at `place`. */
function numberCode(type: ValueType): string[] {
  return [
    "start = place",
    "value = 0",
    ...appendDigits,
    "if (view.getUint8(start) === 48 && place - start > 1) break lines",
    "fraction = 0",
    "if (view.getUint8(place) === 46) {",
    ...inside(
      "start++",
      "fraction = ++place",
      ...appendDigits,
      "fraction = place - fraction",
      "if (fraction === 0) break lines",
    ),
    "}",
    `if (place - start > ${exactDigits} || (view.getUint8(place) | 32) === 101) {`,
    ...inside(
      "// More digits than are exact, or an exponent",
      "if (fraction > 0) start--",
      "place = decoding.numberEnd(bytes, start)",
      "value = decoding.number(bytes, start, place)",
      "if (value !== value) break lines",
      "if (negative) value = -value",
      ...insideForm(type),
    ),
    "} else {",
    ...inside(...shortNumber(type)),
    "}",
  ]
}

/** Of at most 15 digits, `fraction` of them behind the point. */
function shortNumber(type: ValueType): string[] {
  const signed = "if (negative) value = -value"
  if (type.kind === "decimal") {
    const units = `value * powers[${type.scale} - fraction]`
    return [
      `if (fraction <= ${type.scale} && ${units} <= ${exactDecimal}) {`,
      ...inside(`value = ${units}`, "if (negative) value = 0 - value"),
      "} else {",
      ...inside("value /= powers[fraction]", signed, ...insideForm(type)),
      "}",
    ]
  }
  if (type.kind === "time" && type.seconds === true) return ["value /= powers[fraction]", signed, ...insideForm(type)]
  return [
    "if (fraction > 0) {",
    ...inside("value /= powers[fraction]", signed, ...insideForm(type)),
    "} else if (negative) value = -value",
  ]
}

/** From any number to the type's inside form. */
function insideForm(type: ValueType): string[] {
  switch (type.kind) {
    case "integer":
    case "duration":
      return ["if (!Number.isSafeInteger(value)) break lines"]
    case "decimal": {
      const unit = 10 ** type.scale
      return [
        `decimal = Math.round(value * ${unit})`,
        `if (!Number.isSafeInteger(decimal) || decimal / ${unit} !== value) break lines`,
        "value = decimal + 0",
      ]
    }
    case "time":
      return [
        type.seconds === true ? "value = Math.round(value * 1000)" : "value = Math.floor(value)",
        `if (!(Math.abs(value) <= ${latestTime})) break lines`,
      ]
    default:
      return []
  }
}

function booleanCode(field: DecodedField): string[] {
  return [
    `if (view.getUint8(place) <= 32) ${passSpace}`,
    `if (${standsAt("true", "place")}) {`,
    ...inside("value = 1", "place += 4"),
    `} else if (${standsAt("false", "place")}) {`,
    ...inside("value = 0", "place += 5"),
    "} else {",
    ...inside(...nullCode(field), "break lines"),
    "}",
  ]
}

function textCode({ columns, values }: DecodedField): string[] {
  const codes = columns.filter(({ kind }) => kind === "code")
  if (columns.length === 0 && values === undefined) return passString
  const hashed = codes.length > 0 || values !== undefined
  return [
    "start = place",
    ...(hashed ? hashText(hashStart) : [...toEnd, "if (view.getUint8(place) !== 34) break lines"]),
    ...(values === undefined ? [] : memberCode(values)),
    ...codes.flatMap(internCode),
    ...columns.flatMap(({ kind, array, ends }) =>
      kind === "text" ? [`${array}[row] = start`, `${ends}[row] = place`] : [],
    ),
    "place++",
  ]
}

/** The text must be one of a table whose arrays never change. */
function memberCode(table: string): string[] {
  const array = (name: string): string => `${table}.${name}`
  return [
    `code = ${array("slots")}[hash & (${array("slots")}.length - 1)] - 1`,
    ...found(array, [`if (decoding.intern(${table}, view, start, place, hash) < 0) break lines`]),
  ]
}

/** The code of the text in its domain. */
function internCode({ array, domain }: DecodedColumn): string[] {
  const part = (name: string): string => `${name}${domain}`
  return [
    `code = ${part("slots")}[hash & ${part("mask")}] - 1`,
    ...found(part, [
      `code = decoding.intern(${part("table")}, view, start, place, hash)`,
      ...domainArrays.map((name) => `${part(name)} = ${part("table")}.${name}`),
      `${part("mask")} = ${part("slots")}.length - 1`,
    ]),
    `${array}[row] = code`,
  ]
}

const domainArrays = ["slots", "hashes", "lengths", "offsets", "words"] as const

/** The locals for a domain's table. */
export function domainLocals(domain: number): string[] {
  return [
    `const table${domain} = input.codes[${domain}]`,
    `let { ${domainArrays.map((name) => `${name}: ${name}${domain}`).join(", ")} } = table${domain}`,
    `let mask${domain} = slots${domain}.length - 1`,
  ]
}

/** Whether the text of `code` is the one that was read; else what is to be done. `last` is the place of its last word, `word`. */
function found(array: (name: string) => string, otherwise: readonly string[]): string[] {
  return [
    "found: {",
    ...inside(
      `if (code >= 0 && ${array("hashes")}[code] === hash && ${array("lengths")}[code] === place - start) {`,
      ...inside(
        `offset = ${array("offsets")}[code]`,
        "at = start",
        `while (at < last && ${array("words")}[offset] === view.getInt32(at, true)) {`,
        ...inside("at += 4", "offset++"),
        "}",
        `if (at === last && ${array("words")}[offset] === word) break found`,
      ),
      "}",
      ...otherwise,
    ),
    "}",
  ]
}
