import type { ElementInfo, Expression, RuleInfo, SequenceInfo } from "../../lang/check/model.ts"
import { contains, rewrite } from "../../lang/check/rewrite.ts"
import { required } from "../../lang/check/unify.ts"
import type { Span } from "../../lang/source.ts"
import { conjuncts, elementsOf } from "../1-analyze/walk.ts"
import type { Builder } from "./logic/build.ts"
import type { Formula } from "./logic/formula.ts"
import type { Settler } from "./logic/settle.ts"
import { contradict } from "./logic/solve.ts"
import { interval, type Range } from "./logic/value-set.ts"

/** An element that takes or forbids events of its own. */
export type EventElement = Extract<ElementInfo, { kind: "step" | "absence" }>

/** A part of a condition and its place. The expression is settled. */
export interface Known {
  readonly expression: Expression
  readonly span: Span
}

/** A part of a condition as a formula. */
export interface Unit extends Known {
  readonly formula: Formula
}

/** What is known about a rule's events, for lints that judge its conditions together. */
export class RuleView {
  readonly rule: RuleInfo
  readonly #settler: Settler

  constructor(settler: Settler, rule: RuleInfo) {
    this.rule = rule
    this.#settler = settler
  }

  /** The elements of the pattern that take or forbid events, those in groups and choices included. */
  get elements(): readonly EventElement[] {
    const all = [...elementsOf(this.rule.trigger.pattern)]
    const own = all.filter((each): each is EventElement => each.kind === "step" || each.kind === "absence")
    // What breaks a silence is what counts as seen.
    return this.rule.trigger.kind === "silence" ? own.slice(0, 1) : own
  }

  /** The parts of a step's own condition. */
  ownConditions({ where, step }: EventElement): readonly Known[] {
    return where === undefined ? [] : this.conditions(where, step)
  }

  /** The parts of a condition, of the candidate for a step or of the whole match. */
  conditions(condition: Expression, step?: number): readonly Known[] {
    return conjuncts(condition).map((part) => ({ expression: this.settled(part, step), span: part.span }))
  }

  /** An expression with constants and functions filled in; the candidate is the event of its step, and the key's fields are the key. */
  settled(expression: Expression, step?: number): Expression {
    return rewrite(this.#settler.settle(expression), (part) => {
      if (part.kind === "candidate" && step !== undefined) return { ...part, kind: "step", step, which: "single" }
      return part.kind === "member" ? this.#keyed(part) : part
    })
  }

  /**
   * What is certain where a condition is tested: the conditions of earlier steps of one event each, which can be named in it, and what
   * earlier steps that every match needs say about the key, which all its events share. `before` undefined: at the end of the match.
   */
  knownAt(before: EventElement | undefined): readonly Known[] {
    const { elements } = this.rule.trigger.pattern
    const end = before === undefined ? elements.length : elements.findIndex((each) => holds(each, before))
    const earlier = elements.slice(0, end).flatMap((each) => (isSingle(each) ? this.#stable(each) : []))
    const keys = needed({ elements: elements.slice(0, end) }).flatMap((each) =>
      this.#stable(each).filter(({ expression }) => isOfKey(expression)),
    )
    return [...new Map([...earlier, ...keys].map((known) => [known.span.start, known])).values()]
  }

  /** What is certain of the key in all that the rule tells; of matches that time out the first step alone is. */
  knownOfKey(): readonly Known[] {
    const { trigger, outputs } = this.rule
    const { elements } = trigger.pattern
    const canLack = outputs.some(({ onTimeout }) => onTimeout)
    return needed({ elements: canLack ? elements.slice(0, 1) : elements }).flatMap((each) =>
      this.ownConditions(each).filter(({ expression }) => isOfKey(expression)),
    )
  }

  /** The numbers that counts can be; at the end of a match the pattern says more about its steps. */
  rangeOf(expression: Expression, atEnd: boolean): Range | undefined {
    const any = countRange(expression)
    if (any === undefined || !atEnd) return any
    const { least, most } = this.#countOf(expression)
    return { kind: "numbers", whole: true, intervals: [interval(least, most)] }
  }

  #countOf(expression: Expression): { readonly least: number; readonly most: number } {
    if (expression.kind !== "aggregate" || expression.op !== "count" || expression.where !== undefined) return anyCount
    const element = this.rule.trigger.pattern.elements.find(
      (each) => each.kind === "step" && each.step === expression.step,
    )
    if (element?.kind !== "step") return anyCount
    const { min, max, optional } = element.quantifier
    return { least: optional ? 0 : min, most: max ?? Number.POSITIVE_INFINITY }
  }

  /** A field that is the rule's key is the same in all events of a match, and never missing. */
  #keyed(member: Expression & { kind: "member" }): Expression {
    const path: string[] = []
    let root: Expression = member
    for (; root.kind === "member"; root = root.object) path.unshift(root.field)
    const { type } = root
    if (!["candidate", "step", "previous"].includes(root.kind) || type.kind !== "event") return member
    const key = this.rule.keys.find(({ paths }) =>
      type.events.every(
        (event) => paths[event]?.length === path.length && paths[event].every((n, at) => n === path[at]),
      ),
    )
    // A key that is made of fields of several types is compared in another form than they.
    const sameForm = key !== undefined && JSON.stringify(required(key.type)) === JSON.stringify(required(member.type))
    return sameForm ? { kind: "key", name: key.name, type: required(key.type), span: member.span } : member
  }

  #stable(element: EventElement): readonly Known[] {
    return this.ownConditions(element).filter(({ expression }) => !contains(expression, changes))
  }
}

