/** What can be done to a running job from outside: `ControlActions` over a job and the compiler. */
import process from "node:process"
import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import {
  losers,
  losesState,
  type OpenResources,
  type ReloadFrom,
  type ReloadPlan,
  type WarmUpDone,
  type WarmUpPlan,
} from "../../runtime/abi/reload.ts"
import type { Manifest } from "../../runtime/abi/rule-set.ts"
import {
  ActionRefused,
  type ControlActions,
  type DryRunOutcome,
  type ParamStatus,
  type ReloadAnswer,
  type ReloadRequest,
  type RuleFile,
  type RuleVersion,
  type RunningRules,
  type ToldTypes,
} from "../../runtime/control/actions.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import { type PlannedWarmUp, planWarmUp } from "../../runtime/engine/warm-up-plan.ts"
import { unknownEvents } from "../../runtime/job/open-resources.ts"
import type { ChangeableJob, JobPast, Reloaded, RuleModule } from "../../runtime/job/reload.ts"
import type { JobStatus } from "../../runtime/job/status.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { automatonView } from "../explain/automaton-view.ts"
import { instantiateModule } from "../instantiate.ts"
import type { WhyQuestion, WhyReport } from "../why/index.ts"
import type { CompileAnswer, DryRunAnswer, TypesAnswer, WhyAnswer } from "./compile-messages.ts"
import { moduleUrl } from "./rules.ts"
import type { Warming } from "./warm-up.ts"

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

/** What other processes of the job are told. Methods reject with the store's errors. */
export interface Telling {
  /** They should run the version. Where it rejects they may have heard it. */
  tell(): Promise<void>
  /** They should run again what they should before, unless they were told something else meanwhile. */
  takeBack(): Promise<void>
}

