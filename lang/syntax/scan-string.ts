/** Where the text and the `{…}` parts of a string literal are. Offsets are relative to the whole text given. */
export interface StringPiece {
  readonly kind: "text" | "expression"
  readonly start: number
  readonly end: number
}

/** A string's extent and its pieces; `end` is behind the closing quote. */
export interface ScannedString {
  readonly end: number
  readonly pieces: readonly StringPiece[]
}

const quote = 34
const singleQuote = 39
const backslash = 92
const open = 123
const close = 125

/**
 * The end of the string literal that begins at `start` (double or single quotes), or null if none begins there.
 * A string ends on its own line. If its braces do not close, they are taken as text; if nothing closes it, the string
 * reaches to the end of the line (`isTerminated` then says no).
 */
export function readString(text: string, start: number): number | null {
  const first = text.charCodeAt(start)
  if (first === singleQuote) return endOfPlain(text, start, singleQuote) ?? endOfLine(text, start)
  if (isCurlyQuote(text[start])) return endOfCurly(text, start) ?? start + 1
  if (first !== quote) return null
  return scanInterpolated(text, start)?.end ?? endOfPlain(text, start, quote) ?? endOfLine(text, start)
}

/** Whether a literal as returned by `readString` has its closing quote. */
export function isTerminated(literal: string): boolean {
  if (isCurlyQuote(literal[0])) return literal.length > 1
  const mark = literal.charCodeAt(0)
  return scanInterpolated(literal, 0)?.end === literal.length || endOfPlain(literal, 0, mark) === literal.length
}

/** Whether a character is a typographic double quotation mark: read like `"`, and reported. */
export function isCurlyQuote(character: string | undefined): boolean {
  return character === "\u201c" || character === "\u201d" || character === "\u201e"
}

function endOfCurly(text: string, start: number): number | null {
  const line = endOfLine(text, start)
  for (let at = start + 1; at < line; at++) if (isCurlyQuote(text[at]) || text[at] === '"') return at + 1
  return null
}

function endOfLine(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++
  return at
}

function endOfPlain(text: string, start: number, mark: number): number | null {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === mark) return at + 1
    if (unit === 10 || unit === 13) return null
    if (unit === backslash) at++
  }
  return null
}

/** More open braces than the parser would take end the search, lest every quote of a broken line reads all of it. */
const maxOpen = 64

/**
 * Reads a double-quoted string with `{…}` parts, in which strings and braces may be nested; null if a brace or quote
 * is not closed on the line. Linear in the length of the literal, with a stack instead of recursion.
 */
export function scanInterpolated(text: string, start: number): ScannedString | null {
  const pieces: StringPiece[] = []
  // How many braces are open in each expression that we are inside of; -1 stands for the text of a string.
  const stack: number[] = [-1]
  let pieceStart = start + 1
  let opened = 0
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 10 || unit === 13) return null
    if (stack.at(-1) === -1) {
      if (unit === backslash) at++
      else if (unit === quote) {
        stack.pop()
        if (stack.length === 0) {
          pieces.push({ kind: "text", start: pieceStart, end: at })
          return { end: at + 1, pieces }
        }
      } else if (unit === open) {
        if (text.charCodeAt(at + 1) === open) at++
        else {
          if (stack.length === 1) {
            pieces.push({ kind: "text", start: pieceStart, end: at })
            pieceStart = at + 1
          }
          stack.push(0)
          if (++opened > maxOpen) return null
        }
      }
    } else if (unit === quote) stack.push(-1)
    else if (unit === open) {
      stack[stack.length - 1]!++
      if (++opened > maxOpen) return null
    } else if (unit === close) {
      opened--
      if (stack[stack.length - 1]!-- > 0) continue
      stack.pop()
      if (stack.length === 1) {
        pieces.push({ kind: "expression", start: pieceStart, end: at })
        pieceStart = at + 1
      }
    }
  }
  return null
}
