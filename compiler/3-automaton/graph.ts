import type { Automaton, Edge, Guard, State } from "../../runtime/abi/automaton.ts"
import { and, not } from "./guard.ts"

/** A state while the automaton is built: edges are still added and guards still narrowed. */
export interface Draft {
  readonly step: number | null
  readonly kind: State["kind"]
  readonly edges: DraftEdge[]
  /** For a state that waits for one more repetition after it passed over an event: the state that could also go on. */
  twinOf?: Draft
  /** For a place where branches meet: where it waits after it passed over an event. */
  waits?: Draft
  /** For an absence that ends by itself: the numbers of its durations. */
  expires?: readonly number[]
}

export interface DraftEdge {
  readonly action: Edge["action"]
  target: Draft
  guard: Guard
}

/** A new state without edges. */
export function draft(kind: State["kind"], step: number | null): Draft {
  return { step, kind, edges: [] }
}

/** Adds an edge at the end: edges are tried in the order in which they were added. */
export function connect(source: Draft, action: Edge["action"], target: Draft, guard: Guard): void {
  source.edges.push({ action, target, guard })
}

/** Narrows every edge of a state: none holds for an event for which `guard` does. */
export function forbid(state: Draft, guard: Guard): void {
  for (const edge of state.edges) edge.guard = and(edge.guard, not(guard))
}

/** A copy with the same edges; edges of the state to itself lead to the copy. */
export function copyOf(state: Draft): Draft {
  const copy = draft(state.kind, state.step)
  if (state.twinOf !== undefined) copy.twinOf = state.twinOf
  if (state.waits !== undefined) copy.waits = state.waits
  if (state.expires !== undefined) copy.expires = state.expires
  for (const edge of state.edges) connect(copy, edge.action, edge.target === state ? copy : edge.target, edge.guard)
  return copy
}

/** Numbers the states that can be reached from `start`, in the order in which a walk along the edges meets them. */
export function freeze(start: Draft, ambiguous: boolean): Automaton {
  const numbers = new Map<Draft, number>([[start, 0]])
  const order = [start]
  for (let i = 0; i < order.length; i++) {
    for (const { target } of order[i]!.edges) {
      if (numbers.has(target)) continue
      numbers.set(target, order.length)
      order.push(target)
    }
  }
  const states = order.map(
    (state): State => ({
      step: state.step,
      kind: state === start ? "start" : state.kind,
      timesOut: !lacksOnlyAbsence(state),
      expires: state.expires ?? lastChance(state),
      edges: state.edges.map(({ action, target, guard }) => ({ action, target: numbers.get(target)!, guard })),
    }),
  )
  return { states, start: 0, ambiguous }
}

/** The durations after which no way out of a state is open any more; none where some way stays open. */
function lastChance(state: Draft): readonly number[] {
  if (state.kind === "pending") return []
  const found = new Set<number>()
  const seen = new Set([state])
  for (const each of seen) {
    for (const { action, target, guard } of each.edges) {
      if (target.kind === "stop" || (action === "proceed" && target.kind === "pending")) continue
      const parts = guard.kind === "and" ? guard.guards : [guard]
      const limits = parts.flatMap((part) => (part.kind === "soon" ? [part.duration] : []))
      for (const limit of limits) found.add(limit)
      if (limits.length > 0) continue
      if (action !== "proceed") return []
      seen.add(target)
    }
  }
  return [...found]
}

/** Whether nothing but skipped steps and an absence that time decides is left. */
function lacksOnlyAbsence(state: Draft): boolean {
  const seen = new Set([state])
  for (const each of seen) {
    if (each.kind === "pending") return true
    if (each.kind === "next-absent") continue
    for (const edge of each.edges) if (edge.action === "proceed") seen.add(edge.target)
    if (each.twinOf !== undefined) seen.add(each.twinOf)
  }
  return false
}
