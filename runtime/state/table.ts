import type { EventRecord } from "../abi/event.ts"
import type { ByteWriter } from "./bytes.ts"
import { Changes } from "./changes.ts"
import { type Column, type ColumnType, type Table, type TableLayout, Unreadable } from "./contract.ts"
import { eventBytes, valueBytes } from "./size.ts"

/** How events are written into a snapshot and read back. `decode` returns undefined for what is no event any more. */
export interface EventCodec {
  encode(event: EventRecord): unknown
  decode(stored: unknown): EventRecord | undefined
}

/** A table as plain data: live rows in rising order; `free` rows in the order in which they were freed. */
export interface StoredTable {
  readonly name: string
  readonly top: number
  readonly free: readonly number[]
  readonly columns: Readonly<Record<string, readonly unknown[]>>
}

interface CutCell {
  readonly name: string
  readonly type: ColumnType
  readonly column: Column<unknown>
}

/** What a cut has of a table beside its rows. */
export interface TableRows {
  /** Rows have smaller numbers. */
  readonly top: number
  /** Of the free rows of the cut before so many are left; behind them come others. */
  readonly kept: number
  readonly freed: readonly number[]
}

const firstCapacity = 16
/** Rows whose values are looked at to tell the table's size. */
const mostSampled = 256

abstract class NumberColumn implements Column<number> {
  protected readonly changes: Changes

  constructor(changes: Changes) {
    this.changes = changes
  }

  protected abstract data: Float64Array | Int32Array
  abstract get(row: number): number
  abstract set(row: number, value: number): void
  abstract grow(capacity: number): void
}

class Float64Column extends NumberColumn {
  protected data = new Float64Array(firstCapacity)

  get(row: number): number {
    return this.data[row]!
  }

  set(row: number, value: number): void {
    this.changes.touch(row)
    this.data[row] = value
  }

  grow(capacity: number): void {
    const data = new Float64Array(capacity)
    data.set(this.data)
    this.data = data
  }
}

class Int32Column extends NumberColumn {
  protected data = new Int32Array(firstCapacity)

  get(row: number): number {
    return this.data[row]!
  }

  set(row: number, value: number): void {
    this.changes.touch(row)
    this.data[row] = value
  }

  grow(capacity: number): void {
    const data = new Int32Array(capacity)
    data.set(this.data)
    this.data = data
  }
}

class ValueColumn implements Column<unknown> {
  private readonly data: unknown[] = []
  private readonly changes: Changes

  constructor(changes: Changes) {
    this.changes = changes
  }

  get(row: number): unknown {
    return this.data[row]
  }

  set(row: number, value: unknown): void {
    this.changes.touch(row)
    this.data[row] = value
  }

  push(): void {
    this.data.push(undefined)
  }
}

/** Events that are kept let go of what they were read from. */
class EventColumn extends ValueColumn {
  override set(row: number, event: unknown): void {
    ;(event as EventRecord | undefined)?.settle?.()
    super.set(row, event)
  }
}

/** A table in memory: an arena of typed columns whose freed rows are used again, the last freed first. */
export class MemoryTable implements Table {
  /** By row. */
  readonly changes = new Changes()
  private readonly layout: TableLayout
  private readonly numbers = new Map<string, NumberColumn>()
  private readonly values = new Map<string, ValueColumn>()
  private readonly floatColumns: Float64Column[]
  private readonly integerColumns: Int32Column[]
  private readonly valueColumns: ValueColumn[]
  /** By column. */
  private readonly cells: readonly CutCell[]
  private readonly free_: number[] = []
  private live = new Uint8Array(firstCapacity)
  private top = 0
  /** Since the last cut the list of free rows was never shorter; before a cut that was abandoned. */
  private leastFree = 0
  private leastFreeBefore = 0

  constructor(layout: TableLayout) {
    const { changes } = this
    this.layout = layout
    for (const [name, type] of Object.entries(layout.columns)) {
      if (type === "f64") this.numbers.set(name, new Float64Column(changes))
      else if (type === "i32") this.numbers.set(name, new Int32Column(changes))
      else if (type === "event" && layout.passing !== true) this.values.set(name, new EventColumn(changes))
      else this.values.set(name, new ValueColumn(changes))
    }
    this.floatColumns = [...this.numbers.values()].filter((column) => column instanceof Float64Column)
    this.integerColumns = [...this.numbers.values()].filter((column) => column instanceof Int32Column)
    this.valueColumns = [...this.values.values()]
    this.cells = Object.entries(layout.columns).map(([name, type]) => {
      return { name, type, column: (this.numbers.get(name) ?? this.values.get(name))! }
    })
  }

  get size(): number {
    return this.top - this.free_.length
  }

  allocate(): number {
    const row = this.free_.length > 0 ? this.free_.pop()! : this.extend()
    if (this.free_.length < this.leastFree) this.leastFree = this.free_.length
    this.changes.touch(row)
    this.live[row] = 1
    for (const column of this.floatColumns) column.set(row, 0)
    for (const column of this.integerColumns) column.set(row, 0)
    return row
  }

  free(row: number): void {
    if (this.live[row] !== 1) throw new Error(`row ${row} of table ${this.layout.name} is not in use`)
    this.changes.touch(row)
    this.live[row] = 0
    for (const column of this.valueColumns) column.set(row, undefined)
    this.free_.push(row)
  }

