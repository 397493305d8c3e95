import type { SeriesSchema } from "../../abi/series.ts"
import type { OperatorState } from "../../state/contract.ts"
import type { About } from "../about.ts"
import { none, type SeriesOptions } from "../contract.ts"
import { type Identity, identityOfParts, partsOfIdentity } from "../identity.ts"
import { retentionOf, windowsOf } from "../windows.ts"
import { type RowKeys, type RowSeries, type RowSource, type RowsAtHand, rowMeasures } from "./contract.ts"
import { LogCut } from "./log-cut.ts"
import { placeMask } from "./log-store.ts"
import { type LogMember, type RestoredEntry, SharedLog } from "./shared-log.ts"
import type { RowWindow } from "./window.ts"

/** The logs of rows, by what they take. */
export class RowLogs {
  private readonly shared = new Map<string, SharedLog>()
  private readonly after: number

  /** `after`: the time of the restored state. */
  constructor(after: number) {
    this.after = after
  }

  /** Opens a series. It shares the log of another one where both hold the same entries. */
  open(options: SeriesOptions, source: RowSource): RowLog {
    const { schema, state, params } = options
    const { age } = retentionOf(schema, windowsOf(schema, params), params)
    const restored = restoredEntries(state, schema, source.keys)
    const name = `${source.select} ${source.space}`
    const known = source.whole ? this.shared.get(name) : undefined
    if (known?.endsWith(restored, this.after - age)) return new RowLog(options, source, known, restored, false)
    const log = new SharedLog(source)
    if (source.whole) this.shared.set(name, log)
    return new RowLog(options, source, log, restored, true)
  }
}

/** A series of rows: one entry for each event. Its tables are those of `LogSeries`, so that what one has kept the other goes on with. */
export class RowLog implements RowSeries, LogMember {
  readonly space: number
  readonly all: RowWindow
  private readonly schema: SeriesSchema
  private readonly state: OperatorState
  private readonly about: About
  private readonly rowKeys: RowKeys
  private readonly log: SharedLog
  /** It has made the log, and moves it. */
  private readonly leads: boolean
  /** The first of its columns. */
  private readonly column: number

  constructor(
    { schema, state, measures, params, about }: SeriesOptions,
    source: RowSource,
    log: SharedLog,
    restored: readonly RestoredEntry[],
    leads: boolean,
  ) {
    this.schema = schema
    this.state = state
    this.about = about
    this.rowKeys = source.keys
    this.space = source.space
    this.log = log
    this.leads = leads
    const windows = windowsOf(schema, params)
    this.all = log.windowOf(retentionOf(schema, windows, params).age, 0)
    this.column = log.join(this, source.values)
    log.restore(restored, this.column)
    for (const measure of rowMeasures(measures, source.columns)) {
      const { reach, ending, previous } = windows[measure.window]!
      log.windowOf(reach, ending).add(measure, this.column, previous)
    }
    const { store } = log
    const { keys } = source
    const first = (): number => this.all.left
    state.keep(new LogCut({ store, keys, column: this.column, columns: schema.columns.length, first }))
  }

  get keys(): number {
    return this.all.keys
  }

  get entries(): number {
    return (this.log.store.next - this.all.left) | 0
  }

  begin(time: number): void {
    if (this.leads) this.log.moveTo(time)
  }

  take(batch: RowsAtHand): void {
    if (this.leads) this.log.take(batch)
  }

  number(sequences: Int32Array): void {
    if (this.leads) this.log.number(sequences)
  }

  holds(key: number): boolean {
    return this.all.holds(key)
  }

  forget(time: number): void {
    if (this.leads) this.log.moveTo(time)
  }

  lost(at: number): void {
    this.about.lost(at)
  }

  /** Its windows are no parameters. */
  resize(): void {}

  /** What a parameter decides of a log that is shared is the filter, which is that of all. */
  clear(): void {
    this.log.clear()
  }

  store(): void {
    const { store } = this.log
    const table = this.state.table("keys")
    const entries = this.state.table("entries")
    table.clear()
    entries.clear()
    const [key, head, tail] = [table.value("key"), table.number("head"), table.number("tail")]
    const [at, next, order] = [entries.number("at"), entries.number("next"), entries.number("order")]
    const values = this.schema.columns.map((_, column) => entries.number(`v${column}`))
    const rowOf = new Map<number, number>()
    for (let number = this.all.left; number !== store.next; number = (number + 1) | 0) {
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
