import type { Accumulator, Json } from "../aggregate/accumulate.ts"
import type { ByteWriter } from "../state/bytes.ts"
import { Changes } from "../state/changes.ts"
import type { Column, KeyedState, OperatorState, RestoredKey, Table } from "../state/contract.ts"
import { Timers, timerTable } from "../time/timers.ts"
import { type ObjectSpace, withRoom } from "./object-keys.ts"
import type { MeasureParams, Versions } from "./window-params.ts"

/** No window: they are numbered from 0. */
export const none = -1
const firstKeys = 64
const forever = Number.POSITIVE_INFINITY

export interface OpenWindowsOptions {
  readonly state: OperatorState
  readonly objects: ObjectSpace
  readonly measures: readonly Accumulator[]
  readonly params: MeasureParams
}

/** The open windows of all keys, and when they end. A key's are a list from the one that was opened last (`newest`, `older`). */
export class OpenWindows implements KeyedState {
  readonly leavesOut = ["windows", timerTable.name]
  readonly changes: Changes
  readonly space: number
  readonly stays: boolean
  /** Numbers of keys that have some. */
  keys: number
  readonly objects: ObjectSpace
  readonly params: MeasureParams
  private readonly measures: readonly Accumulator[]
  private readonly table: Table
  private readonly timers: Timers
  private readonly key: Column<unknown>
  private readonly start_: Column<number>
  private readonly end: Column<number>
  private readonly opened: Column<number>
  private readonly events: Column<number>
  private readonly older_: Column<number>
  private readonly results_: Column<unknown>
  /** By key: its window that was opened last, plus 1; 0: it has none. Made anew from the table at a restore. */
  private newest_: Int32Array
  /** By window: its key. */
  private keyOf_: Int32Array

  /** Takes over what the state has. `params`: as the results in its tables were made; a key's own say how it was. */
  constructor({ state, objects, measures, params }: OpenWindowsOptions) {
    const former = state.former instanceof OpenWindows ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    this.keys = former?.keys ?? 0
    this.newest_ = former?.newest_ ?? new Int32Array(firstKeys)
    this.keyOf_ = former?.keyOf_ ?? new Int32Array(firstKeys)
    this.objects = objects
    this.space = objects.space
    this.stays = !objects.leaves
    this.measures = measures
    this.params = params
    this.table = state.table("windows")
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    this.key = this.table.value("key")
    this.start_ = this.table.number("start")
    this.end = this.table.number("end")
    this.opened = this.table.number("opened")
    this.events = this.table.number("events")
    this.older_ = this.table.number("older")
    this.results_ = this.table.value("results")
    if (former === undefined) this.takeRows()
    for (const written of state.restored()) this.loadKey(objects.keys.idOf(written.key), written)
    state.keep(this)
  }

  get size(): number {
    return this.table.size
  }

  get limit(): number {
    return this.objects.keys.limit
  }

  /** The key's window that was opened last. */
  newest(key: number): number {
    return key < this.newest_.length ? this.newest_[key]! - 1 : none
  }

  /** The key's window that was opened before. */
  older(window: number): number {
    return this.older_.get(window) - 1
  }

  keyOf(window: number): number {
    return this.keyOf_[window]!
  }

  start(window: number): number {
    return this.start_.get(window)
  }

  /** Infinity: no time ends it. */
  endOf(window: number): number {
    return this.end.get(window)
  }

  eventsOf(window: number): number {
    return this.events.get(window)
  }

  results(window: number): readonly Json[] {
    return this.results_.get(window) as readonly Json[]
  }

  /** When the next one ends; Infinity: none does. */
  nextEnd(): number {
    return this.timers.next()
  }

  /** Takes the timers of those that end next, together: in the order in which they were opened. */
  takeEnding(): readonly number[] {
    const at = this.timers.next()
    const windows: number[] = []
    while (this.timers.next() === at) {
      const window = this.timers.nextKey()
      this.timers.set(window, forever)
      windows.push(window)
    }
    const { opened, start_ } = this
    return windows.sort((a, b) => opened.get(a) - opened.get(b) || start_.get(a) - start_.get(b))
  }

  /** Opens the next window of a key that was touched, with an event of that sequence number. `end`: Infinity: no time ends it. */
  open(key: number, start: number, end: number, sequence: number): number {
    const window = this.table.allocate()
    this.start_.set(window, start)
    this.opened.set(window, sequence)
    this.results_.set(
      window,
      this.measures.map((measure) => measure.start()),
    )
    this.older_.set(window, this.newest(key) + 1)
    this.link(key, window)
    this.setEnd(window, end)
    return window
  }

