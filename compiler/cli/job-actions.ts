/** What can be done to a running job from outside: `ControlActions` over a job and the compiler. */
import { losesState, type OpenResources, type ReloadPlan } from "../../runtime/abi/reload.ts"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import {
  ActionRefused,
  type ControlActions,
  type ParamStatus,
  type ReloadAnswer,
  type ReloadRequest,
  type RuleFile,
  type RuleVersion,
  type RunningRules,
} from "../../runtime/control/actions.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { planReload } from "../../runtime/engine/reload-plan.ts"
import { unknownEvents } from "../../runtime/job/open-resources.ts"
import type { ChangeableJob, Reloaded, RuleModule } from "../../runtime/job/reload.ts"
import type { JobStatus } from "../../runtime/job/status.ts"

/** Rules that were compiled, and of what. */
export interface VersionOfRules extends RuleModule {
  /** None where compiled rules were given. */
  readonly files: readonly RuleFile[]
  /** The text of the module. */
  module(): string | Promise<string>
  readonly note?: string | undefined
}

export type CompileAnswer =
  | { readonly kind: "compiled"; readonly version: VersionOfRules }
  | { readonly kind: "errors"; readonly text: string; readonly diagnostics: readonly unknown[] }

/** A running job, whole or in slices, as these actions need it. */
export interface ActedJob {
  /** Of each part that is here. */
  statuses(): Promise<readonly JobStatus[]>
  readonly change: ChangeableJob
  /** Why the rules of a job in slices cannot become these. */
  whyNot?(next: Manifest): readonly string[]
}

export interface JobActionsSettings {
  readonly job: ActedJob
  readonly begins: VersionOfRules
  /** The rules before these, where those were changed before the start. */
  readonly before?: VersionOfRules | undefined
  /** What the store has of versions, `running` among them; absent: the job has none, and what came while it runs is known. */
  readonly kept?: ((running: string) => Promise<readonly RuleVersion[]>) | undefined
  /** With which it was begun, in JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  readonly open: OpenResources
  readonly compile: (files: readonly RuleFile[]) => Promise<CompileAnswer>
  /** Keeps a version where the job has checkpoints, before one of these names it. */
  readonly keep: (version: VersionOfRules) => Promise<void>
  /** What `cep explain` shows of a rule of some sources. */
  readonly explain: (files: readonly RuleFile[], rule: string) => Promise<string>
  readonly copy: (checkpoint: number, to: string | undefined) => Promise<string>
  readonly stop: () => void
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** So many former versions are remembered. */
const mostVersions = 20

export class JobActions implements ControlActions {
  readonly #settings: JobActionsSettings
  #running: VersionOfRules
  #since: number
  /** The one before. */
  #before: VersionOfRules | undefined
  readonly #versions: RuleVersion[] = []

  constructor(settings: JobActionsSettings) {
    this.#settings = settings
    this.#running = settings.begins
    this.#before = settings.before
    this.#since = settings.now()
    this.#note(settings.begins)
  }

  rules(): RunningRules {
    const { rules, files } = this.#running
    return { version: rules.manifest.version, since: this.#since, files, before: this.#before?.rules.manifest.version }
  }

  async versions(): Promise<readonly RuleVersion[]> {
    const now = this.#running.rules.manifest.version
    const { kept } = this.#settings
    if (kept !== undefined) return kept(now)
    return this.#versions.map((each) => ({ ...each, running: each.version === now }))
  }

  plan(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#change(request, async (_, plan) => ({ outcome: "planned", plan }))
  }

  reload(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#change(request, (next, plan) => this.#apply({ ...next, note: request.note }, plan, request.refuseLoss))
  }

  async rollback(): Promise<ReloadAnswer> {
    const next = this.#before
    if (next === undefined) throw new ActionRefused("conflict", "there is no version before this one to return to")
    return this.#apply(next, await this.#planFor(next.rules), false)
  }

  params(): readonly ParamStatus[] {
    const { params } = this.#running.rules.manifest
    const values = this.#settings.job.change.params()
    return params.map(({ name, type, value }) => ({ name, type: type.kind, value: values[name], default: value }))
  }

  async setParams(values: Readonly<Record<string, unknown>>): Promise<readonly ParamStatus[]> {
    await this.#settings.job.change.setParams(values).catch((error: unknown) => {
      throw new ActionRefused("wrong", messageOf(error))
    })
    return this.params()
  }

