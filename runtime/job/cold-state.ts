/** Where a job keeps the state of keys that are not in memory. */
import type { Buffer } from "node:buffer"
import { randomBytes } from "node:crypto"
import type { ColdFile, ColdOptions, ColdPart } from "../abi/cold-store.ts"
import { ColdLog } from "../cold/cold-log.ts"
import { ConnectorError } from "../connectors/contract.ts"
import { systemSyncFiles } from "../platform/node-sync-files.ts"
import type { SyncFiles } from "../platform/sync-files.ts"
import { type OpenCold, shareNow } from "./cold-settings.ts"

/** The machine as stores of keys use it. */
export interface ColdMachine {
  readonly files: SyncFiles
  /** So many random bytes: for names, and for hashes that nobody foresees. */
  readonly random: (bytes: number) => Buffer
  /** A file is complete when it has so many bytes; absent: as many as it can have. */
  readonly segmentBytes?: number
}

/** How stores are opened on a machine. */
export const coldOpener = (machine: ColdMachine): OpenCold => {
  return (settings, restored, log) => openOn(machine, settings, restored, log)
}

/**
 * Opens the store; undefined: all state is in memory. Without `settings` what a checkpoint has on disk comes back into memory when the engine is made. Throws
 * `ConnectorError` where files of the checkpoint are not what they were, or the folder cannot be made.
 */
export const openCold: OpenCold = coldOpener({ files: systemSyncFiles, random: randomBytes })

function openOn({ files, random, segmentBytes }: ColdMachine, ...given: Parameters<OpenCold>): ReturnType<OpenCold> {
  const [settings, { own, parts }, log] = given
  if (settings === undefined && own.length === 0 && parts === undefined) return undefined
  const { folder = "" } = settings ?? {}
  if (settings !== undefined) makeFolder(files, folder)
  const open = (restored: readonly ColdFile[]): ColdLog => {
    const secret = random(8)
    return new ColdLog({
      files,
      folder,
      name: `cold-${random(6).toString("hex")}`,
      secret: [secret.readInt32LE(0), secret.readInt32LE(4)],
      restored,
      ...(segmentBytes !== undefined && { segmentBytes }),
    })
  }
  const store = open(own)
  const partOf = (restored: readonly ColdFile[]): ColdPart => {
    const part = open(restored)
    return { store: part, close: () => part.close() }
  }
  const onStays = (what: readonly string[]): void => {
    if (settings === undefined || what.length === 0) return
    log("warn", `--state disk: all state of ${what.join(", ")} stays in memory`, { inMemory: what })
  }
  const options: ColdOptions = {
    store,
    // Asked again and again: those who share it come and go.
    get memoryBytes() {
      return settings === undefined ? Number.POSITIVE_INFINITY : shareNow(settings)
    },
    onStays,
    ...(parts !== undefined && { parts: parts.map(partOf) }),
  }
  return { options, close: () => store.close() }
}

function makeFolder(files: SyncFiles, folder: string): void {
  try {
    files.makeFolder(folder)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const advice =
      "see that it is on a disk which this process may write and that has room (--state-dir), and start again"
    throw new ConnectorError(
      "failure",
      `the folder for the state on disk cannot be made: ${folder}: ${reason}; ${advice}`,
      error,
    )
  }
}
