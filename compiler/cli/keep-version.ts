import { randomBytes } from "node:crypto"
import type { RuleVersions, StoredVersion } from "../../runtime/checkpoint/versions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import type { LoadedRules } from "./rules.ts"

/**
 * Keeps a version, and lets go of those that nobody needs. `as`: whether it is the one that was asked for last, or what was there before any was asked for. Rejects with the
 * store's errors where it cannot be kept; what cannot be removed is said. What was there is not kept twice.
 */
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
  as: "last" | "first" = "last",
): Promise<void> {
  const { version, format } = rules.manifest
  if (as === "first" && (await versions.lastOf(new Set([version]))) !== undefined) return
  const madeAt = systemClock.now()
  const stored: StoredVersion = {
    version,
    madeAt,
    format,
    files,
    module: await module(),
    ...(note !== undefined && { note }),
  }
  const by = randomBytes(6).toString("hex")
  if (as === "first") await versions.putFirst(stored, by)
  else if (!(await versions.put(stored, by))) return
  await versions.retain().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    log("warn", `old versions of the rules in ${versions.shown} cannot be removed: ${reason}`)
  })
}
