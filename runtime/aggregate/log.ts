import type { EventRecord } from "../abi/event.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Column, TableIndex, TableLayout } from "../state/contract.ts"
import type { About } from "./about.ts"
import { unitOf } from "./accumulate.ts"
import { Capture } from "./capture.ts"
import { type AggregateMeasure, type Measure, none, type Select, type Series, type SeriesOptions } from "./contract.ts"
import { Entries, entriesTable } from "./entries.ts"
import { Extremes } from "./extremes.ts"
import { type Identity, identityOf } from "./identity.ts"
import { Keeping } from "./keeping.ts"
import { Keys, keysTable } from "./keys.ts"
import { LogWindows, type Slot, type Tally } from "./log-windows.ts"
import { IntBlocks } from "./numbers.ts"
import { LogWalk } from "./walk.ts"

/** The tables of a log. */
export function logTables(schema: SeriesSchema): readonly TableLayout[] {
  return [keysTable({ head: "i32", tail: "i32" }), entriesTable(schema)]
}

/** How a measure is answered at the event at hand. */
interface Answer {
  readonly slot?: Slot
  readonly extremes?: Extremes
}

const settled = 0
const settledCount = 1

/** One entry for each event, in their order, and windows that move over them. */
export class LogSeries implements Series, TableIndex {
  readonly isIndex = true
  readonly about: About
  private readonly schema: SeriesSchema
  private readonly capture: Capture
  private readonly table: Keys
  private readonly head: Column<number>
  private readonly tail: Column<number>
  private readonly log: Entries
  private readonly walk: LogWalk
  private readonly pointers: LogWindows
  private readonly extremes: readonly Extremes[]
  /** By number of the measure. */
  private readonly answers: (Answer | undefined)[] = []
  /** For windows by count, by key: the last entry that is older than the lookback, how many there are up to it. */
  private older = new IntBlocks([none, 0])
  private readonly keeping: Keeping
  /** The entry of the event that was taken in last, and which event that was. */
  private entry = none
  private sequence = -1

  constructor({ schema, program, state, measures, params, about }: SeriesOptions) {
    this.schema = schema
    this.about = about
    this.capture = new Capture(schema, program)
    const former = state.former instanceof LogSeries ? state.former : undefined
    this.table = new Keys(state.table("keys"), former?.table)
    this.head = this.table.table.number("head")
    this.tail = this.table.table.number("tail")
    this.log = new Entries(schema, state)
    this.walk = new LogWalk(schema, this.log)
    this.keeping = new Keeping(schema, params)
    const tallies = measures.flatMap((measure) => this.tallyOf(measure) ?? [])
    this.pointers = new LogWindows(this.log, this.head, this.keeping.windows.length, merged(tallies))
    this.extremes = this.prepare(measures)
    if (former === undefined) {
      for (const entry of this.log.table.rows()) this.beginEntry(entry)
      this.beginKeys()
    } else this.goOn(former)
    state.keepIndex(this)
  }

  get keys(): number {
    return this.table.table.size
  }

  get entries(): number {
    return this.log.table.size
  }

  update(event: EventRecord): void {
    if (!this.capture.read(event)) return
    const row = this.table.find(this.capture.key) ?? this.addKey(this.capture.key, event.at)
    this.expire(row, event.at)
    const entry = this.log.add(event, this.capture)
    this.beginEntry(entry)
    const tail = this.tail.get(row)
    if (tail === none) this.head.set(row, entry)
    else this.log.next.set(tail, entry)
    this.tail.set(row, entry)
    this.entry = entry
    this.sequence = event.sequence
  }

