/** Coverage in short: which steps of a rule tests took, and which conditions they never saw false. */
import type { Plan } from "../2-plan/plan.ts"
import type { Marks } from "./probed-rules.ts"

/** What tests made of the steps of a rule. */
export interface StepCoverage {
  readonly path: string
  readonly rule: string
  /** In the order of the pattern; a step may have several conditions. */
  readonly steps: readonly StepMark[]
}

interface StepMark {
  readonly name: string
  readonly hasWhere: boolean
  /** How often its condition held, and how often not. */
  readonly yes: number
  readonly no: number
}

/** What marks say of the steps of each rule. */
export function stepsOf({ rules }: Plan, marks: Marks): StepCoverage[] {
  return rules.map(({ name: rule, span, conditions, steps }, at) => ({
    path: span.path,
    rule,
    steps: conditions.flatMap(({ role, step, where }, number) => {
      const { yes, no } = marks.rules[at]!.conditions[number]!
      return role === "where" ? [{ name: steps[step]!.name, hasWhere: where !== undefined, yes, no }] : []
    }),
  }))
}

/** What several runs have taken together. */
export function mergeSteps(all: readonly StepCoverage[]): StepCoverage[] {
  const merged = new Map<string, StepCoverage>()
  for (const one of all) {
    const key = JSON.stringify([one.path, one.rule])
    const known = merged.get(key)
    const steps = one.steps.map((step, at) => {
      const { yes, no } = known?.steps[at] ?? { yes: 0, no: 0 }
      return { ...step, yes: step.yes + yes, no: step.no + no }
    })
    merged.set(key, { ...one, steps })
  }
  return [...merged.values()]
}

/** Steps that never took an event, and those with a `where` that never said no. */
export function stepGaps({ steps }: StepCoverage): { notTaken: readonly string[]; neverRefused: readonly string[] } {
  const named = (wanted: (step: StepMark) => boolean) => [...new Set(steps.filter(wanted).map(({ name }) => name))]
  return {
    notTaken: named(({ yes }) => yes === 0),
    neverRefused: named(({ hasWhere, yes, no }) => hasWhere && yes > 0 && no === 0),
  }
}
