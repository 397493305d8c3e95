import type { CstNode, IToken } from "chevrotain"
import { nearest } from "../check/suggest.ts"
import type { Details, Message, Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Source, Span } from "../source.ts"
import type { Name } from "./ast.ts"
import type { Expr } from "./ast-expressions.ts"
import { isCapital } from "./segments.ts"
import * as T from "./tokens.ts"

/** Reads an expression out of a string: its tree as the grammar sees it, or null after a reported problem. */
export type ReadPiece = (start: number, end: number, depth: number) => CstNode | null

/** Builds an expression's tree; handed in, because the parts that it is built of hold expressions themselves. */
export type BuildExpression = (b: Builder, node: CstNode | undefined, fallback?: Span) => Expr

/** What the functions of `build-*.ts` share while they turn one declaration into its tree. */
export class Builder {
  readonly source: Source
  readonly report: Report
  readonly readPiece: ReadPiece
  /** Open brackets around the expression being built. */
  depth = 0
  /** Operators and operands around it: an upper bound of the tree's depth so far. */
  chain = 0
  /** Whether a bare time of day may stand here. */
  inTest = false
  /** Whether the declaration being built has syntax errors: then what is absent was perhaps only not read. */
  broken = false
  /** The events that the file declares, for guesses. */
  readonly events: ReadonlySet<string>
  readonly #buildExpression: BuildExpression
  #fallback = 0

  constructor(
    source: Source,
    report: Report,
    readPiece: ReadPiece,
    buildExpression: BuildExpression,
    events: ReadonlySet<string>,
  ) {
    this.#buildExpression = buildExpression
    this.events = events
    this.source = source
    this.report = report
    this.readPiece = readPiece
  }

  /** Sets the place of whatever has none of its own (nodes cut off by a syntax error). */
  startAt(offset: number): void {
    this.#fallback = offset
  }

  /** The tree of an expression; where there is none, an error at `fallback`. */
  expression(node: CstNode | undefined, fallback?: Span): Expr {
    return this.#buildExpression(this, node, fallback)
  }

  add(message: Message, span: Span, details: Details = {}): void {
    this.report.add(message, span, details)
  }

  /** A problem that is repaired by putting `replacement` in its place. */
  addFix(message: Message, span: Span, replacement: string, labelled: Details = {}): void {
    const title = replacement === "" ? `remove \`${this.text(span)}\`` : `write \`${replacement}\``
    this.report.add(message, span, { ...labelled, fix: { span, replacement, title } })
  }

  at(start: number, end: number): Span {
    return { path: this.source.path, start, end }
  }

  text(span: Span): string {
    return this.source.text.slice(span.start, span.end)
  }

  span(of: IToken | CstNode): Span {
    if ("image" in of) return this.at(of.startOffset, (of.endOffset ?? of.startOffset) + 1)
    const start = of.location?.startOffset
    const end = of.location?.endOffset
    // chevrotain marks the place of a node without tokens by -1 or NaN
    if (start === undefined || !(start >= 0)) return this.at(this.#fallback, this.#fallback)
    return this.at(start, end !== undefined && end >= start ? end + 1 : start)
  }

  /** A name, without its back quotes. An absent one is an empty name at the place where it should be. */
  name(token: IToken | undefined, fallback?: Span): Name {
    if (token === undefined) return { span: fallback ?? this.at(this.#fallback, this.#fallback), text: "" }
    const span = this.span(token)
    if (token.tokenType !== T.QuotedName) return { span, text: token.image }
    const closed = token.image.length > 1 && token.image.endsWith("`")
    const text = token.image.slice(1, closed ? -1 : undefined)
    if (!closed || text === "") this.add(messages.badQuotedName(), span)
    return { span, text, quoted: true }
  }

  /** The name of an event, rule or table. */
  capital(token: IToken | undefined, what: string, fallback?: Span): Name {
    const name = this.name(token, fallback)
    if (token !== undefined && name.text !== "" && !isCapital(token)) {
      const right = (what === "event" ? nearest(name.text, this.events) : undefined) ?? capitalized(name.text)
      this.addFix(
        messages.capitalName({ what, name: name.text, right }),
        name.span,
        name.quoted ? `\`${right}\`` : right,
      )
    }
    return name
  }

  /** Any other name that is declared. */
  small(token: IToken | undefined, what: string, fallback?: Span): Name {
    const name = this.name(token, fallback)
    if (token !== undefined && name.text !== "" && isCapital(token)) {
      const right = name.text.toUpperCase() === name.text ? name.text.toLowerCase() : decapitalized(name.text)
      this.addFix(messages.smallName({ what, name: name.text, right }), name.span, name.quoted ? `\`${right}\`` : right)
    }
    return name
  }
}

function capitalized(name: string): string {
  const bare = name.replace(/^_+/, "")
  return bare === "" ? name : bare[0]!.toUpperCase() + bare.slice(1)
}

function decapitalized(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1)
}

/** The first token of a kind (or label) directly in a node. */
export function token(node: CstNode, kind: string): IToken | undefined {
  const found = node.children[kind]?.[0]
  return found !== undefined && "image" in found ? found : undefined
}

/** All tokens of a kind (or label) directly in a node, in their order. */
export function tokens(node: CstNode, kind: string): IToken[] {
  return (node.children[kind] ?? []).filter((child): child is IToken => "image" in child)
}

/** The first node made by a rule (or under a label). */
export function child(node: CstNode, rule: string): CstNode | undefined {
  const found = node.children[rule]?.[0]
  return found !== undefined && "children" in found ? found : undefined
}

/** All nodes made by a rule (or under a label), in their order. */
export function children(node: CstNode, rule: string): CstNode[] {
  return (node.children[rule] ?? []).filter((each): each is CstNode => "children" in each)
}

/** Whether a token of this kind (or label) is directly in a node. */
export function has(node: CstNode, kind: string): boolean {
  return node.children[kind] !== undefined
}
