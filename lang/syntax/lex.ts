import { type IToken, Lexer, type TokenType } from "chevrotain"
import type { Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Source, Span } from "../source.ts"
import type { Comment } from "./ast.ts"
import { isClosing, isOpening } from "./segments.ts"
import { groupedNumber } from "./thousands.ts"
import * as T from "./tokens.ts"
import { calendarUnits, meantUnit, unitOf } from "./units.ts"

/** A token with its place: `startOffset`, and `endOffset`, which is that of its last character. */
export type Token = IToken

const lexer = new Lexer([...T.lexedTypes], {
  positionTracking: "onlyOffset",
  skipValidations: true,
  ensureOptimizations: false,
})

export interface Lexed {
  readonly tokens: IToken[]
  readonly comments: Comment[]
}

/** How many odd characters of one source are reported one by one. */
const maxOddCharacters = 20

/** The tokens of `text`, which stands at `base` in the source; comments apart. Problems go to the report. */
export function lex(source: Source, text: string, base: number, report: Report): Lexed {
  const result = lexer.tokenize(text)
  const spanAt = (start: number, end: number): Span => ({ path: source.path, start: base + start, end: base + end })
  for (const error of result.errors.slice(0, maxOddCharacters)) {
    reportOdd(
      text.slice(error.offset, error.offset + error.length),
      spanAt(error.offset, error.offset + error.length),
      report,
    )
  }
  // chevrotain gives only the start, with the tracking that costs least
  for (const token of result.tokens) token.endOffset = token.startOffset + token.image.length - 1
  const tokens = classify(result.tokens, text, spanAt, report)
  if (base !== 0) {
    for (const token of tokens) {
      token.startOffset += base
      token.endOffset = token.endOffset! + base
    }
  }
  const comments = (result.groups.comments ?? []).map((token) => {
    const span = spanAt(token.startOffset, token.startOffset + token.image.length)
    if (token.tokenType === T.BlockComment && !/^\/\*[\s\S]*\*\/$/.test(token.image))
      report.add(messages.unclosedComment(), { ...span, end: span.start + 2 })
    return { span, text: token.image, style: commentStyle(token) }
  })
  return { tokens, comments }
}

function commentStyle(token: IToken): Comment["style"] {
  if (token.tokenType === T.BlockComment) return "block"
  return /^\/\/\/(?!\/)/.test(token.image) ? "doc" : "line"
}

function reportOdd(text: string, span: Span, report: Report): void {
  if (/^[\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]/.test(text))
    report.add(messages.oddQuotes({ found: text[0]! }), span)
  else if (/^[\p{Z}\p{Cf}\p{Cc}\p{Cs}]/u.test(text))
    report.add(messages.invisibleCharacter({ code: codePoint(text) }), span)
  else {
    const details = text.startsWith("#") ? { hint: "remove it; a comment begins with `//`" } : undefined
    report.add(messages.oddCharacter({ found: String.fromCodePoint(text.codePointAt(0)!) }), span, details)
  }
}

function codePoint(text: string): string {
  return `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`
}

/**
 * Gives words their meaning: a keyword where it can be one, a unit after a number. Takes out what is only reported
 * (semicolons), so that the parser does not stumble over it.
 */
function classify(
  tokens: IToken[],
  text: string,
  spanAt: (start: number, end: number) => Span,
  report: Report,
): IToken[] {
  const kept: IToken[] = []
  // inside `key a, b` of a table
  let inKeys = false
  const open: IToken[] = []
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (isOpening(token)) open.push(token)
    else if (isClosing(token)) open.pop()
    const number = groupedNumber(tokens, index, open.length > 0 && open.at(-1)!.tokenType !== T.LCurly)
    if (number !== undefined) {
      const last = number.parts.at(-1)!
      const span = spanAt(token.startOffset, last.endOffset! + 1)
      const fix = { span, replacement: number.right, title: `write \`${number.right}\`` }
      report.add(
        messages.groupedNumber({ number: text.slice(token.startOffset, last.endOffset! + 1), right: number.right }),
        span,
        { fix },
      )
      kept.push({ ...token, image: number.right, endOffset: last.endOffset! })
      index += number.parts.length - 1
      continue
    }
    if (token.tokenType === T.Semicolon) {
      const span = spanAt(token.startOffset, token.endOffset! + 1)
      report.add(messages.semicolon(), span, { fix: { span, replacement: "", title: "remove `;`" } })
      continue
    }
    if (token.tokenType === T.Word) {
      const before = kept.at(-1)
      const colon = tokens[index + 1]?.tokenType === T.Colon
      inKeys = isTableKey(kept) || (inKeys && before?.tokenType === T.Comma)
      if (!colon && before !== undefined && isUnit(token, before, text)) retype(token, T.Unit)
      else if (!colon && !inKeys && !isPlainAfter(before, kept)) retype(token, T.keywordTypes.get(token.image))
    } else if (token.tokenType === T.QuotedName)
      inKeys = isTableKey(kept) || (inKeys && kept.at(-1)?.tokenType === T.Comma)
    else if (token.tokenType !== T.Comma) inKeys = false
    kept.push(token)
  }
  return kept
}

function retype(token: IToken, type: TokenType | undefined): void {
  if (type === undefined) return
  token.tokenType = type
  token.tokenTypeIdx = type.tokenTypeIdx!
}

/** Whether the last word is the `key` of `table Name key …`; elsewhere `key` is a name. */
function isTableKey(kept: readonly IToken[]): boolean {
  return kept.at(-1)?.tokenType === T.Kw.key && kept.at(-3)?.tokenType === T.Kw.table
}

function isPlainAfter(before: IToken | undefined, kept: readonly IToken[]): boolean {
  if (before?.tokenType === T.Dot) return true
  if (before?.tokenType !== T.Kw.by) return false
  return kept.at(-2)?.tokenType === T.Kw.timed || kept.at(-2)?.tokenType === T.Kw.partitioned
}

function isSmall(word: string): boolean {
  return word[0] === word[0]!.toLowerCase()
}

function isUnit(word: IToken, before: IToken, text: string): boolean {
  if (before.tokenType !== T.NumberToken) return false
  if (/[\n\r]/.test(text.slice(before.endOffset! + 1, word.startOffset))) return false
  if (unitOf(word.image) !== undefined) return true
  if (T.keywordTypes.has(word.image)) return false
  return calendarUnits.has(word.image) || (isSmall(word.image) && meantUnit(word.image) !== undefined)
}
