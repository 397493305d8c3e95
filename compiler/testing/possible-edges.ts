/** Which edges of an automaton some event can open at all: no test can take the others. */
import type { Automaton, Guard } from "../../runtime/abi/automaton.ts"
import type { RulePlan } from "../2-plan/plan.ts"

/** With more parts of unknown truth than this in one guard it is taken to be possible. */
const mostUnknown = 10

/**
 * By state: the numbers of its edges that some event of the rule's input can open. What conditions say of fields is taken to be independent;
 * their event types are known. A state that only impossible edges lead to has none.
 */
export function possibleEdges({ states, start }: Automaton, rule: RulePlan): readonly ReadonlySet<number>[] {
  const found = states.map(() => new Set<number>())
  const reached = new Set([start])
  for (const number of reached) {
    for (const [edge, { target, guard, action }] of states[number]!.edges.entries()) {
      // Nothing has begun yet that could pass over an event.
      if (number === start && action === "ignore") continue
      if (!rule.inputs.some((type) => canHold(guard, type, rule))) continue
      found[number]!.add(edge)
      reached.add(target)
    }
  }
  return found
}

/**
 * The states in which time can end a partial match: those in which one waits from one event to the next. Those in which it only goes on to others within one event are none.
 * `completes`: time completes it there.
 */
export function endingStates(
  { states, start }: Automaton,
  { within }: RulePlan,
  possible: readonly ReadonlySet<number>[],
): readonly { readonly state: number; readonly completes: boolean }[] {
  const waits = new Set<number>()
  for (const [source, { edges }] of states.entries()) {
    for (const [edge, { action, target }] of edges.entries()) {
      const isPending = states[target]!.kind === "pending"
      if (possible[source]!.has(edge) && (action !== "proceed" || isPending)) waits.add(target)
    }
  }
  return states.flatMap(({ kind, expires }, state) => {
    const ends = within.kind !== "none" || expires.length > 0
    if (state === start || !waits.has(state) || !ends || kind === "final" || kind === "stop") return []
    return [{ state, completes: kind === "pending" }]
  })
}

/** A part of a guard that holds or does not: a condition or, with a minus, a duration. */
type Part = number
const durationPart = (duration: number): Part => -1 - duration

/** Whether a guard can hold for an event of a type. */
function canHold(guard: Guard, type: number, { conditions }: RulePlan): boolean {
  const unknown = [...partsOf(guard)].filter((part) => {
    if (part < 0) return true
    const { events, where } = conditions[part]!
    return events.includes(type) && where !== undefined
  })
  if (unknown.length > mostUnknown) return true
  for (let choice = 0; choice < 2 ** unknown.length; choice++) {
    const holds = (part: Part): boolean => {
      const place = unknown.indexOf(part)
      return place < 0 ? conditions[part]!.events.includes(type) : (choice & (1 << place)) !== 0
    }
    if (evaluate(guard, holds)) return true
  }
  return false
}

function partsOf(guard: Guard): ReadonlySet<Part> {
  if (guard.kind === "condition") return new Set([guard.condition])
  if (guard.kind === "soon") return new Set([durationPart(guard.duration)])
  if (guard.kind === "not") return partsOf(guard.guard)
  return new Set(guard.kind === "always" ? [] : guard.guards.flatMap((each) => [...partsOf(each)]))
}

function evaluate(guard: Guard, holds: (part: Part) => boolean): boolean {
  switch (guard.kind) {
    case "always":
      return true
    case "condition":
      return holds(guard.condition)
    case "soon":
      return holds(durationPart(guard.duration))
    case "not":
      return !evaluate(guard.guard, holds)
    case "and":
      return guard.guards.every((each) => evaluate(each, holds))
    case "or":
      return guard.guards.some((each) => evaluate(each, holds))
  }
}
