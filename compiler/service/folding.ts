import type { Lines } from "../../lang/source.ts"
import type { Comment, FileNode } from "../../lang/syntax/ast.ts"
import type { FoldingRange } from "./service.ts"
import { everyNode } from "./walk.ts"

/** What is longer than a line and can be folded away: declarations, blocks in them, comments, the imports at the top. */
export function folding(file: FileNode, lines: Lines): FoldingRange[] {
  const found = new Map<string, FoldingRange>()
  const add = (start: number, end: number, kind: FoldingRange["kind"]) => {
    const [first, last] = [lines.position(start).line, lines.position(end).line]
    const key = `${first} ${last}`
    if (first < last && !found.has(key)) found.set(key, { span: { path: file.path, start, end }, kind })
  }
  for (const node of file.declarations) {
    everyNode(node, (part) => {
      const isBlock = part === node || "fields" in part || part.kind === "group" || part.kind === "list"
      if (isBlock) add(part.span.start, part.span.end, "region")
    })
  }
  for (const [first, last] of runs(
    file.declarations.filter(({ kind }) => kind === "import"),
    () => true,
  ))
    add(first.span.start, last.span.end, "imports")
  for (const comment of file.comments) {
    if (comment.style === "block") add(comment.span.start, comment.span.end, "comment")
  }
  const isNext = (before: Comment, next: Comment) =>
    lines.position(next.span.start).line === lines.position(before.span.start).line + 1
  for (const [first, last] of runs(
    file.comments.filter(({ style }) => style !== "block"),
    isNext,
  ))
    add(first.span.start, last.span.end, "comment")
  return [...found.values()].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)
}

/** The first and the last of each row of things that follow each other. */
function runs<T>(all: readonly T[], follows: (before: T, next: T) => boolean): [T, T][] {
  const found: [T, T][] = []
  for (const each of all) {
    const open = found.at(-1)
    if (open !== undefined && follows(open[1], each)) open[1] = each
    else found.push([each, each])
  }
  return found
}
