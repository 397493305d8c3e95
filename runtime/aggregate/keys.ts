import type { Column, ColumnType, Table, TableLayout } from "../state/contract.ts"
import type { Identity } from "./identity.ts"

/** The table of a series' keys: their identity and what else stands with each. */
export function keysTable(columns: Readonly<Record<string, ColumnType>>): TableLayout {
  return { name: "keys", columns: { key: "value", ...columns } }
}

/** Keys by identity. The map is an index, made anew from the table at a restore. */
export class Keys {
  readonly table: Table
  private readonly key: Column<unknown>
  private readonly rows: Map<Identity, number>
  /** What was found last: one event is asked about several times. */
  private lastKey: Identity | undefined
  private lastRow = 0

  /** `former`: of the same table, with whose index it goes on. */
  constructor(table: Table, former?: Keys) {
    this.table = table
    this.key = table.value("key")
    this.rows = former?.rows ?? new Map()
    if (former === undefined) for (const row of table.rows()) this.rows.set(this.key.get(row) as Identity, row)
  }

  find(key: Identity): number | undefined {
    if (key === this.lastKey) return this.lastRow
    const row = this.rows.get(key)
    if (row !== undefined) {
      this.lastKey = key
      this.lastRow = row
    }
    return row
  }

  /** A row for a key that has none. */
  add(key: Identity): number {
    const row = this.table.allocate()
    this.key.set(row, key)
    this.rows.set(key, row)
    this.lastKey = key
    this.lastRow = row
    return row
  }

  free(row: number): void {
    const key = this.key.get(row) as Identity
    this.rows.delete(key)
    if (key === this.lastKey) this.lastKey = undefined
    this.table.free(row)
  }
}
