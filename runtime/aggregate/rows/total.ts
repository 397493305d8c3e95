import type { SeriesSchema } from "../../abi/series.ts"
import type { ByteWriter } from "../../state/bytes.ts"
import { Changes } from "../../state/changes.ts"
import type { KeyedState, OperatorState, RestoredKey } from "../../state/contract.ts"
import type { About } from "../about.ts"
import { unitOf } from "../accumulate.ts"
import type { SeriesOptions } from "../contract.ts"
import { addToSum, sumAt } from "../exact-sum.ts"
import { type Identity, identityOfParts, partsOfIdentity } from "../identity.ts"
import type { TotalKind } from "../total.ts"
import { type RowMeasure, type RowSeries, type RowSource, type RowsAtHand, rowMeasures } from "./contract.ts"
import { TakenRows } from "./taken.ts"

/** Numbers of a key: how many values came, and the sum as two doubles or the least or greatest one. */
const perKey = 3
const best = 1

/** Running results of rows for `over forever`, by key. Its tables are those of `TotalSeries`. */
export class RowTotal implements RowSeries, KeyedState {
  keys: number
  readonly leavesOut = ["keys"]
  readonly changes: Changes
  readonly space: number
  readonly about: About
  private readonly schema: SeriesSchema
  private readonly state: OperatorState
  private readonly source: RowSource
  private readonly kind: TotalKind
  private readonly column: number | undefined
  private readonly taken: TakenRows
  private readonly measures: readonly (RowMeasure & { readonly unit: number })[]
  private cells: Float64Array
  /** Sums that do not fit into two doubles, by place. */
  private readonly large: Map<number, bigint>

  /** `column`: which of the series' values; undefined: none (`count()`). */
  constructor(
    { schema, state, measures, about }: SeriesOptions,
    kind: TotalKind,
    column: number | undefined,
    source: RowSource,
  ) {
    const former = state.former instanceof RowTotal ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    this.cells = former?.cells ?? new Float64Array(0)
    this.large = former?.large ?? new Map()
    this.keys = former?.keys ?? 0
    this.about = about
    this.schema = schema
    this.state = state
    this.source = source
    this.kind = kind
    this.column = column
    this.space = source.space
    this.taken = new TakenRows(source.select)
    this.taken.add(source.values)
    this.measures = rowMeasures(measures, source.columns).map((one) => ({ ...one, unit: unitOf(one) }))
    if (former === undefined) this.load()
    state.keep(this)
  }

  get entries(): number {
    return this.keys
  }

  take(batch: RowsAtHand): void {
    const { taken, column, measures } = this
    const { rows, order, count } = batch
    const keys = batch.keysOf(this.source.space)
    taken.take(batch)
    const { items, values: columns } = taken
    const values = column === undefined ? undefined : columns[column]!
    this.reserve()
    let next = 0
    for (let place = 0; place < count; place++) {
      const key = keys[place]!
      if (next < taken.count && items[next] === place) {
        if (key >= 0 && taken.isWhole(next)) this.add(key, values === undefined ? 0 : values[next]! + 0)
        next++
      }
      const row = order[place]!
      for (let i = 0; i < measures.length; i++) {
        const measure = measures[i]!
        rows.numbers[measure.into]![row] = key < 0 ? Number.NaN : this.read(measure.op, measure.unit, key)
      }
    }
  }

  number(): void {}

  holds(key: number): boolean {
    return this.cells[key * perKey]! > 0 || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.source.keys.limit
  }

  valuesOf(key: number): readonly unknown[] {
    return this.source.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.cells[key * perKey]! > 0
  }

  write(key: number, out: ByteWriter): void {
    const base = key * perKey
    for (const { cell } of numbersOf(this.kind)) out.number(this.cells[base + cell]!)
    if (this.kind === "sum") out.value(this.large.get(base + best)?.toString())
  }

  /** A parameter in its filter or value begins it anew, at once and for all keys. */
  get stays(): boolean {
    return this.schema.params.length > 0
  }

  lastsTo(): number {
    return Number.POSITIVE_INFINITY
  }

  dropKey(key: number): void {
    const base = key * perKey
    if (!(this.cells[base]! > 0)) return
    this.changes.touch(key)
    this.cells.fill(0, base, base + perKey)
    this.large.delete(base + best)
    this.keys--
  }

