/** What the layout of every construct needs: the text as written, its comments, and the way to expressions. */
import type { Span } from "../source.ts"
import type { Name, PathText } from "../syntax/ast.ts"
import type { DurationNode, Expr } from "../syntax/ast-expressions.ts"
import { contextualWords, reservedWords } from "../syntax/tokens.ts"
import { calendarUnits, durationText, unitOf } from "../syntax/units.ts"
import type { Comments } from "./comments.ts"
import { concat, type Doc } from "./doc.ts"

/** Shared by all functions that lay out one file. */
export interface Layout {
  readonly text: string
  readonly comments: Comments
  /** An expression where one that binds at least as tightly as `level` may stand (`precedence.ts`). */
  readonly expression: (layout: Layout, expr: Expr, level?: number) => Doc
}

/** The text of a part as written. A tree that was not read from a text has places of no length: then `fallback`. */
export function raw(layout: Layout, span: Span, fallback: () => string): string {
  return span.end > span.start ? layout.text.slice(span.start, span.end) : fallback()
}

/** A plain text with its quotes. */
export function path(layout: Layout, text: PathText): string {
  return raw(layout, text.span, () => quoted(text.text))
}

/** A text as a literal without `{…}` parts. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`
}

/** The numbers in a place, as written. */
export function numbers(layout: Layout, span: Span, ...values: readonly number[]): string[] {
  const written = raw(layout, span, () => "").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, " ")
  const found = written.match(/\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/g) ?? []
  return values.map((value, index) => (asNumber(found[index]) === value ? found[index]! : String(value)))
}

function asNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text.replaceAll("_", ""))
}

const meaningful: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...contextualWords,
  ...calendarUnits,
  ...["arrival", "null", "undefined", "nil", "None", "NULL", "Null"],
])

/** A name, in back quotes if it could not be read as one without. `free`: after a dot or before a colon. */
export function name(layout: Layout, { text, quoted, span }: Name, free = false): Doc {
  const plain = /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u.test(text)
  const bare = plain && (free || quoted !== true || !(meaningful.has(text) || unitOf(text) !== undefined))
  return concat(layout.comments.here(span.start), bare ? text : `\`${text}\``)
}

/** A duration in words, or the name of one. */
export function duration(layout: Layout, node: DurationNode): Doc {
  if (node.kind === "name") return name(layout, node.name)
  const [amount = ""] = numbers(layout, node.span, node.amount)
  const words = durationText(node.amount, node.unit)
  return concat(layout.comments.here(node.span.start), `${amount}${words.slice(words.indexOf(" "))}`)
}
