/** What the outputs of a rule read of the events of its match: all that must be kept of them. */
import type { Expression } from "../../lang/check/model.ts"
import { children } from "../1-analyze/walk.ts"
import type { RulePlan } from "../2-plan/plan.ts"

/** Of a step. */
export interface CapturedFields {
  /** Whole events are shown or handed on. */
  readonly whole: boolean
  /** Names of the fields that are read. */
  readonly fields: ReadonlySet<string>
}

/** By step; `last`: the step of a match's last event. */
export function capturesOf(rule: RulePlan, last: number): readonly CapturedFields[] {
  const finder = new Finder(rule.steps.length, last)
  if (rule.outputs.some(({ kind, withEvents }) => kind === "alert" && withEvents)) {
    for (const [step, { shown }] of rule.steps.entries()) if (shown) finder.captures[step]!.whole = true
  }
  if (rule.having !== undefined) finder.visit(rule.having, undefined)
  for (const { score, message, values } of rule.outputs) {
    for (const one of [score, message, ...values]) if (one !== undefined) finder.visit(one, undefined)
  }
  return finder.captures
}

class Finder {
  readonly captures: { whole: boolean; fields: Set<string> }[]
  readonly #last: number

  constructor(steps: number, last: number) {
    this.captures = Array.from({ length: steps }, () => ({ whole: false, fields: new Set() }))
    this.#last = last
  }

  /** `element`: of which step the events are that an aggregate around it goes through. */
  visit(expression: Expression, element: number | undefined): void {
    if (expression.kind === "history") {
      // Past events are read when they come, and the event at which the aggregate is taken stands in a row.
      for (const key of expression.keys) this.visit(key, element)
      return
    }
    const isMember = expression.kind === "member"
    const events = isMember ? expression.object : expression
    const step = this.#stepOf(events, element)
    if (step !== undefined && isMember) this.captures[step]!.fields.add(expression.field)
    if (step !== undefined && !isMember) this.captures[step]!.whole = true
    if (step === undefined) this.#inside(expression, element)
    else this.#inside(events, element)
  }

  #inside(expression: Expression, element: number | undefined): void {
    const inner = expression.kind === "aggregate" ? expression.step : element
    for (const child of children(expression)) this.visit(child, inner)
  }

  /** The step whose events, or one of them, the expression is; undefined: it is something else. */
  #stepOf(expression: Expression, element: number | undefined): number | undefined {
    switch (expression.kind) {
      case "step":
      case "step-index":
        return expression.step
      case "previous":
        return this.#last
      case "element":
      case "candidate":
        return element
      case "aggregate":
        return expression.value === undefined && expression.op !== "count" ? expression.step : undefined
      default:
        return undefined
    }
  }
}
