/**
 * Functions that ask about past events, wait for results, or read what a table said at an event's time. What they ask depends on the rule (its key) and on the event that they
 * get, so such a function is put in the place of its call.
 */
import { messages } from "../messages/generated.ts"
import type { CallExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, unknownAt } from "./context.ts"
import type { Expression, FunctionInfo } from "./model.ts"
import { askedKey, eventsOf, isNested, isOpen } from "./place.ts"
import { contains, exceeds, rewrite } from "./rewrite.ts"
import type { Environment } from "./scope.ts"
import { canBeMissing, fitLoosely, optional, required } from "./unify.ts"

/** Larger expressions are refused: functions that call each other twice would grow without bounds. */
const maxSize = 20_000
const maxDepth = 400

/** Whether a function's body has a meaning only in the place of its call. */
export function isInlined({ body }: FunctionInfo): boolean {
  return contains(body, (part) => part.kind === "history" || part.kind === "awaited" || isTimedLookup(part))
}

/** Whether it reads the row of a table that held at an event's time. */
function isTimedLookup(part: Expression): part is Expression & { kind: "lookup" | "in-table"; at: Expression } {
  return (part.kind === "lookup" || part.kind === "in-table") && part.at !== undefined && eventsOf(part.at).length > 0
}

/** The body of a function in the place of a call; `args` fit its parameters, but for being missing. */
export function inlineCall(
  context: Context,
  node: CallExpr,
  target: FunctionInfo,
  args: readonly Expression[],
  environment: Environment,
): Expression {
  const { span } = node
  if (isNested(context, environment, span)) return unknownAt(span, target.returns)
  const values = new Map(target.parameters.map(({ name }, index) => [name, args[index]]))
  const maybe = args.filter((arg, index) => canBeMissing(arg.type) && !canBeMissing(target.parameters[index]!.type))
  let failed = false
  const body = rewrite(target.body, (part): Expression => {
    const value = part.kind === "local" ? values.get(part.name) : undefined
    // Where an argument is missing the body is not asked.
    if (value !== undefined) return maybe.includes(value) ? { ...value, type: required(value.type) } : value
    if ((part.kind === "awaited" || isTimedLookup(part)) && !isEventAt(part.at)) failed = true
    if (part.kind !== "history") return part
    const history = isEventAt(part.at) ? withKey(context, part, environment) : undefined
    if (history === undefined) failed = true
    return history ?? part
  })
  const broken = args.find((arg) => required(arg.type).kind === "event" && !isEventAt(arg))
  if (failed) {
    if (broken !== undefined) complain(context, messages.eventArgument({ function: target.name }), broken.span)
    return unknownAt(span, target.returns)
  }
  if (exceeds(body, maxSize, maxDepth)) {
    complain(context, messages.tooLarge({ name: target.name }), span)
    return unknownAt(span, target.returns)
  }
  return guarded({ ...body, type: target.returns, span }, maybe)
}

/** Missing where one of the arguments is. */
function guarded(body: Expression, maybe: readonly Expression[]): Expression {
  const { span } = body
  const [first, ...others] = maybe.map(
    (operand): Expression => ({ kind: "is-missing", negated: false, operand, type: { kind: "boolean" }, span }),
  )
  if (first === undefined) return body
  const test = others.reduce((left, right) => ({ kind: "or", left, right, type: left.type, span }), first)
  const type = optional(body.type)
  const missing: Expression = { kind: "missing", type: { kind: "missing" }, span }
  return { kind: "conditional", test, whenTrue: fitLoosely(missing, type) ?? missing, whenFalse: body, type, span }
}

function isEventAt({ kind }: Expression): boolean {
  return ["candidate", "step", "step-index", "previous", "local"].includes(kind)
}

/** An aggregate with the key of the rule, if it was left open. */
function withKey(
  context: Context,
  part: Expression & { kind: "history" },
  environment: Environment,
): Expression | undefined {
  const { history, at } = part
  const [event] = eventsOf(at)
  if (!isOpen(history) || environment.rule === undefined || event === undefined) return part
  const key = askedKey(context, [], { at, event }, environment)
  const { keyOfRule: _, ...rest } = history
  return key && { ...part, history: { ...rest, keys: key.keys }, keys: key.asked }
}
