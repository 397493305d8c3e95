/** What the control interface of `cep run` sees of the job, and what it can do to it. */
import type { ControlActions } from "../../runtime/control/actions.ts"
import type { Audit } from "../../runtime/control/audit.ts"
import type { ControlHost } from "../../runtime/control/host.ts"
import type { RecentOutputs } from "../../runtime/control/recent.ts"
import type { Control } from "../../runtime/control/server.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { RunOptions } from "./commands/run-options.ts"
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

/** Loaded only where it is asked for. */
export async function recentOutputs(): Promise<RecentOutputs> {
  const { RecentOutputs } = await import("../../runtime/control/recent.ts")
  return new RecentOutputs()
}

/** Loaded only where it is asked for. */
export async function listening(
  { options, files, log, settings }: Pick<JobParts, "options" | "files" | "log" | "settings">,
  running: Running,
  recent: RecentOutputs | undefined,
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
    ...(recent !== undefined && { recent: (limit) => recent.last(limit) }),
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
