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
import { inside, passSpace, passString, standsAt, toEnd } from "./decoder-words.ts"
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
  module: ModuleContext,
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
      `const fieldAt = Uint8Array.of(${table.slots.join(", ")})`,
      ...(used("powers") ? [`const powers = Float64Array.of(${powersOfTen().join(", ")})`] : []),
      ...decoded.flatMap(({ schema, values }) => (values === undefined ? [] : [valueTable(values, schema.type)])),
      "return (input, from, to, rows, row, most) => {",
      ...inside(
        "const { bytes, view } = input",
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

/** The loop over lines. Fields of a line are read in one statement: where the declared order is kept, each runs into the next one. */
function bodyLines(fields: readonly DecodedField[], table: NameTable): string[] {
  const required = fields.filter(isRequired).length
  const words = Array.from({ length: Math.ceil(required / seenBits) }, (_, at) => ({
    name: `seen${at}`,
    all: 2 ** Math.min(seenBits, required - at * seenBits) - 1,
  }))
  const key = table.mask === -1 ? "view.getInt32(place + 1, true)" : `view.getInt32(place + 1, true) & ${table.mask}`
  return [
    "let line = from, place = from",
    ...(words.length === 0 ? [] : [`let ${words.map(({ name }) => `${name} = 0`).join(", ")}`]),
    "lines: while (line <= to && row < beyond) {",
    ...inside(
      "place = line",
      `if (bytes[place] !== 123) ${passSpace}`,
      "if (bytes[place] !== 123) break",
      "place++",
      ...words.map(({ name }) => `${name} = 0`),
      ...fields.flatMap((field) => (isRequired(field) ? [] : missingValue(field))),
      "fields: for (;;) {",
      ...inside(
        "names: for (;;) {",
        ...inside(
          `if (bytes[place] !== 34) ${passSpace}`,
          "if (bytes[place] !== 34) break lines",
          `field = fieldAt[Math.imul(${key}, ${table.factor}) >>> ${table.shift}]`,
          "// Until it is the field whose name stands there",
          "for (;;) {",
          ...inside("switch (field) {", ...inside(...switchLines(fields, table)), "}"),
          "}",
        ),
        "}",
        passSpace,
        "if (bytes[place] === 125) break",
        "if (bytes[place] !== 44) break lines",
        "place++",
      ),
      "}",
      ...words.map(({ name, all }) => `if (${name} !== ${all}) break`),
      "place++",
      `if (bytes[place] !== 10) ${passSpace}`,
      "if (bytes[place] !== 10) break",
      "starts[row] = line",
      "ends[row] = bytes[place - 1] === 13 ? place - 1 : place",
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

function switchLines(fields: readonly DecodedField[], table: NameTable): string[] {
  let seen = 0
  return [
    ...fields.flatMap((field, number) => {
      const bit = isRequired(field) ? seen++ : -1
      const last = number === fields.length - 1
      return [
        `case ${number}: // ${commentText(field.schema.name)}`,
        ...inside(
          "value: {",
          ...inside(
            ...nameCode(field, table.next[number]!),
            ...valueCode(field),
            ...(bit < 0 ? [] : [`seen${Math.floor(bit / seenBits)} |= ${2 ** (bit % seenBits)}`]),
          ),
          "}",
          "if (bytes[place] !== 44) break names",
          "place++",
          ...(last ? ["continue names"] : []),
        ),
      ]
    }),
    "default: // not declared",
    ...inside(
      "place++",
      ...toEnd,
      "if (bytes[place] !== 34 || bytes[place + 1] !== 58) break lines",
      "place += 2",
      `if (bytes[place] <= 32) ${passSpace}`,
      "if (bytes[place] === 34) {",
      ...inside("place++", ...passString),
      "} else {",
      ...inside("place = decoding.valueEnd(bytes, place)", "if (place < 0) break lines"),
      "}",
      "if (bytes[place] !== 44) break names",
      "place++",
      "continue names",
    ),
  ]
}

/**
 * Passes the name and the colon, of a text also the opening quote. Where another name stands there: behind the field declared before, it is looked for; else
 * it is the next one that the table knows.
 */
function nameCode(field: DecodedField, next: number): string[] {
  const { number, schema } = field
  const name = `"${schema.name}":`
  const length = new TextEncoder().encode(name).length
  const other = [
    passSpace,
    `if (!(${standsAt(name, "place")})) {`,
    ...inside(`if (field !== ${number}) continue names`, `field = ${next}`, "continue"),
    "}",
  ]
  if (!isText(schema.type)) {
    return [`if (!(${standsAt(name, "place")})) {`, ...inside(...other), "}", `place += ${length}`]
  }
  return [
    `if (${standsAt(`${name}"`, "place")}) place += ${length + 1}`,
    "else {",
    ...inside(
      ...other,
      `place += ${length}`,
      passSpace,
      "if (bytes[place] !== 34) {",
      ...inside(...nullCode(field), "break lines"),
      "}",
      "place++",
    ),
    "}",
  ]
}
