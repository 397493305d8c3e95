/**
 * Where comments go. They are taken in their order, each at the first place behind it where one can stand: directly
 * before a token (a block comment on one line with it), at the end of a line, or on lines of their own before what
 * follows. Like gofmt it goes by positions alone, but it does so before lines are broken, so that a comment breaks them
 * where it needs to.
 */
import type { Span } from "../source.ts"
import type { Comment } from "../syntax/ast.ts"
import { concat, type Doc, hardline } from "./doc.ts"

interface Placed {
  readonly index: number
  readonly text: string
  readonly style: Comment["style"]
  readonly span: Span
  /** Nothing but comments stands before it on its line. */
  readonly ownLine: boolean
}

/** How an item is set apart from the one before it. */
export interface Gap {
  /** Where the one before ends; absent for the first of its block. */
  readonly from?: number
  /** Whether an empty line is due in any case. */
  readonly apart?: boolean
  /** Whether a `///` above it is its documentation. */
  readonly documented?: boolean
  /** Whether it stands at the top of the file. */
  readonly top?: boolean
}

/** The comments of a file that are still to be placed. */
export class Comments {
  readonly #text: string
  readonly #all: readonly Placed[]
  readonly #byStart: ReadonlyMap<number, Placed>
  readonly #byEnd: ReadonlyMap<number, Placed>
  #next = 0

  constructor(text: string, comments: readonly Comment[]) {
    this.#text = text
    this.#all = placed(text, comments)
    this.#byStart = new Map(this.#all.map((comment) => [comment.span.start, comment]))
    this.#byEnd = new Map(this.#all.map((comment) => [comment.span.end, comment]))
  }

  /** Whether a comment begins between two places. */
  between(start: number, end: number): boolean {
    return this.#all.some(({ span }) => span.start >= start && span.start < end)
  }

