/** What can be done to a running job from outside: `ControlActions` over a job and the compiler. */
import { losers, losesState, type OpenResources, type ReloadFrom, type ReloadPlan } from "../../runtime/abi/reload.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
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
import { unknownEvents } from "../../runtime/job/open-resources.ts"
import type { ChangeableJob, Reloaded, RuleModule } from "../../runtime/job/reload.ts"
import type { JobStatus } from "../../runtime/job/status.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { instantiateModule } from "../instantiate.ts"
import type { CompileAnswer } from "./compile-messages.ts"
import { moduleUrl } from "./rules.ts"

/** Rules that were compiled, and of what. */
export interface VersionOfRules extends RuleModule {
  /** None where compiled rules were given. */
  readonly files: readonly RuleFile[]
  /** The text of the module. */
  module(): string | Promise<string>
  readonly note?: string | undefined
}

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
  /** What a change would do. */
  readonly plan: (running: VersionOfRules, next: VersionOfRules, from: ReloadFrom) => Promise<ReloadPlan>
  /** A version that fails on events within so long is taken back; undefined: that is not looked at. */
  readonly guardMs: number | undefined
  readonly clock: Pick<Clock, "now" | "after">
  readonly log: Log
  /** Keeps a version where the job has checkpoints, before one of these names it. */
  readonly keep: (version: VersionOfRules) => Promise<void>
  /** What `cep explain` shows of a rule of some sources. */
  readonly explain: (files: readonly RuleFile[], rule: string) => Promise<string>
  readonly copy: (checkpoint: number, to: string | undefined) => Promise<string>
  readonly stop: () => void
}

/** How often it is looked whether a new version fails. */
const guardEveryMs = 1000
/** So many former versions are remembered. */
const mostVersions = 20

export class JobActions implements ControlActions {
  readonly #settings: JobActionsSettings
  #running: VersionOfRules
  #since: number
  /** The one before. */
  #before: VersionOfRules | undefined
  readonly #versions: RuleVersion[] = []
  /** Changes come one after the other, whoever asks for them. */
  #last: Promise<unknown> = Promise.resolve()
  #endGuard = () => {}

  constructor(settings: JobActionsSettings) {
    this.#settings = settings
    this.#running = settings.begins
    this.#before = settings.before
    this.#since = settings.clock.now()
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

  /** Rules that were compiled already. */
  reloadCompiled(next: VersionOfRules): Promise<ReloadAnswer> {
    return this.#alone(async () => {
      const { version } = next.rules.manifest
      if (version === this.#running.rules.manifest.version) return { outcome: "same", version }
      return this.#apply(next, await this.#planFor(next), false)
    })
  }

  rollback(): Promise<ReloadAnswer> {
    return this.#alone(() => this.#rollback())
  }

  async #rollback(): Promise<ReloadAnswer> {
    const next = this.#before
    if (next === undefined) throw new ActionRefused("conflict", "there is no version before this one to return to")
    return this.#apply(next, await this.#planFor(next), false)
  }

  /** Nothing is looked at any more. */
  close(): void {
    this.#endGuard()
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act)
    this.#last = done.catch(() => {})
    return done
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
    if (answer.outcome === "failed") return { outcome: "refused", reasons: [answer.reason], plan: undefined }
    if (answer.outcome === "errors") {
      return { outcome: "errors", text: answer.text, diagnostics: answer.diagnostics }
    }
    return this.#alone(async () => {
      const { version } = answer
      if (version === this.#running.rules.manifest.version) return { outcome: "same", version }
      const next = compiledVersion(answer.module, files)
      return act(next, await this.#planFor(next))
    })
  }

  async #planFor(next: VersionOfRules): Promise<ReloadPlan> {
    const { job, open, params, plan } = this.#settings
    // Where a part has failed meanwhile the plan only knows less.
    const [first, ...others] = await job.statuses().catch(() => [])
    const stats = others.length === 0 ? first?.engine : undefined
    const paramsNow = job.change.params()
    const made = await plan(this.#running, next, { params, paramsNow, open, ...(stats && { stats }) })
    const { manifest } = next.rules
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
    this.#begin(next, made)
    const { pauseMs, checkpoint = null } = made
    return { outcome: "applied", plan, version: next.rules.manifest.version, pauseMs, checkpoint }
  }

  #begin(next: VersionOfRules, { pauseMs, checkpoint }: Reloaded): void {
    const { clock, log } = this.#settings
    const [from, to] = [this.#running, next].map(({ rules }) => rules.manifest.version)
    const where = checkpoint === undefined ? "" : ` behind checkpoint ${checkpoint}`
    log("info", `the rules are version ${to} now, in place of ${from}${where}`, { from, to, pauseMs, checkpoint })
    this.#before = this.#running
    this.#running = next
    this.#since = clock.now()
    this.#note(next)
    this.#guard()
  }

  /** A version that fails on events soon after it came is taken back. */
  #guard(): void {
    this.#endGuard()
    const { guardMs, clock, log } = this.#settings
    if (guardMs === undefined) return
    const version = this.#running.rules.manifest.version
    const until = clock.now() + guardMs
    let before: Failures | undefined
    let cancel = () => {}
    this.#endGuard = () => cancel()
    const look = async () => {
      const now = await this.#failures()
      if (this.#running.rules.manifest.version !== version) return
      before ??= now
      const failing = [...now].flatMap(([rule, count]) => (count > (before!.get(rule) ?? 0) ? [rule] : []))
      if (failing.length > 0) {
        const words = `the rules of version ${version} fail on events (${failing.join(", ")}) soon after they came: they are taken back (--guard)`
        log("error", words, { version, rules: failing })
        await this.rollback().catch((error: unknown) => log("error", `they stay: ${messageOf(error)}`, { version }))
      } else if (clock.now() < until) cancel = clock.after(guardEveryMs, () => void look().catch(() => {}))
    }
    void look().catch(() => {})
  }

  /** How often each rule has failed on an event, in all parts. */
  async #failures(): Promise<Failures> {
    const failures = new Map<string, number>()
    for (const { engine } of await this.#settings.job.statuses()) {
      for (const { name, failed } of engine.rules) failures.set(name, (failures.get(name) ?? 0) + failed)
    }
    return failures
  }

  #note({ rules, note }: VersionOfRules): void {
    const { version } = rules.manifest
    this.#versions.push({ version, madeAt: this.#settings.clock.now(), note, running: true })
    if (this.#versions.length > mostVersions) this.#versions.shift()
  }
}

type Failures = ReadonlyMap<string, number>

/** Rules whose module was compiled, and was run once to see that it can be. */
export function compiledVersion(module: string, files: readonly RuleFile[]): VersionOfRules {
  return { rules: instantiateModule(module)!, files, url: () => moduleUrl(module), module: () => module }
}

function lossIn(plan: ReloadPlan): string {
  const names = losers(plan).map(({ rule }) => rule)
  const whose = names.length === 1 ? `${names[0]} holds` : `${names.join(", ")} hold`
  return `what ${whose} would be lost, all or some of it, and that was not to be (--refuse-loss); the plan says why`
}
