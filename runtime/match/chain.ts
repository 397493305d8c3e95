/**
 * Chains: patterns in which a partial match never becomes two. Then there is at most one for each first event, and what it must know of its
 * events is kept in one place, without links to others.
 */
import type { Automaton, Guard } from "../abi/automaton.ts"
import { type ProgramEdge, type ProgramState, programOf } from "./program.ts"

/** Whether an event leads every partial match, and the match that has not begun, to one partial match at most, and completes one match of it. */
export function isChain(automaton: Automaton): boolean {
  if (automaton.ambiguous) return false
  const states = programOf(automaton)
  return states.every((state, number) => {
    if (state.kind === "pending" || state.kind === "next-absent") return false
    if (state.kind === "final" || state.kind === "stop") return true
    const ways = waysFrom(states, number)?.filter(({ edge }) => state.kind !== "start" || edge.action === "take")
    if (ways === undefined) return false
    const isFinal = ({ edge }: Way): boolean => states[edge.target]!.kind === "final"
    const completes = ({ edge }: Way): boolean => edge.action === "take" && states[edge.target]!.reachesEnd
    // What an event completes that it does not belong to has no event of its own to show.
    if (ways.some((way) => isFinal(way) && way.edge.action === "ignore")) return false
    const goesOn = ways.filter((way) => !isFinal(way))
    return areApart(goesOn) && areApart(ways.filter((way) => isFinal(way) || completes(way)))
  })
}

interface Way {
  readonly edge: ProgramEdge
  /** Conditions that hold on it, and that do not. */
  readonly holds: ReadonlySet<number>
  readonly fails: ReadonlySet<number>
}

/** The `take` and `ignore` edges that an event can follow from a state; undefined: one state can be come to in several ways. */
function waysFrom(states: readonly ProgramState[], from: number): readonly Way[] | undefined {
  const ways: Way[] = []
  const guards = new Map<number, readonly Guard[]>([[from, []]])
  for (const [state, before] of guards) {
    for (const edge of states[state]!.edges) {
      const all = [...before, edge.guard]
      if (edge.action !== "proceed") ways.push({ edge, ...literalsOf(all) })
      else if (guards.has(edge.target)) return undefined
      else guards.set(edge.target, all)
    }
  }
  return ways
}

/** Conditions that a conjunction of guards wants to hold, or not to hold; what says less is left out. */
function literalsOf(guards: readonly Guard[]): { holds: ReadonlySet<number>; fails: ReadonlySet<number> } {
  const holds = new Set<number>()
  const fails = new Set<number>()
  const add = (guard: Guard): void => {
    if (guard.kind === "condition") holds.add(guard.condition)
    else if (guard.kind === "not" && guard.guard.kind === "condition") fails.add(guard.guard.condition)
    else if (guard.kind === "not" && guard.guard.kind === "or") {
      for (const each of guard.guard.guards) add({ kind: "not", guard: each })
    } else if (guard.kind === "and") for (const each of guard.guards) add(each)
  }
  for (const guard of guards) add(guard)
  return { holds, fails }
}

/** Whether of these ways an event can follow no two. */
function areApart(ways: readonly Way[]): boolean {
  const excludes = (left: Way, right: Way): boolean =>
    [...left.holds].some((condition) => right.fails.has(condition)) ||
    [...left.fails].some((condition) => right.holds.has(condition))
  return ways.every((left, at) => ways.slice(at + 1).every((right) => excludes(left, right)))
}
