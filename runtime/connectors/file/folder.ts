import { mkdir, stat } from "node:fs/promises"
import { dirname } from "node:path"

/**
 * Makes a folder and those above it; throws what `mkdir` throws. Node's own `recursive` never ends
 * where a folder that is there can hold none (`/proc/x/y`).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === "EEXIST" && (await stat(path)).isDirectory()) return
    if (code !== "ENOENT" || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again
    })
  }
}

/** What was made in a folder lasts, and its own name and those above it: what is synced in a folder that is lost is lost with it. Throws Node's errors. */
export async function syncFolders(
  { syncFolder }: { readonly syncFolder: (path: string) => Promise<void> },
  path: string,
): Promise<void> {
  await syncFolder(path)
  for (let above = dirname(path); ; above = dirname(above)) {
    // One that this process may not read is not one that it has made.
    await syncFolder(above).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EACCES" && error.code !== "EPERM") throw error
    })
    if (above === dirname(above)) return
  }
}
