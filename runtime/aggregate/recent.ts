import type { EventRecord } from "../abi/event.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Column, Table, TableIndex, TableLayout } from "../state/contract.ts"
import type { About } from "./about.ts"
import { Capture } from "./capture.ts"
import { type AggregateMeasure, type Measure, none, type Series, type SeriesOptions } from "./contract.ts"
import { type Identity, identityOfParts } from "./identity.ts"
import { Keeping } from "./keeping.ts"
import { Keys, keysTable } from "./keys.ts"
import { Names } from "./names.ts"
import { IntBlocks } from "./numbers.ts"
import { PairIndex } from "./pairs.ts"
import type { Window } from "./windows.ts"

/** The tables of a series of the values that came, with when each came last. A key's values are a list from the oldest to the newest. */
export const recentTables: readonly TableLayout[] = [
  /** `count`: how many events of the key came. */
  keysTable({ oldest: "i32", newest: "i32", count: "f64" }),
  {
    name: "values",
    /** `place`: which event of the key had the value last, from 1. */
    columns: { key: "i32", value: "value", at: "f64", place: "f64", older: "i32", newer: "i32" },
  },
]

const first = 0
const size = 1
const perWindow = 2

/** Which values a key had, and when each came last: for `distinct` and `is new`. */
export class RecentSeries implements Series, TableIndex {
  readonly isIndex = true
  readonly about: About
  private readonly schema: SeriesSchema
  private readonly capture: Capture
  private readonly table: Keys
  private readonly oldest: Column<number>
  private readonly newest: Column<number>
  private readonly count: Column<number>
  private readonly values: Table
  private readonly key: Column<number>
  private readonly value: Column<unknown>
  private readonly at: Column<number>
  private readonly place: Column<number>
  private readonly older: Column<number>
  private readonly newer: Column<number>
  private readonly names: Names
  /** By value row: the number of its value. */
  private readonly name: IntBlocks
  private readonly index: PairIndex
  /** By key and window: the oldest value that is in it (as far as it was moved), how many are. */
  private inside: IntBlocks
  private readonly keeping: Keeping
  /** The value of the event that was taken in last, which event that was, and when the value had come before it. */
  private touched = none
  private sequence = -1
  private touchedAt = Number.NEGATIVE_INFINITY
  private touchedPlace = Number.NEGATIVE_INFINITY
  /** The key of that event, also where it had no value to keep. */
  private touchedKey = none

  constructor({ schema, program, state, params, about }: SeriesOptions) {
    this.schema = schema
    this.about = about
    this.capture = new Capture(schema, program)
    const former = state.former instanceof RecentSeries ? state.former : undefined
    this.names = former?.names ?? new Names()
    this.name = former?.name ?? new IntBlocks([none])
    this.table = new Keys(state.table("keys"), former?.table)
    this.oldest = this.table.table.number("oldest")
    this.newest = this.table.table.number("newest")
    this.count = this.table.table.number("count")
    this.values = state.table("values")
    this.key = this.values.number("key")
    this.value = this.values.value("value")
    this.at = this.values.number("at")
    this.place = this.values.number("place")
    this.older = this.values.number("older")
    this.newer = this.values.number("newer")
    this.index = new PairIndex(
      (row) => this.key.get(row),
      (row) => this.name.data[row]!,
      former?.index,
    )
    this.keeping = new Keeping(schema, params)
    this.inside = new IntBlocks(this.keeping.windows.flatMap(() => [none, 0]))
    if (former === undefined) for (const row of this.values.rows()) this.enter(row, this.value.get(row) as Identity)
    if (former === undefined || !this.keeping.isLike(former.keeping)) this.beginKeys()
    else {
      this.inside = former.inside
      this.keeping.goOn(former.keeping)
    }
    state.keepIndex(this)
  }

  get keys(): number {
    return this.table.table.size
  }

  get entries(): number {
    return this.values.size
  }