  clear(): void {
    for (const row of [...this.rows()].reverse()) this.free(row)
  }

  number(column: string): Column<number> {
    return found(this.numbers, column, this.layout.name)
  }

  value(column: string): Column<unknown> {
    return found(this.values, column, this.layout.name)
  }

  *rows(): Iterable<number> {
    for (let row = 0; row < this.top; row++) if (this.live[row] === 1) yield row
  }

  isLive(row: number): boolean {
    return this.live[row] === 1
  }

  /** Begins a cut; `handOut` is called for its rows, which may not be live. What is not in `rows` is told at once. */
  beginCut(full: boolean, handOut: (row: number) => void): TableRows {
    const kept = full ? 0 : this.leastFree
    this.leastFreeBefore = kept
    this.leastFree = this.free_.length
    this.changes.begin(full, this.top, handOut)
    return { top: this.top, kept, freed: this.free_.slice(kept) }
  }

  /** The cut that was begun last came to nothing. */
  abandonCut(): void {
    this.leastFree = Math.min(this.leastFree, this.leastFreeBefore)
    this.changes.abandon()
  }

  /** Writes the cells of a row, in the order of the columns. */
  writeRow(row: number, out: ByteWriter, codec: EventCodec): void {
    const { cells } = this
    for (let i = 0; i < cells.length; i++) {
      const { type, column } = cells[i]!
      const cell = column.get(row)
      if (type === "f64" || type === "i32") out.number(cell as number)
      else out.value(type === "event" && cell !== undefined ? codec.encode(cell as EventRecord) : cell)
    }
  }

  /** About how many bytes of memory it takes: some of its rows are looked at. */
  memoryBytes(): number {
    const { top, live, floatColumns, integerColumns, valueColumns } = this
    const own = live.length * (1 + 8 * floatColumns.length + 4 * integerColumns.length) + 8 * top * valueColumns.length
    if (valueColumns.length === 0) return own
    const step = Math.max(1, Math.ceil(top / mostSampled))
    let cells = 0
    for (let row = 0; row < top; row += step) {
      if (live[row] === 1) for (const column of this.cells) cells += cellBytes(column, row)
    }
    return own + step * cells
  }

  /** The table as plain data. */
  store(codec: EventCodec): StoredTable {
    const rows = [...this.rows()]
    const columns: Record<string, unknown[]> = {}
    for (const [name, type] of Object.entries(this.layout.columns)) {
      const column = this.numbers.get(name) ?? this.values.get(name)!
      columns[name] = rows.map((row) => encodeCell(type, column.get(row), codec))
    }
    return { name: this.layout.name, top: this.top, free: [...this.free_], columns }
  }

  /** Takes over what `store` gave. Returns how many events could not be read any more (their cells are `Unreadable`). */
  load(stored: StoredTable, codec: EventCodec): number {
    for (let row = 0; row < stored.top; row++) {
      this.extend()
      this.live[row] = 1
    }
    for (const row of stored.free) this.free(row)
    const rows = [...this.rows()]
    let unreadable = 0
    for (const [name, type] of Object.entries(this.layout.columns)) {
      const column: Column<unknown> = (this.numbers.get(name) as Column<unknown> | undefined) ?? this.values.get(name)!
      const cells = stored.columns[name]!
      for (const [i, row] of rows.entries()) {
        const cell = decodeCell(type, cells[i], codec)
        if (cell instanceof Unreadable) unreadable++
        column.set(row, cell)
      }
    }
    return unreadable
  }

  private extend(): number {
    const row = this.top++
    if (row >= this.live.length) this.grow(row * 2)
    for (const column of this.valueColumns) column.push()
    return row
  }

  private grow(capacity: number): void {
    const live = new Uint8Array(capacity)
    live.set(this.live)
    this.live = live
    for (const column of [...this.floatColumns, ...this.integerColumns]) column.grow(capacity)
  }
}

function cellBytes({ type, column }: CutCell, row: number): number {
  if (type !== "event") return type === "value" ? valueBytes(column.get(row)) : 0
  const event = column.get(row)
  return event === undefined || event instanceof Unreadable ? 0 : eventBytes(event as EventRecord)
}

function found<T>(columns: ReadonlyMap<string, T>, name: string, table: string): T {
  const column = columns.get(name)
  if (column === undefined) throw new Error(`table ${table} has no such column: ${name}`)
  return column
}

/** Infinite numbers are written as text; a cell without a value as 0, one with a value as a list of it. */
function encodeCell(type: ColumnType, cell: unknown, codec: EventCodec): unknown {
  if (type === "f64" || type === "i32") return Number.isFinite(cell) ? cell : String(cell)
  if (cell === undefined) return 0
  return [type === "event" ? codec.encode(cell as EventRecord) : copied(cell)]
}

/** An operator may go on changing what it keeps in a cell: a snapshot and its reader share nothing. */
function copied(cell: unknown): unknown {
  return typeof cell === "object" ? structuredClone(cell) : cell
}

function decodeCell(type: ColumnType, cell: unknown, codec: EventCodec): unknown {
  if (type === "f64" || type === "i32") return Number(cell)
  if (cell === 0) return undefined
  const value = (cell as unknown[])[0]
  return type === "event" ? (codec.decode(value) ?? new Unreadable(value)) : copied(value)
}
