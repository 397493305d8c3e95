import { fileURLToPath, pathToFileURL } from "node:url"

/** Paths of files with `/`; what is no file keeps its URI as its name. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri).replaceAll("\\", "/") : uri
  } catch {
    // A file on another machine, or no URI at all.
    return uri
  }
}

/** The URI of a path. */
export function uriOf(path: string): string {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path) ? pathToFileURL(path).href : path
}
