import type { Checked, Expression, HistoryInfo, HistoryOp } from "../../lang/check/model.ts"
import type { HistoryForm } from "../1-analyze/history-form.ts"
import { walk } from "../1-analyze/walk.ts"
import { showExpression } from "./show-expression.ts"

/** What expressions may use by name. */
export type Declarations = Pick<Checked, "lets" | "functions" | "uses">

/**
 * What a series keeps, in words; the name of its state. Whatever decides its content stands in it, the named constants and
 * functions that it uses too, so that the same name in another version of the rules means the same.
 */
export function seriesName(form: HistoryForm, history: HistoryInfo, declared: Declarations): string {
  const key = keyText(history)
  const count = history.window.kind === "count" ? ", by count" : ""
  return `${contentText(form, history)}${key === "" ? "" : ` ${key}`}${count}${definitionsText(keptBy(form), declared)}`
}

/** The named constants and functions that expressions use, to stand behind them; empty where there are none. */
export function definitionsText(expressions: readonly Expression[], declared: Declarations): string {
  const definitions = [...usedBy(expressions, declared).definitions].sort(([a], [b]) => (a < b ? -1 : 1))
  return definitions.length === 0 ? "" : ` with ${definitions.map(([, text]) => text).join("; ")}`
}

/** What is kept of which events. */
export function contentText({ kind, columns, filter }: HistoryForm, { op, event }: HistoryInfo): string {
  const values = columns.map((one) => `${valueText(one.value)}${one.optional ? "?" : ""}`)
  const list = values.join(", ")
  const where = filter === undefined ? "" : ` where ${showExpression(filter, [])}`
  if (kind === "recent") return `last of each ${values.length > 1 ? `(${list})` : list} of ${event}${where}`
  const events = `${list === "" ? "" : `${list} of `}every ${event}${where}`
  return kind === "total" ? `total ${totalOf(op)} of ${events}` : events
}

/** What `over forever` keeps for an aggregate: of a mean the sum, which comes with how many it is of. */
export function totalOf(op: HistoryOp): HistoryOp {
  return op === "avg" ? "sum" : op
}

/** `per account, card.bin`; nothing where all events are together. */
export function keyText({ keys }: HistoryInfo): string {
  return keys.length === 0 ? "" : `per ${keys.map(({ path }) => path.join(".")).join(", ")}`
}

/** A field of the event by its name alone. */
function valueText(value: Expression): string {
  return showExpression(value, []).replace(/^each\./, "")
}

/** What expressions use, directly or through each other. */
interface Used {
  readonly params: ReadonlySet<string>
  /** The author's TypeScript. */
  readonly code: boolean
  /** By name, with the text of the definition. */
  readonly definitions: ReadonlyMap<string, string>
}

function usedBy(expressions: readonly Expression[], declared: Declarations): Used {
  const params = new Set<string>()
  const definitions = new Map<string, string>()
  let code = false
  const visit = (expression: Expression): void =>
    walk(expression, (inner) => {
      if (inner.kind === "param") params.add(inner.name)
      if (inner.kind !== "let" && inner.kind !== "call") return
      if (inner.kind === "call" && inner.target === "use") code = true
      if ((inner.kind === "call" && inner.target === "builtin") || definitions.has(inner.name)) return
      const { text, value } = definitionOf(inner, declared)
      definitions.set(inner.name, text)
      if (value !== undefined) visit(value)
    })
  for (const one of expressions) visit(one)
  return { params, code, definitions }
}

function definitionOf(
  used: Extract<Expression, { kind: "let" | "call" }>,
  { lets, functions, uses }: Declarations,
): { readonly text: string; readonly value?: Expression } {
  if (used.kind === "let") {
    const { name, value } = lets.find((one) => one.name === used.name)!
    return { text: `${name} = ${showExpression(value, [])}`, value }
  }
  if (used.target === "use") {
    const { name, exported, path } = uses.find((one) => one.name === used.name)!
    return { text: `${name} = ${exported} of ${path}` }
  }
  const { name, parameters, body } = functions.find((one) => one.name === used.name)!
  const head = `${name}(${parameters.map((one) => one.name).join(", ")})`
  return { text: `${head} = ${showExpression(body, [])}`, value: body }
}

/** The parameters that expressions use. */
export function paramsOf(expressions: readonly Expression[], declared: Declarations): readonly string[] {
  return [...usedBy(expressions, declared).params].sort()
}

/** Whether expressions call the author's TypeScript. */
export function usesCode(expressions: readonly Expression[], declared: Declarations): boolean {
  return usedBy(expressions, declared).code
}

/** The expressions that decide what a form keeps. */
export function keptBy({ filter, columns }: HistoryForm): readonly Expression[] {
  return [...(filter === undefined ? [] : [filter]), ...columns.map(({ value }) => value)]
}
