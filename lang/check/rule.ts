import { Report } from "../diagnostic.ts"
import { messages } from "../messages/generated.ts"
import type { Clause, LetDecl, RuleDecl } from "../syntax/ast.ts"
import { checkShadowEmits, checkTags } from "./alerts.ts"
import { type Context, complain, type RuleResult, refer } from "./context.ts"
import { readDuration } from "./durations.ts"
import { checkEach, isEach, refuseOfWindow, windowPlace } from "./each.ts"
import { inferCondition } from "./expression-operators.ts"
import { checkFinalNo, checkGroupEnds } from "./final-no.ts"
import { checkKeys } from "./keys.ts"
import type { RuleInfo, SequenceInfo, SkipInfo, WithinInfo } from "./model.ts"
import { duplicates } from "./names.ts"
import { checkOutput } from "./outputs.ts"
import { checkPattern, stepInfos } from "./pattern.ts"
import { isEvent, lastEvent, namesInPattern, shapePattern } from "./pattern-shape.ts"
import type { Environment, RuleScope } from "./scope.ts"
import { suggestOrList } from "./suggest.ts"
import { canTimeOut, refuseClauses, silencePattern, triggerPattern } from "./trigger.ts"

type ClauseOf<Kind extends Clause["kind"]> = Extract<Clause, { kind: Kind }>

/** Checks a rule. Without an info where its trigger could not be understood. */
export function checkRule(context: Context, node: RuleDecl): RuleResult {
  checkHead(context, node)
  const pattern = triggerPattern(node)
  if (pattern === undefined || pattern.elements.length === 0) return {}
  const silence = node.trigger?.kind === "silence"
  const named = namesInPattern(pattern)
  const inputs = named.filter((name) => isEvent(context, name))
  // Asked for even where no field is read: this finds rules that feed each other in a circle.
  for (const name of inputs) context.event(name)
  const { sequence, steps } = shapePattern(context, pattern, inputs)
  if (named.length === 0) complain(context, messages.noInput(), pattern.span)
  const keys = checkKeys(context, clausesOf(node, "per")[0]?.keys ?? [], inputs)
  const lets = ruleLets(context, node)
  const scope: RuleScope = { steps, keys, lets, ofWindows: isEach(node.trigger), open: new Set(), used: new Map() }
  const conditions = checkPattern(context, sequence, scope)
  const checked = silence ? silencePattern(conditions) : conditions
  if (silence) refuseClauses(context, node)
  if (isEach(node.trigger)) refuseOfWindow(context, node)
  const within = readWithin(context, node)
  const skip = readSkip(context, node, scope)
  checkGroupEnds(context, sequence)
  checkFinalNo(context, sequence, within)
  const place: Environment = isEach(node.trigger)
    ? windowPlace(scope, node.trigger)
    : { rule: scope, keys, last: lastEvent(sequence, steps) }
  const having = clausesOf(node, "having")[0]
  const condition = having && inferCondition(context, having.condition, place)
  const outputs = node.outputs.map((output, index) =>
    checkOutput(context, output, index, place, place.window !== undefined || canTimeOut(within, checked)),
  )
  checkUnusedLets(context, scope, place)
  checkShadowEmits(context, node, inputs)
  const once = clausesOf(node, "once")[0]
  const oncePer = once && readDuration(context, once.duration)
  const trigger = triggerInfo(context, node, checked, place)
  if (trigger === undefined) return {}
  const shown = trigger.kind === "pattern"
  const info: RuleInfo = {
    ...headInfo(node),
    trigger,
    steps: shown ? stepInfos(steps) : stepInfos(steps).map((step) => ({ ...step, shown })),
    inputs,
    keys,
    within,
    skip,
    ...(condition === undefined ? {} : { having: condition }),
    ...(oncePer === undefined ? {} : { oncePer }),
    tags: checkTags(context, node),
    outputs: shown ? outputs : outputs.map((output) => ({ ...output, withoutEvents: true })),
  }
  return { info }
}

/** Undefined: the windows of the rule could not be understood. */
function triggerInfo(
  context: Context,
  { trigger }: RuleDecl,
  pattern: SequenceInfo,
  { window }: Environment,
): RuleInfo["trigger"] | undefined {
  if (!isEach(trigger) || window === undefined) {
    return { kind: trigger?.kind === "silence" ? "silence" : "pattern", pattern }
  }
  const each = checkEach(context, trigger, window)
  return each && { kind: "window", pattern, window: each }
}

