import type { Expression } from "../../lang/check/model.ts"
import type { Automaton, Guard } from "../../runtime/abi/automaton.ts"
import { walk } from "../1-analyze/walk.ts"

/**
 * The conditions that are also asked about an event that an earlier step is just taking, to find out whether the match may
 * end there: those on ways past what can be skipped. The step that takes it holds no event yet.
 */
export function askedEarly({ states }: Automaton): ReadonlySet<number> {
  const found = new Set<number>()
  for (const { edges } of states) {
    for (const { action, target, guard } of edges) {
      if (action === "proceed" && states[target]!.kind !== "stop") addConditions(guard, found)
    }
  }
  return found
}

function addConditions(guard: Guard, found: Set<number>): void {
  if (guard.kind === "condition") found.add(guard.condition)
  else if (guard.kind === "not") addConditions(guard.guard, found)
  else if (guard.kind === "and" || guard.kind === "or") for (const each of guard.guards) addConditions(each, found)
}

/** The events of the match that an expression takes to be there: of a step one, or any. */
export function neededEvents(expression: Expression): readonly (number | "any")[] {
  const needed = new Set<number | "any">()
  walk(expression, (inner) => {
    if (inner.type.kind === "optional") return
    if (inner.kind === "step") needed.add(inner.step)
    if (inner.kind === "previous") needed.add("any")
  })
  return [...needed]
}
