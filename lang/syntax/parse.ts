import { type CstNode, EOF, type IToken, type TokenType } from "chevrotain"
import { nearest } from "../check/suggest.ts"
import { type Message, Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import { Lines, type Source, type Span } from "../source.ts"
import type { Declaration, FileNode } from "./ast.ts"
import { buildDeclaration } from "./build-ast.ts"
import { buildExpression } from "./build-expressions.ts"
import { Builder } from "./builder.ts"
import { docReader } from "./docs.ts"
import { describe, reportSyntaxError, strayHint } from "./errors.ts"
import { Grammar } from "./grammar.ts"
import type { KeptDeclarations } from "./kept-declarations.ts"
import { lex } from "./lex.ts"
import { declarationKeywords, isClosing, isName, isOpening, segmentStarts, startsLine } from "./segments.ts"
import { Kw, keywordTypes } from "./tokens.ts"

// Made once, since that takes 10 ms. Every run begins with new input, and no run begins before another has ended.
const grammar = new Grammar({ recovers: false })
/** Reads again what the other could not, to the last problem. Most texts have none: it is made for the first one. */
const thorough = madeOnce(() => new Grammar({ recovers: true }))

function madeOnce<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** How deep brackets may be nested, strings in strings included: the parser and all that walk the tree use the stack. */
const maxDepth = 64
/** After so many problems the rest of a file is not worth reading. */
const maxProblems = 200

/**
 * Reads a `.cep` text. Never throws and always returns a tree; all problems are in the report. A declaration with a
 * syntax error is in the tree as far as it could be read. `kept`: from the text's version before, for an editor.
 */
export function parse(source: Source, report: Report, kept?: KeptDeclarations): FileNode {
  const own = new Report()
  const { tokens, comments } = lex(source, source.text, 0, own)
  kept?.begin({ tokens, comments })
  const file = new FileParser(source, own, tokens, docReader(comments, new Lines(source.text)), kept)
  const declarations = file.declarations()
  report.merge(own)
  const span = { path: source.path, start: 0, end: source.text.length }
  return { kind: "file", span, path: source.path, declarations, comments }
}

/**
 * The declarations of a text that may name other files by relative paths: `import`, `use`, and `event … from`. What is wrong with them is left
 * to `parse`. Rules are passed over, so this takes a fraction of its time, and hardly any where no string looks like such a path.
 */
export function parseReferences(source: Source): Declaration[] {
  if (!/["'\u201c\u201d\u201e][.\\]/.test(source.text)) return []
  const report = new Report()
  const { tokens } = lex(source, source.text, 0, report)
  return new FileParser(source, report, tokens, () => ({})).declarations(referring)
}

const referring: ReadonlySet<TokenType> = new Set([Kw.import, Kw.use, Kw.event])

/** The slips of people who know other languages, and the keyword that they mean. */
const otherKeywords: ReadonlyMap<string, string> = new Map([
  ...["function", "def", "func", "fun"].map((word) => [word, "fn"] as const),
  ...["const", "var", "val", "set"].map((word) => [word, "let"] as const),
  ...["class", "type", "stream", "schema", "interface", "struct", "record"].map((word) => [word, "event"] as const),
  ...["pattern", "query", "select"].map((word) => [word, "rule"] as const),
  ...["include", "require"].map((word) => [word, "import"] as const),
  ...["parameter", "config"].map((word) => [word, "param"] as const),
])

class FileParser {
  readonly #source: Source
  readonly #report: Report
  readonly #tokens: readonly IToken[]
  readonly #docOf: (offset: number) => { doc?: string }
  readonly #builder: Builder
  readonly #kept: KeptDeclarations | undefined
  #problems = 0

  constructor(
    source: Source,
    report: Report,
    tokens: readonly IToken[],
    docOf: (offset: number) => { doc?: string },
    kept?: KeptDeclarations,
  ) {
    this.#kept = kept
    this.#source = source
    this.#report = report
    this.#tokens = tokens
    this.#docOf = docOf
    const read = (start: number, end: number, depth: number) => this.#readPiece(start, end, depth)
    const events = tokens.filter((_, index) => tokens[index - 1]?.tokenType === Kw.event).map((token) => token.image)
    this.#builder = new Builder(source, report, read, buildExpression, new Set(events))
  }

  /** All declarations, or only those of some keywords. */
  declarations(only?: ReadonlySet<TokenType>): Declaration[] {
    const tokens = this.#tokens
    const starts = segmentStarts(tokens, (token) => this.#startsLine(token))
    if (tokens.length > 0 && starts[0] !== 0) starts.unshift(0)
    const found: Declaration[] = []
    for (const [index, start] of starts.entries()) {
      const end = starts[index + 1] ?? tokens.length
      for (let at = start; at < end; ) {
        if (this.#problems >= maxProblems) {
          this.#add(messages.tooManyProblems(), this.#builder.span(tokens[at]!))
          return found
        }
        const { tokenType } = tokens[at]!
        const passedOver = only !== undefined && declarationKeywords.has(tokenType) && !only.has(tokenType)
        at = passedOver ? end : this.#declaration(at, end, found)
      }
    }
    return found
  }

  /** Reads one declaration at token `at`; returns where to go on (`end` if nothing is left to read before it). */
  #declaration(at: number, end: number, found: Declaration[]): number {
    const first = this.#tokens[at]!
    if (!declarationKeywords.has(first.tokenType)) return this.#stray(at, end)
    const slice = this.#tokens.slice(at, end)
    const text = this.#kept && this.#textOf(at, end)
    const known = text === undefined ? undefined : this.#kept?.find(text, slice)
    if (known !== undefined) {
      found.push(known)
      return end
    }
    const deep = tooDeep(slice, 0)
    if (deep !== undefined) {
      this.#add(messages.tooDeep({ max: maxDepth }), this.#builder.span(deep))
      return end
    }
    const before = this.#problems
    const reported = this.#report.size
    const { node, rest } = this.#run(slice, this.#tokens[end], "declaration")
    this.#builder.broken = this.#problems > before || rest !== undefined
    this.#builder.startAt(first.startOffset)
    const built = node === null ? undefined : buildDeclaration(this.#builder, node, this.#docOf)
    if (built !== undefined) found.push(built)
    const isWhole = !this.#builder.broken && this.#report.size === reported
    if (built !== undefined && text !== undefined && isWhole) this.#kept?.keep(text, slice, built)
    return rest === undefined ? end : at + rest
  }

  /** Tokens with all before them that can matter to them: comments, and what stands before these on their line. */
  #textOf(at: number, end: number): string {
    const { text } = this.#source
    const before = at === 0 ? 0 : this.#tokens[at - 1]!.endOffset! + 1
    let line = before
    while (line > 0 && text[line - 1] !== "\n" && text[line - 1] !== "\r") line--
    return text.slice(line, this.#tokens[end - 1]!.endOffset! + 1)
  }

  /** Something that begins no declaration: a misspelt keyword is read as the one that was meant. */
  #stray(at: number, end: number): number {
    const token = this.#tokens[at]!
    const span = this.#builder.span(token)
    const meant = isName(token) ? meantKeyword(token.image) : undefined
    if (meant !== undefined && at + 1 < end && isName(this.#tokens[at + 1])) {
      const fix = { span, replacement: meant, title: `write \`${meant}\`` }
      this.#add(messages.unknownDeclaration({ found: token.image }), span, { hint: `did you mean \`${meant}\`?`, fix })
      token.tokenType = keywordTypes.get(meant)!
      token.tokenTypeIdx = token.tokenType.tokenTypeIdx!
      return at
    }
    if (isClosing(token)) this.#add(messages.strayCloser({ found: token.image }), span)
    else {
      const expected = "a declaration (`event`, `rule`, `let`, …)"
      const before = this.#tokens.slice(0, at)
      const declaration = before.findLast((each) => declarationKeywords.has(each.tokenType) && this.#startsLine(each))
      const hint = strayHint(token, this.#tokens[at + 1], before, declaration?.image)
      this.#add(messages.unexpectedText({ expected, found: describe(token) }), span, { hint })
    }
    for (let next = at + 1; next < end; next++) {
      if (declarationKeywords.has(this.#tokens[next]!.tokenType) && this.#startsLine(this.#tokens[next]!)) return next
    }
    return end
  }

  /** Runs the grammar on some tokens and reports its errors. `rest` is the first token that it left over. */
  #run(
    slice: IToken[],
    following: IToken | undefined,
    rule: "declaration" | "expression",
  ): { node: CstNode | null; rest?: number } {
    let parser = grammar
    parser.begin(slice)
    let node = parser[rule]() as CstNode | undefined
    if (parser.errors.length > 0) {
      parser = thorough()
      parser.begin(slice)
      node = parser[rule]()
    }
    let rest: number | undefined
    let reportedAt = -1
    for (const error of parser.errors) {
      if (rule === "declaration" && error.name === "NotAllInputParsedException") {
        rest = slice.indexOf(error.token)
        continue
      }
      // a second stumble on the same line is nearly always a consequence of the first
      const place = (error.token.tokenType === EOF ? slice.at(-1) : error.token)!.startOffset
      if (reportedAt >= 0 && !/[\n\r]/.test(this.#source.text.slice(reportedAt, place))) continue
      reportedAt = place
      this.#problems++
      reportSyntaxError(this.#builder, { error, tokens: slice, following })
    }
    return { node: node ?? null, ...(rest !== undefined && rest > 0 && { rest }) }
  }

  #readPiece(start: number, end: number, depth: number): CstNode | null {
    const { tokens, comments } = lex(this.#source, this.#source.text.slice(start, end), start, this.#report)
    for (const comment of comments) this.#add(messages.commentInText(), comment.span)
    const deep = tooDeep(tokens, depth)
    if (deep !== undefined || tokens.length === 0) {
      if (deep !== undefined) this.#add(messages.tooDeep({ max: maxDepth }), this.#builder.span(deep))
      return null
    }
    const closer: IToken = { ...tokens.at(-1)!, image: "}", startOffset: end, endOffset: end }
    return this.#run(tokens, closer, "expression").node
  }

  #startsLine(token: IToken): boolean {
    return startsLine(this.#source.text, token)
  }

  #add(message: Message, span: Span, details: Parameters<Report["add"]>[2] = {}): void {
    this.#problems++
    this.#report.add(message, span, details)
  }
}

function meantKeyword(word: string): string | undefined {
  const known = otherKeywords.get(word)
  if (known !== undefined) return known
  return nearest(
    word,
    [...declarationKeywords].map((type) => type.name.slice(2).toLowerCase()),
  )
}

function tooDeep(tokens: readonly IToken[], base: number): IToken | undefined {
  let depth = base
  for (const token of tokens) {
    if (isOpening(token) && ++depth > maxDepth) return token
    if (isClosing(token)) depth = Math.max(base, depth - 1)
  }
  return depth > maxDepth ? tokens[0] : undefined
}