  /** What stands directly before the token at `place`, on its line. */
  here(place: number): Doc {
    const found: Doc[] = []
    for (let next = this.#all[this.#next]; next !== undefined; next = this.#all[this.#next]) {
      if (next.span.start >= place || next.text.includes("\n") || !this.#sameLine(next, place)) break
      found.push(`${next.text} `)
      this.#next++
    }
    return concat(...found)
  }

  /** A place where the line may end, before the token at `place`, with the comments that stand there. */
  at(line: Doc, place: number): Doc {
    const { hanging, below, lead } = this.#take(place)
    return concat(...hanging, line, ...below.flatMap((comment) => [comment, hardline]), ...this.#lines(lead, place))
  }

  /** The end of the line before the item at `place`, with the comments and at most one of the empty lines between. */
  item(place: number, { from, apart, documented, top }: Gap): Doc {
    const first = this.#next
    const { hanging, below, lead } = this.#take(place)
    const taken = this.#all.slice(first, this.#next - lead.length)
    const start = Math.max(from ?? 0, taken.at(-1)?.span.end ?? 0)
    const next = lead[0]?.span.start ?? place
    // a `///` that comes to stand above something must not become its documentation
    const strange = documented === true && below.length > 0 && taken.at(-1)?.style === "doc"
    const empty = from !== undefined && (this.#emptyLine(start, next) || (apart === true && !this.#parts(lead, place)))
    const parts = [...hanging, top === true ? "" : hardline]
    for (const comment of below) parts.push(comment, hardline)
    return concat(...parts, empty || strange ? hardline : "", ...this.#lines(lead, place, true))
  }

  /** Whether an empty line stands behind one of the comments before an item. */
  #parts(lead: readonly Placed[], place: number): boolean {
    return lead.some(({ span }, index) => this.#emptyLine(span.end, lead[index + 1]?.span.start ?? place))
  }

  /** The comments before a closing bracket at `place`; for the inside of the block, before its last line. */
  close(place: number, from = place): Doc {
    const first = this.#next
    const { hanging, below, lead } = this.#take(place, (comment) => comment.ownLine && this.#reaches(comment, place))
    const taken = this.#all[this.#next - lead.length - 1]
    const start = Math.max(from, this.#next - lead.length > first ? taken!.span.end : 0)
    const parts: Doc[] = [...hanging, ...below.flatMap((comment) => [hardline, comment])]
    const last = lead.at(-1)
    if (last === undefined) return concat(...parts)
    if (this.#emptyLine(start, lead[0]!.span.start)) parts.push(hardline)
    return concat(...parts, hardline, ...this.#lines(lead.slice(0, -1), last.span.start, true), verbatim(last))
  }

  /** The place of a word that stands before `place`, comments aside, or else `place`. */
  word(word: string, place: number): number {
    let end = place
    for (let comment = this.#byEnd.get(end); ; comment = this.#byEnd.get(end)) {
      if (comment !== undefined) end = comment.span.start
      else if (end > 0 && /\s/.test(this.#text[end - 1]!)) end--
      else break
    }
    return end >= word.length && this.#text.startsWith(word, end - word.length) ? end - word.length : place
  }

  /** The place of the token behind `place`; comments and commas are none. */
  token(place: number): number {
    let at = place
    for (let next = this.#byStart.get(at); at < this.#text.length; next = this.#byStart.get(at)) {
      if (next !== undefined) at = next.span.end
      else if (/[\s,]/.test(this.#text[at]!)) at++
      else break
    }
    return at
  }

  /** Whether an empty line stands between two neighbouring items. */
  parted(end: number, start: number): boolean {
    return this.#emptyLine(end, start)
  }

  /** Comments up to `place`: those that hang at the end of the line, what is too much there, and those on their own. */
  #take(
    place: number,
    leads = (comment: Placed) => (comment.ownLine ? this.#reaches(comment, place) : this.#sameLine(comment, place)),
  ): { hanging: readonly Doc[]; below: readonly Doc[]; lead: readonly Placed[] } {
    const taken: Placed[] = []
    for (
      let next = this.#all[this.#next];
      next !== undefined && next.span.start < place;
      next = this.#all[this.#next]
    ) {
      taken.push(next)
      this.#next++
    }
    const found = taken.findIndex(leads)
    const lead = found < 0 ? [] : taken.slice(found)
    const others = found < 0 ? taken : taken.slice(0, found)
    const lineEnd = others.findIndex(({ style }) => style !== "block")
    const fit = lineEnd < 0 ? others.length : lineEnd + 1
    const hanging = others.slice(0, fit).flatMap((comment) => [" ", verbatim(comment, true)])
    return { hanging, below: others.slice(fit).map((comment) => verbatim(comment)), lead }
  }

  /** Whether only comments and commas stand between a comment and a place. */
  #reaches(comment: Placed, place: number): boolean {
    return /^[\s,]*$/.test(this.#between(comment, place))
  }

  #sameLine(comment: Placed, place: number): boolean {
    return comment.style === "block" && /^[^\S\n\r]*$/.test(this.#between(comment, place))
  }

  /** The text between a comment and a place, without comments. */
  #between(comment: Placed, place: number): string {
    let text = ""
    let at = comment.span.end
    for (let index = comment.index + 1; index < this.#all.length; index++) {
      const { span } = this.#all[index]!
      if (span.start >= place) break
      text += this.#text.slice(at, span.start)
      at = span.end
    }
    return text + this.#text.slice(at, place)
  }

  #lines(lead: readonly Placed[], place: number, empty = false): Doc[] {
    return lead.flatMap((comment, index) => {
      const next = lead[index + 1]?.span.start ?? place
      const { end } = comment.span
      if (!/[\n\r]/.test(this.#text.slice(end, next))) return [verbatim(comment), " "]
      return [verbatim(comment), hardline, empty && this.#emptyLine(end, next) ? hardline : ""]
    })
  }

  #emptyLine(start: number, end: number): boolean {
    return /(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*[\r\n]/.test(this.#text.slice(start, end))
  }
}

function verbatim({ text, style }: Placed, hangs = false): Doc {
  return { kind: "verbatim", text, hangs, breaks: hangs || style !== "block" || text.includes("\n") }
}

function placed(text: string, comments: readonly Comment[]): Placed[] {
  const all: Placed[] = []
  for (const { text: written, style, span } of comments) {
    const before = all.at(-1)
    const from = before?.span.end ?? 0
    let at = span.start
    while (at > from && /[^\S\n\r]/.test(text[at - 1]!)) at--
    const ownLine = at > from ? /[\n\r]/.test(text[at - 1]!) : (before?.ownLine ?? true)
    all.push({ index: all.length, text: written.replace(/\r\n?/g, "\n").trimEnd(), style, span, ownLine })
  }
  return all
}
