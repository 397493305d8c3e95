import type { Automaton, Guard } from "../abi/automaton.ts"
import type { Capture } from "../abi/rows.ts"
import type { EventSchema } from "../abi/rule-set.ts"

/**
 * What state of an automaton depends on, as plain data: its states and the ways between them. Which condition stands at a way is not part of it: state
 * does not know conditions, and equal ones have one number, so that a changed one can give all others another number.
 */
export function automatonShape({ states, start, ambiguous }: Automaton): unknown {
  const ways = states.map(({ edges, ...state }) => ({
    ...state,
    edges: edges.map(({ guard, ...edge }) => ({ ...edge, guard: guardShape(guard) })),
  }))
  return { states: ways, start, ambiguous }
}

function guardShape(guard: Guard): unknown {
  if (guard.kind === "condition") return "condition"
  if (guard.kind === "not") return { kind: "not", guard: guardShape(guard.guard) }
  if (guard.kind === "and" || guard.kind === "or") return { kind: guard.kind, guards: guard.guards.map(guardShape) }
  return guard
}

/**
 * What is kept of an event, as plain data: all of it, these fields in their order, or nothing (null). By their names and types, so that events, fields and rules
 * that come and go beside them change nothing; whether a value stands as a number or a text belongs to it.
 */
export function captureShape(capture: Capture | null, events: readonly EventSchema[]): unknown {
  if (capture === null || (!capture.whole && capture.columns.length === 0)) return null
  const { name, fields } = events[capture.event]!
  if (capture.whole) return name
  return [name, capture.columns.map(({ field, kind }) => [fields[field], kind === "number"])]
}
