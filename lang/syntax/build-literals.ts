/** Numbers, durations, times and strings. */
import type { CstNode, IToken } from "chevrotain"
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { PathText } from "./ast.ts"
import type { DurationExpr, DurationNode, Expr, NumberExpr, StringExpr, TimeExpr } from "./ast-expressions.ts"
import { type Builder, children, token, tokens } from "./builder.ts"
import { isCurlyQuote, isTerminated, scanInterpolated } from "./scan-string.ts"
import { calendarUnits, durationText, durationTextOf, meantUnit, unitLength, unitOf } from "./units.ts"

/** The number of a token: its value and how it was written. */
export function buildNumber(b: Builder, from: IToken): NumberExpr {
  const span = b.span(from)
  const text = from.image
  const bare = text.replaceAll("_", "")
  const value = Number(bare)
  if (/^0\d/.test(bare)) {
    const right = bare.replace(/^0+(?=\d)/, "")
    b.addFix(messages.leadingZero({ number: text, right }), span, right)
  } else if (/_(?!\d)|\D_/.test(text) || !Number.isFinite(value))
    b.add(messages.badNumber({ number: shortened(text) }), span)
  return { kind: "number", span, value, text }
}

/** A whole number of at least `min`, as counts are. */
export function buildCount(b: Builder, from: IToken | undefined, min: number): number {
  if (from === undefined) return min
  const { value, span, text } = buildNumber(b, from)
  if (Number.isSafeInteger(value) && value >= min) return value
  b.add(messages.wholeNumber({ number: shortened(text), min }), span)
  return Number.isFinite(value) ? Math.max(min, Math.trunc(value)) : min
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 20)}…` : text
}

/** The numbers or the units of a duration, those of further parts (`1 hour 30 minutes`) included. */
function parts(node: CstNode, kind: "Number" | "Unit"): IToken[] {
  return [...tokens(node, kind), ...children(node, "furtherPart").flatMap((part) => tokens(part, kind))]
}

/** A duration or, where `node` has only a number, that number. */
export function buildNumberOrDuration(b: Builder, node: CstNode): Expr {
  const units = parts(node, "Unit")
  const numbers = parts(node, "Number")
  if (units.length === 0)
    return numbers[0] === undefined ? { kind: "error", span: b.span(node) } : buildNumber(b, numbers[0])
  return durationOf(b, b.span(node), numbers, units)
}

/** A written duration or a name; a number without a unit is reported and taken as minutes. */
export function buildDuration(b: Builder, node: CstNode | undefined, fallback: Span): DurationNode {
  if (node === undefined) return { kind: "name", span: fallback, name: { span: fallback, text: "" } }
  const span = b.span(node)
  const name = token(node, "Name")
  if (name !== undefined) return { kind: "name", span, name: b.name(name) }
  const numbers = parts(node, "Number")
  const strange = token(node, "strangeUnit")
  if (strange !== undefined && numbers[0] !== undefined) {
    reportUnit(b, strange)
    return inMinutes(b, span, numbers[0])
  }
  const units = parts(node, "Unit")
  if (numbers[0] === undefined) return { kind: "name", span, name: { span, text: "" } }
  if (units.length > 0) return durationOf(b, span, numbers, units)
  b.add(messages.missingUnit({ number: numbers[0].image }), span)
  return inMinutes(b, span, numbers[0])
}

function inMinutes(b: Builder, span: Span, number: IToken): DurationExpr {
  const amount = buildNumber(b, number).value
  return { kind: "duration", span, amount, unit: "minute", ms: amount * unitLength("minute") }
}

function durationOf(b: Builder, span: Span, numbers: readonly IToken[], units: readonly IToken[]): DurationExpr {
  const parts = units.map((unit, index) => {
    const amount = numbers[index] === undefined ? 0 : buildNumber(b, numbers[index]).value
    const known = unitOf(unit.image) ?? unitOf(reportUnit(b, unit)) ?? "minute"
    return { amount, unit: known, ms: amount * unitLength(known) }
  })
  const first = parts[0]!
  if (parts.length === 1) {
    if (!Number.isSafeInteger(Math.round(first.ms))) b.add(messages.longDuration(), span)
    else if (first.ms !== Math.round(first.ms)) b.add(messages.brokenMilliseconds({ duration: b.text(span) }), span)
    return { kind: "duration", span, ...first, ms: Math.round(first.ms) }
  }
  const ms = parts.reduce((sum, part) => sum + part.ms, 0)
  const right = durationTextOf(Math.round(ms))
  b.addFix(messages.compoundDuration({ right }), span, right)
  return { kind: "duration", span, amount: ms, unit: "ms", ms }
}

/** Reports a word that is no unit; returns the one that was probably meant. */
function reportUnit(b: Builder, unit: IToken): string {
  const span = b.span(unit)
  const word = unit.image
  const meant = meantUnit(word)
  if (calendarUnits.has(word)) b.add(messages.calendarUnit({ unit: word }), span)
  else if (meant !== undefined)
    b.addFix(messages.unknownUnit({ unit: word }), span, meant, { hint: `did you mean \`${meant}\`?` })
  else b.add(messages.unknownUnit({ unit: word }), span)
  return meant ?? "minutes"
}

