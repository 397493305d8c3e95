import type { Expression } from "../../lang/check/model.ts"
import { Lines, type Source, type Span } from "../../lang/source.ts"
import { show } from "../../runtime/library/show.ts"
import { insideOf } from "../2-plan/probed-parts.ts"
import { type EventIds, valueType } from "../2-plan/value-type.ts"
import type { WhyCondition, WhyPlace } from "./model.ts"

type Values = ReadonlyMap<Expression, unknown>

/** A part of a condition that decided its answer. */
interface Leaf {
  readonly expression: Expression
  /** It is true and should not have been. */
  readonly holds: boolean
}

/** Finds in the text of rules what decided a condition, and says it with the values. */
export class Explainer {
  private readonly sources: ReadonlyMap<string, Source>
  private readonly lines = new Map<string, Lines>()
  private readonly ids: EventIds

  constructor(sources: readonly Source[], ids: EventIds) {
    this.sources = new Map(sources.map((source) => [source.path, source]))
    this.ids = ids
  }

  /** What made a condition false; with `holds` what made it true. */
  decided(where: Expression, values: Values, holds = false): readonly WhyCondition[] {
    return leavesOf(where, values, holds).map(({ expression }) => ({
      text: this.text(expression.span),
      values: this.valuesIn(expression, values),
      source: this.place(expression.span),
    }))
  }

  /** How far an event was from fulfilling it: parts that are false, then by how much. The less, the nearer. */
  distance(where: Expression, values: Values): number {
    const leaves = leavesOf(where, values, false)
    const far = leaves.reduce((sum, { expression }) => sum + farness(expression, values), 0)
    return leaves.length * 10 + Math.min(far, 9)
  }

  /** A text of the rules on one line. */
  text({ path, start, end }: Span): string {
    return (this.sources.get(path)?.text ?? "").slice(start, end).replaceAll(/\s+/g, " ").trim()
  }

  place({ path, start }: Span): WhyPlace {
    const source = this.sources.get(path)
    const lines = this.lines.get(path) ?? new Lines(source?.text ?? "")
    this.lines.set(path, lines)
    const { line, column } = lines.position(start)
    return { path, line, column, text: lines.line(line) }
  }

  value(expression: Expression, value: unknown): string {
    const type = valueType(expression.type, this.ids)
    return typeof value === "string" ? JSON.stringify(value) : show(type, value)
  }

  private valuesIn(leaf: Expression, values: Values): WhyCondition["values"] {
    const found = new Map<string, string>()
    for (const part of atomsOf(leaf)) {
      const text = this.text(part.span)
      if (found.has(text)) continue
      const value = values.get(part)
      found.set(text, value === undefined ? this.missing(part, values) : this.value(part, value))
    }
    return [...found].map(([text, value]) => ({ text, value }))
  }

  /** A value that is missing because its table has no such row says so. */
  private missing(part: Expression, values: Values): string {
    const lookup = part.kind === "member" ? part.object : part
    if (lookup.kind !== "lookup" || values.get(lookup) !== undefined) return "missing"
    const keys = lookup.keys.map((key) => (key.kind === "literal" ? key.value : values.get(key)))
    const words = keys.map((key, at) => this.value(lookup.keys[at]!, key)).join(", ")
    return `missing: the table ${lookup.table} has no row for ${words}`
  }
}

/** The words for a condition that was false: `amount > 100: amount is 80`. */
export function conditionWords({ text, values }: WhyCondition): string {
  const words = values.map((each) => (each.text === text ? `it is ${each.value}` : `${each.text} is ${each.value}`))
  return words.length === 0 ? text : `${text}: ${words.join(", ")}`
}

function isTrue(expression: Expression, values: Values): boolean {
  return (expression.kind === "literal" ? expression.value : values.get(expression)) === true
}

/** The parts that made a condition false (`holds`: true). */
function leavesOf(expression: Expression, values: Values, holds: boolean): readonly Leaf[] {
  switch (expression.kind) {
    case "not": {
      const { operand } = expression
      const isJoined = operand.kind === "and" || operand.kind === "or" || operand.kind === "not"
      return isJoined ? leavesOf(operand, values, !holds) : [{ expression, holds }]
    }
    case "and":
    case "or": {
      const sides = [expression.left, expression.right]
      const deciding = sides.filter((side) => isTrue(side, values) === holds)
      return deciding.flatMap((side) => leavesOf(side, values, holds))
    }
    default:
      return [{ expression, holds }]
  }
}

const atoms: ReadonlySet<Expression["kind"]> = new Set([
  "member",
  "param",
  "key",
  "aggregate",
  "history",
  "lookup",
  "model",
  "awaited",
  "measure",
  "window-start",
  "window-end",
  "index",
])

/** The parts whose values are worth showing: fields and the like, and what is worked out of several. */
function atomsOf(expression: Expression): readonly Expression[] {
  if (atoms.has(expression.kind)) return [expression]
  if (expression.kind === "let") return expression.type.kind === "list" ? [] : [expression]
  const inside = insideOf(expression).flatMap((each) => atomsOf(each))
  const isWorkedOut = expression.kind === "arithmetic" || expression.kind === "call" || expression.kind === "coalesce"
  if (expression.kind === "convert") return inside
  return isWorkedOut ? [expression, ...inside] : inside
}

/** Between 0, nearly true, and 1 or more: far from it. */
function farness(expression: Expression, values: Values): number {
  if (expression.kind !== "compare" || expression.op === "!=") return 1
  const [left, right] = [expression.left, expression.right].map((side) =>
    side.kind === "literal" ? side.value : values.get(side),
  )
  if (typeof left !== "number" || typeof right !== "number") return left === undefined ? 2 : 1
  return Math.abs(left - right) / Math.max(1, Math.abs(left), Math.abs(right))
}
