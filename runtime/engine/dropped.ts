import type { DroppedState } from "../abi/engine.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { History } from "../aggregate/history.ts"
import type { Dropped } from "../state/memory.ts"
import { rulesAsking } from "./rules.ts"

const ruleStates = ["pattern", "filter", "window", "silence"]

/** What began empty although a snapshot held state for it: rules, then aggregates of rules. */
export function droppedStates(
  manifest: Manifest,
  dropped: ReadonlyMap<string, Dropped>,
  history: History,
): DroppedState[] {
  const ofRules = manifest.rules.flatMap(({ name, was = name }): DroppedState[] => {
    const reason = ruleStates.map((kind) => dropped.get(`${kind} ${was}`)).find((each) => each !== undefined)
    return reason === undefined ? [] : [{ rule: name, reason }]
  })
  const ofSeries = manifest.series.flatMap(({ name: series }, place): DroppedState[] => {
    const shape = history.operatorsOf(place).map((operator) => dropped.get(operator))
    const reason = shape.find((each) => each !== undefined) ?? otherParameters(history, place)
    return reason === undefined ? [] : rulesAsking(manifest, place).map((rule) => ({ rule, series, reason }))
  })
  return [...ofRules, ...ofSeries]
}

function otherParameters(history: History, place: number): "other-parameters" | undefined {
  return history.outdated.includes(place) ? "other-parameters" : undefined
}
