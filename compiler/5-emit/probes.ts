/**
 * Coverage of conditions: which of their parts a test has seen true, and which false. The module is made with calls of `library.probe` around these
 * parts, so that what is counted is what the engine asked. Modules that run in production are made without.
 */
import type { Expression, FunctionInfo } from "../../lang/check/model.ts"
import type { Span } from "../../lang/source.ts"
import { children } from "../1-analyze/walk.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Instead, Reading, Scope } from "./context.ts"
import { raw, truth, value } from "./expression.ts"

/** A part of a condition that can say two things. */
export interface ProbePoint {
  /** `condition`: true or false (a missing one is false). `coalesce`: the value on the left of `??` is there or missing. */
  readonly kind: "condition" | "coalesce"
  /** The rule by its place in the plan, or the function by its name. */
  readonly owner: { readonly rule: number } | { readonly function: string }
  /** Where it stands in the rule's pattern: the number of the condition. */
  readonly condition?: number
  readonly span: Span
}

/** A function of the library that probed modules call: the point, and what it said. Gives back what it said. */
export type Probe = <T>(point: number, said: T) => T

/** The points of a plan. They are complete when the module is made. */
export class Probes {
  readonly #plan: Plan
  readonly #points: ProbePoint[] = []
  /** Points whose code was written: others stand where nothing asks them. */
  readonly #written = new Set<number>()
  /** What is being written, whose own code is wanted. */
  readonly #open = new Set<Expression>()

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** The points by number; undefined: its code was not written. */
  get points(): readonly (ProbePoint | undefined)[] {
    return this.#points.map((point, number) => (this.#written.has(number) ? point : undefined))
  }

  /** Other code for the points of a rule: an expression that two rules share is a point of each. */
  ofRule(rule: RulePlan): Instead {
    const owner = { rule: this.#plan.rules.indexOf(rule) }
    const points = new PointsOf(owner, this.#points)
    for (const [number, { where }] of rule.conditions.entries())
      if (where !== undefined) points.condition(where, number)
    if (rule.having !== undefined) points.condition(rule.having)
    for (const measure of rule.window?.measures ?? []) {
      if (measure.filter !== undefined) points.condition(measure.filter)
      if (measure.value !== undefined) points.value(measure.value)
    }
    for (const { score, message, values } of rule.outputs) {
      for (const each of [score, message, ...values]) if (each !== undefined) points.value(each)
    }
    return this.#instead(points.numbers)
  }

  /** Other code for the points of a declared function. */
  ofFunction({ name, body }: FunctionInfo): Instead {
    const points = new PointsOf({ function: name }, this.#points)
    if (body.type.kind === "boolean") points.condition(body)
    else points.value(body)
    return this.#instead(points.numbers)
  }

  #instead(numbers: ReadonlyMap<Expression, number>): Instead {
    return (expression, how, scope) => {
      const number = numbers.get(expression)
      if (number === undefined || this.#open.has(expression)) return undefined
      this.#written.add(number)
      if (expression.kind === "coalesce" && this.#points[number]!.kind === "coalesce") {
        return coalesce(expression, number, scope)
      }
      this.#open.add(expression)
      const code = emitters[how](expression, scope)
      this.#open.delete(expression)
      return call(`library.probe(${number}, ${code.text})`)
    }
  }
}

const emitters: Readonly<Record<Reading, (expression: Expression, scope: Scope) => Code>> = { value, raw, truth }

function coalesce({ left, right }: Expression & { kind: "coalesce" }, number: number, scope: Scope): Code {
  const text = `library.probe(${number}, ${value(left, scope).text}) ?? ${grouped(value(right, scope), binding.equality)}`
  return { text, binds: binding.coalesce }
}

/** Finds the points of one rule or function. */
class PointsOf {
  readonly numbers = new Map<Expression, number>()
  readonly #owner: ProbePoint["owner"]
  readonly #points: ProbePoint[]

  constructor(owner: ProbePoint["owner"], points: ProbePoint[]) {
    this.#owner = owner
    this.#points = points
  }

  /** An expression that is asked whether it is true: each part of its `and`s, `or`s and `not`s is a point. */
  condition(expression: Expression, condition?: number): void {
    switch (expression.kind) {
      case "and":
      case "or":
        this.condition(expression.left, condition)
        this.condition(expression.right, condition)
        return
      case "not":
        this.condition(expression.operand, condition)
        return
      case "literal":
        return
      default:
        this.#add("condition", expression, condition)
        this.value(expression, condition)
    }
  }

  /** What stands inside of an expression whatever its value is for. */
  value(expression: Expression, condition?: number): void {
    switch (expression.kind) {
      case "and":
      case "or":
      case "not":
        this.condition(expression, condition)
        return
      case "conditional":
        this.condition(expression.test, condition)
        this.value(expression.whenTrue, condition)
        this.value(expression.whenFalse, condition)
        return
      case "aggregate":
        if (expression.where !== undefined) this.condition(expression.where, condition)
        if (expression.value !== undefined) this.value(expression.value, condition)
        return
      // What is kept of past events belongs to no rule alone; what is worked out beforehand is no condition of its.
      case "history":
      case "model":
      case "awaited":
        return
      default:
        if (expression.kind === "coalesce") this.#add("coalesce", expression, condition)
        for (const child of children(expression)) this.value(child, condition)
    }
  }

  #add(kind: ProbePoint["kind"], expression: Expression, condition: number | undefined): void {
    if (this.numbers.has(expression)) return
    const place = condition === undefined ? {} : { condition }
    const point = { kind, owner: this.#owner, ...place, span: expression.span }
    this.numbers.set(expression, this.#points.push(point) - 1)
  }
}