  update(event: EventRecord): void {
    const { capture } = this
    if (!capture.read(event)) return
    const key = this.table.find(capture.key) ?? this.addKey(capture.key, event.at)
    const count = this.count.get(key) + 1
    this.count.set(key, count)
    this.expire(key, event.at, count)
    this.sequence = event.sequence
    this.touchedKey = key
    this.touched = none
    if (capture.counts) this.touch(key, identityOfParts(capture.values), event.at, count)
  }

  ask(measure: AggregateMeasure, key: Identity, at: EventRecord, current: boolean): unknown {
    this.mustBe(current)
    const row = this.table.find(key)
    if (row === undefined) return 0
    const number = measure.window
    const window = this.keeping.windows[number]!
    const before = this.isOwn(row, at) && window.previous
    const place = this.count.get(row) - (before ? 1 : 0)
    this.move(number, window, row, at.at, place)
    const inside = this.inside.data[row * this.inside.width + number * perWindow + size]!
    if (!before || this.touched === none) return inside
    // The event at hand is left out: its value counts only if it had come in the window before.
    return this.isIn(window, this.touchedAt, this.touchedPlace, at.at, place) ? inside : inside - 1
  }

  isNew(measure: Measure, key: Identity, at: EventRecord, current: boolean, parts: readonly unknown[]): boolean {
    this.mustBe(current)
    const row = this.table.find(key)
    const name = row === undefined ? undefined : this.names.find(identityOfParts(parts))
    const value = row === undefined || name === undefined ? none : this.index.find(row, name)
    if (row === undefined || value === none) return true
    const window = this.keeping.windows[measure.window]!
    const own = this.isOwn(row, at)
    const place = this.count.get(row) - (own && window.previous ? 1 : 0)
    if (own && value === this.touched) return !this.isIn(window, this.touchedAt, this.touchedPlace, at.at, place)
    return !this.isIn(window, this.at.get(value), this.place.get(value), at.at, place)
  }

  forget(time: number): void {
    this.keeping.forget(
      time,
      (row) => this.lastAt(row),
      (row) => this.freeKey(row),
    )
  }

  resize(): void {
    this.keeping.resize()
    this.beginKeys()
  }

  clear(): void {
    for (const row of [...this.table.table.rows()]) this.freeKey(row)
    this.keeping.clear()
    this.sequence = -1
  }

  // ---------------------------------------------------------------- windows

  private mustBe(current: boolean): void {
    if (!current) throw new Error(`the series ${this.schema.name} knows nothing of past events`)
  }

  /** Whether the event is the last one that came for the key. */
  private isOwn(row: number, event: EventRecord): boolean {
    return this.sequence === event.sequence && this.touchedKey === row
  }

  /** Whether a window holds an event; `now`: the time at which, `count`: the number of the last event of the key that it may hold. */
  private isIn(window: Window, at: number, place: number, now: number, count: number): boolean {
    return window.kind === "time" ? at > now - window.reach : place > count - window.count
  }

  private move(number: number, window: Window, row: number, now: number, count: number): void {
    const { data, width } = this.inside
    const base = row * width + number * perWindow
    for (let value = data[base + first]!; value !== none; value = this.newer.get(value)) {
      if (this.isIn(window, this.at.get(value), this.place.get(value), now, count)) break
      data[base + first] = this.newer.get(value)
      data[base + size]!--
    }
  }

  // ---------------------------------------------------------------- values

  private touch(key: number, identity: Identity, at: number, count: number): void {
    const name = this.names.find(identity)
    let value = name === undefined ? none : this.index.find(key, name)
    if (value === none) {
      this.touchedAt = Number.NEGATIVE_INFINITY
      this.touchedPlace = Number.NEGATIVE_INFINITY
      value = this.addValue(key, identity)
      this.changeWindows(key, none, value)
    } else {
      this.touchedAt = this.at.get(value)
      this.touchedPlace = this.place.get(value)
      this.changeWindows(key, value, value)
      this.unlink(key, value)
    }
    this.touched = value
    this.at.set(value, at)
    this.place.set(value, count)
    this.append(key, value)
  }

