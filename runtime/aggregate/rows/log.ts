import type { SeriesSchema } from "../../abi/series.ts"
import type { OperatorState } from "../../state/contract.ts"
import type { About } from "../about.ts"
import { none, type SeriesOptions } from "../contract.ts"
import { type Identity, identityOfParts, partsOfIdentity } from "../identity.ts"
import { retentionOf, windowsOf } from "../windows.ts"
import { type RowSeries, type RowSource, type RowsAtHand, rowMeasures } from "./contract.ts"
import { LogStore } from "./log-store.ts"
import { TakenRows } from "./taken.ts"
import { RowWindow } from "./window.ts"

/**
 * A log of rows: one entry for each event, of all keys in one order, and windows that move over it as time moves on. Its tables are those
 * of `LogSeries`, so that what one has kept the other goes on with.
 */
export class RowLog implements RowSeries {
  readonly space: number
  private readonly schema: SeriesSchema
  private readonly state: OperatorState
  private readonly about: About
  private readonly source: RowSource
  private readonly taken: TakenRows
  private readonly log: LogStore
  private readonly windows: RowWindow[] = []
  /** The window that holds all entries that are needed. */
  private readonly all: RowWindow
  /** Of the last batch: the number of its first entry, and how many there are. */
  private first = 0
  private added = 0
  private logged = new Int32Array(0)

  constructor({ schema, state, measures, params, about }: SeriesOptions, source: RowSource) {
    this.schema = schema
    this.state = state
    this.about = about
    this.source = source
    this.space = source.space
    this.taken = new TakenRows(source)
    this.log = new LogStore(schema.columns.length)
    const windows = windowsOf(schema, params)
    this.all = this.windowOf(retentionOf(schema, windows, params).age, 0)
    for (const measure of rowMeasures(measures, source.columns)) {
      const { reach, ending, previous } = windows[measure.window]!
      this.windowOf(reach, ending).add(measure, previous)
    }
    this.load()
  }

  get keys(): number {
    return this.all.keys
  }

  get entries(): number {
    return this.log.size
  }

  holds(key: number): boolean {
    return this.all.holds(key)
  }

  take(batch: RowsAtHand): void {
    const { source, log } = this
    const keys = batch.keysOf(source.space)
    this.first = log.next
    this.logRows(batch, keys)
    const { rows, order, count } = batch
    const { logged, added, first } = this
    for (const window of this.windows) {
      window.reserve(source.keys.limit)
      window.pass({ rows, order, count, keys, logged, added, first })
    }
    this.release()
  }

  number(sequences: Int32Array): void {
    const { log } = this
    for (let i = 0; i < this.added; i++) log.order[(this.first + i) & log.mask] = sequences[this.logged[i]!]!
    this.added = 0
  }

  forget(time: number): void {
    for (const window of this.windows) window.moveTo(time, this.log.next)
    this.release()
  }

  /** Its windows are no parameters. */
  resize(): void {}

  clear(): void {
    this.log.clear()
    for (const window of this.windows) window.clear()
    this.added = 0
  }

  store(): void {
    const { log, schema } = this
    const { keys } = this.source
    const table = this.state.table("keys")
    const entries = this.state.table("entries")
    table.clear()
    entries.clear()
    const [key, head, tail] = [table.value("key"), table.number("head"), table.number("tail")]
    const [at, next, order] = [entries.number("at"), entries.number("next"), entries.number("order")]
    const values = schema.columns.map((_, column) => entries.number(`v${column}`))
    const rowOf = new Map<number, number>()
    for (let number = log.first; number !== log.next; number = (number + 1) | 0) {
      const place = number & log.mask
      const entry = entries.allocate()
      at.set(entry, log.at[place]!)
      next.set(entry, none)
      order.set(entry, log.order[place]!)
      for (const [column, each] of values.entries()) each.set(entry, log.values[column]![place]!)
      const id = log.key[place]!
      let row = rowOf.get(id)
      if (row === undefined) {
        row = table.allocate()
        rowOf.set(id, row)
        key.set(row, identityOfParts(keys.values(id)))
        head.set(row, entry)
      } else next.set(tail.get(row), entry)
      tail.set(row, entry)
    }
  }

  private windowOf(reach: number, ending: number): RowWindow {
    const known = this.windows.find((one) => one.reach === reach && one.ending === ending)
    if (known !== undefined) return known
    const made = new RowWindow(this.log, reach, ending)
    this.windows.push(made)
    return made
  }

  /** Makes entries of the rows that count, in their order. */
  private logRows(batch: RowsAtHand, keys: Int32Array): void {
    const { log, taken } = this
    const { order } = batch
    const { at } = batch.rows
    const { items, count, values } = taken.read(batch)
    if (this.logged.length < count) this.logged = new Int32Array(order.length)
    log.reserve(count)
    const { logged } = this
    let added = 0
    for (let i = 0; i < count; i++) {
      const place = items[i]!
      const key = keys[place]!
      if (key < 0 || !taken.isWhole(i)) continue
      const entry = log.add(at[order[place]!]!, key, (batch.sequence + place) | 0)
      // Without −0, which a snapshot does not know.
      for (let column = 0; column < values.length; column++) log.values[column]![entry] = values[column]![i]! + 0
      logged[added++] = place
    }
    this.added = added
  }

  /** Lets the entries go that no window holds any more. */
  private release(): void {
    const { log, all } = this
    if (all.left === log.first) return
    this.about.lost(log.at[(all.left - 1) & log.mask]!)
    log.first = all.left
  }

  private load(): void {
    const { log, source, schema } = this
    const table = this.state.table("keys")
    const entries = this.state.table("entries")
    const [key, head] = [table.value("key"), table.number("head")]
    const [at, next, order] = [entries.number("at"), entries.number("next"), entries.number("order")]
    const found: { entry: number; id: number }[] = []
    for (const row of table.rows()) {
      const id = source.keys.idOf(partsOfIdentity(key.get(row) as Identity, schema.keys.length))
      for (let entry = head.get(row); entry !== none; entry = next.get(entry)) found.push({ entry, id })
    }
    found.sort((a, b) => at.get(a.entry) - at.get(b.entry) || (order.get(a.entry) - order.get(b.entry)) | 0)
    const values = schema.columns.map((_, column) => entries.number(`v${column}`))
    log.reserve(found.length)
    for (const { entry, id } of found) {
      const place = log.add(at.get(entry), id, order.get(entry))
      for (const [column, each] of values.entries()) log.values[column]![place] = each.get(entry)
    }
    for (const window of this.windows) {
      window.reserve(source.keys.limit)
      window.restore()
    }
    table.clear()
    entries.clear()
  }
}
