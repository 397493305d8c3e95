import { readdir } from "node:fs/promises"
import { join } from "node:path"

/** All files below a folder, in name order; names with a dot in front and `node_modules` are passed over. Not there: none. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const visible = entries.filter(({ name }) => isVisible(name))
  const found = await Promise.all(
    visible.map(async (entry): Promise<string[]> => {
      const path = join(folder, entry.name).replaceAll("\\", "/")
      if (entry.isDirectory()) return listFiles(path)
      return entry.isFile() || entry.isSymbolicLink() ? [path] : []
    }),
  )
  return found.flat().sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A folder and all below it that are not passed over. */
export async function listFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.filter((entry) => entry.isDirectory() && isVisible(entry.name))
  const found = await Promise.all(below.map(({ name }) => listFolders(join(folder, name).replaceAll("\\", "/"))))
  return [folder, ...found.flat()]
}

function isVisible(name: string): boolean {
  return !name.startsWith(".") && name !== "node_modules"
}
