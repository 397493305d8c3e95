/**
 * Pairs of a rule and a stream of events for property tests. A rule is data: `toCep` prints it, `referenceRun` answers it.
 *
 *   fc.assert(fc.property(cases(), ({ rule, events }) => agree(engine(toCep(rule), events), referenceRun(rule, events))))
 */
import fc from "fast-check"
import { TooManyPartialMatches } from "./matcher.ts"
import type { Skip } from "./pattern.ts"
import type { Rule, RuleEvent } from "./rule.ts"
import { referenceRun } from "./run.ts"
import {
  type ConditionSketch,
  type Count,
  type EventSketch,
  type GroupSketch,
  type RuleSketch,
  type StepSketch,
  toRule,
} from "./sketch.ts"

export { resultsDifference } from "../golden/compare.ts"
export type { Rule, RuleEvent } from "./rule.ts"
export { type ReferenceAnswer, referenceRun } from "./run.ts"
export { toCep } from "./to-cep.ts"

export type ReferenceCase = { readonly rule: Rule; readonly events: readonly RuleEvent[] }

/** What the generator may use; everything is on unless it is switched off. */
export type GenerateOptions = {
  readonly skips?: readonly Skip["kind"][]
  readonly groups?: boolean
  readonly negation?: boolean
  readonly windows?: boolean
  /** What Flink has not: alternatives, any order, `then within`, `no … for`. Off by default. */
  readonly beyond?: boolean
  /** Events that come after the watermark has passed them. */
  readonly late?: boolean
  readonly maxEvents?: number
  /** Pairs in which the reference ever holds more partial matches of a key are not drawn. */
  readonly maxPartials?: number
}

const allSkips = ["default", "none", "pastLast", "next", "toFirst", "toLast"] as const
const types = ["A", "B", "C"] as const

/** A valid rule and a stream that it can be run on in reasonable time. */
export function cases(options: GenerateOptions = {}): fc.Arbitrary<ReferenceCase> {
  const { maxPartials = 300 } = options
  return rules(options)
    .chain((rule) => streams(rule.outOfOrderMs, options).map((events) => ({ rule, events })))
    .filter(({ rule, events }) => isAffordable(rule, events, maxPartials))
}

/** A rule with several streams, so that it is compiled once for all of them. */
export type ReferenceBatch = { readonly rule: Rule; readonly streams: readonly (readonly RuleEvent[])[] }

/** As `cases`, with up to `size` streams a rule; one that the reference cannot afford is left out. */
export function batches(size: number, options: GenerateOptions = {}): fc.Arbitrary<ReferenceBatch> {
  const { maxPartials = 300 } = options
  return rules(options)
    .chain((rule) =>
      fc.array(streams(rule.outOfOrderMs, options), { minLength: size, maxLength: size }).map((drawn) => ({
        rule,
        streams: drawn.filter((events) => isAffordable(rule, events, maxPartials)),
      })),
    )
    .filter(({ streams }) => streams.length > 0)
}

/** A rule that the language accepts. */
export function rules(options: GenerateOptions = {}): fc.Arbitrary<Rule> {
  const { skips = allSkips, windows = true } = options
  const sketch: fc.Arbitrary<RuleSketch> = fc.record({
    steps: fc.array(steps(options), { minLength: 1, maxLength: 4 }),
    within: windows ? within() : fc.constant(null),
    skip: fc.record({ kind: fc.constantFrom(...skips), step: fc.nat(5) }),
    outOfOrderMs: fc.constantFrom(0, 0, 100, 400),
  })
  return sketch.map(toRule)
}

/** A stream in the order of arrival: one to three keys, many equal times, disorder within the lateness and beyond it. */
export function streams(lateness: number, options: GenerateOptions = {}): fc.Arbitrary<RuleEvent[]> {
  const { maxEvents = 30, late = true } = options
  const back = [0, 0, 0, lateness / 4, lateness / 2, lateness, ...(late ? [lateness + 20] : [])]
  const event = fc.record({
    type: fc.constantFrom(...types),
    k: fc.nat(2),
    v: fc.nat(9),
    w: fc.nat(5),
    gap: fc.constantFrom(0, 0, 0, 10, 20, 50, 100, 300),
    back: fc.constantFrom(...back),
  })
  const shape = fc.record({
    start: fc.constantFrom(0, 1000),
    keys: fc.integer({ min: 1, max: 3 }),
    events: fc.array(event, { maxLength: maxEvents, size: "max" }),
  })
  return shape.map(({ start, keys, events }) => {
    let clock = start
    return events.map(({ type, k, v, w, gap, back }) => {
      clock += gap
      return { type, k: `k${(k % keys) + 1}`, v, w, at: Math.max(0, clock - back) }
    })
  })
}