  ask(measure: AggregateMeasure, key: Identity, at: EventRecord, current: boolean, select?: Select): unknown {
    const row = this.table.find(key)
    if (row === undefined) return this.walk.evaluate(measure, this.walk.range(none, none))
    const number = measure.window
    const window = this.keeping.windows[number]!
    if (!current) return this.walk.evaluate(measure, this.walk.asOf(this.head.get(row), window, at), select)
    this.pointers.move(number, window, row, at.at, window.previous && this.sequence === at.sequence ? this.entry : none)
    const answer = select === undefined ? this.answers[measure.number] : undefined
    if (answer !== undefined) return this.answer(measure, answer, row)
    const range = this.walk.range(this.pointers.oldest(number, row), this.pointers.newest(number, row))
    return this.walk.evaluate(measure, range, select)
  }

  isNew(measure: Measure, key: Identity, at: EventRecord, _current: boolean, parts: readonly unknown[]): boolean {
    const row = this.table.find(key)
    if (row === undefined) return true
    const found = this.walk.asOf(this.head.get(row), this.keeping.windows[measure.window]!, at)
    const identities = parts.map(identityOf)
    for (let i = 0; i < found.length; i++) {
      const entry = found.data[i]!
      if (this.log.isOf(entry, at) || !this.log.counts(entry)) continue
      if (identities.every((identity, column) => identityOf(this.log.value(entry, column)) === identity)) return false
    }
    return true
  }

