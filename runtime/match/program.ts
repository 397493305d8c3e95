import type { Automaton, Guard, State } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Condition } from "../abi/rule-set.ts"
import type { ChainView } from "./view.ts"

/** The automaton as the matcher walks it: edges apart by what they do. */
export interface ProgramState {
  readonly step: number
  readonly kind: State["kind"]
  readonly timesOut: boolean
  readonly expires: readonly number[]
  readonly edges: readonly ProgramEdge[]
  /** Whether `proceed` edges lead from here to the end of the pattern: where only steps are left that can be skipped. */
  readonly reachesEnd: boolean
}

export interface ProgramEdge {
  readonly action: "take" | "ignore" | "proceed"
  readonly source: number
  readonly target: number
  readonly guard: Guard
}

/** Prepares an automaton. */
export function programOf(automaton: Automaton): readonly ProgramState[] {
  const ends = statesBeforeEnd(automaton)
  return automaton.states.map((state, source) => ({
    step: state.step ?? 0,
    kind: state.kind,
    timesOut: state.timesOut,
    expires: state.expires,
    edges: state.edges.map(({ action, target, guard }) => ({ action, source, target, guard })),
    reachesEnd: ends.has(source),
  }))
}

function statesBeforeEnd({ states }: Automaton): ReadonlySet<number> {
  const ends = new Set<number>()
  const isEnd = (state: number): boolean => ends.has(state) || /final|pending/.test(states[state]!.kind)
  for (let size = -1; size < ends.size; ) {
    size = ends.size
    for (const [source, { edges }] of states.entries()) {
      if (edges.some(({ action, target }) => action === "proceed" && isEnd(target))) ends.add(source)
    }
  }
  return ends
}

/**
 * Evaluates guards for one event at a time. A condition that read nothing of the match depends on the event alone: its answer
 * is kept for the other partial matches of the same event.
 */
export class GuardReader {
  private readonly conditions: readonly Condition[]
  private readonly view: ChainView
  /** 0: not known, 1: false, 2: true. */
  private readonly known: Uint8Array
  private readonly duration: (number: number) => number
  private event: EventRecord | undefined
  /** When the partial match that is asked for took its last event; without one nothing can come too late. */
  lastAt = Number.POSITIVE_INFINITY

  /** `duration`: the ms that a duration number stands for now. */
  constructor(conditions: readonly Condition[], view: ChainView, duration: (number: number) => number) {
    this.duration = duration
    this.conditions = conditions
    this.view = view
    this.known = new Uint8Array(conditions.length)
  }

  /** Begins with an event; forgets what was known of the one before. */
  begin(event: EventRecord): void {
    this.event = event
    this.known.fill(0)
  }

  /** Lets go of the event. */
  end(): void {
    this.event = undefined
  }

  holds(guard: Guard): boolean {
    switch (guard.kind) {
      case "always":
        return true
      case "condition":
        return this.test(guard.condition)
      case "soon":
        return this.event!.at < this.lastAt + this.duration(guard.duration)
      case "not":
        return !this.holds(guard.guard)
      case "and":
        for (const each of guard.guards) if (!this.holds(each)) return false
        return true
      case "or":
        for (const each of guard.guards) if (this.holds(each)) return true
        return false
    }
  }

  private test(condition: number): boolean {
    const known = this.known[condition]!
    if (known !== 0) return known === 2
    const { view } = this
    view.touched = false
    const holds = this.conditions[condition]!(this.event!, view) === true
    if (!view.touched) this.known[condition] = holds ? 2 : 1
    return holds
  }
}
