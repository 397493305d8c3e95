import { messages } from "../messages/generated.ts"
import type { AbsenceNode, PatternNode, RuleDecl, StepNode } from "../syntax/ast.ts"
import { type Context, complain } from "./context.ts"
import { eachPattern, isEach } from "./each.ts"
import type { ElementInfo, SequenceInfo, WithinInfo } from "./model.ts"

/**
 * The pattern of a rule's trigger. `when no E for D` is `E then no E for D`: each event that counts ends the silence before it
 * and begins one; of an `each` rule it is the events that go into the windows. Undefined: there is no trigger.
 */
export function triggerPattern({ trigger }: RuleDecl): PatternNode | undefined {
  if (trigger?.kind === "when") return trigger.pattern
  if (isEach(trigger)) return eachPattern(trigger)
  if (trigger?.kind !== "silence") return undefined
  const { event, as, where, duration, span } = trigger
  const target = { kind: "event" as const, name: event, span: event.span }
  const seen = { target, ...(as && { as }), ...(where && { where }), span }
  const step: StepNode = { kind: "step", optional: false, single: seen, greedy: false, span: event.span }
  const absence: AbsenceNode = { kind: "absence", single: { target, span: event.span }, duration, span }
  return { kind: "pattern", elements: [step, absence], follows: [{ kind: "then", span }], span }
}

/** What breaks a silence is what counts as seen. */
export function silencePattern({ elements }: SequenceInfo): SequenceInfo {
  const [seen] = elements
  if (seen?.kind !== "step" || seen.where === undefined) return { elements }
  const { where } = seen
  return { elements: elements.map((each): ElementInfo => (each.kind === "absence" ? { ...each, where } : each)) }
}

/** A silence has a time of its own and is over before the next one can begin. */
export function refuseClauses(context: Context, node: RuleDecl): void {
  for (const clause of node.clauses) {
    const kind = clause.kind === "within-forever" ? "within" : clause.kind
    if (kind === "within" || kind === "skip") complain(context, messages.clauseOfPattern({ clause: kind }), clause.span)
  }
}

/** Whether partial matches can time out: by a window, or because an event does not come soon enough. */
export function canTimeOut(within: WithinInfo, pattern: SequenceInfo): boolean {
  return within.kind === "whole" || within.kind === "between-events" || pattern.elements.some(isTimed)
}

function isTimed(element: ElementInfo): boolean {
  if (element.kind === "absence") return false
  if (element.soon !== undefined) return true
  if (element.kind === "step") return false
  const inner = element.kind === "group" ? [element.sequence] : element.branches
  return inner.some(({ elements }) => elements.some(isTimed))
}
