/** What starts a rule: patterns, silences and windows. */
import type { CstNode, IToken } from "chevrotain"
import { messages } from "../messages/generated.ts"
import { cover, type Span } from "../source.ts"
import type {
  AbsenceNode,
  CountNode,
  ElementNode,
  FollowNode,
  KOfNode,
  Name,
  PatternNode,
  SingleNode,
  StepNode,
  TargetNode,
  Trigger,
} from "./ast.ts"
import type { Expr } from "./ast-expressions.ts"
import { buildExpression } from "./build-expressions.ts"
import { buildCount, buildDuration, buildNumber, buildPath } from "./build-literals.ts"
import { type Builder, child, children, has, token } from "./builder.ts"

/** `when …`; undefined if nothing of the pattern could be read. */
export function buildWhen(b: Builder, node: CstNode): Trigger | undefined {
  const span = b.span(node)
  const parts = children(node, "pattern")
    .map((each) => buildPattern(b, each))
    .filter((each) => each.elements.length > 0)
  const first = parts[0]
  if (first === undefined) return undefined
  const separators = children(node, "separator")
  if (separators.length > 0) return { kind: "when", span, pattern: bracketed(b, parts, separators) }
  const only = first.elements[0]!
  if (
    first.elements.length === 1 &&
    only.kind === "absence" &&
    only.duration !== undefined &&
    only.single.target.kind === "event"
  ) {
    const { as, where } = only.single
    return {
      kind: "silence",
      span,
      event: only.single.target.name,
      ...(as && { as }),
      ...(where && { where }),
      duration: only.duration,
    }
  }
  return { kind: "when", span, pattern: first }
}

/** `A or B`, `A | B`, `A, B` without brackets: reported, and read as the group that was meant. */
function bracketed(b: Builder, patterns: readonly PatternNode[], separators: readonly CstNode[]): PatternNode {
  const span = cover(patterns[0]!.span, patterns.at(-1)!.span)
  const mark = separatorOf(separators[0]!)
  const meant = mark === "and" || mark === "&&" || mark === "&" ? "&" : "|"
  const texts = patterns.map((each) => b.text(each.span).replace(/\s+/g, " "))
  if (mark === ",")
    b.add(messages.commaInPattern(), b.span(separators[0]!), {
      hint: `write \`${texts.join(" then ")}\`, or \`(${texts.join(" | ")})\` for either`,
    })
  else {
    const right = `(${texts.join(` ${meant} `)})`
    b.addFix(messages.alternativesNeedBrackets(), b.span(separators[0]!), meant, { hint: `write \`${right}\`` })
  }
  if (patterns.length === 1) return patterns[0]!
  const target: TargetNode = { kind: "group", span, op: meant === "&" ? "and" : "or", patterns }
  const step: StepNode = { kind: "step", span, optional: false, greedy: false, single: { span, target } }
  return { kind: "pattern", span, elements: [step], follows: [] }
}

function separatorOf(node: CstNode): string {
  return token(node, "mark")?.image ?? "|"
}

/** A pattern: its elements and how each follows the one before. */
function buildPattern(b: Builder, node: CstNode): PatternNode {
  const elements: ElementNode[] = []
  const follows: FollowNode[] = []
  const followNodes = children(node, "follow")
  for (const [index, each] of children(node, "element").entries()) {
    const built = buildElement(b, each)
    if (built === undefined) continue
    if (elements.length > 0) follows.push(buildFollow(b, followNodes[index - 1], built.span.start))
    elements.push(built)
  }
  return { kind: "pattern", span: b.span(node), elements, follows }
}

function buildFollow(b: Builder, node: CstNode | undefined, before: number): FollowNode {
  if (node === undefined) return { kind: "then", span: b.at(before, before) }
  const span = b.span(node)
  const slip = token(node, "slip")
  const any = token(node, "KwAny")
  if (slip !== undefined) {
    const last = token(node, "KwBy") ?? token(node, "KwThen") ?? slip
    const place = cover(b.span(slip), b.span(last))
    b.addFix(messages.otherFollow({ found: b.text(place) }), place, "then")
  }
  const next = has(node, "KwNext")
  if (next && any !== undefined) b.add(messages.nextAny(), b.span(any))
  const duration = child(node, "duration")
  const within = duration === undefined ? undefined : buildDuration(b, duration, span)
  return { kind: next ? "next" : any === undefined ? "then" : "thenAny", span, ...(within && { within }) }
}

function buildElement(b: Builder, node: CstNode): ElementNode | undefined {
  if (has(node, "KwNo") || has(node, "KwNot")) return buildAbsence(b, node)
  const kOf = child(node, "kOf")
  const optional = has(node, "KwOptional")
  if (kOf !== undefined) return buildKOf(b, kOf, b.span(node), optional)
  const singleNode = child(node, "single")
  const single = singleNode === undefined ? undefined : buildSingle(b, singleNode)
  if (single === undefined) return undefined
  const count = child(node, "count")
  const inner = has(node, "KwConsecutive") ? "consecutive" : has(node, "KwAny") ? "any" : undefined
  return {
    kind: "step",
    span: b.span(node),
    optional,
    ...(count && { count: buildRange(b, count) }),
    ...(inner && { inner }),
    single,
    greedy: has(node, "KwGreedy"),
  }
}

