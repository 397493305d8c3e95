import process from "node:process"
import type { CheckpointRules } from "../../../runtime/checkpoint/manifest.ts"
import { ConnectorError } from "../../../runtime/connectors/contract.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import type { JobRequest } from "../../../runtime/job/setup.ts"
import type { Log } from "../../../runtime/observe/log.ts"
import { type Summary, showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { elapsedMs, systemClock } from "../../../runtime/platform/node.ts"
import { listening, openAuditLog, openTaps, type Running } from "../control-host.ts"
import { exitCodes } from "../error.ts"
import { commandLog, onLooseRejections, onSignals, readLimits, runShown, usage } from "../job.ts"
import type { RuleCache } from "../kept-rules.ts"
import type { LiveChanges } from "../live-changes.ts"
import { type JobParts, openAny } from "../open-any.ts"
import { rulesChooser } from "../rules-at-start.ts"
import type { OtherRulesRestored } from "../rules-choice.ts"
import { painter, say } from "../terminal.ts"
import { durationOption, logForm, type RunOptions, readPairs, readParallelism, refuseUnusable } from "./run-options.ts"

/** `cep run`: compiles files, or takes compiled rules, and runs the job until its sources end or it is stopped. `cache`: where rules of the files are kept. */
export async function run(files: readonly string[], options: RunOptions, cache?: RuleCache): Promise<number> {
  refuseUnusable(options)
  const startedAt = elapsedMs()
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
  const taps = await openTaps(options)
  const settings = { clock: systemClock, stop: stopper.signal, ...taps }
  const choose = rulesChooser(files, options, log, cache)
  const fixed = { files, options, request, limits, settings, log, parallelism, startTimeoutMs }
  const partsOf = async (restored?: CheckpointRules): Promise<JobParts> => ({ ...fixed, ...(await choose(restored)) })
  const first = await partsOf()
  const running: Running = {
    phase: "starting",
    job: undefined,
    actions: undefined,
    version: first.rules.manifest.version,
  }
  const audit = await openAuditLog(options, files, log)
  const control = await listening(first, running, taps, audit)
  const { opened, parts } = await openWithRules(first, partsOf).catch(async (error) => {
    await control?.close()
    throw error
  })
  const { rules } = parts
  Object.assign(running, { job: opened.job, version: rules.manifest.version })
  stopper.signal.addEventListener("abort", () => {
    running.phase = "stopping"
  })
  const forget = onSignals(() => stopper.abort())
  const forgetRejections = onLooseRejections(rules, log)
  let live: LiveChanges | undefined
  try {
    if (control !== undefined || options.watch === true || opened.isShared === true) {
      const { openLiveChanges } = await import("../live-changes.ts")
      live = await openLiveChanges(parts, opened, audit, () => stopper.abort(), taps.inputTap)
      running.actions = live.actions
    }
    // From here on it can be changed.
    if (!stopper.signal.aborted) running.phase = "running"
    const result = await runShown(opened.job, log, form, options.quiet)
    await opened.close()
    await report(summarize(result, usage(startedAt)), options, form, log)
    return exitCodes.done
  } finally {
    forget()
    await live?.close()
    await control?.close()
    await audit?.close()
    await opened.close().catch(() => {})
    opened.remove()
    forgetRejections()
  }
}

/** So often rules are chosen anew because others were restored than the store had named. */
const mostChoices = 3

/** Opens a job; where another process has changed its rules meanwhile, with those of now. */
async function openWithRules(first: JobParts, partsOf: (restored: CheckpointRules) => Promise<JobParts>) {
  let parts = first
  for (let tries = 1; ; tries++) {
    try {
      return { opened: await openAny(parts), parts }
    } catch (error) {
      // The class is loaded with checkpoints alone.
      if (!(error instanceof ConnectorError) || !("restored" in error) || tries === mostChoices) throw error
      parts = await partsOf((error as OtherRulesRestored).restored)
    }
  }
}

/** Standard output is for alerts: the summary goes to standard error. `--json`: one line, the last. */
async function report(summary: Summary, options: RunOptions, form: "text" | "json", log: Log): Promise<void> {
  if (options.json === true) await say(`${JSON.stringify(summary)}\n`)
  else if (options.quiet !== true && form === "text") {
    await say(showSummary(summary, (text) => painter(process.stderr)("1", text)))
  } else if (options.quiet !== true) log("info", "done", { ...summary })
}
