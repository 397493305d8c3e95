/** A job that is divided by the partitions of its sources, so that several processes can run it. */
import { randomBytes } from "node:crypto"
import { join } from "node:path"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import { divide, readSlices } from "../../runtime/checkpoint/slices.ts"
import { withStore } from "../../runtime/checkpoint/store.ts"
import { ConnectorError, type GroupIdentity, type GroupMember } from "../../runtime/connectors/contract.ts"
import { createEngine } from "../../runtime/index.ts"
import { noSharers } from "../../runtime/job/cold-settings.ts"
import { openCold } from "../../runtime/job/cold-state.ts"
import { JobError } from "../../runtime/job/error.ts"
import { Job, type JobSettings } from "../../runtime/job/job.ts"
import { type Patience, StartPatience } from "../../runtime/job/patience.ts"
import { type ChangeableJob, changeableJob, type RuleModule } from "../../runtime/job/reload.ts"
import {
  type JobRequest,
  type Opened,
  openJob,
  type Planned,
  planSinks,
  planSources,
  planSpec,
} from "../../runtime/job/setup.ts"
import { abandonable } from "../../runtime/job/slices/abandon.ts"
import { KeyPlaces } from "../../runtime/job/slices/key-places.ts"
import { fixedMember } from "../../runtime/job/slices/members.ts"
import { unlessOvertaken } from "../../runtime/job/slices/overtaken.ts"
import { changeableSlices, goOnWith, type RulesOfNow } from "../../runtime/job/slices/rules-of-now.ts"
import { type OpenSlice, SliceRunner, type SliceSignals } from "../../runtime/job/slices/runner.ts"
import { sharedKeys, whyNotSliced } from "../../runtime/job/slices/slicing.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { checkpointRequest, jobName } from "./checkpoints.ts"
import type { RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import { type Limits, warnMissing } from "./job.ts"
import { paramsAtStart } from "./params-at-start.ts"
import type { Places } from "./places.ts"
import type { ChosenRules } from "./rules-choice.ts"
import { openStateFolder, type StateFolder, stateMemory } from "./state.ts"
import { ThreadCount } from "./thread-count.ts"
import { workers } from "./workers.ts"

/** All that a job of slices is made of. */
export interface SlicedJob {
  /** Those with which it begins. */
  readonly rules: RuleSet
  readonly files: readonly string[]
  readonly options: RunOptions & { readonly checkpointDir: string }
  /** A module that exports the rules: for other threads. */
  readonly url: () => string
  /** Workers of each slice. */
  readonly parallelism: number
  /** How long a start waits for servers that are away: that of the process, and that of each slice. */
  readonly startTimeoutMs: number
  readonly request: JobRequest
  readonly params: Readonly<Record<string, unknown>>
  readonly limits: Limits
  /** Where checkpoints lie; opened once. */
  readonly places: () => Promise<Places>
  readonly chosen: Pick<ChosenRules, "base" | "expects">
  readonly settings: Pick<JobSettings, "clock" | "stop" | "tap" | "inputTap">
  readonly log: Log
}

/** A job of slices that can be changed while it runs. */
export interface RunningSlices
  extends ChangeableJob,
    Pick<SliceRunner, "run" | "progress" | "statuses" | "looks" | "notReady" | "share"> {
  /** Why other rules cannot be divided as these are; empty: they can. */
  whyNot(next: Manifest): readonly string[]
}

/** Finds the slices, and who runs them. Throws `CliError`, `JobError` and `ConnectorError` where the job cannot be divided, or not as it was. */
export async function openSlices(job: SlicedJob): Promise<RunningSlices> {
  const { rules, request, options, files, settings, log } = job
  const name = jobName(options.job, files)
  const sources = planSources(rules.manifest, request)
  checkOptions(options, name)
  const reasons = whyNotSliced(rules.manifest, sources)
  if (reasons.length > 0) throw new JobError("usage", refusal(reasons))
  const patience = new StartPatience({ timeoutMs: job.startTimeoutMs, clock: settings.clock, log })
  const slices = await countSlices(sources, request, patience)
  if (options.state === "disk") stateMemory(options, slices)
  checkSinks(job, slices)
  const places = await job.places()
  await checkSavepoint(places, slices)
  const { files: stored } = places.checkpoints
  const folder = join(places.checkpoints.folder, name)
  const newId = randomBytes(8).toString("hex")
  const division = { files: stored, folder, job: name, slices, newId }
  const { id } = await withStore(stored.show(folder), () => divide(division))
  const shares = options.member === undefined
  const member = shares
    ? await joinGroup(sources, { job: name, slices, store: id }, request)
    : readMember(options.member!, slices)
  const now: RulesOfNow = { module: { rules, url: job.url } }
  const open = sliceOpener(job, now, places, sources, { slices, agreed: shares })
  const how = shares ? "shares them with other processes of the job" : `is member ${options.member}`
  log("info", `the job ${name} has ${slices} slices, one for each partition; this process ${how}`, {
    job: name,
    slices,
  })
  const runner = new SliceRunner({ open, slices, member, shares, log, ...settings })
  return {
    ...changeableSlices(runner, now),
    run: () => runner.run(),
    progress: () => runner.progress(),
    statuses: () => runner.statuses(),
    looks: (...asked) => runner.looks(...asked),
    notReady: () => runner.notReady(),
    share: () => runner.share(),
    whyNot: (next) => whyNotSliced(next, planSources(next, request)),
  }
}

/** Opens slices, perhaps several at once. */
function sliceOpener(
  whole: SlicedJob,
  now: RulesOfNow,
  places: Places,
  sources: readonly Planned[],
  of: { readonly slices: number; readonly agreed: boolean },
) {
  const { files, options, request, log } = whole
  const keys = new KeyPlaces()
  const shared = sharedKeys(whole.rules.manifest, sources)
  const sharers = noSharers()
  const threads = new ThreadCount(whole.parallelism, log)
  let warned = false
  return async (slice: number, { stop, abandon }: SliceSignals): Promise<OpenSlice> => {
    const { module } = now
    const { rules } = module
    const job: SlicedJob = { ...whole, rules, url: () => module.url() }
    const own: Log = (level, message, fields) => log(level, `slice ${slice}: ${message}`, { ...fields, slice })
    let cold: StateFolder | undefined
    const begun = () => cold?.removeOthers()
    const { startTimeoutMs: timeoutMs, settings } = job
    const patience = new StartPatience({
      timeoutMs,
      clock: settings.clock,
      log: own,
      stop: AbortSignal.any([stop, abandon]),
    })
    const checkpoints = checkpointRequest({ ...job, places, log: own, begun, patience }, { ...of, number: slice })
    const context = { ...request.context, log: own }
    const opened = await openJob(rules.manifest, { ...request, context, checkpoints, slice, patience })
    const close = async () => {
      try {
        await opened.close()
      } finally {
        cold?.remove()
        threads.removed(slice)
      }
    }
    try {
      if (abandon.aborted) throw new ConnectorError("fenced", "another process runs it now")
      if (!warned) warnMissing(opened, rules, log)
      warned = true
      const inputs = opened.inputs.map((input) => {
        const field = sources.find(({ name }) => name === input.name)!.partitionedBy!
        return keys.watch(input, { field, space: shared.get(input.name)! }, slice)
      })
      cold = openStateFolder(options, files, { slice, sharers })
      threads.added(slice)
      const running = openRunning(job, { ...opened, inputs }, { cold, log: own, stop, abandon })
      const { change } = running
      const catchUp = () => goOnWith(now, module, change, own)
      return { job: unlessOvertaken(running.job, opened.checkpoints!), change, catchUp, close }
    } catch (error) {
      await close().catch(() => {})
      throw error
    }
  }
}

interface SliceParts extends SliceSignals {
  readonly cold: StateFolder | undefined
  readonly log: Log
}

/** The job of a slice that was opened. */
function openRunning(job: SlicedJob, opened: Opened, { cold, log, stop, abandon }: SliceParts) {
  const { rules, params, limits, settings, parallelism, request } = job
  const { inputs, sinks, tables, models } = opened
  const checkpoints = abandonable(opened.checkpoints!, abandon)
  const paramsNow = paramsAtStart(rules.manifest.params, params, opened.checkpoints, log)
  const processingOf = (module: RuleModule) =>
    parallelism === 1 ? undefined : workers(parallelism, module.rules, module.url(), request.context.folder, sinks)
  const processing = processingOf({ rules, url: job.url })
  const parts = { inputs, sinks, tables, models, params: paramsNow, checkpoints, processing, cold, openCold }
  const { clock, tap, inputTap } = settings
  const running = new Job(rules, createEngine, { ...parts, ...limits, clock, tap, inputTap, log, stop })
  return { job: running, change: changeableJob(running, { rules, params }, async (next) => processingOf(next)) }
}

function refusal(reasons: readonly string[]): string {
  const advice =
    "every slice has to see all events of its keys. Give each rule the key by which its sources are partitioned, or give --repartition, which brings each event to the slices of its keys through a topic of the job's own, or take `partitioned by` away: then one process runs the job, and --parallelism shares the keys among its threads"
  return `the job cannot be divided by the partitions of its sources:\n  ${reasons.join("\n  ")}\n${advice}`
}

/** What an operator gives once must not be done again whenever a slice moves; what is for one process does not fit several. */
function checkOptions(options: RunOptions, job: string): void {
  checkName(job)
  if (options.member === undefined) checkOnce(options)
}

/** Throws `CliError` for a name that a slice of another job would have. */
export function checkName(job: string): void {
  if (!/\.\d+$/.test(job)) return
  throw new CliError(`a job with slices cannot be called ${job}: a dot and a number at the end stand for a slice`)
}

/** Throws `CliError` for options that are for one start, where slices move between processes. */
export function checkOnce(options: RunOptions): void {
  const once = [
    ["--fresh", options.fresh],
    ["--allow-repeats", options.allowRepeats],
    ["--assume-published", options.assumePublished],
  ].find(([, given]) => given !== undefined)
  if (once === undefined) return
  throw new CliError(
    `${once[0]} is for one start, and slices that move between processes are started again and again: stop all processes, run one with --member 1/1 and ${once[0]}, then start them as before`,
  )
}

/** The partitions of each source. Throws `JobError` where they differ. */
async function countSlices(sources: readonly Planned[], { context }: JobRequest, patience: Patience): Promise<number> {
  const counts: { readonly name: string; readonly count: number }[] = []
  for (const { name, connector, settings } of sources) {
    if (connector.countPartitions === undefined) {
      throw new JobError(
        "usage",
        `${name}: the connector ${connector.declaration.name} cannot be \`partitioned by\` a field`,
      )
    }
    counts.push({ name, count: await patience.attempt(() => connector.countPartitions!(settings, context)) })
  }
  const [first, ...others] = counts
  const other = others.find(({ count }) => count !== first!.count)
  if (other === undefined) return first!.count
  throw new JobError(
    "usage",
    `the source of ${first!.name} has ${first!.count} partitions, and that of ${other.name} has ${other.count}: a key is not in the same partition of both. Write the topics with the same number of partitions, or take \`partitioned by\` away: then one process runs the job`,
  )
}

/** Slices write their outputs at the same time, perhaps from several machines. */
export function checkSinks({ rules, request, options }: SlicedJob, slices: number): void {
  const others = [
    ["--dead-letter", options.deadLetter],
    ["--late", options.late],
  ].flatMap(([name, spec]) => (spec === undefined ? [] : [planSpec(name!, spec, "sink", request)]))
  for (const { name, connector, settings } of [...planSinks(rules.manifest, request), ...others]) {
    if (slices === 1 || connector.isDivisible?.(settings) !== false) continue
    throw new JobError(
      "usage",
      `${name} is one file, and the job has ${slices} slices, which write side by side: give a folder, as in file:alerts/ (each checkpoint of a slice makes a file in it), a topic or a table`,
    )
  }
}

async function checkSavepoint({ savepoint }: Places, slices: number): Promise<void> {
  if (savepoint === undefined) return
  const { files, folder } = savepoint
  const found = await readSlices(files, folder)
  if (found?.slices === slices) return
  const what = found === undefined ? "of a job that is not divided" : `of a job with ${found.slices} slices`
  throw new JobError(
    "usage",
    `${files.show(folder)} is no savepoint for ${slices} slices: it is ${what}, and state cannot be moved between slices`,
  )
}

/** Joins the processes of a job, on the cluster of the first source by name. Throws `CliError` and `ConnectorError`. */
export async function joinGroup(
  sources: readonly Planned[],
  group: GroupIdentity,
  { context }: JobRequest,
): Promise<GroupMember> {
  const { connector, settings, name } = [...sources].sort((a, b) => (a.name < b.name ? -1 : 1))[0]!
  if (connector.joinGroup !== undefined) return connector.joinGroup(settings, group, context)
  throw new CliError(
    `${name}: processes cannot find each other by the connector ${connector.declaration.name}: give each --member k/K`,
  )
}

/** `k/K`: the k-th of K processes. Throws `CliError`. */
export function readMember(text: string, slices: number): GroupMember {
  const [, member, members] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? []
  if (members === undefined || Number(member) > Number(members)) {
    throw new CliError(`--member wants k/K, the k-th of K processes, as in 2/4, and got ${JSON.stringify(text)}`)
  }
  if (Number(member) <= slices) return fixedMember(slices, Number(member), Number(members))
  throw new CliError(
    `--member ${text}: the job has ${slices} slices, so that this process would have none; start fewer`,
  )
}
