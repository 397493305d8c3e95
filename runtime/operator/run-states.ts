/** In which states of the automaton the partial matches are for which a form keeps events alone. */
import type { Automaton, Guard } from "../abi/automaton.ts"
import type { RingForm, RingStep } from "../abi/form.ts"
import { stepOver } from "./lanes/counted.ts"

/**
 * The states in which partial matches have taken 1, 2, … events of these steps, one behind the other: where each took its last event. What comes behind the last one of the list stays in its state:
 * that takes further events without leaving.
 */
export function statesAfter({ states, start }: Automaton, steps: readonly RingStep[], isRepeated: boolean): number[] {
  const path: number[] = []
  let state = start
  for (let taken = 0; taken < (isRepeated ? states.length : steps.length); taken++) {
    const { step, condition } = steps[Math.min(taken, steps.length - 1)]!
    const own = states[state]!
    const take =
      own.step === step
        ? own.edges.find(({ action, guard }) => action === "take" && holds(guard, condition))
        : undefined
    if (take === undefined || take.target === state || states[take.target]!.kind === "final") break
    state = take.target
    path.push(state)
  }
  return path
}

/** Of an event that fulfils this condition alone, as soon as can be. */
function holds(guard: Guard, condition: number): boolean {
  switch (guard.kind) {
    case "always":
    case "soon":
      return true
    case "condition":
      return guard.condition === condition
    case "not":
      return !holds(guard.guard, condition)
    case "and":
      return guard.guards.every((each) => holds(each, condition))
    case "or":
      return guard.guards.some((each) => holds(each, condition))
  }
}

/** Partial matches by state, where a ring holds `heldFor` events of a key: exactly, or of very many keys about, as `countHeld` does. */
export function countRuns(
  automaton: Automaton,
  { first }: RingForm,
  limit: number,
  heldFor: (key: number) => number,
): readonly number[] {
  const runs = new RunStates(automaton, first)
  const step = stepOver(limit)
  for (let key = 0; key < limit; key += step) runs.add(heldFor(key))
  return runs.counts(step)
}

/**
 * Adds up where the partial matches of many keys are that hold runs of events: each event began one, which took all that came behind it. Of `n` events one has taken 1, one 2, … and one
 * all `n`.
 */
class RunStates {
  private readonly path: readonly number[]
  private readonly states: number
  /** By number of events, up to the path's length: how many keys have so many. */
  private readonly keys: number[]
  /** Events of all keys beyond the path's length. */
  private beyond = 0

  constructor(automaton: Automaton, first: RingStep) {
    this.path = statesAfter(automaton, [first], true)
    this.states = automaton.states.length
    this.keys = new Array<number>(this.path.length + 1).fill(0)
  }

  /** A key holds so many events. */
  add(events: number): void {
    const known = Math.min(events, this.path.length)
    this.keys[known]!++
    this.beyond += events - known
  }

  /** Partial matches by state, each key having been one of so many that were not looked at. */
  counts(times: number): readonly number[] {
    const counts = new Array<number>(this.states).fill(0)
    let reached = 0
    for (let taken = this.path.length; taken > 0; taken--) {
      reached += this.keys[taken]!
      counts[this.path[taken - 1]!]! += reached * times
    }
    const last = this.path.at(-1)
    if (last !== undefined) counts[last]! += this.beyond * times
    return counts
  }
}