  loadKey(key: number, { entry }: Pick<RestoredKey, "entry">): void {
    const base = key * perKey
    this.reserve()
    this.changes.touch(key)
    this.cells[base] = 1
    for (const { cell } of numbersOf(this.kind)) this.cells[base + cell] = entry.number()
    const units = this.kind === "sum" ? (entry.value() as string | undefined) : undefined
    if (units !== undefined) this.large.set(base + best, BigInt(units))
    this.keys++
  }

  forget(): void {}

  resize(): void {}

  clear(): void {
    for (let key = 0; key * perKey < this.cells.length; key++)
      if (this.cells[key * perKey]! > 0) this.changes.touch(key)
    this.keys = 0
    this.cells.fill(0)
    this.large.clear()
  }

  store(): void {
    const { cells, large, kind } = this
    const table = this.state.table("keys")
    table.clear()
    const key = table.value("key")
    const numbers = numbersOf(kind).map(({ name, cell }) => ({ column: table.number(name), cell }))
    for (let id = 0; id * perKey < cells.length; id++) {
      const base = id * perKey
      if (cells[base] === 0) continue
      const row = table.allocate()
      key.set(row, identityOfParts(this.source.keys.values(id)))
      for (const { column, cell } of numbers) column.set(row, cells[base + cell]!)
      if (kind === "sum") table.value("units").set(row, large.get(base + best)?.toString())
    }
  }

  private load(): void {
    const { large, kind, schema, source } = this
    const table = this.state.table("keys")
    const key = table.value("key")
    const numbers = numbersOf(kind).map(({ name, cell }) => ({ column: table.number(name), cell }))
    for (const row of table.rows()) {
      const base = source.keys.idOf(partsOfIdentity(key.get(row) as Identity, schema.keys.length)) * perKey
      this.reserve()
      this.cells[base] = 1
      for (const { column, cell } of numbers) this.cells[base + cell] = column.get(row)
      const units = kind === "sum" ? (table.value("units").get(row) as string | undefined) : undefined
      if (units !== undefined) large.set(base + best, BigInt(units))
      this.keys++
    }
    table.clear()
  }

  private reserve(): void {
    const needed = this.source.keys.limit * perKey
    if (needed <= this.cells.length) return
    this.changes.reserve(this.source.keys.limit)
    const cells = new Float64Array(Math.max(needed, this.cells.length * 2))
    cells.set(this.cells)
    this.cells = cells
  }

  private add(key: number, value: number): void {
    const { cells, kind } = this
    this.changes.touch(key)
    const base = key * perKey
    const count = cells[base]!
    if (count === 0) this.keys++
    cells[base] = count + 1
    if (kind === "sum") addToSum(cells, this.large, base + best, value)
    else if (kind === "min") {
      if (count === 0 || value < cells[base + best]!) cells[base + best] = value
    } else if (kind === "max") {
      if (count === 0 || value > cells[base + best]!) cells[base + best] = value
    }
  }

  private read(op: RowMeasure["op"], unit: number, key: number): number {
    const { cells } = this
    const base = key * perKey
    const count = cells[base]!
    switch (op) {
      case "count":
        return count
      case "sum":
        return sumAt(cells, this.large, base + best)
      case "avg":
        return count === 0 ? Number.NaN : sumAt(cells, this.large, base + best) / count / unit
      default:
        return count === 0 ? Number.NaN : cells[base + best]!
    }
  }
}

/** Puts totals that stand in cuts by key into the tables that snapshots have of them, from which all kinds of series take them. */
export function tablesOfTotals(state: OperatorState, kind: TotalKind): void {
  const table = state.table("keys")
  for (const { key, entry } of state.restored()) {
    const row = table.allocate()
    table.value("key").set(row, identityOfParts(key))
    for (const { name } of numbersOf(kind)) table.number(name).set(row, entry.number())
    if (kind === "sum") table.value("units").set(row, entry.value())
  }
}

/** The number columns of the table, and the numbers of a key that stand there. The least and greatest stand without how many there were. */
function numbersOf(kind: TotalKind): readonly { readonly name: string; readonly cell: number }[] {
  if (kind === "count") return [{ name: "count", cell: 0 }]
  if (kind !== "sum") return [{ name: "best", cell: best }]
  return [
    { name: "count", cell: 0 },
    { name: "hi", cell: best },
    { name: "lo", cell: best + 1 },
  ]
}
