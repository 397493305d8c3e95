/** Code of decoders for one value of each declared type. */
import { type ColumnKind, entryCode, entryLength, entryText, hashStart, missingCode } from "../../runtime/abi/rows.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import { readIsoTime } from "./decoder-time.ts"
import { appendDigits, byteAt, hashText, inside, passSpace, passString, standsAt, toEnd } from "./decoder-words.ts"

/** The last instant that a date can name, ms from the epoch. */
export const latestTime = 8_640_000_000_000_000
/** Up to here a decimal's digits are exact, and so is what rounding makes of its number. */
export const exactDecimal = 1e15
/** So many digits are a whole number that is exact, and so is a power of ten up to this one: their quotient is rounded once. */
export const exactDigits = 15

/** Powers of ten that are exact, by their exponents. */
export const exactPowers: readonly number[] = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** A field as the code for its values needs it, or several that have the same code. */
export interface DecodedField {
  readonly type: ValueType
  /** Ends the names of its own locals. */
  readonly number: number
  readonly columns: readonly DecodedColumn[]
  /** Whether it is the event's time. */
  readonly timed: boolean
  /** Enums: the name of the table of their values. Lists and records: of the function that passes over one. */
  readonly values: string
  /** The condition under which it may be null; undefined: it may not. */
  readonly nullable: string | undefined
  /** Where only what is usual is read: how code for all else is come to. Undefined: this is the code for all. */
  readonly quick: string | undefined
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
  const { type, quick } = field
  if (isText(type)) return textCode(field)
  if (isNested(type)) return [`place = ${field.values}(bytes, place)`, `if (place < 0) ${quick ?? "break lines"}`]
  const store = storeNumber(field)
  if (type.kind === "boolean") return [...booleanCode(field), ...store]
  const number = quick === undefined ? anyNumber(field) : quickNumber(field, quick)
  if (type.kind !== "time") return [...number, ...store]
  return [`if (${byteAt()} === 34) {`, ...inside(...quotedTime(field)), "} else {", ...inside(...number), "}", ...store]
}

/** Sets the columns of a field that is no text to `value`. */
export function storeNumber({ columns, timed }: DecodedField): string[] {
  return [...columns.map(({ array }) => `${array}[row] = value`), ...(timed ? ["ats[row] = value"] : [])]
}

/** Sets `value` to the time whose text has its opening quote at `place`, and moves behind its closing one. */
function quotedTime({ number, quick }: DecodedField): string[] {
  const closing = `${byteAt("place + length")} === 34`
  const unless = `if (value !== value) ${quick ?? "break lines"}`
  const others = [...toEnd, `if (${byteAt()} !== 34) break lines`, "value = decoding.isoTime(bytes, start, place)"]
  return ["place++", ...readIsoTime(number, closing, quick === undefined ? others : [quick]), unless, "place++"]
}

/** Where a value may begin with white space or be null. */
export function beforeValue(field: DecodedField): string[] {
  return [`if (${byteAt()} <= 32) ${passSpace}`, ...nullCode(field)]
}

function nullCode(field: DecodedField): string[] {
  if (field.nullable === undefined) return []
  return [
    `if (${field.nullable} && ${standsAt("null", "place")}) {`,
    ...inside("place += 4", ...missingValue(field), "break value"),
    "}",
  ]
}

/** Reads a sign and digits; `start` is the place of the first digit. */
export const signCode = [
  `negative = ${byteAt()} === 45`,
  "if (negative) place++",
  "start = place",
  "value = 0",
  ...appendDigits,
]
const fractionCode = (odd: string): string[] => [
  "fraction = 0",
  `if (${byteAt()} === 46) {`,
  ...inside(
    "start++",
    "fraction = ++place",
    ...appendDigits,
    "fraction = place - fraction",
    `if (fraction === 0) ${odd}`,
  ),
  "}",
]
const noDigits = `place === start || (${byteAt("start")} === 48 && place - start > 1)`

