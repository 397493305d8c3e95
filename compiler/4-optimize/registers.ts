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

/** A field of the first or the last event of a step, or of the event accepted last. */
export interface AskedField {
  readonly of: AskedFields["of"]
  /** Of `previous` -1. */
  readonly step: number
  readonly field: string
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

/** The field of an event of the match that an expression is; undefined: it is something else. */
export function askedField(expression: Expression): AskedField | undefined {
  if (expression.kind === "member") {
    const { object, field } = expression
    if (object.kind === "step") return { of: object.which === "first" ? "first" : "last", step: object.step, field }
    if (object.kind === "previous") return { of: "previous", step: -1, field }
    if (object.kind !== "aggregate" || object.value !== undefined) return undefined
    return isEnd(object) ? { of: object.op as "first" | "last", step: object.step, field } : undefined
  }
  if (expression.kind !== "aggregate" || !isEnd(expression)) return undefined
  const { op, step, value } = expression
  if (value?.kind !== "member" || value.object.kind !== "element") return undefined
  return { of: op as "first" | "last", step, field: value.field }
}

/** The step whose events an expression counts; undefined: it is something else. */
export function countedStep(expression: Expression): number | undefined {
  if (expression.kind !== "aggregate") return undefined
  const { op, step, value, where } = expression
  return op === "count" && value === undefined && where === undefined ? step : undefined
}

class Finder {
  readonly fields = new Map<string, AskedFields & { readonly fields: Set<string> }>()
  readonly counts = new Set<number>()

  /** False: something is asked that this cannot say. */
  visit(expression: Expression): boolean {
    const asked = askedField(expression)
    if (asked !== undefined) {
      this.#add(asked)
      return true
    }
    switch (expression.kind) {
      case "member":
        return expression.object.kind === "candidate" || this.visit(expression.object)
      case "aggregate": {
        const step = countedStep(expression)
        if (step !== undefined) this.counts.add(step)
        return step !== undefined
      }
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

  #add({ of, step, field }: AskedField): void {
    const name = `${of} ${step}`
    const known = this.fields.get(name) ?? { of, step, fields: new Set<string>() }
    known.fields.add(field)
    this.fields.set(name, known)
  }
}

function isEnd({ op, where }: Extract<Expression, { kind: "aggregate" }>): boolean {
  return (op === "first" || op === "last") && where === undefined
}
