/**
 * Chains: patterns in which a partial match never becomes two. Then there is at most one for each first event, and what it must know of its
 * events can be kept in one place, without links to others.
 */
import type { Automaton, Edge, Guard, State } from "../../runtime/abi/automaton.ts"
import { mostRegisterSteps } from "../../runtime/abi/rows.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import type { RulePlan } from "../2-plan/plan.ts"
import { buildAutomaton } from "../3-automaton/build.ts"

/** Why the partial matches of a rule cannot be kept as chains, of which nothing comes but matches; undefined: they can. For people. */
export function whyNoChain(rule: RulePlan): string | undefined {
  const { inputs, outputs, steps, durations, within, pattern } = rule
  const isFixed = (duration: DurationRef): boolean => duration.kind === "fixed"
  if (inputs.length > 1) return "it reads several event types"
  if (outputs.some(({ onTimeout }) => onTimeout)) return "`on timeout` reports each partial match"
  if (!durations.every(isFixed) || (within.kind !== "none" && !isFixed(within.duration))) {
    return "a duration is a parameter, which may change while partial matches live"
  }
  if (steps.length > mostRegisterSteps) return `it has more than ${mostRegisterSteps} steps`
  return isChain(buildAutomaton(pattern, within.kind !== "none")) ? undefined : "a partial match can become two"
}

/**
 * Whether an event leads every partial match, and the match that has not begun, to one partial match at most, and completes one match of it
 * that it belongs to.
 */
export function isChain({ states, ambiguous }: Automaton): boolean {
  if (ambiguous) return false
  return states.every((state, number) => {
    if (state.kind === "pending" || state.kind === "next-absent") return false
    if (state.kind === "final" || state.kind === "stop") return true
    const ways = waysFrom(states, number)?.filter(({ edge }) => state.kind !== "start" || edge.action === "take")
    if (ways === undefined) return false
    const isFinal = ({ edge }: Way): boolean => states[edge.target]!.kind === "final"
    const completes = ({ edge }: Way): boolean => edge.action === "take" && canEndAt(states, edge.target)
    // What an event completes that it does not belong to has no event of its own to show.
    if (ways.some((way) => isFinal(way) && way.edge.action === "ignore")) return false
    return (
      areApart(ways.filter((way) => !isFinal(way))) && areApart(ways.filter((way) => isFinal(way) || completes(way)))
    )
  })
}

/** Whether only steps are left that can be skipped. */
function canEndAt(states: readonly State[], from: number): boolean {
  const visited = new Set([from])
  for (const state of visited) {
    if (states[state]!.kind === "final") return true
    for (const { action, target } of states[state]!.edges) if (action === "proceed") visited.add(target)
  }
  return false
}

interface Way {
  readonly edge: Edge
  /** Conditions that hold on it, and that do not. */
  readonly holds: ReadonlySet<number>
  readonly fails: ReadonlySet<number>
}

/** The `take` and `ignore` edges that an event can follow from a state; undefined: one state can be come to in several ways. */
function waysFrom(states: readonly State[], from: number): readonly Way[] | undefined {
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
