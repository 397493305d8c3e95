/**
 * Calls of asynchronous functions. Rules are judged without waiting, so the results are worked out before: for each event, from
 * that event alone. A call therefore becomes the result for one event, with arguments over that event as `element`.
 */
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import type { Expression, UseInfo } from "./model.ts"
import type { Environment } from "./scope.ts"
import { optional, required } from "./unify.ts"

/** What an event stands for in an expression: two that show the same are the same event. */
type Anchor = Extract<Expression, { kind: "candidate" | "step" | "step-index" | "previous" | "local" }>

/** The result of a call whose arguments were fitted; reports arguments that are not known from one event alone. */
export function awaitedCall(
  context: Context,
  use: UseInfo,
  args: readonly Expression[],
  span: Span,
  environment: Environment,
): Expression {
  const type = optional(use.returns)
  const { args: rewritten, anchors, derived, problems } = ofOneEvent(context, args)
  const [at = ownEvent(environment, span), other] = anchors
  for (const { what, hint, span: place } of problems) {
    complain(context, messages.awaitedArgument({ name: use.name, found: what }), place, { hint })
  }
  if (problems.length > 0) return unknownAt(span, type)
  if (at === undefined) {
    complain(context, messages.awaitedWithoutEvent({ name: use.name }), span)
    return unknownAt(span, type)
  }
  if (other !== undefined) {
    complain(context, messages.awaitedOfTwoEvents({ name: use.name }), span, {
      labels: [at, other].map((each) => ({ span: each.span, text: "from this event" })),
    })
    return unknownAt(span, type)
  }
  if (derived !== undefined) {
    complain(context, messages.awaitedOfDerived({ name: use.name, event: derived }), span)
    return unknownAt(span, type)
  }
  return { kind: "awaited", name: use.name, args: rewritten, at, type, span }
}

/** Arguments over `element`, and the events that they read. */
interface OfOneEvent {
  readonly args: readonly Expression[]
  readonly anchors: readonly Anchor[]
  /** The name of a type of the first of them that rules make. */
  readonly derived: string | undefined
  /** What is read besides. */
  readonly problems: Search["problems"]
}

/** What arguments read: there is one anchor and no problem where they are one event's alone. */
export function ofOneEvent(context: Context, args: readonly Expression[]): OfOneEvent {
  const search: Search = { context, anchors: new Map(), problems: [] }
  const rewritten = args.map((arg) => overElement(arg, search))
  const anchors = [...search.anchors.values()]
  const derived = anchors.slice(0, 1).flatMap(eventsOf)
  return {
    args: rewritten,
    anchors,
    derived: derived.find((event) => context.event(event)?.info.origin === "derived"),
    problems: search.problems,
  }
}

/** Constant arguments: the event under test, where there is one. */
function ownEvent({ candidate }: Environment, span: Span): Anchor | undefined {
  return candidate && { kind: "candidate", type: { kind: "event", events: candidate }, span }
}

function eventsOf(anchor: Anchor): readonly string[] {
  const type = required(anchor.type)
  return type.kind === "event" ? type.events : []
}

interface Search {
  readonly context: Context
  /** The events that were found, by what they stand for. */
  readonly anchors: Map<string, Anchor>
  readonly problems: { readonly what: string; readonly hint: string; readonly span: Span }[]
}

/** The expression with its event as `element`; notes what is not the event's. */
function overElement(expression: Expression, search: Search): Expression {
  const { type, span } = expression
  switch (expression.kind) {
    case "candidate":
    case "step":
    case "step-index":
    case "previous":
      search.anchors.set(identity(expression), expression)
      return { kind: "element", type: required(type), span }
    case "local":
      if (required(type).kind !== "event") refuse(search, found.local, span)
      else search.anchors.set(identity(expression), expression)
      return { kind: "element", type: required(type), span }
    case "param":
    case "key":
    case "element":
    case "aggregate":
    case "history":
    case "measure":
    case "window-start":
    case "window-end":
    case "lookup":
    case "in-table":
    case "model":
    case "awaited":
    case "candidate-is":
      refuse(search, found[expression.kind], span)
      return expression
    case "let":
      if (readsParam(search.context, expression)) refuse(search, found.param, span)
      return expression
    case "call":
      if (readsParam(search.context, { ...expression, args: [] })) refuse(search, found.param, span)
      return mapInside(expression, (inner) => overElement(inner, search))
    default:
      return mapInside(expression, (inner) => overElement(inner, search))
  }
}

function refuse({ problems }: Search, [what, hint]: readonly [string, string], span: Span): void {
  problems.push({ what, hint, span })
}

const fromEvent = "take it from a field of the event"
const later = "call the function with the event's own fields, and combine its result with this afterwards"

/** What a part of an argument is called, and what to do instead. */
const found = {
  param: ["a `param`, which can change while the job runs", "write the value itself, or a `let`"],
  local: ["a parameter of a `fn`", "give the `fn` the event itself, as in `fn near(login: Login): boolean = …`"],
  key: ["the rule's key", "write the field of the event: `step.field`"],
  element: ["one of the events of an aggregate", later],
  aggregate: ["an aggregate over several events", later],
  history: ["an aggregate over past events", later],
  measure: ["an aggregate over a window", later],
  "window-start": ["the window's start", fromEvent],
  "window-end": ["the window's end", fromEvent],
  lookup: ["looked up in a table", later],
  "in-table": ["looked up in a table", later],
  model: ["a model's score", later],
  awaited: ["the result of an asynchronous function", "call both in one function in TypeScript"],
  "candidate-is": ["the event's type", fromEvent],
} as const

/** Equal for two expressions that mean the same event. */
function identity(anchor: Anchor): string {
  return JSON.stringify(anchor, (name, value) => (name === "span" || name === "type" ? undefined : value))
}

/** Whether a constant or a function of the rules hangs on a parameter. */
function readsParam(context: Context, expression: Expression): boolean {
  let reads = false
  const visit = (inner: Expression): Expression => {
    if (inner.kind === "param") reads = true
    else if (inner.kind === "let") visit(context.constant(inner.name).value)
    else if (inner.kind === "call" && inner.target === "fn") visit(context.fn(inner.name).body)
    return mapInside(inner, visit)
  }
  visit(expression)
  return reads
}

/** A copy of the expression in which those directly inside it were replaced. */
function mapInside(expression: Expression, replace: (inner: Expression) => Expression): Expression {
  const parts = Object.entries(expression).map(([name, value]) => [name, mapValue(value, replace)])
  return Object.fromEntries(parts) as Expression
}

function mapValue(value: unknown, replace: (inner: Expression) => Expression): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(item, replace))
  return isExpression(value) ? replace(value) : value
}

function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "kind" in value && "type" in value && "span" in value
}
