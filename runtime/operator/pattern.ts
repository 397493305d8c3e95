import type { EventRecord } from "../abi/event.ts"
import type { EventSchema, RuleManifest, RuleProgram } from "../abi/rule-set.ts"
import { matchTables, none } from "../match/layout.ts"
import { Matcher } from "../match/matcher.ts"
import type { Column, Layout, OperatorState, RestoredKey, Table, TableLayout } from "../state/contract.ts"
import { Timers, timerTable } from "../time/timers.ts"
import { ConditionFailure, type EventOperator, type OnResult, type RuleCounts } from "./contract.ts"
import { formFingerprint, type GeneralState } from "./conversion/stored-form.ts"
import { countsTable, ruleCounts } from "./counts.ts"
import { haveSameKey, type KeyId, type KeyReader, keyReader } from "./key.ts"
import { KeyEntries } from "./pattern-entry.ts"

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
  /** Where the rule's keys are shared with others: those of this worker. */
  readonly reader?: KeyReader
}

/** A rule's pattern in the general form: keys, their partial matches and one timer for each key. */
export class PatternOperator implements EventOperator {
  readonly counts: RuleCounts
  private readonly options: PatternOptions
  private readonly matcher: Matcher
  private readonly entries: KeyEntries
  private readonly timers: Timers
  private readonly table: Table
  private readonly key: Column<unknown>
  private readonly reader: KeyReader
  /** Some output is for timeouts: else they are no results, and are not counted. */
  private readonly saysTimeouts: boolean
  /** Key id → row; made anew from the table at a restore. */
  private readonly rows = new Map<KeyId, number>()

  constructor(options: PatternOptions) {
    const { rule, program, state, limit, duration, durationOf } = options
    this.options = options
    this.counts = ruleCounts(state)
    this.table = state.table("keys")
    this.key = this.table.value("key")
    this.reader = options.reader ?? keyReader(rule.keys)
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
    })
    this.entries = new KeyEntries(state)
    for (const written of state.restored()) this.load(written)
    for (const row of this.table.rows()) this.rows.set(this.reader.idOf(this.key.get(row) as unknown[]), row)
    this.resetTimers()
  }

  process(event: EventRecord): void {
    const id = this.reader.read(event)
    if (id === undefined) return
    if (this.options.together) this.endBefore(id, event.at)
    let row = this.rows.get(id) ?? none
    let concerned: boolean
    try {
      concerned = this.matcher.consider(row, event)
    } catch (thrown) {
      throw new ConditionFailure(thrown)
    }
    if (!concerned) return
    if (row === none) row = this.addKey(id)
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
        matcher.expire(row, at)
        this.finish(row, at, null)
      }
    }
  }

  endStep(watermark: number): void {
    if (!this.options.together) return
    // What never ends by itself has the deadline Infinity.
    const time = Math.min(watermark, Number.MAX_VALUE)
    while (this.timers.next() <= time) this.endTogether(this.timers.nextKey(), time)
  }

  resetTimers(): void {
    for (const row of this.table.rows()) {
      const deadline = this.deadline(row)
      if (this.timers.of(row) !== deadline) this.timers.set(row, deadline)
    }
  }

  sameKey(left: EventRecord, right: EventRecord): boolean {
    return haveSameKey(this.reader, left, right)
  }

  partialMatches(): number {
    return this.matcher.store.partialMatches
  }

  keys(): number {
    return this.table.size
  }

  /** Time comes to a key's next event. */
  private endBefore(id: KeyId, time: number): void {
    const row = this.rows.get(id)
    if (row !== undefined && this.timers.of(row) <= time) this.endTogether(row, time)
  }

  private endTogether(row: number, time: number): void {
    const at = this.timers.of(row)
    this.matcher.expire(row, time, true)
    this.finish(row, at, null)
  }

  private addKey(id: KeyId): number {
    const row = this.matcher.addKey()
    this.key.set(row, this.reader.parts())
    this.rows.set(id, row)
    return row
  }

  /** Takes over what was kept over rows. */
  private load({ key, entry, events }: RestoredKey): void {
    const row = this.matcher.addKey()
    this.key.set(row, key)
    this.entries.read(row, entry, { write: () => {}, read: (from) => events[from.count()]! })
  }

  private deadline(row: number): number {
    return this.matcher.deadline(row)
  }

  /** Settles the key first, then reports: a result finds the state as it will be. */
  private finish(row: number, at: number, event: EventRecord | null): void {
    const key = this.key.get(row) as readonly unknown[]
    if (this.matcher.isEmpty(row)) {
      this.timers.set(row, Number.POSITIVE_INFINITY)
      this.rows.delete(this.reader.idOf(key))
      this.table.free(row)
    } else {
      const deadline = this.deadline(row)
      if (this.timers.of(row) !== deadline) this.timers.set(row, deadline)
    }
    this.report(key, at, event)
  }

  private report(key: readonly unknown[], at: number, event: EventRecord | null): void {
    const { matches, timeouts, view } = this.matcher
    if (matches.length === 0 && timeouts.length === 0) return
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
