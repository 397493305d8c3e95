import { open } from "node:fs/promises"
import { basename, join } from "node:path"
import type { ColdFile } from "../abi/cold-store.ts"
import type { StoredFile } from "./manifest.ts"
import type { CheckpointStore } from "./store.ts"

/**
 * Files of a checkpoint as this machine's own calls read them: where they lie, or copies under the same names. `folder` is called where one has to be copied: it gives a
 * folder that is nobody else's. Rejects where a file is not as it was written.
 */
export async function localFiles(
  store: CheckpointStore,
  files: readonly StoredFile[],
  folder: () => string,
): Promise<ColdFile[]> {
  const found: ColdFile[] = []
  for (const stored of files) {
    const { file, bytes, crc32 } = stored
    const path = store.localPath(file) ?? (await copy(store, stored, folder()))
    found.push({ path, bytes, crc32 })
  }
  return found
}

async function copy(store: CheckpointStore, stored: StoredFile, folder: string): Promise<string> {
  const path = join(folder, basename(stored.file))
  const file = await open(path, "wx")
  try {
    for await (const piece of store.whole(stored)) await file.appendFile(piece)
  } finally {
    await file.close()
  }
  return path
}
