/** Faults of the product, planted to see that they are found. */
import type { CheckpointManifest } from "../../runtime/checkpoint/manifest.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { type Disk, filesOn } from "../../runtime/platform/disk.ts"
import type { Files } from "../../runtime/platform/files.ts"
import type { Random } from "../../samples/seeded.ts"
import { plainSettings, type Settings, withChanges } from "./settings.ts"

/** What is wrong with the product. */
export type Planted =
  | "skipped sync"
  | "publishes before the checkpoint"
  | "a mark that is not kept"
  | "what is found is not synced"
  | "a number that is made again"
  | "keys on disk are not synced"
  | "a file's length is trusted"
  | "a part is not synced"
  | "a claim that is skipped"
  | "a manifest that is written over"
  | PlantedChange

/** What is wrong with changes of the rules. */
export type PlantedChange =
  | "a version that is stored behind the checkpoint"
  | "rules of a barrier that are not used"
  | "a worker that keeps what others refuse"
  | "what is wanted is not taken back"
  | "a parameter that is forgotten"
  | "an answer before the checkpoint"
  | "an event that waits with another worker"

const changes: Readonly<Record<PlantedChange, Partial<Settings>>> = {
  "a version that is stored behind the checkpoint": {},
  "rules of a barrier that are not used": {},
  "a worker that keeps what others refuse": { workers: [3] },
  "what is wanted is not taken back": { slices: 2, machines: 3 },
  "a parameter that is forgotten": {},
  "an answer before the checkpoint": {},
  "an event that waits with another worker": { workers: [3] },
}

function isChange(planted: Planted): planted is PlantedChange {
  return Object.hasOwn(changes, planted)
}

/** Whether a mistake shows only where a process dies at the right moment: what was found and not synced, say, is lost only where the power goes soon behind a crash. */
export function needsCrash(planted: Planted): boolean {
  return (
    planted === "what is found is not synced" ||
    planted === "a version that is stored behind the checkpoint" ||
    planted === "rules of a barrier that are not used" ||
    planted === "an answer before the checkpoint"
  )
}

/** Into how many slices the job is divided; 0: it is not. */
export function plantedSlices(planted: Planted): number {
  if (isChange(planted)) return changes[planted].slices ?? 0
  return planted === "a claim that is skipped" || planted === "a manifest that is written over" ? 2 : 0
}

/** Without what has nothing to do with the fault, and with what it is in. */
export function plantedSettings(planted: Planted, random: Random): Settings {
  const settings = plainSettings(random)
  if (isChange(planted)) return withChanges({ ...settings, ...changes[planted] }, 12, random)
  if (planted === "keys on disk are not synced") return { ...settings, memory: [0] }
  if (planted === "a file's length is trusted") return { ...settings, files: ["plain", "plain"] }
  if (planted === "a part is not synced") return { ...settings, files: ["folder", "folder"] }
  const slices = plantedSlices(planted)
  return slices > 0 ? { ...settings, slices, machines: 3 } : settings
}

/** Says that a checkpoint is made before it is. */
class HastyStore extends CheckpointStore {
  override async publish(manifest: Parameters<CheckpointStore["publish"]>[0]): Promise<boolean> {
    super.publish(manifest).catch(() => {})
    return true
  }
}

/** Takes a name that it sees for one that lasts. */
class TrustingStore extends CheckpointStore {
  override async sync(): Promise<void> {}
}

/** Knows no numbers but those that are there, and does not look at what it hands over. */
class ForgetfulStore extends CheckpointStore {
  override async hasAbove(): Promise<boolean> {
    return false
  }

  override async damageOfFile(): Promise<undefined> {}
}

/** Does not see which rules begin at a barrier. */
class BlindStore extends CheckpointStore {
  override async newest(): ReturnType<CheckpointStore["newest"]> {
    const manifest = await super.newest()
    return manifest && blind(manifest)
  }

  override async list(): ReturnType<CheckpointStore["list"]> {
    const all = await super.list()
    return all.map((each) => ({ ...each, ...(each.manifest && { manifest: blind(each.manifest) }) }))
  }
}

function blind(manifest: CheckpointManifest): CheckpointManifest {
  const { next: _, ...rules } = manifest.rules
  return { ...manifest, rules }
}

/** The files of checkpoints as a process with the fault uses them. */
function plantedFiles(planted: Planted | undefined, disk: Disk): Files {
  if (planted === "keys on disk are not synced") return filesOn({ ...disk, syncFile: async () => {} })
  const files = filesOn(disk)
  if (planted !== "a manifest that is written over") return files
  const makeOnce: Files["makeOnce"] = async (path, bytes, by) => {
    await files.remove(path)
    return files.makeOnce(path, bytes, by)
  }
  return { ...files, makeOnce }
}

/** The checkpoints in a folder as a process with the fault uses them. */
export function plantedStore(planted: Planted | undefined, disk: Disk, folder: string): CheckpointStore {
  const own = plantedFiles(planted, disk)
  if (planted === "rules of a barrier that are not used") return new BlindStore(own, folder)
  if (planted === "publishes before the checkpoint") return new HastyStore(own, folder)
  if (planted === "what is found is not synced") return new TrustingStore(own, folder)
  if (planted === "a number that is made again") return new ForgetfulStore(own, folder)
  return new CheckpointStore(own, folder)
}
