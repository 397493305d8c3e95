import type { Expression } from "../../../lang/check/model.ts"

/** The value of a settled expression that is the same on every event, or undefined. */
export function constantOf(expression: Expression): string | number | boolean | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.value
    case "negate": {
      const value = constantOf(expression.operand)
      return typeof value === "number" ? -value : undefined
    }
    case "convert":
      return converted(expression)
    case "arithmetic":
      return calculated(expression)
    default:
      return undefined
  }
}

/** Numbers, times and durations; decimals are left alone, since their operations have rules of their own. */
function calculated({ op, left, right, type }: Expression & { kind: "arithmetic" }): number | undefined {
  const [a, b] = [constantOf(left), constantOf(right)]
  if (typeof a !== "number" || typeof b !== "number") return undefined
  if (![type, left.type, right.type].every(({ kind }) => kind !== "decimal" && kind !== "optional")) return undefined
  const result = op === "+" ? a + b : op === "-" ? a - b : op === "*" ? a * b : undefined
  return result !== undefined && Number.isFinite(result) ? result : undefined
}

/** A whole number as a decimal, or a decimal of more digits: both are exact. */
function converted({ operand, type }: Expression & { kind: "convert" }): number | undefined {
  const value = constantOf(operand)
  if (typeof value !== "number" || type.kind !== "decimal") return undefined
  if (operand.type.kind !== "integer" && operand.type.kind !== "decimal") return undefined
  const from = operand.type.kind === "decimal" ? operand.type.scale : 0
  const result = value * 10 ** (type.scale - from)
  return Number.isSafeInteger(result) ? result : undefined
}