  /** Of a key that was touched. */
  setEnd(window: number, end: number): void {
    this.end.set(window, end)
    this.timers.set(window, end)
  }

  /** Adds an event of a key that was touched: by measure what it brings. */
  add(window: number, added: readonly unknown[]): void {
    this.events.set(window, this.events.get(window) + 1)
    const results = this.results_.get(window) as Json[]
    for (let i = 0; i < results.length; i++) results[i] = this.measures[i]!.add(results[i]!, added[i])
  }

  close(window: number): void {
    const key = this.keyOf(window)
    this.changes.touch(key)
    this.unlink(key, window)
    this.timers.set(window, forever)
    this.table.free(window)
  }

  /** Begins the running results of measures anew. Before `remember`: a cut under way has them as they were. */
  restart(measures: readonly number[]): void {
    for (const window of this.table.rows()) {
      this.changes.touch(this.keyOf(window))
      this.startAgain(window, measures)
    }
  }

  /** Whether the number of a key is needed. */
  holds(key: number): boolean {
    return this.holdsAtCut(key) || this.changes.isChanged(key)
  }

  /** Writes what only snapshots have. */
  store(): void {
    for (const window of this.table.rows()) this.key.set(window, this.valuesOf(this.keyOf(window)))
  }

  valuesOf(key: number): readonly unknown[] {
    return this.objects.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.newest(key) !== none
  }

  write(key: number, out: ByteWriter): void {
    const { versions } = this.params
    out.count(versions.length)
    for (const [name, changes] of versions) {
      out.text(name)
      out.count(changes)
    }
    const windows = this.windowsOf(key)
    out.count(windows.length)
    for (const window of windows) {
      out.number(this.start_.get(window))
      out.number(this.end.get(window))
      out.number(this.opened.get(window))
      out.count(this.events.get(window))
      out.value(this.results_.get(window))
    }
  }

  loadKey(key: number, { entry }: Omit<RestoredKey, "key">): void {
    this.changes.touch(key)
    const versions: Versions = Array.from({ length: entry.count() }, () => [entry.text(), entry.count()])
    const outdated = this.params.outdated(versions)
    for (let left = entry.count(); left > 0; left--) {
      const window = this.open(key, entry.number(), entry.number(), entry.number())
      this.events.set(window, entry.count())
      this.results_.set(window, entry.value())
      if (outdated.length > 0) this.startAgain(window, outdated)
    }
  }

  dropKey(key: number): void {
    this.changes.touch(key)
    for (const window of this.windowsOf(key)) {
      this.unlink(key, window)
      this.timers.set(window, forever)
      this.table.free(window)
    }
  }

  /** All windows say something when they end. */
  lastsTo(): number {
    return Number.POSITIVE_INFINITY
  }

  dueAt(key: number): number {
    let due = forever
    for (let window = this.newest(key); window !== none; window = this.older(window)) {
      due = Math.min(due, this.end.get(window))
    }
    return due
  }

  /** From the one that was opened first. */
  private windowsOf(key: number): readonly number[] {
    const windows: number[] = []
    for (let window = this.newest(key); window !== none; window = this.older(window)) windows.push(window)
    return windows.reverse()
  }

  private startAgain(window: number, measures: readonly number[]): void {
    const results = [...this.results(window)]
    for (const number of measures) results[number] = this.measures[number]!.start()
    this.results_.set(window, results)
  }

  /** Rows of snapshots, and of cuts that have no keys. */
  private takeRows(): void {
    const rows = [...this.table.rows()]
    const followed = new Set(rows.map((row) => this.older(row)))
    for (const row of rows) {
      const key = this.objects.keys.idOf(this.key.get(row) as readonly unknown[])
      this.keyOf_ = withRoom(this.keyOf_, row)
      this.keyOf_[row] = key
      if (!followed.has(row)) this.link(key, row)
      if (this.timers.of(row) !== this.end.get(row)) this.timers.set(row, this.end.get(row))
    }
  }

  private link(key: number, window: number): void {
    if (this.newest(key) === none) this.keys++
    this.newest_ = withRoom(this.newest_, key)
    this.newest_[key] = window + 1
    this.keyOf_ = withRoom(this.keyOf_, window)
    this.keyOf_[window] = key
  }

  private unlink(key: number, window: number): void {
    const newest = this.newest(key)
    if (newest === window) {
      this.newest_[key] = this.older_.get(window)
      if (this.newest_[key] === 0) this.keys--
      return
    }
    let newer = newest
    while (this.older(newer) !== window) newer = this.older(newer)
    this.older_.set(newer, this.older_.get(window))
  }
}
