/** What a change of the rules in a running job means for what they hold: plain data. */

/**
 * `unchanged`: the rule is as it was. `kept`: it changed, and all that it holds stays. `migrated`: what it holds is taken over in another form, or lacks something for a while. `restarted`: it begins
 * empty. `added`, `removed`: only one of the two versions has it.
 */
export type Verdict = "unchanged" | "kept" | "migrated" | "restarted" | "added" | "removed"

/** What a change means for a rule. */
export interface RuleVerdict {
  readonly rule: string
  /** Its name before, where that was another one. */
  readonly was?: string
  readonly verdict: Verdict
  /** In words for who writes rules: what changed, and why that has this effect. */
  readonly why: string
  /** What goes, where something does. */
  readonly loses?: Holding
  /** What is kept of past events for its aggregates, where that is not simply kept. */
  readonly aggregates: readonly AggregateVerdict[]
}

/** How much a rule holds. */
export interface Holding {
  readonly keys: number
  readonly partialMatches: number
  /** Of `once per`. */
  readonly silences: number
}

/** What a change means for what is kept of past events. */
export interface AggregateVerdict {
  readonly series: string
  readonly verdict: Exclude<Verdict, "removed">
  readonly why: string
}

/** What a change means for a parameter. */
export interface ParamChange {
  readonly name: string
  readonly change: "added" | "removed" | "default"
  readonly why: string
}

/** What would happen if the job went on with other rules. */
export interface ReloadPlan {
  /** Of the rule sets: `Manifest.version`. */
  readonly from: string
  readonly to: string
  /** In the order of the new file, then those that go. */
  readonly rules: readonly RuleVerdict[]
  readonly params: readonly ParamChange[]
  /** What should be known, and hinders nothing. */
  readonly warnings: readonly string[]
  /** Why a running job cannot change so, each with what to do; empty: it can. */
  readonly refusals: readonly string[]
}

/** Whether something that is held goes away. */
export function losesState({ rules }: ReloadPlan): boolean {
  return rules.some(
    ({ verdict, aggregates }) =>
      verdict === "restarted" || verdict === "removed" || aggregates.some((each) => each.verdict === "restarted"),
  )
}
