/** `feature n = agg(Type.field …) per k over W`, and its use as `n` or `n[key]`. */
import { messages } from "../messages/generated.ts"
import type { Span } from "../source.ts"
import type { FeatureDecl, Name } from "../syntax/ast.ts"
import type { CallExpr, Expr, OverExpr } from "../syntax/ast-expressions.ts"
import { type Context, complain, complainOfUnknown, refer, unknownAt } from "./context.ts"
import { commonFields } from "./fields.ts"
import { fitOrComplain } from "./fit.ts"
import { historyParts, isHistoryAggregate } from "./history-parts.ts"
import { readWindow } from "./history-window.ts"
import { checkKeys } from "./keys.ts"
import type { Expression, FeatureInfo, HistoryInfo } from "./model.ts"
import { eventNames } from "./names.ts"
import { namesIn } from "./names-in.ts"
import { eventsOf, memberAt, placeOrComplain } from "./place.ts"
import type { Environment } from "./scope.ts"
import { describe, listNames } from "./show.ts"
import { didYouMean, nearest } from "./suggest.ts"
import { fitLoosely, missingIf, required } from "./unify.ts"

/** Checks a feature. Undefined after a problem that was reported. */
export function checkFeature(context: Context, node: FeatureDecl): FeatureInfo | undefined {
  let value = node.value
  while (value.kind === "paren") value = value.inner
  if (value.kind !== "over" || !isHistoryAggregate(value.call.callee.text)) {
    if (!context.isBroken(node.span) && value.kind !== "error") complainOfForm(context, value)
    return undefined
  }
  const event = eventOfFeature(context, value.call)
  if (event === undefined) return undefined
  const { call, per } = value
  refer(context, "builtin", call.callee.text, call.callee.span)
  const keys = featureKeys(context, value, event)
  const op = call.callee.text as HistoryInfo["op"]
  const window = readWindow(context, value.window, op)
  const inside: Environment = { past: { events: [event], self: new Set([event]) } }
  const parts = historyParts(context, withoutWhole(call, event), inside, false)
  if (keys.length < per.length || window === undefined || parts === undefined) return undefined
  const { filter, fraction, type } = parts
  const history: HistoryInfo = {
    op,
    event,
    keys,
    values: parts.value === undefined ? [] : [parts.value],
    ...(filter === undefined ? {} : { filter }),
    ...(fraction === undefined ? {} : { fraction }),
    window,
  }
  const info = { name: node.name.text, history, type, span: node.name.span }
  return node.doc === undefined ? info : { ...info, doc: node.doc }
}

function complainOfForm(context: Context, value: Expr): void {
  const missing = value.kind === "call" && isHistoryAggregate(value.callee.text)
  const hint = missing ? "say over which time: put `per …` and `over 30 days` behind it" : undefined
  complain(context, messages.featureForm(), value.span, { hint })
}

function featureKeys(context: Context, { per }: OverExpr, event: string): HistoryInfo["keys"] {
  return checkKeys(context, per, [event]).flatMap(({ name, type, paths }) => {
    const path = paths[event]
    return path === undefined || type.kind === "unknown" ? [] : [{ name, type, path }]
  })
}

/** `count(Login where …)` counts the events themselves. */
function withoutWhole(call: CallExpr, event: string): CallExpr {
  const [only] = call.args
  const whole = call.callee.text === "count" && call.args.length === 1 && only?.kind === "name"
  return whole && only.name.text === event ? { ...call, args: [] } : call
}

/** The one event type that the brackets name. */
function eventOfFeature(context: Context, call: CallExpr): string | undefined {
  const names = namesIn(call.args).filter(({ text }) => isEvent(context, text))
  const [first] = names
  const other = names.find(({ text }) => text !== first?.text)
  if (first === undefined) return withoutEvent(context, call)
  if (other !== undefined) {
    complain(context, messages.featureEvent(), other.span, {
      labels: [{ span: first.span, text: "another type" }],
      hint: "a feature is of one type: take a field of the same",
    })
    return undefined
  }
  for (const { text, span } of names) refer(context, "event", text, span, context.declarations.get(text)?.name.span)
  const declared = context.declarations.get(first.text)
  if (declared?.kind === "derived" && declared.emits.length > 0 && declared.emits.every(({ rule }) => rule.shadow)) {
    const labels = declared.emits.map(({ rule }) => ({ span: rule.name.span, text: "a shadow rule" }))
    complain(context, messages.onlyShadowEmits({ event: first.text }), first.span, { labels })
  }
  return first.text
}

function withoutEvent(context: Context, call: CallExpr): undefined {
  const unknown = namesIn(call.args).find(({ text }) => /^\p{Lu}/u.test(text))
  if (unknown === undefined) {
    if (!context.isBroken(call.span)) complain(context, messages.featureEvent(), call.span)
  } else {
    const hint = didYouMean(unknown.text, eventNames(context))
    complainOfUnknown(context, messages.unknownEvent({ name: unknown.text }), unknown.span, { hint })
  }
  return undefined
}

