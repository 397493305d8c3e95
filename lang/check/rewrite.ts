import type { Expression } from "./model.ts"

/** A copy of an expression in which `replace` has been applied to every part, inner ones first. */
export function rewrite(expression: Expression, replace: (part: Expression) => Expression): Expression {
  return rebuilt(expression, replace) as Expression
}

/** Whether an expression or anything inside it passes the test. */
export function contains(expression: Expression, test: (part: Expression) => boolean): boolean {
  return anyIn(expression, test)
}

/** Whether an expression is made of more than `size` others, or nested more deeply than `depth`. */
export function exceeds(expression: Expression, size: number, depth: number): boolean {
  let seen = 0
  const open: (readonly [unknown, number])[] = [[expression, 0]]
  while (open.length > 0) {
    const [value, above] = open.pop()!
    if (typeof value !== "object" || value === null) continue
    const own = !Array.isArray(value) && isExpression(value) ? 1 : 0
    seen += own
    if (seen > size || above + own > depth) return true
    const parts = Array.isArray(value) ? value : partsOf(value).map(([, part]) => part)
    for (const part of parts) open.push([part, above + own])
  }
  return false
}

/** Expressions are plain data: what has a kind, a type and a place is one, wherever it stands. */
function isExpression(value: object): value is Expression {
  return "kind" in value && "type" in value && "span" in value
}

function partsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([name]) => name !== "type" && name !== "span")
}

function rebuilt(value: unknown, replace: (part: Expression) => Expression): unknown {
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, replace))
  const parts = partsOf(value).map(([name, part]) => [name, rebuilt(part, replace)])
  const copy = { ...value, ...Object.fromEntries(parts) }
  return isExpression(copy) ? replace(copy) : copy
}

function anyIn(value: unknown, test: (part: Expression) => boolean): boolean {
  if (typeof value !== "object" || value === null) return false
  if (Array.isArray(value)) return value.some((item) => anyIn(item, test))
  if (isExpression(value) && test(value)) return true
  return partsOf(value).some(([, part]) => anyIn(part, test))
}
