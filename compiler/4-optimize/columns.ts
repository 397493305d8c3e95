/** The columns of the rows that the rules of a plan read: which fields stand where, as what, and which texts have numbers in common. */
import type { Expression } from "../../lang/check/model.ts"
import type {
  ColumnKind,
  ColumnSchema,
  DomainSchema,
  RowSeriesSchema,
  RowsSchema,
  RuleRows,
  ShownValue,
} from "../../runtime/abi/rows.ts"
import type { Plan } from "../2-plan/plan.ts"
import { Domains } from "./domains.ts"
import { KeySpaces } from "./key-spaces.ts"
import { RegisterCells } from "./register-cells.ts"
import { comparisonsOf } from "./register-comparisons.ts"
import { planSelects, type SelectPlan, type SelectPlans } from "./row-selects.ts"
import type { SeriesReads } from "./row-series.ts"
import {
  type RegisterReads,
  type RowCondition,
  RowRules,
  type RuleReads,
  type ShownField,
  type StepCapture,
} from "./rows.ts"

export interface ColumnPlan {
  readonly schema: RowsSchema
  /** In the order of the plan's rules; null: the rule runs event by event. */
  readonly rules: readonly (RuleRows | null)[]
  /** Conditions that functions test. */
  readonly selects: readonly SelectPlan[]
  /** What functions test of the conditions that an index finds. */
  readonly tests: readonly Required<SelectPlan>[]
  readonly values: readonly ValuePlan[]
  /** Of all rules. */
  readonly registerTests: readonly RegisterTestPlan[]
}

/** A condition on a row and the registers of a partial match. */
export interface RegisterTestPlan {
  /** Places among the plan's rules, and among the conditions of that. */
  readonly rule: number
  readonly condition: number
  readonly event: number
  readonly where: Expression
  readonly registers: RegisterReads
}

/** A number over rows. */
export interface ValuePlan {
  readonly event: number
  readonly value: Expression
}

/** Lays out the columns for all rules of a plan that can run over rows; undefined: there is none. */
export function columnsOf(plan: Plan): ColumnPlan | undefined {
  const decider = new RowRules(plan)
  const rules = decider.decisions.map((decision) => (decision.kind === "rows" ? decision : null))
  const present = rules.filter((rule) => rule !== null)
  if (present.length === 0) return undefined
  const series = decider.series()
  const uses = new FieldUses(plan)
  for (const rule of present) uses.addRule(rule)
  for (const one of series) uses.addSeries(one)
  const { columns, domains } = uses.layOut()
  const counts = (kind: ColumnKind) =>
    Math.max(...columns.map((own) => own?.filter((one) => one.kind === kind).length ?? 0))
  const column = (event: number, field: number) => columns[event]!.find((one) => one.field === field)!
  const spaces = new KeySpaces([...present, ...series].map(({ keys }) => keys))
  const conditions = present.flatMap((rule) => rule.conditions.filter((one) => one !== null))
  const filters = series.map(({ filter }) => filter)
  const selects = planSelects(plan, { filters, conditions }, columns, domains)
  const registerTests = rules.flatMap((rule, at) => (rule === null ? [] : testsOf(rule, at)))
  const testPlaces = new Map(registerTests.map(({ rule, condition }, place) => [`${rule} ${condition}`, place]))
  const values: ValuePlan[] = []
  const numbers = counts("number")
  const measures = new Map(series.flatMap((one) => one.measures).map((measure, at) => [measure, numbers + at]))
  const seriesSchema = (one: SeriesReads): RowSeriesSchema => ({
    series: one.series,
    select: selects.numberOf(one.filter),
    whole: one.whole,
    space: spaces.numberOf(one.keys),
    values: one.values.map(({ value }) => values.push({ event: one.event, value }) - 1),
    measures: one.measures.map((measure) => ({ measure, column: measures.get(measure)! })),
  })
  return {
    rules: rules.map(
      (rule, at) =>
        rule && {
          ...ruleRows(rule, spaces, selects, column),
          ...registersOf(rule, (condition) => testPlaces.get(`${at} ${condition}`) ?? null, {
            events: plan.events,
            column,
          }),
          ...checkedOf(rule, measures),
        },
    ),
    schema: {
      events: columns,
      numbers: numbers + measures.size,
      codes: counts("code"),
      texts: counts("text"),
      domains,
      spaces: spaces.list.map((keys) => ({
        parts: plan.events.map((_, event) => keys.get(event)?.map((field) => column(event, field)) ?? null),
      })),
      ...(selects.indexed.length === 0 ? {} : { indexed: selects.indexed }),
      ...allOf(selects),
      ...(series.length === 0 ? {} : { series: series.map(seriesSchema) }),
    },
    selects: selects.selects,
    tests: selects.tests,
    values,
    registerTests,
  }
}

function testsOf({ tests, registers }: RuleReads, rule: number): RegisterTestPlan[] {
  return (tests ?? []).flatMap((test, condition) =>
    test?.where === undefined ? [] : { rule, condition, event: test.event, where: test.where, registers: registers! },
  )
}