function buildAbsence(b: Builder, node: CstNode): AbsenceNode | undefined {
  const not = token(node, "KwNot")
  if (not !== undefined) b.addFix(messages.notInPattern(), b.span(not), "no")
  const singleNode = child(node, "single")
  const single = singleNode === undefined ? undefined : buildSingle(b, singleNode)
  if (single === undefined) return undefined
  const span = b.span(node)
  const duration = has(node, "KwFor") ? buildDuration(b, child(node, "duration"), span) : undefined
  return { kind: "absence", span, single, ...(duration && { duration }) }
}

function buildKOf(b: Builder, node: CstNode, span: Span, optional: boolean): KOfNode {
  for (const each of children(node, "separator")) {
    const mark = separatorOf(each)
    if (mark !== "|") b.addFix(messages.otherSeparator({ found: mark, right: "|" }), b.span(each), "|")
  }
  const options = children(node, "single").flatMap((each) => buildSingle(b, each) ?? [])
  if (options.length < 2) b.add(messages.kOfNeedsTwo(), b.span(node))
  return { kind: "k-of", span, optional, k: buildCount(b, token(node, "Number"), 1), options }
}

function buildRange(b: Builder, node: CstNode): CountNode {
  const span = b.span(node)
  const [first, second] = (node.children.Number ?? []) as IToken[]
  const min = buildCount(b, first, 0)
  if (has(node, "Plus")) return { span, min, max: null }
  if (second !== undefined) {
    const max = buildCount(b, second, 0)
    return { span, min, max }
  }
  if (has(node, "DotDot")) return { span, min, max: null }
  return { span, min, max: min }
}

function buildSingle(b: Builder, node: CstNode): SingleNode | undefined {
  const target = buildTarget(b, node)
  if (target === undefined) return undefined
  const tails = children(node, "singleTail")
  const as: Name[] = []
  const where: Expr[] = []
  const until: Expr[] = []
  for (const tail of tails) {
    const span = b.span(tail)
    const keyword = token(tail, "KwAs") ?? token(tail, "KwWhere") ?? token(tail, "KwUntil")
    const list = has(tail, "KwAs") ? as : has(tail, "KwWhere") ? where : until
    if (list.length > 0 && keyword !== undefined) b.add(messages.twiceInStep({ word: keyword.image }), b.span(keyword))
    else if (
      keyword !== undefined &&
      (list === as ? where.length + until.length : list === where ? until.length : 0) > 0
    ) {
      b.add(messages.orderInStep({ word: keyword.image }), b.span(keyword))
    }
    if (list === as) as.push(b.small(token(tail, "Name"), "step", span))
    else (list === where ? where : until).push(buildExpression(b, child(tail, "expression"), b.at(span.end, span.end)))
  }
  return {
    span: b.span(node),
    target,
    ...(as[0] && { as: as[0] }),
    ...(where[0] && { where: where[0] }),
    ...(until[0] && { until: until[0] }),
  }
}

function buildTarget(b: Builder, node: CstNode): TargetNode | undefined {
  const any = token(node, "KwEvent")
  if (any !== undefined) return { kind: "any-event", span: b.span(any) }
  const group = child(node, "group")
  if (group !== undefined) return buildGroup(b, group)
  const name = token(node, "Word") ?? token(node, "QuotedName")
  if (name === undefined) return undefined
  return { kind: "event", span: b.span(name), name: b.capital(name, "event") }
}

function buildGroup(b: Builder, node: CstNode): TargetNode | undefined {
  const span = b.span(node)
  const patterns = children(node, "pattern")
    .map((each) => buildPattern(b, each))
    .filter((each) => each.elements.length > 0)
  const separators = children(node, "separator")
  if (patterns.length === 0) return undefined
  const marks = separators.map(separatorOf)
  const kind = (mark: string) => (mark === "&" || mark === "and" || mark === "&&" ? "&" : "|")
  const first = kind(marks[0] ?? "|")
  for (const [index, mark] of marks.entries()) {
    const place = b.span(separators[index]!)
    if (mark === ",")
      b.add(messages.commaInPattern(), place, {
        hint: "write `|` for either, `&` for both in any order, `then` for one after the other",
      })
    else if (mark !== kind(mark))
      b.addFix(messages.otherSeparator({ found: mark, right: kind(mark) }), place, kind(mark))
    else if (kind(mark) !== first) b.add(messages.mixedSeparators(), place)
  }
  const op = patterns.length === 1 ? "sequence" : first === "&" ? "and" : "or"
  return { kind: "group", span, op, patterns }
}

/** `each …`: windows. */
export function buildEach(b: Builder, node: CstNode): Trigger {
  const span = b.span(node)
  const event = b.capital(token(node, "Name"), "event", span)
  const where = has(node, "KwWhere") ? { where: buildExpression(b, child(node, "expression"), span) } : {}
  if (has(node, "KwSession"))
    return { kind: "each-session", span, event, gap: buildDuration(b, child(node, "gapLength"), span), ...where }
  const number = token(node, "Number")
  if (number !== undefined) return { kind: "each-count", span, count: buildNumber(b, number), event, ...where }
  const zone = token(node, "String")
  const every = child(node, "everyLength")
  return {
    kind: "each",
    span,
    size: buildDuration(b, child(node, "duration"), span),
    ...(zone && { zone: buildPath(b, zone, span) }),
    event,
    ...(every && { every: buildDuration(b, every, span) }),
    ...where,
  }
}
