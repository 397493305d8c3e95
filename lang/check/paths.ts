/** `./a/../b.cep` seen from `rules/main.cep` is `rules/b.cep`. Both separators of paths are understood in `from`. */
export function resolvePath(from: string, relative: string): string {
  const base = from.replaceAll("\\", "/").split("/").slice(0, -1)
  return normalizePath([...base, ...relative.split("/")].join("/"))
}

/** Takes `.` and `..` out of a path. A leading slash and leading `..` stay. */
export function normalizePath(path: string): string {
  const parts: string[] = []
  const text = path.replaceAll("\\", "/")
  for (const part of text.split("/")) {
    if (part === "" || part === ".") continue
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop()
    else if (part !== ".." || !text.startsWith("/")) parts.push(part)
  }
  return (text.startsWith("/") ? "/" : "") + parts.join("/")
}

/** Whether an import's path has wildcards. */
export function isGlob(path: string): boolean {
  return /[*?]/.test(path)
}

/** The paths (normalized) that a glob matches, in name order: `*` and `?` stay within a folder, `**` crosses folders. */
export function matchGlob(glob: string, paths: Iterable<string>): string[] {
  const pattern = globPattern(glob)
  return [...paths].filter((path) => pattern.test(path)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*+|\?|[^*?]/g, (part) => {
    if (part === "**/") return "(?:.*/)?"
    if (part === "**") return ".*"
    if (part.startsWith("*")) return "[^/]*"
    if (part === "?") return "[^/]"
    return part.replace(/[\\^$.|+()[\]{}]/, "\\$&")
  })
  return new RegExp(`^${source}$`, "su")
}
