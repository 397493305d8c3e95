import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { ColdSettings } from "../../runtime/job/cold-settings.ts"
import { jobName, sliceFolder } from "./checkpoints.ts"
import { type RunOptions, sizeOption } from "./commands/run-options.ts"
import { CliError } from "./error.ts"

const defaultMemory = "256MiB"
/** Less would be no room for a batch. */
const leastMemory = 2 ** 20

/** Where keys go that are not in memory, and how to let go of it. */
export interface StateFolder extends ColdSettings {
  remove(): void
}

/**
 * Makes the folder for `--state disk`; undefined: all state is in memory. With checkpoints it lies beside them, and nobody else may run the job: what a process that
 * was killed has left there goes. Throws `CliError`.
 */
export function openStateFolder(options: RunOptions, files: readonly string[]): StateFolder | undefined {
  if (options.state !== "disk") return undefined
  const memoryBytes = sizeOption("--state-memory", options.stateMemory ?? defaultMemory)
  if (memoryBytes < leastMemory) throw new CliError(`--state-memory is at least 1MiB, and got ${options.stateMemory}`)
  const folder = folderOf(options, files)
  return { folder, memoryBytes, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function folderOf({ checkpointDir, stateDir, job }: RunOptions, files: readonly string[]): string {
  if (checkpointDir === undefined) {
    const parent = stateDir === undefined ? tmpdir() : resolve(stateDir)
    mkdirSync(parent, { recursive: true })
    return mkdtempSync(join(parent, "cepheus-state-"))
  }
  const name = jobName(job, files)
  const folder = join(sliceFolder(stateDir ?? checkpointDir, name), "state")
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}
