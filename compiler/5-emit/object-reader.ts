/** Functions that read the declared fields of event objects into columns: for events that are handed over as objects. */
import {
  type ColumnSchema,
  missingCode,
  type RegisterComparison,
  type RegisterNumber,
  unreadCode,
} from "../../runtime/abi/rows.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema } from "../../runtime/abi/value.ts"
import { isNested } from "../4-optimize/flat-event.ts"
import type { ModuleContext } from "./context.ts"
import { literalKey, Names, quote } from "./text.ts"

interface ReadField {
  readonly schema: FieldSchema
  /** The value as it is handed over. */
  readonly local: string
  readonly columns: readonly ColumnSchema[]
  readonly isTime: boolean
}

/** By the arrays that are read in the module's words: the locals that hold them. */
type Locals = ReadonlyMap<string, string>

/** Names of readers' own; those of columns are others. */
const ownNames = "events from to rows row codes leaves next place event count name decoding ats".split(" ")

/**
 * The lines of a `RowObjectReader` for an event type with these columns, as an expression of the module; undefined
 * where the type is timed by arrival, or has lists or records. It takes objects that hold values of the declared types, and beside them nothing but numbers, texts
 * and the like; all others are for the slow way. `tests`: those of `numberTests`.
 */
export function objectReaderLines(
  { fields, timeField }: EventSchema,
  columns: readonly ColumnSchema[],
  module: ModuleContext,
  tests?: readonly (readonly RegisterComparison[])[],
): readonly string[] | undefined {
  if (timeField === null || fields.some(({ type }) => isNested(type))) return undefined
  module.uses.library("decoding")
  const names = new Names()
  for (const own of ownNames) names.take(own)
  const locals = columnLocals(columns, names)
  const read = fields.map((schema, field): ReadField => {
    const own = columns.filter((column) => column.field === field)
    return { schema, local: names.take(schema.name), columns: own, isTime: schema.name === timeField }
  })
  const values = read.map((field) => ({ field, ...columnValue(field, names, module) }))
  const writes = values.flatMap(({ field, before, value }) => [...before, ...writesOf(field, value, locals)])
  const coded = values.flatMap(({ field, value }) => codesOf(field, value, locals))
  const optional = read.filter(({ schema }) => schema.optional)
  return [
    "(events, from, to, rows, row, codes, leaves) => {",
    ...[...locals].map(([array, local]) => `  const ${local} = ${array}`),
    "  const ats = rows.at",
    "  let next = from",
    "  try {",
    "    for (let place = row; next < to; next++, place++) {",
    "      const event = events[next]",
    // What is none throws.
    `      const { ${read.map(({ schema, local }) => entry(schema.name, local)).join(", ")} } = event`,
    // Behind the reading: V8 knows the prototype of what it has just read members of.
    "      if (!decoding.isPlain(event)) break",
    // What else an object holds, or is, decides how it is written as JSON.
    `      let count = ${fields.length}`,
    "      for (const name in event) count--",
    ...optional.map(({ local }) => `      if (${local} === undefined) count--`),
    "      if ((count !== 0 && !decoding.isFlat(event)) || event.toJSON !== undefined) break",
    ...writes.map((line) => `      ${line}`),
    ...codeLines(coded, tests, locals).map((line) => `      ${line}`),
    "    }",
    "  } catch {",
    "    // What throws when it is read is refused in the slow way.",
    "  }",
    "  return next - from",
    "}",
  ]
}

/** By the arrays that are read in the module's words: the locals that hold them. */
function columnLocals(columns: readonly ColumnSchema[], names: Names): Locals {
  const arrays = columns.flatMap(({ kind, place, domain }) => {
    const column = arrayOf(kind, place)
    return domain === undefined ? [column] : [column, tableOf(domain)]
  })
  return new Map([...new Set(arrays)].map((array) => [array, names.take(array.replaceAll(/\W|rows/g, ""))]))
}

function arrayOf(kind: ColumnSchema["kind"], place: number): string {
  return `rows.${kind === "number" ? "numbers" : kind === "code" ? "codes" : "textFrom"}[${place}]`
}

function tableOf(domain: number): string {
  return `codes[${domain}]`
}

function entry(name: string, local: string): string {
  const key = literalKey(name)
  return key === local ? local : `${key}: ${local}`
}

