import type { Lines } from "../source.ts"
import type { Comment } from "./ast.ts"

/**
 * Finds the doc comment of what begins at an offset: the `///` lines directly above it, without the marks. A comment
 * behind other text on its line is none, and what does not begin its line has none: the comment belongs to what does.
 */
export function docReader(comments: readonly Comment[], lines: Lines): (offset: number) => { doc?: string } {
  const byLine = new Map<number, Comment>()
  for (const comment of comments) {
    if (comment.style !== "doc") continue
    const { line, column } = lines.position(comment.span.start)
    if (
      lines
        .line(line)
        .slice(0, column - 1)
        .trim() === ""
    )
      byLine.set(line, comment)
  }
  return (offset) => {
    const found: string[] = []
    const { line, column } = lines.position(offset)
    if (!/^[\s,]*$/.test(lines.line(line).slice(0, column - 1))) return {}
    for (let above = line - 1; byLine.has(above); above--) {
      found.unshift(byLine.get(above)!.text.slice(3).replace(/^ /, "").trimEnd())
    }
    return found.length === 0 ? {} : { doc: found.join("\n") }
  }
}
