import type { DroppedState } from "../abi/engine.ts"
import type { Manifest, RuleManifest } from "../abi/rule-set.ts"
import type { History } from "../aggregate/history.ts"
import { formKinds } from "../operator/conversion/take-over.ts"
import type { MemoryBackend } from "../state/memory.ts"
import { type RunningRule, rulesAsking } from "./rules.ts"

/** What a rule holds for its matches has one of these names before its own: another of them has no use for it. */
export const ruleForms: readonly string[] = formKinds.filter((kind) => kind !== "filter")
const ruleStates = [...formKinds, "silence"]

/** The parts of an engine whose state was restored. */
export interface RestoredEngine {
  readonly manifest: Manifest
  readonly backend: MemoryBackend
  readonly history: History
  readonly rules: readonly RunningRule[]
}

/** What began empty in rules of which a snapshot held state: the rules themselves, then their aggregates. */
export function droppedStates({ manifest, backend, history, rules: running }: RestoredEngine): DroppedState[] {
  const dropped = backend.dropped()
  const ofRules = manifest.rules.flatMap((rule): DroppedState[] => {
    const operator = operatorsOf(rule).find((each) => dropped.has(each))
    if (operator === undefined) return []
    const why = backend.droppedBecause.get(operator)
    return [{ rule: rule.name, reason: dropped.get(operator)!, ...(why !== undefined && { why }) }]
  })
  const known = manifest.rules.filter((rule) => operatorsOf(rule).some((each) => backend.holds(each)))
  const isKnown = (name: string): boolean => known.some((rule) => rule.name === name)
  const ofSeries = manifest.series.flatMap(({ name: series }, place): DroppedState[] => {
    const operators = history.operatorsOf(place)
    const rules = rulesAsking(manifest, place)
    if (!operators.every((operator) => backend.holds(operator))) {
      return rules.filter(isKnown).map((rule) => ({ rule, series, reason: "not-kept" }))
    }
    const shape = operators.map((operator) => dropped.get(operator))
    const reason = shape.find((each) => each !== undefined) ?? otherParameters(history, place)
    return reason === undefined ? [] : rules.map((rule) => ({ rule, series, reason }))
  })
  const ofWindows = running.flatMap(({ manifest: { name }, operator }) =>
    (operator.outdated ?? []).map((series): DroppedState => ({ rule: name, series, reason: "other-parameters" })),
  )
  return [...ofRules, ...ofSeries, ...ofWindows]
}

/** The names under which state of a rule can be kept. */
function operatorsOf(rule: RuleManifest): string[] {
  return ruleStates.map((kind) => operatorOf(kind, rule))
}

function operatorOf(kind: string, { name, was = name }: RuleManifest): string {
  return `${kind} ${was}`
}

function otherParameters(history: History, place: number): "other-parameters" | undefined {
  return history.outdated.includes(place) ? "other-parameters" : undefined
}
