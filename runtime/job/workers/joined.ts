/** What several workers did, as one. */
import type { EngineUsage, RuleStats, RuleTallies } from "../../abi/engine.ts"
import type { KeyLook } from "../../abi/look.ts"

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
    ...(first!.states && { states: addedStates(rules) }),
    keys: sum(({ keys }) => keys),
    silences: sum(({ silences }) => silences),
  }
}

/** Partial matches by state, of all. */
export function addedStates(rules: readonly Pick<RuleStats, "states">[]): readonly number[] {
  const [first = [], ...others] = rules.flatMap(({ states }) => (states === undefined ? [] : [states]))
  return others.reduce((sums, each) => sums.map((sum, state) => sum + (each[state] ?? 0)), first)
}

/** What workers say of one key, which is that of one of them. Where none of them has it in memory, they say of how many keys together they did not look. */
export function joinedLooks(looks: readonly (KeyLook | undefined)[]): KeyLook | undefined {
  const said = looks.flatMap((look) => look ?? [])
  const found = said.find(({ notLookedAt }) => notLookedAt === undefined)
  if (found !== undefined || said.length === 0) return found
  return { ...said[0]!, notLookedAt: said.reduce((sum, { notLookedAt = 0 }) => sum + notLookedAt, 0) }
}
