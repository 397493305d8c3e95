/**
 * Chooses the form in which a rule is matched: the cheapest that keeps the meaning. Each form is tied to what it needs; what a rule
 * lacks for it is said, so that `cep explain` can show why it is matched in the general form.
 */
import type { Form } from "../../runtime/abi/form.ts"
import type { PatternElement, RulePlan } from "../2-plan/plan.ts"

export interface ChosenForm {
  /** For people: `windows` for `each`, else the form's kind or `general`. */
  readonly name: "windows" | Form["kind"] | "general"
  /** For people: the proof, or what it fails at. */
  readonly because: string
  /** Absent: the engine finds windows by themselves, and matches all others in the general form. */
  readonly form?: Form
}

type Step = Extract<PatternElement, { kind: "step" }>

/** The form of a rule. */
export function formOf(rule: RulePlan): ChosenForm {
  const { elements } = rule.pattern
  const [first, last] = elements
  if (rule.window !== undefined) return { name: "windows", because: "each window keeps running results" }
  if (isSingle(elements)) {
    const because = "one event is a match by itself, so nothing is kept"
    return { name: "filter", because, form: { kind: "filter", condition: stepOf(first as Step) } }
  }
  const problem = whyUnbounded(rule) ?? (rule.skip.kind === "none" ? whyNotCombination(elements) : whyNotRun(elements))
  if (problem !== undefined) return { name: "general", because: problem }
  const { within } = rule
  const withinMs = within.kind !== "none" && within.duration.kind === "fixed" ? within.duration.ms : undefined
  if (rule.skip.kind === "none") {
    return {
      name: "combination",
      form: { kind: "combination", steps: elements.map((element) => stepOf(element as Step)), withinMs: withinMs! },
      because: "each event is judged by itself and every match is wanted, so the events of each step say all",
    }
  }
  const { min, max } = (first as Step).quantifier
  return {
    name: "ring",
    form: {
      kind: "ring",
      first: stepOf(first as Step),
      min,
      max: last === undefined ? min : max,
      last: last === undefined ? null : stepOf(last as Step),
      withinMs: withinMs!,
    },
    because: "each event is judged by itself and the first match is wanted, so the events of the window say all",
  }
}

function stepOf({ step, condition }: Step): { step: number; condition: number } {
  return { step, condition }
}

function isSingle(elements: readonly PatternElement[]): boolean {
  const [element] = elements
  if (elements.length !== 1 || element?.kind !== "step") return false
  const { min, max, optional } = element.quantifier
  return min === 1 && max === 1 && !optional && element.until === null
}

/** What neither rings nor combinations can do; undefined: nothing. */
function whyUnbounded(rule: RulePlan): string | undefined {
  const { skip, within, outputs, conditions } = rule
  if (skip.kind !== "default" && skip.kind !== "none") {
    return `\`skip ${skip.kind.replace("-", " ")}\` reports more than the first match`
  }
  if (within.kind === "none") return "it has no window"
  if (within.kind === "between-events") return "its window is counted from event to event"
  if (within.duration.kind === "param") return "its window is a parameter, which may change while partial matches live"
  if (outputs.some(({ onTimeout }) => onTimeout)) return "`on timeout` reports each partial match"
  if (conditions.some(({ readsMatch }) => readsMatch)) return "a condition reads the match so far"
  return undefined
}

/** Why the elements are not `A then any B then any C`, of which all matches are wanted. */
function whyNotCombination(elements: readonly PatternElement[]): string | undefined {
  const problem = "`skip none` reports more than the first match"
  for (const [at, element] of elements.entries()) {
    const stepProblem = whyNoPlainStep(element)
    if (stepProblem !== undefined) return `${problem}, and ${stepProblem}`
    const { quantifier, contiguity } = element as Step
    if (quantifier.min !== 1 || quantifier.max !== 1 || quantifier.optional) {
      return `${problem}, and a step takes several events, or none`
    }
    if (at > 0 && contiguity !== "then-any") return `${problem}, and not every step comes with \`then any\``
  }
  return undefined
}

function whyNoPlainStep(element: PatternElement): string | undefined {
  if (element.kind !== "step") return element.kind === "absence" ? "it has an absence" : "it has a group"
  if (element.until !== null) return "it has an `until`"
  return element.soon === undefined ? undefined : "a step has a time of its own"
}

/** Why the elements are not `N A` or `N A then B`. */
function whyNotRun(elements: readonly PatternElement[]): string | undefined {
  const [first, last] = elements
  if (elements.length > 2) return "it has more than two steps"
  for (const element of elements) {
    const problem = whyNoPlainStep(element)
    if (problem !== undefined) return problem
  }
  const { min, optional, inner, greedy } = (first as Step).quantifier
  if (optional || min < 1) return "its first step is optional"
  if (inner !== "relaxed" || greedy) return `its first step is ${greedy ? "greedy" : inner}`
  if (last === undefined) return min === 1 ? "its only step is complete with one event" : undefined
  if (last.contiguity !== "then") return `\`${last.contiguity.replace("-", " ")}\` is not \`then\``
  const { quantifier } = last as Step
  const isOne = quantifier.min === 1 && quantifier.max === 1 && !quantifier.optional
  return isOne ? undefined : "its last step takes several events, or none"
}
