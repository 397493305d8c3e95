import type { Expression } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"

/** Whether a type says that its value may be missing. */
export function isOptional(type: Type): boolean {
  return type.kind === "optional" || type.kind === "missing" || type.kind === "unknown"
}

/** The type without its `?`. */
export function bare(type: Type): Type {
  return type.kind === "optional" ? type.of : type
}

/** Whether the value can be missing when the code runs: by its type, and by the parts it is made of. */
export function canBeMissing(expression: Expression): boolean {
  if (isOptional(expression.type)) return true
  const inner = canBeMissing
  switch (expression.kind) {
    case "step-index":
    case "index":
      return true
    case "member":
      return inner(expression.object)
    case "negate":
    case "convert":
      return inner(expression.operand)
    case "arithmetic":
      return (
        (isDivision(expression) && !isNonZero(expression.right)) || inner(expression.left) || inner(expression.right)
      )
    case "conditional":
      return inner(expression.whenTrue) || inner(expression.whenFalse)
    case "coalesce":
      return inner(expression.right)
    case "call":
      return expression.args.some(inner)
    case "history":
      return expression.history.op !== "new" && expression.keys.some(inner)
    default:
      return false
  }
}

function isDivision(expression: Extract<Expression, { kind: "arithmetic" }>): boolean {
  return expression.op === "/" || expression.op === "%"
}

/** A written number that is not zero. */
export function isNonZero(expression: Expression): boolean {
  return expression.kind === "literal" && typeof expression.value === "number" && expression.value !== 0
}
