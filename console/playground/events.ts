/** Events of the playground: lines of JSON, or CSV whose first line names the columns, as people paste them. */
import type { Ingest } from "../../runtime/abi/engine.ts"
import type { EventSchema } from "../../runtime/abi/rule-set.ts"
import type { FieldSchema } from "../../runtime/abi/value.ts"
import { CsvDecoder, CsvHeaderError, type Row } from "../../runtime/formats/csv.ts"

/** What is wrong with the events, and where. */
export interface EventProblem {
  /** From 1; undefined: with all of them. */
  readonly line: number | undefined
  readonly text: string
}

export interface ReadEvents {
  readonly events: readonly Ingest[]
  readonly problems: readonly EventProblem[]
}

/** The slider runs them again for each place. */
export const mostEvents = 5000

type Schema = Pick<EventSchema, "name" | "fields">
type Raw = Readonly<Record<string, unknown>>

/**
 * Reads events. The field or column `type` names the type; where the rules have one type alone, it may be left out. Text that does not begin with a brace is CSV, divided by commas, semicolons or tabs. Blank lines and those
 * that begin with `//` are left out. Events behind the first `mostEvents` are left out, which is said.
 */
export function readEvents(text: string, types: readonly Schema[]): ReadEvents {
  const lines = text.split(/\r?\n/).map((line, at) => ({ text: line, line: at + 1 }))
  const told = lines.filter((line) => line.text.trim() !== "" && !line.text.startsWith("//"))
  const isJson = told[0] === undefined || /^\s*[[{]/.test(told[0].text)
  const problems: EventProblem[] = []
  if (types.length === 0) return { events: [], problems: [{ line: undefined, text: "the rules declare no event" }] }
  const found = isJson ? jsonEvents(told, types, problems) : csvEvents(told, types, problems)
  if (found.length > mostEvents) {
    const words = `only the first ${mostEvents.toLocaleString("en")} of ${found.length.toLocaleString("en")} events are run here; a job with \`cep run\` takes all`
    problems.push({ line: undefined, text: words })
  }
  return { events: found.slice(0, mostEvents), problems }
}

interface Line {
  readonly text: string
  readonly line: number
}

function jsonEvents(lines: readonly Line[], types: readonly Schema[], problems: EventProblem[]): Ingest[] {
  return lines.flatMap(({ text, line }): Ingest[] => {
    const raw = parsed(text)
    if (typeof raw === "string") {
      problems.push({ line, text: raw })
      return []
    }
    const type = typeOf(raw, types)
    if (type.schema === undefined) problems.push({ line, text: type.problem })
    return type.schema === undefined ? [] : [{ type: type.schema.name, raw, text, position: line }]
  })
}

/** The object, or what is wrong with the line. */
function parsed(text: string): Raw | string {
  // Who copies a list of JSON leaves its commas and brackets.
  if (/^\s*\[/.test(text)) return "a list: write one event a line, without the brackets around them"
  if (/[}\]]\s*,\s*$/.test(text)) return "the comma at the end of the line is too much: write one event a line"
  try {
    const raw: unknown = JSON.parse(text)
    if (typeof raw === "object" && raw !== null && !Array.isArray(raw)) return raw as Raw
    return `${text.trim().slice(0, 40)} is no object`
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    // The line is said already, and it is another one.
    return `no JSON: ${words.replace(/ in JSON at position \d+ \(line 1 column (\d+)\)/, " at column $1")}`
  }
}

function typeOf(
  raw: Raw,
  types: readonly Schema[],
): { readonly schema: Schema } | { readonly schema: undefined; readonly problem: string } {
  const named = Object.hasOwn(raw, "type") ? raw.type : undefined
  const schema = types.find(({ name }) => name === named) ?? (types.length === 1 ? types[0] : undefined)
  if (schema !== undefined) return { schema }
  const names = types.map(({ name }) => name).join(", ")
  const problem =
    named === undefined
      ? `the field \`type\` is missing: it says which of ${names} it is`
      : `the field \`type\` is ${JSON.stringify(named)}, and the rules know ${names}`
  return { schema: undefined, problem }
}

const delimiters = [",", ";", "\t"] as const

function csvEvents(lines: readonly Line[], types: readonly Schema[], problems: EventProblem[]): Ingest[] {
  const [head] = lines
  const delimiter = delimiters.find((one) => head!.text.includes(one)) ?? ","
  const decoder = new CsvDecoder(delimiter)
  const rows: Row[] = []
  try {
    decoder.decode(
      lines.map(({ text, line }) => ({ text, line, byte: 0, problem: undefined })),
      rows,
    )
    decoder.finish(rows)
  } catch (error) {
    if (!(error instanceof CsvHeaderError)) throw error
    problems.push({ line: head!.line, text: error.message })
    return []
  }
  return rows.flatMap(({ value, text, line, problem }): Ingest[] => {
    if (problem !== undefined) problems.push({ line, text: problem.reason })
    if (value === undefined) return []
    const type = typeOf(value, types)
    if (type.schema === undefined) problems.push({ line, text: type.problem })
    return type.schema === undefined
      ? []
      : [{ type: type.schema.name, raw: valuesOf(value, type.schema.fields), text, position: line }]
  })
}

/** The cells as JSON would have them: what is no number where one is wanted stays as it is, and is refused with what is wrong. */
function valuesOf(cells: Readonly<Record<string, string>>, fields: readonly FieldSchema[]): Raw {
  const kinds = new Map(fields.map(({ name, type }) => [name, type.kind]))
  const entries = Object.entries(cells).flatMap(([name, text]): [string, unknown][] =>
    text === "" ? [] : [[name, jsonOf(text, kinds.get(name))]],
  )
  return Object.fromEntries(entries)
}

function jsonOf(text: string, kind: FieldSchema["type"]["kind"] | undefined): unknown {
  const isNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)
  if ((kind === "number" || kind === "integer" || kind === "decimal" || kind === "time") && isNumber)
    return Number(text)
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true"
  return text
}
