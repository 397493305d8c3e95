import type { EventRecord } from "../../abi/event.ts"
import type { RingForm } from "../../abi/form.ts"
import type { RuleManifest } from "../../abi/rule-set.ts"
import type { ByteReader, ByteWriter } from "../../state/bytes.ts"
import type { Changes } from "../../state/changes.ts"
import type { KeyedState, OperatorState, RestoredKey, Timing } from "../../state/contract.ts"
import { patternTiming } from "../../state/timing.ts"
import type { Result, RuleCounts } from "../contract.ts"
import { ruleCounts } from "../counts.ts"
import { countRuns } from "../run-states.ts"
import { areAlike, type Capture } from "./capture.ts"
import type { Batch, Lane, LaneHost, ResultMaker, RunMaker, ShownField } from "./contract.ts"
import { CountRing } from "./count-ring.ts"
import { type Counted, countHeld } from "./counted.ts"
import { FoundRuns, type KeptEnds } from "./found-runs.ts"
import { heldCapture } from "./held-capture.ts"
import { besideNumber, type OpenLog } from "./held-log.ts"
import type { HeldEvent, HeldRun, Ring, RingMember } from "./ring-members.ts"
import { heldColumns, ringOperator } from "./ring-tables.ts"
import { RowResult } from "./row-result.ts"
import { RunView, type RunViewOptions } from "./run-view.ts"
import { SharedRing } from "./shared-ring.ts"

const never = Number.POSITIVE_INFINITY
const firstPlaces = 16

export interface RingLaneOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly form: RingForm
  /** Of the first step's events. */
  readonly type: number
  readonly space: number
  /** Of the first step and the last one; null: there is no last one. */
  readonly select: number
  /** The first step takes every event of its type. */
  readonly takesAll: boolean
  readonly lastSelect: number | null
  /** Of events that are held, and of that which completes a match; null: events as a whole. */
  readonly capture: Capture | null
  readonly lastCapture: Capture | null
  /** Where whole events are kept; undefined: they are objects. */
  readonly openLog: OpenLog | undefined
  /** The numbers that outputs read of them. */
  readonly beside: Capture | null
  readonly state: OperatorState
  /** Most events of one key; the oldest is dropped beyond. */
  readonly limit: number
  /** Keys leave memory and come back. */
  readonly evicts: boolean
  readonly host: LaneHost
  /** Keys by their ids. */
  readonly keys: { readonly limit: number; values(id: number): unknown[]; idOf(values: readonly unknown[]): number }
}

/**
 * `N A` and `N A then B` within a time, over rows. The oldest event that the window still holds begins the partial match that is furthest, so it
 * is the one that completes first; with it go all others, which overlap it. The events stand in a ring that rules share.
 */
export class RingLane implements Lane, RingMember, ResultMaker, RunMaker, KeyedState {
  readonly counts: RuleCounts
  readonly isKept = true
  readonly timing: Timing
  readonly leavesOut = ["held"]
  readonly space: number
  readonly selects: readonly number[]
  readonly tells: readonly number[]
  readonly form: RingForm
  readonly lastSelect: number | null
  /** Of the first member, for all. */
  holds: Lane["holds"]
  private readonly options: RingLaneOptions
  /** Its number among the members of the ring. */
  private number = 0
  private isFirst = true
  private ring_: Ring | undefined = undefined
  /** The places of the batch at hand where matches were completed, and of what. */
  private places = new Int32Array(firstPlaces)
  private runs_: FoundRuns | undefined = undefined
  /** For one match after the other; made with the first one. */
  private view: RunView | undefined = undefined
  private result: RowResult | undefined = undefined
  /** Of the matches of the batch at hand so many were reported. */
  private reported = 0
  /** Up to where time had come when the cut of the state began. */
  private cutAt = Number.NEGATIVE_INFINITY
  private isCut = false

  constructor(options: RingLaneOptions) {
    const { form, state, space, select, lastSelect } = options
    this.options = options
    this.timing = patternTiming(options.rule)
    this.space = space
    this.form = form
    this.lastSelect = lastSelect
    this.selects = lastSelect === null ? [select] : [select, lastSelect]
    this.tells = [lastSelect ?? select]
    this.counts = ruleCounts(state)
  }