  /** Before a value becomes the newest one; `before`: its row, none where it is new. */
  private changeWindows(key: number, before: number, value: number): void {
    const { data, width } = this.inside
    for (let base = key * width; base < (key + 1) * width; base += perWindow) {
      const oldest = data[base + first]!
      const inside = before !== none && oldest !== none && this.place.get(before) >= this.place.get(oldest)
      if (!inside) data[base + size]!++
      if (oldest === none) data[base + first] = value
      else if (oldest === before && this.newer.get(before) !== none) data[base + first] = this.newer.get(before)
    }
  }

  private addValue(key: number, identity: Identity): number {
    const value = this.values.allocate()
    this.key.set(value, key)
    this.value.set(value, identity)
    this.enter(value, identity)
    return value
  }

  private enter(value: number, identity: Identity): void {
    this.name.begin(value)
    this.name.data[value] = this.names.use(identity)
    this.index.add(value)
  }

  private append(key: number, value: number): void {
    const newest = this.newest.get(key)
    this.older.set(value, newest)
    this.newer.set(value, none)
    if (newest === none) this.oldest.set(key, value)
    else this.newer.set(newest, value)
    this.newest.set(key, value)
  }

  private unlink(key: number, value: number): void {
    const older = this.older.get(value)
    const newer = this.newer.get(value)
    if (older === none) this.oldest.set(key, newer)
    else this.newer.set(older, newer)
    if (newer === none) this.newest.set(key, older)
    else this.older.set(newer, older)
  }

  private freeValue(value: number): void {
    this.index.remove(value)
    this.names.release(this.name.data[value]!)
    if (this.keeping.retention.count === 0) this.about.lost(this.at.get(value))
    this.values.free(value)
  }

  // ---------------------------------------------------------------- keys

  private addKey(identity: Identity, at: number): number {
    const row = this.table.add(identity)
    this.oldest.set(row, none)
    this.newest.set(row, none)
    this.inside.begin(row)
    this.keeping.note(row, at)
    return row
  }

  private lastAt(row: number): number {
    const newest = this.newest.get(row)
    return newest === none ? Number.NEGATIVE_INFINITY : this.at.get(newest)
  }

  /** Every window holds all values again, until it is moved. */
  private beginKeys(): void {
    for (const row of this.table.table.rows()) {
      this.inside.begin(row)
      const { data, width } = this.inside
      let values = 0
      for (let value = this.oldest.get(row); value !== none; value = this.newer.get(value)) values++
      for (let base = row * width; base < (row + 1) * width; base += perWindow) {
        data[base + first] = this.oldest.get(row)
        data[base + size] = values
      }
      this.keeping.note(row, this.lastAt(row))
    }
  }

  /** Frees the values of a key that no window holds any more; the event at hand is number `count`. */
  private expire(key: number, now: number, count: number): void {
    const { age, count: kept } = this.keeping.retention
    const { data, width } = this.inside
    for (let value = this.oldest.get(key); value !== none; value = this.oldest.get(key)) {
      if (this.at.get(value) > now - age || (kept > 0 && this.place.get(value) > count - 1 - kept)) return
      for (let base = key * width; base < (key + 1) * width; base += perWindow) {
        if (data[base + first] !== value) continue
        data[base + first] = this.newer.get(value)
        data[base + size]!--
      }
      this.unlink(key, value)
      this.freeValue(value)
    }
  }

  private freeKey(row: number): void {
    for (let value = this.oldest.get(row); value !== none; ) {
      const newer = this.newer.get(value)
      this.freeValue(value)
      value = newer
    }
    if (this.touchedKey === row) this.touchedKey = none
    this.table.free(row)
  }
}