/** `once per hour` means one hour. */
export function asOne(duration: DurationNode): DurationNode {
  if (duration.kind !== "name" || duration.name.quoted) return duration
  const unit = unitOf(duration.name.text)
  if (unit === undefined || durationText(1, unit) !== `1 ${duration.name.text}`) return duration
  return { kind: "duration", span: duration.span, amount: 1, unit, ms: unitLength(unit) }
}

const clockPattern = /^(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)$/
const datePattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?([Zz]|([+-])(\d{2}):?(\d{2}))?)?$/

/** A time as epoch ms; an impossible date or a bare time of day outside a test is reported. */
export function buildTime(b: Builder, from: IToken): TimeExpr {
  const span = b.span(from)
  const text = from.image
  const clock = clockPattern.exec(text)
  if (clock !== null) {
    const ms = clockMs(clock[1]!, clock[2]!, clock[3]!)
    if (ms === null) b.add(messages.noSuchTime({ time: text }), span)
    if (!b.inTest) b.add(messages.clockOutsideTest({ time: text }), span)
    return { kind: "time", span, text, ms: ms ?? 0, form: "clock" }
  }
  const form = text.length > 10 ? "instant" : "date"
  const ms = instantMs(datePattern.exec(text))
  if (ms === null) b.add(messages.noSuchTime({ time: text }), span)
  else if (form === "instant" && !/(?:[Zz]|[+-]\d{2}:?\d{2})$/.test(text.slice(11))) {
    b.addFix(messages.timeWithoutZone({ time: text }), span, `${text.replace(" ", "T")}Z`)
  }
  return { kind: "time", span, text, ms: ms ?? 0, form }
}

function clockMs(hour: string, minute: string, second: string): number | null {
  const ms = Number(hour) * 3_600_000 + Number(minute) * 60_000 + Math.trunc(Number(second) * 1000 + 1e-6)
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60 ? ms : null
}

function instantMs(match: RegExpExecArray | null): number | null {
  if (match === null) return null
  const [, year, month, day, hour = "00", minute = "00", second = "00", , sign, zoneHour = "00", zoneMinute = "00"] =
    match
  const midnight = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).getUTCDate() !== Number(day)) return null
  const clock = clockMs(hour, minute, second)
  const offset = clockMs(zoneHour, zoneMinute, "00")
  if (clock === null || offset === null) return null
  return midnight + clock - (sign === "-" ? -offset : offset)
}

/** A text without `{…}` parts: paths, connector arguments, names of tests. */
export function buildPath(b: Builder, from: IToken | undefined, fallback: Span): PathText {
  if (from === undefined) return { span: fallback, text: "" }
  const span = b.span(from)
  const closed = checkQuotes(b, from)
  return { span, text: unescaped(b, span.start + 1, span.end - (closed ? 1 : 0), true) }
}