/** Sets `value` to the number at `place`. `unlike`: leaves where digits cannot begin one. */
export function anyNumber({ type }: DecodedField, unlike = `if (${noDigits}) break lines`): string[] {
  return [
    ...signCode,
    unlike,
    ...fractionCode("break lines"),
    `if (place - start > ${exactDigits} || (${byteAt()} | 32) === 101) {`,
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

/** Likewise, where it is written as numbers of its type are. */
function quickNumber({ type }: DecodedField, quick: string): string[] {
  const negate = "if (negative) value = -value"
  const odd = (...more: string[]): string =>
    `if (${[noDigits, `place - start > ${exactDigits}`, ...more].join(" || ")}) ${quick}`
  const unended = `(${byteAt()} !== 44 && ${byteAt()} !== 125)`
  if (type.kind !== "number" && type.kind !== "decimal") {
    const seconds = type.kind === "time" && type.seconds === true
    return [...signCode, odd(unended), negate, ...(seconds ? insideForm(type, quick) : [])]
  }
  const scaled = type.kind === "decimal" ? `value * powers[${type.scale} - fraction]` : ""
  return [
    ...signCode,
    `if (${noDigits}) ${quick}`,
    ...fractionCode(quick),
    ...(type.kind === "decimal"
      ? [
          `if (${[unended, `fraction > ${type.scale}`, `${scaled} > ${exactDecimal}`, `place - start > ${exactDigits}`].join(" || ")}) ${quick}`,
          `value = ${scaled}`,
          "if (negative) value = 0 - value",
        ]
      : [
          `if (${[unended, `place - start > ${exactDigits}`].join(" || ")}) ${quick}`,
          "if (fraction > 0) value /= powers[fraction]",
          negate,
        ]),
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
function insideForm(type: ValueType, odd = "break lines"): string[] {
  switch (type.kind) {
    case "integer":
    case "duration":
      return [`if (!Number.isSafeInteger(value)) ${odd}`]
    case "decimal": {
      const unit = 10 ** type.scale
      return [
        `decimal = Math.round(value * ${unit})`,
        `if (!Number.isSafeInteger(decimal) || decimal / ${unit} !== value) ${odd}`,
        "value = decimal + 0",
      ]
    }
    case "time":
      return [
        type.seconds === true ? "value = Math.round(value * 1000)" : "value = Math.floor(value)",
        `if (!(Math.abs(value) <= ${latestTime})) ${odd}`,
      ]
    default:
      return []
  }
}

/** Sets `value` to the boolean at `place`, 0 or 1, and moves behind it. */
export function booleanCode({ quick }: DecodedField): string[] {
  return [
    `if (${standsAt("true", "place")}) {`,
    ...inside("value = 1", "place += 4"),
    `} else if (${standsAt("false", "place")}) {`,
    ...inside("value = 0", "place += 5"),
    `} else ${quick ?? "break lines"}`,
  ]
}

function textCode(field: DecodedField): string[] {
  const { columns, type, quick } = field
  const odd = quick ?? "break lines"
  const closing = `if (${byteAt()} !== 34) ${odd}`
  if (columns.length === 0 && type.kind !== "enum")
    return quick === undefined ? passString : [...toEnd, closing, "place++"]
  return [
    "start = place",
    ...(needsHash(field) ? hashText(hashStart, closing) : [...toEnd, closing]),
    ...storeText(field, odd),
    "place++",
  ]
}

/** Whether the hash of a text is asked for. */
export function needsHash({ columns, type }: DecodedField): boolean {
  return type.kind === "enum" || columns.some(({ kind }) => kind === "code")
}

/** Sets the columns of a text that stands from `start` to `place` and was hashed where that is needed. `odd`: for what is no value of an enum. */
export function storeText({ columns, type, values }: DecodedField, odd: string): string[] {
  return [
    ...(type.kind === "enum" ? memberCode(values, odd) : []),
    ...columns.filter(({ kind }) => kind === "code").flatMap(internCode),
    ...columns.flatMap(({ kind, array, ends }) =>
      kind === "text" ? [`${array}[row] = start`, `${ends}[row] = place`] : [],
    ),
  ]
}

/** The text must be one of a table whose arrays never change. */
function memberCode(table: string, odd: string): string[] {
  const array = (name: string): string => `${table}.${name}`
  return [
    `offset = ${array("slots")}[hash & (${array("slots")}.length - 1)]`,
    ...found(array, [`if (decoding.intern(${table}, view, start, place, hash) < 0) ${odd}`]),
  ]
}

/** The code of the text in its domain. */
function internCode({ array, domain }: DecodedColumn): string[] {
  const part = (name: string): string => `${name}${domain}`
  return [
    `offset = ${part("slots")}[hash & ${part("mask")}]`,
    ...found(part, [
      `code = decoding.intern(${part("table")}, view, start, place, hash)`,
      // The next line is the next call's, which has the new arrays: V8 would look at the kind of arrays that change wherever they are read.
      `if (${domainArrays.map((name) => `${part("table")}.${name} !== ${part(name)}`).join(" || ")}) beyond = (row + 1) | 0`,
    ]),
    `${array}[row] = code`,
  ]
}

const domainArrays = ["slots", "words"] as const

/** The locals for a domain's table. */
export function domainLocals(domain: number): string[] {
  return [
    `const table${domain} = input.codes[${domain}]`,
    `const { ${domainArrays.map((name) => `${name}: ${name}${domain}`).join(", ")} } = table${domain}`,
    `const mask${domain} = slots${domain}.length - 1`,
  ]
}

/**
 * Sets `code` to that of the entry at `offset` if its text is the one that was read; else what is to be done. `last` is the place of the text's last
 * word, `word`.
 */
function found(array: (name: string) => string, otherwise: readonly string[]): string[] {
  const words = array("words")
  const isAlike = `${words}[offset] === hash && ${words}[offset + ${entryLength}] === place - start`
  return [
    "found: {",
    ...inside(
      `if (offset !== 0 && ${isAlike}) {`,
      ...inside(
        `code = ${words}[offset + ${entryCode}]`,
        `offset += ${entryText}`,
        "at = start",
        `while (at < last && ${words}[offset] === view.getInt32(at, true)) {`,
        ...inside("at += 4", "offset++"),
        "}",
        `if (at === last && ${words}[offset] === word) break found`,
      ),
      "}",
      ...otherwise,
    ),
    "}",
  ]
}
