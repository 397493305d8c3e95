/**
 * Which aggregates over past events are kept of rows: those whose events, key and value stand in columns, and which only rules over rows
 * ask for, at the event at hand. What is in the way is said, so that `cep explain` can show it.
 */
import type { Expression } from "../../lang/check/model.ts"
import type { AggregateOp } from "../../runtime/abi/series.ts"
import type { ValueType } from "../../runtime/abi/value.ts"
import { type AskPlace, isLater } from "../1-analyze/asks.ts"
import { type HistoryExpression, historyText, selectOf } from "../1-analyze/history-form.ts"
import { walk } from "../1-analyze/walk.ts"
import type { Plan, RulePlan, SeriesPlan } from "../2-plan/plan.ts"
import { nestedAmong, whyNoRows } from "./flat-event.ts"
import type { KeyFields } from "./key-spaces.ts"
import { type ConditionReads, conditionReads, type Declared, fieldOf } from "./row-condition.ts"

/** A series that is kept of rows. Fields are places among those of their event type. */
export interface SeriesReads {
  readonly series: number
  readonly event: number
  /** Which events it takes. */
  readonly filter: ConditionReads & { readonly event: number; readonly where?: Expression }
  /** The event has all values whenever the filter takes it. */
  readonly whole: boolean
  /** In the order of its columns. */
  readonly values: readonly (ConditionReads & { readonly value: Expression })[]
  /** Its own key, and by type of the events at which it is asked for the fields that say for which key. */
  readonly keys: KeyFields
  readonly measures: readonly number[]
}

/** An aggregate in a rule, as rows see it. */
export interface RowAsk {
  readonly series: number
  /** The type of the event at hand, and its fields that are the key. */
  readonly event: number
  readonly fields: readonly number[]
  readonly measure: number
  /** A condition fails where it is too large. */
  readonly checked: boolean
}

/** The sums of decimals in a condition: they are checked to be exact, so that it fails where one is not. */
export function checkedSums(where: Expression): readonly HistoryExpression[] {
  const found: HistoryExpression[] = []
  walk(where, (inner) => {
    if (inner.kind === "history" && isChecked(inner)) found.push(inner)
  })
  return found
}

function isChecked({ history, type }: HistoryExpression): boolean {
  return history.op === "sum" && (type.kind === "optional" ? type.of : type).kind === "decimal"
}

const ops: readonly (AggregateOp | "new")[] = ["count", "sum", "avg", "min", "max"]
const numbers: readonly ValueType["kind"][] = ["number", "integer", "decimal", "time", "duration"]
const noReads: ConditionReads = { fields: new Map(), pairs: [], constants: [] }

/** The series of a plan, one by one. */
export class RowSeriesTable {
  readonly #plan: Plan
  readonly #measures: ReadonlyMap<string, number>
  /** By series: what it reads, or why it cannot be kept of rows. */
  readonly #reads: readonly (Omit<SeriesReads, "keys"> | string)[]

  constructor(plan: Plan, declared: Declared) {
    this.#plan = plan
    this.#measures = new Map(plan.measures.map(({ history }, number) => [history, number]))
    this.#reads = plan.series.map((series, number) => this.#readsOf(series, number, declared))
  }

  /** What a series reads beside its keys, or why it cannot be kept of rows. */
  reads(series: number): Omit<SeriesReads, "keys"> | string {
    return this.#reads[series]!
  }

