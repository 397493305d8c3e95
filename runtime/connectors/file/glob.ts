import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"

/** Whether a path has wildcards. */
function hasWildcards(path: string): boolean {
  return /[*?]/.test(path)
}

/**
 * The files that a path with wildcards means, in name order (by code unit): `*` and `?` stay within a name, `**` crosses folders.
 * A file that has the very name is meant itself. Names that begin with a dot are passed over.
 */
export async function expand(path: string): Promise<string[]> {
  if (!hasWildcards(path) || existsSync(path)) return [path]
  const parts = path.split("/")
  const first = parts.findIndex(hasWildcards)
  const base = parts.slice(0, first).join("/")
  const start = first > 0 && base === "" ? "/" : base
  const found = await descend(start, parts.slice(first))
  return [...new Set(found)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

async function descend(folder: string, parts: readonly string[]): Promise<string[]> {
  const [part, ...rest] = parts
  if (part === undefined) return []
  if (!hasWildcards(part)) {
    const path = join(folder, part)
    if (rest.length > 0) return descend(path, rest)
    return existsSync(path) ? [path] : []
  }
  const entries = await readdir(folder === "" ? "." : folder, { withFileTypes: true }).catch(() => [])
  const visible = entries.filter((entry) => !entry.name.startsWith("."))
  const deeper = visible.filter((entry) => entry.isDirectory())
  if (part === "**") {
    const below = await Promise.all(deeper.map((entry) => descend(join(folder, entry.name), parts)))
    return [...(await descend(folder, rest.length > 0 ? rest : ["*"])), ...below.flat()]
  }
  const pattern = namePattern(part)
  if (rest.length === 0) {
    return visible
      .filter((entry) => !entry.isDirectory() && pattern.test(entry.name))
      .map((entry) => join(folder, entry.name))
  }
  const below = deeper.filter((entry) => pattern.test(entry.name))
  return (await Promise.all(below.map((entry) => descend(join(folder, entry.name), rest)))).flat()
}

function namePattern(part: string): RegExp {
  const source = part.replace(/\*+|\?|[^*?]/g, (piece) => {
    if (piece.startsWith("*")) return ".*"
    return piece === "?" ? "." : piece.replace(/[\\^$.|+()[\]{}]/, "\\$&")
  })
  return new RegExp(`^${source}$`, "su")
}
