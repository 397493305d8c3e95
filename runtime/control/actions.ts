import type { RuleAutomaton } from "../abi/automaton-view.ts"
import type { ReloadPlan, WarmUpPlan } from "../abi/reload.ts"

/** A file of rules, or one that they import. */
export interface RuleFile {
  /** As the rules' imports name it: relative, with `/`. */
  readonly path: string
  readonly text: string
}

/** Other rules for the job. */
export interface ReloadRequest {
  readonly files: readonly RuleFile[]
  /** Nothing is changed where something that is held would go. */
  readonly refuseLoss: boolean
  /** Rules that would begin empty are rebuilt from past events before. */
  readonly warmUp?: boolean | undefined
  /** Why, in the words of who asks; for the audit log and the version. */
  readonly note?: string | undefined
}

/** What came of a change of the rules. */
export type ReloadAnswer =
  /** The rules have errors: nothing changed. `text`: as `cep check` shows them; `diagnostics`: as `cep check --json` has them. */
  | { readonly outcome: "errors"; readonly text: string; readonly diagnostics: readonly unknown[] }
  /** It cannot be done, or would lose what must not be lost: nothing changed. */
  | { readonly outcome: "refused"; readonly reasons: readonly string[]; readonly plan: ReloadPlan | undefined }
  /** Only asked for. */
  | { readonly outcome: "planned"; readonly plan: ReloadPlan }
  /** The rules are the ones that the job has. */
  | { readonly outcome: "same"; readonly version: string }
  | {
      readonly outcome: "applied"
      readonly plan: ReloadPlan
      readonly version: string
      /** How long no event was judged, of the slice where it took longest. */
      readonly pauseMs: number
      /** The checkpoint that is complete under the former version; of several slices that of the first. null: the job has none. */
      readonly checkpoint: number | null
    }

/** For the audit log: what was rebuilt from past events. */
export function warmUpOf(answer: ReloadAnswer): { readonly warmUp?: WarmUpPlan } {
  const warmUp = "plan" in answer ? answer.plan?.warmUp : undefined
  return warmUp === undefined ? {} : { warmUp }
}

/** The rules that judge now. */
export interface RunningRules {
  readonly version: string
  /** Epoch milliseconds: since when. */
  readonly since: number
  readonly files: readonly RuleFile[]
  /** The version to which `rollback` returns. */
  readonly before: string | undefined
  /** For which another process of the job was asked, and which do not run here; `reason`: why, undefined: they are on their way. undefined: there are none. */
  readonly wanted?: { readonly version: string; readonly reason: string | undefined } | undefined
}

/** What rules would have done with the events that the job has kept. */
export interface DryRunReport {
  /** Records that were gone through, and those among them that were late or no events for these rules. */
  readonly events: number
  readonly late: number
  readonly deadLetters: number
  /** Of the running rules over the same events; null: they could not be asked. */
  readonly runningDeadLetters: number | null
  /** Event times, epoch milliseconds; null: there was no event. */
  readonly from: number | null
  readonly to: number | null
  /** How long it took. */
  readonly seconds: number
  /** In the order of the rules, then those that only the running rules have. */
  readonly rules: readonly DryRunRule[]
  /** The last outputs, oldest first, as sinks would get them. */
  readonly alerts: readonly unknown[]
  /** How many alerts there were. */
  readonly alertCount: number
  /** What is to be known of the answer, in words. */
  readonly notes: readonly string[]
}

export interface DryRunRule {
  readonly rule: string
  readonly shadow: boolean
  /** Alerts and derived events of the rules that were tried; null: they have no such rule. */
  readonly outputs: number | null
  /** Of the running rules over the same events; null: they have no such rule, or could not be asked. */
  readonly running: number | null
  /** Alerts for each minute of event time. */
  readonly perMinute: number
  /** More than people can look at. */
  readonly tooMany: boolean
}

export type DryRunOutcome =
  | { readonly outcome: "errors"; readonly text: string; readonly diagnostics: readonly unknown[] }
  | { readonly outcome: "ran"; readonly report: DryRunReport }

/** The types of TypeScript files as the language checks rules by them (`TypeScriptTypes`): by path, then by name. Plain data. */
export interface ToldTypes {
  readonly functions: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly interfaces: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A version of the rules that is known. */
export interface RuleVersion {
  readonly version: string
  /** Epoch milliseconds. */
  readonly madeAt: number
  readonly note: string | undefined
  readonly running: boolean
}

export interface ParamStatus {
  readonly name: string
  /** In the language's words: `int`, `duration` … */
  readonly type: string
  /** As the command line and `setParams` write it. */
  readonly value: unknown
  readonly default: unknown
}

/** What was asked for cannot be done, and nothing changed. `kind`: wrong in itself, not now, or not at all in this job. */
export class ActionRefused extends Error {
  readonly kind: "wrong" | "conflict" | "impossible"

  constructor(kind: ActionRefused["kind"], message: string) {
    super(message)
    this.kind = kind
  }
}

/**
 * What can be done to a running job from outside. Each resolves when it is done for good; of what can fail, `ActionRefused` says that nothing changed. One change at a time: whoever
 * calls sees to that.
 */
export interface ControlActions {
  rules(): RunningRules
  versions(): Promise<readonly RuleVersion[]>
  /** What a reload would do; it changes nothing. */
  plan(request: ReloadRequest): Promise<ReloadAnswer>
  reload(request: ReloadRequest): Promise<ReloadAnswer>
  /** What that would do; it changes nothing. */
  planRollback(): Promise<ReloadAnswer>
  /** Goes on with the version before, and with what it held where a change has dropped that. */
  rollback(): Promise<ReloadAnswer>
  params(): readonly ParamStatus[]
  /** All of them at one moment between two events, or none. */
  setParams(values: Readonly<Record<string, unknown>>): Promise<readonly ParamStatus[]>
  /** A checkpoint that is copied to a folder or an address of the job's machine; undefined: below its checkpoints. Where it is. */
  savepoint(to: string | undefined): Promise<{ readonly place: string; readonly checkpoint: number }>
  /** The last checkpoint, then the end. Resolves when the job has begun to stop. */
  stop(): Promise<void>
  /** What `cep explain` shows of a rule. */
  explain(rule: string): Promise<string>
  /** Throws `ActionRefused` (wrong) where there is no such rule. */
  automaton(rule: string): RuleAutomaton
  /** Why a rule fired for a key, or did not, as `cep why --json` says it, by the events that came last. */
  why(question: { readonly rule: string; readonly key: readonly string[]; readonly at?: number }): Promise<unknown>
  /** What an editor needs to know of TypeScript files. */
  types(files: readonly RuleFile[]): Promise<ToldTypes>
  /** What other rules would have made of the events that came last; it changes nothing. Absent: no events are kept. */
  dryRun?(files: readonly RuleFile[]): Promise<DryRunOutcome>
}
