/**
 * A small algebra of documents and its layout in a given width: what fits stays on its line, what does not breaks at
 * all places of its group. After Christian Lindig, "Strictly Pretty" (2000), a strict variant of Philip Wadler's
 * "A prettier printer" (1998).
 */
import { layOut } from "../text-width.ts"

/** `breaks`: holds something that cannot stand on one line, so every group around it is broken. */
export type Doc =
  | string
  | { readonly kind: "concat"; readonly parts: readonly Doc[]; readonly breaks: boolean }
  | { readonly kind: "line"; readonly flat: string; readonly breaks: boolean }
  | { readonly kind: "nest"; readonly by: number; readonly doc: Doc; readonly breaks: boolean }
  | { readonly kind: "group"; readonly doc: Doc; readonly breaks: boolean }
  | { readonly kind: "choice"; readonly broken: string; readonly flat: string; readonly breaks: false }
  /** Text as it stands, perhaps of several lines; one that `hangs` at the end of a line does not count for its width. */
  | { readonly kind: "verbatim"; readonly text: string; readonly hangs: boolean; readonly breaks: boolean }

/** Lines are broken to stay within so many columns; a text in quotes never is. */
export const lineWidth = 100

/** A space, or a new line where the group around is broken. */
export const line: Doc = { kind: "line", flat: " ", breaks: false }
/** Nothing, or a new line where the group around is broken. */
export const softline: Doc = { kind: "line", flat: "", breaks: false }
/** A new line in any case. */
export const hardline: Doc = { kind: "line", flat: "", breaks: true }
/** Nothing; breaks the group around. */
export const breakGroup: Doc = { kind: "verbatim", text: "", hangs: false, breaks: true }

/** Whether a document cannot stand on one line, whatever the width. */
export function breaks(doc: Doc): boolean {
  return typeof doc !== "string" && doc.breaks
}

/** One after the other. */
export function concat(...parts: readonly Doc[]): Doc {
  return { kind: "concat", parts, breaks: parts.some(breaks) }
}

/** Lines inside begin `by` columns further right than those around. */
export function nest(by: number, ...parts: readonly Doc[]): Doc {
  const doc = concat(...parts)
  return { kind: "nest", by, doc, breaks: breaks(doc) }
}

/** Stays on one line if it fits; otherwise each of its own lines is broken. */
export function group(...parts: readonly Doc[]): Doc {
  const doc = concat(...parts)
  return { kind: "group", doc, breaks: breaks(doc) }
}

/** One text where the group around is broken, another where it is not. */
export function choice(broken: string, flat: string): Doc {
  return { kind: "choice", broken, flat, breaks: false }
}

/** The parts with a separator between each two. */
export function join(separator: Doc, parts: readonly Doc[]): Doc {
  return concat(...parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])))
}

/** How many cells of a terminal a text takes. */
export function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : layOut(text).at.at(-1)!
}

/** The width of a document on one line; infinite if it cannot stand on one. */
export function flatWidth(doc: Doc): number {
  if (breaks(doc)) return Number.POSITIVE_INFINITY
  return widthOf(print(group(doc), Number.POSITIVE_INFINITY))
}

interface Command {
  readonly indent: number
  readonly flat: boolean
  readonly doc: Doc
}

/** The lines that have been written. */
class Paper {
  readonly #out: string[] = []
  column = 0
  // indentation is written with the first text of its line, so that an empty line has none
  #indent = 0

  write(text: string, hangs = false): void {
    if (text === "") return
    this.#out.push(" ".repeat(this.#indent), text)
    this.#indent = 0
    const last = text.lastIndexOf("\n")
    if (!hangs) this.column = last < 0 ? this.column + widthOf(text) : widthOf(text.slice(last + 1))
  }

  newLine(indent: number): void {
    this.#out.push("\n")
    this.column = indent
    this.#indent = indent
  }

  toString(): string {
    return this.#out.join("")
  }
}

/** Lays a document out in a width, as far as it can; lines end with `\n`. */
export function print(doc: Doc, width: number): string {
  const paper = new Paper()
  const stack: Command[] = [{ indent: 0, flat: false, doc }]
  for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
    const { indent, flat, doc: node } = command
    if (typeof node === "string") paper.write(node)
    else if (node.kind === "verbatim") paper.write(node.text, node.hangs)
    else if (node.kind === "choice") paper.write(flat ? node.flat : node.broken)
    else if (node.kind === "line") {
      if (flat && !node.breaks) paper.write(node.flat)
      else paper.newLine(indent)
    } else if (node.kind === "group") {
      const onOneLine = { indent, flat: true, doc: node.doc }
      const fit = flat || (!node.breaks && fits(onOneLine, stack, width - paper.column))
      stack.push(fit ? onOneLine : { indent, flat: false, doc: node.doc })
    } else pushParts(stack, command, node)
  }
  return paper.toString()
}

function pushParts(stack: Command[], { indent, flat }: Command, node: Extract<Doc, { kind: "concat" | "nest" }>): void {
  if (node.kind === "nest") stack.push({ indent: indent + node.by, flat, doc: node.doc })
  else for (const part of node.parts.toReversed()) stack.push({ indent, flat, doc: part })
}

/** Whether what comes up to the next possible end of the line has room. `behind` is what follows, the next one last. */
function fits(first: Command, behind: readonly Command[], room: number): boolean {
  const stack = [first]
  let left = room
  let next = behind.length
  while (left >= 0) {
    const command = stack.pop() ?? behind[--next]
    if (command === undefined) return true
    const { indent, flat, doc: node } = command
    if (typeof node === "string") left -= widthOf(node)
    else if (node.kind === "choice") left -= widthOf(flat ? node.flat : node.broken)
    else if (node.kind === "verbatim") {
      const end = node.text.indexOf("\n")
      if (!node.hangs) left -= widthOf(end < 0 ? node.text : node.text.slice(0, end))
      if (end >= 0) return left >= 0
    } else if (node.kind === "line") {
      if (!flat || node.breaks) return true
      left -= node.flat.length
    } else if (node.kind === "group") stack.push({ indent, flat: flat && !node.breaks, doc: node.doc })
    else pushParts(stack, command, node)
  }
  return false
}
