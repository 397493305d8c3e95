/**
 * What conditions and outputs ask of a partial match, where that is single fields of the first or last event of a step and how many events a
 * step holds: so much can be kept for each partial match, and no event.
 */
import type { Expression } from "../../lang/check/model.ts"
import { children } from "../1-analyze/walk.ts"
import type { RulePlan } from "../2-plan/plan.ts"

export interface AskedFields {
  readonly of: "first" | "last" | "previous"
  /** Of `previous` -1. */
  readonly step: number
  readonly fields: ReadonlySet<string>
}

export interface Asked {
  readonly fields: readonly AskedFields[]
  readonly counts: readonly number[]
}

/** What is asked; undefined: more than that. */
export function askedOf({ conditions, having, outputs }: RulePlan): Asked | undefined {
  const finder = new Finder()
  const all = [
    ...conditions.map(({ where }) => where),
    having,
    ...outputs.flatMap(({ score, message, values }) => [score, message, ...values]),
  ]
  if (!all.every((one) => one === undefined || finder.visit(one))) return undefined
  return { fields: [...finder.fields.values()], counts: [...finder.counts].sort((a, b) => a - b) }
}

class Finder {
  readonly fields = new Map<string, AskedFields & { readonly fields: Set<string> }>()
  readonly counts = new Set<number>()

  /** False: something is asked that this cannot say. */
  visit(expression: Expression): boolean {
    switch (expression.kind) {
      case "member":
        return this.#member(expression)
      case "aggregate":
        return this.#aggregate(expression)
      case "step":
      case "step-index":
      case "previous":
        return false
      case "candidate":
      case "element":
        // The event as a whole.
        return false
      default:
        return children(expression).every((child) => this.visit(child))
    }
  }

  #member({ object, field }: Extract<Expression, { kind: "member" }>): boolean {
    switch (object.kind) {
      case "candidate":
        return true
      case "step":
        return this.#add(object.which === "first" ? "first" : "last", object.step, field)
      case "previous":
        return this.#add("previous", -1, field)
      case "aggregate":
        return (
          isEnd(object) && object.value === undefined && this.#add(object.op as "first" | "last", object.step, field)
        )
      default:
        return this.visit(object)
    }
  }

  #aggregate(expression: Extract<Expression, { kind: "aggregate" }>): boolean {
    const { op, step, value, where } = expression
    if (op === "count" && value === undefined && where === undefined) {
      this.counts.add(step)
      return true
    }
    if (!isEnd(expression) || value?.kind !== "member" || value.object.kind !== "element") return false
    return this.#add(op as "first" | "last", step, value.field)
  }

  #add(of: AskedFields["of"], step: number, field: string): boolean {
    const name = `${of} ${step}`
    const known = this.fields.get(name) ?? { of, step, fields: new Set<string>() }
    known.fields.add(field)
    this.fields.set(name, known)
    return true
  }
}

function isEnd({ op, where }: Extract<Expression, { kind: "aggregate" }>): boolean {
  return (op === "first" || op === "last") && where === undefined
}
