import type { EventRecord } from "../../abi/event.ts"
import type { RingForm } from "../../abi/form.ts"
import type { EventSchema, RuleManifest } from "../../abi/rule-set.ts"
import { noKey } from "../../rows/key-space.ts"
import type { Column, Layout, OperatorState, Table } from "../../state/contract.ts"
import type { RuleCounts } from "../contract.ts"
import { countsTable, ruleCounts } from "../counts.ts"
import { keyShape } from "../key.ts"
import type { Capture } from "./capture.ts"
import type { Batch, Lane, LaneHost } from "./contract.ts"
import { RingStore } from "./ring-store.ts"
import { RunView } from "./run-view.ts"

const never = Number.POSITIVE_INFINITY

/** The layout of a rule in the form of a ring over rows: one row of the table for each event that is held. */
export function ringLaneLayout(rule: RuleManifest, form: RingForm, events: readonly EventSchema[]): Layout {
  const { inputs, keys } = keyShape(rule, events)
  const { withinMs: _, ...kept } = form
  return {
    operator: `ring ${rule.was ?? rule.name}`,
    fingerprint: JSON.stringify(["rows", kept, inputs, keys, rule.steps.length, rule.rows?.captures]),
    tables: [{ name: "held", columns: { key: "value", at: "f64", kept: "value", event: "event" } }, countsTable],
  }
}

export interface RingLaneOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly form: RingForm
  /** Of the first step's events. */
  readonly type: number
  readonly space: number
  /** Of the first step and the last one; null: there is no last one. */
  readonly select: number
  readonly lastSelect: number | null
  /** Of the first step and the last one; null: events as a whole. */
  readonly capture: Capture | null
  readonly lastCapture: Capture | null
  readonly state: OperatorState
  /** Most events of one key; the oldest is dropped beyond. */
  readonly limit: number
  readonly host: LaneHost
  /** Keys by their ids. */
  readonly keys: { readonly limit: number; values(id: number): unknown[]; idOf(values: readonly unknown[]): number }
}

/**
 * `N A` and `N A then B` within a time, over rows. The oldest event that the window still holds begins the partial match that is furthest, so it
 * is the one that completes first; with it go all others, which overlap it.
 */
export class RingLane implements Lane {
  readonly counts: RuleCounts
  readonly space: number
  private readonly options: RingLaneOptions
  private readonly store_: RingStore
  /** How many events must be held for the next one to complete the match. */
  private readonly needed: number
  /** No key ever holds more events than it may. */
  private readonly isBounded: boolean
  /** Where the batch at hand goes on among the chosen rows of both steps. */
  private cursor = 0
  private lastCursor = 0
  /** The time of the last event. */
  private time = Number.NEGATIVE_INFINITY

  constructor(options: RingLaneOptions) {
    const { form, capture, state, space } = options
    this.options = options
    this.space = space
    this.counts = ruleCounts(state)
    this.needed = form.last === null ? form.min - 1 : form.min
    this.isBounded = form.last === null && this.needed <= options.limit
    const layout = {
      numbers: capture?.numbers ?? 0,
      objects: capture === null || capture.strings > 0,
      most: form.last === null ? this.needed : undefined,
    }
    this.store_ = new RingStore(layout, form.withinMs)
    this.load(state.table("held"))
  }

  begin(batch: Batch): void {
    this.cursor = 0
    this.lastCursor = 0
    // Its keys get their ids.
    batch.keysOf(this.space)
    this.store_.reserve(this.options.keys.limit)
  }

  run(batch: Batch, to: number): void {
    if (this.options.lastSelect === null) this.runCount(batch, to)
    else this.runSequence(batch, to, this.options.lastSelect)
  }

  /** `N A`. */
  private runCount(batch: Batch, to: number): void {
    const { items, count } = batch.chosen(this.options.select)
    const { order } = batch
    const { at } = batch.rows
    const keys = batch.keysOf(this.space)
    const { needed, store_: store } = this
    let { cursor } = this
    for (; cursor < count; cursor++) {
      const place = items[cursor]!
      if (place >= to) break
      const key = keys[place]!
      if (key === noKey) continue
      const row = order[place]!
      const block = store.blockOf(key)
      if (block !== 0 && store.expire(block, at[row]!) === needed) this.complete(batch, place, block, needed)
      else if (needed > 0) this.hold(batch, row, key, block)
      else this.completeAlone(batch, place, key)
    }
    this.cursor = cursor
  }

  /** `N A then B`. */
  private runSequence(batch: Batch, to: number, lastSelect: number): void {
    const begins = batch.chosen(this.options.select)
    const ends = batch.chosen(lastSelect)
    const { order } = batch
    const { at } = batch.rows
    const keys = batch.keysOf(this.space)
    const { needed, store_: store } = this
    const { max } = this.options.form
    for (;;) {
      const begin = this.cursor < begins.count ? begins.items[this.cursor]! : to
      const end = this.lastCursor < ends.count ? ends.items[this.lastCursor]! : to
      const place = begin < end ? begin : end
      if (place >= to) return
      if (begin === place) this.cursor++
      if (end === place) this.lastCursor++
      const key = keys[place]!
      if (key === noKey) continue
      const row = order[place]!
      const block = store.blockOf(key)
      const held = block === 0 ? 0 : store.expire(block, at[row]!)
      if (end === place && block !== 0 && held >= needed)
        this.complete(batch, place, block, Math.min(held, max ?? held))
      else if (begin === place) this.hold(batch, row, key, block)
    }
  }

