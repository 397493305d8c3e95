/** Functions that read the declared fields of event objects into columns: for events that are handed over as objects. */
import type { ColumnSchema } from "../../runtime/abi/rows.ts"
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

/** Names of readers' own; those of columns are others. */
const ownNames = "events from to rows row codes next place event count name decoding ats".split(" ")

/**
 * The lines of a `RowObjectReader` for an event type with these columns, as an expression of the module; undefined
 * where the type is timed by arrival, or has lists or records. It takes objects that hold values of the declared types, and beside them nothing but numbers, texts
 * and the like; all others are for the slow way.
 */
export function objectReaderLines(
  { fields, timeField }: EventSchema,
  columns: readonly ColumnSchema[],
  module: ModuleContext,
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
  const writes = read.flatMap((field) => {
    const { before, value } = columnValue(field, names, module)
    return [...before, ...writesOf(field, value, locals)]
  })
  const optional = read.filter(({ schema }) => schema.optional)
  return [
    "(events, from, to, rows, row, codes) => {",
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
    "    }",
    "  } catch {",
    "    // What throws when it is read is refused in the slow way.",
    "  }",
    "  return next - from",
    "}",
  ]
}

/** By the arrays that are read in the module's words: the locals that hold them. */
function columnLocals(columns: readonly ColumnSchema[], names: Names): ReadonlyMap<string, string> {
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

function writesOf(
  { schema, local, columns, isTime }: ReadField,
  value: string,
  locals: ReadonlyMap<string, string>,
): string[] {
  const orMissing = (present: string, missing: string): string =>
    schema.optional ? `${local} === undefined || ${local} === null ? ${missing} : ${present}` : present
  const writes = isTime ? [`ats[place] = ${value}`] : []
  for (const { kind, place, domain } of columns) {
    const into = `${locals.get(arrayOf(kind, place))}[place]`
    if (kind === "number") writes.push(`${into} = ${orMissing(value, "NaN")}`)
    // Whether it is there is seen in the column, its text in the object.
    if (kind === "text") writes.push(`${into} = ${orMissing("0", "-1")}`)
    if (kind === "code") {
      writes.push(`${into} = ${orMissing(`${locals.get(tableOf(domain!))}.codeOfText(${value})`, "-1")}`)
    }
  }
  return writes
}
