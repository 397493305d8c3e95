/** Whether one rule alerts wherever another does. */
import type { DurationInfo, ElementInfo, Expression, OutputInfo, RuleInfo } from "../../lang/check/model.ts"
import { rewrite } from "../../lang/check/rewrite.ts"
import { readsMatch } from "../1-analyze/walk.ts"
import { Builder } from "./logic/build.ts"
import { always, type Formula, never } from "./logic/formula.ts"
import type { Settler } from "./logic/settle.ts"
import { contradict } from "./logic/solve.ts"
import { intersect, isEmpty, type ValueSet, without } from "./logic/value-set.ts"
import { countRange } from "./rule-view.ts"

type StepElement = Extract<ElementInfo, { kind: "step" }>

const severities = ["info", "low", "medium", "high", "critical"] as const

/** Whether its alerts are as severe as the other's, go where those go and carry their tags; what else is said is taken to be alike. */
function tellsAsMuch(wide: RuleInfo, narrow: RuleInfo): boolean {
  const alerts = wide.outputs.filter(({ kind, onTimeout }) => kind === "alert" && !onTimeout)
  const level = ({ severity }: OutputInfo) => severities.indexOf(severity)
  return (
    narrow.outputs.length > 0 &&
    narrow.tags.every((tag) => wide.tags.includes(tag)) &&
    narrow.outputs.every(
      (output) =>
        output.kind === "alert" &&
        !output.onTimeout &&
        output.score === undefined &&
        alerts.some((each) => each.sink === output.sink && level(each) >= level(output)),
    )
  )
}

/** Whether both take the same fields of the events that the narrow one reads. */
function haveSameKey(wide: RuleInfo, narrow: RuleInfo): boolean {
  if (!narrow.inputs.every((event) => wide.inputs.includes(event))) return false
  return narrow.keys.every(({ name, paths }) => {
    const other = wide.keys.find((each) => each.name === name)
    return other !== undefined && narrow.inputs.every((event) => samePath(other.paths[event], paths[event]))
  })
}

function samePath(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.length === other.length && one.every((name, at) => name === other[at])
}

/** Whether a window ends no sooner than another. A parameter may change, so it is as long as itself alone. */
function isAsLong(one: DurationInfo, other: DurationInfo): boolean {
  if (one.kind === "param" || other.kind === "param") {
    return one.kind === "param" && other.kind === "param" && one.name === other.name
  }
  return one.ms >= other.ms
}

/** Compares conditions of two rules. What it has understood of one it keeps. */
export class Judge {
  readonly #settler: Settler
  /** One for all: what it does not understand is never the same twice. */
  readonly #builder = new Builder({ rangeOf: countRange })
  readonly #named = new WeakMap<Expression, Expression>()
  readonly #steps = new WeakMap<RuleInfo, readonly StepElement[] | undefined>()
  readonly #made = new WeakMap<Expression, Formulas>()

  readonly #covers: WeakMap<RuleInfo, WeakMap<RuleInfo, boolean>> | undefined

  /** `remembers`: also what it found out of each two rules, for an editor, which asks again after each change. */
  constructor(settler: Settler, remembers = false) {
    this.#settler = settler
    this.#covers = remembers ? new WeakMap() : undefined
  }

  /** Whether one rule alerts wherever another does. False may also mean that it could not be told. */
  covers(wide: RuleInfo, narrow: RuleInfo): boolean {
    if (this.#covers === undefined) return this.#judge(wide, narrow)
    const known = this.#covers.get(wide) ?? new WeakMap<RuleInfo, boolean>()
    this.#covers.set(wide, known)
    const covers = known.get(narrow) ?? this.#judge(wide, narrow)
    known.set(narrow, covers)
    return covers
  }

  #judge(wide: RuleInfo, narrow: RuleInfo): boolean {
    if (wide.shadow || narrow.shadow || wide.oncePer !== undefined) return false
    if (!haveSameKey(wide, narrow) || !tellsAsMuch(wide, narrow)) return false
    if (wide.trigger.kind === "window") return this.#coversWindows(wide, narrow)
    if (wide.having !== undefined) return false
    if (wide.trigger.kind === "silence") return this.#coversSilence(wide, narrow)
    return this.#coversPattern(wide, narrow)
  }

