/** Comments that silence warnings where they stand: `// cep-ignore CEP7004: old terminals send no device`. */
import { type Diagnostic, Report } from "./diagnostic.ts"
import { catalogue, messages } from "./messages/generated.ts"
import { Lines, type Source, type Span } from "./source.ts"
import type { Comment, Declaration, FileNode } from "./syntax/ast.ts"

interface Silencer {
  readonly span: Span
  readonly codes: readonly string[]
  /** What begins in here is silenced. */
  readonly scope: Span
}

const levels: ReadonlyMap<string, string> = new Map(catalogue.map(({ code, level }) => [code, level]))

/** Whether all warnings of a code that a file can have were looked for. */
export type LookedFor = (path: string, code: string) => boolean

/**
 * The problems without the warnings that comments silence. With `lookedFor`, a comment that silences no warning of those that were looked
 * for is reported, and so is one that cannot be understood.
 */
export function silence(
  diagnostics: readonly Diagnostic[],
  files: Iterable<FileNode>,
  sources: readonly Source[],
  lookedFor?: LookedFor,
): Diagnostic[] {
  const report = new Report()
  const silencers = [...files].flatMap((file) => {
    const text = sources.find(({ path }) => path === file.path)?.text ?? ""
    return text.includes(word) ? silencersOf(file, new Lines(text), report) : []
  })
  const used = new Set<string>()
  const left = diagnostics.filter((each) => {
    const silencing = each.level === "warning" ? silencers.filter((silencer) => isSilenced(each, silencer)) : []
    for (const { span } of silencing) used.add(useOf(span, each.code))
    return silencing.length === 0
  })
  if (lookedFor === undefined) return left
  for (const { span, codes } of silencers) {
    for (const code of codes) {
      if (!used.has(useOf(span, code)) && lookedFor(span.path, code))
        report.add(messages.unusedSilencer({ code }), span)
    }
  }
  const all = new Report()
  for (const each of [...left, ...report.diagnostics]) all.keep(each)
  return all.diagnostics
}

const word = "cep-ignore"
const form = /^\/\/\s*cep-ignore\s+(CEP\d{4}(?:\s*,\s*CEP\d{4})*)\s*:\s*\S/

function useOf({ path, start }: Span, code: string): string {
  return JSON.stringify([path, start, code])
}

function isSilenced({ code, span }: Diagnostic, { codes, scope }: Silencer): boolean {
  return codes.includes(code) && span.path === scope.path && scope.start <= span.start && span.start <= scope.end
}

function silencersOf(file: FileNode, lines: Lines, report: Report): Silencer[] {
  return file.comments.flatMap((comment) => {
    if (comment.style !== "line" || !/^\/\/\s*cep-ignore\b/.test(comment.text)) return []
    const codes = form.exec(comment.text)?.[1]?.split(/\s*,\s*/)
    if (codes === undefined) {
      const named = /^\/\/\s*cep-ignore\s+CEP\d{4}/.test(comment.text)
      const why = named ? "this comment gives no reason" : "this comment names no warning"
      report.add(messages.badSilencer({ why: `${why}, so it silences nothing` }), comment.span)
      return []
    }
    const wrong = codes.find((code) => levels.get(code) !== "warning")
    if (wrong !== undefined) {
      const why = levels.has(wrong) ? `${wrong} is an error, and errors cannot be ignored` : `there is no ${wrong}`
      report.add(messages.badSilencer({ why }), comment.span)
    }
    const known = codes.filter((code) => levels.get(code) === "warning")
    return known.length === 0 ? [] : [{ span: comment.span, codes: known, scope: scopeOf(comment, file, lines) }]
  })
}

/** Behind something: its own line. On a line of its own: what begins below it, and at least that line. */
function scopeOf({ span }: Comment, file: FileNode, lines: Lines): Span {
  const { line, column } = lines.position(span.start)
  const own = { path: span.path, start: lines.start(line), end: span.end }
  if (
    lines
      .line(line)
      .slice(0, column - 1)
      .trim() !== ""
  )
    return own
  const start = nextPlace(span.end, file.comments, lines.text)
  const next = lines.position(start).line
  const lineEnd = lines.start(next) + lines.line(next).length
  const declaration = file.declarations.find((each) => each.span.start <= start && start < each.span.end)
  return { path: span.path, start, end: Math.max(lineEnd, declaration === undefined ? 0 : endOf(declaration, start)) }
}

/** Where the text goes on behind spaces and comments. */
function nextPlace(from: number, comments: readonly Comment[], text: string): number {
  const ends = new Map(comments.map(({ span }) => [span.start, span.end]))
  let at = from
  while (at < text.length) {
    const end = ends.get(at)
    if (end === undefined && !/[\s,]/.test(text[at]!)) break
    at = end ?? at + 1
  }
  return at
}

/** The end of the longest part that begins at a place; a `then` goes with the step behind it. */
function endOf(declaration: Declaration, start: number): number {
  let end = start
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if (Array.isArray(value)) {
      for (const each of value) visit(each)
      return
    }
    if ("span" in value && (value.span as Span).start === start) end = Math.max(end, (value.span as Span).end)
    if ("follows" in value && "elements" in value) {
      const { follows, elements } = value as { follows: readonly { span: Span }[]; elements: readonly { span: Span }[] }
      for (const [at, { span }] of follows.entries()) {
        if (span.start === start) end = Math.max(end, elements[at + 1]?.span.end ?? 0)
      }
    }
    for (const [name, part] of Object.entries(value)) if (name !== "span") visit(part)
  }
  visit(declaration)
  return end
}
