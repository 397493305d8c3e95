import type { ElementInfo, Expression, SequenceInfo } from "../../lang/check/model.ts"

/** The expressions directly inside an expression, in the order written. */
function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
      return expression.items
    case "template":
      return expression.parts.filter((part) => typeof part !== "string")
    case "step-index":
      return [expression.index]
    case "aggregate":
      return expression.value === undefined ? [] : [expression.value]
    case "member":
      return [expression.object]
    case "index":
      return [expression.object, expression.index]
    case "call":
      return expression.args
    case "negate":
    case "not":
    case "is-missing":
    case "matches":
    case "convert":
      return [expression.operand]
    case "and":
    case "or":
    case "arithmetic":
    case "compare":
    case "in-list":
    case "coalesce":
      return [expression.left, expression.right]
    case "in-range":
      return [expression.left, expression.from, expression.to]
    case "conditional":
      return [expression.test, expression.whenTrue, expression.whenFalse]
    default:
      return []
  }
}

/** Calls `visit` on an expression and everything inside it, outer ones first. */
export function walk(expression: Expression, visit: (inner: Expression) => void): void {
  visit(expression)
  for (const child of children(expression)) walk(child, visit)
}

/** Whether an expression or anything inside it passes the test. */
export function some(expression: Expression, test: (inner: Expression) => boolean): boolean {
  return test(expression) || children(expression).some((child) => some(child, test))
}

/** Whether its value depends on the partial match and not on the candidate event alone. */
export function readsMatch(expression: Expression): boolean {
  return some(expression, ({ kind }) => ["step", "step-index", "aggregate", "previous", "key"].includes(kind))
}

/** An expression without its places: two are equal in meaning when these texts are. */
export function fingerprint(expression: Expression): string {
  return JSON.stringify(expression, (name, value) => (name === "span" ? undefined : value))
}

/** The sequences inside an element: of a group its own, of a choice its branches. */
export function insideOf(element: ElementInfo): readonly SequenceInfo[] {
  if (element.kind === "group") return [element.sequence]
  return element.kind === "choice" ? element.branches : []
}

/** The elements of a sequence and of the groups and choices inside it, in the order written. */
export function* elementsOf(sequence: SequenceInfo): Generator<ElementInfo> {
  for (const element of sequence.elements) {
    yield element
    for (const inner of insideOf(element)) yield* elementsOf(inner)
  }
}
