import type { EventRecord } from "../abi/event.ts"
import type { RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { WindowShape } from "../abi/series.ts"
import { type Accumulator, accumulator, type Json } from "../aggregate/accumulate.ts"
import type { Column, OperatorState, Table } from "../state/contract.ts"
import { Timers, timerTable } from "../time/timers.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { ruleCounts } from "./counts.ts"
import { type SingleEvent, singleTest } from "./filter.ts"
import { haveSameKey, type KeyId, type KeyReader, keyReader } from "./key.ts"
import { length, type WindowsAt, windowsAt } from "./window-times.ts"
import { WindowView } from "./window-view.ts"

const none = -1
const forever = Number.POSITIVE_INFINITY

export interface WindowOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly state: OperatorState
  readonly single: SingleEvent
  readonly window: NonNullable<RuleManifest["window"]>
  readonly params: Readonly<Record<string, unknown>>
  readonly onResult: OnResult
  /** Where the rule's keys are shared with others: those of this worker. */
  readonly reader?: KeyReader
}

/**
 * An `each` rule. Events come in the order of time and a window that ends at an event's time has ended before it, so every open
 * window of a key holds every event that comes: sessions only grow, and a window keeps running results instead of events.
 */
export class WindowOperator implements EventOperator {
  readonly counts: RuleCounts
  readonly outdated: readonly string[]
  private readonly options: WindowOptions
  private readonly fits: (event: EventRecord) => boolean
  private readonly reader: KeyReader
  private readonly measures: readonly Accumulator[]
  /** What the event at hand adds to each measure; undefined: nothing. */
  private readonly added: unknown[] = []
  private readonly windowsAt: WindowsAt
  private readonly table: Table
  private readonly timers: Timers
  private readonly key: Column<unknown>
  private readonly start: Column<number>
  private readonly end: Column<number>
  private readonly opened: Column<number>
  private readonly events: Column<number>
  private readonly older: Column<number>
  private readonly results: Column<unknown>
  /** Key id → row of its window that was opened last; made anew from the table at a restore. */
  private readonly newest = new Map<KeyId, number>()

  constructor(options: WindowOptions) {
    const { rule, program, state, window, params } = options
    this.options = options
    this.counts = ruleCounts(state)
    this.fits = singleTest(options.single, program)
    this.reader = options.reader ?? keyReader(rule.keys)
    this.measures = window.measures.map((measure) => accumulator(measure.op, measure))
    this.windowsAt = window.shape.kind === "time" ? windowsAt(window.shape, params) : () => []
    this.table = state.table("windows")
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    this.key = this.table.value("key")
    this.start = this.table.number("start")
    this.end = this.table.number("end")
    this.opened = this.table.number("opened")
    this.events = this.table.number("events")
    this.older = this.table.number("older")
    this.results = this.table.value("results")
    const rows = [...this.table.rows()]
    const followed = new Set(rows.map((row) => this.older.get(row) - 1))
    for (const row of rows) if (!followed.has(row)) this.newest.set(this.idOf(row), row)
    for (const row of rows) if (this.timers.of(row) !== this.end.get(row)) this.timers.set(row, this.end.get(row))
    this.outdated = this.restartOutdated()
  }

  process(event: EventRecord): void {
    const id = this.reader.read(event)
    if (id === undefined || !this.fits(event)) return
    this.measure(event)
    const newest = this.newest.get(id) ?? none
    const { shape } = this.options.window
    if (shape.kind === "count") this.addCounted(shape.count, id, newest, event)
    else if (shape.kind === "session") this.addToSession(shape, id, newest, event)
    else if (shape.every === undefined && newest !== none) this.add(newest)
    else this.addToAll(id, newest, event)
  }

  nextDeadline(): number {
    return this.timers.next()
  }

  /** Windows that end together come out in the order in which they were opened. */
  fire(time: number): void {
    for (let at = this.timers.next(); at <= time; at = this.timers.next()) {
      const rows: number[] = []
      while (this.timers.next() === at) {
        const row = this.timers.nextKey()
        this.timers.set(row, forever)
        rows.push(row)
      }
      const { opened, start } = this
      rows.sort((a, b) => opened.get(a) - opened.get(b) || start.get(a) - start.get(b))
      for (const row of rows) this.close(row, at, null)
    }
  }

  restart(param: string): readonly string[] {
    const changed = this.changedParams().includes(param)
    this.rememberParams()
    return changed ? this.restartMeasures(param) : []
  }

