/**
 * From a careless sketch of a pattern to a valid rule. The generator draws sketches freely, so that they shrink well; here
 * whatever the language refuses is left out or put right: a negation is not counted, greedy needs a repetition, and so on.
 */
import type { Contiguity, Inner, Skip, Within } from "./pattern.ts"
import type { Aggregate, Comparison, NumberField, Operator, Rule, RuleEventStep, RuleGroup, RuleStep } from "./rule.ts"

/** How often: a group of words that the language has one notation for each. */
export type Count =
  | { readonly kind: "one" }
  | { readonly kind: "times"; readonly min: number; readonly more: number }
  | { readonly kind: "loop"; readonly min: number }

/** A condition. With `back`, it refers to the step that lies so far back among those that can be referred to. */
export type ConditionSketch = {
  readonly field: NumberField
  readonly op: Operator
  readonly value: number
  readonly back: number | null
  readonly agg: Aggregate
  readonly ofField: NumberField
  readonly times: number
  readonly plus: number
}

type CommonSketch = {
  readonly contiguity: Exclude<Contiguity, "first">
  readonly count: Count
  readonly optional: boolean
  readonly inner: Inner
  readonly soon?: number | null
}

export type EventSketch = CommonSketch & {
  readonly negated: boolean
  readonly greedy: boolean
  readonly until: ConditionSketch | null
  readonly type: string | null
  readonly where: readonly ConditionSketch[]
  readonly for?: number | null
}

/** `choice`: not at all, one of them, all of them, or one less. */
export type GroupSketch = CommonSketch & {
  readonly group: readonly StepSketch[]
  readonly until?: ConditionSketch | null
  readonly choice?: "none" | "one" | "all" | "some"
}
export type StepSketch = EventSketch | GroupSketch

/** `step` chooses among the steps that a match can skip to. */
export type SkipSketch = { readonly kind: Skip["kind"]; readonly step: number }

export type RuleSketch = {
  readonly steps: readonly StepSketch[]
  readonly within: Within | null
  readonly skip: SkipSketch
  readonly outOfOrderMs: number
}

/** None is a field of the event type, which would hide the step. */
const letters = "abcdefghjlmnopqrsuxyz"

type Naming = { used: number; readonly known: string[] }

/** The valid rule that a sketch stands for. */
export function toRule(sketch: RuleSketch): Rule {
  const naming: Naming = { used: 0, known: [] }
  const steps = finish(
    sketch.steps.map((step, at) => draw(step, at === 0, naming)),
    true,
  )
  const targets = skipTargets(steps)
  const last = steps.at(-1)!
  const needsWindow = !("group" in last) && last.negated && last.contiguity === "then" && last.for == null
  const within = sketch.within ?? (needsWindow ? ({ ms: 500, mode: "whole" } as const) : null)
  const { kind, step } = sketch.skip
  const skip: Skip =
    kind === "toFirst" || kind === "toLast" ? { kind, step: targets[step % targets.length]! } : { kind }
  return { pattern: { steps, within, skip }, outOfOrderMs: sketch.outOfOrderMs }
}

function draw(sketch: StepSketch, isFirst: boolean, naming: Naming): RuleStep {
  const contiguity: Contiguity = isFirst ? "first" : sketch.contiguity
  const { min, max } = bounds(sketch.count)
  const optional = sketch.optional && min > 0
  const isSingle = min === 1 && max === 1
  const inner = isSingle ? "relaxed" : sketch.inner
  const soon = sketch.soon == null || isFirst ? {} : { soon: sketch.soon }
  if ("group" in sketch && sketch.choice !== undefined && sketch.choice !== "none") {
    const members = sketch.group.map((step) => beginning(draw(step, true, naming)))
    const all = members.length
    const choice = sketch.choice === "one" ? 1 : sketch.choice === "all" ? all : Math.max(1, all - 1)
    const isSome = choice > 1 && choice < all
    const once = isSome || members.length === 1
    const group = { name: `g${naming.used}`, contiguity, group: members, choice, greedy: false, until: null, ...soon }
    if (members.length === 1)
      return { ...group, choice: 1, group: [members[0]!, copyOf(members[0]!, naming)], min, max, optional, inner }
    return once ? { ...group, min: 1, max: 1, optional, inner: "relaxed" } : { ...group, min, max, optional, inner }
  }
  if ("group" in sketch) {
    const group = finish(
      sketch.group.map((step, at) => draw(step, at === 0, naming)),
      false,
    )
    return {
      name: `g${naming.used}`,
      contiguity,
      group,
      min,
      max,
      optional,
      inner,
      greedy: false,
      until: max === null && sketch.until ? [condition(sketch.until, [])] : null,
      ...soon,
    }
  }
  const name = letters[naming.used] ?? `s${naming.used}`
  naming.used++
  if (sketch.negated && !isFirst) {
    const where = sketch.where.map((each) => condition(each, naming.known))
    const follow = contiguity === "next" ? "next" : "then"
    const absence = negation(name, follow, sketch.type, where)
    return sketch.for == null || follow === "next" ? absence : { ...absence, for: sketch.for }
  }
  const isLoop = max === null
  const where = sketch.where.map((each) => condition(each, isSingle ? naming.known : [...naming.known, name]))
  naming.known.push(name)
  return {
    name,
    contiguity,
    negated: false,
    type: sketch.type,
    where,
    min,
    max,
    optional,
    inner,
    greedy: sketch.greedy && !isSingle && inner !== "any",
    until: isLoop && sketch.until !== null ? [condition(sketch.until, [name])] : null,
    ...soon,
  }
}

