import type { Expression } from "../../lang/check/model.ts"
import { isLater } from "../1-analyze/asks.ts"
import { type HistoryExpression, type HistorySelect, historyText, selectOf } from "../1-analyze/history-form.ts"
import { conjuncts } from "../1-analyze/walk.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Emits } from "./compare.ts"
import type { Scope } from "./context.ts"
import { bare, canBeMissing, isOptional } from "./missing.ts"

/** The ways to compile an expression. */
export interface HistoryEmits extends Emits {
  readonly truth: (expression: Expression, scope: Scope) => Code
}

/** An aggregate over past events, a feature or `is new`: a question to the host. */
export function emitHistory(expression: HistoryExpression, scope: Scope, emits: HistoryEmits): Code {
  const { history, keys } = expression
  const place = scope.place
  if (place === undefined) throw new Error(`${history.op} of past events stands outside of a rule`)
  const later = isLater(expression, place)
  const measure = measureOf(expression, later, scope)
  const list = (parts: readonly Expression[]) => `[${parts.map((one) => emits.value(one, scope).text).join(", ")}]`
  const asked = `${measure}, ${eventCode(expression.at, scope, emits)}, ${list(keys)}`
  if (history.op === "new") return call(`host.isNew(${asked}, ${list(expression.of ?? [])})`)
  const select = selectOf(history)
  const selected = select === undefined ? "" : `, ${selectCode(expression, select, scope, emits)}`
  return call(inForm(expression, `host.history(${asked}${selected})`, scope))
}

function measureOf(expression: HistoryExpression, later: boolean, { module }: Scope): number {
  const number = module.measures.get(historyText(expression, later))
  if (number === undefined) throw new Error(`no measure for ${expression.history.op} of ${expression.history.event}`)
  return number
}

/** The event itself, with its time and place in the order, instead of its fields. */
export function eventCode(at: Expression, scope: Scope, { raw, value }: Emits): string {
  switch (at.kind) {
    case "candidate":
      return "event"
    case "previous":
      return "match.previousRecord()"
    case "step":
      return `match.record(${at.step}, ${at.which === "first" ? 0 : -1})`
    case "step-index": {
      const record = `match.record(${at.step}, ${raw(at.index, scope).text})`
      const isPlace = at.index.kind === "literal" && Number(at.index.value) >= 0
      // `record` counts from the end where the place is negative; as a value such an event is missing.
      return isPlace ? record : `${grouped(value(at, scope), binding.relation)} && ${record}`
    }
    default:
      throw new Error(`nothing can be asked about ${at.kind}`)
  }
}

/** Sums of decimals are whole numbers and are checked to be exact; durations are whole milliseconds. */
function inForm({ history, type, keys }: HistoryExpression, found: string, { module }: Scope): string {
  const result = bare(type).kind
  const isExact = result === "decimal" && history.op === "sum"
  const isRounded = result === "duration" && ["avg", "stddev", "median", "percentile"].includes(history.op)
  if (!isExact && !isRounded) return found
  const form = isExact ? module.uses.library("decimal") : "Math.round"
  const missing = isOptional(type) || keys.some(canBeMissing)
  return missing ? `${module.uses.helper("given")}(${form}, ${found})` : `${form}(${found})`
}

/** From the kept fields of a past event to the value that counts. */
function selectCode(
  { history }: HistoryExpression,
  { filter, values }: HistorySelect,
  scope: Scope,
  { truth, value }: HistoryEmits,
): string {
  const inner: Scope = { ...scope, element: { code: "each", optional: false } }
  const counted =
    values[0] === undefined || history.op === "count" ? "true" : grouped(value(values[0], inner), binding.coalesce)
  return filter === undefined
    ? `(each) => ${counted}`
    : `(each) => ${allOf(filter, inner, truth)} ? ${counted} : undefined`
}

function allOf(filter: Expression, scope: Scope, truth: HistoryEmits["truth"]): string {
  const parts = conjuncts(filter).map((one) => truth(one, scope))
  return parts.map((code) => grouped(code, parts.length === 1 ? binding.coalesce : binding.and)).join(" && ")
}