function headInfo(node: RuleDecl) {
  const title = node.title?.parts.every((part) => typeof part === "string") ? node.title.parts.join("") : undefined
  return {
    name: node.name.text,
    ...(node.of === undefined ? {} : { of: node.of.text }),
    ...(node.was === undefined ? {} : { was: node.was.text }),
    ...(title === undefined ? {} : { title }),
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    shadow: node.shadow,
    span: node.name.span,
  }
}

/** The former name, clauses that come twice, and whether anything comes out. */
function checkHead(context: Context, node: RuleDecl): void {
  const former = node.was && context.declarations.get(node.was.text)
  if (node.was !== undefined && former?.kind === "rule") {
    complain(context, messages.formerNameInUse({ name: node.was.text }), node.was.span, {
      labels: [{ span: former.name.span, text: "declared here" }],
    })
  }
  if (node.title?.parts.some((part) => typeof part !== "string")) {
    complain(context, messages.titleWithParts(), node.title.span)
  }
  const seen = new Map<string, Clause>()
  for (const clause of node.clauses) {
    const kind = clause.kind === "within-forever" ? "within" : clause.kind
    const first = seen.get(kind)
    if (first === undefined) seen.set(kind, clause)
    else {
      complain(context, messages.duplicateClause({ clause: kind === "once" ? "once per" : kind }), clause.span, {
        labels: [{ span: first.span, text: "first here" }],
      })
    }
  }
}

function clausesOf<Kind extends Clause["kind"]>(node: RuleDecl, kind: Kind): ClauseOf<Kind>[] {
  return node.clauses.filter((clause): clause is ClauseOf<Kind> => clause.kind === kind)
}

function ruleLets(context: Context, node: RuleDecl): Map<string, LetDecl> {
  for (const { item, first } of duplicates(node.lets)) {
    complain(context, messages.duplicateDeclaration({ name: item.name.text }), item.name.span, {
      labels: [{ span: first.name.span, text: "a constant already" }],
    })
  }
  return new Map([...node.lets].reverse().map((each) => [each.name.text, each]))
}

/** A let that nothing reads is checked too: in the first place, of the steps and the outputs, where it makes sense. */
function checkUnusedLets(context: Context, scope: RuleScope, place: Environment): void {
  const outputs = place.window === undefined ? place : { ...place, window: { ...place.window, measures: [] } }
  const steps = scope.steps.map((step) => ({
    rule: scope,
    candidate: step.events,
    step,
    before: step.index,
    frames: step.frames,
  }))
  for (const [name, node] of scope.lets) {
    if (scope.used.has(name)) continue
    const reports = [outputs, ...steps].map((place) => {
      const report = new Report()
      context.inferInto(report, node.value, place)
      return report
    })
    if (reports.every((report) => report.hasErrors)) context.report.merge(reports[0]!)
  }
}

function readWithin(context: Context, node: RuleDecl): WithinInfo {
  const clause = node.clauses.find((each) => each.kind === "within" || each.kind === "within-forever")
  if (clause === undefined) return { kind: "none" }
  if (clause.kind === "within-forever") return { kind: "forever" }
  if (clause.kind !== "within") return { kind: "none" }
  const duration = readDuration(context, clause.duration) ?? { kind: "fixed", ms: 1 }
  return { kind: clause.betweenEvents ? "between-events" : "whole", duration }
}

function readSkip(context: Context, node: RuleDecl, scope: RuleScope): SkipInfo {
  const strategy = clausesOf(node, "skip")[0]?.strategy
  if (strategy === undefined) return { kind: "default" }
  if (strategy.kind !== "to-first" && strategy.kind !== "to-last") return { kind: strategy.kind }
  const { text, span } = strategy.step
  const found = scope.steps.filter((step) => step.name === text)
  const step = found.find((each) => each.explicit) ?? found.find((each) => !each.absence)
  if (step === undefined || step.absence) {
    const known = scope.steps.filter((each) => !each.absence).map((each) => each.name)
    if (step !== undefined) complain(context, messages.absentStep({ step: text }), span)
    else
      complain(context, messages.unknownStep({ name: text }), span, {
        hint: suggestOrList(text, [...new Set(known)], "its steps"),
      })
    return { kind: "default" }
  }
  refer(context, "step", text, span, step.span)
  if (!step.explicit && found.filter((each) => !each.absence).length > 1) {
    complain(context, messages.ambiguousStep({ name: text }), span, {
      labels: found.map((each) => ({ span: each.span, text: "this step" })),
    })
  }
  return { kind: strategy.kind, step: step.index }
}
