import type { ContiguityPlan, PatternElement, PatternPlan, QuantifierPlan } from "../../compiler/2-plan/plan.ts"

const once: QuantifierPlan = { min: 1, max: 1, optional: false, inner: "relaxed", greedy: false }

type Options = Partial<QuantifierPlan> & { readonly until?: number }

/** A step whose condition has its own number. */
export function step(number: number, contiguity: ContiguityPlan = "first", options: Options = {}): PatternElement {
  const { until = null, ...quantifier } = options
  return { kind: "step", step: number, contiguity, condition: number, until, quantifier: { ...once, ...quantifier } }
}

/** A `no` step, likewise. */
export function absent(number: number, contiguity: "next" | "then" = "then"): PatternElement {
  return { kind: "absence", step: number, contiguity, condition: number }
}

/** A group of elements. */
export function group(
  elements: PatternElement[],
  contiguity: ContiguityPlan = "first",
  options: Options = {},
): PatternElement {
  const { until = null, ...quantifier } = options
  return { kind: "group", contiguity, pattern: { elements }, until, quantifier: { ...once, ...quantifier } }
}

/** A pattern of elements. */
export function pattern(...elements: PatternElement[]): PatternPlan {
  return { elements }
}
