import type { Expression, HistoryInfo, HistoryOp, HistoryWindow } from "../../lang/check/model.ts"
import type { FieldType, Type } from "../../lang/check/types.ts"
import { children, conjuncts, fingerprint, some } from "./walk.ts"

/** An aggregate over past events, a feature or `is new`. */
export type HistoryExpression = Extract<Expression, { kind: "history" }>

/** What must be kept of past events so that one aggregate can be answered, and what is left to do when it is asked. */
export interface HistoryForm {
  readonly kind: "log" | "recent" | "total"
  /** Decided when an event comes: over `element` alone. */
  readonly filter?: Expression
  readonly columns: readonly HistoryColumn[]
  /** The column that is aggregated; absent where only the events count and where `select` gives the values. */
  readonly column?: number
  readonly select?: HistorySelect
}

/** `value` is over `element`. */
export interface HistoryColumn {
  readonly name: string
  readonly value: Expression
  /** The event is kept although the value is missing. */
  readonly optional: boolean
}

/** What is decided for each entry when the aggregate is asked, because it reads the place of asking. */
export interface HistorySelect {
  readonly filter?: Expression
  readonly values: readonly Expression[]
}

const boolean: Type = { kind: "boolean" }

/**
 * The form in which an aggregate is kept. `later`: it is asked as of an event that is not the one at hand. `fields`: those of
 * the events that it is about.
 */
export function formOf(history: HistoryInfo, later: boolean, fields: readonly FieldType[]): HistoryForm {
  const { op, window } = history
  const select = selectOf(history)
  const filter = conjunction(select === undefined ? tests(history) : keptTests(history))
  const kept = filter === undefined ? {} : { filter }
  if (select !== undefined) return { kind: "log", ...kept, columns: fieldsRead(select, history, fields), select }
  const columns = valuesOf(history).map((value, at, all) =>
    columnOf(value, all.length === 1 ? "value" : `part ${at + 1}`),
  )
  if (isAboutValues(op) && !later && !endsEarly(window)) return { kind: "recent", ...kept, columns }
  const kind = window.kind === "forever" ? "total" : "log"
  return { kind, ...kept, columns, ...(columns.length === 0 || op === "new" ? {} : { column: 0 }) }
}

/**
 * What is left to decide when the aggregate is asked; undefined where all of it is known when an event comes. Windows by
 * count go over all events, so there the whole filter waits.
 */
export function selectOf(history: HistoryInfo): HistorySelect | undefined {
  const values = valuesOf(history)
  const asked = tests(history).filter(readsPlace)
  if (asked.length === 0 && !values.some(readsPlace)) return undefined
  const filter = conjunction(history.window.kind === "count" ? tests(history) : asked)
  return filter === undefined ? { values } : { filter, values }
}

/** A text that is the same for two uses of one aggregate, with which code finds its number. */
export function historyText({ history, feature }: HistoryExpression, later: boolean): string {
  return `${later && isAboutValues(history.op) ? "later " : ""}${feature ?? ""} ${fingerprint(history)}`
}

/** Asked at the event at hand, it needs only which values there were and when each came last. */
function isAboutValues(op: HistoryOp): boolean {
  return op === "distinct" || op === "new"
}

/** Whether a filter or value cannot be decided when its event comes, because it reads the place where the aggregate is asked. */
function readsPlace(expression: Expression): boolean {
  return some(expression, ({ kind }) => placeKinds.has(kind))
}

const placeKinds: ReadonlySet<Expression["kind"]> = new Set([
  "candidate",
  "candidate-is",
  "previous",
  "step",
  "step-index",
  "aggregate",
  "history",
  "key",
  "local",
  "measure",
  "window-start",
  "window-end",
])

/** What an event must fulfil to count. `count(x)` counts those that have an x. */
function tests({ op, filter, values }: HistoryInfo): readonly Expression[] {
  const written = filter === undefined ? [] : conjuncts(filter)
  const [value] = values
  if (op !== "count" || value === undefined || (value.kind === "member" && value.type.kind !== "optional"))
    return written
  return [...written, { kind: "is-missing", negated: true, operand: value, type: boolean, span: value.span }]
}

function keptTests(history: HistoryInfo): readonly Expression[] {
  return history.window.kind === "count" ? [] : tests(history).filter((one) => !readsPlace(one))
}

function valuesOf({ op, values }: HistoryInfo): readonly Expression[] {
  return op === "count" ? [] : values
}

function conjunction(expressions: readonly Expression[]): Expression | undefined {
  const [first, ...others] = expressions
  if (first === undefined) return undefined
  return others.reduce<Expression>(
    (left, right) => ({ kind: "and", left, right, type: boolean, span: left.span }),
    first,
  )
}

function endsEarly(window: HistoryWindow): boolean {
  return window.kind === "time" && window.ending !== undefined
}

function columnOf(value: Expression, otherwise: string): HistoryColumn {
  const isField = value.kind === "member" && value.object.kind === "element"
  return { name: isField ? value.field : otherwise, value, optional: false }
}

/** The fields of the event that are read when the aggregate is asked. */
function fieldsRead(
  { filter, values }: HistorySelect,
  { event }: HistoryInfo,
  fields: readonly FieldType[],
): readonly HistoryColumn[] {
  const read = new Set<string>()
  for (const one of filter === undefined ? values : [filter, ...values]) addFields(one, fields, read)
  const { span } = filter ?? values[0]!
  const object: Expression = { kind: "element", type: { kind: "event", events: [event] }, span }
  return fields
    .filter(({ name }) => read.has(name))
    .map(({ name, type }) => ({
      name,
      value: { kind: "member", object, field: name, type, span },
      optional: type.kind === "optional",
    }))
}

/** Inside the aggregate of a step, `element` is that step's. */
function addFields(expression: Expression, fields: readonly FieldType[], read: Set<string>): void {
  if (expression.kind === "aggregate" || expression.kind === "awaited") return
  if (expression.kind === "element") for (const { name } of fields) read.add(name)
  else if (expression.kind === "member" && expression.object.kind === "element") read.add(expression.field)
  else for (const child of children(expression)) addFields(child, fields, read)
}
