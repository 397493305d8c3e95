import { messages } from "../messages/generated.ts"
import type { PatternNode, RuleDecl, StepNode, Trigger } from "../syntax/ast.ts"
import { type Context, complain } from "./context.ts"
import { readDuration } from "./durations.ts"
import type { DurationInfo, EachInfo, EachShape } from "./model.ts"
import type { Environment, RuleScope, WindowScope } from "./scope.ts"

/** The trigger of an `each` rule. */
export type EachTrigger = Extract<Trigger, { kind: "each" | "each-count" | "each-session" }>

/** An event is in at most so many windows of one rule at the same time. */
const maxOverlap = 1_000
const day = 86_400_000

/** Whether a rule is about windows. */
export function isEach(trigger: Trigger | undefined): trigger is EachTrigger {
  return trigger?.kind === "each" || trigger?.kind === "each-count" || trigger?.kind === "each-session"
}

/** The pattern of an `each` rule: one step, the events that go into the windows. */
export function eachPattern({ event, where, span }: EachTrigger): PatternNode {
  const target = { kind: "event" as const, name: event, span: event.span }
  const single = { target, ...(where && { where }), span }
  const step: StepNode = { kind: "step", optional: false, single, greedy: false, span: event.span }
  return { kind: "pattern", elements: [step], follows: [], span }
}

/** What the names in `having` and the outputs mean: aggregates of the window's events, its times, the key; no single event. */
export function windowPlace(scope: RuleScope, trigger: EachTrigger): Environment & { readonly window: WindowScope } {
  return { rule: { ...scope, steps: [] }, keys: scope.keys, window: { event: trigger.event.text, measures: [] } }
}

/** The windows that the trigger describes, with the measures that were asked for; undefined where they make no sense. */
export function checkEach(context: Context, trigger: EachTrigger, { measures }: WindowScope): EachInfo | undefined {
  const shape = shapeOf(context, trigger)
  return shape && { shape, measures }
}

function shapeOf(context: Context, trigger: EachTrigger): EachShape | undefined {
  if (trigger.kind === "each-session") {
    const gap = readDuration(context, trigger.gap)
    return gap && { kind: "session", gap }
  }
  if (trigger.kind === "each") return timeShape(context, trigger)
  const { value, span } = trigger.count
  if (Number.isSafeInteger(value) && value > 0) return { kind: "count", count: value }
  complain(context, messages.windowCount(), span)
  return undefined
}

function timeShape(context: Context, trigger: EachTrigger & { kind: "each" }): EachShape | undefined {
  const size = readDuration(context, trigger.size)
  const every = trigger.every && readDuration(context, trigger.every)
  const zone = trigger.zone && checkZone(context, trigger.zone)
  if (size === undefined || (every === undefined) !== (trigger.every === undefined)) return undefined
  if (trigger.zone !== undefined) {
    if (zone === undefined || !fitsCalendar(context, size, trigger.size.span)) return undefined
    if (every !== undefined && !fitsCalendar(context, every, trigger.every!.span)) return undefined
  }
  if (every !== undefined && size.ms / every.ms > maxOverlap) {
    complain(context, messages.windowOverlap({ count: String(Math.ceil(size.ms / every.ms)) }), trigger.every!.span)
    return undefined
  }
  return { kind: "time", size, ...(every && { every }), ...(zone !== undefined && { zone }) }
}

/** A calendar has days, and parts of them. */
function fitsCalendar(context: Context, { ms }: DurationInfo, span: EachTrigger["span"]): boolean {
  if (ms <= day || ms % day === 0) return true
  complain(context, messages.windowOfCalendar(), span)
  return false
}

/** The functions of calendars say what a time zone is. */
function checkZone(context: Context, { text, span }: NonNullable<(EachTrigger & { kind: "each" })["zone"]>) {
  const zones = context.catalog.functions.flatMap((each) => each.parameters).filter(({ name }) => name === "zone")
  const problem = zones.map(({ check }) => check?.(text)).find((each) => each !== undefined)
  if (problem === undefined) return text
  complain(context, messages.impossibleArgument({ problem }), span)
  return undefined
}

/** A window has an end of its own, and then it fires. */
export function refuseOfWindow(context: Context, node: RuleDecl): void {
  for (const { kind, span } of node.clauses) {
    if (kind === "within" || kind === "within-forever")
      complain(context, messages.clauseInWindow({ clause: "within" }), span)
    if (kind === "skip") complain(context, messages.clauseInWindow({ clause: "skip" }), span)
  }
  for (const { onTimeout, span } of node.outputs) {
    if (onTimeout) complain(context, messages.clauseInWindow({ clause: "on timeout" }), span)
  }
}
