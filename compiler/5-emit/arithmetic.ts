import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Of, Scope } from "./context.ts"
import { bare, canBeMissing, isNonZero } from "./missing.ts"
import { number } from "./text.ts"

type Emit = (expression: Expression, scope: Scope) => Code

/**
 * `+ - * / %`. A missing operand is `undefined` and makes NaN, which counts as missing; so no operation needs a test
 * of its own. Sums of decimals are scaled integers and are checked to be exact.
 */
export function rawArithmetic(expression: Of<"arithmetic">, scope: Scope, raw: Emit): Code {
  const { op, left, right } = expression
  const result = bare(expression.type)
  if (op === "/") return roundedDuration(division(expression, scope, raw), expression)
  const decimals = result.kind !== "decimal" && op === "*"
  const a = decimals ? unscaled(left, scope, raw) : raw(left, scope)
  const b = decimals ? unscaled(right, scope, raw) : raw(right, scope)
  const binds = op === "+" || op === "-" ? binding.sum : binding.product
  const code = { text: `${grouped(a, binds)} ${op} ${grouped(b, binds + 1)}`, binds }
  if (result.kind === "decimal" && op !== "%") return exact(code, expression, scope)
  return op === "*" ? roundedDuration(code, expression) : code
}

function division({ left, right }: Of<"arithmetic">, scope: Scope, raw: Emit): Code {
  const sameScale = scaleOf(left.type) === scaleOf(right.type)
  const a = sameScale ? raw(left, scope) : unscaled(left, scope, raw)
  const b = sameScale ? raw(right, scope) : unscaled(right, scope, raw)
  if (!isNonZero(right)) return call(`${scope.module.uses.helper("divide")}(${a.text}, ${b.text})`)
  return { text: `${grouped(a, binding.product)} / ${grouped(b, binding.unary)}`, binds: binding.product }
}

/** A duration is a whole number of milliseconds. */
function roundedDuration(code: Code, { type, left }: Of<"arithmetic">): Code {
  const whole = bare(left.type).kind === "integer"
  return bare(type).kind === "duration" && !whole ? call(`Math.round(${code.text})`) : code
}

function exact(code: Code, expression: Expression, scope: Scope): Code {
  const { uses } = scope.module
  const check = canBeMissing(expression) ? uses.helper("exact") : uses.library("decimal")
  return call(`${check}(${code.text})`)
}

/** A decimal as a number, everything else as it is. */
function unscaled(expression: Expression, scope: Scope, raw: Emit): Code {
  const scale = scaleOf(expression.type)
  const code = raw(expression, scope)
  if (scale === 0) return code
  return { text: `${grouped(code, binding.product)} / ${number(10 ** scale)}`, binds: binding.product }
}

function scaleOf(type: Type): number {
  const plain = bare(type)
  return plain.kind === "decimal" ? plain.scale : 0
}

/** `- x`; a missing operand makes NaN. */
export function rawNegate(expression: Of<"negate">, scope: Scope, raw: Emit): Code {
  return { text: `-${grouped(raw(expression.operand, scope), binding.call)}`, binds: binding.unary }
}

/** Between decimals of different scales, and between decimal and number. */
export function rawConvert(expression: Of<"convert">, scope: Scope, raw: Emit): Code {
  const { operand, type } = expression
  const code = raw(operand, scope)
  const shift = scaleOf(type) - scaleOf(operand.type)
  if (shift === 0)
    return isFraction(operand.type) && bare(type).kind === "decimal" ? rounded(code, expression, scope) : code
  if (shift < 0) {
    const quotient = { text: `${grouped(code, binding.product)} / ${number(10 ** -shift)}`, binds: binding.product }
    return bare(type).kind === "decimal" ? rounded(quotient, expression, scope) : quotient
  }
  const product = { text: `${grouped(code, binding.product)} * ${number(10 ** shift)}`, binds: binding.product }
  return isFraction(operand.type) ? rounded(product, expression, scope) : exact(product, expression, scope)
}

function isFraction(type: Type): boolean {
  return bare(type).kind === "number"
}

function rounded(code: Code, expression: Expression, scope: Scope): Code {
  return exact(call(`Math.round(${code.text})`), expression, scope)
}
