/**
 * What an event cannot do, told from the automaton alone: of events that fulfil none of the conditions that are known beforehand, so that
 * they need not be looked at. A condition that would be evaluated may throw, so that an event for which one is asked is never passed over.
 */
import type { Guard } from "../abi/automaton.ts"
import type { ProgramEdge, ProgramState } from "./program.ts"

type Answer = "yes" | "no" | "perhaps" | "asks"

/** Whether an event of which all these conditions are false begins no partial match, and no condition is evaluated for it. */
export function beginsNothing(states: readonly ProgramState[], start: number, isFalse: ReadonlySet<number>): boolean {
  const found = edgesFrom(states, start, isFalse)
  return found !== undefined && !found.edges.some(({ edge }) => edge.action === "take")
}

/** Whether such an event leaves every partial match as it is, and no condition is evaluated for it. */
export function changesNothing(states: readonly ProgramState[], isFalse: ReadonlySet<number>): boolean {
  return states.every(({ kind }, state) => {
    if (kind === "start" || kind === "final" || kind === "stop") return true
    const found = edgesFrom(states, state, isFalse)
    if (found === undefined || found.stops || found.edges.length !== 1) return false
    const { edge, sure } = found.edges[0]!
    return sure && edge.action === "ignore" && edge.target === state
  })
}

/**
 * Few of the conditions `known` beforehand: an event of which these are false brings nothing out of any partial match, begins none and sets no deadline,
 * and no condition is evaluated for it. All that it may do is to end some. undefined: there are no such conditions.
 */
export function tellingOf(
  states: readonly ProgramState[],
  known: ReadonlySet<number>,
): ReadonlySet<number> | undefined {
  const telling = new Set(known)
  if (!bringsNothing(states, telling, known)) return undefined
  for (const condition of known) {
    telling.delete(condition)
    if (!bringsNothing(states, telling, known)) telling.add(condition)
  }
  return telling
}

function bringsNothing(
  states: readonly ProgramState[],
  isFalse: ReadonlySet<number>,
  known: ReadonlySet<number>,
): boolean {
  return states.every(
    ({ kind }, state) => kind === "final" || kind === "stop" || onlyEnds(states, state, isFalse, known),
  )
}

function onlyEnds(
  states: readonly ProgramState[],
  from: number,
  isFalse: ReadonlySet<number>,
  known: ReadonlySet<number>,
): boolean {
  const visited = new Set([from])
  for (const state of visited) {
    for (const { guard, action, target } of states[state]!.edges) {
      const answer = answerOf(guard, isFalse, known)
      if (answer === "no") continue
      if (answer === "asks" || action === "take") return false
      if (action === "ignore") {
        if (target !== from) return false
      } else if (/final|pending/.test(states[target]!.kind)) return false
      else visited.add(target)
    }
  }
  return true
}

/** The conditions that stand in guards on the ways out of a state within one event. */
export function conditionsAfter(states: readonly ProgramState[], state: number): ReadonlySet<number> {
  const conditions = new Set<number>()
  const visited = new Set([state])
  for (const one of visited) {
    for (const { guard, action, target } of states[one]!.edges) {
      addConditions(guard, conditions)
      if (action === "proceed") visited.add(target)
    }
  }
  return conditions
}

function addConditions(guard: Guard, conditions: Set<number>): void {
  if (guard.kind === "condition") conditions.add(guard.condition)
  else if (guard.kind === "not") addConditions(guard.guard, conditions)
  else if (guard.kind === "and" || guard.kind === "or") {
    for (const each of guard.guards) addConditions(each, conditions)
  }
}

interface Found {
  readonly edges: readonly { readonly edge: ProgramEdge; readonly sure: boolean }[]
  /** An absence may be broken. */
  readonly stops: boolean
}

/** The `take` and `ignore` edges that may hold, as the matcher finds them; undefined: a condition is evaluated. */
function edgesFrom(states: readonly ProgramState[], from: number, isFalse: ReadonlySet<number>): Found | undefined {
  const edges: { edge: ProgramEdge; sure: boolean }[] = []
  let stops = false
  /** State → whether the way to it is open for sure. */
  const visited = new Map([[from, true]])
  for (const [state, sureSoFar] of visited) {
    const current = states[state]!
    for (const edge of current.edges) {
      const answer = answerOf(edge.guard, isFalse)
      if (answer === "asks") return undefined
      if (answer === "no") continue
      const sure = sureSoFar && answer === "yes"
      const { kind } = states[edge.target]!
      if (edge.action !== "proceed") edges.push({ edge, sure })
      else if (kind === "stop") stops = true
      else if (kind === "pending" && current.kind !== "next-absent") {
        for (const { action, guard } of states[edge.target]!.edges) {
          const broken = action === "proceed" ? answerOf(guard, isFalse) : "no"
          if (broken === "asks") return undefined
          if (broken !== "no") stops = true
        }
      } else if (!visited.has(edge.target)) visited.set(edge.target, sure)
    }
  }
  return { edges, stops }
}

/** In the order in which the matcher asks: what stands behind a part that decides is not asked. */
function answerOf(guard: Guard, isFalse: ReadonlySet<number>, known: ReadonlySet<number> = isFalse): Answer {
  switch (guard.kind) {
    case "always":
      return "yes"
    case "soon":
      return "perhaps"
    case "condition":
      return isFalse.has(guard.condition) ? "no" : known.has(guard.condition) ? "perhaps" : "asks"
    case "not": {
      const answer = answerOf(guard.guard, isFalse, known)
      return answer === "yes" ? "no" : answer === "no" ? "yes" : answer
    }
    case "and":
    case "or":
      return answerOfAll(guard.guards, guard.kind === "and" ? "no" : "yes", isFalse, known)
  }
}

function answerOfAll(
  guards: readonly Guard[],
  deciding: "yes" | "no",
  isFalse: ReadonlySet<number>,
  known: ReadonlySet<number>,
): Answer {
  let all: Answer = deciding === "no" ? "yes" : "no"
  for (const each of guards) {
    const answer = answerOf(each, isFalse, known)
    if (answer === deciding || answer === "asks")
      return answer === "asks" ? "asks" : all === "perhaps" ? "perhaps" : answer
    if (answer === "perhaps") all = "perhaps"
  }
  return all
}
