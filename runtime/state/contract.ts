/**
 * Where operators keep their state. An operator declares a layout (tables of typed columns) and gets tables; it holds
 * nothing else between two events, only indexes that it makes anew from the tables when it is opened. So that how state is
 * held (typed rows now, checkpointed blocks, another backend, a hand-over at a reload) can change without touching the operators.
 *
 * A row is a small integer; rows are reused after `free`. Every column has a value for every live row.
 */

/** `f64`, `i32`: numbers (i32: 32-bit signed). `value`: any plain JSON value or undefined. `event`: an EventRecord, stored as it arrived. */
export type ColumnType = "f64" | "i32" | "value" | "event"

export interface TableLayout {
  readonly name: string
  /** Its events stay for a moment only: they are not settled. */
  readonly passing?: boolean
  readonly columns: Readonly<Record<string, ColumnType>>
}

export interface Layout {
  /** Operator kind and the rule's name: unique in a job. */
  readonly operator: string
  /** What decides whether stored state fits (steps, follows, counts, keys, stored fields): compared at restore. */
  readonly fingerprint: string
  /** Whether events that cannot be read any more are handed over as `Unreadable`; else the operator begins empty. */
  readonly partial?: boolean
  readonly tables: readonly TableLayout[]
}

export interface Column<T> {
  get(row: number): T
  set(row: number, value: T): void
}

export interface Table {
  /** A row whose number columns are 0 and whose other columns are undefined. */
  allocate(): number
  free(row: number): void
  /** Frees all rows: the first one is allocated first again. */
  clear(): void
  /** Live rows. */
  readonly size: number
  number(column: string): Column<number>
  value(column: string): Column<unknown>
  /** Live rows in rising order. */
  rows(): Iterable<number>
}

export interface OperatorState {
  table(name: string): Table
}

export interface StateBackend {
  /** State for a layout: empty, or what `restore` brought when the fingerprints agree. */
  open(layout: Layout): OperatorState
  /** Plain data that survives JSON.stringify. */
  snapshot(): unknown
}

/** Stands in an `event` column for a stored event that is none any more (its type is gone or changed). */
export class Unreadable {
  readonly stored: unknown

  constructor(stored: unknown) {
    this.stored = stored
  }
}
