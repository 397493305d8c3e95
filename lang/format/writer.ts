import type { Comment, Name } from "../syntax/ast.ts"
import { blank, type Doc } from "./doc.ts"

/**
 * Makes the documents of tokens and puts the comments before them. Documents must be made in the order of the source:
 * each comment then stands before the first token that comes after it.
 */
export class Writer {
  readonly #text: string
  readonly #comments: readonly Comment[]
  #next = 0

  constructor(text: string, comments: readonly Comment[]) {
    this.#text = text
    this.#comments = comments
  }

  /** A token that begins at `offset`, with the comments before it. */
  at(offset: number, text: string): Doc {
    const comments = this.#before(offset, false, false)
    return comments.length === 0 ? text : [comments, text]
  }

  /** A name, in back quotes where it had or needs them. */
  name(name: Name): Doc {
    return this.at(name.span.start, nameText(name))
  }

  /**
   * The comments before an item of a list (a declaration, a clause, a field) that begins at `offset`, and the empty
   * line before it if there was one; none before the `first`.
   */
  item(offset: number, first: boolean): Doc {
    return this.#before(offset, true, first)
  }

  /** All comments before the bracket that closes a list and its items; `offset` is where the bracket stands. */
  closing(offset: number): Doc {
    return this.#before(offset, false, false)
  }

  /** A plain text with its quotes: as it was written, or with the escapes that it needs. */
  quoted(node: { readonly span: { readonly start: number; readonly end: number }; readonly text: string }): string {
    const written = this.#text.slice(node.span.start, node.span.end)
    if (/^".*"$/.test(written)) return written
    const escaped = node.text
      .replace(/[\\"]/g, "\\$&")
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r")
      .replaceAll("\t", "\\t")
    return `"${escaped}"`
  }

  /** Where `mark` stands behind `offset`, with only space, commas and comments between; else `offset`. */
  find(mark: string, offset: number): number {
    const skipped = /(?:[\s,]|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y
    skipped.lastIndex = offset
    skipped.exec(this.#text)
    return this.#text.startsWith(mark, skipped.lastIndex) ? skipped.lastIndex : offset
  }

  /** Whether an empty line stands before what begins at `offset`, or before the comments that belong to it. */
  blankBefore(offset: number): boolean {
    for (let index = this.#next; index < this.#comments.length; index++) {
      const comment = this.#comments[index]!
      if (comment.span.start >= offset) break
      if (this.#startsLine(comment.span.start)) return this.#isBlankAbove(comment.span.start)
    }
    return this.#isBlankAbove(offset)
  }

  /** Whether a comment stands before `offset` that was not written yet. */
  hasComment(offset: number): boolean {
    const next = this.#comments[this.#next]
    return next !== undefined && next.span.start < offset
  }

  #before(offset: number, item: boolean, first: boolean): Doc[] {
    const docs: Doc[] = []
    for (;;) {
      const comment = this.#comments[this.#next]
      if (comment === undefined || comment.span.start >= offset) break
      this.#next++
      const own = this.#startsLine(comment.span.start)
      if (item && own && !first && this.#isBlankAbove(comment.span.start)) docs.push(blank)
      if (own || !item) first = first && !own
      docs.push(this.#comment(comment, own, offset))
      if (own) first = false
    }
    if (item && !first && this.#isBlankAbove(offset)) docs.push(blank)
    return docs
  }

  #comment(comment: Comment, own: boolean, offset: number): Doc {
    const text = comment.text.replace(/[ \t]*\r?\n|\r/g, "\n").trimEnd()
    const inline =
      comment.style === "block" && !text.includes("\n") && !/[\n\r]/.test(this.#text.slice(comment.span.end, offset))
    if (inline) return `${text} `
    return { kind: "comment", place: own ? "own" : "trailing", text }
  }

  #startsLine(offset: number): boolean {
    const at = this.#skipSpaces(offset)
    return at < 0 || isBreak(this.#text[at]!)
  }

  #isBlankAbove(offset: number): boolean {
    let at = this.#skipSpaces(offset)
    if (at < 0 || !isBreak(this.#text[at]!)) return false
    if (this.#text[at] === "\n" && this.#text[at - 1] === "\r") at--
    at = this.#skipSpaces(at)
    return at >= 0 && isBreak(this.#text[at]!)
  }

  /** The last character before `offset` that is no space; -1 if there is none. */
  #skipSpaces(offset: number): number {
    let at = Math.min(offset, this.#text.length) - 1
    while (at >= 0 && (this.#text[at] === " " || this.#text[at] === "\t" || this.#text[at] === "\ufeff")) at--
    return at
  }
}

function isBreak(character: string): boolean {
  return character === "\n" || character === "\r"
}

/** A name as it is written. Words of the language need their quotes only where the parser left them in the tree. */
export function nameText(name: Name): string {
  return name.quoted || !/^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(name.text) ? `\`${name.text}\`` : name.text
}
