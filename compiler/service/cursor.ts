/** What stands before a place in a text, and what the grammar allows there. The text may be broken. */
import { Report } from "../../lang/diagnostic.ts"
import type { Span } from "../../lang/source.ts"
import type { Assist, Assistant } from "../../lang/syntax/assist.ts"
import { lex, type Token } from "../../lang/syntax/lex.ts"
import { declarationKeywords, isClosing, isOpening, segmentStarts, startsLine } from "../../lang/syntax/segments.ts"
import { keywordTypes, Str } from "../../lang/syntax/tokens.ts"
import type { Document } from "./project.ts"

/** A place where something can be written. */
export interface Cursor {
  /** The word around the place; empty: there is none. */
  readonly word: Span
  /** `text`: in a string, outside of its braces. */
  readonly where: "code" | "text" | "comment"
  /** The tokens before the word, from the beginning of the declaration, or of the braces in a string. */
  readonly before: readonly Token[]
  /** It stands in the braces of a string. */
  readonly inString: boolean
  /** A declaration may begin here. */
  readonly top: boolean
}

/** The place at an offset. */
export function cursorAt({ path, text, lexed }: Document, offset: number): Cursor {
  const at = Math.max(0, Math.min(offset, text.length))
  const word = wordAround(path, text, at)
  const { tokens, comments } = lexed
  const cursor = { word, inString: false, top: false, before: [] }
  const isIn = ({ span, style }: (typeof comments)[number]) =>
    span.start < at && (at < span.end || (at === span.end && style !== "block"))
  if (comments.some(isIn)) return { ...cursor, where: "comment" }
  const own = tokens.filter((token) => token.startOffset < word.start)
  const last = own.at(-1)
  if (last?.tokenType === Str && isInside(last, at)) {
    const piece = pieceStart(text, last.startOffset + 1, word.start)
    if (piece === undefined)
      return { ...cursor, where: "text", before: fromDeclaration(text, tokens, own.slice(0, -1)) }
    const before = lex({ path, text }, text.slice(piece, word.start), piece, new Report()).tokens
    return { ...cursor, where: "code", before, inString: true }
  }
  const before = fromDeclaration(text, tokens, own)
  return {
    ...cursor,
    where: "code",
    before,
    top: isAlone(text, word.start) && word.start === lineStart(text, word.start),
  }
}

/** What the grammar allows at a place. */
export function assistAt(assistant: Assistant, cursor: Cursor): Assist {
  return assistant.after(cursor.before, cursor.inString ? "expression" : "declaration")
}

function wordAround(path: string, text: string, at: number): Span {
  const isPart = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}\p{M}_]/u.test(character)
  let start = at
  while (start > 0 && isPart(text[start - 1])) start--
  let end = at
  while (isPart(text[end])) end++
  return { path, start, end }
}

function isInside(token: Token, at: number): boolean {
  const closed = token.image.length > 1 && token.image.endsWith(token.image[0]!)
  return at <= token.endOffset! || !closed
}

/** Where the braces of a string begin that are open at a place; undefined: none are. */
function pieceStart(text: string, from: number, to: number): number | undefined {
  let start: number | undefined
  for (let at = from; at < to; at++) {
    const character = text[at]
    if (character === "\\") at++
    else if (start === undefined && character === "{" && text[at + 1] === "{") at++
    else if (start === undefined && character === "{") start = at + 1
    else if (start !== undefined && character === "}") start = undefined
  }
  return start
}

/** The tokens of the last declaration, which may be so short that the parser does not know it for one yet. */
function fromDeclaration(text: string, all: readonly Token[], before: readonly Token[]): readonly Token[] {
  const starts = segmentStarts(all, (token) => startsLine(text, token)).filter((index) => index < before.length)
  const own = before.slice(starts.at(-1) ?? 0)
  const young = own.findLastIndex(
    (token) =>
      declarationKeywords.has(keywordTypes.get(token.image) ?? token.tokenType) &&
      lineStart(text, token.startOffset) === token.startOffset,
  )
  if (young <= 0) return own
  // Its first word is a keyword, also where the lexer could not know.
  const type = keywordTypes.get(own[young]!.image)!
  return [{ ...own[young]!, tokenType: type, tokenTypeIdx: type.tokenTypeIdx! }, ...own.slice(young + 1)]
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1
}

function isAlone(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === ""
}

/** The bracket that is open at the end of some tokens, with its index. */
export function openBracket(tokens: readonly Token[]): number {
  let depth = 0
  for (let at = tokens.length - 1; at >= 0; at--) {
    if (isClosing(tokens[at]!)) depth++
    else if (isOpening(tokens[at]!) && depth-- === 0) return at
  }
  return -1
}
