import type { PatternPlan } from "../../compiler/2-plan/plan.ts"
import { buildAutomaton } from "../../compiler/3-automaton/build.ts"
import type { Library } from "../../runtime/abi/library.ts"
import {
  type Condition,
  type EventSchema,
  type OutputProgram,
  type OutputSchema,
  type ParamSchema,
  RULE_SET_FORMAT,
  type RuleManifest,
  type RuleProgram,
  type RuleSet,
  type StepSchema,
} from "../../runtime/abi/rule-set.ts"

/** A rule by hand: its pattern, its conditions as closures, and what else differs from the defaults. */
export interface HandRule extends Partial<Omit<RuleManifest, "automaton" | "steps" | "outputs">> {
  readonly name: string
  readonly pattern: PatternPlan
  readonly steps: readonly (string | StepSchema)[]
  readonly conditions: readonly Condition[]
  readonly having?: RuleProgram["having"]
  readonly outputs?: readonly HandOutput[]
}

/** `fields`: the schema of what `data` returns. */
export type HandOutput = Partial<Omit<OutputSchema, "data">> &
  OutputProgram & { readonly fields?: OutputSchema["data"] }

const alert: OutputSchema = {
  kind: "alert",
  onTimeout: false,
  severity: "medium",
  hasMessage: false,
  data: null,
  withEvents: true,
  writes: true,
}

/** What hand-made rule sets have none of. */
const nothingElse = { series: [], measures: [], tables: [], models: [], awaited: [], sources: [], sinks: [] }

/** A rule set of hand-made rules, as the compiler would make it. */
export function ruleSet(
  events: readonly EventSchema[],
  rules: readonly HandRule[] | ((library: Library, params: Readonly<Record<string, unknown>>) => readonly HandRule[]),
  params: readonly ParamSchema[] = [],
): RuleSet {
  const make = typeof rules === "function" ? rules : () => rules
  const values = Object.fromEntries(params.map(({ name, value }) => [name, value]))
  const manifests = make(undefined as unknown as Library, values).map(manifestOf)
  return {
    manifest: { format: RULE_SET_FORMAT, version: "test", events, params, rules: manifests, ...nothingElse },
    create: (library, live) => ({ rules: make(library, live).map(programOf), series: [], awaited: [] }),
  }
}

function manifestOf(rule: HandRule): RuleManifest {
  const { pattern, steps, conditions: _, having: __, outputs, ...rest } = rule
  return {
    path: "test.cep",
    line: 1,
    inputs: [0],
    keys: [],
    durations: [],
    within: { kind: "none" },
    skip: { kind: "default" },
    bound: "",
    ...rest,
    steps: steps.map((step) => (typeof step === "string" ? { name: step, shown: true, several: false } : step)),
    automaton: buildAutomaton(pattern, (rest.within?.kind ?? "none") !== "none"),
    outputs: (outputs ?? [{}]).map(({ message, data: _data, fields = null, ...schema }) => ({
      ...alert,
      hasMessage: message !== undefined,
      ...schema,
      data: fields,
    })),
  }
}

function programOf({ conditions, having, outputs }: HandRule): RuleProgram {
  return {
    conditions,
    ...(having && { having }),
    outputs: (outputs ?? [{}]).map(({ message, data }) => ({
      ...(message && { message }),
      ...(data && { data }),
    })),
  }
}
