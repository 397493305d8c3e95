import type { SeriesSchema } from "../../abi/series.ts"
import type { OperatorState } from "../../state/contract.ts"
import type { About } from "../about.ts"
import { none, type SeriesOptions } from "../contract.ts"
import { type Identity, identityOfParts, partsOfIdentity } from "../identity.ts"
import { retentionOf, windowsOf } from "../windows.ts"
import { type RowKeys, type RowSeries, type RowSource, type RowsAtHand, rowMeasures } from "./contract.ts"
import { type CutLog, LogCut } from "./log-cut.ts"
import { placeMask } from "./log-store.ts"
import { type FormerMember, type LogMember, type RestoredEntry, SharedLog } from "./shared-log.ts"
import type { RowWindow } from "./window.ts"

/** A series that was opened, and how it reads rows. */
interface Opened {
  readonly series: RowLog
  readonly source: RowSource
  /** What it goes on with. */
  readonly former: RowLog | undefined
}

interface KnownLog {
  /** Which rows it takes; undefined: it is not shared. */
  readonly name: string | undefined
  readonly log: SharedLog
  /** The log of the engine before with whose entries it goes on. */
  readonly former: SharedLog | undefined
}

/** The logs of rows, by what they take. */
export class RowLogs {
  private readonly opened: Opened[] = []
  private readonly logs: KnownLog[] = []
  private readonly after: number

  /** `after`: the time of the restored state. */
  constructor(after: number) {
    this.after = after
  }

  /** Opens a series; it is run when it has joined a log. */
  add(options: SeriesOptions, source: RowSource): RowLog {
    const series = new RowLog(options, source)
    const { former } = options.state
    this.opened.push({ series, source, former: former instanceof RowLogCut ? former.series : undefined })
    return series
  }

  /** All series were added. A series shares the log of another one where both hold the same entries, or one holds nothing yet and goes on with the other. */
  open(): void {
    const { opened } = this
    for (const { series, source, former } of opened) {
      if (former !== undefined) series.goOn(former, ...this.logAfter(former.shared, source))
    }
    for (const { series, source, former } of opened) if (former === undefined) this.begin(series, source)
    for (const { log, former } of this.logs) {
      log.open()
      // What is gone on with is moved by the next event.
      if (former === undefined) log.moveTo(this.after)
    }
  }

  /** A log that goes on with one of before; whether it is made for it. */
  private logAfter(former: SharedLog, source: RowSource): [SharedLog, boolean] {
    const name = nameOf(source)
    const known = this.logs.find((each) => each.former === former && each.name === name && name !== undefined)
    if (known !== undefined) return [known.log, false]
    const isCopied = this.logs.some((each) => each.former === former)
    const log = new SharedLog(source, { log: former, isCopied, judged: this.after })
    this.logs.push({ name, log, former })
    return [log, true]
  }

  private begin(series: RowLog, source: RowSource): void {
    const restored = series.restored()
    const name = nameOf(source)
    const alike = name === undefined ? [] : this.logs.filter((each) => each.name === name)
    const fitting = (log: SharedLog): boolean => log.endsWith(restored, this.after - series.age)
    const known = alike.find(({ log, former }) => (former === undefined ? fitting(log) : restored.length === 0))
    const log = known?.log ?? new SharedLog(source)
    if (known === undefined) this.logs.push({ name, log, former: undefined })
    const begins = known?.former?.store.next ?? log.store.first
    series.join(log, known === undefined, begins)
    log.restore(restored, series.column)
  }
}

/** Logs of the same name take the same rows; undefined: it is not shared. */
function nameOf({ whole, select, space }: RowSource): string | undefined {
  return whole ? `${select} ${space}` : undefined
}

/** A series of rows on its way into cuts, which whoever goes on with its state finds there. */
export class RowLogCut extends LogCut {
  readonly series: RowLog

  constructor(log: CutLog, series: RowLog) {
    super(log)
    this.series = series
  }
}

/** A series of rows: one entry for each event. Its tables are those of `LogSeries`, so that what one has kept the other goes on with. */
export class RowLog implements RowSeries, LogMember {
  readonly space: number
  readonly about: About
  /** So old are entries that no window needs. */
  readonly age: number
  /** The first of its columns. */
  column = 0
  private readonly schema: SeriesSchema
  private readonly state: OperatorState
  private readonly options: SeriesOptions
  private readonly source: RowSource
  private readonly rowKeys: RowKeys
  private log_: SharedLog | undefined = undefined
  private all_: RowWindow | undefined = undefined
  /** It has made the log, and moves it. */
  private leads = false

