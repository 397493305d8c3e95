import type { PatternElement, PatternPlan } from "../../compiler/2-plan/plan.ts"
import type { Alert } from "../../runtime/abi/engine.ts"
import type { EventSchema, MatchView, RuleSet, SkipStrategy } from "../../runtime/abi/rule-set.ts"
import type { Fields } from "../../runtime/abi/value.ts"
import type { GoldenAnswer, GoldenResult } from "../golden/compare.ts"
import { aggregate, type Comparison, type Rule, type RuleEventStep, type RuleStep } from "../reference/rule.ts"
import { type HandRule, ruleSet } from "./rule-set.ts"

/** A golden case, or any rule as data, as a rule set: its pattern as a plan, its conditions as closures. No compiler takes part. */
export function goldenRuleSet(golden: Rule): RuleSet {
  const event: EventSchema = {
    name: "Event",
    fields: [
      { name: "i", type: { kind: "integer" }, optional: false },
      { name: "type", type: { kind: "string" }, optional: false },
      { name: "k", type: { kind: "string" }, optional: false },
      { name: "v", type: { kind: "integer" }, optional: false },
      { name: "w", type: { kind: "integer" }, optional: false },
      { name: "at", type: { kind: "time" }, optional: false },
    ],
    timeField: "at",
    latenessMs: golden.outOfOrderMs,
    derived: false,
  }
  return ruleSet([event], [handRule(golden)])
}

function handRule(golden: Rule): HandRule {
  const builder = new PlanBuilder(golden.pattern.steps)
  const pattern: PatternPlan = { elements: builder.elements(golden.pattern.steps) }
  const { within, skip } = golden.pattern
  return {
    name: "Golden",
    pattern,
    steps: builder.names.map((name) => ({ name, shown: true, several: true })),
    conditions: builder.conditions,
    keys: [{ name: "k", type: { kind: "string" }, paths: { 0: ["k"] } }],
    within:
      within === null
        ? { kind: "none" }
        : { kind: within.mode === "whole" ? "whole" : "between-events", duration: { kind: "fixed", ms: within.ms } },
    skip: skipOf(skip, builder.names),
    outputs: [{}, { onTimeout: true }],
  }
}

function skipOf(skip: Rule["pattern"]["skip"], names: readonly string[]): SkipStrategy {
  switch (skip.kind) {
    case "default":
    case "none":
      return { kind: skip.kind }
    case "pastLast":
      return { kind: "past-last" }
    case "next":
      return { kind: "to-next" }
    default:
      return { kind: skip.kind === "toFirst" ? "to-first" : "to-last", step: names.indexOf(skip.step) }
  }
}

/** Numbers the steps and conditions of a pattern. */
class PlanBuilder {
  readonly names: string[] = []
  readonly conditions: ((event: { fields: Fields }, match: MatchView) => boolean)[] = []

  constructor(steps: readonly RuleStep[]) {
    const visit = (each: readonly RuleStep[]): void => {
      for (const step of each) {
        if ("group" in step) visit(step.group)
        else this.names.push(step.name)
      }
    }
    visit(steps)
  }

  elements(steps: readonly RuleStep[]): PatternElement[] {
    return steps.map((step) => this.element(step))
  }

  private element(step: RuleStep): PatternElement {
    const contiguity = step.contiguity === "thenAny" ? "then-any" : step.contiguity
    if (!("group" in step) && step.negated) {
      return { kind: "absence", step: this.names.indexOf(step.name), contiguity, condition: this.where(step) }
    }
    const quantifier = {
      min: step.min,
      max: step.max,
      optional: step.optional,
      inner: step.inner === "strict" ? ("consecutive" as const) : step.inner,
      greedy: step.greedy,
    }
    const until = step.until ? this.add(step.until, null) : null
    if ("group" in step) {
      return { kind: "group", contiguity, pattern: { elements: this.elements(step.group) }, until, quantifier }
    }
    const condition = this.where(step)
    return { kind: "step", step: this.names.indexOf(step.name), contiguity, condition, until, quantifier }
  }

  private where(step: RuleEventStep): number {
    return this.add(step.where ?? [], step.type)
  }

  private add(comparisons: readonly Comparison[], type: string | null): number {
    this.conditions.push(
      (event, match) =>
        (type === null || event.fields.type === type) &&
        comparisons.every((comparison) => this.holds(comparison, event.fields, match)),
    )
    return this.conditions.length - 1
  }

  private holds(comparison: Comparison, fields: Fields, match: MatchView): boolean {
    const left = fields[comparison.field] as number
    if (!("ref" in comparison)) return compare(comparison.op, left, comparison.value)
    const { step, agg, field } = comparison.ref
    const values = match.list(this.names.indexOf(step)).map((element) => element[field] as number)
    const right = aggregate(agg, values)
    return right !== undefined && compare(comparison.op, left, comparison.times * right + comparison.plus)
  }
}

function compare(op: Comparison["op"], left: number, right: number): boolean {
  if (op === "==") return left === right
  if (op === "!=") return left !== right
  if (op === "<") return left < right
  if (op === "<=") return left <= right
  return op === ">" ? left > right : left >= right
}

/** Gathers the engine's outputs for a golden case in the form in which they are judged. */
export class GoldenCollector {
  readonly matches: GoldenResult[] = []
  readonly timeouts: GoldenResult[] = []
  readonly late: number[] = []
  readonly alerts: Alert[] = []

  readonly onAlert = (alert: Alert): void => {
    this.alerts.push(alert)
    const events = alert.events as Record<string, { i: number }[]>
    const match = Object.fromEntries(Object.entries(events).map(([step, list]) => [step, list.map(({ i }) => i)]))
    const result = { key: String(alert.key.k), at: Date.parse(alert.at), match }
    ;(alert.timeout === true ? this.timeouts : this.matches).push(result)
  }

  readonly onLate = ({ event }: { event: unknown }): void => {
    this.late.push((event as { i: number }).i)
  }

  answer(): GoldenAnswer {
    return { matches: this.matches, timeouts: this.timeouts, late: this.late }
  }
}
