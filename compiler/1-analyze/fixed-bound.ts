import type { ElementInfo, Expression, RuleInfo } from "../../lang/check/model.ts"
import { isOpen } from "./growth.ts"
import { fingerprint, insideOf, readsMatch } from "./walk.ts"

type StepElement = Extract<ElementInfo, { kind: "step" }>

/** The most that a rule without a window can hold, or what makes it grow. */
export type FixedBound =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly partialMatches: number; readonly events: number }
  | { readonly kind: "unbounded"; readonly reason: Reason }

/** Why no number of partial matches is the greatest one; the words are the diagnostic's. */
export type Reason =
  /** Every event that `from` takes starts one more partial match that waits for `step`. */
  | { readonly kind: "waits"; readonly from: string; readonly step: string; readonly element: ElementInfo }
  /** The repetition takes events without end. */
  | { readonly kind: "repeats"; readonly step: string; readonly element: ElementInfo }

/**
 * The fixed bound of a pattern without a window. It exists in two cases:
 * 1. every element is strict (`next`, `consecutive`): an event moves each partial match on or ends it, so one that is
 *    alive began at most `length − 1` events ago;
 * 2. every event that can start a match also moves every waiting one on (`5 Transaction`: each counts for all).
 * In both, at most `length − 1` matches are begun and not completed; optional and ranged elements multiply them by the
 * ways in which the events can be shared out.
 */
export function fixedBound(rule: RuleInfo): FixedBound {
  // Each event that counts ends the silence before it.
  if (rule.trigger.kind === "silence") return { kind: "fixed", partialMatches: 1, events: 1 }
  const { elements } = rule.trigger.pattern
  const endsAtFirst = rule.skip.kind === "default"
  const reason = growing(rule, elements, endsAtFirst)
  if (reason !== undefined) return { kind: "unbounded", reason }
  const length = longest(elements, endsAtFirst) + (elements.at(-1)?.kind === "absence" ? 1 : 0)
  if (length <= 1) return { kind: "none" }
  const waiting = length - 1
  const partialMatches = waiting * ways(elements, endsAtFirst)
  const alike = isStrict(elements) || haveOneCondition(rule, elements)
  return { kind: "fixed", partialMatches, events: alike ? waiting : waiting * waiting }
}

function growing(rule: RuleInfo, elements: readonly ElementInfo[], endsAtFirst: boolean): Reason | undefined {
  const open = firstOpen(elements, endsAtFirst)
  if (open !== undefined) return { kind: "repeats", step: labelOf(rule, open), element: open }
  if (isStrict(elements)) return undefined
  const first = elements[0]!
  for (const element of elements) {
    if (movedByEveryStart(rule, first, element)) continue
    return { kind: "waits", from: labelOf(rule, first), step: labelOf(rule, element), element }
  }
  return undefined
}

function firstOpen(elements: readonly ElementInfo[], endsAtFirst: boolean): ElementInfo | undefined {
  for (const [at, element] of elements.entries()) {
    if (element.kind === "absence") continue
    for (const { elements: inner } of insideOf(element)) {
      const inside = firstOpen(inner, false)
      if (inside !== undefined) return inside
    }
    const last = at === elements.length - 1
    if (isOpen(element.quantifier, endsAtFirst && last)) return element
  }
  return undefined
}

/** No element waits: each takes the very next event or ends the partial match. */
function isStrict(elements: readonly ElementInfo[]): boolean {
  return elements.every((element) => {
    const follows = element.contiguity === "next" || element.contiguity === "first"
    if (element.kind === "absence") return follows
    const once = element.quantifier.max === 1
    const inside = insideOf(element).every(({ elements: inner }) => isStrict(inner))
    if (element.kind === "choice" && element.count > 1) return false
    return follows && inside && (once || element.quantifier.inner === "consecutive")
  })
}

function movedByEveryStart(rule: RuleInfo, first: ElementInfo, element: ElementInfo): boolean {
  if (element.kind === "absence") return element !== rule.trigger.pattern.elements.at(-1)
  if (first.kind !== "step" || element.kind !== "step") return false
  if (element.contiguity === "then-any" || element.quantifier.inner === "any" || element.until !== undefined)
    return false
  if (element.quantifier.max === null && element.quantifier.greedy) return false
  return takesAllOf(rule, element, first)
}

/** Whether every event that `first` accepts is certainly accepted by `element` as well. */
function takesAllOf(rule: RuleInfo, element: StepElement, first: StepElement): boolean {
  const types = new Set(rule.steps[element.step]!.events)
  if (!rule.steps[first.step]!.events.every((type) => types.has(type))) return false
  if (element.where === undefined) return true
  return !readsMatch(element.where) && sameWhere(element.where, first.where)
}

function sameWhere(left: Expression | undefined, right: Expression | undefined): boolean {
  return left === undefined || right === undefined ? left === right : fingerprint(left) === fingerprint(right)
}

function haveOneCondition(rule: RuleInfo, elements: readonly ElementInfo[]): boolean {
  const [first] = elements
  return elements.every(
    (element) =>
      element.kind === "absence" ||
      (first?.kind === "step" &&
        element.kind === "step" &&
        sameWhere(first.where, element.where) &&
        takesAllOf(rule, first, element) === takesAllOf(rule, element, first)),
  )
}

/** The most events that a match takes; the repetitions are known to have an end. */
function longest(elements: readonly ElementInfo[], endsAtFirst: boolean): number {
  let total = 0
  for (const [at, element] of elements.entries()) {
    if (element.kind === "absence") continue
    const { quantifier } = element
    const rounds = endsAtFirst && at === elements.length - 1 ? quantifier.min : quantifier.max!
    total += rounds * longestRound(element)
  }
  return total
}

function longestRound(element: Exclude<ElementInfo, { kind: "absence" }>): number {
  if (element.kind === "step") return 1
  if (element.kind === "group") return longest(element.sequence.elements, false)
  const lengths = element.branches.map((branch) => longest(branch.elements, false)).sort((a, b) => b - a)
  return lengths.slice(0, element.count).reduce((sum, length) => sum + length, 0)
}

/** In how many ways the events begun by one event can be shared out over the elements, at most. */
function ways(elements: readonly ElementInfo[], endsAtFirst: boolean): number {
  let total = 1
  for (const [at, element] of elements.entries()) {
    if (element.kind === "absence") continue
    const { min, max, optional } = element.quantifier
    const last = at === elements.length - 1
    const counts = last && endsAtFirst ? 1 : max! - min + 1
    const round = insideOf(element).reduce((sum, { elements: inner }) => sum + ways(inner, false), 0)
    const inside = element.kind === "step" ? 1 : round ** max!
    total *= (last && element.kind === "step" ? 1 : counts + (optional ? 1 : 0)) * inside
  }
  return total
}

/** What to call an element in a message: its step's name; for a group its first step's. */
function labelOf(rule: RuleInfo, element: ElementInfo): string {
  const [inner] = insideOf(element)
  if (inner !== undefined) return labelOf(rule, inner.elements[0]!)
  return "step" in element ? rule.steps[element.step]!.name : ""
}
