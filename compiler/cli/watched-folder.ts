import { existsSync, watch } from "node:fs"
import { dirname } from "node:path"

/** Watches a folder, not those in it. `changed`: something in it did that may matter to rules; it may also have been nothing. Returns how to end it. Throws where the system cannot. */
export type WatchFolder = (folder: string, changed: () => void) => () => void

/** What jobs write beside rules: it comes again and again. */
const noise = /\.(jsonl|json|csv|tsv|gz|log|tmp|swp|swx|html)$|~$/

/**
 * The system's own. A folder that is not there is waited for: the nearest one above it is watched. Editors put another file in a file's place, and so do deployments with a whole folder: hence
 * folders, whose names are heard of, and never single files.
 */
export const watchFolder: WatchFolder = (folder, changed) => {
  let path = folder === "" ? "." : folder
  while (!existsSync(path) && path !== dirname(path)) path = dirname(path)
  const watcher = watch(path, { persistent: false }, (event, name) => {
    if (mayMatter(event, name)) changed()
  })
  watcher.on("error", () => {
    watcher.close()
    changed()
  })
  return () => watcher.close()
}

/** Files are written to (`change`), or come and go (`rename`), as folders and links do, which may be called anything. */
export function mayMatter(event: string, name: string | null): boolean {
  if (name === null || /\.(cep|ts)$/.test(name)) return true
  return event === "rename" && !noise.test(name)
}
