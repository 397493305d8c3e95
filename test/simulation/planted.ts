/** Faults of the product, planted to see that they are found. */
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { type Disk, filesOn } from "../../runtime/platform/disk.ts"
import type { Files } from "../../runtime/platform/files.ts"
import type { Random } from "../../samples/seeded.ts"
import { plainSettings, type Settings } from "./settings.ts"

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

/** Into how many slices the job is divided; 0: it is not. */
export function plantedSlices(planted: Planted): number {
  return planted === "a claim that is skipped" || planted === "a manifest that is written over" ? 2 : 0
}

/** Without what has nothing to do with the fault, and with what it is in. */
export function plantedSettings(planted: Planted, random: Random): Settings {
  const settings = plainSettings(random)
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
  if (planted === "publishes before the checkpoint") return new HastyStore(own, folder)
  if (planted === "what is found is not synced") return new TrustingStore(own, folder)
  if (planted === "a number that is made again") return new ForgetfulStore(own, folder)
  return new CheckpointStore(own, folder)
}
