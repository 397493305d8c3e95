/**
 * A rule as data: what the golden cases are written in, what the generator makes, what can be printed as `.cep` and turned
 * into a pattern for the reference matcher.
 */
import {
  type Contiguity,
  eventsOf,
  type Inner,
  type Path,
  type Predicate,
  type RefEvent,
  type ReferencePattern,
  type Skip,
  type Step,
  type Within,
} from "./pattern.ts"

export type Operator = "==" | "!=" | "<" | "<=" | ">" | ">="
export type NumberField = "v" | "w"
export type Aggregate = "count" | "sum" | "avg" | "min" | "max" | "first" | "last"

/** `field op value`, or `field op times * agg(step.field) + plus`. */
export type Comparison =
  | { readonly field: NumberField; readonly op: Operator; readonly value: number }
  | {
      readonly field: NumberField
      readonly op: Operator
      readonly ref: { readonly step: string; readonly agg: Aggregate; readonly field: NumberField }
      readonly times: number
      readonly plus: number
    }

type RuleRepetition = {
  readonly name: string
  readonly contiguity: Contiguity
  readonly min: number
  readonly max: number | null
  readonly optional: boolean
  readonly inner: Inner
  readonly greedy: boolean
  /** All must hold. */
  readonly until: readonly Comparison[] | null
  /** `then within` so many ms. */
  readonly soon?: number | null
}

export type RuleEventStep = RuleRepetition & {
  readonly negated: boolean
  /** The event's `type`; null accepts every type. */
  readonly type: string | null
  /** All must hold. */
  readonly where: readonly Comparison[]
  /** `no … for` so many ms. */
  readonly for?: number | null
}

/** With `choice`, the members of `group` are branches, of which that many come in any order. */
export type RuleGroup = RuleRepetition & { readonly group: readonly RuleStep[]; readonly choice?: number }
export type RuleStep = RuleEventStep | RuleGroup

export type RulePattern = {
  readonly steps: readonly RuleStep[]
  readonly within: Within | null
  readonly skip: Skip
}

/** A rule over the one event type `Event`, with the lateness in milliseconds. */
export type Rule = { readonly pattern: RulePattern; readonly outOfOrderMs: number }

/** An event as the golden cases and the generator write it. */
export type RuleEvent = {
  readonly type: string
  readonly k: string
  readonly v: number
  readonly w: number
  readonly at: number
}

const operators: Record<Operator, (a: number, b: number) => boolean> = {
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
}

/** An aggregate of a condition over the values of a step's events so far; undefined: there is none. */
export function aggregate(agg: Aggregate, values: readonly number[]): number | undefined {
  const sum = values.reduce((total, value) => total + value, 0)
  if (agg === "count") return values.length
  if (agg === "sum") return sum
  if (values.length === 0) return undefined
  if (agg === "avg") return sum / values.length
  if (agg === "min") return Math.min(...values)
  if (agg === "max") return Math.max(...values)
  return agg === "first" ? values[0] : values.at(-1)
}

function holds(comparison: Comparison, event: RefEvent, path: Path): boolean {
  const left = event.data[comparison.field] as number
  if (!("ref" in comparison)) return operators[comparison.op](left, comparison.value)
  const { step, agg, field } = comparison.ref
  const values = eventsOf(path, step).map((accepted) => accepted.data[field] as number)
  const right = aggregate(agg, values)
  return right !== undefined && operators[comparison.op](left, comparison.times * right + comparison.plus)
}

function allHold(comparisons: readonly Comparison[]): Predicate {
  return (event, path) => comparisons.every((comparison) => holds(comparison, event, path))
}

function toStep(step: RuleStep): Step {
  const { name, contiguity, min, max, optional, inner } = step
  const until = step.until === null ? null : allHold(step.until)
  const repetition = { name, contiguity, min, max, optional, inner, until, soon: step.soon ?? null }
  if ("group" in step) {
    const { group, choice } = step
    if (choice === undefined) return { kind: "group", ...repetition, steps: group.map(toStep) }
    return { kind: "choice", ...repetition, branches: group.map(toBranch), count: choice }
  }
  const { negated, greedy, type } = step
  const forMs = step.for ?? null
  const conditions = allHold(step.where)
  const where: Predicate = (event, path) => (type === null || event.data.type === type) && conditions(event, path)
  return { kind: "event", ...repetition, negated, greedy, where, forMs }
}

/** A branch in plain brackets is what stands in them. */
function toBranch(step: RuleStep): Step[] {
  return isPlainGroup(step) ? step.group.map(toStep) : [toStep(step)]
}

/** `( … )` that says nothing but where it begins and ends. */
export function isPlainGroup(step: RuleStep): step is RuleGroup {
  const isOnce = step.min === 1 && step.max === 1 && !step.optional && step.until === null
  return isOnce && "group" in step && step.choice === undefined
}

/** The pattern that the reference matcher runs. */
export function toPattern({ steps, within, skip }: RulePattern): ReferencePattern {
  return { steps: steps.map(toStep), within, skip }
}

/** The events as the matcher reads them: keyed by `k`, numbered in the order of arrival. */
export function toRefEvents(events: readonly RuleEvent[]): RefEvent[] {
  return events.map((event, index) => ({ index, key: event.k, at: event.at, data: { ...event, i: index } }))
}
