/**
 * The vocabulary of `.cep`. The lexer knows only words; `lex.ts` gives a word the type of a keyword afterwards, where
 * it can be one. So a keyword costs no pattern, and a word after a dot or before a colon is always a plain name.
 */
import { createToken, type IToken, Lexer, type TokenType } from "chevrotain"
import { readString } from "./scan-string.ts"

/** Category of everything that may stand where the grammar wants a name: words, back-quoted names, contextual keywords. */
export const Name = createToken({ name: "Name", pattern: Lexer.NA, label: "a name" })

const wordPattern = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy
const asciiWordPattern = /[A-Za-z_][A-Za-z0-9_]*/y
const numberPattern = /\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y
const timePattern =
  /\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?)?|\d{2}:\d{2}:\d{2}(?:\.\d+)?/y
const regexPattern = /\/(?:[^\\/[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[a-zA-Z]*/y
/** What the tokens look like that are no fixed text, for grammars of editors that are made of them. */
export const patterns = { word: wordPattern, number: numberPattern, time: timePattern, regex: regexPattern } as const
const brokenRegexPattern = /\/[^\n\r]*/y

/** A block comment; one that is never closed reaches to the end of the text. */
function blockComment(text: string, offset: number): [string] | null {
  if (!text.startsWith("/*", offset)) return null
  const end = text.indexOf("*/", offset + 2)
  return [text.slice(offset, end < 0 ? text.length : end + 2)]
}

function sticky(pattern: RegExp) {
  return (text: string, offset: number): [string] | null => {
    pattern.lastIndex = offset
    const match = pattern.exec(text)
    return match === null || match[0] === "" ? null : [match[0]]
  }
}

/** The tables of Unicode are only asked where a word has other letters than ASCII's. */
function readWord(text: string, offset: number): [string] | null {
  asciiWordPattern.lastIndex = offset
  const found = asciiWordPattern.exec(text)?.[0] ?? ""
  const next = text.charCodeAt(offset + found.length)
  if (next > 0x7f) return anyWord(text, offset)
  return found === "" ? null : [found]
}

const anyWord = sticky(wordPattern)

/** A word as the lexer reads it; also every keyword where it is only a name. */
export const Word = createToken({
  name: "Word",
  pattern: readWord,
  line_breaks: false,
  categories: Name,
  label: "a name",
})
export const QuotedName = createToken({
  name: "QuotedName",
  pattern: /`[^`\n\r]*`?/,
  categories: Name,
  label: "a name",
})
export const NumberToken = createToken({
  name: "Number",
  pattern: sticky(numberPattern),
  line_breaks: false,
  label: "a number",
})
export const Time = createToken({ name: "Time", pattern: sticky(timePattern), line_breaks: false, label: "a time" })
/** The unit of a duration: a word directly after a number, on the same line. */
export const Unit = createToken({ name: "Unit", pattern: Lexer.NA, label: "a unit of time" })

/** A whole string with its quotes; `{…}` inside is read later by `build-expressions.ts`. */
export const Str = createToken({
  name: "String",
  pattern: (text: string, offset: number): [string] | null => {
    const end = readString(text, offset)
    return end === null ? null : [text.slice(offset, end)]
  },
  line_breaks: false,
  label: "a text in quotes",
})

/** A regular expression: `/` opens one only directly after the operator `matches`. */
export const Regex = createToken({
  name: "Regex",
  pattern: (text: string, offset: number, tokens: IToken[]): [string] | null => {
    if (text[offset] !== "/") return null
    const place = placeOf(tokens)
    if (place === "elsewhere") return null
    const whole = sticky(regexPattern)(text, offset)
    return whole ?? (place === "after matches" ? sticky(brokenRegexPattern)(text, offset) : null)
  },
  line_breaks: false,
  label: "a regular expression",
})

/** Whether `matches` stands before, as an operator: behind something that can be matched. */
function placeOf(tokens: readonly IToken[]): "after matches" | "perhaps" | "elsewhere" {
  const last = tokens.at(-1)
  if (last?.tokenType !== Word || last.image !== "matches") return "elsewhere"
  if (tokens.at(-2)?.tokenType === Dot) return "elsewhere"
  const negated = tokens.at(-2)?.image === "not" && tokens.at(-3)?.tokenType !== Dot
  const index = negated ? -3 : -2
  const operand = tokens.at(index)
  if (operand === undefined) return "elsewhere"
  if (operand.tokenType === Word && tokens.at(index - 1)?.tokenType !== Dot) {
    if (neverOperands.has(operand.image)) return "elsewhere"
    return rarelyOperands.has(operand.image) ? "perhaps" : "after matches"
  }
  return operand.tokenType === Word || operandEnds().includes(operand.tokenType) ? "after matches" : "elsewhere"
}

const operandEnds = () => [QuotedName, NumberToken, Unit, Str, Time, RParen, RSquare, RCurly]
const neverOperands: ReadonlySet<string> = new Set(["where", "and", "or", "not", "in", "is"])
/** Words behind which an expression begins, unless they are names themselves. */
const rarelyOperands: ReadonlySet<string> = new Set(["if", "else", "until", "having", "score", "matches"])

export const LCurly = createToken({ name: "LCurly", pattern: "{", label: "`{`" })
export const RCurly = createToken({ name: "RCurly", pattern: "}", label: "`}`" })
export const LParen = createToken({ name: "LParen", pattern: "(", label: "`(`" })
export const RParen = createToken({ name: "RParen", pattern: ")", label: "`)`" })
export const LSquare = createToken({ name: "LSquare", pattern: "[", label: "`[`" })
export const RSquare = createToken({ name: "RSquare", pattern: "]", label: "`]`" })
export const Comma = createToken({ name: "Comma", pattern: ",", label: "`,`" })
export const Colon = createToken({ name: "Colon", pattern: ":", label: "`:`" })
export const Semicolon = createToken({ name: "Semicolon", pattern: ";", label: "`;`" })
export const DotDot = createToken({ name: "DotDot", pattern: "..", label: "`..`" })
export const Dot = createToken({ name: "Dot", pattern: ".", label: "`.`" })
export const Arrow = createToken({ name: "Arrow", pattern: "->", label: "`->`" })
export const FatArrow = createToken({ name: "FatArrow", pattern: "=>", label: "`=>`" })
export const StrictEq = createToken({ name: "StrictEq", pattern: "===", label: "`===`" })
export const StrictNotEq = createToken({ name: "StrictNotEq", pattern: "!==", label: "`!==`" })
export const EqEq = createToken({ name: "EqEq", pattern: "==", label: "`==`" })
export const NotEq = createToken({ name: "NotEq", pattern: "!=", label: "`!=`" })
export const LtGt = createToken({ name: "LtGt", pattern: "<>", label: "`<>`" })
export const LtEq = createToken({ name: "LtEq", pattern: "<=", label: "`<=`" })
export const GtEq = createToken({ name: "GtEq", pattern: ">=", label: "`>=`" })
export const Lt = createToken({ name: "Lt", pattern: "<", label: "`<`" })
export const Gt = createToken({ name: "Gt", pattern: ">", label: "`>`" })
export const Eq = createToken({ name: "Eq", pattern: "=", label: "`=`" })
export const Coalesce = createToken({ name: "Coalesce", pattern: "??", label: "`??`" })
export const Question = createToken({ name: "Question", pattern: "?", label: "`?`" })
export const AndAnd = createToken({ name: "AndAnd", pattern: "&&", label: "`&&`" })
export const OrOr = createToken({ name: "OrOr", pattern: "||", label: "`||`" })
export const Amp = createToken({ name: "Amp", pattern: "&", label: "`&`" })
export const Pipe = createToken({ name: "Pipe", pattern: "|", label: "`|`" })
export const Bang = createToken({ name: "Bang", pattern: "!", label: "`!`" })
export const Plus = createToken({ name: "Plus", pattern: "+", label: "`+`" })
export const Minus = createToken({ name: "Minus", pattern: "-", label: "`-`" })
export const Star = createToken({ name: "Star", pattern: "*", label: "`*`" })
export const Slash = createToken({ name: "Slash", pattern: "/", label: "`/`" })
export const Percent = createToken({ name: "Percent", pattern: "%", label: "`%`" })

const Space = createToken({ name: "Space", pattern: /[ \t\r\n\f\v]+/, group: Lexer.SKIPPED, line_breaks: true })
const ByteOrderMark = createToken({ name: "ByteOrderMark", pattern: "\ufeff", group: Lexer.SKIPPED })
export const LineComment = createToken({ name: "LineComment", pattern: /\/\/[^\n\r]*/, group: "comments" })
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: blockComment,
  group: "comments",
  line_breaks: true,
})

/** Words that are never names, except after a dot, before a colon, or in back quotes. */
export const reservedWords = [
  ...["and", "or", "not", "in", "is", "where", "then", "next", "as", "within", "per", "true", "false", "missing"],
] as const

/** Words with a meaning only where the grammar wants them; names everywhere else. */
export const contextualWords = [
  ...["import", "use", "event", "source", "sink", "table", "param", "let", "fn", "feature", "model", "rule", "test"],
  ...["from", "to", "timed", "by", "up", "late", "key", "refresh", "partitioned", "shadow", "was"],
  ...[
    "when",
    "no",
    "for",
    "each",
    "of",
    "every",
    "session",
    "gap",
    "events",
    "optional",
    "any",
    "consecutive",
    "greedy",
    "until",
  ],
  ...["between", "forever", "skip", "none", "past", "last", "first", "having", "once", "tags"],
  ...["on", "timeout", "alert", "emit", "score", "without", "info", "low", "medium", "high", "critical"],
  ...["with", "at", "expect", "nothing", "given", "watermark"],
  ...["over", "previous", "ending", "ago", "new", "present", "matches", "if", "else", "followed"],
] as const

export type Keyword = (typeof reservedWords)[number] | (typeof contextualWords)[number]

function keyword(word: string, reserved: boolean): TokenType {
  const name = `Kw${word[0]!.toUpperCase()}${word.slice(1)}`
  const label = `\`${word}\``
  return reserved
    ? createToken({ name, pattern: Lexer.NA, label })
    : createToken({ name, pattern: Lexer.NA, label, categories: Name })
}

/** The token type of each keyword. */
export const Kw = Object.freeze({
  ...Object.fromEntries(reservedWords.map((word) => [word, keyword(word, true)])),
  ...Object.fromEntries(contextualWords.map((word) => [word, keyword(word, false)])),
}) as Readonly<Record<Keyword, TokenType>>

/** The same by word, for the lexer: a map, since a word may be `constructor`. */
export const keywordTypes: ReadonlyMap<string, TokenType> = new Map(Object.entries(Kw))

const lexed: TokenType[] = [
  ...[Space, LineComment, BlockComment, ByteOrderMark, Str, QuotedName, Regex, Time, NumberToken, Word],
  ...[LCurly, RCurly, LParen, RParen, LSquare, RSquare, Comma, Colon, Semicolon, DotDot, Dot, Arrow, FatArrow],
  ...[StrictEq, StrictNotEq, EqEq, NotEq, LtGt, LtEq, GtEq, Lt, Gt, Eq, Coalesce, Question],
  ...[AndAnd, OrOr, Amp, Pipe, Bang, Plus, Minus, Star, Slash, Percent],
]

/** Every token type that the parser can meet. */
export const vocabulary: TokenType[] = [Name, Unit, ...Object.values(Kw), ...lexed]

/** What the lexer tries, in this order. */
export const lexedTypes: readonly TokenType[] = lexed