/** The numbers that a count can be: none is less than 0, nor broken. Of other expressions nothing is known. */
export function countRange(expression: Expression): Range | undefined {
  if (expression.kind !== "aggregate" && expression.kind !== "history" && expression.kind !== "measure") {
    return undefined
  }
  const op = expression.kind === "history" ? expression.history.op : expression.op
  if (op !== "count" && op !== "distinct") return undefined
  return { kind: "numbers", whole: true, intervals: [interval(0, Number.POSITIVE_INFINITY)] }
}

const anyCount = { least: 0, most: Number.POSITIVE_INFINITY }

/** Parts of known conditions as formulas. */
export function unitsOf(builder: Builder, known: readonly Known[]): Unit[] {
  return known.map((each) => ({ ...each, formula: builder.build(each.expression) }))
}

/**
 * The fewest of some units that contradict each other, or the formulas beside them: without any of them they would not. The first ones
 * go first.
 */
export function coreOf(units: readonly Unit[], beside: readonly Formula[] = []): readonly Unit[] {
  return units.reduce<readonly Unit[]>((left, unit) => {
    const others = left.filter((each) => each !== unit)
    return contradict([...beside, ...others.map(({ formula }) => formula)]) ? others : left
  }, units)
}

/** What may be something else when it is asked again later. */
function changes(part: Expression): boolean {
  if (part.kind === "step") return part.which !== "single"
  if (part.kind === "call") return part.target === "use"
  return [
    "previous",
    "aggregate",
    "step-index",
    "history",
    "measure",
    "lookup",
    "in-table",
    "model",
    "param",
    "awaited",
    "candidate-is",
  ].includes(part.kind)
}

function isOfKey(expression: Expression): boolean {
  return (
    contains(expression, ({ kind }) => kind === "key") &&
    !contains(expression, (part) => changes(part) || ["step", "candidate", "element"].includes(part.kind))
  )
}

/** A step that every match has one event of. */
function isSingle(element: ElementInfo): element is EventElement {
  if (element.kind !== "step") return false
  const { min, max, optional } = element.quantifier
  return min === 1 && max === 1 && !optional
}

function holds(element: ElementInfo, inner: ElementInfo): boolean {
  return element === inner || [...elementsOf({ elements: [element] })].includes(inner)
}

/** The steps that every match has an event of. */
export function needed({ elements }: SequenceInfo): readonly EventElement[] {
  return elements.flatMap((element) => {
    if (element.kind === "absence" || element.quantifier.optional) return []
    if (element.kind === "step") return [element]
    if (element.kind === "group") return needed(element.sequence)
    return element.count === element.branches.length ? element.branches.flatMap(needed) : []
  })
}
