import type { Span } from "../../lang/source.ts"
import { placeCloses, placeNumberEnds, placeOpens } from "./text.ts"

/** How tightly a piece of code binds, loosest first. An operand looser than what is asked for gets brackets. */
export const binding = {
  conditional: 1,
  coalesce: 2,
  or: 3,
  and: 4,
  equality: 5,
  relation: 6,
  sum: 7,
  product: 8,
  unary: 9,
  call: 10,
  atom: 11,
} as const

export interface Code {
  readonly text: string
  readonly binds: number
}

/** Code that is complete in itself: a name, a literal, something in brackets. */
export function atom(text: string): Code {
  return { text, binds: binding.atom }
}

/** A call or property access. */
export function call(text: string): Code {
  return { text, binds: binding.call }
}

/** The code's text, in brackets where it binds less than `least`. */
export function grouped(code: Code, least: number): string {
  return code.binds >= least ? code.text : `(${code.text})`
}

/** Marks of places in code: the text between them stands for a span of a source. */
export class Places {
  readonly spans: Span[] = []

  /** The text with marks around it; `source-map.ts` takes them out again. */
  mark(span: Span, text: string): string {
    const number = this.spans.push(span) - 1
    return `${placeOpens}${number}${placeNumberEnds}${text}${placeCloses}`
  }
}