function within(): fc.Arbitrary<RuleSketch["within"]> {
  const ms = fc.constantFrom(50, 100, 200, 500, 1000)
  const mode = fc.constantFrom("whole" as const, "whole" as const, "previous" as const)
  return fc.option(fc.record({ ms, mode }), { freq: 2 })
}

function steps(options: GenerateOptions): fc.Arbitrary<StepSketch> {
  const { groups = true } = options
  const event = eventSteps(options)
  if (!groups) return event
  const flat = groupsOf(event, options)
  const nested = groupsOf(fc.oneof({ weight: 3, arbitrary: event }, { weight: 1, arbitrary: flat }), options)
  return fc.oneof(
    { weight: 8, arbitrary: event as fc.Arbitrary<StepSketch> },
    { weight: 2, arbitrary: flat },
    { weight: 1, arbitrary: nested },
  )
}

function common() {
  return {
    contiguity: fc.constantFrom("then" as const, "then" as const, "next" as const, "thenAny" as const),
    count: counts(),
    optional: rarely(5),
    inner: fc.constantFrom("relaxed" as const, "relaxed" as const, "strict" as const, "any" as const),
  }
}

function groupsOf(step: fc.Arbitrary<StepSketch>, { beyond = false }: GenerateOptions): fc.Arbitrary<GroupSketch> {
  const group = fc.array(step, { minLength: 1, maxLength: 3 })
  const until = fc.option(conditions(false), { freq: 3 })
  if (!beyond) return fc.record({ ...common(), group, until })
  const choice = fc.constantFrom("none" as const, "one" as const, "one" as const, "all" as const, "some" as const)
  return fc.record({ ...common(), group, until, choice, soon: durations(3) })
}

/** A duration, once in so many times. */
function durations(times: number): fc.Arbitrary<number | null> {
  const written = fc.constantFrom(30, 100, 200, 400)
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: written })
}

function eventSteps({ negation = true, beyond = false }: GenerateOptions): fc.Arbitrary<EventSketch> {
  const steps = fc.record({
    ...common(),
    negated: negation ? rarely(5) : fc.constant(false),
    greedy: rarely(4),
    until: fc.option(conditions(false), { freq: 3 }),
    type: fc.option(fc.constantFrom(...types), { freq: 5 }),
    where: fc.oneof(fc.constant([]), fc.array(conditions(true), { maxLength: 2, size: "max" })),
  })
  if (!beyond) return steps
  return fc.tuple(steps, durations(4), durations(2)).map(([step, soon, time]) => ({ ...step, soon, for: time }))
}

/** True once in so many times; shrinks to false. */
function rarely(times: number): fc.Arbitrary<boolean> {
  return fc.nat(times - 1).map((n) => n === times - 1)
}

function counts(): fc.Arbitrary<Count> {
  const one = fc.constant<Count>({ kind: "one" })
  const times = fc.record({
    kind: fc.constant("times" as const),
    min: fc.integer({ min: 0, max: 3 }),
    more: fc.nat(2),
  })
  const loop = fc.record({ kind: fc.constant("loop" as const), min: fc.integer({ min: 1, max: 3 }) })
  return fc.oneof({ weight: 4, arbitrary: one }, { weight: 2, arbitrary: times }, { weight: 2, arbitrary: loop })
}

function conditions(mayRefer: boolean): fc.Arbitrary<ConditionSketch> {
  const none = fc.constant(null)
  return fc.record({
    field: fc.constantFrom("v" as const, "w" as const),
    op: fc.constantFrom("<" as const, "<=" as const, ">" as const, ">=" as const, "==" as const, "!=" as const),
    value: fc.integer({ min: 1, max: 7 }),
    back: mayRefer ? fc.oneof(none, none, fc.nat(3)) : none,
    agg: fc.constantFrom("count", "sum", "avg", "min", "max", "first", "last"),
    ofField: fc.constantFrom("v" as const, "w" as const),
    times: fc.constantFrom(1, 1, 2, 0.5),
    plus: fc.constantFrom(0, 0, 1, 2, -1),
  })
}

/** The reference can answer without holding too many partial matches at once. */
export function isAffordable(rule: Rule, events: readonly RuleEvent[], maxPartials: number): boolean {
  try {
    referenceRun(rule, events, { maxPartials })
    return true
  } catch (error) {
    if (error instanceof TooManyPartialMatches) return false
    throw error
  }
}
