import type { EventRecord } from "../../abi/event.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../../abi/rule-set.ts"
import { none } from "../../match/layout.ts"
import { Matcher } from "../../match/matcher.ts"
import { noKey } from "../../rows/key-space.ts"
import type { ByteReader, ByteWriter } from "../../state/bytes.ts"
import { Changes } from "../../state/changes.ts"
import type { Column, KeyedState, Layout, OperatorState, RestoredKey, Table, Timing } from "../../state/contract.ts"
import { patternTiming } from "../../state/timing.ts"
import { Timers, timerTable } from "../../time/timers.ts"
import type { RuleCounts } from "../contract.ts"
import { type KeptInput, keptFields } from "../conversion/stored-form.ts"
import { ruleCounts } from "../counts.ts"
import { ListView } from "../list-view.ts"
import { dueRows, patternLayout, patternLeftOut } from "../pattern.ts"
import { type EntryEvents, KeyEntries } from "../pattern-entry.ts"
import { type Capture, CapturedEvent } from "./capture.ts"
import type { Batch, Lane, LaneHost } from "./contract.ts"
import { RowAnswers } from "./row-answers.ts"

/**
 * Whether events that are kept are asked for more than fields: outputs show them or hand them on, or their texts and positions are wanted when a
 * match comes without an event that completes it.
 */
export function keepsTexts({ rows, outputs, steps, automaton }: RuleManifest): boolean {
  return (
    rows!.reads!.some((read) => read?.whole === true) ||
    outputs.some(
      ({ kind, onTimeout, withEvents }) =>
        onTimeout || (kind === "alert" && withEvents && steps.some(({ shown }) => shown)),
    ) ||
    automaton.states.some(({ kind }) => kind === "pending" || kind === "next-absent")
  )
}

/** The layout of a rule's pattern over rows: that of events, unless all that is kept of an event are some fields. */
export function patternLaneLayout(rule: RuleManifest, events: readonly EventSchema[]): Layout {
  if (keepsTexts(rule)) return patternLayout(rule, events)
  const kept = rule.inputs.map((input): KeptInput => {
    const { name } = events[input]!
    return { type: name, id: input, fields: keptFields(rule.rows!.reads![input]?.columns ?? [], events[input]!) }
  })
  return patternLayout(rule, events, kept)
}

export interface PatternLaneOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  /** How many event types there are. */
  readonly types: number
  readonly space: number
  /** By event type: the fields that are read; null: all. */
  readonly captures: readonly (Capture | null)[]
  readonly state: OperatorState
  /** Most partial matches of one key. */
  readonly limit: number
  /** The window's duration in ms, read each time; Infinity without one. */
  readonly duration: () => number
  /** The ms of a duration number of the automaton, read each time. */
  readonly durationOf: (number: number) => number
  readonly host: LaneHost
  /** An event that is kept gets all its fields, of which it had some. */
  readonly readLater: (event: EventRecord) => void
  /** Keys by their ids. */
  readonly keys: { readonly limit: number; values(id: number): unknown[]; idOf(values: readonly unknown[]): number }
}

/**
 * A rule's pattern in the general form, over rows. Events that cannot do anything to their key are passed over without a look; of the others an
 * event is made with the fields that the rule reads. A key's timer may be too early: it is set anew when its time has come.
 */
export class PatternLane implements Lane, KeyedState {
  readonly counts: RuleCounts
  readonly leavesOut = patternLeftOut
  readonly changes: Changes
  readonly stays = false
  readonly timing: Timing
  readonly space: number
  readonly isTimed = true
  readonly isKept = true
  readonly looksAt: readonly number[]
  readonly tells: readonly number[] | undefined
  private readonly options: PatternLaneOptions
  private readonly answers: RowAnswers
  private readonly matcher: Matcher
  private readonly entries: KeyEntries
  private readonly timers: Timers
  private readonly table: Table
  private readonly key: Column<unknown>
  private readonly keepsTexts: boolean
  private readonly saysTimeouts: boolean
  /** By key: its row plus 1; 0: nothing is held for it. */
  private rowOf = new Int32Array(1024)
  /** By row: its key. */
  private keyOf = new Int32Array(1024)
  /** The place in the batch at hand that comes next. */
  private place = 0

