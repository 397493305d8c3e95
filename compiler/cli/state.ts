import { rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { resolve } from "node:path"
import { type ColdSettings, join, type Sharers } from "../../runtime/job/cold-settings.ts"
import { formerFolders, makeProcessFolder } from "../../runtime/platform/process-folders.ts"
import type { Processes } from "../../runtime/platform/processes.ts"
import { jobName, sliceFolder } from "./checkpoints.ts"
import { type RunOptions, sizeOption } from "./commands/run-options.ts"
import { CliError } from "./error.ts"

const defaultMemory = "256MiB"
/** Less would be no room for a batch. */
const leastMemory = 2 ** 20
/** With what names of folders begin, which stand by themselves where there are no checkpoints. */
const prefix = "cepheus-state-"

/** Where keys go that are not in memory, and how to let go of it. */
export interface StateFolder extends ColdSettings {
  /** Twice is harmless. */
  remove(): void
  /**
   * Takes away what processes of other machines have left. To be called once this one has made a checkpoint: one of them that still runs, or hangs, finds out by
   * that, and has no use for its files any more.
   */
  removeOthers(): void
}

/** Whose state it is, where it is not that of a job that is alone in its process. */
export interface StateOfSlice {
  readonly slice: number
  /** Those that share the memory. */
  readonly sharers: Sharers
}

/** `--state-memory` in bytes, for as many slices as a process may come to have. Throws `CliError`. */
export function stateMemory({ stateMemory: given = defaultMemory }: RunOptions, slices = 1): number {
  const bytes = sizeOption("--state-memory", given)
  if (bytes >= leastMemory * slices) return bytes
  const each = slices === 1 ? "" : ` for each slice, of which one process may come to have all ${slices}`
  throw new CliError(`--state-memory is at least 1MiB${each}, and got ${given}`)
}

/**
 * Makes the folder for `--state disk`; undefined: all state is in memory. With checkpoints it lies beside them, else by itself. What processes have left there that
 * were killed goes. Throws `CliError`.
 */
export function openStateFolder(
  options: RunOptions,
  files: readonly string[],
  of?: StateOfSlice,
  processes?: Processes,
): StateFolder | undefined {
  if (options.state !== "disk") return undefined
  const memoryBytes = stateMemory(options)
  const parent = parentOf(options, files, of)
  const { dead, unknown } = systemDoes(parent, () => formerFolders(parent, prefix, processes))
  removeAll(dead)
  const folder = systemDoes(parent, () => makeProcessFolder(parent, prefix, processes))
  const leave = of && join(of.sharers)
  const remove = () => {
    leave?.()
    removeAll([folder])
  }
  return { folder, memoryBytes, sharers: of?.sharers, remove, removeOthers: () => removeAll(unknown) }
}

function parentOf({ checkpointDir, stateDir, job }: RunOptions, files: readonly string[], of?: StateOfSlice): string {
  if (checkpointDir === undefined) return stateDir === undefined ? tmpdir() : resolve(stateDir)
  const slice = of === undefined ? undefined : String(of.slice)
  return sliceFolder(stateDir ?? checkpointDir, jobName(job, files), slice)
}

/** Others may do the same at this moment; what cannot be removed is in nobody's way. */
function removeAll(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // The next start tries again.
    }
  }
}

function systemDoes<T>(folder: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error
    throw new CliError(`--state disk cannot use ${folder}: ${error.message}`)
  }
}
