import type { EventRecord } from "../abi/event.ts"
import type { MatchView } from "../abi/rule-set.ts"

/** A match as outputs see it. */
export interface ResultView extends MatchView {
  /** The events of a step, as they are. */
  records(step: number): readonly EventRecord[]
}

/** A match or a timeout of a rule. Valid during the call only. */
export interface Result {
  readonly rule: number
  readonly timeout: boolean
  readonly view: ResultView
  readonly key: readonly unknown[]
  /** Event time of the result. */
  readonly at: number
  /** Its deadline, where that was earlier: a duration that became shorter put it into the past. */
  readonly due?: number
  /** The event that completed or released it; null: a deadline did. */
  readonly event: EventRecord | null
  /** Its place among the matches (or timeouts) that the same event or deadline brought for this key. */
  readonly index: number
  /** How many equal events of its key came before the event at the same time, where the operator knows it. */
  ordinal?: number
  /** Its match is the event alone: with this view and this event it is always the same one, whichever rule has it. */
  readonly isEvent?: boolean
}

export type OnResult = (result: Result) => void

/** Thrown when a condition failed on an event: the rule's state is as before. */
export class ConditionFailure extends Error {
  constructor(cause: unknown) {
    super("a condition failed", { cause })
  }
}

/** A rule at work on events as objects. All it knows between two calls is in its state. */
export interface EventOperator extends Operator {
  /** Judges an event, whose key is in memory. Throws a ConditionFailure. */
  process(event: EventRecord): void
  /** Whether it needs the number of a key. Absent: it keeps nothing by key. */
  holds?(key: number): boolean
  /** What it keeps by key does not leave memory. */
  readonly stays?: boolean
  /** Writes what only snapshots have into its tables. */
  store?(): void
  /** Whether two events have the same key under this rule; both have one. */
  sameKey(left: EventRecord, right: EventRecord): boolean
}

/** One rule at work. */
export interface Operator {
  /** When its next window ends; Infinity: none is open. */
  nextDeadline(): number
  /** Ends the windows that are due at `time`. */
  fire(time: number): void
  /** Where a key's windows end together: ends those that are due at the watermark, when all events up to it were judged. */
  endStep?(watermark: number): void
  /** What a step of the watermark ends ends together, so that its steps matter. */
  readonly endsTogether?: boolean
  /** Begins anew what a changed parameter decides; says in words what that was. */
  restart?(param: string): readonly string[]
  /** What began anew when the state was restored, because a parameter has another value than it was made with: in words. */
  readonly outdated?: readonly string[]
  /** Sets its timers anew, after a window's duration changed. */
  resetTimers(): void
  readonly counts: RuleCounts
  partialMatches(): number
  /** How many of them are in each state of the automaton. Absent: it steps none. */
  byState?(): readonly number[]
  keys(): number
}

/** Counters of a rule; held in its state. */
export interface RuleCounts {
  get(name: CountName): number
  add(name: CountName, more: number): void
}

export type CountName = "matches" | "timeouts" | "filtered" | "suppressed" | "late" | "dropped" | "failed"
