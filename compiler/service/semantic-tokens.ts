import type { Expr } from "../../lang/syntax/ast-expressions.ts"
import type { Token } from "../../lang/syntax/lex.ts"
import {
  keywordTypes,
  Name as NameToken,
  NumberToken,
  QuotedName,
  Regex,
  Str,
  Time,
  Unit,
} from "../../lang/syntax/tokens.ts"
import { isDeclaration, type Occurrence } from "./occurrences.ts"
import type { Document } from "./project.ts"
import type { SemanticToken, SemanticTokenModifier, SemanticTokenType } from "./service.ts"
import { type Meaning, plain, type Written, type WrittenTokens } from "./written.ts"

/** The tokens of a text by what they mean, in order. Strings are divided around the expressions in them. */
export function semanticTokens(
  document: Document,
  names: readonly Occurrence[],
  known: WrittenTokens,
): SemanticToken[] {
  const { path, text, file } = document
  const { tokens, comments } = document.lexed
  const meaning = new Meanings(
    file.declarations.map((node) => known.of(node)),
    names,
  )
  const { strings } = meaning
  const found: SemanticToken[] = comments.map(({ span, style }) => ({
    start: span.start,
    end: span.end,
    type: "comment",
    modifiers: style === "doc" ? ["documentation"] : [],
  }))
  const add = (token: Token, base: number) => {
    const start = base + token.startOffset
    const end = base + token.endOffset! + 1
    const parts = token.tokenType === Str ? strings.get(start) : undefined
    if (parts === undefined) {
      const own = meaning.of(token, start)
      if (own !== undefined) found.push({ start, end, type: own.type, modifiers: own.modifiers })
      return
    }
    let from = start
    for (const part of parts) {
      const { span } = part
      if (span.start > from) found.push({ start: from, end: span.start, type: "string", modifiers: [] })
      for (const each of known.tokensIn(part, { path, text })) add(each, span.start)
      from = span.end
    }
    found.push({ start: from, end, type: "string", modifiers: [] })
  }
  for (const token of tokens) add(token, 0)
  return found.sort((a, b) => a.start - b.start)
}

const ofKind: Readonly<Record<Occurrence["kind"], SemanticTokenType>> = {
  event: "event",
  field: "field",
  param: "param",
  local: "parameter",
  let: "let",
  fn: "function",
  use: "function",
  builtin: "function",
  rule: "rule",
  step: "step",
  sink: "sink",
  key: "key",
  feature: "feature",
  table: "table",
  model: "model",
}

/** Each made once: there are thousands of tokens. */
const meanings = {
  used: meaningsWith(),
  declared: meaningsWith("declaration"),
  library: meaningsWith("library"),
} as const

function meaningsWith(...modifiers: readonly SemanticTokenModifier[]): Readonly<Record<Occurrence["kind"], Meaning>> {
  const entries = Object.entries(ofKind).map(([kind, type]) => [kind, plain(type, ...modifiers)] as const)
  return Object.fromEntries(entries) as Record<Occurrence["kind"], Meaning>
}

/** What tokens mean: names by what they name. */
class Meanings {
  /** The expressions in strings, by where the string begins. */
  readonly strings = new Map<number, readonly Expr[]>()
  readonly #byStart = new Map<number, Meaning>()

  constructor(written: readonly Written[], names: readonly Occurrence[]) {
    for (const { strings, names: own } of written) {
      for (const [place, parts] of strings) this.strings.set(place.start, parts)
      for (const [place, meaning] of own) this.#byStart.set(place.start, meaning)
    }
    for (const each of names) {
      const way = isDeclaration(each) ? "declared" : each.kind === "builtin" ? "library" : "used"
      this.#byStart.set(each.span.start, meanings[way][each.kind])
    }
  }

  of({ tokenType, image }: Token, start: number): Meaning | undefined {
    const named = this.#byStart.get(start)
    if (named !== undefined) return named
    if (tokenType === Str) return plain("string")
    if (tokenType === Regex) return plain("regexp")
    if (tokenType === NumberToken || tokenType === Time) return plain("number")
    if (tokenType === Unit) return plain("unit")
    if (keywordTypes.get(image) === tokenType) return plain("keyword")
    if (tokenType === QuotedName || (tokenType.CATEGORIES ?? []).includes(NameToken)) return undefined
    return /^[^\p{L}\p{N}_]+$/u.test(image) && !/^[[\](){},:;.]+$/.test(image) ? plain("operator") : undefined
  }
}
