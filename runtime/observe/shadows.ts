import type { ShadowReport } from "../job/shadow/shadows.ts"
import { isoTime, number } from "./numbers.ts"

/** How the alerts of a rule on trial and of the rule that it shadows compare, for people and tools. Times in ISO 8601, durations in seconds. */
export interface ShadowSummary {
  /** The rule on trial. */
  readonly shadow: string
  readonly rule: string
  readonly since: string | null
  /** Alerts of one key that are at most so far apart, in event time, are the same. */
  readonly toleranceSeconds: number
  /** Alerts that both had; of these, where the shadow rule was earlier or later. */
  readonly both: number
  readonly earlier: number
  readonly later: number
  /** By how much the shadow rule was earlier where both had the alert, on average; negative: later; null: there is none. */
  readonly meanLeadSeconds: number | null
  readonly onlyRule: number
  readonly onlyShadow: number
  /** Alerts of which it is not known yet. */
  readonly waiting: number
  /** Of those that one had alone: because too many waited. */
  readonly hurried: number
}

/** Without examples. */
export function shadowSummary(report: ShadowReport): ShadowSummary {
  const { shadow, rule, since, toleranceMs, both, earlier, later, leadMs, onlyRule, onlyShadow, waiting } = report
  return {
    shadow,
    rule,
    since: isoTime(since),
    toleranceSeconds: toleranceMs / 1000,
    both,
    earlier,
    later,
    meanLeadSeconds: both === 0 ? null : Math.round(leadMs / both) / 1000,
    onlyRule,
    onlyShadow,
    waiting,
    hurried: report.hurried,
  }
}

/** In a sentence without a full stop. */
export function shadowWords({ shadow, rule, both, earlier, later, ...report }: ShadowSummary): string {
  const { onlyRule, onlyShadow, waiting, hurried, meanLeadSeconds: lead } = report
  const moved = [
    ...(earlier > 0 ? [`${number(earlier)} earlier`] : []),
    ...(later > 0 ? [`${number(later)} later`] : []),
  ]
  const mean =
    lead === null || lead === 0
      ? ""
      : `, by ${number(Math.abs(lead))} s ${lead > 0 ? "before" : "behind"} it on average`
  return [
    `${shadow} of ${rule}: ${number(both)} ${both === 1 ? "alert" : "alerts"} of both`,
    moved.length === 0 ? "" : ` (${moved.join(", ")}${mean})`,
    `, ${number(onlyRule)} of ${rule} alone, ${number(onlyShadow)} of ${shadow} alone`,
    waiting === 0 ? "" : `, ${number(waiting)} not known yet`,
    hurried === 0 ? "" : `; ${number(hurried)} were decided too early, since too many waited`,
  ].join("")
}

/** What the parts of a job have found, as one: a key is in one part alone. */
export function joinShadows(parts: readonly (readonly ShadowReport[])[]): ShadowReport[] {
  const joined = new Map<string, ShadowReport>()
  for (const report of parts.flat()) {
    const name = `${report.shadow} of ${report.rule}`
    const known = joined.get(name)
    joined.set(name, known === undefined ? report : joinTwo(known, report))
  }
  return [...joined.values()]
}

function joinTwo(one: ShadowReport, other: ShadowReport): ShadowReport {
  const sum = (of: (report: ShadowReport) => number) => of(one) + of(other)
  return {
    ...other,
    since: Math.min(one.since, other.since),
    toleranceMs: Math.max(one.toleranceMs, other.toleranceMs),
    both: sum(({ both }) => both),
    earlier: sum(({ earlier }) => earlier),
    later: sum(({ later }) => later),
    leadMs: sum(({ leadMs }) => leadMs),
    onlyRule: sum(({ onlyRule }) => onlyRule),
    onlyShadow: sum(({ onlyShadow }) => onlyShadow),
    waiting: sum(({ waiting }) => waiting),
    hurried: sum(({ hurried }) => hurried),
    examples: {
      both: [...one.examples.both, ...other.examples.both],
      onlyRule: [...one.examples.onlyRule, ...other.examples.onlyRule],
      onlyShadow: [...one.examples.onlyShadow, ...other.examples.onlyShadow],
    },
  }
}
