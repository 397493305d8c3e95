import type { Expression } from "../../lang/check/model.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Of, Scope } from "./context.ts"
import { bare } from "./missing.ts"
import { number } from "./text.ts"

type Emit = (expression: Expression, scope: Scope) => Code

/** The two ways to compile what stands in the brackets. */
interface Emits {
  readonly value: Emit
  readonly truth: Emit
}

/** `count(s)`, `sum(s.f where …)`, … over the events that a step holds. */
export function emitAggregate(expression: Of<"aggregate">, scope: Scope, emits: Emits): Code {
  const { op, step, where, value: inner } = expression
  if (op === "first" || op === "last") return emitEnd(expression, op, scope, emits)
  if (op === "count" && inner === undefined && where === undefined) return call(`match.count(${step})`)
  const over = where === undefined ? `match.list(${step})` : `match.list(${step}).filter(${test(where, scope, emits)})`
  const { uses } = scope.module
  if (inner === undefined) {
    if (op === "count") return call(`${over}.length`)
    return call(op === "list" ? `${over}.slice()` : `${uses.library("distinct")}(${over}, (each) => each)`)
  }
  const each = `(each) => ${grouped(emits.value(inner, ofEach(scope)), binding.coalesce)}`
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
function emitEnd(
  { step, value: inner, where }: Of<"aggregate">,
  op: "first" | "last",
  scope: Scope,
  emits: Emits,
): Code {
  const find = op === "first" ? "find" : "findLast"
  const code =
    where === undefined ? `match.${op}(${step})` : `match.list(${step}).${find}(${test(where, scope, emits)})`
  return inner === undefined ? call(code) : emits.value(inner, { ...scope, element: { code, optional: true } })
}

function test(where: Expression, scope: Scope, { truth }: Emits): string {
  return `(each) => ${grouped(truth(where, ofEach(scope)), binding.coalesce)}`
}

function ofEach(scope: Scope): Scope {
  return { ...scope, element: { code: "each", optional: false } }
}

function scaleOf(expression: Expression): number | undefined {
  const type = bare(expression.type)
  return type.kind === "decimal" ? type.scale : undefined
}
