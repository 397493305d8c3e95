import { type TableShape, wholeColumn } from "./shape.ts"

/** Written by one statement: so many rows at most, and about so many characters. */
const mostRows = 4096
const mostLength = 1 << 20

/** A statement with its parameter. */
export interface Insert {
  readonly text: string
  readonly values: readonly [string]
}

/** Some rows with the same columns, as the elements of a JSON array. */
interface Group {
  readonly columns: readonly string[]
  readonly rows: string[]
  length: number
}

/**
 * The statements that write lines of JSON into a table, in order. PostgreSQL itself reads the values from the JSON, as the columns' types
 * want them, so that no number loses digits on the way. A column that a line has nothing for gets its default.
 */
export function* inserts(table: TableShape, lines: Iterable<string>): Iterable<Insert> {
  let group: Group | undefined
  for (const line of lines) {
    const value: unknown = JSON.parse(line)
    const columns = columnsOf(table, value)
    const isSame = group !== undefined && group.columns.join("\n") === columns.join("\n")
    if (group !== undefined && (!isSame || group.rows.length >= mostRows || group.length + line.length > mostLength)) {
      yield insertOf(table, group)
      group = undefined
    }
    group ??= { columns, rows: [], length: 0 }
    group.rows.push(rowOf(table, line, value))
    group.length += line.length
  }
  if (group !== undefined) yield insertOf(table, group)
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function columnsOf({ columns }: TableShape, value: unknown): string[] {
  const names = isObject(value) ? Object.keys(value).filter((name) => columns.has(name) && name !== wholeColumn) : []
  return columns.has(wholeColumn) ? [...names, wholeColumn].sort() : names.sort()
}

/** Of members with one name PostgreSQL takes the last. */
function rowOf({ columns, times }: TableShape, line: string, value: unknown): string {
  const text = storable(line)
  const members: string[] = columns.has(wholeColumn) ? [`"${wholeColumn}":${text}`] : []
  if (isObject(value)) {
    const own = text.trim().slice(1, -1)
    if (own.trim() !== "") members.push(own)
    for (const [name, member] of Object.entries(value)) {
      const other = times.has(name) && typeof member === "string" ? otherTime(member) : undefined
      if (other !== undefined) members.push(`${JSON.stringify(name)}:"${other}"`)
    }
  }
  return `{${members.join(",")}}`
}

/** A time of a year of ISO 8601 that has a sign, or is 0, as PostgreSQL writes it; its times begin in 4713 BC. undefined: it reads the text itself. */
function otherTime(text: string): string | undefined {
  const [, sign, digits, rest] = /^([+-]\d\d|(?=0000))(\d{4})(-\d\d-\d\dT[\d:.]+Z)$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const year = Number(`${sign}${digits}`)
  if (year > 0) return `${year}${rest}`
  return year > -4712 ? `${String(1 - year).padStart(4, "0")}${rest} BC` : "-infinity"
}

/**
 * PostgreSQL has no texts with the character NUL or with half of a surrogate pair: U+FFFD takes their place. In JSON they are escapes; a raw half
 * becomes the same when the text is encoded.
 */
export function storable(json: string): string {
  if (!/\\u(?:0000|[dD][89a-fA-F])/.test(json)) return json
  const escapes = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u(0000|[dD][89a-fA-F][\da-fA-F]{2})|\\./g
  return json.replace(escapes, (whole, odd?: string) => (odd === undefined ? whole : "\\ufffd"))
}

function insertOf({ name, columns, uniqueId }: TableShape, group: Group): Insert {
  const values = [`[${group.rows.join(",")}]`] as const
  const names = group.columns.map((column) => columns.get(column)!).join(", ")
  const repeats = uniqueId && group.columns.includes("id") ? " on conflict (id) do nothing" : ""
  const rows = `json_populate_recordset(null::${name}, $1::json)`
  return { text: `insert into ${name} (${names}) select ${names} from ${rows}${repeats}`, values }
}
