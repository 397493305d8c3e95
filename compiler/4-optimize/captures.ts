/** What the outputs of a rule read of the events of its match: all that must be kept of them. */
import type { Expression } from "../../lang/check/model.ts"
import { children } from "../1-analyze/walk.ts"
import type { PatternPlan, RulePlan } from "../2-plan/plan.ts"

/** Of a step. */
export interface CapturedFields {
  /** Whole events are shown or handed on. */
  readonly whole: boolean
  /** Names of the fields that are read; none where an event is a value itself. */
  readonly fields: ReadonlySet<string>
}

/** By step; `last`: the step of a match's last event. */
export function capturesOf(rule: RulePlan, last: number): readonly CapturedFields[] {
  const finder = new Finder(rule.steps.length, last)
  finder.visitOutputs(rule)
  const showsEvents = rule.outputs.some(({ kind, withEvents }) => kind === "alert" && withEvents)
  return finder.captures.map(({ whole, fields }, step) => {
    if (whole) return { whole, fields: new Set() }
    return { whole: showsEvents && rule.steps[step]!.shown, fields }
  })
}

/**
 * By event type: what the conditions and outputs of a rule read of its events as objects, shown events apart.
 */
export function readsOf(rule: RulePlan, types: number): readonly CapturedFields[] {
  const reads = Array.from({ length: types }, () => ({ whole: false, fields: new Set<string>() }))
  const steps = rule.steps.length
  const add = ({ whole, fields }: CapturedFields, events: Iterable<number>): void => {
    for (const event of events) {
      reads[event]!.whole ||= whole
      for (const field of fields) reads[event]!.fields.add(field)
    }
  }
  const typesOf = rule.steps.map(() => new Set<number>())
  findTypes(rule.pattern, rule, typesOf)
  const outputs = new Finder(steps, null)
  outputs.visitOutputs(rule)
  for (const [step, events] of typesOf.entries()) add(outputs.captures[step]!, events)
  for (const { where, events } of rule.conditions) {
    if (where === undefined) continue
    // The event that is tested counts as one of a step more.
    const finder = new Finder(steps + 1, null, steps)
    finder.visit(where, steps)
    for (const [step, found] of typesOf.entries()) add(finder.captures[step]!, found)
    add(finder.captures[steps]!, events)
  }
  return reads
}

/** Adds the types of each step's events. Equal conditions of several steps are one. */
function findTypes({ elements }: PatternPlan, rule: RulePlan, typesOf: readonly Set<number>[]): void {
  for (const element of elements) {
    if (element.kind === "group") findTypes(element.pattern, rule, typesOf)
    else if (element.kind === "choice") for (const branch of element.branches) findTypes(branch, rule, typesOf)
    else for (const type of rule.conditions[element.condition]!.events) typesOf[element.step]!.add(type)
  }
}

class Finder {
  readonly captures: { whole: boolean; fields: Set<string> }[]
  /** Of the event that was accepted last: its step, or any of all. */
  readonly #last: readonly number[]
  readonly #candidate: readonly number[]

  /** `last`: the step of the event that was accepted last; null: any of them. `candidate`: what stands for that of the event that is tested. */
  constructor(steps: number, last: number | null, candidate?: number) {
    this.captures = Array.from({ length: steps }, () => ({ whole: false, fields: new Set() }))
    this.#last = last === null ? [...this.captures.keys()] : [last]
    this.#candidate = candidate === undefined ? [] : [candidate]
  }

  visitOutputs({ having, outputs }: RulePlan): void {
    if (having !== undefined) this.visit(having, undefined)
    for (const { score, message, values } of outputs) {
      for (const one of [score, message, ...values]) if (one !== undefined) this.visit(one, undefined)
    }
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
    const steps = this.#stepsOf(events, element)
    for (const step of steps) {
      if (isMember) this.captures[step]!.fields.add(expression.field)
      else this.captures[step]!.whole = true
    }
    this.#inside(steps.length === 0 ? expression : events, element)
  }

  #inside(expression: Expression, element: number | undefined): void {
    const inner = expression.kind === "aggregate" ? expression.step : element
    for (const child of children(expression)) this.visit(child, inner)
  }

  /** The steps whose events, or one of them, the expression is; none: it is something else. */
  #stepsOf(expression: Expression, element: number | undefined): readonly number[] {
    const elements = element === undefined ? [] : [element]
    switch (expression.kind) {
      case "step":
      case "step-index":
        return [expression.step]
      case "previous":
        return this.#last
      case "element":
        return elements
      case "candidate":
        return [...elements, ...this.#candidate]
      case "aggregate":
        return expression.value === undefined && expression.op !== "count" ? [expression.step] : []
      default:
        return []
    }
  }
}
