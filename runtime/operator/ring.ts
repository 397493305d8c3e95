import type { EventRecord } from "../abi/event.ts"
import type { RingForm, RingStep } from "../abi/form.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { ByteWriter } from "../state/bytes.ts"
import { Changes } from "../state/changes.ts"
import type {
  Column,
  KeyedState,
  Layout,
  OperatorState,
  RestoredKey,
  Table,
  TableLayout,
  Timing,
} from "../state/contract.ts"
import { patternTiming } from "../state/timing.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { formFingerprint, type Kept, type RingState } from "./conversion/stored-form.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { haveSameKey } from "./key.ts"
import { type Counted, countHeld } from "./lanes/counted.ts"
import { ListView } from "./list-view.ts"
import { KeyRows, noNumber, type ObjectSpace } from "./object-keys.ts"
import { countRuns } from "./run-states.ts"

const none = -1
const never = Number.POSITIVE_INFINITY

/**
 * A key's events are a list from the oldest to the newest (`next`). A key that holds none has no row. `earlier` and `later` stand in former cuts, and nothing is in
 * them any more: events of all keys were one list.
 */
export const ringTables: readonly TableLayout[] = [
  {
    name: "keys",
    columns: { key: "value", oldest: "i32", newest: "i32", count: "i32" },
    rows: { kind: "key", column: "key" },
    integers: { oldest: { table: "held", plus: 0 }, newest: { table: "held", plus: 0 }, count: "number" },
  },
  {
    name: "held",
    columns: { event: "event", at: "f64", key: "i32", next: "i32", earlier: "i32", later: "i32" },
    rows: { kind: "referred" },
    integers: {
      key: { table: "keys", plus: 0 },
      next: { table: "held", plus: 0 },
      earlier: "rebuilt",
      later: "rebuilt",
    },
  },
  countsTable,
]

/** The layout of a rule in the form of a ring: state fits as long as form, inputs and keys are the same; the window may change. */
export function ringLayout(rule: RuleManifest, form: RingForm, events: readonly EventSchema[]): Layout {
  return {
    operator: `ring ${rule.was ?? rule.name}`,
    fingerprint: formFingerprint(rule, events, ringState(form, "events", "whole")),
    dividedBy: rule.name,
    tables: ringTables,
  }
}

/** What is stored of a ring. The window may change, and what is shown of the last event, which is never held. */
export function ringState({ first, min, max, last }: RingForm, over: RingState["over"], events: Kept): RingState {
  return { form: "ring", over, first: first.step, last: last?.step ?? null, min, max, events }
}

export interface RingOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly form: RingForm
  readonly program: RuleProgram
  readonly state: OperatorState
  /** Most events of one key; the oldest is dropped beyond. */
  readonly limit: number
  readonly onResult: OnResult
  /** Up to this time all events were judged. */
  readonly judged: () => number
  /** Its keys: where they are shared with others, those of this worker. */
  readonly objects: ObjectSpace
}

/**
 * `N A` and `N A then B` within a time. The oldest event that the window still holds begins the partial match that is furthest, so it is
 * the one that completes first; with it go all others, which overlap it. Windows that end say nothing, so there are no timers: what is too old goes when the key's next
 * event comes, or when all that is held is looked through, once in the time of a window.
 */
export class RingOperator implements EventOperator, KeyedState {
  readonly counts: RuleCounts
  readonly leavesOut = ["keys", "held"]
  readonly changes: Changes
  readonly rows: KeyRows
  readonly space: number
  readonly stays: boolean
  readonly timing: Timing
  private readonly options: RingOptions
  private readonly view = new ListView()
  private readonly empty = new ListView()
  /** How many events must be held for the next one to complete the match. */
  private readonly needed: number
  private readonly keyTable: Table
  private readonly key: Column<unknown>
  private readonly oldest: Column<number>
  private readonly newest: Column<number>
  private readonly count: Column<number>
  private readonly held: Table
  private readonly event: Column<EventRecord>
  private readonly at: Column<number>
  private readonly rowKey: Column<number>
  private readonly next: Column<number>
  /** Up to when events do not count although they may lie there: a shorter window of before did not hold them. */
  private goneUpTo = Number.NEGATIVE_INFINITY
  /** Up to where time had come when the cut of the state began. */
  private cutAt = Number.NEGATIVE_INFINITY
  /** When all that is held now is too old, at the latest; never: nothing is. */
  private sweepAt = never
  /** The time of the newest event that was held. */
  private latest = Number.NEGATIVE_INFINITY

