import type { Expression } from "../../../lang/check/model.ts"
import { type Range, rangeOf, type ValueSet } from "./value-set.ts"

/**
 * Something that has a value when a condition is tested. Terms of one key have the same value wherever they stand in the
 * formulas that are judged together.
 */
export interface Term {
  readonly key: string
  /** All that it can be. */
  readonly values: ValueSet
}

/** How two values stand to each other; of these four exactly one holds. `none`: one of them is missing. */
export const outcomes = { less: 1, equal: 2, greater: 4, none: 8 } as const
export const anyOutcome = 15

/**
 * A condition in a form in which it can be judged. It holds exactly where the condition does: nothing is left out, what is not
 * understood is a term of its own that is true or not. Without `not`: negation is in the sets.
 */
export type Formula =
  | { readonly kind: "and"; readonly parts: readonly Formula[] }
  | { readonly kind: "or"; readonly parts: readonly Formula[] }
  /** The term has one of these values. */
  | { readonly kind: "in"; readonly term: Term; readonly set: ValueSet }
  /** Two terms stand to each other in one of these ways (a sum of `outcomes`); `left.key <= right.key`. */
  | { readonly kind: "pair"; readonly left: Term; readonly right: Term; readonly ways: number }

export const always: Formula = { kind: "and", parts: [] }
export const never: Formula = { kind: "or", parts: [] }

/** Holds where all parts do. */
export function all(...parts: readonly Formula[]): Formula {
  return parts.length === 1 ? parts[0]! : { kind: "and", parts }
}

/** Holds where one of the parts does. */
export function any(...parts: readonly Formula[]): Formula {
  return parts.length === 1 ? parts[0]! : { kind: "or", parts }
}

/** Two terms in some ways, in the order of their keys. */
export function pair(left: Term, right: Term, ways: number): Formula {
  if (left.key <= right.key) return { kind: "pair", left, right, ways }
  const turned =
    (ways & (outcomes.equal | outcomes.none)) |
    (ways & outcomes.less ? outcomes.greater : 0) |
    (ways & outcomes.greater ? outcomes.less : 0)
  return { kind: "pair", left: right, right: left, ways: turned }
}

/** The term is there, or it is not. */
export function presence(term: Term, present: boolean): Formula {
  const range: Range = present ? term.values.range : emptyLike(term.values.range)
  return { kind: "in", term, set: { missing: !present, range } }
}

/** Nothing, of the kind of another range. */
export function emptyLike(range: Range): Range {
  return range.kind === "numbers"
    ? { ...range, intervals: [] }
    : { kind: "names", except: false, items: new Set<string>() }
}

/** Something that is true or not, or missing. */
export function truthTerm(key: string): Term {
  return { key, values: { missing: true, range: rangeOf({ kind: "boolean" }) } }
}

/** A truth term is true, or it is anything else: a missing one counts as false. */
export function truth(term: Term, wanted: boolean): Formula {
  const range: Range = { kind: "names", except: false, items: new Set([wanted]) }
  return { kind: "in", term, set: { missing: !wanted, range } }
}

/** An expression as a text that is the same for expressions of one meaning: without places, and without types that say nothing more. */
export function termKey(expression: Expression): string {
  return JSON.stringify(expression, function (this: { kind?: unknown }, name, value: unknown) {
    if (name === "span") return undefined
    // A literal's number means something only with its scale, a conversion only with what it leads to.
    if (name === "type" && this.kind !== "literal" && this.kind !== "convert") return undefined
    return value
  })
}