  constructor(options: SeriesOptions, source: RowSource) {
    const { schema, state, params, about } = options
    this.options = options
    this.source = source
    this.schema = schema
    this.state = state
    this.about = about
    this.rowKeys = source.keys
    this.space = source.space
    this.age = retentionOf(schema, windowsOf(schema, params), params).age
  }

  /** Joins a log, which it has made where it `leads`, and has no entries before `begins`. `former`: which member of the log before it was. */
  join(log: SharedLog, leads: boolean, begins: number, former?: FormerMember): void {
    const { schema, state, params, measures } = this.options
    const { keys, values, columns } = this.source
    this.log_ = log
    this.leads = leads
    this.all_ = log.windowOf(this.age, 0, begins)
    this.column = log.join(this, values, former)
    const windows = windowsOf(schema, params)
    for (const measure of rowMeasures(measures, columns)) {
      const { reach, ending, previous } = windows[measure.window]!
      log.windowOf(reach, ending, begins).add(measure, this.column, previous)
    }
    const { store } = log
    const first = (): number => this.all.begins
    state.keep(new RowLogCut({ store, keys, column: this.column, columns: schema.columns.length, first }, this))
  }

  /** Joins a log that goes on with that of the same series before, with what it had there. */
  goOn(former: RowLog, log: SharedLog, leads: boolean): void {
    this.join(log, leads, former.all.begins, { member: former, column: former.column })
  }

  /** The window that holds all of its entries. */
  get all(): RowWindow {
    return given(this.all_)
  }

  /** What it stands in together with others. */
  get shared(): SharedLog {
    return given(this.log_)
  }

  /** Takes the entries of a restored state out of its tables. */
  restored(): readonly RestoredEntry[] {
    return restoredEntries(this.state, this.schema, this.rowKeys)
  }

  get keys(): number {
    return this.all.keys
  }

  get entries(): number {
    return (this.shared.store.next - this.all.begins) | 0
  }

  take(batch: RowsAtHand): void {
    if (this.leads) this.shared.take(batch)
  }

  number(sequences: Int32Array): void {
    if (this.leads) this.shared.number(sequences)
  }

  holds(key: number): boolean {
    return this.all.holds(key)
  }

  forget(time: number): void {
    if (this.leads) this.shared.moveTo(time)
  }

  lost(at: number): void {
    this.about.lost(at)
  }

  /** Its windows are no parameters. */
  resize(): void {}

  /** What a parameter decides of a log that is shared is the filter, which is that of all. */
  clear(): void {
    this.shared.clear()
  }

  store(): void {
    const { store } = this.shared
    const table = this.state.table("keys")
    const entries = this.state.table("entries")
    table.clear()
    entries.clear()
    const [key, head, tail] = [table.value("key"), table.number("head"), table.number("tail")]
    const [at, next, order] = [entries.number("at"), entries.number("next"), entries.number("order")]
    const values = this.schema.columns.map((_, column) => entries.number(`v${column}`))
    const rowOf = new Map<number, number>()
    for (let number = this.all.begins; number !== store.next; number = (number + 1) | 0) {
      const chunk = store.chunkOf(number)
      const place = number & placeMask
      const entry = entries.allocate()
      at.set(entry, store.timeOf(number))
      next.set(entry, none)
      order.set(entry, chunk.order[place]!)
      for (const [column, each] of values.entries()) each.set(entry, chunk.values[this.column + column]![place]!)
      const id = chunk.key[place]!
      let row = rowOf.get(id)
      if (row === undefined) {
        row = table.allocate()
        rowOf.set(id, row)
        key.set(row, identityOfParts(this.rowKeys.values(id)))
        head.set(row, entry)
      } else next.set(tail.get(row), entry)
      tail.set(row, entry)
    }
  }
}

function given<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the series has not joined a log")
  return part
}

/** Takes the entries of a restored state out of its tables, in the order of their events. */
function restoredEntries(state: OperatorState, schema: SeriesSchema, keys: RowKeys): readonly RestoredEntry[] {
  const table = state.table("keys")
  const entries = state.table("entries")
  const [key, head] = [table.value("key"), table.number("head")]
  const [at, next, order] = [entries.number("at"), entries.number("next"), entries.number("order")]
  const values = schema.columns.map((_, column) => entries.number(`v${column}`))
  const found: RestoredEntry[] = []
  for (const row of table.rows()) {
    const id = keys.idOf(partsOfIdentity(key.get(row) as Identity, schema.keys.length))
    for (let entry = head.get(row); entry !== none; entry = next.get(entry)) {
      const own = values.map((each) => each.get(entry))
      found.push({ at: at.get(entry), key: id, order: order.get(entry), values: own })
    }
  }
  table.clear()
  entries.clear()
  return found.sort((a, b) => a.at - b.at || (a.order - b.order) | 0)
}
