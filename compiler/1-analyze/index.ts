import type { Checked, Expression, RuleInfo, WithinInfo } from "../../lang/check/model.ts"
import { contains, rewrite } from "../../lang/check/rewrite.ts"
import { type Diagnostic, Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import { type AnchorOf, movingProblems } from "../../lang/moving.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import { type Ask, asksOf, matchPlace, reachOf } from "./asks.ts"
import type { Facts, RuleFacts, StateBound } from "./facts.ts"
import { type FixedBound, fixedBound, type Reason } from "./fixed-bound.ts"
import { growthOf } from "./growth.ts"
import { selectOf } from "./history-form.ts"
import { constantTruth } from "./never.ts"
import { waitsOf } from "./waits.ts"
import { elementsOf } from "./walk.ts"

export type { Facts, Growth, RuleFacts, StateBound } from "./facts.ts"

/**
 * Facts about checked rules that later phases and people need. Reports rules whose state can grow for ever, rules that
 * keep state for all keys together, and steps that can never take an event. `kept`: from the last time, for an editor.
 */
export function analyze(checked: Checked, report: Report, kept?: KeptAnalyses): Facts {
  return { rules: checked.rules.map((rule) => kept?.of(rule, report) ?? analyzeRule(rule, report)) }
}

/** Facts about rules that have not changed since the last time, for an editor. */
export class KeptAnalyses {
  readonly #anchorOf: AnchorOf
  readonly #known = new WeakMap<RuleInfo, { readonly facts: RuleFacts; problems(): readonly Diagnostic[] }>()

  constructor(anchorOf: AnchorOf) {
    this.#anchorOf = anchorOf
  }

  /** The facts about a rule; problems go to the report. */
  of(rule: RuleInfo, report: Report): RuleFacts {
    const known = this.#known.get(rule)
    if (known !== undefined) {
      for (const each of known.problems()) report.keep(each)
      return known.facts
    }
    const own = new Report()
    const facts = analyzeRule(rule, own)
    const problems = movingProblems(own.diagnostics, this.#anchorOf)
    if (problems !== undefined) this.#known.set(rule, { facts, problems })
    report.merge(own)
    return facts
  }
}

function analyzeRule(rule: RuleInfo, report: Report): RuleFacts {
  const fixed = fixedBound(rule)
  const bound = boundOf(rule, fixed, report)
  const asks = asksOf(rule)
  const reach = reachOf(rule)
  const aggregatesAll = asks.some(
    ({ expression: { feature, history } }) => feature === undefined && history.keys.length === 0,
  )
  if ((bound.kind !== "none" || aggregatesAll) && rule.keys.length === 0)
    report.add(messages.stateWithoutKey({ rule: rule.name }), rule.span)
  reportDeadSteps(rule, report)
  reportMovingDeadline(rule, bound, report)
  for (const ask of asks) reportUnanswerable(rule, ask, reach, report)
  return { bound, asks, place: matchPlace(rule), reach }
}

/** Aggregates that would need more than is kept. */
function reportUnanswerable(rule: RuleInfo, ask: Ask, reach: RuleFacts["reach"], report: Report): void {
  const { expression, later } = ask
  if (expression.history.window.kind === "forever") {
    if (selectOf(expression.history) !== undefined) report.add(messages.foreverWithComparison(), expression.span)
    else if (later) report.add(messages.foreverAtEarlierEvent(), expression.span)
  } else if (later && reach === undefined) {
    report.add(messages.unboundedLookback({ rule: rule.name }), expression.span)
  }
}

function boundOf(rule: RuleInfo, fixed: FixedBound, report: Report): StateBound {
  const { within } = rule
  if (rule.trigger.kind === "window") return { kind: "windows" }
  if (fixed.kind !== "unbounded") return fixed
  const { kind, degree } = growthOf(rule.trigger.pattern, rule.skip)
  const growth = kind === "exponential" ? { growth: kind } : { growth: kind, degree }
  const durations = waitsOf(rule.trigger.pattern)
  if (durations !== undefined && !("duration" in within)) return { kind: "waits", durations, ...growth }
  if (within.kind === "forever") return { kind: "forever" }
  if (within.kind === "none") {
    reportUnbounded(rule, fixed.reason, report)
    return { kind: "forever" }
  }
  return { kind: "window", duration: durationRef(within.duration), ...growth }
}

/** A duration as the engine reads it. */
export function durationRef(duration: Extract<WithinInfo, { duration: unknown }>["duration"]): DurationRef {
  return duration.kind === "param" ? { kind: "param", name: duration.name } : { kind: "fixed", ms: duration.ms }
}

function reportUnbounded(rule: RuleInfo, reason: Reason, report: Report): void {
  const { element, step } = reason
  const end = rule.trigger.pattern.elements.at(-1)!.span.end
  const details = {
    labels: [{ span: element.span, text: labelText(reason) }],
    fix: {
      span: { path: rule.span.path, start: end, end },
      replacement: "\n  within 1 hour",
      title: "add `within 1 hour`",
    },
  }
  const message =
    reason.kind === "waits"
      ? messages.unboundedWait({ rule: rule.name, from: reason.from, step })
      : messages.unboundedRepetition({ rule: rule.name, step })
  report.add(message, element.span, details)
}

function labelText(reason: Reason): string {
  return reason.kind === "waits"
    ? `nothing says how long \`${reason.from}\` waits for this`
    : "nothing says when this repetition ends"
}

function reportDeadSteps(rule: RuleInfo, report: Report): void {
  for (const element of elementsOf(rule.trigger.pattern)) {
    if (element.kind === "group" || element.kind === "choice" || element.where === undefined) continue
    const { where, step } = element
    const always = constantTruth(where) === false
    if (!always && constantTruth(beforeItsFirst(where, step)) !== false) continue
    const name = rule.steps[step]!.name
    // A field of `previous` in the first step: `missing` itself cannot be compared.
    const atFirst = always && contains(where, ({ kind }) => kind === "missing")
    const hint = atFirst
      ? "`previous` is the event that the match accepted last, and before its first step there is none; events before the match are asked with `over`, as in `last(amount) over previous 1 events`"
      : `inside its own condition \`${name}\` holds the events accepted before, at first none; what all of them must fulfil together is said with \`having\``
    report.add(messages.deadStep({ step: name, rule: rule.name }), where.span, always && !atFirst ? {} : { hint })
  }
}

/** A step's condition at the first event that it could take: its own aggregates are of nothing. */
function beforeItsFirst(where: Expression, step: number): Expression {
  return rewrite(where, (part) => {
    if (part.kind !== "aggregate" || part.step !== step) return part
    const { type, span } = part
    return part.op === "count" || part.op === "sum"
      ? { kind: "literal", value: 0, type, span }
      : { kind: "missing", type, span }
  })
}

/** With `between events` the deadline moves with every event that an open repetition takes. */
function reportMovingDeadline(rule: RuleInfo, bound: StateBound, report: Report): void {
  if (bound.kind !== "window" || rule.within.kind !== "between-events") return
  const endsAtFirst = rule.skip.kind === "default"
  const { elements } = rule.trigger.pattern
  for (const [at, element] of elements.entries()) {
    if (element.kind === "absence" || element.quantifier.max !== null) continue
    if (endsAtFirst && at === elements.length - 1) continue
    report.add(messages.movingDeadline({ rule: rule.name }), element.span)
  }
}
