import type { Expression } from "../../lang/check/model.ts"
import { children } from "../1-analyze/walk.ts"

/** Whole events and written values say nothing by themselves. */
const silent: ReadonlySet<Expression["kind"]> = new Set([
  "literal",
  "missing",
  "candidate",
  "candidate-is",
  "element",
  "previous",
  "step",
  "step-index",
  "list",
  "local",
])

/**
 * The parts of a condition whose values explain its answer, outer ones first: itself, what it joins, compares and works with. What is
 * worked out for each of many events (inside aggregates) has no single value, and is no part.
 */
export function probedParts(condition: Expression): readonly Expression[] {
  const own = silent.has(condition.kind) || condition.type.kind === "event" ? [] : [condition]
  return [...own, ...insideOf(condition).flatMap(probedParts)]
}

/** The expressions directly inside one that are worked out where it is. */
export function insideOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "aggregate":
    case "awaited":
      return []
    case "history":
      return [...expression.keys, ...(expression.of ?? [])]
    default:
      return children(expression)
  }
}
