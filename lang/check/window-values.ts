/** What `having` and the outputs of an `each` rule ask about a window: aggregates over its events, its start and end. */
import { messages } from "../messages/generated.ts"
import type { Name } from "../syntax/ast.ts"
import type { CallExpr, MemberExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, refer, unknownAt } from "./context.ts"
import { commonFields } from "./fields.ts"
import { historyParts, isHistoryAggregate } from "./history-parts.ts"
import type { Expression, MeasureInfo } from "./model.ts"
import { namesOfKind } from "./names.ts"
import { memberAt } from "./place.ts"
import { rewrite } from "./rewrite.ts"
import type { Environment, WindowScope } from "./scope.ts"
import { didYouMean, nearest } from "./suggest.ts"

/** Whether a call is an aggregate over the events of the rule's window; `min(a, b)` of several values is a function. */
export function isMeasure({ callee, args }: CallExpr, { window }: Environment): boolean {
  if (window === undefined || !isHistoryAggregate(callee.text)) return false
  return args.length <= (callee.text === "percentile" ? 2 : 1)
}

/** Checks `count()`, `sum(amount where …)` and the like over the events of the rule's window, of which there is at least one. */
export function inferMeasure(context: Context, node: CallExpr, environment: Environment): Expression {
  const { window, keys = [] } = environment
  const { span } = node
  refer(context, "builtin", node.callee.text, node.callee.span)
  if (environment.past !== undefined || window === undefined) {
    complain(context, messages.measureInMeasure(), span)
    return unknownAt(span)
  }
  const past = { events: [window.event], self: new Set<string>() }
  const parts = historyParts(context, node, { ...environment, past }, true)
  if (parts === undefined) return unknownAt(span)
  const { op, type, value, filter, fraction } = parts
  // A key is the same in all events of the window, so each of them has it.
  const keyless = (expression: Expression) =>
    rewrite(expression, (part) => {
      const path = part.kind === "key" && keys.find(({ name }) => name === part.name)?.paths[window.event]
      if (!path) return part
      const element: Expression = { kind: "element", type: { kind: "event", events: past.events }, span: part.span }
      return memberAt(context, element, path) ?? part
    })
  const measure = numberOf(window, {
    op,
    ...(value && { value: keyless(value) }),
    ...(filter && { filter: keyless(filter) }),
    ...(fraction !== undefined && { fraction }),
  })
  return { kind: "measure", op, measure, type, span }
}

/** The number of a measure; one that is asked for twice is kept once. */
function numberOf({ measures }: WindowScope, measure: MeasureInfo): number {
  const text = meaning(measure)
  const known = measures.findIndex((each) => meaning(each) === text)
  return known >= 0 ? known : measures.push(measure) - 1
}

function meaning(measure: MeasureInfo): string {
  return JSON.stringify(measure, (name, value) => (name === "span" ? undefined : value))
}

/** `window.start` and `window.end`; undefined: it is something else. */
export function inferWindowTime(context: Context, node: MemberExpr, environment: Environment): Expression | undefined {
  const { object, field, span } = node
  if (!isOutput(environment) || object.kind !== "name" || object.name.text !== "window") return undefined
  if (environment.locals?.has("window") === true || field.text === "") return undefined
  if (field.text === "start" || field.text === "end")
    return { kind: `window-${field.text}`, type: { kind: "time" }, span }
  complain(context, messages.windowMember(), field.span, { hint: didYouMean(field.text, ["start", "end"]) })
  return unknownAt(span)
}

/** In an output, and not in the brackets of an aggregate. */
function isOutput({ window, past }: Environment): boolean {
  return window !== undefined && past === undefined
}

/** Says of a name that a pattern's rule would know what to write in one about windows; undefined: it is no such name. */
export function complainOfWindowName(context: Context, name: Name, environment: Environment): Expression | undefined {
  const { window, past } = environment
  if (window === undefined) return undefined
  const { text, span } = name
  const { event } = window
  const { fields } = commonFields(context, [event])
  const near = () => nearest(text, [...fields.map((field) => field.name), ...namesOfKind(context, "param", "let")])
  if (text === "window") complain(context, past ? messages.windowInside() : messages.windowMember(), span)
  else if (text === event.slice(0, 1).toLowerCase() + event.slice(1)) {
    const field = fields[0]?.name ?? "field"
    const hint = past
      ? `write the field alone, as in \`last(${field})\`; all events are counted by \`count()\``
      : `write \`count()\`, or for a field of one of them \`last(${field})\``
    complain(context, messages.eventOfWindow({ name: text, event }), span, { hint })
  } else if (past !== undefined) return undefined
  else if (fields.some((field) => field.name === text)) {
    complain(context, messages.fieldOfWindow({ field: text, event }), span)
  } else {
    const meant = fields.find((field) => field.name === near())?.name
    if (meant === undefined) return undefined
    const hint = `did you mean \`${meant}\`? It is a field of each ${event}: write \`last(${meant})\` or another aggregate`
    complain(context, messages.unknownName({ name: text }), span, { hint })
  }
  return unknownAt(span)
}
