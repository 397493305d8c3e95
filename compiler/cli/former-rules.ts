/** What the store of a running job says of the rules that it had. */
import { join } from "node:path"
import { CheckpointStore, lastChange, withStore } from "../../runtime/checkpoint/store.ts"
import { RuleVersions, VersionError } from "../../runtime/checkpoint/versions.ts"
import type { RuleVersion } from "../../runtime/control/actions.ts"
import type { Log } from "../../runtime/observe/log.ts"
import type { Place } from "./places.ts"
import type { LoadedRules } from "./rules.ts"
import { type MakeRules, runnable } from "./rules-choice.ts"

const former: MakeRules = (stored, versions) => runnable(stored, versions, "cepheus-rules-former.js")

/**
 * The rules to which a job returns after a restart, too: those that ran before the change, while it ran, to the ones which run now. undefined: there was none, or they cannot be had any more, which is said.
 * `job`: the job's folder.
 */
export async function formerRules(
  job: Place,
  running: string,
  log: Log,
  make = former,
): Promise<LoadedRules | undefined> {
  const { files, folder } = job
  const version = await withStore(files.show(folder), () => versionBefore(job, running))
  if (version === undefined) return undefined
  const versions = new RuleVersions(files, folder)
  try {
    return await make(await versions.read(version), versions)
  } catch (error) {
    if (!(error instanceof VersionError)) throw error
    log("warn", `the job cannot return to the rules before these: ${error.message}`)
    return undefined
  }
}

/** Slices change one after the other: the newest change counts. */
async function versionBefore({ files, folder }: Place, running: string): Promise<string | undefined> {
  const slices = (await files.folders(folder)).filter((name) => /^\d{1,6}$/.test(name))
  const changes = await Promise.all(
    slices.map(async (slice) => {
      const listed = await new CheckpointStore(files, join(folder, slice)).list()
      return lastChange(listed.flatMap(({ manifest }) => manifest ?? [])) ?? []
    }),
  )
  const to = changes.flat().filter(({ rules }) => rules.next === running)
  return to.sort((a, b) => b.madeAt - a.madeAt)[0]?.rules.version
}

/** The versions that are kept, each once, as they were asked for last; `running` is among them. */
export async function keptVersions({ files, folder }: Place, running: string): Promise<RuleVersion[]> {
  const versions = new RuleVersions(files, folder)
  const found = new Map<string, RuleVersion>()
  for (const { version, stored } of await withStore(versions.shown, () => versions.list())) {
    if (stored === undefined) continue
    const { madeAt, note } = stored
    found.delete(version)
    found.set(version, { version, madeAt, note, running: version === running })
  }
  return [...found.values()]
}
