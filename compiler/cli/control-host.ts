/** What the control interface of `cep run` sees of the job, and what it can do to it. */
import type { ControlActions } from "../../runtime/control/actions.ts"
import type { ControlHost } from "../../runtime/control/host.ts"
import type { RecentOutputs } from "../../runtime/control/recent.ts"
import type { Control } from "../../runtime/control/server.ts"
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
  const [{ auditFile, listen }, { jobName }] = await Promise.all([import("./listen.ts"), import("./checkpoints.ts")])
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
    now: () => settings.clock.now(),
  }
  return listen({ listen: address, tokenFile, audit: auditFile(options, job) }, host, log)
}

/** What can be done to a job that was opened; undefined: nothing. Loaded only where it can be asked for. */
export async function actionsOf(
  parts: JobParts,
  { job, change, whyNot }: Runnable,
  stop: () => void,
): Promise<ControlActions | undefined> {
  if (change === undefined) return undefined
  const { openActions } = await import("./open-actions.ts")
  const statuses = () => job.statuses()
  return openActions(parts, { statuses, change, ...(whyNot && { whyNot }) }, stop)
}
