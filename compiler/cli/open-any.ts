/** Opens a job, as its options and rules say: as a whole, in slices, or with a topic between its readers and slices. */
import process from "node:process"
import type { KeyLook } from "../../runtime/abi/look.ts"
import type { Manifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import type { OpenCold } from "../../runtime/job/cold-settings.ts"
import { Job } from "../../runtime/job/job.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import { StartPatience } from "../../runtime/job/patience.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import { type ChangeableJob, changeableJob } from "../../runtime/job/reload.ts"
import { type CheckpointRequest, type OpenCheckpoints, openJob, planSources } from "../../runtime/job/setup.ts"
import type { SliceShare } from "../../runtime/job/slices/runner.ts"
import type { JobStatus } from "../../runtime/job/status.ts"
import type { CheckpointedJob } from "./checkpoints.ts"
import { hasCheckpoints, type RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import { warnMissing } from "./job.ts"
import type { Places } from "./places.ts"
import type { RulesAtStart } from "./rules-at-start.ts"
import type { SlicedJob } from "./slices.ts"
import type { openStateFolder, StateFolder } from "./state.ts"

/** What a job is opened from. */
export interface JobParts extends Omit<SlicedJob, "options">, Pick<RulesAtStart, "sources" | "module" | "given"> {
  readonly options: RunOptions
  readonly url: () => string
  readonly parallelism: number
}

/** A job that was opened. */
export interface Runnable {
  readonly job: Pick<Job, "run" | "progress"> & {
    /** Of each part that is here. */
    statuses(): Promise<readonly JobStatus[]>
    /** What a rule holds for a key, of each part that is here and holds something. */
    looks(rule: string, key: readonly string[], limit: number): Promise<readonly KeyLook[]>
    /** As that of `ControlHost`. */
    notReady?(): readonly string[]
    /** Likewise. */
    share?(): SliceShare | undefined
  }
  /** How it is changed while it runs; absent: it cannot be. */
  readonly change?: ChangeableJob
  /** Other processes may run parts of the job: what one is asked for all do. */
  readonly isShared?: boolean
  /** Why other rules cannot take the place of those of now; empty: they can. */
  whyNot?(next: Manifest): readonly string[]
  /** Twice is harmless. */
  close(): Promise<void>
  /** Takes away what lies on disk for the run alone. After `close`. */
  remove(): void
}

/** As a whole, or in slices where the sources are `partitioned by` a field, or that readers bring their events to. */
export async function openAny(parts: JobParts): Promise<Runnable> {
  const { options, rules, request } = parts
  if (!hasCheckpoints(options)) return openWhole(parts)
  if (options.repartition !== undefined) {
    const { openRepartition } = await import("./repartition.ts")
    return { job: await openRepartition({ ...parts, options }), close: async () => {}, remove: () => {} }
  }
  const isDivided = planSources(rules.manifest, request).some(({ partitionedBy }) => partitionedBy !== undefined)
  if (isDivided) {
    const { openSlices } = await import("./slices.ts")
    const job = await openSlices({ ...parts, options })
    const whyNot = (next: Manifest) => job.whyNot(next)
    return { job, change: job, isShared: true, whyNot, close: async () => {}, remove: () => {} }
  }
  if (options.member === undefined) return openWhole(parts)
  throw new CliError(
    "--member is for jobs that are divided by the partitions of their sources: say `partitioned by FIELD` in the rules, or ?partitionedBy=FIELD in --source, or give --repartition",
  )
}

async function openWhole(parts: JobParts): Promise<Runnable> {
  const { rules, url, files, options, request, params, limits, settings, log, parallelism } = parts
  let cold: StateFolder | undefined
  const remove = () => cold?.remove()
  const begun = () => cold?.removeOthers()
  const patience = new StartPatience({ timeoutMs: parts.startTimeoutMs, clock: settings.clock, log })
  const of = { files, rules, params, log, begun, patience, chosen: parts.chosen }
  const checkpoints = hasCheckpoints(options) ? await requestOf({ ...of, options }, await parts.places()) : undefined
  const opened = await openJob(rules.manifest, { ...request, checkpoints, patience })
  warnMissing(opened, rules, log)
  try {
    cold = options.state === "disk" ? await stateFolder(options, files) : undefined
    const { inputs, tables, sinks, models } = opened
    const processing = parallelism === 1 ? undefined : await threads(parallelism, rules, url(), sinks)
    const own = { inputs, tables, sinks, models, checkpoints: opened.checkpoints, processing, cold, log }
    const openCold = await opener(cold !== undefined || opened.checkpoints?.restored?.cold !== undefined)
    const paramsNow = await valuesAtStart(rules, params, opened.checkpoints, log)
    const job = new Job(rules, createEngine, { ...own, params: paramsNow, openCold, ...limits, ...settings })
    const shown = {
      run: () => job.run(),
      progress: () => job.progress(),
      statuses: async () => [await job.status()],
      looks: async (rule: string, key: readonly string[], limit: number) => {
        const look = await job.look(rule, key, limit)
        return look === undefined ? [] : [look]
      },
    }
    const change = changeableJob(job, { rules, params }, async (next) =>
      parallelism === 1 ? undefined : threads(parallelism, next.rules, next.url(), sinks),
    )
    return { job: shown, change, close: () => opened.close(), remove }
  } catch (error) {
    await opened.close().catch(() => {})
    remove()
    throw error
  }
}

/** Loaded only where there are checkpoints. */
async function requestOf(job: Omit<CheckpointedJob, "places">, places: Places): Promise<CheckpointRequest> {
  const { checkpointRequest } = await import("./checkpoints.ts")
  return checkpointRequest({ ...job, places })
}

/** Loaded only where a checkpoint says what became of parameters. */
async function valuesAtStart(
  { manifest }: RuleSet,
  given: JobParts["params"],
  checkpoints: OpenCheckpoints | undefined,
  log: JobParts["log"],
): Promise<JobParts["params"]> {
  if (checkpoints?.restoredParams === undefined) return given
  return (await import("./params-at-start.ts")).paramsAtStart(manifest.params, given, checkpoints, log)
}

/** Loaded only where state is on disk, or was. */
async function opener(isNeeded: boolean): Promise<OpenCold | undefined> {
  return isNeeded ? (await import("../../runtime/job/cold-state.ts")).openCold : undefined
}

/** Loaded only where state is on disk. */
async function stateFolder(...args: Parameters<typeof openStateFolder>): Promise<StateFolder | undefined> {
  const { openStateFolder: open } = await import("./state.ts")
  return open(...args)
}

/** Loaded only where there are several. */
async function threads(count: number, rules: RuleSet, rulesUrl: string, sinks: OutputSinks): Promise<OpenProcessing> {
  const { workers } = await import("./workers.ts")
  return workers(count, rules, rulesUrl, process.cwd(), sinks)
}