  /** Says what lanes have in common that can share a ring. */
  get sharing(): string {
    const { rule, form, space, select, type } = this.options
    return JSON.stringify([space, select, type, form.last === null, heldCapture(rule, form)])
  }

  /** The name of its state. */
  get operator(): string {
    return ringOperator(this.options.rule)
  }

  /** The lane of the engine before with whose events it goes on, as they lie. */
  get former(): RingLane | undefined {
    const { former } = this.options.state
    return former instanceof RingLane ? former : undefined
  }

  /** The ring in which it is that lane's place. */
  get formerRing(): Ring | undefined {
    return this.former?.ring
  }

  /** Before it is run it gets a ring. `isFirst`: of its members. Its number among them is its place, or what it was before. */
  join(ring: Ring, place: number): void {
    this.ring_ = ring
    this.number = this.former?.number ?? place
    this.isFirst = place === 0
    if (this.isFirst) this.holds = (key) => ring.holds(key)
    this.options.state.keep(this)
  }

  /** The type of whole events that it holds; undefined: it keeps fields of them. */
  get wholeType(): number | undefined {
    return this.options.capture === null ? this.options.type : undefined
  }

  /** The ring that it needs, for these lanes. `isCopied`: others go on with that of before, too. `isLogged`: a new one has whole events in a log. */
  openRing(members: readonly RingLane[], isCopied: boolean, isLogged: boolean): Ring {
    const { formerRing } = this
    const openLog = isLogged || formerRing?.log !== undefined ? this.options.openLog : undefined
    const isAgreed = members.every((member) => areAlike(member.options.beside, this.options.beside))
    const options = { ...this.options, openLog, beside: isAgreed ? this.options.beside : null }
    if (formerRing instanceof CountRing)
      return new CountRing(options, this, { ring: formerRing, judged: options.host.judged() })
    if (formerRing instanceof SharedRing) {
      const numbers = members.map((member) => member.former!.number)
      return new SharedRing(options, members, { ring: formerRing, numbers, isCopied, judged: options.host.judged() })
    }
    // Events that come back are older than others, and its log has all keys' events in their order.
    return !options.evicts && CountRing.fits(options, members)
      ? new CountRing(options, this)
      : new SharedRing(options, members)
  }

  begin(batch: Batch): void {
    this.reported = 0
    this.runs_?.clear()
    this.ring.begin(batch)
  }

  run(batch: Batch, to: number): void {
    this.ring.run(batch, to)
    const runs = this.runs_
    if (runs === undefined || runs.total === this.reported) return
    const { index, host } = this.options
    const { total } = runs
    this.counts.add("matches", total - this.reported)
    while (this.reported < total) host.foundBy(index, this.places[this.reported++]!)
  }

  complete(place: number, block: number, from: number, count: number): void {
    const { store } = this.ring
    this.runs_ ??= new FoundRuns(store.stride, this.keptEnds)
    const runs = this.runs_
    if (runs.total === this.places.length) {
      const { places } = this
      this.places = new Int32Array(2 * places.length)
      this.places.set(places)
    }
    this.places[runs.total] = place
    runs.add(store, block, from, count)
  }

  resultAt(batch: Batch, place: number): Result {
    const { index, space, host } = this.options
    const { rows, order } = batch
    const runs = this.runs_!
    const event = host.event(batch, place)
    this.view ??= new RunView(this.viewOptions(runs), rows, event)
    this.result ??= new RowResult(this.view, event, false)
    const { view, result } = this
    runs.take()
    view.show(rows, order[place]!, event)
    result.rule = index
    result.key = host.key(batch, space, runs.key)
    result.at = event.at
    result.event = event
    result.ordinal = host.ordinal(this, index, place)
    return result
  }