  constructor(options: PatternLaneOptions) {
    const { rule, program, state, space, types, limit, duration, durationOf } = options
    this.options = options
    this.space = space
    this.counts = ruleCounts(state)
    this.answers = new RowAnswers(rule.automaton, rule.rows!.selects, rule.inputs, types)
    this.looksAt = this.answers.asked
    // Other strategies hold matches back until partial matches before them have ended.
    this.tells = /none|default/.test(rule.skip.kind) ? this.answers.tells : undefined
    this.table = state.table("keys")
    this.key = this.table.value("key")
    this.keepsTexts = keepsTexts(rule)
    this.saysTimeouts = rule.outputs.some(({ onTimeout }) => onTimeout)
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    const former = state.former instanceof PatternLane ? state.former : undefined
    this.changes = former?.changes ?? new Changes()
    this.matcher = new Matcher(state, {
      automaton: rule.automaton,
      conditions: program.conditions,
      steps: rule.steps.length,
      skip: rule.skip,
      window: rule.within.kind === "none" ? null : rule.within.kind,
      duration,
      durationOf,
      limit,
      bits: this.answers.bits,
    })
    this.entries = new KeyEntries(state)
    this.timing = patternTiming(rule)
    if (former === undefined) this.restore()
    else this.takeOver(former)
    state.keep(this)
  }

  private restore(): void {
    const { state, keys } = this.options
    this.load(state.table("events"))
    for (const written of state.restored()) this.loadKey(keys.idOf(written.key), written)
    this.resetTimers()
  }

  /** The tables are those of the former lane, and timers may be too early: where all that ends does so no sooner than before, they stay. */
  private takeOver(former: PatternLane): void {
    const { rule, duration, durationOf, state, captures, readLater } = this.options
    this.rowOf = former.rowOf
    this.keyOf = former.keyOf
    const sooner = former.options.duration() - duration()
    if (this.matcher.expires) {
      const others = rule.durations.map((_, number) => former.options.durationOf(number) - durationOf(number))
      if ([sooner, ...others].some((by) => by > 0)) this.resetTimers()
    } else if (sooner > 0) this.timers.advance(sooner)
    const lacks = (type: number): boolean => !covers(former.options.captures[type], captures[type])
    if (!this.keepsTexts || !rule.inputs.some(lacks)) return
    const events = state.table("events")
    const column = events.value("event") as Column<EventRecord>
    for (const row of events.rows()) if (lacks(column.get(row).type)) readLater(column.get(row))
  }

  begin(batch: Batch): void {
    this.place = 0
    batch.keysOf(this.space)
    this.reserve(this.options.keys.limit)
    this.answers.read(batch)
  }

  run(batch: Batch, to: number): void {
    const { rowOf } = this
    const { answers, begins, moves } = this.answers
    const keys = batch.keysOf(this.space)
    for (let place = this.place; place < to; place++) {
      const answer = answers[place]!
      if (answer === 0) continue
      const key = keys[place]!
      if (key !== noKey && (answer & (rowOf[key] === 0 ? begins : moves)) !== 0) this.judge(batch, place, key)
    }
    this.place = to
    // What comes later than a deadline may be another lane's.
    if (to > 0) this.moveTo(batch.rows.at[batch.order[to - 1]!]!)
  }

  nextDeadline(): number {
    return this.timers.next()
  }

  fire(time: number): void {
    const { timers, matcher, entries } = this
    while (timers.next() <= time) {
      const at = timers.next()
      for (const row of dueRows(timers, at, (each) => matcher.deadline(each), entries)) {
        this.changes.touch(this.keyOf[row]!)
        matcher.expire(row, at)
        this.finish(row, at, undefined, time)
      }
    }
  }

