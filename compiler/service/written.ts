/** What trees say of their names and strings, for colours. */
import { Report } from "../../lang/diagnostic.ts"
import type { Source, Span } from "../../lang/source.ts"
import type { Connector, Declaration, Name } from "../../lang/syntax/ast.ts"
import type { Expr, RecordNode, StringExpr } from "../../lang/syntax/ast-expressions.ts"
import { lex, type Token } from "../../lang/syntax/lex.ts"
import type { SemanticToken, SemanticTokenModifier, SemanticTokenType } from "./service.ts"
import { everyNode } from "./walk.ts"

/** A token without its place. */
export type Meaning = Pick<SemanticToken, "type" | "modifiers">

/** The meaning of a type, with modifiers or without. */
export const plain = (type: SemanticTokenType, ...modifiers: readonly SemanticTokenModifier[]): Meaning => ({
  type,
  modifiers,
})

/** What a declaration says of its own names and strings. The places move with it. */
export interface Written {
  readonly strings: readonly (readonly [place: Span, parts: readonly Expr[]])[]
  readonly names: readonly (readonly [place: Span, meaning: Meaning])[]
}

/** What is written in declarations, found once: a tree never changes but for its places. */
export class WrittenTokens {
  readonly #known = new WeakMap<Declaration, Written>()
  readonly #parts = new WeakMap<Expr, readonly Token[]>()

  of(node: Declaration): Written {
    const written = this.#known.get(node) ?? writtenIn(node)
    this.#known.set(node, written)
    return written
  }

  /** The tokens of an expression in a string, counted from where it begins. */
  tokensIn(part: Expr, { path, text }: Source): readonly Token[] {
    const { start, end } = part.span
    const tokens = this.#parts.get(part) ?? lex({ path, text }, text.slice(start, end), 0, new Report()).tokens
    this.#parts.set(part, tokens)
    return tokens
  }
}

function writtenIn(node: Declaration): Written {
  const strings: [Span, readonly Expr[]][] = []
  const names: [Span, Meaning][] = []
  const put = (name: Name | undefined, meaning: Meaning) => {
    if (name !== undefined) names.push([name.span, meaning])
  }
  everyNode(node, (part) => {
    if (part.kind === "string") {
      const values = (part as StringExpr).parts.filter((each) => typeof each !== "string")
      const read = values.filter(({ span }) => span.end > span.start)
      if (read.length > 0) strings.push([part.span, read])
    } else if (part.kind === "named") put((part as unknown as { name: Name }).name, plain("type"))
    if ("connector" in part) {
      const { name, args } = part.connector as Connector
      put(name, plain("connector"))
      for (const each of args) put(each.name, plain("field"))
    }
    if ("fields" in part && Array.isArray(part.fields))
      for (const { name } of part.fields as RecordNode["fields"]) put(name, plain("field"))
  })
  return { strings, names }
}
