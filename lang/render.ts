import type { Diagnostic, Label, Level } from "./diagnostic.ts"
import { Lines, type Position, type Source, type Span } from "./source.ts"
import { layOut, printable } from "./text-width.ts"

/** How diagnostics are printed. */
export interface RenderOptions {
  /** ANSI colours; off if not given. */
  colour?: boolean
}

/** Lines longer than this are cut around the marked place. */
const maxCells = 160
/** A marked place of more lines than this is shown by its first and last line. */
const maxLines = 5

type Paint = (text: string) => string

interface Style {
  error: Paint
  warning: Paint
  frame: Paint
  strong: Paint
}

interface Mark {
  span: Span
  text: string
  primary: boolean
}

/**
 * Prints diagnostics for a terminal: level, code and words, the place, the marked source lines, hint, fix and the page to read.
 * A source that is not given is shown by its path alone. Ends with a line break unless there is nothing to print.
 */
export function render(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  options: RenderOptions = {},
): string {
  const style = options.colour === true ? coloured : plain
  const lines = new Map<string, Lines>()
  for (const source of sources) lines.set(source.path, new Lines(source.text))
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic, lines, style)}\n`).join("\n")
}

/** A place with its lines, marked as in a diagnostic, for what is told of a source and is no diagnostic: lines without an end. */
export function renderPlace(
  span: Span,
  sources: readonly Source[],
  { colour = false, label = "" }: RenderOptions & { readonly label?: string } = {},
): string[] {
  const style = colour ? coloured : plain
  const source = sources.find(({ path }) => path === span.path)
  const lines = source && new Lines(source.text)
  const gutter = String(lines?.position(span.end).line ?? 1).length
  const marks = [{ span, text: label, primary: true }]
  return renderFile(span.path, marks, lines, gutter, style.error, style)
}

/** "2 errors, 1 warning"; "no problems" where there are none. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const count = (level: Level) => diagnostics.filter((diagnostic) => diagnostic.level === level).length
  const say = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? "" : "s"}`])
  const parts = [...say(count("error"), "error"), ...say(count("warning"), "warning")]
  return parts.length === 0 ? "no problems" : parts.join(", ")
}

function renderOne(diagnostic: Diagnostic, lines: ReadonlyMap<string, Lines>, style: Style): string {
  const paint = style[diagnostic.level]
  const out = [`${paint(`${diagnostic.level} ${diagnostic.code}`)}: ${style.strong(words(diagnostic.text))}`]
  const files = groupByPath(marksOf(diagnostic), diagnostic.span.path)
  const gutter = gutterWidth(files, lines)
  for (const [path, marks] of files) out.push(...renderFile(path, marks, lines.get(path), gutter, paint, style))
  const note = (kind: string, text: string) =>
    out.push(`${" ".repeat(gutter)} ${style.frame("=")} ${style.strong(`${kind}:`)} ${words(text)}`)
  const { hint, fix } = diagnostic
  if (hint !== undefined) note("hint", hint)
  // An editor offers the fix as an action; here it need not say again what the hint has said.
  if (fix !== undefined && fix.title !== hint) note("fix", fix.title)
  note("docs", `docs/reference/messages/${diagnostic.code}.md`)
  return out.join("\n")
}

/** The words of a message on one line, with nothing in them that steers a terminal. */
function words(text: string): string {
  return printable(text.replace(/[\r\n\t]+/g, " "))
}

/** The marks of a diagnostic; a label on the main place becomes the words at its carets. */
function marksOf(diagnostic: Diagnostic): Mark[] {
  const same = (label: Label) =>
    label.span.path === diagnostic.span.path &&
    label.span.start === diagnostic.span.start &&
    label.span.end === diagnostic.span.end
  const labels = diagnostic.labels ?? []
  const main = { span: diagnostic.span, text: labels.find(same)?.text ?? "", primary: true }
  return [
    main,
    ...labels.filter((label) => !same(label)).map((label) => ({ span: label.span, text: label.text, primary: false })),
  ]
}

function groupByPath(marks: readonly Mark[], first: string): Map<string, Mark[]> {
  const groups = new Map<string, Mark[]>([[first, []]])
  for (const mark of marks) groups.set(mark.span.path, [...(groups.get(mark.span.path) ?? []), mark])
  return groups
}

function gutterWidth(files: ReadonlyMap<string, Mark[]>, lines: ReadonlyMap<string, Lines>): number {
  let last = 1
  for (const [path, marks] of files) {
    for (const mark of marks) last = Math.max(last, lines.get(path)?.position(mark.span.end).line ?? 1)
  }
  return String(last).length
}

