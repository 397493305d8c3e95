import type { Automaton, Guard } from "../abi/automaton.ts"

/** An event that takes a partial match nearer to its end. */
export interface Awaited {
  readonly step: number
  /** Numbers of the conditions that it must fulfil, and that it must not. */
  readonly wanted: readonly number[]
  readonly unwanted: readonly number[]
}

/** How far partial matches are from complete, told from the automaton alone. */
export class Steps {
  readonly automaton: Automaton
  /** By state: how many events are missing at least. */
  private readonly missing: readonly number[]

  constructor(automaton: Automaton) {
    this.automaton = automaton
    this.missing = missingFrom(automaton)
  }

  /** How many events a match has at least. */
  get least(): number {
    return this.missing[this.automaton.start]!
  }

  get start(): number {
    return this.automaton.start
  }

  remaining(state: number): number {
    return this.missing[state]!
  }

  /** How many events of a step are missing at least on the shortest way from a state. */
  ofStep(state: number, step: number): number {
    const { states } = this.automaton
    let [count, current] = [0, state]
    for (let i = 0; i <= states.length && this.missing[current]! > 0; i++) {
      const from = reached(this.automaton, current)
      const edges = [...from].flatMap((each) =>
        states[each]!.edges.flatMap(({ action, target }) => (action === "take" ? [{ source: each, target }] : [])),
      )
      const next = edges.find(({ target }) => this.missing[target]! < this.missing[current]!)
      if (next === undefined) break
      if (states[next.source]!.step === step) count++
      current = next.target
    }
    return count
  }

  isPending(state: number): boolean {
    return this.automaton.states[state]!.kind === "pending"
  }

  /** What takes a partial match in a state nearer to its end. */
  awaited(state: number): readonly Awaited[] {
    const { states } = this.automaton
    const found: Awaited[] = []
    for (const from of reached(this.automaton, state)) {
      for (const { action, target, guard } of states[from]!.edges) {
        const step = states[from]!.step
        if (action !== "take" || step === null || this.missing[target]! >= this.missing[state]!) continue
        const wanted: number[] = []
        const unwanted: number[] = []
        conditionsOf(guard, true, wanted, unwanted)
        if (!found.some((each) => each.step === step)) found.push({ step, wanted, unwanted })
      }
    }
    return found
  }
}

/** The states that `proceed` edges lead to, and the state itself. */
function reached({ states }: Automaton, state: number): ReadonlySet<number> {
  const found = new Set([state])
  for (const one of found) {
    for (const { action, target } of states[one]!.edges) if (action === "proceed") found.add(target)
  }
  return found
}

function missingFrom(automaton: Automaton): readonly number[] {
  const { states } = automaton
  const missing = states.map(({ kind }) => (kind === "final" || kind === "pending" ? 0 : Number.POSITIVE_INFINITY))
  for (let changed = true; changed; ) {
    changed = false
    for (const [source, { edges }] of states.entries()) {
      for (const { action, target } of edges) {
        const least = missing[target]! + (action === "take" ? 1 : 0)
        if (action === "ignore" && states[source]!.kind !== "next-absent") continue
        if (least >= missing[source]!) continue
        missing[source] = least
        changed = true
      }
    }
  }
  return missing
}

function conditionsOf(guard: Guard, isWanted: boolean, wanted: number[], unwanted: number[]): void {
  if (guard.kind === "condition") (isWanted ? wanted : unwanted).push(guard.condition)
  else if (guard.kind === "not") conditionsOf(guard.guard, !isWanted, wanted, unwanted)
  else if (guard.kind === "and" || guard.kind === "or") {
    for (const each of guard.guards) conditionsOf(each, isWanted, wanted, unwanted)
  }
}
