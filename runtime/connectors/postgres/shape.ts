import type { Client } from "pg"
import { ConnectorError } from "../contract.ts"

/** A table that takes outputs, as it is in the database. */
export interface TableShape {
  /** As in a statement, with its schema. */
  readonly name: string
  /** Those that can be written, by name. */
  readonly columns: ReadonlyMap<string, string>
  /** Those of days and times. */
  readonly times: ReadonlySet<string>
  /** Of rows with one `id` there is one. */
  readonly uniqueId: boolean
}

/** What lines of sinks have: alerts, derived events, dead letters and late events. */
const fields: readonly string[] = [
  ...["id", "rule", "severity", "timeout", "key", "score", "tags", "at", "message", "data", "events", "suppressed"],
  ...["event", "source", "position", "code", "reason", "rules", "raw", "rawBase64"],
]

/** The column that takes the whole. */
export const wholeColumn = "output"

interface Column {
  readonly name: string
  readonly quoted: string
  readonly must: boolean
  readonly time: boolean
}

/** Looks at a table. Throws `ConnectorError` (usage) where outputs cannot go into it, and the database's errors. */
export async function tableShape(client: Client, table: string, place: string): Promise<TableShape> {
  const found = await client.query<{ oid: string; name: string; may: boolean; user: string }>(
    `select c.oid, format('%I.%I', n.nspname, c.relname) as name, current_user as user,
       has_any_column_privilege(c.oid, 'insert') as may
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = to_regclass($1)`,
    [table],
  )
  const [row] = found.rows
  if (row === undefined) {
    throw new ConnectorError(
      "usage",
      `there is no table ${table} in ${place}; one that takes alerts: ${fitting(table)}`,
    )
  }
  if (!row.may) {
    const advice = `grant insert, select on ${row.name} to ${row.user}`
    throw new ConnectorError(
      "usage",
      `the user ${row.user} may not write into the table ${table} of ${place}; ${advice}`,
    )
  }
  const columns = await columnsOf(client, row.oid)
  complain(table, place, columns)
  const uniqueId = await hasUniqueId(client, row.oid)
  const times = new Set(columns.flatMap(({ name, time }) => (time ? [name] : [])))
  return { name: row.name, columns: new Map(columns.map(({ name, quoted }) => [name, quoted])), times, uniqueId }
}

/** Those that are not made by the database alone. */
async function columnsOf(client: Client, table: string): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select attname as name, quote_ident(attname) as quoted,
       attnotnull and not atthasdef and attidentity = '' as must,
       atttypid in ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype) as time
     from pg_attribute where attrelid = $1 and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a'
     order by attnum`,
    [table],
  )
  return rows
}

async function hasUniqueId(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query(
    `select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indrelid = $1 and i.indisunique and i.indisvalid and i.indpred is null and i.indnkeyatts = 1 and a.attname = 'id'`,
    [table],
  )
  return rows.length > 0
}

function complain(table: string, place: string, columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name)
  if (!names.some((name) => name === wholeColumn || fields.includes(name))) {
    const has = `it has the columns ${names.join(", ")}, outputs the fields ${fields.join(", ")}`
    const advice = `name columns as fields, or add a column \`${wholeColumn} jsonb\` for the whole; one that takes alerts: ${fitting(table)}`
    throw new ConnectorError("usage", `the table ${table} of ${place} has no column for outputs: ${has}; ${advice}`)
  }
  const must = columns.find(({ name, must }) => must && name !== wholeColumn && !fields.includes(name))
  if (must === undefined) return
  const advice = "give it a default, or let it be null"
  const what = `the column ${must.name} of the table ${table} of ${place} must have a value, and no output has a field of that name`
  throw new ConnectorError("usage", `${what}; ${advice}`)
}

/** A statement that makes a table for alerts. */
function fitting(table: string): string {
  const columns = "id text primary key, rule text, severity text, at timestamptz, key jsonb, message text"
  return `create table ${table} (${columns}, ${wholeColumn} jsonb)`
}
