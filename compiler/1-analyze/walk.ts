import type { ElementInfo, Expression, HistoryInfo, SequenceInfo } from "../../lang/check/model.ts"

/** The expressions directly inside an expression, in the order written. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
      return expression.items
    case "template":
      return expression.parts.filter((part) => typeof part !== "string")
    case "step-index":
      return [expression.index]
    case "aggregate":
      return [expression.value, expression.where].filter((part) => part !== undefined)
    case "history": {
      const { filter, values } = expression.history
      return [expression.at, ...expression.keys, ...(expression.of ?? []), ...values, ...(filter ? [filter] : [])]
    }
    case "lookup":
    case "in-table":
      return expression.at === undefined ? expression.keys : [...expression.keys, expression.at]
    case "model":
      return expression.args
    case "awaited":
      return [...expression.args, expression.at]
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

/** Whether its value depends on the partial match: at one event it may differ between partial matches of a key. */
export function readsMatch(expression: Expression): boolean {
  return some(expression, ({ kind }) => ["step", "step-index", "aggregate", "previous", "key"].includes(kind))
}

/** The parts of an `and`, however many; of anything else itself. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === "and" ? [...conjuncts(expression.left), ...conjuncts(expression.right)] : [expression]
}

/** An expression or aggregate without its places: two are equal in meaning when these texts are. */
export function fingerprint(expression: Expression | HistoryInfo): string {
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
