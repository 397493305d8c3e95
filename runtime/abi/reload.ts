/** What a change of the rules in a running job means for what they hold: plain data. */
import type { EngineStats } from "./engine.ts"

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
  /** What goes only if what is held makes it so: of events that are read again by other declarations. In words. */
  readonly risk?: string
  /** What is kept of past events for its aggregates, where that is not simply kept. */
  readonly aggregates: readonly AggregateVerdict[]
}

/** How much a rule holds; null: nobody has counted it. */
export interface Holding {
  readonly keys: number | null
  /** Of an `each` rule its open windows. */
  readonly partialMatches: number | null
  /** Of `once per`. */
  readonly silences: number | null
}

/** What a change means for what is kept of past events. */
export interface AggregateVerdict {
  readonly series: string
  /** `removed`: the rule asked for it, and no rule does any more. */
  readonly verdict: Verdict
  readonly why: string
  /** Epoch ms: from this event time on its windows lack nothing; absent: not known, or nothing lacks. */
  readonly completeFrom?: number
}

/** What a change means for a parameter. */
export interface ParamChange {
  readonly name: string
  /** `value`: its default is the same, but the value that held while the job ran does not fit any more. */
  readonly change: "added" | "removed" | "default" | "value"
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

/** What is known of the running job when a plan is made. */
export interface ReloadFrom {
  /** Values of parameters that the job was started with, in their JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  /** Likewise those that hold now, of all parameters or of those that were set while it runs. */
  readonly paramsNow?: Readonly<Record<string, unknown>>
  /** What the rules hold: for the counts of what goes. */
  readonly stats?: EngineStats
  /** What the job has open. Absent: what the running rules declare. */
  readonly open?: OpenResources
}

/** What a job reads and writes, by name. */
export interface OpenResources {
  /** By event type, or `*`. */
  readonly sources: readonly string[]
  readonly sinks: readonly string[]
  readonly tables: readonly string[]
  readonly models: readonly string[]
  /** Names of sources, sinks and tables that were given when the job started: what rules declare for them does not count. */
  readonly given?: readonly string[]
}

/** Whether something that is held goes away, or may. A rule that begins anew and held nothing before loses nothing. */
export function losesState(plan: ReloadPlan): boolean {
  return losers(plan).length > 0
}

/** The rules of which something goes away, or may. */
export function losers({ rules }: ReloadPlan): RuleVerdict[] {
  return rules.filter(
    ({ loses, risk, aggregates }) =>
      loses !== undefined ||
      risk !== undefined ||
      aggregates.some(({ verdict }) => verdict === "restarted" || verdict === "removed"),
  )
}
