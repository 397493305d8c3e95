import type { ElementInfo, QuantifierInfo, SequenceInfo, SkipInfo } from "../../lang/check/model.ts"
import type { Growth } from "./facts.ts"
import { insideOf } from "./walk.ts"

const exponential: Growth = { kind: "exponential", degree: 0 }

/**
 * How the number of partial matches grows with the events in the window. Every event may begin one (degree 1); each
 * `then any` may take any of the later events, and so may an open repetition end at any of them if what follows waits: the
 * degree rises by one each. A repetition that takes any subset (`1+ any`) doubles the number with every event.
 */
export function growthOf(pattern: SequenceInfo, skip: SkipInfo): Growth {
  const choices = sequenceChoices(pattern, skip.kind === "default")
  if (choices === null) return exponential
  const degree = 1 + choices
  return { kind: degree === 1 ? "linear" : "polynomial", degree }
}

/** How many of a sequence's places are free to take any later event; null: a number that grows with the events. */
function sequenceChoices({ elements }: SequenceInfo, endsAtFirst: boolean): number | null {
  let total = 0
  for (const [at, element] of elements.entries()) {
    const last = at === elements.length - 1
    const waits = !last && elements[at + 1]!.contiguity !== "next"
    const choices = elementChoices(element, waits, last && endsAtFirst)
    if (choices === null) return null
    total += choices + (element.contiguity === "then-any" ? 1 : 0)
  }
  return total
}

/** `waits`: what follows the element may be later than the next event. */
function elementChoices(element: ElementInfo, waits: boolean, endsAtFirst: boolean): number | null {
  if (element.kind === "absence") return 0
  const { quantifier } = element
  const rounds = endsAtFirst ? quantifier.min : quantifier.max
  let inside = 0
  for (const sequence of insideOf(element)) {
    const choices = sequenceChoices(sequence, false)
    if (choices === null) return null
    inside += choices
  }
  if (rounds === null) return quantifier.inner === "any" || inside > 0 ? null : waits ? 1 : 0
  return inside * rounds + (quantifier.inner === "any" ? rounds - 1 : 0)
}

/** Whether the repetition can go on without end. With the default skip the last element ends as soon as it may. */
export function isOpen(quantifier: QuantifierInfo, endsAtFirst: boolean): boolean {
  return quantifier.max === null && !endsAtFirst
}
