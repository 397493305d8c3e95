import { ConnectorError } from "../connectors/contract.ts"
import { type CheckpointManifest, neededFiles, type StoredFile } from "./manifest.ts"
import type { CheckpointStore } from "./store.ts"

/** How often a copy is begun anew because the job removed what was being copied. */
const mostTries = 5

/**
 * Copies the newest whole checkpoint of a store into an empty one, with every file that is needed to go on from it: what its owner keeps as long as they like.
 * The job may run meanwhile. Throws `ConnectorError`.
 */
export async function makeSavepoint(from: CheckpointStore, to: CheckpointStore): Promise<CheckpointManifest> {
  await to.prepare()
  if ((await to.list()).length > 0) {
    throw new ConnectorError("usage", `${to.shown} holds a savepoint already: give another folder`)
  }
  for (let tries = 1; ; tries++) {
    // What a change of the rules has dropped stays where the job can return to them.
    const { frozen: _, ...manifest } = await newestWhole(from)
    try {
      for (const stored of neededFiles(manifest)) await copy(stored, from, to)
    } catch (error) {
      await to.clear()
      if ((error as { readonly code?: unknown }).code === "ENOENT" && tries < mostTries) continue
      throw error
    }
    await to.publish(manifest)
    return manifest
  }
}

async function newestWhole(store: CheckpointStore): Promise<CheckpointManifest> {
  for (const { manifest } of (await store.list()).reverse()) {
    if (manifest !== undefined && (await store.damageOf(manifest)) === undefined) return manifest
  }
  throw new ConnectorError("usage", `there is no whole checkpoint in ${store.shown}`)
}

async function copy(stored: StoredFile, from: CheckpointStore, to: CheckpointStore): Promise<void> {
  const [folder, name] = stored.file.split("/") as [string, string]
  const writer = await to.create(Number(folder), name)
  try {
    for await (const piece of from.whole(stored)) await writer.write(piece)
    await writer.finish()
  } finally {
    await writer.close()
  }
}