  constructor(options: RingOptions) {
    const { rule, form, state, objects } = options
    const former = state.former instanceof RingOperator ? state.former : undefined
    this.options = options
    this.changes = former?.changes ?? new Changes()
    this.rows = former?.rows ?? new KeyRows(objects.keys)
    this.space = objects.space
    this.stays = !objects.leaves
    this.timing = patternTiming(rule)
    this.counts = ruleCounts(state)
    this.needed = form.last === null ? form.min - 1 : form.min
    this.keyTable = state.table("keys")
    this.key = this.keyTable.value("key")
    this.oldest = this.keyTable.number("oldest")
    this.newest = this.keyTable.number("newest")
    this.count = this.keyTable.number("count")
    this.held = state.table("held")
    this.event = this.held.value("event") as Column<EventRecord>
    this.at = this.held.number("at")
    this.rowKey = this.held.number("key")
    this.next = this.held.number("next")
    if (former === undefined) this.takeRows()
    else this.goOn(former)
    for (const written of state.restored()) this.loadKey(objects.keys.idOf(written.key), written)
    state.keep(this)
  }

  private takeRows(): void {
    const { keys } = this.options.objects
    for (const row of this.keyTable.rows()) {
      this.rows.link(keys.idOf(this.key.get(row) as unknown[]), row)
      this.noteHeld(this.at.get(this.newest.get(row)))
    }
  }

  /** Goes on with the tables of another one. What its window did not hold any more does not come back into a longer one. */
  private goOn({ options: { form, judged }, goneUpTo, sweepAt, latest }: RingOperator): void {
    const gone = this.options.form.withinMs > form.withinMs ? judged() - form.withinMs : Number.NEGATIVE_INFINITY
    this.goneUpTo = Math.max(goneUpTo, gone)
    this.sweepAt = sweepAt
    this.latest = latest
  }

  process(event: EventRecord): void {
    const { objects, form } = this.options
    const { keys, reader } = objects
    const name = reader.read(event)
    if (name === undefined) return
    // Keys of which nothing is held have no numbers, mostly.
    let key = keys.find(name)
    if (this.rows.rowOf(key) !== none) this.letGo(key, event.at)
    const row = this.rows.rowOf(key)
    const { first, last } = form
    const enough = row !== none && this.count.get(row) >= this.needed
    const begins = this.fits(first, event)
    if (enough && (last === null ? begins : this.fits(last, event))) this.complete(key, event)
    else if (begins) {
      if (key === noNumber) key = keys.numberOf(name, reader)
      this.hold(key, event)
      this.enforceLimit(key)
    }
  }

  nextDeadline(): number {
    return this.sweepAt
  }

  fire(time: number): void {
    if (time < this.sweepAt) return
    for (const row of this.keyTable.rows()) this.letGo(this.rows.keyOf(row), time)
    this.sweepAt = this.keyTable.size === 0 ? never : this.latest + this.options.form.withinMs
  }

