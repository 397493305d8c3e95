/** What the control interface of `cep run` sees of the job, and what it can do to it. */
import type { ControlActions } from "../../runtime/control/actions.ts"
import type { Audit } from "../../runtime/control/audit.ts"
import type { ControlHost } from "../../runtime/control/host.ts"
import type { RecentOutputs } from "../../runtime/control/recent.ts"
import type { RecentEvents } from "../../runtime/control/recent-events.ts"
import type { Control } from "../../runtime/control/server.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { durationOption, type RunOptions } from "./commands/run-options.ts"
import { CliError } from "./error.ts"
import type { JobParts, Runnable } from "./open-any.ts"

/** A job as the control interface sees it, before it is open as well. */
export interface Running {
  phase: ControlHost["phase"]
  job: Runnable["job"] | undefined
  /** What can be done to it; undefined: nothing, or not yet. */
  actions: ControlActions | undefined
  /** Of the rules with which it begins. */
  version: string
}

/** What looks on for those who ask over the control interface. */
export interface Taps {
  /** Of the outputs; absent: nobody can ask. */
  readonly tap?: RecentOutputs
  /** Of what sources bring; absent: there are no dry runs. */
  readonly inputTap?: RecentEvents
}

/** Loaded only where it is asked for. Throws `CliError`. */
export async function openTaps(options: RunOptions): Promise<Taps> {
  const inputTap = await recentEvents(options)
  if (options.listen === undefined) return {}
  const { RecentOutputs } = await import("../../runtime/control/recent.ts")
  return { tap: new RecentOutputs(), ...(inputTap && { inputTap }) }
}

/** The memory that kept events may take. */
const mostKeptBytes = 32 << 20

/** What keeps the events that came last, for dry runs; undefined: nobody could ask for one, or none are wanted. Throws `CliError`. */
async function recentEvents({ listen, keepRecent }: RunOptions): Promise<RecentEvents | undefined> {
  if (listen === undefined) {
    if (keepRecent === undefined) return undefined
    throw new CliError("--keep-recent is for dry runs over the control interface: give --listen, too")
  }
  const keepMs = durationOption("--keep-recent", keepRecent ?? "5min")
  if (keepMs === 0) return undefined
  const { RecentEvents } = await import("../../runtime/control/recent-events.ts")
  return new RecentEvents({ keepMs, mostBytes: mostKeptBytes, now: () => systemClock.now() })
}

/** Loaded only where it is asked for. */
export async function listening(
  { options, files, log, settings }: Pick<JobParts, "options" | "files" | "log" | "settings">,
  running: Running,
  { tap, inputTap }: Taps,
  audit: Audit | undefined,
): Promise<Control | undefined> {
  const { listen: address, tokenFile } = options
  if (address === undefined) {
    if (tokenFile === undefined) return undefined
    throw new CliError("--token-file is for --listen: give an address to listen on, too")
  }
  const [{ listen }, { jobName }] = await Promise.all([import("./listen.ts"), import("./checkpoints.ts")])
  const job = jobName(options.job, files)
  const host: ControlHost = {
    job,
    get version() {
      return running.actions?.rules().version ?? running.version
    },
    startedAt: settings.clock.now(),
    get phase() {
      return running.phase
    },
    get actions() {
      return running.actions
    },
    statuses: async () => (await running.job?.statuses()) ?? [],
    looks: async (...asked) => (await running.job?.looks(...asked)) ?? [],
    ...(tap && { recent: (limit) => tap.last(limit) }),
    ...(inputTap && { keptMs: inputTap.keepMs }),
    notReady: () => running.job?.notReady?.() ?? [],
    share: () => running.job?.share?.(),
    now: () => settings.clock.now(),
  }
  return listen({ listen: address, tokenFile, audit }, host, log)
}

/** Where changes of a job are written down that can be changed; undefined: nowhere. Loaded only where it can be. */
export async function openAuditLog(
  options: RunOptions,
  files: readonly string[],
  log: Log,
): Promise<Audit | undefined> {
  if (options.listen === undefined && options.watch !== true) {
    if (options.audit === undefined) return undefined
    throw new CliError("--audit is for jobs that can be changed while they run: give --listen or --watch, too")
  }
  const [{ auditLog }, { jobName }] = await Promise.all([import("./listen.ts"), import("./checkpoints.ts")])
  return auditLog(options, jobName(options.job, files), log)
}
