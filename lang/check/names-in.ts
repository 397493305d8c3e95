import type { Declaration, Name } from "../syntax/ast.ts"

/**
 * The names that occur in a part of the tree and can mean a declaration: those that stand alone and those that are called, in the order
 * written. Without recursion: what was written may be nested more deeply than the stack allows.
 */
export function namesIn(part: unknown): readonly Name[] {
  const found: Name[] = []
  const open: unknown[] = [part]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== "object" || next === null) continue
    if (!Array.isArray(next) && "kind" in next) {
      if (next.kind === "name" && "name" in next) found.push(next.name as Name)
      if (next.kind === "call" && "callee" in next) found.push(next.callee as Name)
    }
    // The tree is plain data, so every part of it is reached through its properties.
    for (const inner of Object.values(next).reverse()) open.push(inner)
  }
  return found
}

/** The names in parts of a declaration, which can be kept with it: its tree never changes. */
export type NameFinder = (node: Declaration, part: unknown) => readonly Name[]

/** `namesIn` for the one part of each declaration that is asked for, worked out once. */
export function rememberedNames(): NameFinder {
  const known = new WeakMap<Declaration, readonly Name[]>()
  return (node, part) => {
    const names = known.get(node) ?? namesIn(part)
    known.set(node, names)
    return names
  }
}
