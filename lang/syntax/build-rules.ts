/** Rules: their items in the order written, and what is wrong with that order. */
import type { CstNode } from "chevrotain"
import { nearest } from "../check/suggest.ts"
import { messages } from "../messages/generated.ts"
import type { Clause, LetDecl, OutputNode, RuleDecl, Severity, SkipNode, Trigger, TypeNode } from "./ast.ts"
import { buildExpression } from "./build-expressions.ts"
import { asOne, buildDuration, buildPath, buildString } from "./build-literals.ts"
import { buildKeys } from "./build-operands.ts"
import { buildEach, buildWhen } from "./build-patterns.ts"
import { buildRecord } from "./build-records.ts"
import { type Builder, child, children, has, token, tokens } from "./builder.ts"

/** Builds the type of a `let`; given in, so that the files do not depend on each other in a circle. */
export type BuildBinding = (
  b: Builder,
  node: CstNode,
  what: string,
) => { name: LetDecl["name"]; type?: TypeNode; value: LetDecl["value"] }

/** A rule with its trigger, clauses and outputs in the order written. */
export function buildRule(
  b: Builder,
  node: CstNode,
  doc: (offset: number) => { doc?: string },
  binding: BuildBinding,
): RuleDecl {
  const span = b.span(node)
  const shadowed = token(node, "shadowed")
  const former = token(node, "formerName")
  const title = token(node, "String")
  const lets: LetDecl[] = []
  const triggers: Trigger[] = []
  const clauses: Clause[] = []
  const outputs: OutputNode[] = []
  let sawTrigger = false
  for (const item of children(node, "ruleItem")) {
    const place = b.span(item)
    const bound = child(item, "binding")
    const when = child(item, "when")
    const each = child(item, "each")
    const clause = child(item, "clause")
    const output = child(item, "output")
    if (bound !== undefined) {
      if (sawTrigger) b.add(messages.letAfterTrigger(), b.at(place.start, place.start + 3))
      lets.push({ kind: "let", span: place, ...doc(place.start), ...binding(b, bound, "let") })
    } else if (when !== undefined || each !== undefined) {
      if (sawTrigger) b.add(messages.secondTrigger(), b.at(place.start, place.start + 4))
      else if (clauses.length + outputs.length > 0) b.add(messages.triggerFirst(), b.at(place.start, place.start + 4))
      sawTrigger = true
      const built = when !== undefined ? buildWhen(b, when) : buildEach(b, each!)
      if (built !== undefined) triggers.push(built)
    } else if (clause !== undefined) {
      const built = buildClause(b, clause)
      if (outputs.length > 0) reportLateClause(b, clause, outputs[0]!)
      if (built !== undefined) clauses.push(built)
    } else if (output !== undefined) outputs.push(buildOutput(b, output))
  }
  const name = b.capital(token(node, "Name"), "rule", span)
  if (has(node, "RCurly") && !b.broken) {
    if (!sawTrigger) b.add(messages.ruleWithoutTrigger({ rule: name.text }), name.span)
    if (outputs.length === 0) b.add(messages.ruleWithoutOutput({ rule: name.text }), name.span)
  }
  return {
    kind: "rule",
    span,
    ...doc(span.start),
    shadow: has(node, "KwShadow"),
    name,
    ...(shadowed && { of: b.capital(shadowed, "rule") }),
    ...(former && { was: b.capital(former, "rule") }),
    ...(title && { title: buildString(b, title) }),
    lets,
    ...(triggers[0] && { trigger: triggers[0] }),
    clauses,
    outputs,
  }
}

function reportLateClause(b: Builder, node: CstNode, output: OutputNode): void {
  const span = b.span(node)
  const word = /^\w+/.exec(b.text(span))?.[0] ?? ""
  b.add(messages.clauseAfterOutput({ clause: word, output: output.kind }), b.at(span.start, span.start + word.length), {
    labels: [{ span: b.at(output.span.start, output.span.start + output.kind.length), text: "before this" }],
  })
}

function buildClause(b: Builder, node: CstNode): Clause | undefined {
  const span = b.span(node)
  if (has(node, "KwWithin")) {
    if (has(node, "KwForever")) return { kind: "within-forever", span }
    if (child(node, "duration") === undefined) return undefined
    return {
      kind: "within",
      span,
      duration: buildDuration(b, child(node, "duration"), span),
      betweenEvents: has(node, "KwBetween"),
    }
  }
  const keys = child(node, "perKeys")
  if (keys !== undefined) return { kind: "per", span, keys: buildKeys(b, keys) }
  if (has(node, "KwSkip")) {
    const strategy = buildStrategy(b, child(node, "strategy"))
    return strategy && { kind: "skip", span, strategy }
  }
  if (has(node, "KwHaving"))
    return { kind: "having", span, condition: buildExpression(b, child(node, "expression"), b.at(span.end, span.end)) }
  if (has(node, "KwOnce")) {
    const duration = child(node, "duration")
    return duration && { kind: "once", span, duration: asOne(buildDuration(b, duration, span)) }
  }
  if (has(node, "KwTags"))
    return { kind: "tags", span, tags: tokens(node, "String").map((each) => buildPath(b, each, span)) }
  return undefined
}

function buildStrategy(b: Builder, node: CstNode | undefined): SkipNode | undefined {
  if (node === undefined) return undefined
  const span = b.span(node)
  if (has(node, "KwNone")) return { kind: "none", span }
  if (has(node, "KwPast")) return { kind: "past-last", span }
  if (has(node, "KwNext")) return { kind: "to-next", span }
  const step = token(node, "Name")
  if (step === undefined) return undefined
  return { kind: has(node, "KwFirst") ? "to-first" : "to-last", span, step: b.name(step) }
}

const severities: readonly Severity[] = ["info", "low", "medium", "high", "critical"]

function buildSeverity(b: Builder, node: CstNode | undefined): Severity | undefined {
  const word = node && token(node, "word")
  if (word === undefined) return undefined
  const found = severities.find((each) => each === word.image)
  if (found !== undefined) return found
  const meant = nearest(word.image, severities)
  b.add(
    messages.unknownSeverity({ severity: word.image }),
    b.span(word),
    meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` },
  )
  return meant as Severity | undefined
}

function buildOutput(b: Builder, node: CstNode): OutputNode {
  const span = b.span(node)
  const emit = has(node, "KwEmit")
  const severity = buildSeverity(b, child(node, "severity"))
  const message = token(node, "String")
  const sink = token(node, "sink")
  const record = child(node, "record")
  return {
    kind: emit ? "emit" : "alert",
    span,
    onTimeout: has(node, "KwOn"),
    ...(severity && { severity }),
    ...(has(node, "KwScore") && { score: buildExpression(b, child(node, "expression"), span) }),
    ...(message && { message: buildString(b, message) }),
    ...(emit && { event: b.capital(token(node, "Name"), "event", span) }),
    ...(sink && { sink: b.name(sink) }),
    ...(record && { record: buildRecord(b, record) }),
    withoutEvents: has(node, "KwWithout"),
  }
}
