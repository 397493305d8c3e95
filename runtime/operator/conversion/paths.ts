import type { Automaton } from "../../abi/automaton.ts"

/** The ways of partial matches through an automaton, as far as states say which they took. */
export interface Paths {
  /** Steps of which a partial match that goes on can hold an event. */
  readonly held: ReadonlySet<number>
  /** By state: the steps that took an event on every way there, one after the other; undefined: ways differ, or none leads there. */
  readonly steps: readonly (readonly number[] | undefined)[]
  /** All states in which a partial match can be have one such way. */
  readonly areUnique: boolean
  /** Steps of which no way takes two events, where each state has one. */
  readonly single: ReadonlySet<number>
}

/** Follows all edges of an automaton. */
export function pathsOf({ states, start }: Automaton): Paths {
  const goesOn = (state: number): boolean => states[state]!.kind !== "final" && states[state]!.kind !== "stop"
  const held = new Set<number>()
  const steps: (readonly number[] | undefined)[] = states.map(() => undefined)
  const differ = new Set<number>()
  const reached: { readonly state: number; readonly path: readonly number[] | undefined }[] = []
  const reach = (state: number, path: readonly number[] | undefined): void => {
    if (!goesOn(state) || differ.has(state)) return
    const known = steps[state]
    if (known !== undefined && String(known) === String(path)) return
    if (known !== undefined || path === undefined) differ.add(state)
    steps[state] = differ.has(state) ? undefined : path
    reached.push({ state, path: steps[state] })
  }
  reach(start, [])
  for (const { state, path } of reached) {
    const { step, edges } = states[state]!
    for (const { action, target } of edges) {
      const takes = action === "take" && step !== null
      if (takes && goesOn(target)) held.add(step)
      reach(target, takes && path !== undefined ? [...path, step] : path)
    }
  }
  const areUnique = differ.size === 0
  const isSingle = (step: number): boolean =>
    steps.every((path) => path === undefined || path.filter((each) => each === step).length < 2)
  return { held, steps, areUnique, single: new Set(areUnique ? [...held].filter(isSingle) : []) }
}
