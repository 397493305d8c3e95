import type { ReloadPlan } from "../abi/reload.ts"

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

/** The rules that judge now. */
export interface RunningRules {
  readonly version: string
  /** Epoch milliseconds: since when. */
  readonly since: number
  readonly files: readonly RuleFile[]
  /** The version to which `rollback` returns. */
  readonly before: string | undefined
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
  /** Goes on with the version before. */
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
}
