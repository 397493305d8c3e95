/** What a change of the rules in a running job means for what they hold: plain data. */
import type { EngineStats } from "./engine.ts"
import type { FrozenFacts } from "./frozen.ts"

/**
 * `unchanged`: the rule is as it was. `kept`: it changed, and all that it holds stays. `migrated`: what it holds is taken over in another form, or lacks something for a while. `restarted`: it begins
 * empty. `added`, `removed`: only one of the two versions has it. `restored`: the rules are those before, and what it held when they went comes back, all or some of it.
 */
export type Verdict = "unchanged" | "kept" | "migrated" | "restarted" | "added" | "removed" | "restored"

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
  /** Where it was asked for: what is rebuilt from past events. */
  readonly warmUp?: WarmUpPlan
}

/** Which rules do not begin empty, since past events are judged by them before the change. */
export interface WarmUpPlan {
  readonly rules: readonly WarmedRule[]
  /** Those that begin without what they would hold, and why nothing is rebuilt for them. */
  readonly without: readonly { readonly rule: string; readonly why: string }[]
  /** Once it was done. */
  readonly done?: WarmUpDone
}

export interface WarmedRule {
  readonly rule: string
  /** `aggregates`: the rule goes on with what it holds, and only those of its aggregates are rebuilt that begin empty. */
  readonly rebuilds: "all" | "aggregates"
  /** How far it looks back, in ms of event time; and in words. */
  readonly reachMs: number
  readonly reach: string
}

export interface WarmUpDone {
  /** How many events counted, those that the job has read meanwhile among them. */
  readonly events: number
  /** Outputs that the rules would have made of them; none is sent. */
  readonly outputs: number
  /** From where the events came: event types, or `*`, of which the source was read once more, and those of which the events that the job keeps were taken. */
  readonly readAgain: readonly string[]
  readonly kept: readonly string[]
  /** ISO 8601: the rules have seen all events after this time. */
  readonly completeAfter: string
  /** Whether that is as far as they look back. */
  readonly isComplete: boolean
  readonly seconds: number
}

/** What is kept of what a change of the rules has dropped. */
export interface FrozenNow extends FrozenFacts {
  /** Epoch ms of event time: up to there all is judged by now. */
  readonly until: number
}

/** What is known of the running job when a plan is made. */
export interface ReloadFrom {
  /** Values of parameters that the job was started with, in their JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  /** Likewise those that hold now, of all parameters or of those that were set while it runs. */
  readonly paramsNow?: Readonly<Record<string, unknown>>
  /** What the rules hold: for the counts of what goes. */
  readonly stats?: EngineStats
  /** What the last change of the rules has dropped. */
  readonly frozen?: FrozenNow
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

/** The rules of which something goes away, or may; not what is rebuilt from past events. */
export function losers({ rules, warmUp }: ReloadPlan): RuleVerdict[] {
  const rebuilt = new Map(warmUp?.rules.map(({ rule, rebuilds }) => [rule, rebuilds]))
  return rules.filter(({ rule, loses, risk, aggregates }) => {
    const rebuilds = rebuilt.get(rule)
    if (rebuilds === "all") return false
    const isLost = ({ verdict }: AggregateVerdict) =>
      verdict === "removed" || (verdict === "restarted" && rebuilds === undefined)
    return loses !== undefined || risk !== undefined || aggregates.some(isLost)
  })
}