/** What stands before the columns are written, which leaves where the value is not of its type, and the value as numbers have it. */
function columnValue(field: ReadField, names: Names, module: ModuleContext): { before: string[]; value: string } {
  const { schema, local, columns, isTime } = field
  const { type, optional } = schema
  const isRead = isTime || columns.length > 0
  const unless = (wrong: string): string => {
    const test = optional ? `${local} !== undefined && ${local} !== null && ${wrong}` : wrong
    return `if (${test}) break`
  }
  switch (type.kind) {
    case "string":
      return { before: [unless(`typeof ${local} !== "string"`)], value: local }
    case "enum": {
      const values = module.constant("values", `new Set([${type.values.map(quote).join(", ")}])`)
      return { before: [unless(`!${values}.has(${local})`)], value: local }
    }
    case "boolean":
      return { before: [unless(`typeof ${local} !== "boolean"`)], value: `Number(${local})` }
    case "number":
      return { before: [unless(`!Number.isFinite(${local})`)], value: local }
    case "integer":
    case "duration":
      return { before: [unless(`!Number.isSafeInteger(${local})`)], value: local }
    default: {
      // A Date can be changed.
      const call = type.kind === "decimal" ? `decimal(${local}, ${type.scale})` : `time(${local}, ${isSeconds(type)})`
      if (!isRead) return { before: [unless(`Number.isNaN(decoding.${call})`)], value: local }
      const inside = names.take(`${schema.name}Inside`)
      const found = `const ${inside} = decoding.${call}`
      return { before: [found, unless(`Number.isNaN(${inside})`)], value: inside }
    }
  }
}

function isSeconds(type: FieldSchema["type"]): boolean {
  return type.kind === "time" && type.seconds === true
}

function writesOf({ schema, local, columns, isTime }: ReadField, value: string, locals: Locals): string[] {
  const writes = isTime ? [`ats[place] = ${value}`] : []
  for (const { kind, place } of columns) {
    const into = `${locals.get(arrayOf(kind, place))}[place]`
    if (kind === "number") writes.push(`${into} = ${orMissing(schema, local, value, "NaN")}`)
    // Whether it is there is seen in the column, its text in the object.
    if (kind === "text") writes.push(`${into} = ${orMissing(schema, local, "0", "-1")}`)
  }
  return writes
}

/** What writes the code of a text, and what says only whether there is one. */
interface CodeWrite {
  readonly read: string
  readonly left: string
}

function codesOf({ schema, local, columns }: ReadField, value: string, locals: Locals): CodeWrite[] {
  return columns.flatMap(({ kind, place, domain }) => {
    if (kind !== "code") return []
    const into = `${locals.get(arrayOf(kind, place))}[place]`
    const read = `${locals.get(tableOf(domain!))}.codeOfText(${value})`
    const write = (present: string): string => `${into} = ${orMissing(schema, local, present, String(missingCode))}`
    return [{ read: write(read), left: write(String(unreadCode)) }]
  })
}

/** Behind the rest: an event that is left alone gives its texts no codes. */
function codeLines(
  coded: readonly CodeWrite[],
  tests: readonly (readonly RegisterComparison[])[] | undefined,
  locals: Locals,
): string[] {
  if (coded.length === 0) return []
  const read = coded.map((one) => one.read)
  if (tests === undefined) return read
  const lists = tests.map((list) => list.map((one) => showComparison(one, locals)).join(" && "))
  const wanted = lists.map((list) => (lists.length > 1 && list.includes("&&") ? `(${list})` : list))
  return [
    `if (leaves && !(${wanted.join(" || ")})) {`,
    "  // No rule wants it.",
    ...coded.map(({ left }) => `  ${left}`),
    "} else {",
    ...read.map((line) => `  ${line}`),
    "}",
  ]
}

function showComparison({ op, left, right }: RegisterComparison, locals: Locals): string {
  const sign = op === "==" || op === "!=" ? `${op}=` : op
  return `${showNumber(left, locals)} ${sign} ${showNumber(right, locals)}`
}

function showNumber(number: RegisterNumber, locals: Locals): string {
  if (typeof number === "number") return String(number)
  if ("cell" in number) throw new Error("an event alone has no cells")
  if ("column" in number) return `${locals.get(arrayOf("number", number.column))!}[place]`
  return `(${showNumber(number.left, locals)} ${number.op} ${showNumber(number.right, locals)})`
}

function orMissing({ optional }: FieldSchema, local: string, present: string, missing: string): string {
  return optional ? `${local} === undefined || ${local} === null ? ${missing} : ${present}` : present
}
