import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import { binding, type Code, call, grouped } from "./code.ts"
import type { Of, Scope } from "./context.ts"
import type { Helper } from "./helpers.ts"
import { bare, canBeMissing, isOptional } from "./missing.ts"

type Emit = (expression: Expression, scope: Scope) => Code

/** The two ways to compile an operand: missing as `undefined` alone, or as NaN too. */
export interface Emits {
  readonly value: Emit
  readonly raw: Emit
}

/**
 * Comparisons. One with a missing side is false: `<` and the like are so by themselves, since JavaScript compares
 * undefined and NaN with everything as false; `==` and `!=` need a test where a side may be missing.
 */
export function emitCompare(expression: Of<"compare">, scope: Scope, { value, raw }: Emits): Code {
  const { op, left, right } = expression
  const missing = [left, right].map((side) => canBeMissing(side))
  if (op !== "==" && op !== "!=") return infix(raw(left, scope), op, raw(right, scope), binding.relation)
  if (!isPlain(left.type)) {
    const sides = `${value(left, scope).text}, ${value(right, scope).text}`
    return call(`${scope.module.uses.helper(op === "==" ? "alike" : "unlike")}(${sides})`)
  }
  const helper: Helper | undefined =
    op === "==" ? (missing[0] && missing[1] ? "same" : undefined) : missing[0] || missing[1] ? "differ" : undefined
  if (helper === undefined) return infix(raw(left, scope), `${op}=`, raw(right, scope), binding.equality)
  return call(`${scope.module.uses.helper(helper)}(${raw(left, scope).text}, ${raw(right, scope).text})`)
}

function infix(left: Code, sign: string, right: Code, binds: number): Code {
  return { text: `${grouped(left, binding.sum)} ${sign} ${grouped(right, binding.sum)}`, binds }
}

/** Values that `===` compares; lists, records and events are compared by content. */
function isPlain(type: Type): boolean {
  return !["list", "record", "event"].includes(bare(type).kind)
}

const largestScannedList = 8

/** `x in list`: false where the value or the list is missing, and so is `x not in list`. */
export function emitInList(expression: Of<"in-list">, scope: Scope, { value }: Emits): Code {
  const { left, right, negated } = expression
  const { uses } = scope.module
  const missing = canBeMissing(left)
  const item = value(left, scope).text
  const constant = isPlain(left.type) ? constantList(right, scope, value) : undefined
  if (constant?.isSet === true) {
    if (negated && missing) return call(`${uses.helper("notInSet")}(${constant.code}, ${item})`)
    return negatedIf(negated, `${constant.code}.has(${item})`)
  }
  const list = constant?.code ?? grouped(value(right, scope), binding.call)
  const holdsMissing = constant === undefined && listMayHoldMissing(right)
  if (isPlain(left.type) && !holdsMissing && !(missing && negated)) {
    return negatedIf(negated, `${list}.includes(${item})`)
  }
  const helper: Helper = isPlain(left.type)
    ? negated
      ? "lacks"
      : "contains"
    : negated
      ? "lacksAlike"
      : "containsAlike"
  return call(`${uses.helper(helper)}(${list}, ${item})`)
}

/** Whether the list itself or an item of it may be missing. */
function listMayHoldMissing(right: Expression): boolean {
  if (right.kind === "list") return right.items.some((item) => canBeMissing(item))
  const type = bare(right.type)
  return canBeMissing(right) || type.kind !== "list" || isOptional(type.of)
}

function negatedIf(negated: boolean, text: string): Code {
  return negated ? { text: `!${text}`, binds: binding.unary } : call(text)
}

/** A written list whose items are all written values stands once in the module; a long one as a set. */
function constantList(right: Expression, scope: Scope, value: Emit): { code: string; isSet: boolean } | undefined {
  const list = right.kind === "let" ? scope.module.letValues.get(right.name) : right
  if (list?.kind !== "list" || !list.items.every((item) => item.kind === "literal")) return undefined
  const isSet = list.items.length > largestScannedList
  if (right.kind === "let" && !isSet) return { code: value(right, scope).text, isSet }
  const name = right.kind === "let" ? `${right.name}Set` : isSet ? "set" : "list"
  const items = `[${list.items.map((item) => value(item, scope).text).join(", ")}]`
  return { code: scope.module.constant(name, isSet ? `new Set(${items})` : items), isSet }
}

/** `x in a..b`: both ends belong to the range. */
export function emitInRange(expression: Of<"in-range">, scope: Scope, { value, raw }: Emits): Code {
  const { left, from, to, negated } = expression
  const emit = negated ? value : raw
  const parts = [left, from, to].map((one) => emit(one, scope).text)
  return call(`${scope.module.uses.helper(negated ? "notBetween" : "between")}(${parts.join(", ")})`)
}

/** `x is missing`, `x is present`. */
export function emitIsMissing(expression: Of<"is-missing">, scope: Scope, { value }: Emits): Code {
  const sign = expression.negated ? "!==" : "==="
  return {
    text: `${grouped(value(expression.operand, scope), binding.relation)} ${sign} undefined`,
    binds: binding.equality,
  }
}

/** `x matches /…/`; false where the text is missing, and so is `x not matches`. */
export function emitMatches(expression: Of<"matches">, scope: Scope, { value }: Emits): Code {
  const { operand, source, flags, negated } = expression
  const pattern = scope.module.pattern(source, flags)
  const text = value(operand, scope).text
  if (!canBeMissing(operand)) return negatedIf(negated, `${pattern}.test(${text})`)
  return call(`${scope.module.uses.helper(negated ? "notMatching" : "matching")}(${pattern}, ${text})`)
}
