import { messages } from "../messages/generated.ts"
import type { CallExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer, unknownAt } from "./context.ts"
import { stepOf } from "./expression-names.ts"
import { inferCondition } from "./expression-operators.ts"
import { commonFields } from "./fields.ts"
import { isNumeric, plainValue } from "./fit.ts"
import type { AggregateOp, Expression } from "./model.ts"
import { eventHere } from "./place.ts"
import { type Environment, type StepScope, viewStep } from "./scope.ts"
import { describe } from "./show.ts"
import { firstOrLast, stepsIn, stepsNamed, usable } from "./steps.ts"
import type { Type } from "./types.ts"
import { canBeMissing, optional, required } from "./unify.ts"

/** The aggregates over the events of a step. */
export const aggregateNames: ReadonlySet<string> = new Set<AggregateOp>([
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "stddev",
  "distinct",
  "list",
  "first",
  "last",
])
/** Whether a call is an aggregate over a step: its one argument names a step. */
export function isAggregate(node: CallExpr, environment: Environment): boolean {
  const [argument] = node.args
  if (!aggregateNames.has(node.callee.text) || node.args.length !== 1 || argument === undefined) return false
  return stepsIn(argument, environment, aggregateNames).length > 0
}

/** Checks `count(s)`, `sum(s.f)`, `first(s)` and the like. */
export function inferAggregate(context: Context, node: CallExpr, environment: Environment): Expression {
  const op = node.callee.text as AggregateOp
  const argument = node.args[0]!
  const { span } = node
  refer(context, "builtin", op, node.callee.span)
  const whole = stepOf(context, argument, environment)
  if (whole === "ambiguous") return unknownAt(span)
  if (whole !== undefined && isAlone(whole, environment)) return askForWindow(context, node, environment)
  if (whole !== undefined) return ofEvents(context, node, op, whole, environment)
  const step = aggregated(context, node, environment)
  if (step !== undefined && isAlone(step, environment)) return askForWindow(context, node, environment)
  if (step === undefined || !usable(context, step, argument.span, environment, true)) return unknownAt(span)
  const value = plainValue(context, context.infer(argument, { ...environment, element: step.index }))
  if (value.type.kind === "unknown") return unknownAt(span)
  if (op === "count") {
    complain(context, messages.countTakesStep({ step: step.name }), argument.span)
    return unknownAt(span)
  }
  const type = aggregateType(
    op,
    required(value.type),
    node.where !== undefined || canBeMissing(value.type) || viewStep(step, environment).maybeEmpty,
  )
  if (type === undefined) {
    complain(context, messages.aggregateType({ aggregate: op, found: describe(value.type) }), argument.span)
    return unknownAt(span)
  }
  return filtered(context, node, step, environment, { kind: "aggregate", op, step: step.index, value, type, span })
}

/** An aggregate over those events of a step for which its `where` holds: there bare names are their fields. */
function filtered(
  context: Context,
  { where }: CallExpr,
  step: StepScope,
  environment: Environment,
  aggregate: Expression & { kind: "aggregate" },
): Expression {
  if (where === undefined) return aggregate
  const past = { events: step.events, self: new Set<string>() }
  const condition = inferCondition(context, where, { ...environment, element: step.index, past })
  return { ...aggregate, where: condition }
}

/**
 * In its own condition a step that takes one event holds none before it: the events of the past were meant.
 * Where a quantity is written (`0..1`, `optional`) the step is meant, as it is for every other quantity.
 */
function isAlone(step: StepScope, { step: own }: Environment): boolean {
  const plain = !(step.repeated || step.optional) && step.min === 1
  return step.index === own?.index && plain && !step.frames.some((frame) => frame.repeated)
}

function ofEvents(
  context: Context,
  node: CallExpr,
  op: AggregateOp,
  step: StepScope,
  environment: Environment,
): Expression {
  const { span } = node
  if (op === "first" || op === "last") {
    if (node.where === undefined) return firstOrLast(context, op, step, span, environment)
    complain(context, messages.eventWhere({ aggregate: op }), node.where.span, {
      hint: `name the field inside, as in \`${op}(${step.name}.${exampleField(context, step, op)} where …)\``,
    })
    return unknownAt(span)
  }
  if (op === "count") {
    if (!usable(context, step, span, environment, true)) return unknownAt(span)
    const type: Type = { kind: "integer" }
    return filtered(context, node, step, environment, { kind: "aggregate", op, step: step.index, type, span })
  }
  const field = exampleField(context, step, op)
  complain(context, messages.aggregateTakesField({ aggregate: op, step: step.name }), node.args[0]!.span, {
    hint: `write \`${op}(${step.name}.${field})\``,
  })
  return unknownAt(span)
}

