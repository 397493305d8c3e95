import type { IToken, TokenType } from "chevrotain"
import * as T from "./tokens.ts"

const { Kw } = T

/** The keywords that begin a declaration. */
export const declarationKeywords: ReadonlySet<TokenType> = new Set([
  ...[Kw.import, Kw.use, Kw.event, Kw.source, Kw.sink, Kw.table, Kw.param, Kw.let, Kw.fn, Kw.feature, Kw.model],
  ...[Kw.rule, Kw.shadow, Kw.test],
])

/**
 * Where declarations begin: indices into `tokens`, ascending. Outside of braces each declaration's own first words are
 * enough, on whatever line they stand. Inside, they count only at the beginning of a line: then a closing brace is
 * missing before them.
 */
export function segmentStarts(tokens: readonly IToken[], startsLine: (token: IToken) => boolean): number[] {
  const starts: number[] = []
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (isOpening(token)) depth++
    else if (isClosing(token)) depth = Math.max(0, depth - 1)
    else if (looksLikeStart(tokens, index)) {
      if (depth > 0 && (token.tokenType === Kw.let || !startsLine(token))) continue
      depth = 0
      starts.push(index)
    }
  }
  return starts
}

/** Whether nothing but spaces stands before a token on its line. */
export function startsLine(text: string, token: IToken): boolean {
  for (let at = token.startOffset - 1; at >= 0; at--) {
    const character = text[at]!
    if (character === "\n" || character === "\r") return true
    if (character !== " " && character !== "\t") return false
  }
  return true
}

/** Whether the token opens a bracket of any kind. */
export function isOpening(token: IToken): boolean {
  return token.tokenType === T.LCurly || token.tokenType === T.LParen || token.tokenType === T.LSquare
}

/** Whether the token closes a bracket of any kind. */
export function isClosing(token: IToken): boolean {
  return token.tokenType === T.RCurly || token.tokenType === T.RParen || token.tokenType === T.RSquare
}

/** Whether the token can be a name. */
export function isName(token: IToken | undefined): boolean {
  return token !== undefined && (token.tokenType.CATEGORIES ?? []).includes(T.Name)
}

function looksLikeStart(tokens: readonly IToken[], index: number): boolean {
  // `let amount = rule` and then `test "…" {`: what begins there is the test, and `rule` is a name.
  return isStart(tokens, index) && !isStart(tokens, index + 1)
}

function isStart(tokens: readonly IToken[], index: number): boolean {
  const type = tokens[index]?.tokenType
  if (type === undefined || !declarationKeywords.has(type)) return false
  const next = tokens[index + 1]
  const third = tokens[index + 2]?.tokenType
  if (type === Kw.import || type === Kw.test) return next?.tokenType === T.Str
  if (type === Kw.use) return next?.tokenType === T.LCurly
  if (type === Kw.shadow) return next?.tokenType === Kw.rule
  if (type === Kw.rule && tokens[index - 1]?.tokenType === Kw.shadow) return false
  return (
    isName(next) &&
    third !== undefined &&
    (followers.get(type)!.includes(third) || (capitals.has(type) && isCapital(next!)))
  )
}

/** What stands behind the name in a declaration. */
const followers: ReadonlyMap<TokenType, readonly TokenType[]> = new Map([
  [Kw.event, [T.LCurly, Kw.from]],
  [Kw.source, [Kw.from]],
  [Kw.sink, [Kw.to]],
  [Kw.table, [Kw.key]],
  [Kw.param, [T.Eq, T.Colon]],
  [Kw.let, [T.Eq, T.Colon]],
  [Kw.fn, [T.LParen]],
  [Kw.feature, [T.Eq]],
  [Kw.model, [T.LParen]],
  [Kw.rule, [T.LCurly, T.Str, Kw.of, Kw.was]],
])

const capitals: ReadonlySet<TokenType> = new Set([Kw.event, Kw.source, Kw.table, Kw.rule])

/** Whether a name token begins with a capital letter. */
export function isCapital(token: IToken): boolean {
  const first = token.image.replace(/^`/, "").slice(0, 2)
  const letter = String.fromCodePoint(first.codePointAt(0) ?? 0)
  return letter !== letter.toLowerCase()
}
