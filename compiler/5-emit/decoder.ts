/**
 * Functions that read lines of JSON into columns, generated for one event type: they compare names and values as words of bytes in
 * place, and make neither objects nor texts. What is rare in a line goes to functions of the library, what is rarer still makes it odd.
 */
import type { ColumnSchema } from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import type { ModuleContext } from "./context.ts"
import { fieldTable, type NameTable } from "./decoder-names.ts"
import { dayLocals } from "./decoder-time.ts"
import {
  type DecodedColumn,
  type DecodedField,
  domainLocals,
  isText,
  missingValue,
  nullCode,
  valueCode,
} from "./decoder-values.ts"
import { byteAt, inside, passSpace, passString, standsAt, toEnd } from "./decoder-words.ts"
import { commentText, Names, quote } from "./text.ts"

/** More fields make a function that is too long for V8 to optimise. */
const mostFields = 64
/** Powers of ten that are exact. */
const mostScale = 22
const seenBits = 31

/** Names of decoders' own; those of columns are others. */
const ownNames = [
  "input from to rows row most bytes view ats starts ends decoding fieldAt powers first beyond",
  "place line field start last word marks hash code at offset fraction length",
  "year month day hour second thousandth hours minutes seconds value decimal negative",
].flatMap((line) => line.split(" "))

/** Locals that are declared where the code has them, with what they hold at first. */
const locals: readonly (readonly [initial: string, names: readonly string[]])[] = [
  ["0", ["field", "start", "last", "word", "marks", "hash", "code", "at", "offset"]],
  ["0", ["year", "month", "day", "hour", "second", "thousandth", "hours", "minutes", "seconds", "length"]],
  ["0", ["value", "fraction", "decimal"]],
  ["false", ["negative"]],
]

/**
 * The lines of a `LineDecoder` for the event type, as an expression of the module; undefined where its lines are only for `JSON.parse`: it
 * has lists or records, is no input, or has a name that JSON writes with escapes. `columns` are those of its fields; other fields are
 * checked alone.
 */
export function emitDecoder(
  { fields, timeField, derived }: EventSchema,
  columns: readonly ColumnSchema[],
  module: Pick<ModuleContext, "uses">,
): readonly string[] | undefined {
  if (derived || fields.length === 0 || fields.length > mostFields) return undefined
  if (!fields.every(({ name, type }) => isPlain(type) && JSON.stringify(name) === `"${name}"`)) return undefined
  const time = fields.find(({ name }) => name === timeField)
  if (time !== undefined && (isText(time.type) || time.type.kind === "boolean")) return undefined
  module.uses.library("decoding")
  const names = new Names()
  for (const name of ownNames) names.take(name)
  const decoded = fields.map((schema, number): DecodedField => {
    const own = columns.filter((column) => column.field === number)
    return {
      schema,
      number,
      columns: own.map((column) => localColumn(column, schema.name, names)),
      timed: schema.name === timeField,
      values: schema.type.kind === "enum" ? names.take(`values_${number}`) : undefined,
    }
  })
  const table = fieldTable(fields.map(({ name }) => name))
  const body = bodyLines(decoded, table)
  const used = (name: string): boolean => body.some((line) => new RegExp(`\\b${name}\\b`).test(line))
  return [
    "(() => {",
    ...inside(
      `const fieldsByName = Uint8Array.of(${table.slots.join(", ")})`,
      ...(used("powers") ? [`const tens = Float64Array.of(${powersOfTen().join(", ")})`] : []),
      ...decoded.flatMap(({ schema, values }) => (values === undefined ? [] : [valueTable(values, schema.type)])),
      "return (input, from, to, rows, row, most) => {",
      ...inside(
        used("bytes") ? "const { bytes, view } = input" : "const { view } = input",
        "const fieldAt = fieldsByName",
        ...(used("powers") ? ["const powers = tens"] : []),
        ...columnLines(decoded.flatMap((field) => field.columns)),
        ...(time === undefined ? [] : ["const ats = rows.at"]),
        "const starts = rows.from",
        "const ends = rows.to",
        "const first = row",
        "const beyond = row + most",
        ...decoded.flatMap(({ schema, number }) => (schema.type.kind === "time" ? [dayLocals(number)] : [])),
        ...localLines(used),
        ...body,
      ),
      "}",
    ),
    "})()",
  ]
}