/** The same as an expression: its only part is plain text. */
export function buildPlainString(b: Builder, from: IToken): StringExpr {
  const { span, text } = buildPath(b, from, b.span(from))
  return { kind: "string", span, parts: text === "" ? [] : [text], text: from.image }
}

/** A text with its `{…}` parts as trees. */
export function buildString(b: Builder, from: IToken): StringExpr {
  const span = b.span(from)
  const closed = checkQuotes(b, from)
  const scanned = from.image.startsWith('"') ? scanInterpolated(from.image, 0) : null
  if (scanned === null) {
    if (closed && from.image.startsWith('"')) reportOpenBrace(b, from)
    const plain = unescaped(b, span.start + 1, span.end - (closed ? 1 : 0), false)
    return { kind: "string", span, parts: plain === "" ? [] : [plain], text: from.image }
  }
  const parts: (string | Expr)[] = []
  for (const piece of scanned.pieces) {
    const start = span.start + piece.start
    const end = span.start + piece.end
    if (piece.kind === "expression") parts.push(buildPiece(b, start, end))
    else if (start < end) parts.push(unescaped(b, start, end, false))
  }
  return { kind: "string", span, parts, text: from.image }
}

function buildPiece(b: Builder, start: number, end: number): Expr {
  if (b.source.text.slice(start, end).trim() === "") {
    b.add(messages.emptyInterpolation(), b.at(start - 1, end + 1))
    return { kind: "error", span: b.at(start, end) }
  }
  b.depth++
  const node = b.readPiece(start, end, b.depth)
  const built: Expr = node === null ? { kind: "error", span: b.at(start, end) } : b.expression(node)
  b.depth--
  return built
}

function reportOpenBrace(b: Builder, from: IToken): void {
  const at = from.startOffset + Math.max(1, from.image.search(/(?<!\{)\{(?!\{)/))
  b.add(messages.openBraceInText(), b.at(at, at + 1))
}

/** Reports what is wrong with the quotes; says whether there is a closing one. */
function checkQuotes(b: Builder, from: IToken): boolean {
  const span = b.span(from)
  const closed = isTerminated(from.image)
  if (isCurlyQuote(from.image[0])) {
    const repaired = `"${from.image.slice(1, closed ? -1 : undefined)}"`
    b.addFix(messages.oddQuotes({ found: from.image[0]! }), closed ? span : b.at(span.start, span.start + 1), repaired)
    return closed
  }
  if (!closed) b.add(messages.unclosedText(), b.at(span.start, span.start + 1))
  else if (from.image.startsWith("'")) {
    const inside = from.image.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"')
    b.addFix(messages.singleQuotes(), span, `"${inside}"`)
  }
  return closed
}

const escapes: ReadonlyMap<string, string> = new Map([
  ...([
    ["n", "\n"],
    ["t", "\t"],
    ["r", "\r"],
    ['"', '"'],
    ["'", "'"],
    ["\\", "\\"],
    ["/", "/"],
    ["{", "{"],
    ["}", "}"],
  ] as const),
  ...([
    ["b", "\b"],
    ["f", "\f"],
    ["0", "\0"],
  ] as const),
])

/** The text between two offsets of the source with its escapes resolved. In a `plain` text braces are only braces. */
function unescaped(b: Builder, start: number, end: number, plain: boolean): string {
  const raw = b.source.text.slice(start, end)
  const pattern = /\\(?:u\{([0-9a-fA-F]{1,8})\}|u([0-9a-fA-F]{4})|([\s\S]?))|\{\{|\}\}/g
  return raw.replace(
    pattern,
    (whole, braced: string | undefined, four: string | undefined, letter: string | undefined, at: number) => {
      if (!whole.startsWith("\\")) return plain ? whole : whole[0]!
      if (letter === undefined) {
        const code = Number.parseInt(braced ?? four!, 16)
        if (code <= 0x10ffff) return String.fromCodePoint(code)
      } else {
        const known = escapes.get(letter)
        if (known !== undefined) return known
      }
      b.add(messages.unknownEscape({ escape: whole }), b.at(start + at, start + at + whole.length))
      return letter ?? ""
    },
  )
}
