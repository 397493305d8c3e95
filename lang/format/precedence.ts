import type { BinaryOp, Expr } from "../syntax/ast-expressions.ts"

/** How tightly what is built binds, from loosest to tightest. */
export const levels = {
  conditional: 0,
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  range: 5,
  coalesce: 6,
  additive: 7,
  multiplicative: 8,
  unary: 9,
  literal: 10,
  postfix: 11,
} as const

const comparison = levels.comparison
const operators: ReadonlyMap<BinaryOp, number> = new Map([
  ...([
    ["or", levels.or],
    ["and", levels.and],
    ["==", comparison],
    ["!=", comparison],
    ["<", comparison],
    ["<=", comparison],
    [">", comparison],
    [">=", comparison],
    ["??", levels.coalesce],
    ["+", levels.additive],
    ["-", levels.additive],
    ["*", levels.multiplicative],
    ["/", levels.multiplicative],
    ["%", levels.multiplicative],
  ] as const),
])

/** The level of a binary operator. */
export function operatorLevel(op: BinaryOp): number {
  return operators.get(op)!
}

/** The expression inside of all its brackets. */
export function stripped(expr: Expr): Exclude<Expr, { kind: "paren" }> {
  let bare = expr
  while (bare.kind === "paren") bare = bare.inner
  return bare
}

/** The level of an expression without brackets of its own. */
export function levelOf(expr: Expr): number {
  switch (expr.kind) {
    case "conditional":
      return levels.conditional
    case "binary":
      return operatorLevel(expr.op)
    case "unary":
      return expr.op === "not" ? levels.not : levels.unary
    case "in":
    case "is":
    case "is-new":
    case "matches":
      return levels.comparison
    case "range":
      return levels.range
    case "number":
    case "duration":
    case "time":
    case "over":
      return levels.literal
    default:
      return levels.postfix
  }
}