  private viewOptions(runs: FoundRuns): RunViewOptions {
    const { form, type, capture, lastCapture } = this.options
    const { log, beside } = this.ring
    return {
      step: form.first.step,
      type,
      // All members read the same numbers, or there are none.
      capture: log === undefined ? capture : beside,
      lastStep: (form.last ?? form.first).step,
      lastCapture,
      runs,
      log,
    }
  }

  /** What outputs show of the events of a run that were held. */
  private get keptEnds(): KeptEnds {
    const { rule, form } = this.options
    const shown = rule.rows?.shown
    if (shown === undefined) return "all"
    const isLastShown = shown.flat().some((one) => one.of === "last" && one.step === form.first.step)
    return isLastShown && form.last !== null ? "both" : "first"
  }

  heldNumber(value: ShownField): number | null | undefined {
    const { form, capture } = this.options
    const { of, step, column } = value
    const isHeld = step === form.first.step && (of === "first" || form.last !== null)
    if (!isHeld) return null
    return capture === null || column.kind !== "number" ? undefined : 1 + capture.placeOf(column)
  }

  takeRun(): FoundRuns {
    this.runs_!.take()
    return this.runs_!
  }

  ordinalAt(place: number): number {
    const { host, index } = this.options
    return host.ordinal(this, index, place)
  }

  drop(events: number): void {
    this.counts.add("dropped", events)
  }

  store(): void {
    const { state, keys } = this.options
    const { store } = this.ring
    const table = state.table("held")
    table.clear()
    const columns = heldColumns(table)
    for (const { block, from, count } of this.held()) {
      const key = keys.values(store.keyOf(block))
      for (let i = from; i < from + count; i++) {
        const { at, kept, event } = this.heldAt(store.cellOf(block, i))
        const row = table.allocate()
        columns.key.set(row, key)
        columns.at.set(row, at)
        if (kept === null) columns.event.set(row, event!)
        else columns.kept.set(row, kept)
      }
    }
  }

  /** Takes what was restored out of its state: the events of each key in their order. */
  restored(): ReadonlyMap<number, readonly HeldEvent[]> {
    const table = this.options.state.table("held")
    const columns = heldColumns(table)
    const held = new Map<number, HeldEvent[]>()
    for (const row of table.rows()) {
      const key = this.options.keys.idOf(columns.key.get(row) as unknown[])
      const event = columns.event.get(row)
      const kept = (columns.kept.get(row) as HeldEvent["kept"] | undefined) ?? null
      const events = held.get(key) ?? []
      events.push({ at: columns.at.get(row), kept, event })
      held.set(key, events)
    }
    table.clear()
    for (const entry of this.options.state.restored()) {
      const events = this.readKey(entry)
      if (events.length > 0) held.set(this.options.keys.idOf(entry.key), events)
    }
    return held
  }

  get changes(): Changes {
    return this.ring.changes
  }

  get limit(): number {
    return this.options.keys.limit
  }

  cutBegins(): void {
    this.cutAt = this.options.host.judged()
    this.isCut = true
    if (this.isFirst) this.ring.keepHeld?.()
  }

  cutEnds(): void {
    this.isCut = false
    if (this.isFirst) this.ring.releaseHeld?.()
  }

  /** Of what is held at this time the state is written. Where no cut is under way, logs have no other whole events. */
  private get writtenAt(): number {
    return this.isCut || this.ring.log === undefined ? this.cutAt : this.options.host.judged()
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.ring.heldOf(this.number, key, this.writtenAt) !== undefined
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    const { block, from, count } = this.ring.heldOf(this.number, key, this.writtenAt)!
    const { store, log } = this.ring
    const { capture } = this.options
    out.count(count)
    for (let i = from; i < from + count; i++) {
      const cell = store.cellOf(block, i)
      for (let at = 0; at < (log === undefined ? store.stride : 1); at++) out.number(store.cells[cell + at]!)
      if (capture === null) out.count(numberOf(this.wholeAt(cell)))
      else if (capture.strings > 0) out.value(store.objects![cell])
    }
  }

  get stays(): boolean {
    return this.ring.loadKey === undefined
  }

