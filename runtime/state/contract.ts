import type { EventRecord } from "../abi/event.ts"
import type { StateCut } from "../abi/state-cut.ts"
import type { ByteReader, ByteWriter } from "./bytes.ts"
import type { Changes } from "./changes.ts"

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
  /** Whose its rows are, where state is divided anew among workers. Absent: each worker has the same ones. */
  readonly rows?: RowsOf
  /** What the cells of its `i32` columns are: each has to stand here where the layout is divided. */
  readonly integers?: Readonly<Record<string, Integer>>
  /** All rows, whatever their keys, are one list. */
  readonly list?: RowList
}

/**
 * `key`: a row is that key's whose values stand in the column. `referred`: it is that of the rows that refer to it. `single`: one row for all keys, of which the
 * columns named in `sums` are what each worker counted of its own, of those in `most` the greatest one counts, and the others are the same everywhere. `rebuilt`: the operator makes them anew when it is opened.
 * `snapshots`: they are filled for snapshots, and no cut has them.
 */
export type RowsOf =
  | { readonly kind: "key"; readonly column: string }
  | { readonly kind: "referred" }
  | { readonly kind: "single"; readonly sums: readonly string[]; readonly most?: readonly string[] }
  | { readonly kind: "rebuilt" }
  | { readonly kind: "snapshots" }

/** What a cell of whole numbers is. `rebuilt`: 0 until the operator, or the list, sets it anew. */
export type Integer = "number" | "rebuilt" | RowReference

/** A cell is the number of a row of that table (of the same operator), plus `plus`; one less than `plus`: no row. */
export interface RowReference {
  readonly table: string
  readonly plus: 0 | 1
}

/** A list of all rows of a table: from the first to the last in the order of a column, linked by two others. -1: no row. */
export interface RowList {
  readonly by: string
  readonly earlier: string
  readonly later: string
}

export interface Layout {
  /** Operator kind and the rule's name: unique in a job. */
  readonly operator: string
  /** What decides whether stored state fits (steps, follows, counts, keys, stored fields): compared at restore. */
  readonly fingerprint: string
  /**
   * The rule by whose keys it is divided where several engines share the keys: each has what is kept of its own. null: each has all of it, the same one
   * as the others.
   */
  readonly dividedBy: string | null
  /** Whether events that cannot be read any more are handed over as `Unreadable`; else the operator begins empty. */
  readonly partial?: boolean
  readonly tables: readonly TableLayout[]
  /** State that was kept for it in another way. Absent: there is none. */
  readonly takesOver?: TakeOver
}

/** How an operator goes on with what was kept for the same thing in another way. */
export interface TakeOver {
  /** The names of operators that may have kept it, its own among them. */
  readonly operators: readonly string[]
  /** What can be done with what one of them kept. The fingerprint is as it was stored. */
  from(stored: Pick<Layout, "operator" | "fingerprint">): Conversion
}

/** `converted`: opened with that layout, the state becomes keys as the operator would have written them. `why`: in words. */
export type Conversion =
  | { readonly kind: "same" }
  | {
      readonly kind: "converted"
      readonly layout: Layout
      /** Its counts are taken over as they are then. */
      convert(state: OperatorState): ConvertedKeys
    }
  | { readonly kind: "dropped"; readonly why: string }

/** Keys as `restored` has them; or why the state itself says that it cannot be taken over. */
export type ConvertedKeys =
  | { readonly kind: "keys"; readonly keys: Iterable<RestoredKey> }
  | { readonly kind: "dropped"; readonly why: string }

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
  /**
   * What kept the same state in the engine before, where the operator said that it takes it over as it lies: then its tables are those of that one, and nothing is restored. It is not changed before
   * the first event is judged: until then the engine before may be gone back to.
   */
  readonly former?: KeyedState | LoggedState | TableIndex | undefined
  /** What is kept by key, or as a log, outside of tables. */
  keep(state: KeyedState | LoggedState): void
  /** Of an operator that keeps all in tables: for whoever goes on with these. */
  keepIndex(index: TableIndex): void
  /** What a cut that was restored has by key. Can be asked for once. */
  restored(): Iterable<RestoredKey>
  /** Of a log of which each cut has all: by engine that kept it (several, where one takes over from them) what its last cut has. Can be asked for once. */
  lastLogs(): readonly (readonly ByteReader[])[]
  /** What cuts that were restored have of a log: by cut what `writeSome` wrote, one or several readers. Can be asked for once. */
  logged(): Iterable<readonly ByteReader[]>
}