  resetTimers(): void {
    this.timers.reset(this.table.rows(), (row) => this.matcher.deadline(row))
  }

  holds(key: number): boolean {
    return this.holdsAtCut(key) || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.options.keys.limit
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return key < this.rowOf.length && this.rowOf[key] !== 0
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    this.entries.write(this.rowOf[key]! - 1, out, this.entryEvents(numberOf, []))
  }

  loadKey(key: number, { entry, events }: Omit<RestoredKey, "key">): void {
    this.changes.touch(key)
    this.reserve(key + 1)
    const row = this.addKey(key)
    this.entries.read(
      row,
      entry,
      this.entryEvents(() => none, events),
    )
    this.timers.set(row, this.matcher.deadline(row))
  }

  dropKey(key: number): void {
    if (!this.holdsAtCut(key)) return
    this.changes.touch(key)
    const row = this.rowOf[key]! - 1
    this.rowOf[key] = 0
    this.timers.set(row, Number.POSITIVE_INFINITY)
    this.entries.drop(row)
  }

  /** What ends by itself says something then, or is gone. */
  lastsTo(): number {
    return Number.POSITIVE_INFINITY
  }

  dueAt(key: number): number {
    return this.matcher.deadline(this.rowOf[key]! - 1)
  }

  store(): void {
    for (const row of this.table.rows()) this.key.set(row, this.options.keys.values(this.keyOf[row]!))
    // Snapshots say when something happens next.
    this.resetTimers()
  }

  partialMatches(): number {
    return this.matcher.store.partialMatches
  }

  byState(): readonly number[] {
    return this.matcher.store.byState(this.options.rule.automaton.states.length)
  }

  keys(): number {
    return this.table.size
  }

  /** Deadlines up to an event's time come before it. */
  private moveTo(time: number): void {
    const { timers } = this
    const { present } = this.options.host
    for (;;) {
      const deadline = Math.max(timers.next(), present)
      if (deadline > time || deadline === Number.POSITIVE_INFINITY) return
      this.fire(deadline)
    }
  }

  private judge(batch: Batch, place: number, key: number): void {
    const { host } = this.options
    const { matcher } = this
    const { rows, order } = batch
    const at = rows.at[order[place]!]!
    if (this.timers.next() <= at) this.moveTo(at)
    let row = this.rowOf[key]! - 1
    const event = this.eventAt(batch, place)
    let concerned: boolean
    try {
      concerned = matcher.consider(row, event, this.answers.answers[place]!)
    } catch (thrown) {
      host.failed(this, place, thrown)
      return
    }
    if (!concerned) return
    this.changes.touch(key)
    if (row === none) row = this.addKey(key)
    matcher.apply(row, event)
    if (matcher.dropped > 0) this.counts.add("dropped", matcher.dropped)
    this.finish(row, at, { batch, place, event }, at)
  }

  private eventAt(batch: Batch, place: number): EventRecord {
    const { host, captures } = this.options
    const { rows, order } = batch
    const row = order[place]!
    const type = rows.type[row]!
    const fields = captures[type]?.fieldsOf(rows, row)
    if (this.keepsTexts) return host.event(batch, place, fields)
    return new CapturedEvent(type, rows.at[row]!, fields!, host.sequenceAt(place))
  }

  private addKey(key: number): number {
    const row = this.matcher.addKey()
    if (row >= this.keyOf.length) this.keyOf = longer(this.keyOf, row * 2)
    this.keyOf[row] = key
    this.rowOf[key] = row + 1
    return row
  }

