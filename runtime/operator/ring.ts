import type { EventRecord } from "../abi/event.ts"
import type { RingForm, RingStep } from "../abi/form.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { Column, Layout, OperatorState, Table, TableLayout } from "../state/contract.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { formFingerprint, type Kept, type RingState } from "./conversion/stored-form.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { haveSameKey, type KeyId, type KeyReader, keyReader } from "./key.ts"
import { ListView } from "./list-view.ts"

const none = -1
const never = Number.POSITIVE_INFINITY

/**
 * A key's events are a list from the oldest to the newest (`next`), and so are those of all keys (`earlier`, `later`). A key that
 * holds none has no row.
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
    list: { by: "at", earlier: "earlier", later: "later" },
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
  /** Where the rule's keys are shared with others: those of this worker. */
  readonly reader?: KeyReader
}

/**
 * `N A` and `N A then B` within a time. The oldest event that the window still holds begins the partial match that is furthest, so it is
 * the one that completes first; with it go all others, which overlap it. Windows that end say nothing, so there are no timers:
 * events come in the order of time, so those that are too old stand first among all that are held, and go when the next event comes.
 */
export class RingOperator implements EventOperator {
  readonly counts: RuleCounts
  private readonly options: RingOptions
  private readonly reader: KeyReader
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
  private readonly keyOf: Column<number>
  private readonly next: Column<number>
  private readonly earlier: Column<number>
  private readonly later: Column<number>
  /** The ends of the list of all events; found anew at a restore. */
  private firstHeld = none
  private lastHeld = none
  /** Key id → row; made anew from the table at a restore. */
  private readonly rows = new Map<KeyId, number>()
  /** When events are let go where no event comes any more. */
  private sweepAt = never

  constructor(options: RingOptions) {
    const { rule, form, state } = options
    this.options = options
    this.counts = ruleCounts(state)
    this.reader = options.reader ?? keyReader(rule.keys)
    this.needed = form.last === null ? form.min - 1 : form.min
    this.keyTable = state.table("keys")
    this.key = this.keyTable.value("key")
    this.oldest = this.keyTable.number("oldest")
    this.newest = this.keyTable.number("newest")
    this.count = this.keyTable.number("count")
    this.held = state.table("held")
    this.event = this.held.value("event") as Column<EventRecord>
    this.at = this.held.number("at")
    this.keyOf = this.held.number("key")
    this.next = this.held.number("next")
    this.earlier = this.held.number("earlier")
    this.later = this.held.number("later")
    for (const row of this.keyTable.rows()) this.rows.set(this.idOf(row), row)
    for (const row of this.held.rows()) {
      if (this.earlier.get(row) === none) this.firstHeld = row
      if (this.later.get(row) === none) this.lastHeld = row
    }
    this.takeOver()
    if (this.lastHeld !== none) this.sweepAt = this.at.get(this.lastHeld) + form.withinMs
  }

  /** Events that were kept in another form: those of all keys in the order of time. */
  private takeOver(): void {
    const held: { readonly row: number; readonly event: EventRecord }[] = []
    for (const { key, entry, events } of this.options.state.restored()) {
      const row = this.add(this.reader.idOf(key), key)
      for (let left = entry.count(); left > 0; left--) held.push({ row, event: events[entry.count()]! })
    }
    held.sort((a, b) => a.event.at - b.event.at)
    for (const { row, event } of held) this.hold(row, event)
  }

  process(event: EventRecord): void {
    this.letGo(event.at)
    const id = this.reader.read(event)
    if (id === undefined) return
    const row = this.rows.get(id) ?? none
    const { first, last } = this.options.form
    const enough = row !== none && this.count.get(row) >= this.needed
    const begins = this.fits(first, event)
    if (enough && (last === null ? begins : this.fits(last, event))) this.complete(row, event)
    else if (begins) this.hold(row === none ? this.add(id) : row, event)
  }

  nextDeadline(): number {
    return this.sweepAt
  }

  fire(time: number): void {
    this.letGo(time)
    this.sweepAt = this.lastHeld === none ? never : this.at.get(this.lastHeld) + this.options.form.withinMs
  }

  /** The window is no parameter. */
  resetTimers(): void {}

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.reader, left, right)
  }

  /** Each event that is held begins one. */
  partialMatches(): number {
    return this.held.size
  }

  keys(): number {
    return this.keyTable.size
  }

  private fits({ condition }: RingStep, event: EventRecord): boolean {
    try {
      return this.options.program.conditions[condition]!(event, this.empty) === true
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
  }

  private idOf(row: number): KeyId {
    return this.reader.idOf(this.key.get(row) as unknown[])
  }

  private add(id: KeyId, values = this.reader.parts()): number {
    const row = this.keyTable.allocate()
    this.key.set(row, values)
    this.oldest.set(row, none)
    this.newest.set(row, none)
    this.rows.set(id, row)
    return row
  }

  private drop(row: number): void {
    this.rows.delete(this.idOf(row))
    this.keyTable.free(row)
  }

  private hold(row: number, event: EventRecord): void {
    const held = this.held.allocate()
    this.event.set(held, event)
    this.at.set(held, event.at)
    this.keyOf.set(held, row)
    this.next.set(held, none)
    this.earlier.set(held, this.lastHeld)
    this.later.set(held, none)
    if (this.lastHeld === none) this.firstHeld = held
    else this.later.set(this.lastHeld, held)
    this.lastHeld = held
    if (this.sweepAt === never) this.sweepAt = event.at + this.options.form.withinMs
    if (this.oldest.get(row) === none) this.oldest.set(row, held)
    else this.next.set(this.newest.get(row), held)
    this.newest.set(row, held)
    this.count.set(row, this.count.get(row) + 1)
    if (this.count.get(row) > this.options.limit) {
      this.removeOldest(row)
      this.counts.add("dropped", 1)
    }
  }

  private removeOldest(row: number): void {
    const held = this.oldest.get(row)
    this.oldest.set(row, this.next.get(held))
    this.count.set(row, this.count.get(row) - 1)
    const earlier = this.earlier.get(held)
    const later = this.later.get(held)
    if (earlier === none) this.firstHeld = later
    else this.later.set(earlier, later)
    if (later === none) this.lastHeld = earlier
    else this.earlier.set(later, earlier)
    this.held.free(held)
  }

  /** Lets the events of all keys go whose window has ended at `time`. */
  private letGo(time: number): void {
    const { withinMs } = this.options.form
    while (this.firstHeld !== none && this.at.get(this.firstHeld) + withinMs <= time) {
      // The first of all is the oldest of its key.
      const row = this.keyOf.get(this.firstHeld)
      this.removeOldest(row)
      if (this.count.get(row) === 0) this.drop(row)
    }
  }

  /** Lets the key go first, then reports: a result finds the state as it will be. */
  private complete(row: number, event: EventRecord): void {
    const { index: rule, form, onResult, rule: manifest } = this.options
    const key = this.key.get(row) as readonly unknown[]
    const run: EventRecord[] = []
    for (let held = this.oldest.get(row); held !== none; held = this.next.get(held)) run.push(this.event.get(held))
    while (this.count.get(row) > 0) this.removeOldest(row)
    this.drop(row)
    const steps: EventRecord[][] = manifest.steps.map(() => [])
    steps[form.first.step] = form.last === null ? [...run, event] : run.slice(0, form.max ?? run.length)
    if (form.last !== null) steps[form.last.step] = [event]
    this.counts.add("matches", 1)
    this.view.show(steps, event)
    onResult({ rule, timeout: false, view: this.view, key, at: event.at, event, index: 0 })
    this.view.show([], undefined)
  }
}
