import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { JobResult } from "../../runtime/job/counts.ts"
import { countIn, type Grid } from "./buckets.ts"
import { originTypes, type Score, scoreOf } from "./score.ts"
import { maxKeys, type RuleTally, type Tally } from "./tally.ts"

/** One version of the rules and what came of it. */
export interface Replayed {
  readonly files: readonly string[]
  readonly rules: RuleSet
  readonly params: Readonly<Record<string, unknown>>
  readonly tally: Tally
  readonly result: JobResult
  readonly missing: readonly string[]
  /** Of the replay alone. */
  readonly seconds: number
}

export interface RuleReport {
  readonly name: string
  readonly title?: string
  readonly shadow: boolean
  readonly alerts: number
  /** Derived events that went to a sink. */
  readonly emitted: number
  /** Both, a day. */
  readonly perDay: number
  /** Different keys among them; `maxKeys` stands for that many or more. */
  readonly keys: number
  readonly keysAreMore: boolean
  readonly matches: number
  readonly filtered: number
  readonly suppressed: number
  /** Partial matches that a window ended; of interest where the rule has an `on timeout` output (`saysTimeouts`). */
  readonly timeouts: number
  readonly saysTimeouts: boolean
  readonly late: number
  readonly dropped: number
  readonly failed: number
  readonly first: string | null
  readonly last: string | null
  /** Outputs by part of `grid`. */
  readonly counts: readonly number[]
  /** null: no label was asked for, or it says nothing about this rule. */
  readonly score: Score | null
}

export interface TotalReport {
  readonly alerts: number
  readonly emitted: number
  readonly perDay: number
  readonly score: Score | null
}

/** The rules of a version, in the order of its files. */
export function ruleReports(version: Replayed, grid: Grid | null, days: number): RuleReport[] {
  const { result, rules, tally } = version
  const types = originTypes(rules.manifest)
  return tally.rules.map((each, i) => {
    const { name, title, shadow } = each.rule
    const { matches, filtered, suppressed, timeouts, late, dropped, failed } = result.engine.rules[i]!
    return {
      name,
      ...(title !== undefined && { title }),
      shadow: shadow === true,
      alerts: each.alerts,
      emitted: each.emitted,
      perDay: each.times.length / days,
      keys: each.keys.size,
      keysAreMore: each.keys.size >= maxKeys,
      matches,
      filtered,
      suppressed,
      timeouts,
      saysTimeouts: each.rule.outputs.some(({ onTimeout }) => onTimeout),
      late,
      dropped,
      failed,
      ...span(each.times),
      counts: grid === null ? [] : countIn(grid, each.times),
      score: ruleScore(each, types[i]!, tally),
    }
  })
}

/** All rules of a version that are no shadow rules. */
export function totalReport({ rules, tally }: Replayed, days: number): TotalReport {
  const types = originTypes(rules.manifest)
  const active = tally.rules.filter(({ rule }) => rule.shadow !== true)
  const alerts = active.reduce((sum, each) => sum + each.alerts, 0)
  const emitted = active.reduce((sum, each) => sum + each.emitted, 0)
  const read = new Set(
    tally.rules.flatMap((each, i) => (ruleScore(each, types[i]!, tally) === null ? [] : [...types[i]!])),
  )
  const score = tally.labels === undefined ? null : scoreOf(tally.hits, read, tally.labels.byType)
  return { alerts, emitted, perDay: (alerts + emitted) / days, score }
}

/** A window is no single event that could be right or wrong. */
function ruleScore({ rule, hits }: RuleTally, types: ReadonlySet<string>, { labels }: Tally): Score | null {
  return labels === undefined || rule.window !== undefined ? null : scoreOf(hits, types, labels.byType)
}

/** The first and the last of times, as ISO 8601. */
export function span(times: readonly number[]): { first: string | null; last: string | null } {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const at of times) {
    if (at < first) first = at
    if (at > last) last = at
  }
  return first <= last ? { first: iso(first), last: iso(last) } : { first: null, last: null }
}

/** ISO 8601 of epoch ms. */
export function iso(time: number): string {
  return new Date(time).toISOString()
}