function isPlain(type: ValueType): boolean {
  if (type.kind === "decimal") return type.scale <= mostScale
  return type.kind !== "list" && type.kind !== "record" && type.kind !== "event"
}

function powersOfTen(): number[] {
  return Array.from({ length: mostScale + 1 }, (_, power) => Number(`1e${power}`))
}

function valueTable(name: string, type: ValueType): string {
  const values = type.kind === "enum" ? type.values : []
  return `const ${name} = decoding.texts([${values.map(quote).join(", ")}])`
}

/** Other names end in a letter: those with a number are the decoder's, by field or domain. */
function localColumn({ kind, domain, place }: ColumnSchema, field: string, names: Names): DecodedColumn {
  const name = `${field}_`
  if (kind !== "text") return { kind, place, array: names.take(`${name}column`), ends: "", domain: domain ?? -1 }
  return { kind, place, array: names.take(`${name}from`), ends: names.take(`${name}to`), domain: -1 }
}

/** The locals for the arrays of columns and domains. */
function columnLines(columns: readonly DecodedColumn[]): string[] {
  const arrays = columns.flatMap(({ kind, place, array, ends }) => {
    if (kind === "number") return [`const ${array} = rows.numbers[${place}]`]
    if (kind === "code") return [`const ${array} = rows.codes[${place}]`]
    return [`const ${array} = rows.textFrom[${place}]`, `const ${ends} = rows.textTo[${place}]`]
  })
  const domains = new Set(columns.flatMap(({ kind, domain }) => (kind === "code" ? [domain] : [])))
  return [...arrays, ...[...domains].flatMap(domainLocals)]
}

function localLines(used: (name: string) => boolean): string[] {
  return locals.flatMap(([initial, all]) => {
    const names = all.filter(used)
    return names.length === 0 ? [] : [`let ${names.map((name) => `${name} = ${initial}`).join(", ")}`]
  })
}

/**
 * The loop over lines. A line is first taken for one that holds the fields in their declared order, without white space. Where it turns out to be another,
 * the rest of it is read in any order; what was read stays.
 */
function bodyLines(fields: readonly DecodedField[], table: NameTable): string[] {
  const seen = new SeenBits(fields)
  return [
    "let line = from, place = from, separator = 0",
    ...seen.declaration(),
    "lines: while (line <= to && row < beyond) {",
    ...inside(
      "place = line",
      ...fields.flatMap((field) => (isRequired(field) ? [] : missingValue(field))),
      "fields: {",
      ...inside(
        "ordered: {",
        ...inside(...orderedLines(fields, seen)),
        "}",
        "for (;;) {",
        ...inside(
          `if (${byteAt()} !== separator) {`,
          ...inside(
            passSpace,
            `if (${byteAt()} === 125 && separator === 44) break`,
            `if (${byteAt()} !== separator) break lines`,
          ),
          "}",
          "separator = 44",
          "place++",
          "names: for (;;) {",
          ...inside(...nameLines(fields, table, seen)),
          "}",
        ),
        "}",
        ...seen.check(),
      ),
      "}",
      "place++",
      `if (${byteAt()} !== 10) ${passSpace}`,
      `if (${byteAt()} !== 10) break`,
      "starts[row] = line",
      `ends[row] = ${byteAt("place - 1")} === 13 ? place - 1 : place`,
      "row++",
      "line = place + 1",
    ),
    "}",
    "input.place = line",
    "return row - first",
  ]
}

function isRequired({ schema, timed }: DecodedField): boolean {
  return !schema.optional || timed
}

/** Bits for the fields that a line must have. */
class SeenBits {
  readonly #required: readonly number[]

  constructor(fields: readonly DecodedField[]) {
    this.#required = fields.filter(isRequired).map(({ number }) => number)
  }

  declaration(): string[] {
    const names = this.#words(-1).map(([name]) => `${name} = 0`)
    return names.length === 0 ? [] : [`let ${names.join(", ")}`]
  }

  /** Notes that the field was read. */
  add(field: number): string[] {
    const bit = this.#required.indexOf(field)
    return bit < 0 ? [] : [`seen${Math.floor(bit / seenBits)} |= ${2 ** (bit % seenBits)}`]
  }

  /** As if the fields up to this one had been read. */
  upTo(field: number): string[] {
    return this.#words(field).map(([name, bits]) => `${name} = ${bits}`)
  }

