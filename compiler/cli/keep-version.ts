import { randomBytes } from "node:crypto"
import type { RuleVersions, StoredVersion } from "../../runtime/checkpoint/versions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import type { LoadedRules } from "./rules.ts"

/** Keeps a version as the one that was asked for last, and lets go of those that nobody needs. Rejects with the store's errors where it cannot be kept; what cannot be removed is said. */
export async function keepVersion(
  versions: RuleVersions,
  {
    rules,
    files,
    module,
    note,
  }: Pick<LoadedRules, "rules" | "files"> & {
    module(): string | Promise<string>
    readonly note?: string | undefined
  },
  log: Log,
): Promise<void> {
  const { version, format } = rules.manifest
  const madeAt = systemClock.now()
  const stored: StoredVersion = {
    version,
    madeAt,
    format,
    files,
    module: await module(),
    ...(note !== undefined && { note }),
  }
  const isNew = await versions.put(stored, randomBytes(6).toString("hex"))
  if (!isNew) return
  await versions.retain().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    log("warn", `old versions of the rules in ${versions.shown} cannot be removed: ${reason}`)
  })
}
