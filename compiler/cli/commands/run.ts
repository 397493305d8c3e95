import process from "node:process"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import { createEngine } from "../../../runtime/index.ts"
import { Job } from "../../../runtime/job/job.ts"
import type { OutputSinks } from "../../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../../runtime/job/processing.ts"
import { type CheckpointRequest, openJob } from "../../../runtime/job/setup.ts"
import type { Log } from "../../../runtime/observe/log.ts"
import { type Summary, showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import type { checkpointRequest } from "../checkpoints.ts"
import { exitCodes } from "../error.ts"
import { commandLog, onLooseRejections, onSignals, readLimits, runShown, usage, warnMissing } from "../job.ts"
import { loadRules } from "../rules.ts"
import type { openStateFolder, StateFolder } from "../state.ts"
import { painter, say } from "../terminal.ts"
import {
  hasCheckpoints,
  logForm,
  type RunOptions,
  readPairs,
  readParallelism,
  readParams,
  refuseLater,
} from "./run-options.ts"

/** `cep run`: compiles files, or takes compiled rules, and runs the job until its sources end or it is stopped. */
export async function run(files: readonly string[], options: RunOptions): Promise<number> {
  refuseLater(options)
  const startedAt = performance.now()
  const form = logForm(options.log)
  const log = commandLog(form, options.quiet)
  const limits = readLimits(options)
  const requested = {
    sources: readPairs("--source", options.source),
    sinks: readPairs("--sink", options.sink),
    tables: readPairs("--table", options.table),
  }
  const { rules, url } = await loadRules(files)
  const parallelism = readParallelism(options.parallelism, rules)
  const params = readParams(options.param, rules.manifest)
  const opened = await openJob(rules.manifest, {
    ...requested,
    deadLetters: options.deadLetter,
    late: options.late,
    connectors,
    context: { folder: process.cwd(), acceptLoss: options.acceptLoss === true, log },
    checkpoints: hasCheckpoints(options) ? await requestOf(options, files, rules, params, log) : undefined,
  })
  warnMissing(opened, rules, log)
  const state = options.state === "disk" ? await stateFolder(options, files) : undefined
  const stopper = new AbortController()
  const forget = onSignals(() => stopper.abort())
  const forgetRejections = onLooseRejections(rules, log)
  try {
    const { inputs, tables, sinks } = opened
    const settings = {
      inputs,
      tables,
      sinks,
      checkpoints: opened.checkpoints,
      processing: parallelism === 1 ? undefined : await threads(parallelism, rules, url(), sinks),
      models: opened.models,
      cold: state,
      params,
      ...limits,
      clock: systemClock,
      log,
      stop: stopper.signal,
    }
    const result = await runShown(new Job(rules, createEngine, settings), log, form, options.quiet)
    await opened.close()
    await report(summarize(result, usage(startedAt)), options, form, log)
    return exitCodes.done
  } finally {
    forget()
    await opened.close().catch(() => {})
    state?.remove()
    forgetRejections()
  }
}

/** Loaded only where there are checkpoints. */
async function requestOf(...args: Parameters<typeof checkpointRequest>): Promise<CheckpointRequest> {
  const { checkpointRequest: request } = await import("../checkpoints.ts")
  return request(...args)
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
