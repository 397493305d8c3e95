/** Aggregates over past events: `agg(…) over W` and `is new`. */
import { messages } from "../messages/generated.ts"
import { meantAggregate } from "../syntax/aggregate-words.ts"
import type { IsNewExpr, OverExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer, unknownAt } from "./context.ts"
import { plainValue } from "./fit.ts"
import { historyParts, isHistoryAggregate } from "./history-parts.ts"
import { readWindow, withoutCurrent } from "./history-window.ts"
import type { Expression, HistoryInfo, HistoryWindow } from "./model.ts"
import { type AskedKey, askedKey, type OpenHistory, type Place, placeOfOneType } from "./place.ts"
import { contains, rewrite } from "./rewrite.ts"
import type { Environment } from "./scope.ts"
import type { Type } from "./types.ts"
import { canBeMissing, optional } from "./unify.ts"

const boolean: Type = { kind: "boolean" }

/** Checks `agg(…) per key over W`. */
export function inferOver(context: Context, node: OverExpr, environment: Environment): Expression {
  const { call, span } = node
  const op = call.callee.text
  if (!isHistoryAggregate(op) || context.declarations.has(op)) return notAnAggregate(context, node)
  refer(context, "builtin", op, call.callee.span)
  const place = placeOfOneType(context, environment, `\`${op}\``, span)
  if (place === undefined) return unknownAt(span)
  const key = askedKey(context, node.per, place, environment)
  const window = readWindow(context, node.window, op)
  const inside = { ...environment, past: { events: [place.event], self: new Set<string>() } }
  const parts = historyParts(context, call, inside, window !== undefined && hasCurrent(window))
  if (key === undefined || window === undefined || parts === undefined) return unknownAt(span)
  const { value, filter, fraction } = parts
  const history = historyOf(place, key, {
    op,
    values: value === undefined ? [] : [value],
    ...(filter === undefined ? {} : { filter }),
    ...(fraction === undefined ? {} : { fraction }),
    window,
  })
  const type = key.maybeMissing ? optional(parts.type) : parts.type
  return { kind: "history", history, at: place.at, keys: key.asked, type, span }
}

function notAnAggregate(context: Context, { call, span }: OverExpr): Expression {
  const { text } = call.callee
  const declared = context.declarations.get(text)
  const labels = declared === undefined ? [] : [{ span: declared.name.span, text: "declared here" }]
  const value = call.args[0]?.kind === "name" ? call.args[0].name.text : undefined
  const meant = meantAggregate(text, value ?? "…")
  const isNew = /^is_?new$/i.test(text) ? `${value ?? "device"} is new over 30 days` : undefined
  const right = isNew ?? (meant && `${meant} over …`)
  complain(context, messages.overNeedsAggregate({ name: text }), call.callee.span, {
    labels,
    ...(right !== undefined && { hint: `write \`${right}\`` }),
  })
  return unknownAt(span)
}

/** Whether the event at which the aggregate is taken is one of those it is made of. */
export function hasCurrent(window: HistoryWindow): boolean {
  return window.kind === "forever" || (!window.previous && !("ending" in window))
}

function historyOf(
  { event }: Place,
  { keys, keyOfRule }: AskedKey,
  rest: Omit<HistoryInfo, "event" | "keys">,
): HistoryInfo {
  const { op, ...others } = rest
  const history: HistoryInfo = { op, event, keys, ...others }
  if (keyOfRule === undefined) return history
  const open: OpenHistory = { ...history, keyOfRule }
  return open
}

/** Checks `x is [not] new per key over W`. */
export function inferIsNew(context: Context, node: IsNewExpr, environment: Environment): Expression {
  const { span } = node
  const place = placeOfOneType(context, environment, "`is new`", span)
  if (node.window === undefined) complain(context, messages.newWithoutWindow(), span)
  if (place === undefined || node.window === undefined) return unknownAt(span, boolean)
  const key = askedKey(context, node.per, place, environment)
  const window = readWindow(context, node.window, "new")
  const values = newValues(context, node, place, environment)
  if (key === undefined || window === undefined || values === undefined) return unknownAt(span, boolean)
  const of = values.map((value) => atPlace(value, place.at))
  const before = withoutCurrent(window)
  // Whether there is something to ask about: what is missing is never new, and never not new.
  const asked = [...of, ...key.asked.filter(() => key.maybeMissing)].filter((each) => canBeMissing(each.type))
  const present = asked.map(
    (operand): Expression => ({ kind: "is-missing", negated: true, operand, type: boolean, span }),
  )
  if (before === undefined) return node.negated ? literal(false, node) : all(present, node)
  const history = historyOf(place, key, { op: "new", values, window: before })
  const isNew: Expression = { kind: "history", history, at: place.at, keys: key.asked, of, type: boolean, span }
  return node.negated ? all([...present, { kind: "not", operand: isNew, type: boolean, span }], node) : isNew
}

function literal(value: boolean, { span }: IsNewExpr): Expression {
  return { kind: "literal", value, type: boolean, span }
}

function all(conditions: readonly Expression[], node: IsNewExpr): Expression {
  const [first, ...others] = conditions
  if (first === undefined) return literal(true, node)
  return others.reduce((left, right) => ({ kind: "and", left, right, type: boolean, span: node.span }), first)
}

/** The parts of the value that is asked for, over `element`: here the event's own name means it too. */
function newValues(
  context: Context,
  node: IsNewExpr,
  place: Place,
  environment: Environment,
): Expression[] | undefined {
  const inside = { ...environment, past: { events: [place.event], self: ownNames(place, environment) } }
  const operand = node.operand.kind === "paren" ? node.operand.inner : node.operand
  const items = operand.kind === "tuple" ? operand.items : [operand]
  const values: Expression[] = []
  for (const item of items) {
    const value = lastAsElement(plainValue(context, context.infer(item, inside)), place, environment)
    if (value.type.kind === "unknown") continue
    const isOwn = contains(value, ({ kind }) => kind === "element") && !contains(value, readsOther)
    if (isOwn) values.push(value)
    else complain(context, messages.newOfOther(), item.span)
  }
  return values.length === items.length ? values : undefined
}

/** In an output `last(s)` of the step that ends the match is the event itself too. */
function lastAsElement(value: Expression, { at }: Place, { last }: Environment): Expression {
  if (at.kind !== "previous" || last?.steps.length !== 1) return value
  return rewrite(value, (part): Expression => {
    const isLast = part.kind === "step" && part.which === "last" && part.step === last.steps[0]
    return isLast ? { kind: "element", type: at.type, span: part.span } : part
  })
}

const others: readonly Expression["kind"][] = [
  "candidate",
  "previous",
  "step",
  "step-index",
  "aggregate",
  "key",
  "local",
]

function readsOther({ kind }: Expression): boolean {
  return others.includes(kind)
}

/** The names that mean the event itself: of its step, in an output of the last step, in a function of the parameter. */
function ownNames({ at }: Place, { rule, step, last, candidate }: Environment): ReadonlySet<string> {
  if (at.kind === "local") return new Set([at.name])
  if (candidate !== undefined) return new Set(step === undefined ? [] : [step.name])
  const [only, ...further] = rule?.steps.filter(({ index }) => last?.steps.includes(index)) ?? []
  return new Set(only === undefined || further.length > 0 ? [] : [only.name])
}

/** An expression over `element`, asked of another event. */
function atPlace(value: Expression, at: Expression): Expression {
  return rewrite(value, (part): Expression => (part.kind === "element" ? { ...at, span: part.span } : part))
}
