import type { DurationInfo, ElementInfo, Expression, RuleInfo, SequenceInfo } from "../../lang/check/model.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import { durationRef } from "../1-analyze/index.ts"
import { elementsOf, fingerprint, readsMatch, walk } from "../1-analyze/walk.ts"
import type { ConditionPlan, PatternElement, PatternPlan, RulePlan } from "./plan.ts"
import { type EventIds, eventId } from "./value-type.ts"

/** A rule's pattern with its conditions by number. Equal conditions have one number. */
export function lowerPattern(rule: RuleInfo, ids: EventIds): Pick<RulePlan, "pattern" | "conditions" | "durations"> {
  const table = new ConditionTable(rule, ids)
  const pattern = lowerSequence(rule.trigger.pattern, table)
  return { pattern, conditions: table.conditions, durations: table.durations }
}

function lowerSequence({ elements }: SequenceInfo, table: ConditionTable): PatternPlan {
  return { elements: elements.map((element) => lowerElement(element, table)) }
}

function lowerElement(element: ElementInfo, table: ConditionTable): PatternElement {
  const { contiguity } = element
  if (element.kind === "absence") {
    const condition = table.where(element.step, element.where)
    const duration = element.duration === undefined ? {} : { duration: table.duration(element.duration) }
    return { kind: "absence", step: element.step, contiguity, condition, ...duration }
  }
  const { quantifier } = element
  const soon = element.soon === undefined ? {} : { soon: table.duration(element.soon) }
  if (element.kind === "step") {
    const condition = table.where(element.step, element.where)
    const until = table.until(element)
    return { kind: "step", step: element.step, contiguity, condition, until, quantifier, ...soon }
  }
  if (element.kind === "choice") {
    const { count } = element
    const branches = element.branches.map((branch) => lowerSequence(branch, table))
    return { kind: "choice", contiguity, branches, count, until: table.until(element), quantifier, ...soon }
  }
  const pattern = lowerSequence(element.sequence, table)
  return { kind: "group", contiguity, pattern, until: table.until(element), quantifier, ...soon }
}

/** Numbers conditions in the order in which the pattern names them. */
class ConditionTable {
  readonly conditions: ConditionPlan[] = []
  readonly durations: DurationRef[] = []
  readonly #numbers = new Map<string, number>()
  readonly #rule: RuleInfo
  readonly #ids: EventIds

  constructor(rule: RuleInfo, ids: EventIds) {
    this.#rule = rule
    this.#ids = ids
  }

  where(step: number, where: Expression | undefined): number {
    return this.#number(step, "where", this.#rule.steps[step]!.events, where)
  }

  until(element: Exclude<ElementInfo, { kind: "absence" }>): number | null {
    if (element.until === undefined) return null
    const first = firstStep(element)
    return this.#number(first, "until", candidateTypes(this.#rule, element), element.until)
  }

  duration(info: DurationInfo): number {
    const wanted = durationRef(info)
    const known = this.durations.findIndex((each) => JSON.stringify(each) === JSON.stringify(wanted))
    return known >= 0 ? known : this.durations.push(wanted) - 1
  }

  #number(step: number, role: "where" | "until", names: readonly string[], where: Expression | undefined): number {
    const events = names.map((name) => eventId(name, this.#ids))
    const meaning = JSON.stringify([[...events].sort((a, b) => a - b), where && fingerprint(where)])
    const known = this.#numbers.get(meaning)
    if (known !== undefined) return known
    const number = this.conditions.length
    const plan = { step, role, events, readsMatch: where !== undefined && readsMatch(where) }
    this.conditions.push(where === undefined ? plan : { ...plan, where })
    this.#numbers.set(meaning, number)
    return number
  }
}

function firstStep(element: ElementInfo): number {
  if (element.kind === "choice") return firstStep(element.branches[0]!.elements[0]!)
  return element.kind === "group" ? firstStep(element.sequence.elements[0]!) : element.step
}

/** The types of the events that an `until` can test: those of its candidate, else all of the element. */
function candidateTypes(rule: RuleInfo, element: Exclude<ElementInfo, { kind: "absence" }>): readonly string[] {
  const found = new Set<string>()
  walk(element.until!, (inner) => {
    if (inner.kind === "candidate" && inner.type.kind === "event") for (const name of inner.type.events) found.add(name)
  })
  if (found.size > 0) return [...found]
  const inside = [...elementsOf({ elements: [element] })]
  return [...new Set(inside.flatMap((one) => ("step" in one ? rule.steps[one.step]!.events : [])))]
}
