import type { Source } from "../source.ts"
import type { Declaration, FileNode } from "../syntax/ast.ts"
import { declaration } from "./declarations.ts"
import { blank, type Doc, flatWidth, hardline, print } from "./doc.ts"
import { Writer } from "./writer.ts"

/** Lines are at most so long where that is possible. */
const width = 100

/**
 * The canonical layout of a file (`docs/reference/formatting.md`). `file` must be the tree of `source`, read without
 * syntax errors. Keeps every comment; formatting the result again gives the same text.
 */
export function format(file: FileNode, source: Source): string {
  const w = new Writer(source.text, file.comments)
  const docs: Doc[] = []
  let before: Declaration | undefined
  let tall = false
  for (const node of file.declarations) {
    const { start } = node.span
    const blankAbove = w.blankBefore(start)
    const comments = w.item(start, true)
    const doc = declaration(w, node)
    const isTall = node.kind === "rule" || node.kind === "test" || flatWidth(doc) > width
    if (before !== undefined) docs.push(hardline, blankAbove || tall || isTall ? blank : "")
    docs.push(comments, doc)
    before = node
    tall = isTall
  }
  const rest = w.item(Number.POSITIVE_INFINITY, before === undefined)
  return print([docs, hardline, rest], width)
}
