import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import type { RuleTrace } from "../abi/trace.ts"
import { matchTables, none } from "../match/layout.ts"
import { Matcher } from "../match/matcher.ts"
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
import { Timers, timerTable } from "../time/timers.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { formFingerprint, type GeneralState } from "./conversion/stored-form.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { haveSameKey } from "./key.ts"
import { KeyRows, noNumber, type ObjectSpace } from "./object-keys.ts"
import { type EntryEvents, KeyEntries } from "./pattern-entry.ts"

/** Tables that only snapshots have. */
export const patternLeftOut = [...matchTables, timerTable].map(({ name }) => name)

/** The tables of a pattern in the general form; `whole`: its events are kept as they arrived, else fields of them. */
export function patternTables(whole: boolean): readonly TableLayout[] {
  const tables = matchTables.map((table): TableLayout => {
    if (whole || table.name !== "events") return table
    return { ...table, columns: { ...table.columns, event: "value" } }
  })
  return [...tables, timerTable, countsTable]
}

/** The layout of a rule's pattern: state fits as long as the automaton, the inputs and the keys are the same. */
export function patternLayout(
  rule: RuleManifest,
  events: readonly EventSchema[],
  kept: GeneralState["events"] = "whole",
): Layout {
  return {
    operator: `pattern ${rule.was ?? rule.name}`,
    fingerprint: formFingerprint(rule, events, { form: "general", events: kept }),
    dividedBy: rule.name,
    tables: patternTables(kept === "whole"),
  }
}

/**
 * Takes the timers that are due at a time; the rows whose deadlines these are, in the order in which their first partial matches began: it says nothing of where they are held. Timers
 * that were too early are set anew.
 */
export function dueRows(
  timers: Timers,
  at: number,
  deadline: (row: number) => number,
  entries: Pick<KeyEntries, "firstOf">,
): readonly number[] {
  const due: { row: number; first: number }[] = []
  while (timers.next() === at) {
    const row = timers.nextKey()
    const real = deadline(row)
    timers.set(row, real > at ? real : Number.POSITIVE_INFINITY)
    if (real <= at) due.push({ row, first: entries.firstOf(row) })
  }
  if (due.length > 1) due.sort((left, right) => left.first - right.first)
  return due.map(({ row }) => row)
}

export interface PatternOptions {
  readonly index: number
  readonly rule: RuleManifest
  readonly program: RuleProgram
  readonly state: OperatorState
  readonly limit: number
  /** The window's duration in ms, read each time; Infinity without one. */
  readonly duration: () => number
  /** The ms of a duration number of the automaton, read each time. */
  readonly durationOf: (number: number) => number
  /**
   * As in Flink, time moves for a key from event to event and at last to the watermark, and what ends in one such step ends
   * together: a match that waits under a skip strategy of Flink's sees all of it. Else time moves from deadline to deadline.
   */
  readonly together: boolean
  readonly onResult: OnResult
  /** Its keys: where they are shared with others, those of this worker. */
  readonly objects: ObjectSpace
  /** Who is told what happens to one of its keys. */
  readonly trace?: RuleTrace | undefined
  /** Is told where time ended a partial match, of whichever key: its state, and whether that completed it. */
  readonly ended?: ((state: number, complete: boolean) => void) | undefined
}

/** A rule's pattern in the general form: keys, their partial matches and one timer for each key. */
export class PatternOperator implements EventOperator, KeyedState {
  readonly counts: RuleCounts
  readonly leavesOut = patternLeftOut
  readonly changes: Changes
  readonly rows: KeyRows
  readonly space: number
  /** Where windows end together all that are due have to be there at once when the watermark comes. */
  readonly stays: boolean
  readonly timing: Timing
  private readonly options: PatternOptions
  private readonly matcher: Matcher
  private readonly entries: KeyEntries
  private readonly timers: Timers
  private readonly table: Table
  private readonly key: Column<unknown>
  /** Some output is for timeouts: else they are no results, and are not counted. */
  private readonly saysTimeouts: boolean