  /** Settles the key first, then reports: a result finds the state as it will be. `due`: when a deadline comes. */
  private finish(row: number, at: number, trigger: Trigger | undefined, due: number): void {
    const { matcher, timers } = this
    const key = this.keyOf[row]!
    if (matcher.isEmpty(row)) {
      timers.set(row, Number.POSITIVE_INFINITY)
      this.rowOf[key] = 0
      this.table.free(row)
    } else {
      const deadline = matcher.deadline(row)
      if (trigger === undefined || deadline < timers.of(row)) timers.set(row, deadline)
    }
    const { matches, timeouts } = matcher
    if (matches.length === 0 && timeouts.length === 0) return
    this.counts.add("matches", matches.length)
    this.report(matches, false, key, at, trigger, due)
    if (this.saysTimeouts) {
      this.counts.add("timeouts", timeouts.length)
      this.report(timeouts, true, key, at, trigger, due)
    }
    matcher.release()
  }

  private report(
    nodes: readonly number[],
    timeout: boolean,
    keyId: number,
    at: number,
    trigger: Trigger | undefined,
    due: number,
  ): void {
    const { index: rule, host, keys } = this.options
    if (nodes.length === 0) return
    const key = keys.values(keyId)
    const event = trigger === undefined ? null : this.triggerOf(trigger)
    for (const [index, node] of nodes.entries()) {
      const view = this.viewOf(node, trigger?.event, event)
      const result = { rule, timeout, view, key, at: this.matcher.endOf(node, at), event, index }
      if (trigger === undefined) host.due(due, result)
      else host.found(this, trigger.place, result)
    }
  }

  /** The event that completed a match, with its text. */
  private triggerOf({ batch, place, event }: Trigger): EventRecord {
    return this.keepsTexts ? event : this.options.host.event(batch, place, event.fields)
  }

  /** The events of a match, which hold when the tables have gone on. Where the last one was made of fields alone its whole self stands for it. */
  private viewOf(node: number, made: EventRecord | undefined, whole: EventRecord | null): ListView {
    const { view } = this.matcher
    view.show(node)
    const steps = this.options.rule.steps.map((_, step) =>
      view.records(step).map((event) => (event === made ? whole! : event)),
    )
    const previous = view.previousRecord()
    const shown = new ListView()
    shown.show(steps, previous === made ? (whole ?? undefined) : previous)
    return shown
  }

  private reserve(limit: number): void {
    if (limit > this.rowOf.length) this.rowOf = longer(this.rowOf, Math.max(limit, this.rowOf.length * 2))
  }

  private entryEvents(numberOf: (event: EventRecord) => number, known: readonly EventRecord[]): EntryEvents {
    if (!this.keepsTexts) return capturedEvents
    return { write: (event, out) => out.count(numberOf(event)), read: (entry) => known[entry.count()]! }
  }

  private load(events: Table): void {
    const { keys } = this.options
    for (const row of this.table.rows()) {
      const key = keys.idOf(this.key.get(row) as unknown[])
      this.reserve(keys.limit)
      if (row >= this.keyOf.length) this.keyOf = longer(this.keyOf, row * 2)
      this.keyOf[row] = key
      this.rowOf[key] = row + 1
    }
    if (this.keepsTexts) return
    const column = events.value("event") as Column<EventRecord>
    for (const row of events.rows()) column.set(row, capturedOf(column.get(row)))
  }
}

/** Events of which some fields are all that is kept. */
const capturedEvents: EntryEvents = {
  write: ({ type, at, fields, sequence }, out) => out.value({ type, at, fields, sequence }),
  read: (entry: ByteReader) => capturedOf(entry.value() as EventRecord),
}

function capturedOf({ type, at, fields, sequence }: EventRecord): CapturedEvent {
  return new CapturedEvent(type, at, fields, sequence)
}

/** The event that is judged. */
interface Trigger {
  readonly batch: Batch
  readonly place: number
  readonly event: EventRecord
}

/** Whether events of a type have all fields that are read now; null: they have all that there are. */
function covers(former: Capture | null | undefined, now: Capture | null | undefined): boolean {
  return former === null || (now !== null && now !== undefined && former?.covers(now) === true)
}

function longer(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(length)
  all.set(numbers)
  return all
}
