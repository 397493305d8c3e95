/** Rows of tables for an engine that takes over those of its own keys from several others: found by their references, and numbered anew. */
import { DamagedBytes } from "./bytes.ts"
import type { RowReference, RowsOf, TableLayout } from "./contract.ts"
import type { CutOperator, KeyTest } from "./cut-reader.ts"
import type { StoredTable } from "./table.ts"

const none = -1

type SingleRow = Extract<RowsOf, { kind: "single" }>

/**
 * The rows of some tables of an operator (`wanted`) that are the engine's own, of all parts one after the other. One part is decoded at a time. Throws where a layout does not
 * say whose its rows are: a mistake of the operator's.
 */
export function takeRows(
  parts: readonly CutOperator[],
  layouts: readonly TableLayout[],
  wanted: readonly TableLayout[],
  isFirst: boolean,
  owns: KeyTest,
): StoredTable[] {
  const taken = new Map(wanted.map((layout) => [layout.name, new TakenRows(layout)]))
  for (const part of parts) {
    const tables = new Map(part.storedTables(layouts).map((table) => [table.name, table]))
    const found = new OwnRows(wanted, tables, owns)
    for (const { name } of wanted) found.number(name, taken.get(name)!.size)
    for (const { name } of wanted) {
      const table = tables.get(name)
      if (table !== undefined) taken.get(name)!.add(table, found, isFirst)
    }
  }
  return [...taken.values()].map((each) => each.stored())
}

/** Which rows of a part are the engine's own. */
class OwnRows {
  private readonly layouts: ReadonlyMap<string, TableLayout>
  private readonly tables: ReadonlyMap<string, StoredTable>
  /** By table and row: its place among the live ones; -1: it is free. */
  private readonly places = new Map<string, Int32Array>()
  /** By table and row: whether it is own (0), then its number for the engine; -1: it is not. */
  private readonly numbers = new Map<string, Int32Array>()

  constructor(layouts: readonly TableLayout[], tables: ReadonlyMap<string, StoredTable>, owns: KeyTest) {
    this.layouts = new Map(layouts.map((layout) => [layout.name, layout]))
    this.tables = tables
    for (const [name, table] of tables) {
      this.places.set(name, placesOf(table))
      this.numbers.set(name, new Int32Array(table.top).fill(none))
    }
    for (const layout of layouts) this.findRoots(layout, owns)
  }

  /** Gives numbers to the own rows of a table, in the order of their rows. */
  number(name: string, from: number): void {
    let next = from
    const numbers = this.numbers.get(name) ?? []
    for (let row = 0; row < numbers.length; row++) if (numbers[row] !== none) numbers[row] = next++
  }

  /** The rows of a table that are own, in their order. */
  *rows(name: string): Iterable<{ readonly place: number; readonly number: number }> {
    const places = this.places.get(name)!
    for (const [row, number] of this.numbers.get(name)!.entries()) {
      if (number !== none) yield { place: places[row]!, number }
    }
  }

  /** A reference to a row of a table as it is for the engine. */
  renumbered({ table, plus }: RowReference, cell: number): number {
    return cell < plus ? cell : this.numbers.get(table)![cell - plus]! + plus
  }

  /** Places of the rows of a list that are own, from the first to the last. */
  list({ name, list }: TableLayout): { readonly number: number; readonly by: number }[] {
    const { columns } = this.tables.get(name)!
    const places = this.places.get(name)!
    const numbers = this.numbers.get(name)!
    const { by, earlier, later } = list!
    const found: { number: number; by: number }[] = []
    let row = places.findIndex((place) => place !== none && columns[earlier]![place] === none)
    for (let left = places.length; row !== none; left--) {
      const place = places[row]
      if (place === undefined || place === none || left === 0) throw new DamagedBytes(`the list of ${name} is broken`)
      if (numbers[row] !== none) found.push({ number: numbers[row]!, by: Number(columns[by]![place]) })
      row = Number(columns[later]![place])
    }
    return found
  }

  private findRoots({ name, rows }: TableLayout, owns: KeyTest): void {
    if (rows?.kind !== "key") return
    const table = this.tables.get(name)
    const keys = table?.columns[rows.column] ?? []
    const places = this.places.get(name) ?? []
    for (let row = 0; row < places.length; row++) {
      if (places[row] !== none && owns(keyIn(keys[places[row]!], name))) this.take(name, row)
    }
  }