  async savepoint(to: string | undefined): Promise<{ readonly place: string; readonly checkpoint: number }> {
    const checkpoint = await this.#settings.job.change.checkpoint().catch((error: unknown) => {
      throw new ActionRefused("impossible", messageOf(error))
    })
    return { place: await this.#settings.copy(checkpoint, to), checkpoint }
  }

  async stop(): Promise<void> {
    this.#settings.stop()
  }

  explain(rule: string): Promise<string> {
    return this.#settings.explain(this.#running.files, rule)
  }

  /** Compiles and plans; where both are well, `act` goes on. */
  async #change(
    { files }: ReloadRequest,
    act: (next: VersionOfRules, plan: ReloadPlan) => Promise<ReloadAnswer>,
  ): Promise<ReloadAnswer> {
    const answer = await this.#settings.compile(files)
    if (answer.kind === "errors") return { outcome: "errors", text: answer.text, diagnostics: answer.diagnostics }
    const { version: next } = answer
    const { version } = next.rules.manifest
    if (version === this.#running.rules.manifest.version) return { outcome: "same", version }
    return act(next, await this.#planFor(next.rules))
  }

  async #planFor(next: RuleSet): Promise<ReloadPlan> {
    const { job, open, params } = this.#settings
    // Where a part has failed meanwhile the plan only knows less.
    const [first, ...others] = await job.statuses().catch(() => [])
    const stats = others.length === 0 ? first?.engine : undefined
    const paramsNow = job.change.params()
    const made = planReload(this.#running.rules, next, { params, paramsNow, open, ...(stats && { stats }) })
    const { manifest } = next
    return {
      ...made,
      refusals: [...made.refusals, ...unknownEvents(manifest, open), ...(job.whyNot?.(manifest) ?? [])],
    }
  }

  async #apply(next: VersionOfRules, plan: ReloadPlan, refuseLoss: boolean): Promise<ReloadAnswer> {
    if (plan.refusals.length > 0) return { outcome: "refused", reasons: plan.refusals, plan }
    if (refuseLoss && losesState(plan)) return { outcome: "refused", reasons: [lossIn(plan)], plan }
    let made: Reloaded
    try {
      await this.#settings.keep(next)
      made = await this.#settings.job.change.reload(next)
    } catch (error) {
      return { outcome: "refused", reasons: [`${messageOf(error)}; the rules are what they were`], plan }
    }
    this.#before = this.#running
    this.#running = next
    this.#since = this.#settings.now()
    this.#note(next)
    const { pauseMs, checkpoint = null } = made
    return { outcome: "applied", plan, version: next.rules.manifest.version, pauseMs, checkpoint }
  }

  #note({ rules, note }: VersionOfRules): void {
    const { version } = rules.manifest
    this.#versions.push({ version, madeAt: this.#settings.now(), note, running: true })
    if (this.#versions.length > mostVersions) this.#versions.shift()
  }
}

function lossIn({ rules }: ReloadPlan): string {
  const lost = rules.filter(
    ({ verdict, aggregates }) =>
      verdict === "restarted" || verdict === "removed" || aggregates.some((each) => each.verdict === "restarted"),
  )
  const names = lost.map(({ rule }) => rule).join(", ")
  return `what ${names} ${lost.length === 1 ? "holds" : "hold"} would be lost, and that was not to be (--refuse-loss); the plan says why`
}