  /** The window is no parameter. */
  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.options.objects.reader, left, right)
  }

  /** Each event that is held begins one. */
  partialMatches(): number {
    return this.counted().held
  }

  keys(): number {
    return this.counted().keys
  }

  byState(): readonly number[] {
    const { rule, form } = this.options
    return countRuns(rule.automaton, form, this.limit, this.heldBy())
  }

  private counted(): Counted {
    return countHeld(this.limit, this.heldBy())
  }

  /** What the window holds for a key: what lies there because nobody came for it yet does not count. */
  private heldBy(): (key: number) => number {
    const time = this.options.judged()
    return (key) => {
      const row = this.rows.rowOf(key)
      let count = 0
      for (let held = row === none ? none : this.oldest.get(row); held !== none; held = this.next.get(held))
        if (!this.isOver(held, time)) count++
      return count
    }
  }

  holds(key: number): boolean {
    return this.rows.rowOf(key) !== none || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.options.objects.keys.limit
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.objects.keys.values(key)
  }

  cutBegins(): void {
    this.cutAt = this.options.judged()
  }

  /** What lies there because nobody came for it yet is in no cut. */
  holdsAtCut(key: number): boolean {
    const row = this.rows.rowOf(key)
    return row !== none && !this.isOver(this.newest.get(row), this.cutAt)
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    const events: EventRecord[] = []
    for (let held = this.oldest.get(this.rows.rowOf(key)); held !== none; held = this.next.get(held)) {
      if (!this.isOver(held, this.cutAt)) events.push(this.event.get(held))
    }
    out.count(events.length)
    for (const event of events) out.count(numberOf(event))
  }

  loadKey(key: number, { entry, events }: Omit<RestoredKey, "key">): void {
    for (let left = entry.count(); left > 0; left--) this.hold(key, events[entry.count()]!)
  }

  dropKey(key: number): void {
    const row = this.rows.rowOf(key)
    if (row === none) return
    this.changes.touch(key)
    this.drop(row)
  }

  lastsTo(key: number): number {
    return this.at.get(this.newest.get(this.rows.rowOf(key))) + this.options.form.withinMs
  }

  store(): void {
    for (const row of this.keyTable.rows()) this.key.set(row, this.valuesOf(this.rows.keyOf(row)))
  }

  private fits({ condition }: RingStep, event: EventRecord): boolean {
    try {
      return this.options.program.conditions[condition]!(event, this.empty) === true
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }

  private add(key: number): number {
    const row = this.keyTable.allocate()
    this.oldest.set(row, none)
    this.newest.set(row, none)
    this.rows.link(key, row)
    return row
  }

  /** Lets go of all that a key holds, and of its row. */
  private drop(row: number): void {
    while (this.count.get(row) > 0) this.removeOldest(row)
    this.rows.unlink(this.rows.keyOf(row))
    this.keyTable.free(row)
  }

  private hold(key: number, event: EventRecord): void {
    this.changes.touch(key)
    const known = this.rows.rowOf(key)
    const row = known === none ? this.add(key) : known
    const held = this.held.allocate()
    this.event.set(held, event)
    this.at.set(held, event.at)
    this.rowKey.set(held, row)
    this.next.set(held, none)
    this.noteHeld(event.at)
    if (this.oldest.get(row) === none) this.oldest.set(row, held)
    else this.next.set(this.newest.get(row), held)
    this.newest.set(row, held)
    this.count.set(row, this.count.get(row) + 1)
  }

  private enforceLimit(key: number): void {
    const row = this.rows.rowOf(key)
    if (this.count.get(row) <= this.options.limit) return
    this.removeOldest(row)
    this.counts.add("dropped", 1)
  }

  private noteHeld(at: number): void {
    if (at > this.latest) this.latest = at
    if (this.sweepAt === never) this.sweepAt = this.latest + this.options.form.withinMs
  }

  private removeOldest(row: number): void {
    const held = this.oldest.get(row)
    this.oldest.set(row, this.next.get(held))
    this.count.set(row, this.count.get(row) - 1)
    this.held.free(held)
  }

  /** Lets the events of a key that holds some go whose window has ended at `time`. */
  private letGo(key: number, time: number): void {
    const row = this.rows.rowOf(key)
    if (!this.isOver(this.oldest.get(row), time)) return
    this.changes.touch(key)
    while (this.count.get(row) > 0 && this.isOver(this.oldest.get(row), time)) this.removeOldest(row)
    if (this.count.get(row) === 0) this.drop(row)
  }

  private isOver(held: number, time: number): boolean {
    const at = this.at.get(held)
    return at + this.options.form.withinMs <= time || at <= this.goneUpTo
  }

  private eventsOf(row: number): EventRecord[] {
    const events: EventRecord[] = []
    for (let held = this.oldest.get(row); held !== none; held = this.next.get(held)) events.push(this.event.get(held))
    return events
  }

  /** Lets the key go first, then reports: a result finds the state as it will be. */
  private complete(key: number, event: EventRecord): void {
    const { index: rule, form, onResult, rule: manifest } = this.options
    const row = this.rows.rowOf(key)
    const run = this.eventsOf(row)
    this.changes.touch(key)
    this.drop(row)
    const steps: EventRecord[][] = manifest.steps.map(() => [])
    steps[form.first.step] = form.last === null ? [...run, event] : run.slice(0, form.max ?? run.length)
    if (form.last !== null) steps[form.last.step] = [event]
    this.counts.add("matches", 1)
    this.view.show(steps, event)
    onResult({ rule, timeout: false, view: this.view, key: this.valuesOf(key), at: event.at, event, index: 0 })
    this.view.show([], undefined)
  }
}
