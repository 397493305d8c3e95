/** Turns what the parser stumbled over into the words of an author. */
import { EOF, type IRecognitionException, type IToken, type TokenType } from "chevrotain"
import type { Details } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Builder } from "./builder.ts"
import { hintFor } from "./hints.ts"
import { isClosing, isOpening } from "./segments.ts"
import * as T from "./tokens.ts"

const { Kw } = T

/** A token as it is called in a message. */
export function describe(token: IToken): string {
  if (token.tokenType === EOF) return "the end of the file"
  const image = token.image.length > 30 ? `${token.image.slice(0, 27)}…` : token.image
  return `\`${image}\``
}

/** What a syntax error is made of: `following` is the token behind the declaration, if there is one. */
export interface Circumstances {
  readonly error: IRecognitionException
  /** The tokens of the declaration. */
  readonly tokens: readonly IToken[]
  readonly following: IToken | undefined
}

/** Says a syntax error in the author's words, at the place that needs the repair. */
export function reportSyntaxError(b: Builder, { error, tokens, following }: Circumstances): void {
  const atEnd = error.token.tokenType === EOF
  const found = atEnd ? following : error.token
  const previous = tokens.findLast((token) => atEnd || token.startOffset < error.token.startOffset)
  const end = previous === undefined ? 0 : b.span(previous).end
  const span = found === undefined ? b.at(end, end) : b.span(found)
  const foundText = found === undefined ? "the end of the file" : describe(found)
  const before = tokens.filter((token) => atEnd || token.startOffset < error.token.startOffset)
  const after = atEnd ? [] : tokens.slice(before.length + 1)
  const opener = innermostOpen(before)
  const rule = error.context.ruleStack.at(-1) ?? ""
  const timing = rule === "fieldDecl" && previous?.tokenType === Kw.timed
  if (opener !== undefined && (timing || found === undefined || atEnd || isForeign(found, opener))) {
    const right = closerOf(opener)
    const label = { span: b.span(opener), text: "opened here" }
    b.add(messages.unclosedBracket({ open: opener.image, close: right, found: foundText }), span, { labels: [label] })
    return
  }
  b.add(
    messages.unexpectedText({ expected: error.message, found: foundText }),
    span,
    detailsFor(b, rule, error, before, found === undefined ? [] : [found, ...after], opener),
  )
}

/** Whether a token cannot stand inside the bracket at all: then the bracket should have been closed before. */
function isForeign(token: IToken, opener: IToken): boolean {
  if (isClosing(token)) return token.image !== closerOf(opener)
  if (opener.tokenType === T.LCurly) return false
  return clauseStarts.has(token.tokenType)
}

const clauseStarts: ReadonlySet<TokenType> = new Set([
  Kw.within,
  Kw.per,
  Kw.skip,
  Kw.having,
  Kw.once,
  Kw.tags,
  Kw.alert,
  Kw.emit,
  Kw.on,
  Kw.then,
  Kw.next,
  Kw.when,
])

function closerOf(opener: IToken): string {
  return opener.tokenType === T.LCurly ? "}" : opener.tokenType === T.LParen ? ")" : "]"
}

function innermostOpen(tokens: readonly IToken[]): IToken | undefined {
  const open: IToken[] = []
  for (const token of tokens) {
    if (isOpening(token)) open.push(token)
    else if (isClosing(token) && open.length > 0 && closerOf(open.at(-1)!) === token.image) open.pop()
  }
  return open.at(-1)
}

function detailsFor(
  b: Builder,
  rule: string,
  error: IRecognitionException,
  before: readonly IToken[],
  after: readonly IToken[],
  opener: IToken | undefined,
): Details {
  const text = (from: IToken, to: IToken) => b.text(b.at(b.span(from).start, b.span(to).end)).replace(/\s+/g, " ")
  const hint = hintFor({ rule, expected: error.message, before, after, opener, text })
  const labels =
    opener !== undefined && error.message.endsWith(`\`${closerOf(opener)}\``)
      ? [{ span: b.span(opener), text: "opened here" }]
      : []
  return { hint, labels }
}

/** What may help where no declaration begins; `before`: the tokens before it, `declaration`: the word that began the last one. */
export function strayHint(
  token: IToken,
  next: IToken | undefined,
  before: readonly IToken[],
  declaration: string | undefined,
): string | undefined {
  if (token.tokenType === T.Minus && next?.tokenType === T.Minus) return "a comment begins with `//`"
  if (declaration === "feature" && (token.tokenType === Kw.per || token.tokenType === Kw.over))
    return "in a feature the key and the window stand behind the brackets, in this order: `avg(Payment.amount) per card over 1 day`"
  if (before.at(-1)?.image === "every" && before.at(-2)?.tokenType === Kw.refresh)
    return "how often a table is read again is written without `every`: `refresh 5 minutes`"
  if (clauseStarts.has(token.tokenType))
    return "this stands inside the braces of a rule; look for a `}` too early above"
  return undefined
}