  /** The line is odd where one is missing. */
  check(): string[] {
    return this.#words(Number.POSITIVE_INFINITY).map(([name, bits]) => `if (${name} !== ${bits}) break lines`)
  }

  /** The words with the bits of all required fields up to one. */
  #words(last: number): [name: string, bits: number][] {
    return Array.from({ length: Math.ceil(this.#required.length / seenBits) }, (_, word) => {
      const own = this.#required.slice(word * seenBits, (word + 1) * seenBits)
      return [`seen${word}`, own.reduce((bits, field, bit) => (field <= last ? bits + 2 ** bit : bits), 0)]
    })
  }
}

/** Leaves `fields` before the closing bracket, or `ordered` before a separator. */
function orderedLines(fields: readonly DecodedField[], seen: SeenBits): string[] {
  const lines = fields.flatMap((field, number) => {
    const { schema } = field
    const text = `${number === 0 ? "{" : ","}"${schema.name}":${isText(schema.type) ? '"' : ""}`
    const stands = standsAt(text, "place")
    const read = [`place += ${new TextEncoder().encode(text).length}`, "value: {", ...inside(...valueCode(field)), "}"]
    const comment = `// ${commentText(schema.name)}`
    if (number > 0 && !isRequired(field)) return [comment, `if (${stands}) {`, ...inside(...read), "}"]
    const leave = [`separator = ${number === 0 ? 123 : 44}`, ...seen.upTo(number - 1), "break ordered"]
    return [comment, `if (!(${stands})) {`, ...inside(...leave), "}", ...read]
  })
  return [...lines, `if (${byteAt()} === 125) break fields`, "separator = 44", ...seen.upTo(fields.length)]
}

/** Reads a name and its value, and goes on behind the comma that follows at once; leaves `names` where there is none. */
function nameLines(
  fields: readonly DecodedField[],
  { mask, factor, shift, next }: NameTable,
  seen: SeenBits,
): string[] {
  const word = "view.getInt32(place + 1, true)"
  const after = [`if (${byteAt()} !== 44) break names`, "place++", "continue names"]
  return [
    `if (${byteAt()} !== 34) ${passSpace}`,
    `if (${byteAt()} !== 34) break lines`,
    `field = fieldAt[Math.imul(${mask === -1 ? word : `${word} & ${mask}`}, ${factor}) >>> ${shift}]`,
    "// Until it is the field whose name stands there",
    "for (;;) {",
    ...inside(
      "switch (field) {",
      ...inside(
        ...fields.flatMap((field, number) => [
          `case ${number}: // ${commentText(field.schema.name)}`,
          ...inside(
            "value: {",
            ...inside(...nameCode(field, next[number]!), ...valueCode(field), ...seen.add(number)),
            "}",
            ...after,
          ),
        ]),
        "default: // not declared",
        ...inside(...undeclaredCode, ...after),
      ),
      "}",
    ),
    "}",
  ]
}

/** Passes over a name that stands at `place`, and its value. */
const undeclaredCode = [
  "place++",
  ...toEnd,
  `if (view.getUint16(place, true) !== 0x3a22) break lines`,
  "place += 2",
  `if (${byteAt()} <= 32) ${passSpace}`,
  `if (${byteAt()} === 34) {`,
  ...inside("place++", ...passString),
  "} else {",
  ...inside("place = decoding.valueEnd(bytes, place)", "if (place < 0) break lines"),
  "}",
]

/** Passes the name and the colon, of a text also the opening quote. Where another name stands there, it may be the next one in the table. */
function nameCode(field: DecodedField, next: number): string[] {
  const { schema } = field
  const name = `"${schema.name}":`
  const length = new TextEncoder().encode(name).length
  const pass = [
    `if (!(${standsAt(name, "place")})) {`,
    ...inside(`field = ${next}`, "continue"),
    "}",
    `place += ${length}`,
  ]
  if (!isText(schema.type)) return pass
  return [
    `if (${standsAt(`${name}"`, "place")}) place += ${length + 1}`,
    "else {",
    ...inside(
      ...pass,
      passSpace,
      `if (${byteAt()} !== 34) {`,
      ...inside(...nullCode(field), "break lines"),
      "}",
      "place++",
    ),
    "}",
  ]
}