function isEvent(context: Context, name: string): boolean {
  const kind = context.declarations.get(name)?.kind
  return kind === "event" || kind === "derived"
}

/** Checks the use of a feature: `n`, with the key of the event at hand, or `n[a, b]`. */
export function inferFeature(
  context: Context,
  name: Name,
  given: readonly Expr[] | undefined,
  span: Span,
  environment: Environment,
): Expression {
  const { text } = name
  refer(context, "feature", text, name.span, context.declarations.get(text)?.name.span)
  const feature = context.feature(text)
  const at = placeOrComplain(context, environment, `the feature \`${text}\``, span)
  const written = given?.map((each) => context.infer(each, environment))
  if (feature === undefined || at === undefined) return unknownAt(span)
  const keys =
    written === undefined
      ? keysAtHand(context, feature, at, environment, span)
      : givenKeys(context, feature, written, span)
  if (keys === undefined) return unknownAt(span)
  const type = missingIf(feature.type, ...keys.map((key) => key.type))
  return { kind: "history", history: feature.history, at, keys, feature: text, type, span }
}

function givenKeys(
  context: Context,
  { name, history }: FeatureInfo,
  given: readonly Expression[],
  span: Span,
): Expression[] | undefined {
  const { keys } = history
  if (given.length !== keys.length) {
    const names = keys.map((key) => key.name)
    const shown = names.length === 0 ? "no key" : `the ${names.length === 1 ? "key" : "keys"} ${listNames(names)}`
    const found = given.length === 1 ? "1 value stands" : `${given.length} values stand`
    complain(context, messages.featureKeyCount({ feature: name, keys: shown, given: found }), span, {
      hint: `write \`${names.length === 0 ? name : `${name}[${names.join(", ")}]`}\``,
    })
    return undefined
  }
  const fitted = given.map((value, index) => {
    if (value.type.kind === "unknown") return undefined
    return fitOrComplain(context, value, keys[index]!.type, `the key \`${keys[index]!.name}\` of \`${name}\``, true)
  })
  return fitted.every((value) => value !== undefined) ? fitted : undefined
}

/** Each key from the field of its name, or from the rule's key of that name. */
function keysAtHand(
  context: Context,
  feature: FeatureInfo,
  at: Expression,
  environment: Environment,
  span: Span,
): Expression[] | undefined {
  const { keys } = feature.history
  const values: Expression[] = []
  for (const key of keys) {
    const found = keyAtHand(context, key, at, environment)
    if (found === "unknown") return undefined
    const value = found && fitLoosely(found, key.type)
    if (value === undefined) {
      const { hint, problem } = keyProblem(context, feature, key.name, at, found)
      complain(context, messages.featureKey({ feature: feature.name, key: key.name, problem }), span, { hint })
      return undefined
    }
    values.push({ ...value, span })
  }
  return values
}

function keyAtHand(
  context: Context,
  { name, path: ownPath }: HistoryInfo["keys"][number],
  at: Expression,
  { rule, keys }: Environment,
): Expression | "unknown" | undefined {
  const events = eventsOf(at)
  const { open } = commonFields(context, events)
  const ruleKey = rule?.keys.find((key) => key.name === name)
  // `per card.bin`: a field of a record is looked for where the feature has it.
  const field = memberAt(context, at, [name]) ?? (ownPath.at(-1) === name ? memberAt(context, at, ownPath) : undefined)
  const path = ruleKey?.paths[events[0] ?? ""]
  const samePath = path !== undefined && events.every((event) => ruleKey?.paths[event]?.join(".") === path.join("."))
  if (field !== undefined) {
    // A rule passes over events that lack its key.
    return samePath && path.length === 1 && path[0] === name ? { ...field, type: required(field.type) } : field
  }
  if (open) return "unknown"
  const own = samePath ? memberAt(context, at, path) : undefined
  if (own !== undefined) return { ...own, type: required(own.type) }
  const inOutput = keys?.find((key) => key.name === name)
  return inOutput && { kind: "key", name, type: inOutput.type, span: at.span }
}

function keyProblem(
  context: Context,
  { name, history }: FeatureInfo,
  key: string,
  at: Expression,
  found: Expression | undefined,
): { problem: string; hint: string } {
  const events = eventsOf(at)
  const { fields } = commonFields(context, events)
  const { type } = history.keys.find((each) => each.name === key)!
  const like = fields.filter((field) => required(field.type).kind === type.kind && field.name !== key)
  const names = like.map((field) => field.name)
  const other = nearest(key, names) ?? names.find((each) => each !== "id") ?? "…"
  const atHand = (each: string) => (memberAt(context, at, [each]) === undefined ? "…" : each)
  const written = history.keys.map((each) => (each.name === key ? other : atHand(each.name))).join(", ")
  const problem =
    found === undefined
      ? `${listNames(events, "or").replaceAll("`", "")} has no such field`
      : `that field is ${describe(found.type)} here, not ${describe(type)}`
  return { problem, hint: `give the key, as in \`${name}[${written}]\`` }
}
