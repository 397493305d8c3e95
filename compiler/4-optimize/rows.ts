/**
 * Which rules can run over rows of typed columns (`runtime/abi/rows.ts`), without an object for each event, and what they read of
 * them. What a rule lacks for it is said, so that `cep explain` can show it.
 */

import type { Expression } from "../../lang/check/model.ts"
import type { FilterForm, Form } from "../../runtime/abi/form.ts"
import { some } from "../1-analyze/walk.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import { type CapturedFields, capturesOf, readsOf } from "./captures.ts"
import { whyNotFlat } from "./flat-event.ts"
import { formOf } from "./form.ts"
import { type AskedFields, askedOf } from "./registers.ts"
import { type ConditionReads, conditionReads, Declared } from "./row-condition.ts"

export type RowDecision =
  | ({ readonly kind: "rows" } & RuleReads)
  /** It runs event by event. */
  | { readonly kind: "events"; readonly because: string }

/** What a rule that runs over rows reads. Fields are places among those of their event type. */
export interface RuleReads {
  /** By condition number; null: the form does not ask for it. */
  readonly conditions: readonly (RowCondition | null)[]
  /** By input type: the fields that are the parts of the key. */
  readonly keys: ReadonlyMap<number, readonly number[]>
  /** By step; null: outputs read nothing of its events. */
  readonly captures: readonly (StepCapture | null)[]
  /** Of a rule in the general form, by event type; null: it is no input. */
  readonly reads?: readonly (StepCapture | null)[]
  /** Likewise, of a rule that reads one event type: what it asks of partial matches. */
  readonly registers?: RegisterReads
}

export interface RegisterReads {
  readonly fields: readonly {
    readonly of: AskedFields["of"]
    readonly step: number
    readonly fields: readonly number[]
  }[]
  readonly counts: readonly number[]
}

export interface RowCondition extends ConditionReads {
  readonly event: number
  /** Absent: every event of the type. */
  readonly where?: Expression
}

export interface StepCapture {
  readonly event: number
  readonly whole: boolean
  /** In the order of the type's fields; none where whole events are shown. */
  readonly fields: readonly number[]
}

/** Decides for the rules of a plan. */
export class RowRules {
  readonly #plan: Plan
  readonly #declared: Declared

  constructor(plan: Plan) {
    this.#plan = plan
    this.#declared = new Declared(plan)
  }

