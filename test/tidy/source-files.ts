import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The repository's root folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url))

const ignored = new Set(["node_modules", "dist", "out", "coverage", ".git", ".cache"])

/** Paths of all files of the repository with `/`, relative to the root, sorted; what is built or fetched is left out. */
export function listFiles(folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !ignored.has(entry.name) && !entry.name.endsWith(".tmp") && !entry.name.endsWith(".log"))
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? listFiles(path) : entry.isFile() ? [path] : []
    })
    .sort()
}

/** The text of a file, given by its path from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), "utf8")
}

/** Whether the path lies in the folder (which ends with `/`) or is the file. */
export function within(path: string, place: string): boolean {
  return place.endsWith("/") ? path.startsWith(place) : path === place
}