  constructor(options: PatternOptions) {
    const { rule, program, state, limit, duration, durationOf, objects, together } = options
    const former = state.former instanceof PatternOperator ? state.former : undefined
    this.options = options
    this.changes = former?.changes ?? new Changes()
    this.rows = former?.rows ?? new KeyRows(objects.keys)
    this.space = objects.space
    this.stays = !objects.leaves || together
    this.timing = patternTiming(rule)
    this.counts = ruleCounts(state)
    this.table = state.table("keys")
    this.key = this.table.value("key")
    this.saysTimeouts = rule.outputs.some(({ onTimeout }) => onTimeout)
    this.timers = new Timers(state.table(timerTable.name), this.table.number("timer"))
    this.matcher = new Matcher(state, {
      automaton: rule.automaton,
      conditions: program.conditions,
      steps: rule.steps.length,
      skip: rule.skip,
      window: rule.within.kind === "none" ? null : rule.within.kind,
      duration,
      durationOf,
      limit,
      ended: options.ended,
    })
    this.entries = new KeyEntries(state)
    if (former === undefined) {
      for (const row of this.table.rows()) this.rows.link(objects.keys.idOf(this.key.get(row) as unknown[]), row)
    }
    for (const written of state.restored()) this.loadKey(objects.keys.idOf(written.key), written)
    if (former === undefined) this.resetTimers()
    else this.retime(former)
    state.keep(this)
  }

  process(event: EventRecord): void {
    const { keys, reader } = this.options.objects
    const name = reader.read(event)
    const isOwn = this.options.trace?.event(event, name === undefined ? undefined : reader.parts())
    this.tell(isOwn)
    if (name === undefined || isOwn === false) return
    // Keys of which nothing is held have no numbers, mostly.
    let key = keys.find(name)
    if (this.options.together) this.endBefore(key, event.at)
    let row = this.rows.rowOf(key)
    let concerned: boolean
    try {
      concerned = this.matcher.consider(row, event)
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
    if (!concerned) return
    if (key === noNumber) key = keys.numberOf(name, reader)
    this.changes.touch(key)
    if (row === none) row = this.addKey(key)
    this.matcher.apply(row, event)
    if (this.matcher.dropped > 0) this.counts.add("dropped", this.matcher.dropped)
    this.finish(row, event.at, event)
  }

  get endsTogether(): boolean {
    return this.options.together
  }

  nextDeadline(): number {
    return this.options.together ? Number.POSITIVE_INFINITY : this.timers.next()
  }

  fire(time: number): void {
    const { timers, matcher, entries } = this
    while (timers.next() <= time) {
      const at = timers.next()
      for (const row of dueRows(timers, at, (each) => matcher.deadline(each), entries)) {
        this.changes.touch(this.rows.keyOf(row))
        this.tell(this.options.trace?.wants(this.valuesOf(this.rows.keyOf(row))))
        matcher.expire(row, at)
        this.finish(row, at, null)
      }
    }
  }

  endStep(watermark: number): void {
    if (!this.options.together) return
    // What never ends by itself has the deadline Infinity.
    const time = Math.min(watermark, Number.MAX_VALUE)
    const { timers, matcher, entries } = this
    while (timers.next() <= time) {
      const at = timers.next()
      for (const row of dueRows(timers, at, (each) => matcher.deadline(each), entries)) this.endTogether(row, at, time)
    }
  }

  holds(key: number): boolean {
    return this.holdsAtCut(key) || this.changes.isChanged(key)
  }

  get limit(): number {
    return this.options.objects.keys.limit
  }

  valuesOf(key: number): readonly unknown[] {
    return this.options.objects.keys.values(key)
  }

  holdsAtCut(key: number): boolean {
    return this.rows.rowOf(key) !== none
  }

  write(key: number, out: ByteWriter, numberOf: (event: EventRecord) => number): void {
    this.entries.write(this.rows.rowOf(key), out, entryEvents(numberOf, []))
  }

  loadKey(key: number, { entry, events }: Omit<RestoredKey, "key">): void {
    this.changes.touch(key)
    const row = this.addKey(key)
    this.entries.read(
      row,
      entry,
      entryEvents(() => none, events),
    )
    this.timers.set(row, this.matcher.deadline(row))
  }

  dropKey(key: number): void {
    const row = this.rows.rowOf(key)
    if (row === none) return
    this.changes.touch(key)
    this.rows.unlink(key)
    this.timers.set(row, Number.POSITIVE_INFINITY)
    this.entries.drop(row)
  }

  /** What ends by itself says something then, or is gone. */
  lastsTo(): number {
    return Number.POSITIVE_INFINITY
  }

  dueAt(key: number): number {
    return this.matcher.deadline(this.rows.rowOf(key))
  }

  store(): void {
    for (const row of this.table.rows()) this.key.set(row, this.valuesOf(this.rows.keyOf(row)))
  }

  resetTimers(): void {
    for (const row of this.table.rows()) {
      const deadline = this.deadline(row)
      if (this.timers.of(row) !== deadline) this.timers.set(row, deadline)
    }
  }

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.options.objects.reader, left, right)
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

