import type { Guard } from "../../runtime/abi/automaton.ts"

/** The guard that is always true. */
export const always: Guard = { kind: "always" }

/** The guard that holds when condition number `condition` does. */
export function when(condition: number): Guard {
  return { kind: "condition", condition }
}

/** The guard that holds for less than duration number `duration` after the last event; undefined: for ever. */
export function soon(duration: number | undefined): Guard {
  return duration === undefined ? always : { kind: "soon", duration }
}

/** The opposite of a guard; two negations cancel. */
export function not(guard: Guard): Guard {
  return guard.kind === "not" ? guard.guard : { kind: "not", guard }
}

/** True when all are; nested conjunctions are flattened, `always` and repeated guards left out. */
export function and(...guards: Guard[]): Guard {
  const parts: Guard[] = []
  for (const guard of guards.flatMap((each) => (each.kind === "and" ? each.guards : [each]))) {
    if (guard.kind !== "always" && !parts.some((part) => sameGuard(part, guard))) parts.push(guard)
  }
  return parts.length === 0 ? always : parts.length === 1 ? parts[0]! : { kind: "and", guards: parts }
}

/** Whether two guards are written alike. */
export function sameGuard(left: Guard, right: Guard): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
