import { resolvePath } from "../../lang/check/paths.ts"
import type { Span } from "../../lang/source.ts"
import { isDeclaration, type Occurrences, occurrenceAt, sameThing } from "./occurrences.ts"
import type { Project } from "./project.ts"
import type { NamePlace } from "./service.ts"
import { touches } from "./walk.ts"

/** Where the name at an offset is declared; of an import the file. */
export function definition(project: Project, names: Occurrences, path: string, offset: number): readonly Span[] {
  const occurrence = occurrenceAt(names, path, offset)
  if (occurrence !== undefined) return occurrence.declaredAt
  for (const node of project.document(path).file.declarations) {
    if (node.kind !== "import" || !touches(node.path.span, offset)) continue
    const target = resolvePath(path, node.path.text)
    return project.paths().includes(target) ? [{ path: target, start: 0, end: 0 }] : []
  }
  return []
}

/** All places of the name at an offset, in all views. */
export function references(
  names: Occurrences,
  all: readonly Occurrences[],
  path: string,
  offset: number,
): readonly NamePlace[] {
  const occurrence = occurrenceAt(names, path, offset)
  if (occurrence === undefined) return []
  return sameThing(occurrence, all).map((each) => ({ span: each.span, declaration: isDeclaration(each) }))
}