  /** `block`: the key's, 0 where it has none. */
  private hold(batch: Batch, row: number, key: number, block: number): void {
    const { capture, host, limit } = this.options
    const { rows } = batch
    const store = this.store_
    const time = rows.at[row]!
    const cell = block === 0 ? store.add(key, time) : store.push(block, time)
    if (capture === null) store.objects![cell] = host.kept(batch, row)
    else {
      if (capture.numbers > 0) capture.keep(rows, row, store.cells, cell + 1)
      if (store.objects !== undefined) store.objects[cell] = capture.stringsOf(rows, row)
    }
    if (this.isBounded) return
    const own = store.blockOf(key)
    if (store.count(own) <= limit) return
    store.removeOldest(own)
    this.counts.add("dropped", 1)
  }

  /** One event is enough. */
  private completeAlone(batch: Batch, place: number, key: number): void {
    this.report(batch, place, key, 0, [], undefined)
  }

  /** Lets the key go first, then reports: a result finds the state as it will be. */
  private complete(batch: Batch, place: number, block: number, count: number): void {
    const store = this.store_
    const { stride } = store
    const cells: number[] = []
    const objects: unknown[] | undefined = store.objects && []
    for (let i = 0; i < count; i++) {
      const cell = store.cellOf(block, i)
      for (let word = 0; word < stride; word++) cells.push(store.cells[cell + word]!)
      objects?.push(store.objects![cell])
    }
    const key = store.keyOf(block)
    store.close(block)
    this.report(batch, place, key, count, cells, objects)
  }

  private report(
    batch: Batch,
    place: number,
    key: number,
    count: number,
    cells: readonly number[],
    objects: readonly unknown[] | undefined,
  ): void {
    const { index, form, capture, lastCapture, host, type } = this.options
    const { rows, order } = batch
    const ending = form.last === null ? capture : lastCapture
    const event = host.event(batch, place, ending?.fieldsOf(rows, order[place]!))
    const run = { step: form.first.step, type, capture, count, cells, stride: this.store_.stride, objects }
    this.counts.add("matches", 1)
    host.found(this, place, {
      rule: index,
      timeout: false,
      view: new RunView(run, (form.last ?? form.first).step, event),
      key: batch.valuesOf(this.space, key),
      at: event.at,
      event,
      index: 0,
    })
  }

  holds(key: number): boolean {
    return key < this.store_.blocks.length && this.store_.blockOf(key) !== 0
  }

  store(): void {
    const { state, keys, capture } = this.options
    const table = state.table("held")
    table.clear()
    const columns = columnsOf(table)
    const store = this.store_
    store.sweepAll(this.time)
    for (const block of store.all()) {
      const key = keys.values(store.keyOf(block))
      for (let i = 0; i < store.count(block); i++) {
        const cell = store.cellOf(block, i)
        const row = table.allocate()
        columns.key.set(row, key)
        columns.at.set(row, store.cells[cell]!)
        if (capture === null) columns.event.set(row, store.objects![cell] as EventRecord)
        else {
          const numbers = [...store.cells.subarray(cell + 1, cell + store.stride)].map((one) =>
            Number.isNaN(one) ? null : one,
          )
          const strings = capture.strings === 0 ? [] : [store.objects![cell]].flat().map((one) => one ?? null)
          columns.kept.set(row, [numbers, strings])
        }
      }
    }
  }

  nextDeadline(): number {
    return never
  }

  fire(): void {}

  /** The window is no parameter. */
  resetTimers(): void {}

  passed(watermark: number): void {
    this.time = watermark
    this.store_.sweep(watermark)
  }

  /** Each event that is held begins one. */
  partialMatches(): number {
    this.store_.sweepAll(this.time)
    let held = 0
    for (const block of this.store_.all()) held += this.store_.count(block)
    return held
  }

  keys(): number {
    this.store_.sweepAll(this.time)
    return this.store_.keys
  }

  private load(table: Table): void {
    const { keys, capture } = this.options
    const columns = columnsOf(table)
    const store = this.store_
    for (const row of table.rows()) {
      const key = keys.idOf(columns.key.get(row) as unknown[])
      store.reserve(keys.limit)
      const cell = store.add(key, columns.at.get(row))
      if (capture === null) store.objects![cell] = columns.event.get(row)
      else {
        const [numbers, strings] = columns.kept.get(row) as [(number | null)[], (string | null)[]]
        for (const [i, one] of numbers.entries()) store.cells[cell + 1 + i] = one ?? Number.NaN
        const texts = strings.map((one) => one ?? undefined)
        if (store.objects !== undefined) store.objects[cell] = capture.strings === 1 ? texts[0] : texts
      }
    }
    table.clear()
  }
}

function columnsOf(table: Table): {
  readonly key: Column<unknown>
  readonly at: Column<number>
  readonly kept: Column<unknown>
  readonly event: Column<EventRecord>
} {
  return {
    key: table.value("key"),
    at: table.number("at"),
    kept: table.value("kept"),
    event: table.value("event") as Column<EventRecord>,
  }
}