function renderFile(
  path: string,
  marks: readonly Mark[],
  lines: Lines | undefined,
  gutter: number,
  paint: Paint,
  style: Style,
): string[] {
  const main = marks.find((mark) => mark.primary) ?? marks[0]!
  const arrow = `${" ".repeat(gutter)}${style.frame("-->")} `
  if (lines === undefined)
    return [
      `${arrow}${words(path)}`,
      ...marks
        .flatMap((mark) => mark.text || [])
        .map((text) => `${" ".repeat(gutter)} ${style.frame("=")} ${words(text)}`),
    ]
  const place = lines.position(main.span.start)
  const bar = (number: string, rest: string) =>
    `${style.frame(`${number.padStart(gutter)} |`)}${rest === "" ? "" : ` ${rest}`}`
  const out = [`${arrow}${words(path)}:${place.line}:${place.column}`, bar("", "")]
  let previous = 0
  for (const { line, drawn } of rows(marks, lines)) {
    if (previous !== 0 && line === previous + 2) out.push(bar(String(line - 1), window(lines.line(line - 1), 0).shown))
    else if (previous !== 0 && line > previous + 2) out.push(style.frame(`${"".padStart(gutter)} ...`))
    previous = line
    out.push(
      ...drawLine(lines.line(line), drawn, paint, style).map((text, at) => bar(at === 0 ? String(line) : "", text)),
    )
  }
  out.push(bar("", ""))
  return out
}

/** What is drawn below one line: columns from 0, `to` exclusive. */
interface Drawn {
  from: number
  to: number
  text: string
  primary: boolean
}

/** The lines to show with what is drawn below each, in order of lines; main place first within a line. */
function rows(marks: readonly Mark[], lines: Lines): { line: number; drawn: Drawn[] }[] {
  const byLine = new Map<number, Drawn[]>()
  for (const mark of marks) {
    for (const { line, drawn } of drawnLines(mark, lines)) byLine.set(line, [...(byLine.get(line) ?? []), drawn])
  }
  return [...byLine].sort(([a], [b]) => a - b).map(([line, drawn]) => ({ line, drawn }))
}

function drawnLines(mark: Mark, lines: Lines): { line: number; drawn: Drawn }[] {
  const { text, primary } = mark
  const [first, last] = ends(mark.span, lines)
  if (first.line === last.line) {
    const from = first.column - 1
    return [{ line: first.line, drawn: { from, to: Math.max(last.column - 1, from + 1), text, primary } }]
  }
  const out: { line: number; drawn: Drawn }[] = []
  for (let line = first.line; line <= last.line; line++) {
    const hidden = last.line - first.line >= maxLines && line !== first.line && line !== last.line
    const content = lines.line(line)
    const from = line === first.line ? first.column - 1 : content.length - content.trimStart().length
    const to = line === last.line ? last.column - 1 : content.trimEnd().length
    if (hidden || (to <= from && line !== first.line && line !== last.line)) continue
    const drawn = { from, to: Math.max(to, from + 1), text: line === last.line ? text : "", primary }
    out.push({ line, drawn })
  }
  return out
}

/** First and last place of a span; an end at the very start of a line belongs to the line before. */
function ends(span: Span, lines: Lines): [Position, Position] {
  const first = lines.position(span.start)
  const last = lines.position(Math.max(span.start, span.end))
  if (last.column > 1 || last.line === first.line) return [first, last]
  return [first, { line: last.line - 1, column: lines.line(last.line - 1).length + 1 }]
}

function drawLine(line: string, drawn: readonly Drawn[], paint: Paint, style: Style): string[] {
  const view = window(line, drawn[0]?.from ?? 0)
  const cell = (column: number) => (view.at[Math.min(column, line.length)] ?? 0) + Math.max(0, column - line.length)
  return [
    view.shown,
    ...drawn.map(({ from, to, text, primary }) => {
      const start = Math.max(0, Math.min(cell(from) - view.from, view.width))
      const end = Math.max(start + 1, Math.min(cell(to) - view.from, view.width))
      const line = (primary ? "^" : "-").repeat(end - start) + (text === "" ? "" : ` ${words(text)}`)
      return " ".repeat(start) + (primary ? paint(line) : style.frame(line))
    }),
  ]
}

/** The part of a line that is shown: all of it, or the cells around a column of a very long line. */
function window(line: string, column: number): { shown: string; at: number[]; from: number; width: number } {
  const { shown, at } = layOut(line)
  const total = at[line.length] ?? 0
  if (total <= maxCells) return { shown: shown.trimEnd(), at, from: 0, width: total + 1 }
  const wanted = Math.max(0, (at[Math.min(column, line.length)] ?? 0) - maxCells / 4)
  const firstUnit = at.findIndex((cell) => cell >= wanted)
  const from = at[firstUnit] ?? 0
  const endUnit = at.findLastIndex((cell) => cell <= from + maxCells)
  const lead = firstUnit > 0 ? "…" : ""
  const part = layOut(line.slice(firstUnit, endUnit).replaceAll("\t", " ")).shown
  const tail = endUnit < line.length ? "…" : ""
  return { shown: lead + part + tail, at, from: from - lead.length, width: maxCells + 2 }
}

const same: Paint = (text) => text
const ansi =
  (codes: string): Paint =>
  (text) =>
    `\u001b[${codes}m${text}\u001b[0m`
const plain: Style = { error: same, warning: same, frame: same, strong: same }
const coloured: Style = { error: ansi("1;31"), warning: ansi("1;33"), frame: ansi("36"), strong: ansi("1") }
