import process from "node:process"
import type { Manifest, RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { CheckpointRules } from "../../../runtime/checkpoint/manifest.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import type { ControlActions } from "../../../runtime/control/actions.ts"
import type { ControlHost } from "../../../runtime/control/host.ts"
import type { RecentOutputs } from "../../../runtime/control/recent.ts"
import type { Control } from "../../../runtime/control/server.ts"
import { createEngine } from "../../../runtime/index.ts"
import type { OpenCold } from "../../../runtime/job/cold-settings.ts"
import { Job } from "../../../runtime/job/job.ts"
import { whyNotOpen } from "../../../runtime/job/openings.ts"
import type { OutputSinks } from "../../../runtime/job/outputs.ts"
import { StartPatience } from "../../../runtime/job/patience.ts"
import type { OpenProcessing } from "../../../runtime/job/processing.ts"
import { type ChangeableJob, changeableJob } from "../../../runtime/job/reload.ts"
import { type CheckpointRequest, type JobRequest, openJob, planSources } from "../../../runtime/job/setup.ts"
import type { JobStatus } from "../../../runtime/job/status.ts"
import type { Log } from "../../../runtime/observe/log.ts"
import { type Summary, showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import type { CheckpointedJob } from "../checkpoints.ts"
import { CliError, exitCodes } from "../error.ts"
import { commandLog, onLooseRejections, onSignals, readLimits, runShown, usage, warnMissing } from "../job.ts"
import type { Places } from "../places.ts"
import { rulesChooser } from "../rules-at-start.ts"
import type { OtherRulesRestored } from "../rules-choice.ts"
import type { SlicedJob } from "../slices.ts"
import type { openStateFolder, StateFolder } from "../state.ts"
import { painter, say } from "../terminal.ts"
import {
  durationOption,
  hasCheckpoints,
  logForm,
  type RunOptions,
  readPairs,
  readParallelism,
  refuseLater,
} from "./run-options.ts"

/** `cep run`: compiles files, or takes compiled rules, and runs the job until its sources end or it is stopped. */
export async function run(files: readonly string[], options: RunOptions): Promise<number> {
  refuseLater(options)
  const startedAt = performance.now()
  const form = logForm(options.log)
  const log = await commandLog(form, options.quiet)
  const limits = readLimits(options)
  const requested = {
    sources: readPairs("--source", options.source),
    sinks: readPairs("--sink", options.sink),
    tables: readPairs("--table", options.table),
  }
  const parallelism = readParallelism(options.parallelism)
  const stopper = new AbortController()
  const startTimeoutMs = durationOption("--start-timeout", options.startTimeout ?? "60s")
  const request: JobRequest = {
    ...requested,
    deadLetters: options.deadLetter,
    late: options.late,
    connectors,
    context: { folder: process.cwd(), acceptLoss: options.acceptLoss === true, log },
  }
  const recent = options.listen === undefined ? undefined : await recentOutputs()
  const settings = { clock: systemClock, stop: stopper.signal, tap: recent }
  const choose = rulesChooser(files, options, log)
  const fixed = { files, options, request, limits, settings, log, parallelism, startTimeoutMs }
  const partsOf = async (restored?: CheckpointRules): Promise<Parts> => ({ ...fixed, ...(await choose(restored)) })
  const first = await partsOf()
  const running: Running = { phase: "starting", job: undefined, version: first.rules.manifest.version }
  const control = await listening(first, running, recent)
  const { opened, rules } = await openWithRules(first, partsOf).catch(async (error) => {
    await control?.close()
    throw error
  })
  Object.assign(running, { phase: "running", job: opened.job, version: rules.manifest.version })
  stopper.signal.addEventListener("abort", () => {
    running.phase = "stopping"
  })
  const forget = onSignals(() => stopper.abort())
  const forgetRejections = onLooseRejections(rules, log)
  try {
    const result = await runShown(opened.job, log, form, options.quiet)
    await opened.close()
    await report(summarize(result, usage(startedAt)), options, form, log)
    return exitCodes.done
  } finally {
    forget()
    await control?.close()
    await opened.close().catch(() => {})
    opened.remove()
    forgetRejections()
  }
}

/** So often rules are chosen anew because others were restored than the store had named. */
const mostChoices = 3

/** Opens a job; where another process has changed its rules meanwhile, with those of now. */
async function openWithRules(first: Parts, partsOf: (restored: CheckpointRules) => Promise<Parts>) {
  let parts = first
  for (let tries = 1; ; tries++) {
    try {
      return { opened: await openAny(parts), rules: parts.rules }
    } catch (error) {
      // The class is loaded with checkpoints alone.
      if (!(error instanceof ConnectorError) || !("restored" in error) || tries === mostChoices) throw error
      parts = await partsOf((error as OtherRulesRestored).restored)
    }
  }
}

/** What a job is opened from. */
interface Parts extends Omit<SlicedJob, "options"> {
  readonly options: RunOptions
  readonly url: () => string
  readonly parallelism: number
}

interface Runnable {
  readonly job: Pick<Job, "run" | "progress"> & {
    /** Of each part that is here. */
    statuses(): Promise<readonly JobStatus[]>
    /** What can be done to it from outside; absent: nothing. */
    readonly actions?: ControlActions
    /** As that of `ControlHost`. */
    notReady?(): readonly string[]
    /** As that of `ControlHost`. */
    share?(): ReturnType<NonNullable<ControlHost["share"]>>
  }
  /** How it is changed while it runs; absent: it cannot be. */
  readonly change?: ChangeableJob
  /** Why other rules cannot take the place of those of now; empty: they can. */
  whyNot?(next: Manifest): readonly string[]
  /** Twice is harmless. */
  close(): Promise<void>
  /** Takes away what lies on disk for the run alone. After `close`. */
  remove(): void
}

/** A job as the control interface sees it, before it is open as well. */
interface Running {
  phase: ControlHost["phase"]
  job: Runnable["job"] | undefined
  version: string
}

/** Loaded only where it is asked for. */
async function recentOutputs(): Promise<RecentOutputs> {
  const { RecentOutputs } = await import("../../../runtime/control/recent.ts")
  return new RecentOutputs()
}

/** Loaded only where it is asked for. */
async function listening(
  { options, files, log, settings }: Parts,
  running: Running,
  recent: RecentOutputs | undefined,
): Promise<Control | undefined> {
  const { listen: address, tokenFile } = options
  if (address === undefined) {
    for (const [flag, given] of [
      ["--token-file", tokenFile],
      ["--audit", options.audit],
    ] as const) {
      if (given !== undefined) throw new CliError(`${flag} is for --listen: give an address to listen on, too`)
    }
    return undefined
  }
  const [{ auditFile, listen }, { jobName }] = await Promise.all([import("../listen.ts"), import("../checkpoints.ts")])
  const job = jobName(options.job, files)
  const host: ControlHost = {
    job,
    get version() {
      return running.job?.actions?.rules().version ?? running.version
    },
    startedAt: settings.clock.now(),
    get phase() {
      return running.phase
    },
    get actions() {
      return running.job?.actions
    },
    statuses: async () => (await running.job?.statuses()) ?? [],
    ...(recent !== undefined && { recent: (limit) => recent.last(limit) }),
    notReady: () => running.job?.notReady?.() ?? [],
    share: () => running.job?.share?.(),
    now: () => settings.clock.now(),
  }
  return listen({ listen: address, tokenFile, audit: auditFile(options, job) }, host, log)
}

/** As a whole, or in slices where the sources are `partitioned by` a field, or that readers bring their events to. */
async function openAny(parts: Parts): Promise<Runnable> {
  const { options, rules, request } = parts
  if (!hasCheckpoints(options)) return openWhole(parts)
  if (options.repartition !== undefined) {
    const { openRepartition } = await import("../repartition.ts")
    return { job: await openRepartition({ ...parts, options }), close: async () => {}, remove: () => {} }
  }
  const isDivided = planSources(rules.manifest, request).some(({ partitionedBy }) => partitionedBy !== undefined)
  if (isDivided) {
    const { openSlices } = await import("../slices.ts")
    const job = await openSlices({ ...parts, options })
    const whyNot = (next: Manifest) => [...whyNotOpen(rules.manifest, next, request), ...job.whyNot(next)]
    return { job, change: job, whyNot, close: async () => {}, remove: () => {} }
  }
  if (options.member === undefined) return openWhole(parts)
  throw new CliError(
    "--member is for jobs that are divided by the partitions of their sources: say `partitioned by FIELD` in the rules, or ?partitionedBy=FIELD in --source, or give --repartition",
  )
}

async function openWhole(parts: Parts): Promise<Runnable> {
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
    const own = { inputs, tables, sinks, models, checkpoints: opened.checkpoints, processing, cold, params, log }
    const openCold = await opener(cold !== undefined || opened.checkpoints?.restored?.cold !== undefined)
    const job = new Job(rules, createEngine, { ...own, openCold, ...limits, ...settings })
    const shown = {
      run: () => job.run(),
      progress: () => job.progress(),
      statuses: async () => [await job.status()],
    }
    const change = changeableJob(job, params, async (next) =>
      parallelism === 1 ? undefined : threads(parallelism, next.rules, next.url(), sinks),
    )
    const whyNot = (next: Manifest) => whyNotOpen(rules.manifest, next, request)
    return { job: shown, change, whyNot, close: () => opened.close(), remove }
  } catch (error) {
    await opened.close().catch(() => {})
    remove()
    throw error
  }
}

/** Loaded only where there are checkpoints. */
async function requestOf(job: Omit<CheckpointedJob, "places">, places: Places): Promise<CheckpointRequest> {
  const { checkpointRequest } = await import("../checkpoints.ts")
  return checkpointRequest({ ...job, places })
}

/** Loaded only where state is on disk, or was. */
async function opener(isNeeded: boolean): Promise<OpenCold | undefined> {
  return isNeeded ? (await import("../../../runtime/job/cold-state.ts")).openCold : undefined
}

/** Loaded only where state is on disk. */
async function stateFolder(...args: Parameters<typeof openStateFolder>): Promise<StateFolder | undefined> {
  const { openStateFolder: open } = await import("../state.ts")
  return open(...args)
}

/** Loaded only where there are several. */
async function threads(count: number, rules: RuleSet, rulesUrl: string, sinks: OutputSinks): Promise<OpenProcessing> {
  const { workers } = await import("../workers.ts")
  return workers(count, rules, rulesUrl, process.cwd(), sinks)
}

/** Standard output is for alerts: the summary goes to standard error. `--json`: one line, the last. */
async function report(summary: Summary, options: RunOptions, form: "text" | "json", log: Log): Promise<void> {
  if (options.json === true) await say(`${JSON.stringify(summary)}\n`)
  else if (options.quiet !== true && form === "text") {
    await say(showSummary(summary, (text) => painter(process.stderr)("1", text)))
  } else if (options.quiet !== true) log("info", "done", { ...summary })
}