  /** Whether a rule of the plan can run over rows. */
  decide(rule: RulePlan): RowDecision {
    const { form } = formOf(rule)
    if (rule.window !== undefined) return events("windows are made of events")
    const because = this.#inputProblem(rule) ?? reachProblem(rule)
    if (because !== undefined) return events(because)
    if (form === undefined) return this.#pattern(rule)
    const conditions: (RowCondition | null)[] = rule.conditions.map(() => null)
    for (const { condition } of stepsOf(form)) {
      const found = this.#condition(rule, condition)
      if (typeof found === "string") return form.kind === "combination" ? this.#pattern(rule) : events(found)
      conditions[condition] = found
    }
    const captured = capturesOf(rule, stepsOf(form).at(-1)!.step)
    const typeOf = new Map(stepsOf(form).map(({ step, condition }) => [step, rule.conditions[condition]!.events[0]!]))
    return {
      kind: "rows",
      conditions,
      keys: new Map(rule.inputs.map((input) => [input, this.#keyFields(rule, input)])),
      captures: captured.map((one, step) => this.#capture(one, typeOf.get(step))),
    }
  }

  /** A rule in the general form: conditions that rows do not do are asked of events that are made of them. */
  #pattern(rule: RulePlan): RowDecision {
    const { skip, inputs } = rule
    if (skip.kind !== "default" && skip.kind !== "none") {
      return events(`under \`skip ${skip.kind.replace("-", " ")}\` the steps matter in which the watermark moves`)
    }
    const reads = readsOf(rule, this.#plan.events.length)
    const conditions = rule.conditions.map((_, number) => {
      const found = this.#condition(rule, number)
      return typeof found === "string" ? null : found
    })
    return {
      kind: "rows",
      conditions,
      keys: new Map(inputs.map((input) => [input, this.#keyFields(rule, input)])),
      captures: [],
      reads: reads.map((one, event) => (inputs.includes(event) ? this.#read(one, event) : null)),
      ...this.#registers(rule),
    }
  }

  #registers(rule: RulePlan): { readonly registers?: RegisterReads } {
    const [event, ...others] = rule.inputs
    const asked = others.length === 0 ? askedOf(rule) : undefined
    if (asked === undefined) return {}
    const fields = asked.fields.map(({ of, step, fields: names }) => ({
      of,
      step,
      fields: [...names].map((name) => this.#place(event!, name)).sort((a, b) => a - b),
    }))
    return { registers: { fields, counts: asked.counts } }
  }

  #read({ whole, fields }: CapturedFields, event: number): StepCapture {
    const places = whole ? [] : [...fields].map((name) => this.#place(event, name))
    return { event, whole, fields: places.sort((a, b) => a - b) }
  }

  /** What of the rule's events cannot stand in rows. */
  #inputProblem({ inputs, keys }: RulePlan): string | undefined {
    const { events: types, awaited, rows } = this.#plan
    for (const input of inputs) {
      const type = types[input]!
      const nested = whyNotFlat(type)
      if (nested !== undefined) return nested
      if (awaited.some((one) => one.events.includes(input)))
        return `an asynchronous function is called for \`${type.name}\``
      if (rows.some((one) => one.events.includes(input))) return `a model is asked ahead for \`${type.name}\``
      const lacking = keys.find(({ paths }) => paths[input]?.length !== 1)
      if (lacking !== undefined) return `its key \`${lacking.name}\` is no field of \`${type.name}\``
    }
    return undefined
  }

  #condition(rule: RulePlan, number: number): RowCondition | string {
    const { events: types, where } = rule.conditions[number]!
    const [event, ...others] = types
    if (event === undefined || others.length > 0) return "a step takes events of several types"
    if (where === undefined) return { event, fields: new Map(), pairs: [], constants: [] }
    const reads = conditionReads(where, this.#plan.events[event]!, this.#declared)
    if (typeof reads === "string") return reads
    const { fields, pairs, constants } = reads
    return { event, where, fields, pairs, constants }
  }

  #keyFields({ keys }: RulePlan, input: number): readonly number[] {
    return keys.map(({ paths }) => this.#place(input, paths[input]![0]!))
  }

  #capture({ whole, fields }: CapturedFields, event: number | undefined): StepCapture | null {
    if (event === undefined || (!whole && fields.size === 0)) return null
    const places = whole ? [] : [...fields].map((name) => this.#place(event, name))
    return { event, whole, fields: places.sort((a, b) => a - b) }
  }

  #place(event: number, name: string): number {
    const { fields, name: type } = this.#plan.events[event]!
    const place = fields.findIndex((field) => field.name === name)
    if (place < 0) throw new Error(`no field ${name} in ${type}`)
    return place
  }
}

/** The steps of a form, in the order of their events. */
function stepsOf(form: Form): readonly FilterForm["condition"][] {
  if (form.kind === "filter") return [form.condition]
  if (form.kind === "combination") return form.steps
  return form.last === null ? [form.first] : [form.first, form.last]
}

function events(because: string): RowDecision {
  return { kind: "events", because }
}

/** What the rule reads besides the events of its match. */
function reachProblem({ asks, conditions, having, outputs }: RulePlan): string | undefined {
  if (asks.length > 0) return "it asks for aggregates over past events"
  const all = [
    ...conditions.map(({ where }) => where),
    having,
    ...outputs.flatMap(({ score, message, values }) => [score, message, ...values]),
  ].filter((one) => one !== undefined)
  const reads = (...kinds: readonly Expression["kind"][]) =>
    all.some((one) => some(one, ({ kind }) => kinds.includes(kind)))
  if (reads("lookup", "in-table")) return "it reads a table"
  if (reads("model")) return "it asks a model"
  return reads("awaited") ? "it calls an asynchronous function" : undefined
}