/** A branch begins with an event that it takes, and keeps nothing from what follows the choice. */
function beginning(step: RuleStep): RuleStep {
  const first = { ...step, optional: false, min: Math.max(1, step.min), greedy: false }
  if (!("group" in step) || step.choice !== undefined) return first
  const [head, ...rest] = step.group
  return { ...step, ...first, group: [beginning(head!), ...rest] } as RuleStep
}

/** The same steps under other names: a second branch. */
function copyOf(step: RuleStep, naming: Naming): RuleStep {
  if ("group" in step) return { ...step, group: step.group.map((each) => copyOf(each, naming)) }
  const name = letters[naming.used] ?? `s${naming.used}`
  naming.used++
  return { ...step, name, type: "B" }
}

function negation(
  name: string,
  contiguity: "next" | "then",
  type: string | null,
  where: readonly Comparison[],
): RuleEventStep {
  const once = { min: 1, max: 1, optional: false, inner: "relaxed", greedy: false, until: null } as const
  return { name, contiguity, negated: true, type, where, ...once }
}

function bounds(count: Count): { min: number; max: number | null } {
  if (count.kind === "one") return { min: 1, max: 1 }
  if (count.kind === "loop") return { min: count.min, max: null }
  return { min: count.min, max: Math.max(count.min + count.more, 2) }
}

function condition(sketch: ConditionSketch, known: readonly string[]): Comparison {
  const { field, op, value, back, agg, ofField, times, plus } = sketch
  if (back === null || known.length === 0) return { field, op, value }
  const step = known[known.length - 1 - (back % known.length)]!
  return { field, op, ref: { step, agg, field: ofField }, times, plus }
}

/**
 * Puts right what depends on the neighbours: what may stand before a negation, after it, and after a greedy step (a range
 * from none on may, `optional` may not).
 */
function finish(drawn: readonly RuleStep[], isWhole: boolean): RuleStep[] {
  let steps = [...drawn]
  for (let at = steps.length - 1; at > 0; at--) {
    if (isNegated(steps[at]) && !mayBeNegated(steps, at, isWhole)) steps = steps.filter((_, i) => i !== at)
  }
  return steps.map((step, at) => {
    const next = steps[at + 1]
    const isFinalAbsence = isWhole && at === steps.length - 2 && isNegated(next)
    const keepsGreed = next === undefined ? isWhole : !next.optional && !isFinalAbsence
    return step.greedy && !keepsGreed ? { ...step, greedy: false } : step
  })
}

function mayBeNegated(steps: readonly RuleStep[], at: number, isWhole: boolean): boolean {
  const [before, after] = [steps[at - 1]!, steps.slice(at + 1)]
  if (isNegated(before) || canBeEmpty(before)) return false
  return after.length === 0 ? isWhole : after.some((step) => !isNegated(step) && !canBeEmpty(step))
}

function isNegated(step: RuleStep | undefined): boolean {
  return step !== undefined && !("group" in step) && step.negated
}

/** The step can take part in a match without an event. */
export function canBeEmpty(step: RuleStep): boolean {
  if (step.optional || step.min === 0) return true
  return "group" in step && step.group.every((inner) => isNegated(inner) || canBeEmpty(inner))
}

function skipTargets(steps: readonly RuleStep[]): string[] {
  return steps.flatMap((step) => {
    if ("group" in step) return skipTargets((step as RuleGroup).group)
    return step.negated ? [] : [step.name]
  })
}
