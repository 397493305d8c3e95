import type { Context } from "./context.ts"
import type { Expression } from "./model.ts"

/** The value of an expression that is known before the job starts (the inside form), or undefined where it is not. */
export function constantValue(context: Context, expression: Expression): { value: unknown } | undefined {
  switch (expression.kind) {
    case "literal":
      return { value: expression.value }
    case "missing":
      return expression.type.kind === "unknown" ? undefined : { value: undefined }
    case "list": {
      const items = expression.items.map((item) => constantValue(context, item))
      return items.every((item) => item !== undefined) ? { value: items.map((item) => item.value) } : undefined
    }
    case "template":
      return expression.parts.every((part) => typeof part === "string")
        ? { value: expression.parts.join("") }
        : undefined
    case "let":
      return constantValue(context, context.constant(expression.name).value)
    case "negate":
      return numeric(context, expression.operand, (value) => -value)
    case "convert":
      return numeric(context, expression.operand, (value) => convert(value, expression))
    case "arithmetic":
      return numeric(context, expression.left, (left) => {
        const right = constantValue(context, expression.right)?.value
        return typeof right === "number" ? calculate(expression.op, left, right) : undefined
      })
    default:
      return undefined
  }
}

function numeric(
  context: Context,
  operand: Expression,
  then: (value: number) => number | undefined,
): { value: number } | undefined {
  const value = constantValue(context, operand)?.value
  const result = typeof value === "number" ? then(value) : undefined
  return result === undefined || !Number.isFinite(result) ? undefined : { value: result }
}

function calculate(op: "+" | "-" | "*" | "/" | "%", left: number, right: number): number {
  if (op === "+") return left + right
  if (op === "-") return left - right
  if (op === "*") return left * right
  return op === "/" ? left / right : left % right
}

function convert(value: number, expression: Expression & { kind: "convert" }): number {
  const from = expression.operand.type
  const to = expression.type
  const fromScale = from.kind === "decimal" ? from.scale : 0
  const toScale = to.kind === "decimal" ? to.scale : 0
  if (to.kind === "decimal") return value * 10 ** (toScale - fromScale)
  return value / 10 ** fromScale
}
