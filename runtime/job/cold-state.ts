/** Where a job keeps the state of keys that are not in memory. */
import { randomBytes } from "node:crypto"
import type { ColdFile, ColdOptions, ColdPart } from "../abi/cold-store.ts"
import { ColdLog } from "../cold/cold-log.ts"
import { systemSyncFiles } from "../platform/node-sync-files.ts"
import { type OpenCold, shareNow } from "./cold-settings.ts"

/**
 * Opens the store; undefined: all state is in memory. Without `settings` what a checkpoint has on disk comes back into memory when the engine is made. Throws
 * `ConnectorError` where files of the checkpoint are not what they were.
 */
export const openCold: OpenCold = (settings, restored, log) => {
  const { own, parts } = restored
  if (settings === undefined && own.length === 0 && parts === undefined) return undefined
  const { folder = "" } = settings ?? {}
  if (settings !== undefined) systemSyncFiles.makeFolder(folder)
  const open = (files: readonly ColdFile[]): ColdLog => {
    const random = randomBytes(8)
    return new ColdLog({
      files: systemSyncFiles,
      folder,
      name: `cold-${randomBytes(6).toString("hex")}`,
      secret: [random.readInt32LE(0), random.readInt32LE(4)],
      restored: files,
    })
  }
  const store = open(own)
  const partOf = (files: readonly ColdFile[]): ColdPart => {
    const part = open(files)
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
