/**
 * What two trees have in common that say the same: places, brackets that change nothing, and whether a name stood in
 * back quotes are left out; the documentation of declarations and fields counts.
 */
export function sameTree(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(sameTree)
  if (typeof node !== "object" || node === null) return node
  if ("kind" in node && node.kind === "paren" && "inner" in node) return sameTree(node.inner)
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name, value]) => !unseen.has(name) && value !== undefined)
      .map(([name, value]) => [name, sameTree(value)]),
  )
}

const unseen: ReadonlySet<string> = new Set(["span", "opSpan", "quoted", "comments"])
