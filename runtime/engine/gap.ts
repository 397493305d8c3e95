/** What a rule may go on with where events have passed that it has not seen. */
import type { Guard, State } from "../abi/automaton.ts"
import type { Form } from "../abi/form.ts"
import type { RuleManifest } from "../abi/rule-set.ts"

/**
 * Why partial matches or windows of a rule could say something wrong behind a gap; undefined: they cannot. What stays says no more than that some events came in an order and within a time, which is true
 * whatever else has passed. All else says, or may, that something did not come.
 */
export function wrongBehindGap({ window, outputs, automaton, form }: RuleManifest): string | undefined {
  if (window !== undefined) return "its windows lack what came meanwhile"
  if (outputs.some(({ onTimeout }) => onTimeout)) return "what comes `on timeout` may have been completed meanwhile"
  if (form !== undefined) return isOpenRing(form) ? open : undefined
  const { states, start } = automaton
  const found = new Set<string>()
  for (const [number, state] of states.entries()) {
    const why = number === start ? startProblem(state) : problemOf(state, states, number)
    if (why !== undefined) found.add(why)
  }
  return [...found][0]
}

const absence = "what should not come (`no`) may have come meanwhile"
const strict = "what should come directly behind an event (`next`, `consecutive`) may not have done so"
const open = "how often a step was repeated, or whether it was left out, is not known any more"

/** It shows as many events of its first step as there were before the last. */
function isOpenRing(form: Form): boolean {
  return form.kind === "ring" && form.last !== null && form.min !== form.max
}

/** A single step that is repeated at will is a loop of its own. */
function startProblem({ edges }: State): string | undefined {
  return edges.some(({ guard }) => isNegated(guard)) ? open : undefined
}

function problemOf({ kind, edges }: State, states: readonly State[], number: number): string | undefined {
  if (kind === "pending" || kind === "next-absent" || kind === "stop") return absence
  if (kind === "final") return undefined
  if (edges.some(({ target }) => states[target]!.kind === "stop" || states[target]!.kind === "pending")) return absence
  // Numbers rise along the pattern: what leads back repeats.
  const repeats = edges.some(({ action, target }) => action === "take" && target <= number)
  const isLeftOut = edges.some(({ action, guard }) => action === "proceed" || (action === "take" && isNegated(guard)))
  if (repeats || isLeftOut) return open
  return edges.some(({ action, target }) => action === "ignore" && target === number) ? undefined : strict
}

function isNegated(guard: Guard): boolean {
  if (guard.kind === "and" || guard.kind === "or") return guard.guards.some(isNegated)
  return guard.kind === "not"
}
