/** What stands in the brackets of an aggregate over past events: what it is made of, and which events count. */
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import { isAggregateWord } from "../syntax/aggregate-words.ts"
import type { CallExpr, Expr } from "../syntax/ast-expressions.ts"
import { type Context, complain } from "./context.ts"
import { inferCondition } from "./expression-operators.ts"
import { commonFields } from "./fields.ts"
import { isNumeric, plainValue } from "./fit.ts"
import type { Expression, HistoryOp } from "./model.ts"
import { contains } from "./rewrite.ts"
import type { Environment } from "./scope.ts"
import { describe } from "./show.ts"
import type { Type } from "./types.ts"
import { optional, required } from "./unify.ts"

type Aggregate = Exclude<HistoryOp, "new">

/** Whether a name is that of an aggregate over past events. */
export function isHistoryAggregate(name: string): name is Aggregate {
  return isAggregateWord(name)
}

/** An aggregate's brackets, over `element`. */
export interface HistoryParts {
  readonly op: Aggregate
  readonly value?: Expression
  readonly filter?: Expression
  readonly fraction?: number
  /** Of the result; missing where no event counts. */
  readonly type: Type
}

/**
 * Checks the brackets of an aggregate. `environment` has the events that it goes through as `past`; `certain`: the current event
 * is among them. Undefined after a problem that was reported.
 */
export function historyParts(
  context: Context,
  node: CallExpr,
  environment: Environment,
  certain: boolean,
): HistoryParts | undefined {
  const op = node.callee.text as Aggregate
  const filter = node.where && inferCondition(context, node.where, environment)
  if (filter !== undefined && !contains(filter, ({ kind }) => kind === "element")) warnOfSame(context, node.where!.span)
  const args = valueArguments(context, node, op)
  if (args === undefined) return undefined
  const value = args.value && checkValue(context, args.value, op, environment)
  if (args.value !== undefined && value === undefined) return undefined
  if (filter !== undefined && filter.type.kind === "unknown") return undefined
  const always = certain && filter === undefined && (value === undefined || isAlwaysThere(value))
  const type = resultType(op, value === undefined ? { kind: "missing" } : required(value.type), always)
  if (type === undefined) {
    const hint =
      value!.type.kind === "boolean"
        ? "a condition in the brackets counts: `count(where …)`"
        : "how many there are is `count()`, how many different ones `distinct(…)`"
    complain(context, messages.aggregateType({ aggregate: op, found: describe(value!.type) }), args.value!.span, {
      hint,
    })
    return undefined
  }
  return {
    op,
    ...(value === undefined ? {} : { value }),
    ...(filter === undefined ? {} : { filter }),
    ...(args.fraction === undefined ? {} : { fraction: args.fraction }),
    type,
  }
}

/** A value that reads a parameter is worked out anew from the parameter's change on, so it may not be there yet. */
/** A filter that reads nothing of the past events. Where a part of it is wrong, that is said already. */
function warnOfSame(context: Context, span: Span): void {
  const { path, start, end } = span
  const inside = context.report.diagnostics.filter((each) => each.span.path === path && each.span.start >= start)
  if (!inside.some((each) => each.level === "error" && each.span.end <= end))
    complain(context, messages.filterOfOneEvent(), span)
}

function isAlwaysThere(value: Expression): boolean {
  return value.type.kind !== "optional" && !contains(value, ({ kind }) => kind === "param")
}

interface Arguments {
  readonly value?: Expr
  readonly fraction?: number
}

function valueArguments(context: Context, node: CallExpr, op: Aggregate): Arguments | undefined {
  const [value, share, ...others] = node.args
  const expected = expectedArguments(node, op)
  const fits =
    others.length === 0 &&
    (op === "percentile" ? share !== undefined : share === undefined && (value !== undefined || op === "count"))
  if (!fits || (op === "percentile" && value === undefined)) {
    complain(context, messages.aggregateArguments({ aggregate: op, expected: expected.what }), node.span, {
      hint: `write it as in \`${expected.example}\``,
    })
    return undefined
  }
  if (share === undefined) return value === undefined ? {} : { value }
  const fraction = numberOf(share)
  if (fraction === undefined || !(fraction >= 0 && fraction <= 1)) {
    complain(context, messages.percentileFraction(), share.span)
    return undefined
  }
  return { value: value!, fraction }
}

function expectedArguments(node: CallExpr, op: Aggregate): { what: string; example: string } {
  const where = node.where === undefined ? "" : " where …"
  if (op === "count") return { what: "at most one value", example: `count(${where.trim()})` }
  if (op !== "percentile") return { what: "one value", example: `${op}(amount${where})` }
  return { what: "a value and a share from 0 to 1", example: `percentile(amount, 0.95${where})` }
}

function numberOf(node: Expr): number | undefined {
  if (node.kind === "paren") return numberOf(node.inner)
  return node.kind === "number" ? node.value : undefined
}

function checkValue(context: Context, node: Expr, op: Aggregate, environment: Environment): Expression | undefined {
  const found = context.infer(node, environment)
  if (found.type.kind === "unknown") return undefined
  const whole = required(found.type).kind === "event"
  if (!contains(found, ({ kind }) => kind === "element") || (whole && op === "count")) {
    complain(context, messages.valueOfOneEvent(), node.span, {
      hint: `write \`${bare(context, node, op, environment)}\``,
    })
    return undefined
  }
  const value = plainValue(context, found)
  if (value.type.kind === "unknown") return undefined
  if (op === "count" && required(value.type).kind === "boolean") {
    complain(context, messages.countOfCondition(), node.span)
    return undefined
  }
  return value
}

/** The aggregate of the field alone: `sum(amount)` for `sum(p.amount)`. */
function bare(context: Context, node: Expr, op: Aggregate, { past }: Environment): string {
  const { fields } = commonFields(context, past?.events ?? [])
  if (op === "count") return "count()"
  const named = node.kind === "member" ? fields.find(({ name }) => name === node.field.text) : undefined
  const field = named ?? fields.find(({ type }) => isNumeric(required(type))) ?? fields[0]
  return op === "percentile" ? `percentile(${field?.name ?? "field"}, 0.95)` : `${op}(${field?.name ?? "field"})`
}

/** The type of an aggregate; `certain`: at least one event has the value. Undefined: it cannot be made of such values. */
function resultType(op: Aggregate, type: Type, certain: boolean): Type | undefined {
  const maybe = (result: Type) => (certain ? result : optional(result))
  const measured = isNumeric(type) || type.kind === "duration"
  switch (op) {
    case "count":
      return { kind: "integer" }
    case "distinct":
      return type.kind === "list" || type.kind === "record" ? undefined : { kind: "integer" }
    case "sum":
      return measured ? type : undefined
    case "avg":
    case "median":
    case "percentile":
      return measured ? maybe(meanType(type)) : undefined
    case "stddev":
      // Of one value there is none.
      return measured ? optional(meanType(type)) : undefined
    case "min":
    case "max":
      return measured || type.kind === "time" || type.kind === "string" ? maybe(type) : undefined
    case "first":
    case "last":
      return maybe(type)
    case "list":
      return { kind: "list", of: type }
  }
}

function meanType(type: Type): Type {
  return type.kind === "duration" ? type : { kind: "number" }
}