function registersOf(
  { keys, registers, tests }: RuleReads,
  testOf: (condition: number) => number | null,
  { events, column }: { events: Plan["events"]; column: (event: number, field: number) => ColumnSchema },
): Pick<RuleRows, "registers"> {
  if (registers === undefined) return {}
  const [event] = keys.keys()
  const schema = events[event!]!
  const cells = new RegisterCells(registers, schema)
  const places = { event: schema, cells, column: (field: number) => column(event!, field) }
  return {
    registers: {
      fields: registers.fields.map(({ of, step, fields }) => ({
        of,
        step,
        columns: fields.map((field) => column(event!, field)),
      })),
      counts: registers.counts,
      events: registers.events,
      tests: tests!.map((_, condition) => testOf(condition)),
      comparisons: tests!.map((test) => (test?.where && comparisonsOf(test.where, places)) ?? null),
    },
  }
}

function allOf({ selects }: SelectPlans): Pick<RowsSchema, "all"> {
  const all = selects.flatMap(({ event, where }, select) => (where === undefined ? { event, select } : []))
  return all.length === 0 ? {} : { all }
}

/** The columns of sums for which a rule's condition can fail. */
function checkedOf({ asks }: RuleReads, measures: ReadonlyMap<number, number>): Pick<RuleRows, "checked"> {
  const checked = new Set(asks.flatMap((ask) => (ask.checked ? measures.get(ask.measure)! : [])))
  return checked.size === 0 ? {} : { checked: [...checked] }
}

function ruleRows(
  { conditions, keys, captures, reads, shown }: RuleReads,
  spaces: KeySpaces,
  selects: SelectPlans,
  column: (event: number, field: number) => ColumnSchema,
): RuleRows {
  const captured = (one: StepCapture | null) =>
    one && { event: one.event, whole: one.whole, columns: one.fields.map((field) => column(one.event, field)) }
  const shownColumn = (one: ShownField): ShownValue =>
    one.of === "key" ? one : { of: one.of, step: one.step, column: column(one.event, one.field) }
  return {
    space: spaces.numberOf(keys),
    selects: conditions.map((condition) => condition && selects.numberOf(condition)),
    captures: captures.map(captured),
    ...(reads && { reads: reads.map(captured) }),
    ...(shown && { shown: shown.map((output) => output.map(shownColumn)) }),
  }
}

/** How the fields of all event types are used, and by it their columns. */
class FieldUses {
  readonly #plan: Plan
  /** By event type: the kinds of columns that its fields want, by field; null: no rule over rows reads it. */
  readonly #kinds: (Map<number, ColumnKind> | null)[]
  readonly #domains = new Domains()

  constructor(plan: Plan) {
    this.#plan = plan
    this.#kinds = plan.events.map(() => null)
  }

  addRule({ conditions, keys, captures, reads = [], tests = [] }: RuleReads): void {
    for (const event of keys.keys()) this.#kinds[event] ??= new Map()
    for (const condition of [...conditions, ...tests]) if (condition !== null) this.#addCondition(condition)
    this.#addKeys(keys)
    for (const one of [...captures, ...reads]) {
      for (const field of one?.fields ?? []) {
        this.#want(one!.event, field, this.#isText(one!.event, field) ? "text" : "number")
        // Where the field has a code its text must be found again.
        this.#domains.open(one!.event, field)
      }
    }
  }

  addSeries({ event, filter, values, keys }: SeriesReads): void {
    for (const type of keys.keys()) this.#kinds[type] ??= new Map()
    for (const reads of [filter, ...values]) this.#addCondition({ ...reads, event })
    this.#addKeys(keys)
  }

  #addCondition({ event, fields, pairs, constants }: RowCondition): void {
    for (const [field, use] of fields) {
      this.#want(event, field, use === "number" ? "number" : use === "compared" ? "code" : "text")
    }
    for (const [left, right] of pairs) {
      this.#domains.join([event, left], [event, right])
      this.#domains.open(event, left)
    }
    for (const [field, text] of constants) this.#domains.addConstant(event, field, text)
  }

  #addKeys(keys: RuleReads["keys"]): void {
    const [first] = keys
    for (const [event, fields] of keys) {
      for (const [part, field] of fields.entries()) {
        this.#want(event, field, this.#isText(event, field) ? "code" : "number")
        this.#domains.join([first![0], first![1][part]!], [event, field])
        this.#domains.open(event, field)
      }
    }
  }

  /** A text that is compared anywhere has a code, and no other column. */
  #want(event: number, field: number, kind: ColumnKind): void {
    const kinds = this.#kinds[event]!
    if (kinds.get(field) !== "code") kinds.set(field, kind)
  }

  #isText(event: number, field: number): boolean {
    const { kind } = this.#plan.events[event]!.fields[field]!.type
    return kind === "string" || kind === "enum"
  }

  layOut(): { columns: RowsSchema["events"]; domains: readonly DomainSchema[] } {
    const columns = this.#kinds.map((kinds, event) => {
      if (kinds === null) return null
      const places = { number: 0, code: 0, text: 0 }
      return [...kinds]
        .sort(([a], [b]) => a - b)
        .map(([field, kind]): ColumnSchema => {
          const column = { field, kind, place: places[kind]++ }
          return kind === "code" ? { ...column, domain: this.#domains.numberOf(event, field) } : column
        })
    })
    return { columns, domains: this.#domains.list() }
  }
}
