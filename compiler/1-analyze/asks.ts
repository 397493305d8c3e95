import type { DurationInfo, Expression, RuleInfo, SequenceInfo } from "../../lang/check/model.ts"
import type { HistoryExpression } from "./history-form.ts"
import { waitsOf } from "./waits.ts"
import { elementsOf, insideOf, walk } from "./walk.ts"

/** An aggregate over past events in a condition or output of a rule. */
export interface Ask {
  readonly expression: HistoryExpression
  /** It is asked as of an event that may not be the one at hand. */
  readonly later: boolean
  /** It stands in having or an output. */
  readonly inOutput: boolean
  /** By part of the key that it is asked for: which of the rule's keys that is; null: none for certain. */
  readonly ownParts: readonly (number | null)[]
}

/**
 * Where an expression of a rule stands, for aggregates in it. `condition`: the candidate is the event at hand. `single`: every
 * event of the match is. `match`: the last event is, since it completed the match at once. `later`: none is.
 */
export type AskPlace = "condition" | MatchPlace

/** Of the outputs of a rule's matches. */
export type MatchPlace = "single" | "match" | "later"

/** Where having and the outputs of a rule's matches stand; those of timeouts stand `later`, and those of windows ask nothing. */
export function matchPlace({ trigger, skip }: RuleInfo): MatchPlace {
  const [first, ...others] = trigger.pattern.elements
  if (others.length === 0 && first?.kind === "step" && first.quantifier.max === 1) return "single"
  const waits = trigger.kind === "silence" || endsWithAbsence(trigger.pattern)
  return waits || (skip.kind !== "default" && skip.kind !== "none") ? "later" : "match"
}

/** Whether an aggregate that stands there is asked as of an event that may not be the one at hand. */
export function isLater({ at }: HistoryExpression, place: AskPlace): boolean {
  if (place === "condition") return at.kind !== "candidate"
  return place === "later" || (place === "match" && at.kind !== "previous")
}

/** All aggregates over past events that a rule asks, in the order in which they stand. */
export function asksOf(rule: RuleInfo): readonly Ask[] {
  const found: Ask[] = []
  const add = (place: AskPlace, ...expressions: readonly (Expression | undefined)[]) => {
    for (const one of expressions) {
      if (one === undefined) continue
      walk(one, (inner) => {
        if (inner.kind === "history")
          found.push({
            expression: inner,
            later: isLater(inner, place),
            inOutput: place !== "condition",
            ownParts: inner.keys.map((asked) => ownPart(asked, rule)),
          })
      })
    }
  }
  for (const element of elementsOf(rule.trigger.pattern)) {
    if ("where" in element) add("condition", element.where)
    if ("until" in element) add("condition", element.until)
  }
  const place = matchPlace(rule)
  add(place, rule.having)
  for (const { onTimeout, score, message, data } of rule.outputs) {
    add(onTimeout ? "later" : place, score, message, ...data.map(({ value }) => value))
  }
  return found
}

/** Which of the rule's keys a part of an aggregate's key is, in the event where it is asked: all events of a match have one key. */
function ownPart(asked: Expression, { keys }: RuleInfo): number | null {
  const at = keys.findIndex((key) => isPartOfKey(asked, key))
  return at < 0 ? null : at
}

/** Whether the key that an aggregate is asked for is the rule's, part by part. */
export function isOfOwnKey({ ownParts }: Ask, { keys }: RuleInfo): boolean {
  return ownParts.length === keys.length && ownParts.every((own, at) => own === at)
}

function isPartOfKey(asked: Expression, { name, paths }: RuleInfo["keys"][number]): boolean {
  if (asked.kind === "key") return asked.name === name
  const path: string[] = []
  let from: Expression = asked
  while (from.kind === "member") {
    path.unshift(from.field)
    from = from.object
  }
  if (!["candidate", "step", "step-index", "previous"].includes(from.kind)) return false
  const { type } = from
  const inside = type.kind === "optional" ? type.of : type
  return inside.kind === "event" && inside.events.every((event) => paths[event]?.join("\n") === path.join("\n"))
}

/** Whether only time, or an event that does not belong to it, can complete the match. */
function endsWithAbsence({ elements }: SequenceInfo): boolean {
  for (const element of elements.toReversed()) {
    if (element.kind === "absence" || insideOf(element).some(endsWithAbsence)) return true
    if (!element.quantifier.optional) return false
  }
  return false
}

/**
 * How long after an event of a match a rule may still ask for aggregates as of it: the sum of these durations. Undefined:
 * there is no such time.
 */
export function reachOf(rule: RuleInfo): readonly DurationInfo[] | undefined {
  const { trigger, within } = rule
  const last = trigger.pattern.elements.at(-1)
  // An absence with a time of its own outlasts the window.
  const end = last?.kind === "absence" && last.duration !== undefined ? [last.duration] : []
  if (within.kind === "whole") return [within.duration, ...end]
  if (within.kind === "between-events") {
    const count = mostEvents(trigger.pattern)
    return count === null ? undefined : [...Array<DurationInfo>(count).fill(within.duration), ...end]
  }
  return waitsOf(trigger.pattern)
}

/** The most events that a match can hold; null: there is no greatest number. */
function mostEvents({ elements }: SequenceInfo): number | null {
  let total = 0
  for (const element of elements) {
    if (element.kind === "absence") continue
    const inner = insideOf(element).map(mostEvents)
    const { max } = element.quantifier
    if (max === null || inner.includes(null)) return null
    const round = element.kind === "step" ? 1 : inner.reduce<number>((sum, one) => sum + one!, 0)
    total += max * round
  }
  return total
}
