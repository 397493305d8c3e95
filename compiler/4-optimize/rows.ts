/**
 * Which rules can run over rows of typed columns (`runtime/abi/rows.ts`), without an object for each event, and what they read of
 * them. What a rule lacks for it is said, so that `cep explain` can show it.
 */

import type { Expression } from "../../lang/check/model.ts"
import type { FilterForm, Form } from "../../runtime/abi/form.ts"
import type { AskPlace } from "../1-analyze/asks.ts"
import type { HistoryExpression } from "../1-analyze/history-form.ts"
import { some, walk } from "../1-analyze/walk.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import { type CapturedFields, capturesOf, readsOf } from "./captures.ts"
import { whyNoChain } from "./chain.ts"
import { nestedAmong, whyNoRows } from "./flat-event.ts"
import { formOf } from "./form.ts"
import { type AskedFields, askedOf } from "./registers.ts"
import { type ConditionReads, conditionReads, Declared } from "./row-condition.ts"
import { type RowAsk, RowSeriesTable, type SeriesReads } from "./row-series.ts"
import { type ShownRead, shownFields } from "./shown-fields.ts"

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
  readonly asks: readonly RowAsk[]
  /** By output: what it shows, where none shows or asks for more. */
  readonly shown?: readonly (readonly ShownField[])[]
  /** Of a rule in the general form, by event type; null: it is no input. */
  readonly reads?: readonly (StepCapture | null)[]
  /** Likewise, where partial matches are chains: what is asked of them, if that is no more than registers say. */
  readonly registers?: RegisterReads
  /** Where there are registers, by condition number: of one that reads them and the event, in numbers and booleans; null: it is none. */
  readonly tests?: readonly (RowCondition | null)[]
}

export interface RegisterReads {
  readonly fields: readonly {
    readonly of: AskedFields["of"]
    readonly step: number
    readonly fields: readonly number[]
  }[]
  readonly counts: readonly number[]
  /** Alerts show events. */
  readonly events: boolean
}

export interface RowCondition extends ConditionReads {
  readonly event: number
  /** Absent: every event of the type. */
  readonly where?: Expression
}

export type ShownField =
  | Extract<ShownRead, { of: "key" }>
  | { readonly of: "first" | "last"; readonly step: number; readonly event: number; readonly field: number }

export interface StepCapture {
  readonly event: number
  readonly whole: boolean
  /** In the order of the type's fields. Where whole events are shown all fields that are read, or none. */
  readonly fields: readonly number[]
}

/**
 * Decides for the rules of a plan. What is kept for aggregates is kept once: of rows where all rules that ask for it run over rows, else of
 * events, and then none of them runs over rows.
 */
export class RowRules {
  readonly #plan: Plan
  readonly #declared: Declared
  readonly #table: RowSeriesTable
  /** In the order of the plan's rules. */
  readonly #decisions: RowDecision[]