  /** The fields that are the key of a series. */
  keyOf(series: number): readonly number[] {
    const { event, keys } = this.#plan.series[series]!
    return keys.map(({ path }) => this.#fieldPlace(event, path[0]!))
  }

  /** An aggregate of a rule that is asked at events of a type, or why it is no column there. */
  ask(expression: HistoryExpression, place: AskPlace, event: number, rule: RulePlan): RowAsk | string {
    const { at, history, keys } = expression
    if (isLater(expression, place)) return "an aggregate is asked for as of an earlier event of the match"
    if (selectOf(history) !== undefined) return "what an aggregate counts hangs on the event at which it is asked"
    const measure = this.#measures.get(historyText(expression, false))!
    const { series } = this.#plan.measures[measure]!
    const reads = this.#reads[series]!
    if (typeof reads === "string") return reads
    const fields: number[] = []
    for (const [part, key] of keys.entries()) {
      const name = keyField(key, at, event, rule)
      const field = name === undefined ? -1 : this.#fieldPlace(event, name)
      if (field < 0) return "the key of an aggregate is no field of the event at hand"
      if (!isAlike(this.#plan.events[event]!.fields[field]!.type, this.#plan.series[series]!.keys[part]!.type)) {
        return "the key of an aggregate has another type in the event at hand"
      }
      fields.push(field)
    }
    return { series, event, fields, measure, checked: place === "condition" && isChecked(expression) }
  }

  #readsOf(series: SeriesPlan, number: number, declared: Declared): Omit<SeriesReads, "keys"> | string {
    const type = this.#plan.events[series.event]!
    const because = this.#typeProblem(series) ?? shapeProblem(series)
    if (because !== undefined) return because
    const { filter: where } = series
    const filter = where === undefined ? noReads : conditionReads(where, type, declared)
    if (typeof filter === "string") return `${filter}, in an aggregate`
    const values: SeriesReads["values"][number][] = []
    for (const value of series.values) {
      const found = conditionReads(value, type, declared)
      if (typeof found === "string") return `${found}, in an aggregate`
      values.push({ fields: found.fields, pairs: found.pairs, constants: found.constants, value })
    }
    const measures = this.#plan.measures.flatMap((one, at) => (one.series === number ? [at] : []))
    for (const at of measures) {
      const { op } = this.#plan.measures[at]!
      if (!ops.includes(op)) return `\`${op}\` wants every value`
    }
    const { fields, pairs, constants } = filter
    const { event } = series
    const nested = nestedAmong(
      type,
      [filter, ...values].flatMap((reads) => [...reads.fields.keys()]),
    )
    if (nested !== undefined) return nested
    const condition = { event, fields, pairs, constants, ...(where === undefined ? {} : { where }) }
    const whole = series.values.every((value) => fieldOf(value) !== undefined && value.type.kind !== "optional")
    return { series: number, event, filter: condition, whole, values, measures }
  }

  #typeProblem({ event, keys }: SeriesPlan): string | undefined {
    const { events, awaited, rows } = this.#plan
    const type = events[event]!
    if (awaited.some((one) => one.events.includes(event)))
      return `an asynchronous function is called for \`${type.name}\``
    if (rows.some((one) => one.events.includes(event))) return `a model is asked ahead for \`${type.name}\``
    if (keys.some(({ path }) => path.length !== 1)) return "the key of an aggregate is a field of a record"
    return whyNoRows(type)
  }

  #fieldPlace(event: number, name: string): number {
    return this.#plan.events[event]!.fields.findIndex((field) => field.name === name)
  }
}

function shapeProblem({ kind, lookback, windows, columns }: SeriesPlan): string | undefined {
  if (kind === "recent") return "an aggregate is about which values there were"
  if (lookback !== null) return "an aggregate is asked for as of an event that is past"
  if (columns.some(({ type, optional }) => optional || !numbers.includes(type.kind))) {
    return "an aggregate is over more than numbers"
  }
  for (const window of windows) {
    if (window.kind === "count") return "the window of an aggregate is a number of events"
    if (window.kind === "forever") continue
    if ([window.length, window.ending].some((one) => one?.kind === "param")) {
      return "the window of an aggregate is a parameter"
    }
  }
  return undefined
}

/** The field of the event at hand that a part of the key is; undefined: it is something else. */
function keyField(key: Expression, at: Expression, event: number, { keys }: RulePlan): string | undefined {
  if (key.kind === "key") {
    const path = keys.find(({ name }) => name === key.name)?.paths[event]
    return path?.length === 1 ? path[0] : undefined
  }
  if (key.kind !== "member") return undefined
  if (at.kind === "candidate") return key.object.kind === "candidate" ? fieldOf(key) : undefined
  // The match's last event, or the only one of a match of one event.
  return key.object.kind === at.kind && (at.kind === "previous" || at.kind === "step") ? key.field : undefined
}

/** Whether equal values of both types have the same number in columns. */
function isAlike(left: ValueType, right: ValueType): boolean {
  const isText = ({ kind }: ValueType) => kind === "string" || kind === "enum"
  if (isText(left) && isText(right)) return true
  return JSON.stringify(left) === JSON.stringify(right)
}
