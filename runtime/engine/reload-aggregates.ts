import type { DroppedState } from "../abi/engine.ts"
import type { AggregateVerdict } from "../abi/reload.ts"
import type { RuleManifest } from "../abi/rule-set.ts"
import type { SeriesSchema } from "../abi/series.ts"
import { retentionOf, windowsOf } from "../aggregate/windows.ts"
import { durationWords } from "../time/duration-words.ts"
import { formatIso, latestTime } from "../time/iso.ts"
import type { RulesVersion } from "./reload-differences.ts"

/** What is known of what is kept of past events, before and after. */
export interface SeriesFindings {
  readonly running: RulesVersion
  readonly next: RulesVersion
  /** Whether the state of the running rules has what the next ones keep under this name. */
  isKept(series: string): boolean
  /** Epoch ms: how far time has come; undefined: not known. */
  readonly watermark: number | undefined
  /** Up to which time a series may lack events. -Infinity: it lacks none, or that is not known. */
  completeAfter(series: string): number
}

/**
 * What a change means for what is kept for a rule's aggregates; what is simply kept is left out. `old`: undefined where the rule is new. `dropped`: what a restore says of
 * the rule.
 */
export function aggregateVerdicts(
  old: RuleManifest | undefined,
  now: RuleManifest,
  dropped: readonly DroppedState[],
  found: SeriesFindings,
): AggregateVerdict[] {
  const after = seriesOf(now, found.next)
  const names = new Set(after.map(({ name }) => name))
  const before = old === undefined ? [] : seriesOf(old, found.running)
  const gone = before.map(({ name }) => name).filter((name) => !names.has(name))
  const verdicts = after.flatMap((series): AggregateVerdict[] => {
    const { name } = series
    const reason = dropped.find((each) => each.series === name)?.reason
    if (!found.isKept(name) || reason === "not-kept") return [beginning(name, old !== undefined, gone.shift())]
    if (reason !== undefined) return [{ series: name, verdict: "restarted", why: reasons[reason] }]
    return lacking(series, now, found)
  })
  const restarted = measuresAnew(old, now, found).map((series): AggregateVerdict => {
    return { series, verdict: "restarted", why: reasons["other-parameters"] }
  })
  return [...verdicts, ...restarted, ...removals(gone, found)]
}

/** What is worked out of windows (`each`) with a parameter that has another value now: open windows begin it anew, which state without windows does not show. */
function measuresAnew(old: RuleManifest | undefined, now: RuleManifest, { running, next }: SeriesFindings): string[] {
  if (old?.window === undefined) return []
  const isOther = (name: string): boolean => JSON.stringify(running.params[name]) !== JSON.stringify(next.params[name])
  const concerned = (now.window?.measures ?? []).filter(({ params }) => params?.some(isOther))
  return [...new Set(concerned.map(({ name }) => name))]
}

/** Likewise of a rule that goes: what no other one asks for. */
export function removedAggregates(old: RuleManifest, found: SeriesFindings): AggregateVerdict[] {
  const names = seriesOf(old, found.running).map(({ name }) => name)
  return removals(names, found)
}

function removals(names: readonly string[], { next }: SeriesFindings): AggregateVerdict[] {
  const asked = new Set(next.manifest.series.map(({ name }) => name))
  const why = "no rule asks for it any more: what was kept of past events goes"
  return names.filter((name) => !asked.has(name)).map((series) => ({ series, verdict: "removed", why }))
}

const onward = "it goes over the events that come from now on"
const reasons: Readonly<Record<DroppedState["reason"], string>> = {
  "not-kept": `nothing was kept for it: ${onward}`,
  "other-shape": `what is kept of its events is of another kind now: ${onward}`,
  "other-parameters": `a parameter in its filter or value has another value: ${onward}`,
  "unreadable-events": `what was kept cannot be read any more: ${onward}`,
}

function beginning(series: string, isKnown: boolean, former: string | undefined): AggregateVerdict {
  if (former !== undefined) {
    const why = `the rule asked for \`${former}\` before, which says nothing about it: ${onward}`
    return { series, verdict: "restarted", why }
  }
  return {
    series,
    verdict: "added",
    why: isKnown ? `new in the rule: ${onward}` : `nobody has asked for it yet: ${onward}`,
  }
}

/** Where the rule's windows are longer than what was kept. */
function lacking(series: SeriesSchema, rule: RuleManifest, found: SeriesFindings): AggregateVerdict[] {
  const { name } = series
  const { running, next, watermark } = found
  const former = running.manifest.series.find((each) => each.name === name)!
  const had = retentionOf(former, windowsOf(former, running.params), running.params)
  const asked = windowsAsked(series, rule, next)
  const windows = windowsOf({ ...series, windows: asked }, next.params)
  const needs = retentionOf(series, windows, next.params)
  if (needs.count > had.count) {
    const why = `it goes over the last ${needs.count} events of a key and had kept ${had.count}: kept, and complete once a key has had as many`
    return [{ series: name, verdict: "migrated", why }]
  }
  if (needs.age <= had.age) return []
  const text = `it goes over ${showAge(needs.age)} and had kept ${showAge(had.age)}`
  if (needs.age === Number.POSITIVE_INFINITY) {
    return [{ series: name, verdict: "migrated", why: `${text}: kept, and what is older is gone for good` }]
  }
  const why = `${text}: kept, and complete ${durationWords(needs.age - had.age)} after the change`
  if (watermark === undefined) return [{ series: name, verdict: "migrated", why }]
  const completeFrom = Math.max(watermark - had.age, found.completeAfter(name)) + needs.age
  if (Math.abs(completeFrom) > latestTime) return [{ series: name, verdict: "migrated", why }]
  return [{ series: name, verdict: "migrated", why: `${why}, from ${formatIso(completeFrom)} on`, completeFrom }]
}

function showAge(ms: number): string {
  return ms === Number.POSITIVE_INFINITY ? "all events" : `the last ${durationWords(ms)}`
}

/** What is kept for a rule's aggregates, each series once. */
function seriesOf({ asks }: RuleManifest, { manifest }: RulesVersion): SeriesSchema[] {
  const places = new Set((asks ?? []).map((measure) => manifest.measures[measure]!.series))
  return [...places].map((place) => manifest.series[place]!)
}

function windowsAsked(series: SeriesSchema, { asks }: RuleManifest, { manifest }: RulesVersion) {
  const measures = (asks ?? []).map((measure) => manifest.measures[measure]!)
  return measures.filter((each) => manifest.series[each.series] === series).map(({ window }) => series.windows[window]!)
}
