import type { TableLoad } from "../abi/engine.ts"
import type { TableSchema } from "../abi/table.ts"
import type { Fields } from "../abi/value.ts"
import { LoadProblems, type RowProblem } from "./problems.ts"

/** Reads a row into its inside form. Throws what `explain` can read. */
export type ReadRow = (raw: unknown) => Fields

/** How rows are read; handed in, since the decoder belongs to the engine. */
export interface RowDecoder {
  readRow(schema: TableSchema, values: "json" | "text"): ReadRow
  /** What was thrown by reading a row, in words. */
  explain(thrown: unknown): RowProblem
}

/** The rows of one key, in the order of their times; `at` has one time for each. */
interface Versions {
  readonly at: number[]
  readonly rows: Fields[]
}

type KeyId = string | number | boolean

type Rows =
  | { readonly kind: "one"; readonly byKey: ReadonlyMap<KeyId, Fields> }
  | { readonly kind: "versions"; readonly byKey: ReadonlyMap<KeyId, Versions> }

/** Whether rows of one are rows of the other. */
export function isSameTable(one: TableSchema, other: TableSchema): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The rows of all tables, by key. All rows of a table are replaced at once: a reader sees the old ones or the new ones. */
export class LookupTables {
  private readonly schemas: readonly TableSchema[]
  private readonly decoder: RowDecoder
  private readonly rows: Rows[]

  /** `former`: tables that are declared alike there have the rows that they have there. */
  constructor(schemas: readonly TableSchema[], decoder: RowDecoder, former?: LookupTables) {
    this.schemas = schemas
    this.decoder = decoder
    this.rows = schemas.map((schema) => former?.rowsOf(schema) ?? { kind: "one", byKey: new Map() })
  }

  private rowsOf(schema: TableSchema): Rows | undefined {
    const number = this.schemas.findIndex((own) => isSameTable(own, schema))
    return this.rows[number]
  }

  /**
   * Replaces the rows of a table. Rows that do not fit are left out and told; where none fits the former
   * ones stay. Throws for an unknown table.
   */
  set(name: string, raw: readonly unknown[], values: "json" | "text"): TableLoad {
    const number = this.schemas.findIndex((schema) => schema.name === name)
    const schema = this.schemas[number]
    if (schema === undefined) throw new Error(this.unknown(name))
    if (!Array.isArray(raw)) throw new TypeError(`the rows of ${name} must be a list`)
    const problems = new LoadProblems()
    const fitting = this.decode(schema, raw, values, problems)
    if (fitting.length === 0 && raw.length > 0) return problems.load(countOf(this.rows[number]!), false)
    const rows = schema.timeField === null ? latest(schema, fitting, problems) : versions(schema, fitting, problems)
    this.rows[number] = rows
    return problems.load(countOf(rows), true)
  }

  /** The row of a key; of several the newest that is not later than `at` (epoch ms; undefined: the newest of all). */
  row(table: number, key: readonly unknown[], at: number | undefined): Fields | undefined {
    const id = keyId(key)
    const rows = this.rows[table]
    if (id === undefined || rows === undefined) return undefined
    if (rows.kind === "one") return rows.byKey.get(id)
    const found = rows.byKey.get(id)
    return found?.rows[at === undefined ? found.rows.length - 1 : lastUpTo(found.at, at)]
  }

  private decode(schema: TableSchema, raw: readonly unknown[], values: "json" | "text", problems: LoadProblems) {
    const read = this.decoder.readRow(schema, values)
    const fitting: { raw: unknown; fields: Fields }[] = []
    for (const each of raw) {
      try {
        fitting.push({ raw: each, fields: read(each) })
      } catch (thrown) {
        problems.refuse(this.decoder.explain(thrown), each)
      }
    }
    return fitting
  }

  private unknown(name: string): string {
    const known = this.schemas.map((schema) => schema.name).join(", ")
    return `no table is called ${name}; ${known === "" ? "the rules declare none" : `the rules declare ${known}`}`
  }
}

type Fitting = readonly { readonly raw: unknown; readonly fields: Fields }[]

/** One row for each key: the last. */
function latest(schema: TableSchema, fitting: Fitting, problems: LoadProblems): Rows {
  const byKey = new Map<KeyId, Fields>()
  for (const { raw, fields } of fitting) {
    const key = keyOf(schema, fields)
    const id = keyId(key)!
    if (byKey.has(id)) problems.repeat(`two rows have the key ${shown(key)}: the last one counts`, raw)
    byKey.set(id, fields)
  }
  return { kind: "one", byKey }
}

/** The rows of each key by their times; of equal times the last. */
function versions(schema: TableSchema, fitting: Fitting, problems: LoadProblems): Rows {
  const time = schema.timeField!
  const byKey = new Map<KeyId, Versions>()
  // Stable: of equal times the order of the rows stays.
  const ordered = [...fitting].sort((a, b) => Number(a.fields[time]) - Number(b.fields[time]))
  for (const { raw, fields } of ordered) {
    const key = keyOf(schema, fields)
    const id = keyId(key)!
    const found = byKey.get(id) ?? { at: [], rows: [] }
    byKey.set(id, found)
    const at = Number(fields[time])
    if (found.at.at(-1) === at) {
      problems.repeat(`two rows have the key ${shown(key)} and the same \`${time}\`: the last one counts`, raw)
      found.rows.pop()
    } else found.at.push(at)
    found.rows.push(fields)
  }
  return { kind: "versions", byKey }
}

function keyOf({ keys, fields: declared }: TableSchema, fields: Fields): unknown[] {
  return keys.map((place) => fields[declared[place]!.name])
}

/** Equal for equal keys; undefined where a part is missing. */
function keyId(key: readonly unknown[]): KeyId | undefined {
  if (key.length === 1) return key[0] as KeyId | undefined
  return key.includes(undefined) ? undefined : JSON.stringify(key)
}

/** The place of the last time that is not later; -1: all are. */
function lastUpTo(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

function countOf({ byKey, kind }: Rows): number {
  if (kind === "one") return byKey.size
  let count = 0
  for (const each of byKey.values()) count += (each as Versions).rows.length
  return count
}

function shown(key: readonly unknown[]): string {
  const text = key.map((part) => JSON.stringify(part)).join(", ")
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
