import type { Expression } from "../../lang/check/model.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Of, Scope } from "./context.ts"
import { bare } from "./missing.ts"
import { number } from "./text.ts"

type Emit = (expression: Expression, scope: Scope) => Code

/** `count(s)`, `sum(s.f)`, … over the events that a step holds. */
export function emitAggregate(expression: Of<"aggregate">, scope: Scope, value: Emit): Code {
  const { op, step } = expression
  if (op === "count" && expression.value === undefined) return call(`match.count(${step})`)
  if (op === "first" || op === "last") return emitEnd(expression, op, scope, value)
  const over = `match.list(${step})`
  const { uses } = scope.module
  const inner = expression.value
  if (inner === undefined)
    return call(op === "list" ? `${over}.slice()` : `${uses.library("distinct")}(${over}, (each) => each)`)
  const each = `(each) => ${grouped(value(inner, { ...scope, element: { code: "each", optional: false } }), binding.coalesce)}`
  if (op === "count") return call(`${uses.library("list")}(${over}, ${each}).length`)
  const made = `${uses.library(op)}(${over}, ${each})`
  const scale = scaleOf(inner)
  if (op === "sum" && scale !== undefined) return call(`${uses.library("decimal")}(${made})`)
  if ((op === "avg" || op === "stddev") && scale !== undefined && bare(expression.type).kind !== "decimal") {
    return call(`${uses.helper("known")}(${made} / ${number(10 ** scale)})`)
  }
  return call(made)
}

/** `first(s).f`, `last(s).f`: a field of the one event, missing where there is none. */
function emitEnd({ step, value: inner }: Of<"aggregate">, op: "first" | "last", scope: Scope, value: Emit): Code {
  const code = `match.${op}(${step})`
  return inner === undefined ? call(code) : value(inner, { ...scope, element: { code, optional: true } })
}

function scaleOf(expression: Expression): number | undefined {
  const type = bare(expression.type)
  return type.kind === "decimal" ? type.scale : undefined
}
