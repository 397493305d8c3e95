/** Where and of what figures were taken: without that, they say nothing. */
import { execFileSync } from "node:child_process"
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os"
import process from "node:process"
import { fileURLToPath } from "node:url"

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  /** Of the last minute. More than the process measured means that others used the machine. */
  readonly load: number
  readonly revision: string
  /** Whether files differ from the revision. */
  readonly changed: boolean
  readonly date: string
}

/** The checkout's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url))

/** Describes the machine as it is now, and the checkout. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? "unknown processor",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    revision: git("rev-parse", "--short=12", "HEAD"),
    changed: git("status", "--porcelain") !== "",
    date: new Date().toISOString(),
  }
}

/** The machine in a line. */
export function machineLine(machine: Machine): string {
  const { processor, cores, memoryGiB, node, load, revision, changed } = machine
  const state = changed ? `${revision} with changes` : revision
  return `${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}, load average ${load}, revision ${state}`
}

/** What git says in the checkout; "unknown" where there is none. */
export function git(...args: readonly string[]): string {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim()
  } catch {
    return "unknown"
  }
}
