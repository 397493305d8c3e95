/**
 * A document: text with places where a line may end. A group is laid out on one line if it fits, else all its own lines
 * end (the algebra of Wadler, "A prettier printer", 2003). Comments are part of the document, since they bring line
 * breaks of their own.
 */
export type Doc = string | readonly Doc[] | Line | Group | Indent | CommentDoc | Blank | Choice

/** A place where a line may end; `flat` is what stands there if it does not. */
interface Line {
  readonly kind: "line"
  readonly flat: string
  readonly hard: boolean
}
interface Group {
  readonly kind: "group"
  readonly body: Doc
}
interface Indent {
  readonly kind: "indent"
  readonly by: number
  readonly body: Doc
}
/** `trailing` ends the line before it, `own` has a line to itself. */
export interface CommentDoc {
  readonly kind: "comment"
  readonly place: "trailing" | "own"
  readonly text: string
}
/** An empty line, unless one is there; nothing on one line. */
interface Blank {
  readonly kind: "blank"
}

/** One text on one line, another when the group around is broken. */
interface Choice {
  readonly kind: "choice"
  readonly flat: string
  readonly broken: string
}

export const line: Doc = { kind: "line", flat: " ", hard: false }
export const softline: Doc = { kind: "line", flat: "", hard: false }
export const hardline: Doc = { kind: "line", flat: " ", hard: true }
export const blank: Doc = { kind: "blank" }

export function group(...body: readonly Doc[]): Doc {
  return { kind: "group", body }
}

export function indent(...body: readonly Doc[]): Doc {
  return { kind: "indent", by: 2, body }
}

/** Lines that end inside begin `by` columns further right. */
export function align(by: number, ...body: readonly Doc[]): Doc {
  return { kind: "indent", by, body }
}

export function join(docs: readonly Doc[], separator: Doc): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]))
}

/** `open` and `close` around items: `( a, b )` on one line, else one item a line with no comma behind the last. */
export function enclosed(open: Doc, items: readonly Doc[], close: Doc, space: Doc = softline): Doc {
  if (items.length === 0) return [open, close]
  return group(open, indent(space, join(items, [",", line])), space, close)
}

/** How many columns a document takes on one line; infinite if it needs more than one. */
export function flatWidth(doc: Doc): number {
  let width = 0
  const stack: Doc[] = [doc]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === "string") width += next.length
    else if (isList(next)) for (let index = next.length - 1; index >= 0; index--) stack.push(next[index]!)
    else if (next.kind === "line") width += next.hard ? Number.POSITIVE_INFINITY : next.flat.length
    else if (next.kind === "choice") width += next.flat.length
    else if (next.kind === "comment") return Number.POSITIVE_INFINITY
    else if (next.kind !== "blank") stack.push(next.body)
    if (width === Number.POSITIVE_INFINITY) return width
  }
  return width
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc)
}

interface Command {
  readonly indent: number
  readonly flat: boolean
  readonly doc: Doc
}

/** Lays a document out in lines of at most `width` columns where that is possible. Ends with a line break, if not empty. */
export function print(doc: Doc, width: number): string {
  const page = new Page()
  const stack: Command[] = [{ indent: 0, flat: false, doc }]
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    const { doc: next, flat } = command
    if (typeof next === "string") page.text(next)
    else if (isList(next)) {
      for (let index = next.length - 1; index >= 0; index--) stack.push({ ...command, doc: next[index]! })
    } else if (next.kind === "group")
      stack.push({ ...command, flat: flat || fits(next, stack, width - page.column), doc: next.body })
    else if (next.kind === "indent") stack.push({ indent: command.indent + next.by, flat, doc: next.body })
    else if (next.kind === "choice") page.text(flat ? next.flat : next.broken)
    else if (next.kind === "comment") page.comment(next, command.indent)
    else if (next.kind === "blank") {
      if (!flat) page.blank(command.indent)
    } else if (flat && !next.hard) page.text(next.flat)
    else page.newline(command.indent)
  }
  return page.toString()
}

/** Whether a document on one line, and what follows it up to the next possible line break, takes at most `room` columns. */
function fits(doc: Group, rest: readonly Command[], room: number): boolean {
  const own = flatWidth(doc.body)
  if (own > room) return false
  let left = room - own
  const stack: Command[] = []
  for (let index = rest.length - 1; index >= 0; index--) {
    stack.push(rest[index]!)
    for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
      const { doc: next } = command
      if (typeof next === "string") left -= next.length
      else if (isList(next)) for (let at = next.length - 1; at >= 0; at--) stack.push({ ...command, doc: next[at]! })
      else if (next.kind === "line") {
        if (!command.flat) return true
        left -= next.flat.length
      } else if (next.kind === "choice") left -= (command.flat ? next.flat : next.broken).length
      else if (next.kind === "comment") return true
      else if (next.kind !== "blank") stack.push({ ...command, doc: next.body })
      if (left < 0) return false
    }
  }
  return true
}

/** The lines written so far. A line that holds only its indentation counts as not begun. */
class Page {
  readonly #lines: string[] = []
  #current = ""
  #begun = false

  get column(): number {
    return this.#current.length
  }

  text(text: string): void {
    if (text === "") return
    if (!this.#begun && text === " ") return
    this.#current += text
    this.#begun = true
  }

  newline(indent: number): void {
    if (this.#begun) this.#lines.push(this.#current.trimEnd())
    this.#current = " ".repeat(indent)
    this.#begun = false
  }

  blank(indent: number): void {
    this.newline(indent)
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("")
  }

  comment({ place, text }: CommentDoc, indent: number): void {
    if (place === "own") {
      this.newline(indent)
      this.text(text)
    } else if (this.#begun) this.#current = `${this.#current.trimEnd()} ${text}`
    else {
      const last = this.#lines.findLastIndex((each) => each !== "")
      if (last >= 0) {
        this.#lines[last] += ` ${text}`
        return
      }
      this.text(text)
    }
    this.newline(indent)
  }

  toString(): string {
    this.newline(0)
    while (this.#lines.at(-1) === "") this.#lines.pop()
    return this.#lines.length === 0 ? "" : `${this.#lines.join("\n")}\n`
  }
}