type Tell = (version: string, running: string) => Promise<Telling>

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
  /** To tell other processes of the job which rules they should run, in place of those that run here; absent: there are none. */
  readonly tell?: Tell | undefined
  /** What `cep explain` shows of a rule of some sources. */
  readonly explain: (files: readonly RuleFile[], rule: string) => Promise<string>
  readonly types: (files: readonly RuleFile[]) => Promise<TypesAnswer>
  /** Goes over the events that are kept with other rules, beside those that judge now; absent: none are kept. */
  readonly dryRun?: (
    files: readonly RuleFile[],
    running: VersionOfRules,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<DryRunAnswer>
  /** Says why a rule of some sources fired for a key, or did not, by the events that are kept; absent: none are. */
  readonly why?: (
    files: readonly RuleFile[],
    question: WhyQuestion,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<WhyAnswer>
  /** Begins to judge past events by the rules of a module; absent: this job cannot. */
  readonly warmUp?:
    | ((module: string, planned: PlannedWarmUp, params: Readonly<Record<string, unknown>>) => Promise<Warming>)
    | undefined
  readonly copy: (checkpoint: number, to: string | undefined) => Promise<string>
  readonly stop: () => void
}

/** The name of code that is made to be looked at. */
const lookedAt = "cepheus-rules-planned.js"
/** How often it is looked whether a new version fails, at least; several times in any case. */
const guardEveryMs = 1000
const guardLooks = 4
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
  #changes = 0
  /** What other processes of the job were asked for and this one does not run. */
  unfollowed: () => RunningRules["wanted"] = () => undefined
  /** Under which of two names the code of the rules that run came: that of the next ones has the other one. */
  #name = 0

  constructor(settings: JobActionsSettings) {
    this.#settings = settings
    this.#running = settings.begins
    this.#before = settings.before
    this.#since = settings.clock.now()
    this.#note(settings.begins)
  }

  rules(): RunningRules {
    const { rules, files } = this.#running
    const { version } = rules.manifest
    const [before, wanted] = [this.#before?.rules.manifest.version, this.unfollowed()]
    return { version, since: this.#since, files, before, ...(wanted && { wanted }) }
  }

  async versions(): Promise<readonly RuleVersion[]> {
    const now = this.#running.rules.manifest.version
    const { kept } = this.#settings
    if (kept !== undefined) return kept(now)
    return this.#versions.map((each) => ({ ...each, running: each.version === now }))
  }

  plan(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#change(request, async (next, plan) => {
      const isWarmed = request.warmUp === true && plan.refusals.length === 0
      return { outcome: "planned", plan: isWarmed ? { ...plan, warmUp: this.#planWarmUp(next, plan).plan } : plan }
    })
  }

  reload(request: ReloadRequest): Promise<ReloadAnswer> {
    return this.#change(request, (next, plan) => this.#apply({ ...next, note: request.note }, plan, request))
  }

  /** Rules that were compiled already. */
  reloadCompiled(next: VersionOfRules, warmUp = false): Promise<ReloadAnswer> {
    return this.#alone(async () => {
      const { version } = next.rules.manifest
      if (version === this.#running.rules.manifest.version) return { outcome: "same", version }
      return this.#apply(next, await this.#planFor(next), { warmUp })
    })
  }

  /** Rules for which another process of the job was asked. `isWanted`: whether they still are when it is their turn. */
  follow(
    version: string,
    load: () => Promise<VersionOfRules>,
    isWanted: () => Promise<boolean>,
  ): Promise<ReloadAnswer> {
    return this.#alone(async () => {
      const running = this.#running.rules.manifest.version
      // A change that was asked for here meanwhile is later.
      if (version === running || !(await isWanted())) return { outcome: "same", version: running }
      const next = await load()
      // It is in the store already, in the order in which versions were asked for: whoever is slow to follow does not change that.
      return this.#apply(next, await this.#planFor(next), {}, { keep: async () => {}, tell: async () => silent })
    })
  }

  rollback(): Promise<ReloadAnswer> {
    return this.#alone(() => this.#rollback())
  }

  planRollback(): Promise<ReloadAnswer> {
    return this.#alone(async () => ({ outcome: "planned", plan: await this.#planFor(this.#versionBefore()) }))
  }

  async #rollback(): Promise<ReloadAnswer> {
    const next = this.#versionBefore()
    return this.#apply(next, await this.#planFor(next), {})
  }

  #versionBefore(): VersionOfRules {
    if (this.#before !== undefined) return this.#before
    throw new ActionRefused("conflict", "there is no version before this one to return to")
  }

  /** Nothing is looked at any more. */
  close(): void {
    this.#endGuard()
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    this.#changes++
    const done = this.#last.then(act).finally(() => this.#changes--)
    this.#last = done.catch(() => {})
    return done
  }

  /** A change is under way: which rules run is open. */
  get isChanging(): boolean {
    return this.#changes > 0
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

  automaton(name: string): RuleAutomaton {
    const { manifest } = this.#running.rules
    const rule = manifest.rules.find((each) => each.name === name)
    if (rule === undefined) throw new ActionRefused("wrong", `no rule is called ${JSON.stringify(name)}`)
    return automatonView(rule, manifest)
  }

  async types(files: readonly RuleFile[]): Promise<ToldTypes> {
    const answer = await this.#settings.types(files)
    if (answer.outcome === "failed") throw new ActionRefused("conflict", answer.reason)
    return answer.types
  }

  async dryRun(files: readonly RuleFile[]): Promise<DryRunOutcome> {
    const { dryRun, job } = this.#settings
    if (dryRun === undefined) {
      throw new ActionRefused("impossible", `${keepsNone} for a dry run: ${keepSome}`)
    }
    const answer = await dryRun(files, this.#running, job.change.params())
    if (answer.outcome === "failed") throw new ActionRefused("conflict", answer.reason)
    return answer
  }

  async why(question: WhyQuestion): Promise<WhyReport> {
    const { why, job } = this.#settings
    const { files } = this.#running
    if (why === undefined) throw new ActionRefused("impossible", `${keepsNone} that could tell why: ${keepSome}`)
    if (files.length === 0) {
      throw new ActionRefused("impossible", "the job runs compiled rules, and their sources are not here: cep why FILE")
    }
    const answer = await why(files, question, job.change.params())
    if (answer.outcome === "explained") return answer.report
    throw new ActionRefused(answer.outcome === "unknown" ? "wrong" : "conflict", answer.reason)
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
    const statuses = await job.statuses().catch(() => [])
    const stats = statuses.length === 1 ? statuses[0]!.engine : undefined
    const paramsNow = job.change.params()
    // Slices have each a gap of their own: the first one's stands for all.
    const [frozen] = statuses.flatMap(({ frozen, watermark }) => (frozen ? { ...frozen, until: watermark } : []))
    const from = { params, paramsNow, open, ...(stats && { stats }), ...(frozen && { frozen }) }
    const made = await plan(this.#running, next, from)
    const { manifest } = next.rules
    return {
      ...made,
      refusals: [...made.refusals, ...unknownEvents(manifest, open), ...(job.whyNot?.(manifest) ?? [])],
    }
  }

  async #apply(
    next: VersionOfRules,
    given: ReloadPlan,
    { refuseLoss = false, warmUp = false }: Partial<Pick<ReloadRequest, "refuseLoss" | "warmUp">>,
    kept: Pick<JobActionsSettings, "keep" | "tell"> = this.#settings,
  ): Promise<ReloadAnswer> {
    const planned = warmUp && given.refusals.length === 0 ? this.#planWarmUp(next, given) : undefined
    const plan = planned === undefined ? given : { ...given, warmUp: planned.plan }
    if (plan.refusals.length > 0) return { outcome: "refused", reasons: plan.refusals, plan }
    if (refuseLoss && losesState(plan)) return { outcome: "refused", reasons: [lossIn(plan)], plan }
    let warming: Warming | undefined
    try {
      warming = planned && (await this.#warm(next, planned))
    } catch (error) {
      const reasons = [`the warm-up came to nothing: ${messageOf(error)}; the rules are what they were`]
      return { outcome: "refused", reasons, plan }
    }
    try {
      if (refuseLoss && warming?.done()?.isComplete === false) return { outcome: "refused", reasons: [lacksPast], plan }
      return await this.#go(next, plan, warming, kept)
    } finally {
      await warming?.close()
    }
  }

  async #warm(next: VersionOfRules, planned: PlannedWarmUp): Promise<Warming | undefined> {
    if (planned.plan.rules.length === 0) return undefined
    const { all } = this.#past.paramsOf(next.rules.manifest)
    return this.#settings.warmUp!(await next.module(), planned, all)
  }

  /** What of the next rules can be rebuilt from past events. Throws `ActionRefused` where this job cannot do that at all. */
  #planWarmUp(next: VersionOfRules, plan: ReloadPlan): PlannedWarmUp {
    const { manifest } = next.rules
    return planWarmUp(manifest, plan, this.#past.paramsOf(manifest).after)
  }

  get #past(): JobPast {
    const { job, warmUp } = this.#settings
    if (job.change.past !== undefined && warmUp !== undefined) return job.change.past
    throw new ActionRefused("impossible", cannotWarmUp)
  }

  async #go(
    next: VersionOfRules,
    planned: ReloadPlan,
    warming: Warming | undefined,
    { keep, tell = async () => silent }: Pick<JobActionsSettings, "keep" | "tell">,
  ): Promise<ReloadAnswer> {
    let plan = planned
    const name = 1 - this.#name
    const { version } = next.rules.manifest
    let made: Reloaded
    let telling = silent
    try {
      await keep(next)
      // Before: where this process dies in between, its next start and the others still come to the same rules.
      telling = await tell(version, this.#running.rules.manifest.version)
      await telling.tell()
      made = await this.#settings.job.change.reload(await withPlaces(next, name), warming)
      if (warming !== undefined) plan = { ...plan, warmUp: warmedUp(plan.warmUp!, warming.done()) }
    } catch (error) {
      const reasons = [`${messageOf(error)}; the rules are what they were`]
      const untold = await telling.takeBack().then(() => undefined, messageOf)
      if (untold !== undefined) reasons.push(`other processes may not have been told so: ${untold}`)
      return { outcome: "refused", reasons, plan }
    }
    this.#name = name
    this.#begin(next, made)
    const { pauseMs, checkpoint = null } = made
    return { outcome: "applied", plan, version, pauseMs, checkpoint }
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
    const everyMs = Math.min(guardEveryMs, guardMs / guardLooks)
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
      } else if (clock.now() < until) cancel = clock.after(everyMs, () => void look().catch(() => {}))
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

const cannotWarmUp =
  "a warm-up (--warm-up) judges what the job has read, and this one has its state on disk (--state disk) or is divided into slices: change its rules without"

const lacksPast =
  "what is rebuilt from past events would lack some of them, since they are gone where they came from, and that was not to be (--refuse-loss)"

/** What came of it; undefined: time has not begun in the job. */
function warmedUp({ rules, without }: WarmUpPlan, done: WarmUpDone | undefined): WarmUpPlan {
  if (done !== undefined) return { rules, without, done }
  const why = "time has not begun in the job, so there is nothing to rebuild it from"
  return { rules: [], without: [...without, ...rules.map(({ rule }) => ({ rule, why }))] }
}

const silent: Telling = { tell: async () => {}, takeBack: async () => {} }

const keepsNone = "the job keeps no events"
const keepSome = "start it with --keep-recent 5min"

type Failures = ReadonlyMap<string, number>

/** Rules whose module was compiled, and was run once to see that it can be. */
export function compiledVersion(module: string, files: readonly RuleFile[]): VersionOfRules {
  return { rules: instantiateModule(module, lookedAt)!, files, url: () => moduleUrl(module), module: () => module }
}

/** The same rules, made anew so that stack traces name the lines of their sources. Rules that are only looked at would take the places of those that run. */
async function withPlaces(next: VersionOfRules, name: number): Promise<VersionOfRules> {
  process.setSourceMapsEnabled(true)
  const rules = instantiateModule(await next.module(), `cepheus-rules-${name}.js`) ?? next.rules
  return { ...next, rules }
}

function lossIn(plan: ReloadPlan): string {
  const names = losers(plan).map(({ rule }) => rule)
  const whose = names.length === 1 ? `${names[0]} holds` : `${names.join(", ")} hold`
  return `what ${whose} would be lost, all or some of it, and that was not to be (--refuse-loss); the plan says why`
}
