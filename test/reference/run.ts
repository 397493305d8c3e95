/** The reference, from a rule and the events in the order of arrival to everything that comes out. */
import { orderEvents } from "./event-time.ts"
import { type MatchOptions, matchKey } from "./matcher.ts"
import type { RefEvent, ReferencePattern, Result } from "./pattern.ts"
import { type Rule, type RuleEvent, toPattern, toRefEvents } from "./rule.ts"

/** Results key by key (in the order in which keys first came), per key in order; `late` are event indexes. */
export type ReferenceAnswer = {
  readonly matches: readonly Result[]
  readonly timeouts: readonly Result[]
  readonly late: readonly number[]
  /**
   * How many matches were left out because they repeat another, as a repeated group can make them. Then the number of equal
   * timeouts, and which of several matches of one first event survives a skip strategy, is nobody's promise.
   */
  readonly repeats: number
}

/**
 * Runs a pattern over events in the order of arrival, up to the end of time.
 *
 * @param lateness milliseconds
 */
export function runPattern(
  pattern: ReferencePattern,
  arrivals: readonly RefEvent[],
  lateness: number,
  options: MatchOptions = {},
): ReferenceAnswer {
  const { keys, late } = orderEvents(arrivals, lateness)
  const results = [...keys.values()].map((events) => matchKey(pattern, events, options))
  return {
    matches: results.flatMap(({ matches }) => matches),
    timeouts: results.flatMap(({ timeouts }) => timeouts),
    late,
    repeats: results.reduce((sum, { repeats }) => sum + repeats, 0),
  }
}

/** What a rule finds: `matches` and, of partial matches ended by its window, `timeouts`; and which events were late. */
export function referenceRun(rule: Rule, events: readonly RuleEvent[], options?: MatchOptions): ReferenceAnswer {
  return runPattern(toPattern(rule.pattern), toRefEvents(events), rule.outOfOrderMs, options)
}