  lastsTo(key: number): number {
    return this.ring.lastsTo!(key)
  }

  dropKey(key: number): void {
    this.ring.dropKey!(key)
  }

  loadKey(key: number, written: Omit<RestoredKey, "key">): void {
    const held = this.readKey(written)
    if (held.length === 0) return
    this.ring.loadKey!(this.number, key, held.length, () => {
      for (const event of held) this.restore(key, event)
    })
  }

  /** The events of a key that the window still holds. */
  private readKey({ entry, events }: Omit<RestoredKey, "key">): HeldEvent[] {
    const { form, host } = this.options
    const held: HeldEvent[] = []
    for (let left = entry.count(); left > 0; left--) held.push(this.readEvent(entry, events))
    return held.filter(({ at }) => at + form.withinMs > host.judged())
  }

  private readEvent(entry: ByteReader, events: readonly EventRecord[]): HeldEvent {
    const { capture } = this.options
    const at = entry.number()
    if (capture === null) return { at, kept: null, event: events[entry.count()] }
    const numbers = Array.from({ length: capture.numbers }, () => entry.number())
    const strings = capture.strings === 0 ? [] : [entry.value()].flat()
    return {
      at,
      kept: [
        numbers.map((one) => (Number.isNaN(one) ? null : one)),
        strings.map((one) => (one as string | undefined) ?? null),
      ],
      event: undefined,
    }
  }

  /** Puts an event that was restored into its ring. */
  restore(key: number, { at, kept, event }: HeldEvent): void {
    const { capture } = this.options
    const { store, log } = this.ring
    const cell = this.ring.push(key, at)
    if (log !== undefined) {
      store.cells[cell + 1] = log.addEvent(event!)
      this.ring.beside?.keepFields(event!.fields, store.cells, cell + besideNumber)
    } else if (kept === null || capture === null) store.objects![cell] = event
    else {
      const [numbers, strings] = kept
      for (const [i, one] of numbers.entries()) store.cells[cell + 1 + i] = one ?? Number.NaN
      const texts = strings.map((one) => one ?? undefined)
      if (store.objects !== undefined) store.objects[cell] = capture.strings === 1 ? texts[0] : texts
    }
  }

  nextDeadline(): number {
    return never
  }

  fire(): void {}

  /** The window is no parameter. */
  resetTimers(): void {}

  /** Each event that is held begins one. */
  partialMatches(): number {
    return this.counted().held
  }

  keys(): number {
    return this.counted().keys
  }

  byState(): readonly number[] {
    const { rule, form, keys } = this.options
    return countRuns(rule.automaton, form, keys.limit, this.heldBy())
  }

  private counted(): Counted {
    return countHeld(this.options.keys.limit, this.heldBy())
  }

  private heldBy(): (key: number) => number {
    const { ring, number, options } = this
    const time = options.host.judged()
    return (key) => ring.heldOf(number, key, time)?.count ?? 0
  }

  private get ring(): Ring {
    if (this.ring_ === undefined) throw new Error("the lane was not given its ring")
    return this.ring_
  }

  /** The keys' events that count for this rule. */
  private held(): Iterable<HeldRun> {
    return this.ring.held(this.number, this.options.host.judged())
  }

  private heldAt(cell: number): HeldEvent {
    const { capture } = this.options
    const { store } = this.ring
    const at = store.cells[cell]!
    if (capture === null) {
      return { at, kept: null, event: this.ring.log?.ownEvent(store.cells[cell + 1]!) ?? this.wholeAt(cell) }
    }
    const numbers = [...store.cells.subarray(cell + 1, cell + store.stride)].map((one) =>
      Number.isNaN(one) ? null : one,
    )
    const strings = capture.strings === 0 ? [] : [store.objects![cell]].flat().map((one) => one ?? null)
    return { at, kept: [numbers, strings as (string | null)[]], event: undefined }
  }

  private wholeAt(cell: number): EventRecord {
    const { log, store } = this.ring
    return log === undefined ? (store.objects![cell] as EventRecord) : log.event(store.cells[cell + 1]!)
  }
}