  #coversPattern(wide: RuleInfo, narrow: RuleInfo): boolean {
    const steps = this.#stepsOf(narrow)
    const wideSteps = this.#stepsOf(wide)
    if (steps === undefined || wideSteps === undefined) return false
    if (!wideSteps.every((step, at) => this.#coversStep([wide, step], [narrow, steps[at]!]))) return false
    const isOneEvent = [...steps, ...wideSteps].every(isOne) && steps.length === 1
    // Which events an alert of several is about depends on what was dropped after the match before: `skip` must be the usual one.
    return isOneEvent || (wide.skip.kind === "default" && narrow.skip.kind === "default" && hasWindowOf(wide, narrow))
  }

  #stepsOf(rule: RuleInfo): readonly StepElement[] | undefined {
    if (!this.#steps.has(rule)) this.#steps.set(rule, stepsOf(rule))
    return this.#steps.get(rule)
  }

  #coversSilence(wide: RuleInfo, narrow: RuleInfo): boolean {
    const [seen, absent] = wide.trigger.pattern.elements
    const [narrowSeen, narrowAbsent] = narrow.trigger.pattern.elements
    if (seen?.kind !== "step" || narrowSeen?.kind !== "step") return false
    if (absent?.kind !== "absence" || narrowAbsent?.kind !== "absence") return false
    if (absent.duration === undefined || narrowAbsent.duration === undefined) return false
    const alike =
      this.#coversStep([wide, seen], [narrow, narrowSeen]) && this.#coversStep([narrow, narrowSeen], [wide, seen])
    return alike && isAsLong(narrowAbsent.duration, absent.duration)
  }

  #coversWindows(wide: RuleInfo, narrow: RuleInfo): boolean {
    if (wide.trigger.kind !== "window" || narrow.trigger.kind !== "window") return false
    if (textOf(wide.trigger.window.shape) !== textOf(narrow.trigger.window.shape)) return false
    const [step] = wide.trigger.pattern.elements
    const [other] = narrow.trigger.pattern.elements
    if (step?.kind !== "step" || other?.kind !== "step") return false
    const alike = this.#coversStep([wide, step], [narrow, other]) && this.#coversStep([narrow, other], [wide, step])
    if (!alike || wide.having === undefined) return alike && wide.having === undefined
    if (narrow.having === undefined) return false
    return this.#follows(this.#measures(wide), this.#measures(narrow))
  }

  /** The condition on a window, in which each measure says what it measures instead of its number. */
  #measures(rule: RuleInfo): Expression | undefined {
    const { having, trigger } = rule
    if (having === undefined || trigger.kind !== "window") return having
    const known = this.#named.get(having)
    if (known !== undefined) return known
    const named = rewrite(having, (part) =>
      part.kind === "measure" ? { ...part, measure: 0, of: textOf(trigger.window.measures[part.measure]!) } : part,
    )
    this.#named.set(having, named)
    return named
  }

  #coversStep(
    [wide, step]: readonly [RuleInfo, StepElement],
    [narrow, other]: readonly [RuleInfo, StepElement],
  ): boolean {
    const events = wide.steps[step.step]!.events
    if (!narrow.steps[other.step]!.events.every((event) => events.includes(event))) return false
    // More events than it needs do not keep a step from going on, so the greatest number says nothing.
    if (step.quantifier.min > other.quantifier.min) return false
    return this.#follows(step.where, other.where)
  }

  /** Whether a condition holds wherever another one does. One that is never true is reported elsewhere. */
  #follows(wide: Expression | undefined, narrow: Expression | undefined): boolean {
    const { fails, terms, needs } = this.#formulas(wide)
    const { holds, terms: others, leaves } = this.#formulas(narrow)
    // What the other does not speak of cannot follow from it, nor a value that it leaves open: most pairs are told apart here.
    for (const term of terms) if (!others.has(term)) return false
    for (const { key, outside } of needs) {
      const left = leaves.get(key)
      if (left !== undefined && !isEmpty(intersect(left, outside))) return false
    }
    return contradict([holds, fails]) && !contradict([holds])
  }

  #formulas(condition: Expression | undefined): Formulas {
    if (condition === undefined) return unconditional
    const known = this.#made.get(condition)
    if (known !== undefined) return known
    const settled = this.#settler.settle(condition)
    const holds = this.#builder.build(settled)
    const fails = this.#builder.build(settled, false)
    const parts = partsOf(holds)
    const demands = parts.filter((part) => part.kind === "in")
    const needs = demands.map(({ term, set }) => ({
      key: term.key,
      outside: { missing: !set.missing, range: without(term.values.range, set.range) },
    }))
    const leaves = valuesLeft(demands)
    for (const part of parts) if (part.kind !== "in") for (const term of termsOf(part)) leaves.delete(term)
    const made = { holds, fails, terms: new Set(termsOf(holds)), needs, leaves }
    this.#made.set(condition, made)
    return made
  }
}

