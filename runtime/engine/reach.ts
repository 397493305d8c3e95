/** How far back a rule looks: what it holds at a moment follows from the events since then. */
import type { DurationRef, Manifest, RuleManifest } from "../abi/rule-set.ts"
import { windowsOf } from "../aggregate/windows.ts"
import { singleEvent } from "../operator/filter.ts"

type Params = Readonly<Record<string, unknown>>

/** In ms; or why there is no such length, in words. */
export type Reach = { readonly kind: "ms"; readonly ms: number } | { readonly kind: "endless"; readonly why: string }

/** A day of a calendar may be longer than 24 hours by so much. */
const longerDay = 2 * 3_600_000

/** The rules whose outputs a rule reads, and those that these read, in the order of the file; without itself. */
export function producersOf(rule: RuleManifest, manifest: Manifest): RuleManifest[] {
  const found = new Set<RuleManifest>()
  const visit = (reader: RuleManifest): void => {
    const read = new Set([...reader.inputs, ...seriesOf(reader, manifest).map(({ event }) => event)])
    for (const each of manifest.rules) {
      if (found.has(each) || each === rule || each.shadow === true) continue
      if (!each.outputs.some(({ event }) => event !== undefined && read.has(event))) continue
      found.add(each)
      visit(each)
    }
  }
  visit(rule)
  return manifest.rules.filter((each) => found.has(each))
}

/**
 * How far back a rule looks with these values of parameters (inside form), with its aggregates, its silences and the rules whose outputs it reads. An upper bound: what its parts look back is added up.
 */
export function reachOf(rule: RuleManifest, manifest: Manifest, params: Params): Reach {
  let sum = 0
  for (const each of [rule, ...producersOf(rule, manifest)]) {
    const own = ownReach(each, manifest, params)
    if (own.kind === "endless") return own
    sum += own.ms
  }
  return { kind: "ms", ms: sum }
}

function ownReach(rule: RuleManifest, manifest: Manifest, params: Params): Reach {
  const { oncePer, name } = rule
  const matching = matchReach(rule, params)
  if (matching === undefined) {
    const why = rule.window === undefined ? "its pattern" : "its window"
    return { kind: "endless", why: `${why} in rule ${name} has no end in time` }
  }
  const series = seriesOf(rule, manifest)
  const windows = series.flatMap((each) => windowsOf(each, params).map(({ reach }) => ({ reach, name: each.name })))
  const endless = windows.find(({ reach }) => reach === Number.POSITIVE_INFINITY)
  if (endless !== undefined) {
    return { kind: "endless", why: `the aggregate over \`${endless.name}\` in rule ${name} has no window in time` }
  }
  const looksBack = Math.max(0, ...windows.map(({ reach }) => reach))
  return { kind: "ms", ms: matching + looksBack + (oncePer === undefined ? 0 : lengthOf(oncePer, params)) }
}

/** The longest time between the first event of a match and its end; undefined: there is no such time. */
function matchReach({ window, within, durations, automaton, steps }: RuleManifest, params: Params): number | undefined {
  if (window !== undefined) {
    const { shape } = window
    if (shape.kind !== "time") return undefined
    return lengthOf(shape.size, params) + (shape.zone === undefined ? 0 : longerDay)
  }
  const waits = durations.reduce((sum, each) => sum + lengthOf(each, params), 0)
  if (within.kind === "whole") return lengthOf(within.duration, params) + waits
  if (within.kind === "between-events") {
    if (steps.some(({ several }) => several)) return undefined
    return lengthOf(within.duration, params) * steps.length + waits
  }
  // Nothing is held of a single event.
  if (singleEvent(automaton) !== undefined) return 0
  // Only waits behind the one event that is taken come to an end without `within`.
  const taken = automaton.states.flatMap(({ edges }) => edges.filter(({ action }) => action === "take"))
  return taken.length <= 1 && waits > 0 ? waits : undefined
}

function seriesOf({ asks = [] }: RuleManifest, { measures, series }: Manifest) {
  return [...new Set(asks.map((measure) => measures[measure]!.series))].map((place) => series[place]!)
}

function lengthOf(duration: DurationRef, params: Params): number {
  return duration.kind === "fixed" ? duration.ms : Number(params[duration.name])
}
