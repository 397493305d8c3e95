import type { Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { FileNode, ImportDecl } from "../syntax/ast.ts"
import { isGlob, matchGlob, normalizePath, resolvePath } from "./paths.ts"
import { nearest } from "./suggest.ts"

/** The paths that one file imports, in the order written; globs in name order. Files that are not there are left out. */
export function importedPaths(file: FileNode, paths: Iterable<string>): string[] {
  const known = new Map([...paths].map((path) => [normalizePath(path), path]))
  return file.declarations.flatMap((declaration) =>
    declaration.kind === "import" ? targets(declaration, file.path, known) : [],
  )
}

function targets(node: ImportDecl, from: string, known: ReadonlyMap<string, string>): string[] {
  const path = resolvePath(from, node.path.text)
  if (!isGlob(path)) return known.has(path) ? [known.get(path)!] : []
  const self = normalizePath(from)
  return matchGlob(path, known.keys())
    .filter((each) => each !== self && each.endsWith(".cep"))
    .map((each) => known.get(each)!)
}

interface Walk {
  readonly files: ReadonlyMap<string, FileNode>
  /** Normalized path → path as given. */
  readonly known: ReadonlyMap<string, string>
  readonly report: Report
  readonly order: FileNode[]
  readonly done: Set<string>
  /** The files on the way from an entry to here. */
  readonly trail: string[]
  /** Imports that lead nowhere. */
  readonly lost: ImportDecl[]
}

/** All files that the entries bring in: imports before the file that imports them, depth first, each file once. `incomplete`: an import led nowhere, so names may be unknown for that reason alone. */
export function followImports(
  files: ReadonlyMap<string, FileNode>,
  entries: readonly string[],
  report: Report,
): { files: FileNode[]; incomplete: boolean } {
  const known = new Map([...files.keys()].map((path) => [normalizePath(path), path]))
  const walk: Walk = { files, known, report, order: [], done: new Set(), trail: [], lost: [] }
  for (const entry of entries) {
    const path = files.has(entry) ? entry : known.get(normalizePath(entry))
    if (path !== undefined) visit(path, walk)
  }
  return { files: walk.order, incomplete: walk.lost.length > 0 }
}

function visit(path: string, walk: Walk): void {
  if (walk.done.has(path)) return
  walk.done.add(path)
  const file = walk.files.get(path)
  if (file === undefined) return
  walk.trail.push(path)
  for (const declaration of file.declarations) {
    if (declaration.kind === "import") follow(declaration, path, walk)
  }
  walk.trail.pop()
  walk.order.push(file)
}

function follow(node: ImportDecl, from: string, walk: Walk): void {
  if (!checkForm(node, from, walk)) {
    walk.lost.push(node)
    return
  }
  for (const path of targets(node, from, walk.known)) {
    const at = walk.trail.indexOf(path)
    if (at >= 0) {
      const way = [...walk.trail.slice(at), path].map((each) => `\`${each}\``).join(" → ")
      walk.report.add(messages.importCycle({ path: way }), node.path.span)
    } else visit(path, walk)
  }
}

/** Reports an import that leads nowhere. */
function checkForm(node: ImportDecl, from: string, walk: Walk): boolean {
  const written = node.path.text
  // Not even quotes: a syntax error says it.
  if (node.path.span.end - node.path.span.start < 2) return false
  if (!/^\.{1,2}\//.test(written)) {
    walk.report.add(messages.importNotRelative({ path: written }), node.path.span)
    return false
  }
  if (/\.[cm]?[tj]sx?$/.test(written)) {
    walk.report.add(messages.importTypescript({ path: written }), node.path.span)
    return false
  }
  if (targets(node, from, walk.known).length > 0) return true
  if (isGlob(written)) walk.report.add(messages.importMatchesNothing({ path: written }), node.path.span)
  else walk.report.add(messages.importNotFound({ path: written }), node.path.span, { hint: hint(node, from, walk) })
  return false
}

function hint(node: ImportDecl, from: string, walk: Walk): string | undefined {
  const path = resolvePath(from, node.path.text)
  if (walk.known.has(`${path}.cep`)) return `write \`"${node.path.text}.cep"\``
  const self = normalizePath(from)
  const near = nearest(
    path,
    [...walk.known.keys()].filter((each) => each !== self),
  )
  return near === undefined ? undefined : `did you mean \`"${relative(self, near)}"\`?`
}

/** How the file `from` writes the path of `to`. */
export function relative(from: string, to: string): string {
  const base = from.split("/").slice(0, -1)
  const target = to.split("/")
  let shared = 0
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared++
  const up = base.length - shared
  return `${up === 0 ? "./" : "../".repeat(up)}${target.slice(shared).join("/")}`
}
