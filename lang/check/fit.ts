import { messages } from "../messages/generated.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import type { Expression } from "./model.ts"
import { describe, showType } from "./show.ts"
import { nearest } from "./suggest.ts"
import type { Type } from "./types.ts"
import { canBeMissing, decimalsOf, fitLoosely, fitTo, required } from "./unify.ts"

/**
 * The expression as a value of type `to`; where it does not fit, says what `what` (a noun phrase) takes, and gives undefined.
 * `loosely`: a value that may be missing is let through.
 */
export function fitOrComplain(
  context: Context,
  expression: Expression,
  to: Type,
  what: string,
  loosely = false,
): Expression | undefined {
  const fitted = loosely ? fitLoosely(expression, to) : fitTo(expression, to)
  if (fitted !== undefined) return fitted
  complainOfFit(context, expression, to, what)
  return undefined
}

function complainOfFit(context: Context, expression: Expression, to: Type, what: string): void {
  const target = required(to)
  const from = required(expression.type)
  const { span } = expression
  if (expression.kind === "list" && target.kind === "list") {
    for (const item of expression.items) fitOrComplain(context, item, target.of, `an item of ${what}`)
    return
  }
  if (complainOfValue(context, expression, to)) return
  if (canBeMissing(expression.type) && fitLoosely(expression, to) !== undefined) {
    complain(context, messages.mayBeMissing({ what, type: showType(target) }), span)
  } else if (target.kind === "decimal" && from.kind === "number") {
    complain(context, messages.numberToDecimal({ what, type: showType(target) }), span)
  } else {
    const hint = repair(expression, target)
    complain(context, messages.wrongType({ what, expected: describe(to), found: describe(expression.type) }), span, {
      hint,
    })
  }
}

/** Problems of a written value: not of the enum, more digits than the decimal. */
export function complainOfValue(context: Context, expression: Expression, to: Type): boolean {
  const target = required(to)
  if (expression.kind !== "literal") return false
  const { value, span } = expression
  if (target.kind === "enum" && typeof value === "string") {
    const near = nearest(value, target.values)
    const hint = near === undefined ? `the values: ${showType(target)}` : `did you mean "${near}"?`
    complain(context, messages.notOfEnum({ value, type: showType(target) }), span, { hint })
    return true
  }
  if (target.kind === "decimal" && typeof value === "number" && expression.type.kind === "number") {
    const digits = decimalsOf(value)
    if (digits <= target.scale) return false
    complain(context, messages.decimalDigits({ value, digits, type: showType(target) }), span)
    return true
  }
  return false
}

/** What probably was meant by a value of the wrong type. */
export function repair(expression: Expression, target: Type): string | undefined {
  const from = required(expression.type)
  const value = expression.kind === "literal" ? expression.value : undefined
  if (target.kind === "duration" && isNumeric(from))
    return `write a unit after the number, as in \`${value ?? 10} seconds\``
  if (target.kind === "boolean" && (value === "true" || value === "false")) return `write \`${value}\` without quotes`
  if (isNumeric(target) && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) {
    return `write \`${value}\` without quotes`
  }
  if (target.kind === "time" && typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value)) {
    return `write \`${value}\` without quotes`
  }
  if (target.kind === "time" && isNumeric(from)) return "write a time as in `2026-01-31T10:00:00Z`"
  if (target.kind === "string" && typeof value === "number") return `write \`"${value}"\` in quotes`
  if (target.kind === "integer" && from.kind === "number")
    return "an integer has no fraction; declare it as `number`, or use `round(…)`"
  return undefined
}

/** number, integer or decimal */
export function isNumeric(type: Type): boolean {
  return type.kind === "number" || type.kind === "integer" || type.kind === "decimal"
}

/** Whole events have no written form: the author has to name a field. */
export function plainValue(context: Context, value: Expression): Expression {
  if (required(value.type).kind !== "event") return value
  complain(context, messages.eventAsValue({ found: describe(value.type) }), value.span)
  return unknownAt(value.span)
}
