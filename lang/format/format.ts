import type { Source } from "../source.ts"
import type { FileNode } from "../syntax/ast.ts"
import { Comments } from "./comments.ts"
import { declaration, standsApart } from "./declarations.ts"
import { concat, type Doc, hardline, lineWidth, print } from "./doc.ts"
import { expression } from "./expression.ts"
import type { Layout } from "./layout.ts"

/**
 * A file in the one canonical layout (`docs/reference/formatting.md`), with all its comments. `source` is what `file`
 * was read from, without syntax errors; what has no place in it is written as the tree says. Formatting twice changes
 * nothing, and the result is read as the same tree.
 */
export function format(file: FileNode, source: Source): string {
  const comments = new Comments(source.text, file.comments)
  const layout: Layout = { text: source.text, comments, expression }
  const parts: Doc[] = []
  for (const [index, node] of file.declarations.entries()) {
    const before = file.declarations[index - 1]
    const apart = before !== undefined && (standsApart(before) || standsApart(node))
    const place = before === undefined ? { top: true } : { from: before.span.end, apart }
    parts.push(comments.item(node.span.start, { documented: true, ...place }), declaration(layout, node))
  }
  parts.push(comments.close(file.span.end + 1, file.declarations.at(-1)?.span.end ?? 0))
  return print(concat(...parts, hardline), lineWidth).replace(/^\n+/, "")
}