  /** Timers are those of another one. Where nothing ends together they may be too early: where all that ends does so no sooner than before, they stay. */
  private retime({ options }: PatternOperator): void {
    const { duration, durationOf, rule, together } = this.options
    const [before, now] = [options.duration(), duration()]
    const others = rule.durations.map((_, each) => options.durationOf(each) - durationOf(each))
    const sooner = before === now ? 0 : before - now
    if (together ? [sooner, ...others].some((by) => by !== 0) : sooner === Number.POSITIVE_INFINITY) this.resetTimers()
    else if (this.matcher.expires && [sooner, ...others].some((by) => by > 0)) this.resetTimers()
    else if (sooner > 0) this.timers.advance(sooner)
  }

  /** Time comes to a key's next event. */
  private endBefore(key: number, time: number): void {
    const row = this.rows.rowOf(key)
    if (row !== none && this.timers.of(row) <= time) this.endTogether(row, this.timers.of(row), time)
  }

  /** Time comes to `time` for a key of which something was to come at `at`. */
  private endTogether(row: number, at: number, time: number): void {
    this.changes.touch(this.rows.keyOf(row))
    this.tell(this.options.trace?.wants(this.valuesOf(this.rows.keyOf(row))))
    this.matcher.expire(row, time, true)
    this.finish(row, at, null)
  }

  /** Whether what comes now is told. */
  private tell(isWanted: boolean | undefined): void {
    this.matcher.watch.trace = isWanted === true ? this.options.trace : undefined
  }

  private addKey(key: number): number {
    const row = this.matcher.addKey()
    this.rows.link(key, row)
    return row
  }

  private deadline(row: number): number {
    return this.matcher.deadline(row)
  }

  /** Settles the key first, then reports: a result finds the state as it will be. */
  private finish(row: number, at: number, event: EventRecord | null): void {
    const key = this.rows.keyOf(row)
    if (this.matcher.isEmpty(row)) {
      this.timers.set(row, Number.POSITIVE_INFINITY)
      this.rows.unlink(key)
      this.table.free(row)
    } else {
      const deadline = this.deadline(row)
      if (this.timers.of(row) !== deadline) this.timers.set(row, deadline)
    }
    this.report(key, at, event)
  }

  private report(keyNumber: number, at: number, event: EventRecord | null): void {
    const { matches, timeouts, view } = this.matcher
    if (matches.length === 0 && timeouts.length === 0) return
    const key = this.valuesOf(keyNumber)
    const { index: rule, onResult } = this.options
    this.counts.add("matches", matches.length)
    for (const [index, node] of matches.entries()) {
      view.show(node)
      onResult({ rule, timeout: false, view, key, at: this.matcher.endOf(node, at), event, index })
    }
    if (this.saysTimeouts) {
      this.counts.add("timeouts", timeouts.length)
      for (const [index, node] of timeouts.entries()) {
        view.show(node)
        onResult({ rule, timeout: true, view, key, at: this.matcher.endOf(node, at), event, index })
      }
    }
    this.matcher.release()
  }
}

/** Events of partial matches as they are in entries: by their numbers. */
function entryEvents(numberOf: (event: EventRecord) => number, known: readonly EventRecord[]): EntryEvents {
  return { write: (event, out) => out.count(numberOf(event)), read: (entry) => known[entry.count()]! }
}
