import process from "node:process"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { connectors } from "../../../runtime/connectors/index.ts"
import { createEngine } from "../../../runtime/index.ts"
import type { JobResult } from "../../../runtime/job/counts.ts"
import { Job, type JobSettings } from "../../../runtime/job/job.ts"
import { type Opened, openJob } from "../../../runtime/job/setup.ts"
import { jsonLog, type Log, textLog } from "../../../runtime/observe/log.ts"
import { logProgress, showProgressLine } from "../../../runtime/observe/progress.ts"
import { type Summary, showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { systemClock } from "../../../runtime/platform/node.ts"
import { compileLoaded } from "../compile.ts"
import { CliError, exitCodes } from "../error.ts"
import { load } from "../load.ts"
import { hasColour, painter, say } from "../terminal.ts"
import { durationOption, logForm, type RunOptions, readPairs, readParams, refuseLater } from "./run-options.ts"

/** `cep run`: compiles files and runs the job until its sources end or it is stopped. */
export async function run(files: readonly string[], options: RunOptions): Promise<number> {
  refuseLater(options)
  const startedAt = performance.now()
  const form = logForm(options.log)
  const log = options.quiet === true ? quietLog(form) : makeLog(form)
  const limits = readLimits(options)
  const requested = { sources: readPairs("--source", options.source), sinks: readPairs("--sink", options.sink) }
  const { rules } = await compileLoaded(await load(files))
  const params = readParams(options.param, rules.manifest)
  const opened = await openJob(rules.manifest, {
    ...requested,
    deadLetters: options.deadLetter,
    late: options.late,
    connectors,
    context: { folder: process.cwd() },
  })
  warnMissing(opened, rules, log)
  const stopper = new AbortController()
  const forget = onSignals(() => stopper.abort())
  try {
    const { inputs, sinks } = opened
    const settings = { inputs, sinks, params, ...limits, clock: systemClock, log, stop: stopper.signal }
    const result = await runShown(rules, settings, options, form)
    await opened.close()
    await report(summarize(result, usage(startedAt)), options, form, log)
    return exitCodes.done
  } finally {
    forget()
    await opened.close().catch(() => {})
  }
}

type Limits = Pick<JobSettings, "strict" | "atEnd" | "maxAheadMs" | "idleAfterMs">

function readLimits(options: RunOptions): Limits {
  const { atEnd } = options
  if (atEnd !== "close" && atEnd !== "stop") throw new CliError(`--at-end wants close or stop, and got ${atEnd}`)
  return {
    strict: options.strict === true,
    atEnd,
    maxAheadMs: durationOption("--max-ahead", options.maxAhead),
    idleAfterMs: durationOption("--idle-after", options.idleAfter),
  }
}

async function runShown(
  rules: RuleSet,
  settings: JobSettings,
  options: RunOptions,
  form: "text" | "json",
): Promise<JobResult> {
  const job = new Job(rules, createEngine, settings)
  const progress = () => job.progress()
  const onTerminal = process.stderr.isTTY === true && form === "text"
  const end =
    options.quiet === true
      ? () => {}
      : onTerminal
        ? showProgressLine(progress, (text) => void process.stderr.write(text), systemClock)
        : logProgress(progress, settings.log, systemClock)
  try {
    return await job.run()
  } finally {
    end()
  }
}

function makeLog(form: "text" | "json"): Log {
  // On a terminal the progress line stands where the message comes.
  const before = process.stderr.isTTY === true && form === "text" ? "\r\u001b[K" : ""
  const write = (text: string) => void process.stderr.write(before + text)
  return form === "json" ? jsonLog(write, systemClock) : textLog(write, hasColour(process.stderr))
}

/** Errors alone. */
function quietLog(form: "text" | "json"): Log {
  const log = makeLog(form)
  return (level, message, fields) => {
    if (level === "error") log(level, message, fields)
  }
}

function warnMissing({ missing }: Opened, { manifest }: RuleSet, log: Log): void {
  for (const type of missing) {
    const id = manifest.events.findIndex((event) => event.name === type)
    const rules = manifest.rules.filter((rule) => rule.inputs.includes(id)).map((rule) => rule.name)
    const reason = `no source brings ${type}: ${rules.join(", ")} will not see any`
    log("warn", `${reason} (--source ${type}=SPEC, or --source '*=SPEC' for a mixed stream)`, { event: type, rules })
  }
}

/** The first signal stops gently; after that a signal does what it does to any process. Returns how to forget it. */
function onSignals(stop: () => void): () => void {
  const forget = () => {
    process.removeListener("SIGINT", act)
    process.removeListener("SIGTERM", act)
  }
  const act = () => {
    forget()
    stop()
  }
  process.on("SIGINT", act)
  process.on("SIGTERM", act)
  return forget
}

function usage(startedAt: number) {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMemoryBytes: maxRSS * 1024,
  }
}

/** Standard output is for alerts: the summary goes to standard error. `--json`: one line, the last. */
async function report(summary: Summary, options: RunOptions, form: "text" | "json", log: Log): Promise<void> {
  if (options.json === true) await say(`${JSON.stringify(summary)}\n`)
  else if (options.quiet !== true && form === "text") {
    await say(showSummary(summary, (text) => painter(process.stderr)("1", text)))
  } else if (options.quiet !== true) log("info", "done", { ...summary })
}
