import type { Expression } from "../../lang/check/model.ts"

/** What a condition is on every event, where that can be told from its text alone. */
export function constantTruth(expression: Expression): boolean | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.value === true
    case "missing":
      return false
    case "not":
      return negated(constantTruth(expression.operand))
    case "and":
      return conjunction(constantTruth(expression.left), constantTruth(expression.right))
    case "or":
      return negated(conjunction(negated(constantTruth(expression.left)), negated(constantTruth(expression.right))))
    case "compare":
      return comparison(expression)
    case "in-list":
      return expression.right.kind === "list" && expression.right.items.length === 0 && !expression.negated
        ? false
        : undefined
    default:
      return undefined
  }
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth
}

function conjunction(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === false || right === false) return false
  return left === true && right === true ? true : undefined
}

function comparison({ op, left, right }: Extract<Expression, { kind: "compare" }>): boolean | undefined {
  if (left.kind === "missing" || right.kind === "missing") return false
  if (left.kind !== "literal" || right.kind !== "literal") return undefined
  const [a, b] = [left.value, right.value]
  const results = { "==": a === b, "!=": a !== b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b }
  return results[op]
}
