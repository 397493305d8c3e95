/**
 * Rules that tell what tests did to them. What is counted comes out of the engine itself: each edge of an automaton asks one more condition, which always
 * holds and notes that it was asked, and the parts of conditions tell what they said (`compiler/5-emit/probes.ts`). So the engine needs to know nothing
 * of it, and runs no slower without.
 */
import type { Guard } from "../../runtime/abi/automaton.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { Library } from "../../runtime/abi/library.ts"
import type { Condition, RuleManifest, RuleProgram, RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Plan } from "../2-plan/plan.ts"
import type { Probe, ProbePoint } from "../5-emit/probes.ts"

/** How often something was the one and the other. */
export interface Outcomes {
  yes: number
  no: number
}

/** What was counted of one rule. */
export interface RuleMarks {
  /** By number of the condition: whether an event fulfilled it. */
  readonly conditions: readonly Outcomes[]
  /** By state and edge: how often it was open to an event. */
  readonly edges: readonly (readonly { hits: number }[])[]
  /** By state: how many partial matches time ended there, and how many it completed. */
  readonly ends: readonly { ended: number; completed: number }[]
}

/** What was counted since it was made. */
export interface Marks {
  readonly rules: readonly RuleMarks[]
  /** By number of the point. */
  readonly points: readonly Outcomes[]
}

/** A rule set whose engine fills marks. It is made with the options `engine`, with which patterns run in the general form. */
export class ProbedRules {
  readonly rules: RuleSet
  readonly engine: Required<Pick<EngineOptions, "onEnded">> = {
    onEnded: (rule, state, complete) => {
      this.marks.rules[rule]!.ends[state]![complete ? "completed" : "ended"]++
    },
  }
  marks: Marks
  readonly #plan: Plan
  readonly #manifests: readonly RuleManifest[]
  readonly #points: readonly (ProbePoint | undefined)[]

  /** `rules`: of that plan, compiled with probes, whose points these are. */
  constructor(rules: RuleSet, plan: Plan, points: readonly (ProbePoint | undefined)[]) {
    this.#plan = plan
    this.#manifests = rules.manifest.rules
    this.#points = points
    this.marks = this.#fresh()
    const { manifest } = rules
    this.rules = {
      manifest: {
        ...manifest,
        rules: manifest.rules.map((rule, at) => withEdgeConditions(rule, this.#conditionsOf(at))),
      },
      create: (library, params, host) => {
        const program = rules.create(this.#withProbe(library), params, host)
        return { ...program, rules: program.rules.map((rule, at) => this.#watched(rule, at)) }
      },
    }
  }

  /** Begins to count anew; gives what was counted before. */
  take(): Marks {
    const taken = this.marks
    this.marks = this.#fresh()
    return taken
  }

  #conditionsOf(rule: number): number {
    return this.#plan.rules[rule]!.conditions.length
  }

  #fresh(): Marks {
    return {
      rules: this.#manifests.map(({ automaton }, at) => ({
        conditions: Array.from({ length: this.#conditionsOf(at) }, () => ({ yes: 0, no: 0 })),
        edges: automaton.states.map(({ edges }) => edges.map(() => ({ hits: 0 }))),
        ends: automaton.states.map(() => ({ ended: 0, completed: 0 })),
      })),
      points: this.#points.map(() => ({ yes: 0, no: 0 })),
    }
  }

  #withProbe(library: Library): Library {
    const probe: Probe = (point, said) => {
      const { kind } = this.#points[point]!
      const isYes = kind === "coalesce" ? said !== undefined : (said as unknown) === true
      this.marks.points[point]![isYes ? "yes" : "no"]++
      return said
    }
    return Object.assign({ ...library }, { probe })
  }

  #watched(rule: RuleProgram, at: number): RuleProgram {
    const own = rule.conditions.map((condition, number): Condition => {
      return (event, match) => {
        const holds = condition(event, match)
        this.marks.rules[at]!.conditions[number]![holds ? "yes" : "no"]++
        return holds
      }
    })
    const ofEdges = this.#manifests[at]!.automaton.states.flatMap(({ edges }, state) =>
      edges.map((_, edge): Condition => {
        return () => {
          this.marks.rules[at]!.edges[state]![edge]!.hits++
          return true
        }
      }),
    )
    return { ...rule, conditions: [...own, ...ofEdges] }
  }
}

/** The same rule, whose automaton asks a condition of its own behind the guard of each edge: these come after the rule's own. */
function withEdgeConditions(rule: RuleManifest, conditions: number): RuleManifest {
  let next = conditions
  const states = rule.automaton.states.map((state) => ({
    ...state,
    edges: state.edges.map((edge) => {
      const mark: Guard = { kind: "condition", condition: next++ }
      return { ...edge, guard: { kind: "and" as const, guards: [edge.guard, mark] } }
    }),
  }))
  return { ...rule, automaton: { ...rule.automaton, states } }
}

/** Adds what was counted to a sum. */
export function addMarks(sum: Marks, more: Marks): void {
  for (const [number, each] of more.points.entries()) addOutcomes(sum.points[number]!, each)
  for (const [at, rule] of more.rules.entries()) {
    const own = sum.rules[at]!
    for (const [number, each] of rule.conditions.entries()) addOutcomes(own.conditions[number]!, each)
    for (const [state, edges] of rule.edges.entries()) {
      for (const [edge, { hits }] of edges.entries()) own.edges[state]![edge]!.hits += hits
      own.ends[state]!.ended += rule.ends[state]!.ended
      own.ends[state]!.completed += rule.ends[state]!.completed
    }
  }
}

function addOutcomes(sum: Outcomes, { yes, no }: Outcomes): void {
  sum.yes += yes
  sum.no += no
}