  /** Takes a row, and all to which it refers. */
  private take(name: string, row: number): void {
    const left: [string, number][] = [[name, row]]
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [table, own] = next
      const numbers = this.numbers.get(table)
      const place = this.places.get(table)?.[own]
      if (numbers === undefined || place === undefined || place === none) {
        throw new DamagedBytes(`row ${own} of table ${table} is missing`)
      }
      if (numbers[own] !== none) continue
      numbers[own] = 0
      const { columns } = this.tables.get(table)!
      for (const [column, integer] of Object.entries(this.layouts.get(table)?.integers ?? {})) {
        if (typeof integer === "string") continue
        const cell = Number(columns[column]![place])
        if (cell >= integer.plus) left.push([integer.table, cell - integer.plus])
      }
    }
  }
}

/** The rows of a table as the engine takes them over. */
class TakenRows {
  size = 0
  private readonly layout: TableLayout
  private readonly columns: ReadonlyMap<string, unknown[]>
  private readonly list: { readonly number: number; readonly by: number }[] = []

  constructor(layout: TableLayout) {
    this.layout = layout
    this.columns = new Map(Object.keys(layout.columns).map((name) => [name, []]))
  }

  /** Adds what is the engine's own of a part's table. */
  add(table: StoredTable, own: OwnRows, isFirst: boolean): void {
    const { name, rows, list } = this.layout
    const live = table.top - table.free.length
    if (rows?.kind === "rebuilt" || live === 0) return
    if (rows?.kind === "single") this.count(table, rows, isFirst)
    else if (rows === undefined || rows.kind === "snapshots") {
      throw new Error(`the layout of table ${name} does not say whose its rows in cuts are`)
    } else {
      this.addRows(table, own)
      if (list !== undefined) this.list.push(...own.list(this.layout))
    }
  }

  /** As a table without free rows. */
  stored(): StoredTable {
    this.link()
    const { name } = this.layout
    return { name, top: this.size, free: [], columns: Object.fromEntries(this.columns) }
  }

  private addRows({ columns }: StoredTable, own: OwnRows): void {
    const { name, integers = {} } = this.layout
    for (const { place } of own.rows(name)) {
      this.size++
      for (const [column, cells] of this.columns) {
        const cell = columns[column]![place]
        const integer = integers[column]
        if (integer === undefined || integer === "number") cells.push(cell)
        else cells.push(integer === "rebuilt" ? 0 : own.renumbered(integer, Number(cell)))
      }
    }
  }

  /** One row: what each has counted stands with the first one from now on. */
  private count({ columns }: StoredTable, { sums, most = [] }: SingleRow, isFirst: boolean): void {
    const isNew = this.size === 0
    this.size = 1
    for (const [column, cells] of this.columns) {
      const cell = columns[column]![0]
      if (isNew) cells[0] = sums.includes(column) && !isFirst ? 0 : cell
      else if (sums.includes(column) && isFirst) cells[0] = Number(cells[0]) + Number(cell)
      else if (most.includes(column)) cells[0] = Math.max(Number(cells[0]), Number(cell))
    }
  }

  /** Links the rows of all parts to one list. Those of one part stay in their order. */
  private link(): void {
    const { list } = this.layout
    if (list === undefined) return
    const order = this.list.sort((a, b) => a.by - b.by)
    const earlier = this.columns.get(list.earlier)!
    const later = this.columns.get(list.later)!
    for (const [place, { number }] of order.entries()) {
      earlier[number] = order[place - 1]?.number ?? none
      later[number] = order[place + 1]?.number ?? none
    }
  }
}

/** By row its place among the live rows; -1: it is free. */
function placesOf({ top, free }: StoredTable): Int32Array {
  const places = new Int32Array(top)
  for (const row of free) places[row] = none
  let place = 0
  for (let row = 0; row < top; row++) if (places[row] !== none) places[row] = place++
  return places
}

function keyIn(cell: unknown, name: string): readonly unknown[] {
  const key: unknown = Array.isArray(cell) ? cell[0] : undefined
  if (Array.isArray(key)) return key
  throw new DamagedBytes(`a row of table ${name} has no key`)
}