  forget(time: number): void {
    this.keeping.forget(
      time,
      (row) => this.log.at.get(this.tail.get(row)),
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
    this.entry = none
  }

  // ---------------------------------------------------------------- what is asked

  private answer(measure: AggregateMeasure, { slot, extremes }: Answer, row: number): unknown {
    const number = measure.window
    const { pointers } = this
    switch (measure.op) {
      case "count":
        return slot === undefined ? pointers.size(number, row) : pointers.count(slot, row)
      case "sum":
        return pointers.sum(slot!, row)
      case "avg": {
        const count = pointers.count(slot!, row)
        return count === 0 ? undefined : pointers.sum(slot!, row) / count / unitOf(measure)
      }
      case "first":
      case "last": {
        if (pointers.size(number, row) === 0) return undefined
        const entry = measure.op === "first" ? pointers.oldest(number, row) : pointers.newest(number, row)
        return this.log.value(entry, measure.column!)
      }
      default: {
        if (pointers.size(number, row) === 0) return undefined
        const [oldest, newest] = [pointers.oldest(number, row), pointers.newest(number, row)]
        return extremes!.ask(number, row, oldest, newest, this.tail.get(row))
      }
    }
  }

  /** What is counted for a measure; undefined: it is answered otherwise. */
  private tallyOf({ op, window, column = none }: Measure): Tally | undefined {
    const always = !this.schema.counted && (column === none || !this.schema.columns[column]!.optional)
    const sum = column !== none && (op === "sum" || op === "avg")
    return sum || (op === "count" && !always) ? { window, column, sum, always } : undefined
  }

  /** Decides how each measure is answered; the rest goes through the window. */
  private prepare(measures: readonly Measure[]): Extremes[] {
    const shared = new Map<string, Extremes>()
    for (const measure of measures) {
      const { op, window, column = none } = measure
      const tally = this.tallyOf(measure)
      const plain = !this.schema.counted && column !== none && !this.schema.columns[column]!.optional
      if (tally !== undefined) this.answers[measure.number] = { slot: this.pointers.slot(window, column) }
      else if (op === "count" || ((op === "first" || op === "last") && plain)) this.answers[measure.number] = {}
      else if ((op === "min" || op === "max") && column !== none && !this.endsEarlier(window)) {
        const name = `${op} ${column}`
        const extremes = shared.get(name) ?? new Extremes(this.log, this.head, column, op, this.keeping.windows.length)
        shared.set(name, extremes)
        this.answers[measure.number] = { extremes }
      }
    }
    return [...shared.values()]
  }

  private endsEarlier(number: number): boolean {
    const window = this.schema.windows[number]!
    return window.kind === "time" && window.ending !== undefined
  }

  // ---------------------------------------------------------------- what is kept

  /** Goes on with what another one has made of the same tables. Windows that are others are begun again from the log, as at a restore. */
  private goOn({ keeping, pointers, extremes, older }: LogSeries): void {
    const isLike = this.keeping.isLike(keeping)
    if (isLike) this.older = older
    else this.older.beginAll(older)
    if (!isLike || !this.pointers.goOn(pointers)) this.pointers.beginAll(older)
    for (const each of this.extremes) {
      const former = isLike ? extremes.find((one) => each.isLike(one)) : undefined
      if (former !== undefined) each.goOn(former)
      else {
        for (const entry of this.log.table.rows()) each.beginEntry(entry)
        for (const row of this.table.table.rows()) each.begin(row)
      }
    }
    if (!this.keeping.goOn(keeping)) this.noteKeys()
  }

  private noteKeys(): void {
    for (const row of this.table.table.rows()) this.keeping.note(row, this.log.at.get(this.tail.get(row)))
  }

  private addKey(key: Identity, at: number): number {
    const row = this.table.add(key)
    this.head.set(row, none)
    this.tail.set(row, none)
    this.beginKey(row)
    this.keeping.note(row, at)
    return row
  }

  private beginKeys(): void {
    for (const row of this.table.table.rows()) this.beginKey(row)
    this.noteKeys()
  }

  private beginKey(row: number): void {
    this.pointers.begin(row)
    this.older.begin(row)
    for (const each of this.extremes) each.begin(row)
  }

  private beginEntry(entry: number): void {
    for (const each of this.extremes) each.beginEntry(entry)
  }

  /** Frees the entries of a key that no window holds any more. */
  private expire(row: number, now: number): void {
    const { age, count } = this.keeping.retention
    if (count > 0) this.settle(row, now)
    let entry = this.head.get(row)
    while (entry !== none && this.isOver(row, entry, now - age, count)) {
      const next = this.log.next.get(entry)
      this.pointers.release(row, entry)
      for (const each of this.extremes) each.release(row, entry)
      this.free(entry)
      this.head.set(row, next)
      if (next === none) this.tail.set(row, none)
      entry = next
    }
  }

  private isOver(row: number, entry: number, tooOld: number, count: number): boolean {
    if (this.log.at.get(entry) > tooOld) return false
    if (count === 0) return true
    const { data, width } = this.older
    const base = row * width
    if (data[base + settledCount]! <= count) return false
    data[base + settledCount]!--
    if (data[base + settled] === entry) data[base + settled] = none
    return true
  }

  /** Counts the entries of which none can be the one that is asked about. */
  private settle(row: number, now: number): void {
    const { data, width } = this.older
    const base = row * width
    const border = now - this.keeping.retention.lookback
    const inclusive = this.schema.lookback === null
    const last = data[base + settled]!
    let entry = last === none ? this.head.get(row) : this.log.next.get(last)
    for (; entry !== none; entry = this.log.next.get(entry)) {
      const at = this.log.at.get(entry)
      if (at > border || (at === border && !inclusive)) break
      data[base + settled] = entry
      data[base + settledCount]!++
    }
  }

  private freeKey(row: number): void {
    for (let entry = this.head.get(row); entry !== none; ) {
      const next = this.log.next.get(entry)
      this.free(entry)
      entry = next
    }
    this.beginKey(row)
    this.table.free(row)
  }

  private free(entry: number): void {
    if (this.keeping.retention.count === 0) this.about.lost(this.log.at.get(entry))
    this.log.table.free(entry)
  }
}

/** One tally for each window and column. */
function merged(tallies: readonly Tally[]): Tally[] {
  const byPlace = new Map<string, Tally>()
  for (const tally of tallies) {
    const place = `${tally.window} ${tally.column}`
    byPlace.set(place, { ...tally, sum: tally.sum || byPlace.get(place)?.sum === true })
  }
  return [...byPlace.values()]
}