function exampleField(context: Context, step: StepScope, op: AggregateOp): string {
  const { fields } = commonFields(context, step.events)
  const wants = op === "distinct" || op === "list" ? fields[0] : fields.find((field) => isNumeric(required(field.type)))
  return wants?.name ?? fields[0]?.name ?? "field"
}

/** The step whose events are gone through: the only one that can hold several, else the only one. */
function aggregated(context: Context, node: CallExpr, environment: Environment): StepScope | undefined {
  const found = stepsIn(node.args[0]!, environment, aggregateNames)
  const own = environment.step?.index
  const several = found.filter((step) => viewStep(step, environment).several || step.index === own)
  const choice = several.length > 0 ? several : found
  if (choice.length === 1) return choice[0]
  complain(context, messages.aggregateOneStep({ aggregate: node.callee.text }), node.args[0]!.span, {
    labels: choice.map((step) => ({ span: step.span, text: `\`${step.name}\`` })),
  })
  return undefined
}

/** The type of an aggregate's result over values of `type`; `sum`, `count`, `distinct` and `list` of nothing are not missing. */
function aggregateType(op: AggregateOp, type: Type, maybeMissing: boolean): Type | undefined {
  const measured = isNumeric(type) || type.kind === "duration"
  const maybe = (result: Type) => (maybeMissing ? optional(result) : result)
  switch (op) {
    case "sum":
      return measured ? type : undefined
    case "avg":
    case "stddev":
      if (type.kind === "duration") return maybe(type)
      return isNumeric(type) ? maybe({ kind: "number" }) : undefined
    case "min":
    case "max":
      return measured || type.kind === "time" ? maybe(type) : undefined
    case "first":
    case "last":
      return maybe(type)
    case "distinct":
      return type.kind === "list" || type.kind === "record" ? undefined : { kind: "integer" }
    case "list":
      return { kind: "list", of: type }
    case "count":
      return { kind: "integer" }
  }
}

/** An aggregate's name whose argument names no step. */
export function complainOfAggregate(context: Context, node: CallExpr, environment: Environment): Expression {
  const name = node.callee.text
  for (const argument of node.args) {
    // Problems inside the argument come first: they are often the reason.
    if (context.infer(argument, environment).type.kind === "unknown") return unknownAt(node.span)
  }
  const window = withoutWindow(context, node, environment)
  if (window !== undefined) return window
  const step = environment.rule?.steps.find((each) => !each.absence && viewStep(each, environment).several)
  const example =
    step === undefined ? `${name}(step${name === "count" ? "" : ".field"})` : exampleCall(context, name, step)
  complain(context, messages.aggregateTakesStep({ aggregate: name }), node.span, {
    hint: `write it as in \`${example}\``,
  })
  return unknownAt(node.span)
}

/** Aggregates that are not made of the events of a step. */
const windowAggregates: ReadonlySet<string> = new Set(["median", "percentile"])

/** An aggregate of the event's own fields: of past events, so the window is missing. Undefined: a step may have been meant. */
function withoutWindow(context: Context, node: CallExpr, environment: Environment): Expression | undefined {
  const name = node.callee.text
  const several = environment.rule?.steps.some((step) => !step.absence && viewStep(step, environment).several) === true
  const ofPast =
    environment.candidate !== undefined || windowAggregates.has(name) || (node.args.length === 0 && !several)
  return ofPast && eventHere(environment, node.span) !== undefined
    ? askForWindow(context, node, environment)
    : undefined
}

function askForWindow(context: Context, node: CallExpr, environment: Environment): Expression {
  const name = node.callee.text
  const [argument] = node.args
  const field = argument?.kind === "member" ? argument.field.text : undefined
  const bare =
    argument?.kind === "name" && stepsNamed(argument.name.text, environment).length === 0
      ? argument.name.text
      : undefined
  const inside = argument === undefined || name === "count" ? "" : (field ?? bare ?? "…")
  const where = node.where === undefined ? "" : `${inside === "" ? "" : " "}where …`
  const share = name === "percentile" ? ", 0.95" : ""
  const example = `${name}(${inside}${share}${where})`
  const window = `say over which time, as in \`${example} over ${name === "count" ? "1 hour" : "30 days"}\``
  // `where` of an `each` rule chooses events, as that of SQL chooses rows.
  const having =
    environment.rule?.ofWindows === true
      ? `what is asked of the whole window is said with \`having\`, as in \`having ${example} > 3\`; else `
      : ""
  complain(context, messages.aggregateWithoutWindow({ aggregate: name }), node.span, { hint: having + window })
  return unknownAt(node.span)
}

function exampleCall(context: Context, name: string, step: StepScope): string {
  return name === "count"
    ? `count(${step.name})`
    : `${name}(${step.name}.${exampleField(context, step, name as AggregateOp)})`
}
