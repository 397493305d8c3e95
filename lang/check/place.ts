/** The event at which aggregates over past events are taken, and its key. */
import { type Message, messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { KeyNode } from "../syntax/ast-expressions.ts"
import { type Context, complain } from "./context.ts"
import { commonFields } from "./fields.ts"
import { checkKeys } from "./keys.ts"
import type { Expression, HistoryInfo } from "./model.ts"
import type { Environment } from "./scope.ts"
import { listNames } from "./show.ts"
import type { Type } from "./types.ts"
import { canBeMissing, optional, required } from "./unify.ts"

/** Where an aggregate is taken: the event, and the one type that it has. */
export interface Place {
  readonly at: Expression
  readonly event: string
}

/** The event at which something is asked here: the one under test, the match's last one in an output, a function's parameter. */
export function eventHere(environment: Environment, span: Span): Expression | undefined {
  const { at, candidate, last, timeout } = environment
  if (at !== undefined) return { ...at, span }
  if (candidate !== undefined) return { kind: "candidate", type: { kind: "event", events: candidate }, span }
  if (last === undefined) return undefined
  return { kind: "previous", type: { kind: "event", events: timeout === true ? last.timedOut : last.matched }, span }
}

/** The names of the types that an event can have. */
export function eventsOf(event: Expression): readonly string[] {
  const type = required(event.type)
  return type.kind === "event" ? type.events : []
}

/** Reports what asks about past events inside the brackets of an aggregate. */
export function isNested(context: Context, environment: Environment, span: Span): boolean {
  if (environment.past === undefined && environment.element === undefined) return false
  complain(context, messages.nestedAggregate(), span)
  return true
}

/** Refuses what is asked at an event (an aggregate `over …`, a feature, `is new`): a window has none when its output is made. */
function refuseInWindow(context: Context, what: string, span: Span, environment: Environment): boolean {
  if (environment.window === undefined || environment.past !== undefined) return false
  complain(context, messages.historyInWindow({ what }), span)
  return true
}

/** The event at which something is asked; `what` (a noun phrase) cannot be asked anywhere else. */
export function placeOrComplain(
  context: Context,
  environment: Environment,
  what: string,
  span: Span,
): Expression | undefined {
  if (isNested(context, environment, span) || refuseInWindow(context, what, span, environment)) return undefined
  const at = eventHere(environment, span)
  if (at !== undefined) return at
  complain(context, ...withoutEvent(environment, what, span))
  return undefined
}

function withoutEvent({ locals }: Environment, what: string, span: Span): [Message, Span, { hint?: string }] {
  const message = messages.aggregateWithoutEvent({ what })
  if (locals === undefined) return [message, span, {}]
  const events = [...locals].filter(([, { type }]) => required(type).kind === "event")
  const hint =
    events.length === 0
      ? "give the function a parameter that is an event, as in `fn unusual(p: Payment) = …`"
      : "it has to be the function's only parameter that is an event"
  return [message, span, { hint }]
}

/** The place of an aggregate whose events have the type of the event itself: that has to be one type. */
export function placeOfOneType(
  context: Context,
  environment: Environment,
  what: string,
  span: Span,
): Place | undefined {
  const at = placeOrComplain(context, environment, what, span)
  if (at === undefined) return undefined
  const [event, ...others] = eventsOf(at)
  if (event === undefined) return undefined
  if (others.length === 0) return { at, event }
  const events = listNames([event, ...others], "or").replaceAll("`", "")
  complain(context, messages.aggregateOfSeveralTypes({ what, events, first: event }), span)
  return undefined
}

/** An aggregate in a function, whose key is that of the rule that calls it: not known yet. */
export interface OpenHistory extends HistoryInfo {
  readonly keyOfRule: true
}

/** Whether the key has to be filled in where the function is called. */
export function isOpen(history: HistoryInfo): history is OpenHistory {
  return "keyOfRule" in history
}

/** The key of an aggregate and the values for which it is asked. */
export interface AskedKey {
  readonly keys: HistoryInfo["keys"]
  readonly asked: readonly Expression[]
  /** Where the value is missing the aggregate is too. */
  readonly maybeMissing: boolean
  readonly keyOfRule?: true
}

/** The key that `per` names, or else the rule's. Undefined after a problem that was reported. */
export function askedKey(
  context: Context,
  per: readonly KeyNode[],
  place: Place,
  environment: Environment,
): AskedKey | undefined {
  if (per.length > 0) {
    const found = checkKeys(context, per, [place.event])
    if (found.length < per.length) return undefined
    return keyAt(context, found, place)
  }
  if (environment.rule === undefined) return { keys: [], asked: [], maybeMissing: false, keyOfRule: true }
  // A rule passes over events that lack its key.
  const key = keyAt(context, environment.rule.keys, place)
  return key && { ...key, maybeMissing: false }
}

function keyAt(
  context: Context,
  found: readonly { readonly name: string; readonly paths: Readonly<Record<string, readonly string[]>> }[],
  { at, event }: Place,
): AskedKey | undefined {
  const keys: HistoryInfo["keys"][number][] = []
  const asked: Expression[] = []
  for (const { name, paths } of found) {
    const path = paths[event]
    const value = path && memberAt(context, at, path)
    if (path === undefined || value === undefined) return undefined
    keys.push({ name, type: required(value.type), path })
    asked.push(value)
  }
  return { keys, asked, maybeMissing: asked.some((value) => canBeMissing(value.type)) }
}

/** The value of a path of fields of an event; undefined where it is not known. */
export function memberAt(context: Context, event: Expression, path: readonly string[]): Expression | undefined {
  let value = event
  for (const name of path) {
    const type = required(value.type)
    const fields =
      type.kind === "event" ? commonFields(context, type.events).fields : type.kind === "record" ? type.fields : []
    const found: Type | undefined = fields.find((field) => field.name === name)?.type
    if (found === undefined) return undefined
    const known = canBeMissing(value.type) ? optional(found) : found
    value = { kind: "member", object: value, field: name, type: known, span: event.span }
  }
  return value.type.kind === "unknown" ? undefined : value
}
