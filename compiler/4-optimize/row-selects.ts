import type { Expression } from "../../lang/check/model.ts"
import type { ColumnSchema, DomainSchema, IndexedSelect } from "../../runtime/abi/rows.ts"
import { fingerprint } from "../1-analyze/walk.ts"
import type { Plan } from "../2-plan/plan.ts"
import { type IndexedCondition, indexedConditions } from "./condition-index.ts"
import { Declared } from "./row-condition.ts"
import { checkedSums } from "./row-series.ts"
import type { RowCondition } from "./rows.ts"

/** A condition over rows. */
export interface SelectPlan {
  readonly event: number
  /** Absent: every event of the type. */
  readonly where?: Expression
}

/** How the conditions over rows are evaluated. */
export interface SelectPlans {
  /** By functions that go through all rows. */
  readonly selects: readonly SelectPlan[]
  /** By an index; they are numbered behind the others. */
  readonly indexed: readonly IndexedSelect[]
  /** What the index does not know of them, by functions of one row. */
  readonly tests: readonly Required<SelectPlan>[]
  numberOf(condition: RowCondition): number
}

/** The conditions of a plan over rows. */
export interface AllConditions {
  /** What series take: asked before aggregates are known, which other conditions may read. */
  readonly filters: readonly RowCondition[]
  /** Those of rules. */
  readonly conditions: readonly RowCondition[]
}

/** Numbers all conditions; equal ones have one number. `columns`: of all event types. */
export function planSelects(
  plan: Plan,
  { filters, conditions }: AllConditions,
  columns: readonly (readonly ColumnSchema[] | null)[],
  domains: readonly DomainSchema[],
): SelectPlans {
  const different = new Unlike<SelectPlan>(({ event, where }) => `${event} ${where ? fingerprint(where) : ""}`)
  const numbers = new Map([...filters, ...conditions].map((one) => [one, different.numberOf(planOf(one))]))
  const early = new Set(filters.map((one) => numbers.get(one)!))
  const found = findIndexed(plan, different.list, early)
  const selects: SelectPlan[] = []
  const tests = new Unlike<Required<SelectPlan>>(({ event, where }) => `${event} ${fingerprint(where)}`)
  const layOut = indexedLayout(plan, columns, domains, tests)
  const indexed: IndexedSelect[] = []
  const functions = found.filter((one) => one === null).length
  const places = different.list.map((select, number) => {
    const known = found[number]
    return known ? functions + indexed.push(layOut(select.event, known)) - 1 : selects.push(select) - 1
  })
  return {
    selects,
    indexed,
    tests: tests.list,
    numberOf: (condition) => places[numbers.get(condition)!]!,
  }
}

function planOf({ event, where }: RowCondition): SelectPlan {
  return where === undefined ? { event } : { event, where }
}

/**
 * Event types have columns of their own: their conditions share nothing. `early`: numbers of conditions that functions test, since the
 * index is asked for all of its conditions at once.
 */
function findIndexed(
  plan: Plan,
  selects: readonly SelectPlan[],
  early: ReadonlySet<number>,
): readonly (IndexedCondition | null)[] {
  const declared = new Declared(plan)
  const found: (IndexedCondition | null)[] = selects.map(() => null)
  for (const type of new Set(selects.map(({ event }) => event))) {
    const own = selects.flatMap(({ event, where }, number) => {
      // What may fail is asked as a whole.
      const isWhole = early.has(number) || (where !== undefined && checkedSums(where).length > 0)
      return event === type && !isWhole ? number : []
    })
    const known = indexedConditions(
      own.map((number) => selects[number]!.where),
      declared,
    )
    for (const [i, number] of own.entries()) found[number] = known[i]!
  }
  return found
}

/** From names of fields and texts to places of columns and codes. */
function indexedLayout(
  { events }: Plan,
  columns: readonly (readonly ColumnSchema[] | null)[],
  domains: readonly DomainSchema[],
  tests: Unlike<Required<SelectPlan>>,
): (event: number, condition: IndexedCondition) => IndexedSelect {
  const codes = domains.map(({ constants }) => new Map(constants.map((text, code) => [text, code])))
  const byName = columns.map(
    (own, event) => new Map(own?.map((column) => [events[event]!.fields[column.field]!.name, column])),
  )
  return (event, { codes: texts, range, rest }) => {
    const column = (field: string) => byName[event]!.get(field)!
    return {
      event,
      ...(texts && {
        codes: {
          column: column(texts.field).place,
          values: texts.texts.map((text) => codes[column(texts.field).domain!]!.get(text)!),
        },
      }),
      ...(range && { range: { column: column(range.field).place, bounds: range.bounds } }),
      ...(rest && { rest: tests.numberOf({ event, where: rest }) }),
    }
  }
}

/** Things of different meaning, numbered as they come. */
class Unlike<T> {
  readonly list: T[] = []
  readonly #numbers = new Map<string, number>()
  readonly #meaning: (one: T) => string

  constructor(meaning: (one: T) => string) {
    this.#meaning = meaning
  }

  numberOf(one: T): number {
    const meaning = this.#meaning(one)
    const known = this.#numbers.get(meaning)
    if (known !== undefined) return known
    const number = this.list.push(one) - 1
    this.#numbers.set(meaning, number)
    return number
  }
}
