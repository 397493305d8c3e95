import process from "node:process"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { messageOf } from "../../runtime/engine/refusal.ts"
import type { JobResult } from "../../runtime/job/counts.ts"
import type { Job, JobSettings } from "../../runtime/job/job.ts"
import type { Opened } from "../../runtime/job/setup.ts"
import { readersOf } from "../../runtime/job/time-watch.ts"
import { type Log, textLog } from "../../runtime/observe/log.ts"
import { logProgress, showProgressLine } from "../../runtime/observe/progress.ts"
import type { Usage } from "../../runtime/observe/summary.ts"
import { elapsedMs, systemClock } from "../../runtime/platform/node.ts"
import { countOption, durationOption, type RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import { hasColour } from "./terminal.ts"
import { tierUpLate } from "./tier-up.ts"

export type LogForm = "text" | "json"
export type Limits = Pick<JobSettings, "strict" | "atEnd" | "maxAheadMs" | "idleAfterMs" | "calls">
type LimitOptions = Pick<
  RunOptions,
  "strict" | "atEnd" | "maxAhead" | "idleAfter" | "asyncTimeout" | "asyncConcurrency"
>

/** How a job's input is bounded, from the options of the command. Throws `CliError`. */
export function readLimits(options: LimitOptions): Limits {
  const { atEnd } = options
  if (atEnd !== "close" && atEnd !== "stop") throw new CliError(`--at-end wants close or stop, and got ${atEnd}`)
  return {
    strict: options.strict === true,
    atEnd,
    maxAheadMs: durationOption("--max-ahead", options.maxAhead),
    idleAfterMs: durationOption("--idle-after", options.idleAfter),
    calls: {
      timeoutMs: durationOption("--async-timeout", options.asyncTimeout ?? "1s"),
      concurrency: countOption("--async-concurrency", options.asyncConcurrency ?? "16"),
    },
  }
}

/** Runs a job and shows meanwhile on standard error how it goes: a line on a terminal, log lines elsewhere; nothing when `quiet`. */
export async function runShown(
  job: Pick<Job, "run" | "progress">,
  log: Log,
  form: LogForm,
  quiet = false,
): Promise<JobResult> {
  const progress = () => job.progress()
  const onTerminal = process.stderr.isTTY === true && form === "text"
  const end = quiet
    ? () => {}
    : onTerminal
      ? showProgressLine(progress, (text) => void process.stderr.write(text), systemClock)
      : logProgress(progress, log, systemClock)
  tierUpLate()
  try {
    return await job.run()
  } finally {
    end()
  }
}

/** Messages to standard error; `quiet`: errors alone, of which most jobs have none, so that nothing is loaded for them before. */
export async function commandLog(form: LogForm, quiet = false): Promise<Log> {
  const open = async () => (form === "json" ? await jsonLines() : textLines())
  if (!quiet) return await open()
  let opened: Promise<Log> | undefined
  return (level, message, fields) => {
    if (level !== "error") return
    opened ??= open()
    void opened.then((log) => log(level, message, fields))
  }
}

function textLines(): Log {
  // On a terminal the progress line stands where the message comes.
  const before = process.stderr.isTTY === true ? "\r\u001b[K" : ""
  return textLog((text) => void process.stderr.write(before + text), hasColour(process.stderr))
}

/** Loaded only where it is asked for. */
async function jsonLines(): Promise<Log> {
  const { jsonLog, linesTo } = await import("../../runtime/observe/json-log.ts")
  return jsonLog(linesTo(process.stderr.fd), systemClock)
}

/** Says which event types no source brings: rules that read them will be silent. */
export function warnMissing({ missing }: Pick<Opened, "missing">, { manifest }: RuleSet, log: Log): void {
  const readers = readersOf(manifest)
  for (const type of missing) {
    const rules = readers.get(type) ?? []
    const reason = `no source brings ${type}: ${rules.join(", ")} will not see any`
    log("warn", `${reason} (--source ${type}=SPEC, or --source '*=SPEC' for a mixed stream)`, { event: type, rules })
  }
}

/** The first signal stops gently; after that a signal does what it does to any process. Returns how to forget it. */
export function onSignals(stop: () => void): () => void {
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

/** How many different reasons are said. */
const mostReasons = 10

/**
 * A promise that an asynchronous function of the rules began and does not wait for: when it is rejected, Node would end the process, and
 * with it a job whose functions fail otherwise without harm. Returns how to forget it.
 */
export function onLooseRejections({ manifest }: RuleSet, log: Log): () => void {
  if (manifest.awaited.length === 0) return () => {}
  const said = new Set<string>()
  const act = (thrown: unknown) => {
    const reason = messageOf(thrown)
    if (said.has(reason) || said.size >= mostReasons) return
    said.add(reason)
    const functions = [...new Set(manifest.awaited.map((each) => each.function))]
    const words = `a promise in ${functions.join(" or ")} was rejected before anything waited for it: ${reason}`
    log("warn", `${words}; await it where it is made, or with others in Promise.all`, { functions, reason })
  }
  process.on("unhandledRejection", act)
  return () => void process.removeListener("unhandledRejection", act)
}

/** What the process used since `startedAt` (of `elapsedMs`). */
export function usage(startedAt: number): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  return {
    seconds: (elapsedMs() - startedAt) / 1000,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
    peakMemoryBytes: maxRSS * 1024,
  }
}