  constructor(plan: Plan) {
    this.#plan = plan
    this.#declared = new Declared(plan)
    this.#table = new RowSeriesTable(plan, this.#declared)
    this.#decisions = plan.rules.map((rule) => this.#withoutNested(this.#alone(rule)))
    while (this.#share());
  }

  /** Whether a rule of the plan runs over rows. */
  decide(rule: RulePlan): RowDecision {
    return this.#decisions[this.#plan.rules.indexOf(rule)]!
  }

  /** In the order of the plan's rules. */
  get decisions(): readonly RowDecision[] {
    return this.#decisions
  }

  /** The series that are kept of rows, in the order of the plan. */
  series(): readonly SeriesReads[] {
    const keys = this.#keysOfSeries()
    return this.#plan.series.flatMap((_, number) => {
      const reads = this.#table.reads(number)
      const own = keys.get(number)
      return typeof reads === "string" || own === undefined || typeof own === "string" ? [] : [{ ...reads, keys: own }]
    })
  }

  /** By series that rules over rows ask for: its keys by event type, or why it cannot be kept of rows. */
  #keysOfSeries(): Map<number, Map<number, readonly number[]> | string> {
    const keys = new Map<number, Map<number, readonly number[]> | string>()
    for (const decision of this.#decisions) {
      if (decision.kind === "events") continue
      for (const { series, event, fields } of decision.asks) {
        const own = keys.get(series) ?? new Map([[this.#plan.series[series]!.event, this.#table.keyOf(series)]])
        keys.set(series, own)
        if (typeof own === "string") continue
        const known = own.get(event)
        if (known === undefined) own.set(event, fields)
        else if (known.join() !== fields.join())
          keys.set(series, "an aggregate is asked for another key than its event's own")
      }
    }
    return keys
  }

  /** Takes rules off rows that ask for something that must be kept of events; false: there are none. */
  #share(): boolean {
    const { rules, measures, series } = this.#plan
    const problems = new Map<number, string>()
    for (const [number, own] of this.#keysOfSeries()) if (typeof own === "string") problems.set(number, own)
    for (const [at, { name, asks }] of rules.entries()) {
      if (this.#decisions[at]!.kind === "rows") continue
      for (const measure of asks) {
        problems.set(measures[measure]!.series, `rule ${name}, which runs event by event, asks for the same aggregate`)
      }
    }
    let changed = false
    for (const [at, { asks }] of rules.entries()) {
      if (this.#decisions[at]!.kind === "events") continue
      const because = asks.map((measure) => problems.get(measures[measure]!.series)).find((one) => one !== undefined)
      if (because === undefined) continue
      this.#decisions[at] = events(because)
      changed = true
    }
    return changed && series.length > 0
  }

  /** A list or a record has no column: rules that read one run event by event. */
  #withoutNested(decision: RowDecision): RowDecision {
    if (decision.kind === "events") return decision
    for (const [event, fields] of fieldsOf(decision)) {
      const because = nestedAmong(this.#plan.events[event]!, fields)
      if (because !== undefined) return events(because)
    }
    return decision
  }

  /** Whether a rule could run over rows if it were the only one. */
  #alone(rule: RulePlan): RowDecision {
    const { form } = formOf(rule)
    if (rule.window !== undefined) return events("windows are made of events")
    const because = this.#inputProblem(rule) ?? reachProblem(rule)
    if (because !== undefined) return events(because)
    if (form === undefined || (form.kind === "combination" && rule.asks.length > 0)) return this.#pattern(rule)
    const asks: RowAsk[] = []
    const conditions: (RowCondition | null)[] = rule.conditions.map(() => null)
    for (const { condition } of stepsOf(form)) {
      const found = this.#condition(rule, condition, asks)
      if (typeof found === "string") return form.kind === "combination" ? this.#pattern(rule) : events(found)
      conditions[condition] = found
    }
    if (form.kind !== "filter" && asks.some(({ checked }) => checked)) {
      return events("a sum of decimals is checked to be exact")
    }
    const asked = this.#outputAsks(rule, rule.conditions[stepsOf(form).at(-1)!.condition]!.events[0]!, asks)
    if (asked !== undefined) return events(asked)
    const last = stepsOf(form).at(-1)!.step
    const captured = capturesOf(rule, last)
    const typeOf = new Map(stepsOf(form).map(({ step, condition }) => [step, rule.conditions[condition]!.events[0]!]))
    return {
      kind: "rows",
      conditions,
      keys: new Map(rule.inputs.map((input) => [input, this.#keyFields(rule, input)])),
      captures: captured.map((one, step) => this.#capture(one, typeOf.get(step), form.kind !== "combination")),
      asks,
      ...(form.kind !== "combination" && this.#shown(shownFields(rule, last), typeOf)),
    }
  }

  #shown(
    reads: readonly (readonly ShownRead[])[] | undefined,
    typeOf: ReadonlyMap<number, number>,
  ): Pick<RuleReads, "shown"> {
    const shownField = (read: ShownRead): ShownField => {
      if (read.of === "key") return read
      const { of, step, field } = read
      const event = typeOf.get(step)!
      return { of, step, event, field: this.#place(event, field) }
    }
    return reads === undefined ? {} : { shown: reads.map((output) => output.map(shownField)) }
  }

  /** A rule in the general form: conditions that rows do not do are asked of events that are made of them. */
  #pattern(rule: RulePlan): RowDecision {
    const { skip, inputs, asks } = rule
    if (skip.kind !== "default" && skip.kind !== "none") {
      return events(`under \`skip ${skip.kind.replace("-", " ")}\` the steps matter in which the watermark moves`)
    }
    if (asks.length > 0) return events("it asks for aggregates over past events")
    const reads = readsOf(rule, this.#plan.events.length)
    const conditions = rule.conditions.map((_, number) => this.#known(rule, number))
    const registers = this.#registers(rule)
    return {
      kind: "rows",
      conditions,
      keys: new Map(inputs.map((input) => [input, this.#keyFields(rule, input)])),
      captures: [],
      asks: [],
      reads: reads.map((one, event) => (inputs.includes(event) ? this.#read(one, event) : null)),
      ...(registers && {
        registers,
        ...this.#shown(shownFields(rule, undefined), new Map(rule.steps.map((_, step) => [step, inputs[0]!]))),
        tests: conditions.map((known, number) => (known === null ? this.#known(rule, number, true) : null)),
      }),
    }
  }

  #known(rule: RulePlan, number: number, ofMatch = false): RowCondition | null {
    const found = this.#condition(rule, number, [], ofMatch)
    return typeof found === "string" ? null : found
  }

  #registers(rule: RulePlan): RegisterReads | undefined {
    const [event] = rule.inputs
    const asked = whyNoChain(rule) === undefined ? askedOf(rule) : undefined
    if (asked === undefined) return undefined
    const fields = asked.fields.map(({ of, step, fields: names }) => ({
      of,
      step,
      fields: [...names].map((name) => this.#place(event!, name)).sort((a, b) => a - b),
    }))
    const { outputs, steps } = rule
    const shows = outputs.some(({ kind, withEvents }) => kind === "alert" && withEvents)
    return { fields, counts: asked.counts, events: shows && steps.some(({ shown }) => shown) }
  }

  #read({ whole, fields }: CapturedFields, event: number): StepCapture {
    const places = whole ? [] : [...fields].map((name) => this.#place(event, name))
    return { event, whole, fields: places.sort((a, b) => a - b) }
  }

  /** Notes the aggregates of having and the outputs, which are asked at events of that type; what is in the way. */
  #outputAsks(rule: RulePlan, event: number, asks: RowAsk[]): string | undefined {
    let problem: string | undefined
    for (const [place, one] of shown(rule)) {
      walk(one, (inner) => {
        if (inner.kind === "history") problem ??= this.#ask(inner, place, event, rule, asks)
      })
    }
    return problem
  }

  #ask(expression: HistoryExpression, place: AskPlace, event: number, rule: RulePlan, asks: RowAsk[]) {
    const found = this.#table.ask(expression, place, event, rule)
    if (typeof found === "string") return found
    asks.push(found)
    return undefined
  }

  /** What of the rule's events cannot stand in rows. */
  #inputProblem({ inputs, keys }: RulePlan): string | undefined {
    const { events: types, awaited, rows } = this.#plan
    for (const input of inputs) {
      const type = types[input]!
      const because = whyNoRows(type)
      if (because !== undefined) return because
      if (awaited.some((one) => one.events.includes(input)))
        return `an asynchronous function is called for \`${type.name}\``
      if (rows.some((one) => one.events.includes(input))) return `a model is asked ahead for \`${type.name}\``
      const lacking = keys.find(({ paths }) => paths[input]?.length !== 1)
      if (lacking !== undefined) return `its key \`${lacking.name}\` is no field of \`${type.name}\``
    }
    return undefined
  }

  /** `ofMatch`: it may read registers. */
  #condition(rule: RulePlan, number: number, asks: RowAsk[], ofMatch = false): RowCondition | string {
    const { events: types, where } = rule.conditions[number]!
    const [event, ...others] = types
    if (event === undefined || others.length > 0) return "a step takes events of several types"
    if (where === undefined) return { event, fields: new Map(), pairs: [], constants: [] }
    const aggregate = (one: HistoryExpression) => this.#ask(one, "condition", event, rule, asks)
    const reads = conditionReads(where, this.#plan.events[event]!, this.#declared, { aggregate, ofMatch })
    if (typeof reads === "string") return reads
    const { fields, pairs, constants } = reads
    return { event, where, fields, pairs, constants }
  }

  #keyFields({ keys }: RulePlan, input: number): readonly number[] {
    return keys.map(({ paths }) => this.#place(input, paths[input]![0]!))
  }

  /** `beside`: whether fields are read from columns where whole events are shown, too. */
  #capture({ whole, fields }: CapturedFields, event: number | undefined, beside: boolean): StepCapture | null {
    if (event === undefined || (!whole && fields.size === 0)) return null
    const places = whole && !beside ? [] : [...fields].map((name) => this.#place(event, name))
    // An object that is made for the event has its lists and records, and then all of its fields.
    const isRead = !whole || nestedAmong(this.#plan.events[event]!, places) === undefined
    return { event, whole, fields: isRead ? places.sort((a, b) => a - b) : [] }
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

/** All fields that a rule over rows reads, by event type. */
function fieldsOf({ conditions, tests, keys, captures, reads, asks, shown, registers }: RuleReads) {
  const [input] = keys.keys()
  const ofConditions = [...conditions, ...(tests ?? [])].filter((one) => one !== null)
  const ofSteps = [...captures, ...(reads ?? [])].filter((one) => one !== null)
  const ofShown = (shown ?? []).flat().flatMap((one) => (one.of === "key" ? [] : [one]))
  return [
    ...ofConditions.map(({ event, fields }) => [event, [...fields.keys()]] as const),
    ...keys,
    ...[...ofSteps, ...asks].map(({ event, fields }) => [event, fields] as const),
    ...ofShown.map(({ event, field }) => [event, [field]] as const),
    ...(registers?.fields ?? []).map(({ fields }) => [input!, fields] as const),
  ]
}

function events(because: string): RowDecision {
  return { kind: "events", because }
}

/** What having and the outputs of a rule show, and where it stands. */
function shown({ having, outputs, place }: RulePlan): readonly (readonly [AskPlace, Expression])[] {
  return [
    ...(having === undefined ? [] : [[place, having] as const]),
    ...outputs.flatMap(({ onTimeout, score, message, values }) =>
      [score, message, ...values].flatMap((one) =>
        one === undefined ? [] : [[onTimeout ? "later" : place, one] as const],
      ),
    ),
  ]
}

/** What the rule reads besides the events of its match. */
function reachProblem(rule: RulePlan): string | undefined {
  const all = [...rule.conditions.map(({ where }) => where), ...shown(rule).map(([, one]) => one)].filter(
    (one) => one !== undefined,
  )
  const reads = (...kinds: readonly Expression["kind"][]) =>
    all.some((one) => some(one, ({ kind }) => kinds.includes(kind)))
  if (reads("lookup", "in-table")) return "it reads a table"
  if (reads("model")) return "it asks a model"
  return reads("awaited") ? "it calls an asynchronous function" : undefined
}
