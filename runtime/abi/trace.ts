/**
 * What an engine tells, where it is asked, about one rule and one key: what events and time do to its partial matches. It is told by
 * the general form of matching, in the order in which it happens.
 */
import type { Alert, Emitted } from "./engine.ts"
import type { EventRecord } from "./event.ts"
import type { MatchView } from "./rule-set.ts"

/** Sees what happens to the partial matches of a key. A row is the number of a partial match while it lives; it comes again for others. */
export interface MatchTrace {
  /** A partial match, or one that would begin (`row` -1), is asked what the event does to it. `view`: its events, valid until it returns. */
  look(row: number, view: MatchView): void
  /** A condition was asked for it. */
  asked(condition: number, holds: boolean): void
  /** Likewise whether the event comes soon enough after its last one. `duration`: of the automaton. */
  askedSoon(duration: number, holds: boolean): void
  /** The event is judged for all of the key. What it does follows; nothing follows where it does nothing. */
  judged(): void
  /** Of a partial match (-1: of none yet) another one was made. `step`: which took the event; -1: it passed over it. */
  made(row: number, from: number, state: number, step: number): void
  /** The event left a partial match without a way on, or another one took its place. `broken`: it was an event that must not come. */
  left(row: number, broken: boolean): void
  /** Another partial match has the same state and events: one of them is enough. */
  merged(row: number): void
  /** A complete match is reported. */
  reported(row: number): void
  /** The skip strategy drops it, because of the match that was reported last. */
  skipped(row: number): void
  /** There were more partial matches of the key than the limit allows. */
  dropped(row: number): void
  /** Time ended it. `complete`: that was all it waited for. */
  ended(row: number, deadline: number, complete: boolean): void
}

/** What became of a match or a timeout. */
export type Outcome =
  | { readonly kind: "written"; readonly outputs: readonly (Alert | Emitted)[] }
  /** By `having`. */
  | { readonly kind: "filtered" }
  /** By `once per`. */
  | { readonly kind: "suppressed" }
  | { readonly kind: "failed"; readonly reason: string }

/** A match or timeout of the rule. Valid during the call alone. */
export interface TracedResult {
  readonly timeout: boolean
  readonly view: MatchView
  readonly key: readonly unknown[]
  /** Event time of the result. */
  readonly at: number
  /** The event that completed it; null: a deadline did. */
  readonly event: EventRecord | null
}

export interface RuleTrace extends MatchTrace {
  /** The rule's name. */
  readonly rule: string
  /** The most partial matches of one key of this rule, in place of the engine's limit. */
  readonly limit?: number
  /** Whether it is about that key: its parts in the inside form. */
  wants(key: readonly unknown[]): boolean
  /** An event of the rule's input comes to it. `key`: undefined: a part of it is missing. True: it is about that key, and what follows is told. False: it is not judged. */
  event(event: EventRecord, key: readonly unknown[] | undefined): boolean
  /** What became of a match or timeout of the key. */
  result(result: TracedResult, outcome: Outcome): void
}
