/** What several workers did, as one. */
import type { EngineUsage, RuleStats, RuleTallies } from "../../abi/engine.ts"

/** What the engines of all workers use. */
export function joinedUsage(usages: readonly EngineUsage[]): EngineUsage {
  const [first] = usages
  const sum = (of: (usage: EngineUsage) => number): number => usages.reduce((total, each) => total + of(each), 0)
  return {
    began: { ...first!.began, deadLetters: sum(({ began }) => began.deadLetters) },
    rules: first!.rules.map(({ name, began }, at) => ({
      name,
      evaluations: sum(({ rules }) => rules[at]!.evaluations),
      stateBytes: sum(({ rules }) => rules[at]!.stateBytes),
      began: usages.slice(1).reduce((all, { rules }) => addedTallies(all, rules[at]!.began), began),
    })),
    series: first!.series.map(({ name }, at) => ({
      name,
      stateBytes: sum(({ series }) => series[at]!.stateBytes),
    })),
  }
}

/** Late events are counted by all workers. */
function addedTallies(a: RuleTallies, b: RuleTallies): RuleTallies {
  return {
    matches: a.matches + b.matches,
    timeouts: a.timeouts + b.timeouts,
    filtered: a.filtered + b.filtered,
    suppressed: a.suppressed + b.suppressed,
    late: a.late,
    dropped: a.dropped + b.dropped,
    failed: a.failed + b.failed,
  }
}

/** A rule in all workers. */
export function joinedRules(rules: readonly RuleStats[]): RuleStats {
  const sum = (of: (each: RuleStats) => number): number => rules.reduce((total, each) => total + of(each), 0)
  const [first, ...others] = rules
  return {
    ...first!,
    ...others.reduce<RuleTallies>(addedTallies, first!),
    partialMatches: sum(({ partialMatches }) => partialMatches),
    keys: sum(({ keys }) => keys),
    silences: sum(({ silences }) => silences),
  }
}