  private restartMeasures(param: string): readonly string[] {
    const { measures } = this.options.window
    const concerned = [...measures.keys()].filter((number) => measures[number]!.params?.includes(param))
    for (const row of this.table.rows()) {
      const results = [...(this.results.get(row) as Json[])]
      for (const number of concerned) results[number] = this.measures[number]!.start()
      this.results.set(row, results)
    }
    return this.table.size === 0 ? [] : concerned.map((number) => measures[number]!.name)
  }

  /** A window keeps the end that it has: another length is that of windows that open later. */
  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.reader, left, right)
  }

  /** The open windows. */
  partialMatches(): number {
    return this.table.size
  }

  keys(): number {
    return this.newest.size
  }

  /** Running results that were made with another value of a parameter than it has now begin anew. */
  private restartOutdated(): readonly string[] {
    const restarted = new Set(this.changedParams().flatMap((name) => this.restartMeasures(name)))
    this.rememberParams()
    return [...restarted]
  }

  /** The parameters that have another value than the running results were made with. */
  private changedParams(): readonly string[] {
    const { state, params } = this.options
    const table = state.table("params")
    const stored = table.size === 0 ? [] : (table.value("values").get(0) as readonly (readonly [string, unknown])[])
    return stored
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(params[name]))
      .map(([name]) => name)
  }

  private rememberParams(): void {
    const { state, params, window } = this.options
    const names = [...new Set(window.measures.flatMap((measure) => measure.params ?? []))].sort()
    const table = state.table("params")
    if (table.size === 0) table.allocate()
    table.value("values").set(
      0,
      names.map((name) => [name, params[name]]),
    )
  }

  /** What the event adds is worked out before anything is written: code that throws leaves the state as it was. */
  private measure({ fields }: EventRecord): void {
    const measures = this.options.program.measures ?? []
    try {
      for (const [number, { filter, value }] of measures.entries()) {
        const counts = filter === undefined || filter(fields) === true
        this.added[number] = !counts ? undefined : value === undefined ? true : value(fields)
      }
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }

  private addCounted(count: number, id: KeyId, newest: number, event: EventRecord): void {
    const row = newest === none ? this.open(id, none, event, event.at, forever) : newest
    this.add(row)
    if (this.events.get(row) >= count) this.close(row, event.at, event)
  }

  private addToSession(
    { gap }: Extract<WindowShape, { kind: "session" }>,
    id: KeyId,
    newest: number,
    event: EventRecord,
  ): void {
    const end = event.at + length(gap, this.options.params)
    const row = newest === none ? this.open(id, none, event, event.at, end) : newest
    this.end.set(row, end)
    this.timers.set(row, end)
    this.add(row)
  }

  /** Windows that began no later than the key's newest one are open already, or they are past. */
  private addToAll(id: KeyId, newest: number, event: EventRecord): void {
    const last = newest === none ? Number.NEGATIVE_INFINITY : this.start.get(newest)
    let row = newest
    for (const { start, end } of this.windowsAt(event.at, last)) row = this.open(id, row, event, start, end)
    for (; row !== none; row = this.older.get(row) - 1) this.add(row)
  }

  private open(id: KeyId, older: number, event: EventRecord, start: number, end: number): number {
    const row = this.table.allocate()
    this.key.set(row, this.reader.parts())
    this.start.set(row, start)
    this.end.set(row, end)
    this.opened.set(row, event.sequence)
    this.older.set(row, older + 1)
    this.results.set(
      row,
      this.measures.map((measure) => measure.start()),
    )
    this.newest.set(id, row)
    if (end < forever) this.timers.set(row, end)
    return row
  }

  private add(row: number): void {
    // Also says that the row changes, before its results do.
    this.events.set(row, this.events.get(row) + 1)
    const results = this.results.get(row) as Json[]
    for (let i = 0; i < results.length; i++) results[i] = this.measures[i]!.add(results[i]!, this.added[i])
  }

  /** Settles the key first, then reports. */
  private close(row: number, at: number, event: EventRecord | null): void {
    const key = this.key.get(row) as readonly unknown[]
    const view = new WindowView(this.start.get(row), at, this.measures, this.results.get(row) as Json[])
    this.unlink(row)
    this.table.free(row)
    this.counts.add("matches", 1)
    const { index: rule, onResult } = this.options
    onResult({ rule, timeout: false, view, key, at, event, index: 0 })
  }

  private unlink(row: number): void {
    const id = this.idOf(row)
    const older = this.older.get(row)
    const newest = this.newest.get(id)!
    if (newest === row) {
      if (older === 0) this.newest.delete(id)
      else this.newest.set(id, older - 1)
      return
    }
    let newer = newest
    while (this.older.get(newer) - 1 !== row) newer = this.older.get(newer) - 1
    this.older.set(newer, older)
  }

  private idOf(row: number): KeyId {
    return this.reader.idOf(this.key.get(row) as readonly unknown[])
  }
}