/** What a cut has of a key. */
export interface RestoredKey {
  readonly key: readonly unknown[]
  /** What `write` wrote. */
  readonly entry: ByteReader
  /** By the numbers that `write` was given for them. */
  readonly events: readonly EventRecord[]
}

/** Lengths of time. */
export interface Timing {
  /** The same text: the same lengths. */
  readonly lengths: string
  /** None is a parameter. */
  readonly isFixed: boolean
}

/** What is kept by key outside of tables, as cuts of the state take it. Keys have small numbers. */
export interface KeyedState {
  /** Tables that are filled for snapshots alone. */
  readonly leavesOut: readonly string[]
  /** By number of the key. Several may have the same ones: what changes for one changes for all. */
  readonly changes: Changes
  /** Numbers of keys are less than this. */
  readonly limit: number
  /** A cut of this moment begins. */
  cutBegins?(): void
  /** The values of a key that holds something or did when the last cut began. */
  valuesOf(key: number): readonly unknown[]
  /** Whether a key holds something that the moment of the cut still needs. The key is as it was then. */
  holdsAtCut(key: number): boolean
  /** Writes it. An event is written as its number. */
  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void
  /** The cut was handed out, or came to nothing. */
  cutEnds?(): void
  /** The place of its keys among the key spaces of the rule set. */
  readonly space: number
  /** Its keys cannot leave memory. */
  readonly stays: boolean
  /** What a key holds says nothing any more when time has come there; Infinity: it always does. */
  lastsTo(key: number): number
  /** When something comes of a key by itself: it has to be in memory then. Absent or Infinity: nothing does. */
  dueAt?(key: number): number
  /** With which lengths these times are worked out. Absent: none has a part in them. */
  readonly timing?: Timing
  /** Lets go of a key that holds something. */
  dropKey(key: number): void
  /** A key that holds nothing has what `write` wrote. Its entry is read to the end. */
  loadKey(key: number, written: Omit<RestoredKey, "key">): void
}

/** What is kept as a log outside of tables, as cuts of the state take it: they hold what was added since the one before. */
export interface LoggedState {
  /** Tables that are filled for snapshots alone. */
  readonly leavesOut: readonly string[]
  /** A cut of this moment begins. */
  cutBegins(full: boolean): void
  /** Writes until it is enough; false: that was all. */
  writeSome(out: ByteWriter, isEnough: () => boolean): boolean
  /** The cut was handed out (it may still come to nothing), or came to nothing. */
  cutEnds(cameToSomething: boolean): void
  /** About how many bytes of memory it takes. */
  memoryBytes(): number
}

/** What an operator has made of its tables. It is no state: neither cuts nor snapshots have it. */
export interface TableIndex {
  readonly isIndex: true
}

/** Whether an operator goes on with what kept the same state before; undefined: that had all of it in its tables. */
export type Takes = (former: KeyedState | LoggedState | TableIndex | undefined) => boolean

export interface StateBackend {
  /**
   * State for a layout: empty, or what was restored when the fingerprints agree. `takes`: whether it goes on with what kept the same in the engine before, as it lies; else that is
   * cut and restored.
   */
  open(layout: Layout, takes?: Takes): OperatorState
  /** In place of what was opened for a layout and is of no use: what was worked out of past events; undefined: nothing was. */
  anew?(layout: Layout): OperatorState | undefined
  /** Whether nothing that was kept for it would be dropped; where it is then opened, that was worked out once. */
  fits(layout: Layout): boolean
  /** Plain data that survives JSON.stringify. */
  snapshot(): unknown
  /** Whether a cut was begun of which pieces are still to be fetched. */
  readonly isCutting: boolean
  /** The state at this moment, or what changed since the last cut, as bytes. */
  cut(full: boolean): StateCut
}

/** Stands in an `event` column for a stored event that is none any more (its type is gone or changed). */
export class Unreadable {
  readonly stored: unknown

  constructor(stored: unknown) {
    this.stored = stored
  }
}
