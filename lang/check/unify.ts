import type { Expression } from "./model.ts"
import type { FieldType, Type } from "./types.ts"

/** `T` → `T?`; never nested. */
export function optional(type: Type): Type {
  return type.kind === "optional" || type.kind === "missing" || type.kind === "unknown"
    ? type
    : { kind: "optional", of: type }
}

/** `T?` → `T`. */
export function required(type: Type): Type {
  return type.kind === "optional" ? type.of : type
}

/** Whether a value of this type can be missing. */
export function canBeMissing(type: Type): boolean {
  return type.kind === "optional" || type.kind === "missing"
}

/** `type`, made optional when one of the others can be missing. */
export function missingIf(type: Type, ...others: readonly Type[]): Type {
  return others.some(canBeMissing) ? optional(type) : type
}

/** Whether both are the same type; `time` and `time(seconds)` are the same inside. */
function sameType(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false
  switch (a.kind) {
    case "decimal":
      return a.scale === (b as typeof a).scale
    case "enum":
      return sameNames(a.values, (b as typeof a).values)
    case "event":
      return sameNames(a.events, (b as typeof a).events)
    case "list":
    case "optional":
      return sameType(a.of, (b as typeof a).of)
    case "record":
      return sameFields(a.fields, (b as typeof a).fields)
    default:
      return true
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

function sameFields(a: readonly FieldType[], b: readonly FieldType[]): boolean {
  if (a.length !== b.length) return false
  return a.every((field) => {
    const other = b.find((each) => each.name === field.name)
    return other !== undefined && sameType(field.type, other.type)
  })
}

/** The type that both fitTo, or undefined. Never loses digits: decimal and number meet in number, two decimals in the finer one. */
export function unify(a: Type, b: Type): Type | undefined {
  if (a.kind === "unknown") return b
  if (b.kind === "unknown") return a
  if (a.kind === "missing") return optional(b)
  if (b.kind === "missing") return optional(a)
  if (a.kind === "optional" || b.kind === "optional") {
    const inner = unify(required(a), required(b))
    return inner === undefined ? undefined : optional(inner)
  }
  if (sameType(a, b)) return a
  return unifyUnlike(a, b) ?? unifyUnlike(b, a)
}

function unifyUnlike(a: Type, b: Type): Type | undefined {
  if (a.kind === "integer" && (b.kind === "number" || b.kind === "decimal")) return b
  if (a.kind === "decimal" && b.kind === "number") return b
  if (a.kind === "decimal" && b.kind === "decimal") return a.scale >= b.scale ? a : b
  if (a.kind === "enum" && b.kind === "string") return b
  if (a.kind === "enum" && b.kind === "enum") return { kind: "enum", values: [...new Set([...a.values, ...b.values])] }
  if (a.kind === "event" && b.kind === "event") {
    return { kind: "event", events: [...new Set([...a.events, ...b.events])] }
  }
  if (a.kind === "list" && b.kind === "list") {
    const of = unify(a.of, b.of)
    return of === undefined ? undefined : { kind: "list", of }
  }
  return undefined
}

/** Digits after the point of a number as written shortest. */
export function decimalsOf(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e")
  const digits = mantissa.split(".")[1]?.length ?? 0
  return Math.max(0, digits - Number(exponent))
}

/** A number as a scaled integer, or undefined when it has more digits than the scale or is too large to be exact. */
export function scaled(value: number, scale: number): number | undefined {
  if (!Number.isFinite(value) || decimalsOf(value) > scale) return undefined
  const result = Number(value.toFixed(scale).replace(".", ""))
  return Number.isSafeInteger(result) ? result : undefined
}

/**
 * The type that two expressions can be brought to: as `unify`, but written numbers adapt to a decimal (with `widen`, also to a
 * finer scale) and written texts to an enum that has them.
 */
export function unifyExpressions(a: Expression, b: Expression, widen: boolean): Type | undefined {
  return literalType(a, b, widen) ?? literalType(b, a, widen) ?? unify(a.type, b.type)
}

function literalType(literal: Expression, other: Expression, widen: boolean): Type | undefined {
  const target = required(other.type)
  if (target.kind === "decimal" && isNumberLiteral(literal)) {
    const digits = decimalsOf(literalNumber(literal))
    const scale = widen ? Math.max(target.scale, digits) : target.scale
    if (scale > maxScale || scaled(literalNumber(literal), scale) === undefined) return undefined
    return missingIf({ kind: "decimal", scale }, other.type)
  }
  if (target.kind === "enum" && isStringLiteral(literal) && target.values.includes(literal.value)) return other.type
  return undefined
}

/** Scaled integers stay exact up to 2^53, so more digits than this leave no room before the point. */
export const maxScale = 15

function isNumberLiteral(expression: Expression): boolean {
  if (expression.kind === "negate") return isNumberLiteral(expression.operand)
  return (
    expression.kind === "literal" &&
    typeof expression.value === "number" &&
    (expression.type.kind === "number" || expression.type.kind === "integer")
  )
}

function literalNumber(expression: Expression): number {
  if (expression.kind === "negate") return -literalNumber(expression.operand)
  return expression.kind === "literal" ? Number(expression.value) : Number.NaN
}

function isStringLiteral(expression: Expression): expression is Expression & { kind: "literal"; value: string } {
  return expression.kind === "literal" && typeof expression.value === "string"
}

/** The expression as a value of type `to`, converted where needed; undefined where it does not fit. */
export function fitTo(expression: Expression, to: Type): Expression | undefined {
  const from = expression.type
  if (from.kind === "unknown" || to.kind === "unknown" || sameType(from, to)) return expression
  if (to.kind === "optional") {
    if (from.kind === "missing") return { ...expression, type: to }
    return fitLoosely(expression, to.of)
  }
  return canBeMissing(from) ? undefined : fitPlain(expression, from, to)
}

/** As `fit`, but a value that may be missing fits too, and stays so. */
export function fitLoosely(expression: Expression, to: Type): Expression | undefined {
  const from = expression.type
  const target = required(to)
  if (from.kind === "unknown" || target.kind === "unknown") return expression
  if (from.kind === "missing") return { ...expression, type: optional(target) }
  if (sameType(required(from), target)) return expression
  return fitPlain(expression, from, target)
}

function fitPlain(expression: Expression, from: Type, to: Type): Expression | undefined {
  const adapted = adaptParts(expression, to)
  if (adapted !== undefined) return adapted
  const way = conversion(required(from), to)
  if (way === "same") return expression
  if (way === "convert") {
    return { kind: "convert", operand: expression, type: missingIf(to, from), span: expression.span }
  }
  return undefined
}

/** Literals, and literals inside lists, branches and `??`, take the form of the target. */
function adaptParts(expression: Expression, to: Type): Expression | undefined {
  if (to.kind === "decimal" && isNumberLiteral(expression)) {
    const value = scaled(literalNumber(expression), to.scale)
    return value === undefined ? undefined : { kind: "literal", value, type: to, span: expression.span }
  }
  if (to.kind === "enum" && isStringLiteral(expression)) {
    return to.values.includes(expression.value) ? { ...expression, type: to } : undefined
  }
  if (to.kind === "list" && expression.kind === "list") {
    const items = expression.items.map((item) => fitTo(item, to.of))
    return items.every((item) => item !== undefined) ? { ...expression, items, type: to } : undefined
  }
  if (expression.kind === "conditional") {
    const whenTrue = fitLoosely(expression.whenTrue, to)
    const whenFalse = fitLoosely(expression.whenFalse, to)
    if (whenTrue === undefined || whenFalse === undefined) return undefined
    return { ...expression, whenTrue, whenFalse, type: missingIf(to, whenTrue.type, whenFalse.type) }
  }
  if (expression.kind === "coalesce") {
    const left = fitLoosely(expression.left, to)
    const right = fitLoosely(expression.right, to)
    if (left === undefined || right === undefined) return undefined
    return { ...expression, left, right, type: missingIf(to, right.type) }
  }
  return undefined
}

function conversion(from: Type, to: Type): "same" | "convert" | undefined {
  if (from.kind === "unknown" || to.kind === "unknown" || sameType(from, to)) return "same"
  if (from.kind === "integer" && to.kind === "number") return "same"
  if (from.kind === "integer" && to.kind === "decimal") return "convert"
  if (from.kind === "decimal" && to.kind === "number") return "convert"
  if (from.kind === "decimal" && to.kind === "decimal") return from.scale < to.scale ? "convert" : undefined
  if (from.kind === "enum" && to.kind === "string") return "same"
  if (from.kind === "enum" && to.kind === "enum") {
    return from.values.every((value) => to.values.includes(value)) ? "same" : undefined
  }
  if (from.kind === "event" && to.kind === "event") {
    return from.events.every((name) => to.events.includes(name)) ? "same" : undefined
  }
  if (from.kind === "list" && to.kind === "list") {
    return from.of.kind === "missing" || conversion(from.of, to.of) === "same" ? "same" : undefined
  }
  if (from.kind === "record" && to.kind === "record") return recordFits(from.fields, to.fields) ? "same" : undefined
  if (from.kind === "optional" || to.kind === "optional") {
    return to.kind === "optional" ? conversion(required(from), to.of) : undefined
  }
  return undefined
}

function recordFits(from: readonly FieldType[], to: readonly FieldType[]): boolean {
  return to.every((field) => {
    const given = from.find((each) => each.name === field.name)
    return given === undefined ? field.type.kind === "optional" : conversion(given.type, field.type) === "same"
  })
}
