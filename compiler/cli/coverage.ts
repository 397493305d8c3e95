import type { Condition, RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Plan } from "../index.ts"

/** What tests made of the conditions of a rule. */
export interface RuleCoverage {
  readonly rule: string
  /** Steps whose condition never held. */
  readonly stepsNotTaken: readonly string[]
  /** Steps with a `where` that never said no. */
  readonly neverRefused: readonly string[]
}

interface Seen {
  held: boolean
  failed: boolean
}

/** A rule set that notes which of its conditions ever held, and which ever failed. */
export class Watched {
  readonly rules: RuleSet
  readonly #plan: Plan
  readonly #seen: readonly (readonly Seen[])[]

  constructor(rules: RuleSet, plan: Plan) {
    const seen = plan.rules.map((rule) => rule.conditions.map(() => ({ held: false, failed: false })))
    this.#plan = plan
    this.#seen = seen
    const { columns: _, ...manifest } = rules.manifest
    this.rules = {
      // Over rows conditions are found in other ways than by these functions.
      manifest: { ...manifest, rules: manifest.rules.map(({ rows: _, ...rule }) => rule) },
      create: (library, params, host) => {
        const program = rules.create(library, params, host)
        const watched = program.rules.map((rule, at) => ({
          ...rule,
          conditions: rule.conditions.map((condition, number) => watch(condition, seen[at]![number]!)),
        }))
        return { ...program, rules: watched }
      },
    }
  }

  /** Of the rules of one file: those that it imports have tests of their own. */
  coverage(path: string): RuleCoverage[] {
    return this.#plan.rules.flatMap((rule, at) => {
      if (rule.span.path !== path) return []
      const steps = (wanted: (seen: Seen, hasWhere: boolean) => boolean) => {
        const found = rule.conditions.flatMap(({ role, step, where }, number) =>
          role === "where" && wanted(this.#seen[at]![number]!, where !== undefined) ? [rule.steps[step]!.name] : [],
        )
        return [...new Set(found)]
      }
      const stepsNotTaken = steps(({ held }) => !held)
      const neverRefused = steps(({ held, failed }, hasWhere) => hasWhere && held && !failed)
      return [{ rule: rule.name, stepsNotTaken, neverRefused }]
    })
  }
}

function watch(condition: Condition, seen: Seen): Condition {
  return (event, match) => {
    const result = condition(event, match)
    if (result) seen.held = true
    else seen.failed = true
    return result
  }
}