type InFormula = Extract<Formula, { kind: "in" }>

/** A condition, its opposite, and what they speak of. */
interface Formulas {
  readonly holds: Formula
  readonly fails: Formula
  readonly terms: ReadonlySet<string>
  /** The demands on one value each that all must be fulfilled: what would break each. */
  readonly needs: readonly { readonly key: string; readonly outside: ValueSet }[]
  /** The values that these demands leave, where nothing else speaks of the same: each of these is possible, if the whole is. */
  readonly leaves: ReadonlyMap<string, ValueSet>
}

const unconditional: Formulas = { holds: always, fails: never, terms: new Set(), needs: [], leaves: new Map() }

/** The parts that all must hold. */
function partsOf(formula: Formula): readonly Formula[] {
  return formula.kind === "and" ? formula.parts.flatMap(partsOf) : [formula]
}

function valuesLeft(needs: readonly InFormula[]): Map<string, ValueSet> {
  const left = new Map<string, ValueSet>()
  for (const { term, set } of needs) left.set(term.key, intersect(left.get(term.key) ?? term.values, set))
  return left
}

function termsOf(formula: Formula): readonly string[] {
  if (formula.kind === "in") return [formula.term.key]
  if (formula.kind === "pair") return [formula.left.key, formula.right.key]
  return formula.parts.flatMap(termsOf)
}

/**
 * The steps of a pattern of which it can be told: taken one after the other, where other events may stand between, with conditions on
 * the event alone. Then a partial match that begins with an event loses nothing by taking the next one that fits.
 */
function stepsOf({ trigger }: RuleInfo): readonly StepElement[] | undefined {
  const found: StepElement[] = []
  for (const element of trigger.pattern.elements) {
    if (element.kind !== "step" || element.until !== undefined || element.soon !== undefined) return undefined
    const { quantifier, contiguity, where } = element
    if (contiguity !== "first" && contiguity !== "then") return undefined
    if (quantifier.inner !== "relaxed" || quantifier.greedy || quantifier.optional) return undefined
    if (where !== undefined && readsMatch(where)) return undefined
    found.push(element)
  }
  return found
}

function isOne({ quantifier: { min, max, optional } }: StepElement): boolean {
  return min === 1 && max === 1 && !optional
}

/** Whether a match of the other rule has ended before this rule would stop to wait for it. */
function hasWindowOf({ within: wide }: RuleInfo, { within: narrow }: RuleInfo): boolean {
  if (wide.kind === "none" || wide.kind === "forever") return true
  return wide.kind === "whole" && narrow.kind === "whole" && isAsLong(wide.duration, narrow.duration)
}

/** Plain data as text, without places. */
function textOf(data: object): string {
  return JSON.stringify(data, (name, value) => (name === "span" ? undefined : value))
}
