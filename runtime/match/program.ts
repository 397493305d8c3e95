import type { Automaton, Guard, State } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Condition, MatchView } from "../abi/rule-set.ts"
import type { MatchTrace } from "../abi/trace.ts"

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

/** The partial match at hand as conditions see it. */
export interface PartialView extends MatchView {
  /** Whether anything was read since it was last set to false: what reads nothing depends on the event alone. */
  touched: boolean
}

/** Who is told what happens to the key at hand; mostly nobody is. */
export interface Watch {
  trace: MatchTrace | undefined
}

/**
 * Evaluates guards for one event at a time. A condition that read nothing of the match depends on the event alone: its answer
 * is kept for the other partial matches of the same event. Answers that are known beforehand come as bits.
 */
export class GuardReader {
  private readonly conditions: readonly Condition[]
  private readonly view: PartialView
  /** By condition: the round in which it was found to be false; one more: true. */
  private readonly known: Float64Array
  private round = 0
  /** By condition: its bit among the answers that are known beforehand; 0: it has none. */
  private readonly bits: Int32Array
  private answers = 0
  private readonly duration: (number: number) => number
  private event: EventRecord | undefined
  private readonly watch: Watch | undefined
  /** When the partial match that is asked for took its last event; without one nothing can come too late. */
  lastAt = Number.POSITIVE_INFINITY

  /** `duration`: the ms that a duration number stands for now. `bits`: by condition, of `answers` in `begin`; 0: it is not among them. */
  constructor(
    conditions: readonly Condition[],
    view: PartialView,
    duration: (number: number) => number,
    bits: readonly number[] = [],
    watch?: Watch,
  ) {
    this.watch = watch
    this.duration = duration
    this.conditions = conditions
    this.view = view
    this.known = new Float64Array(conditions.length)
    this.bits = Int32Array.from(conditions, (_, number) => bits[number] ?? 0)
  }

  /** Begins with an event; forgets what was known of the one before. */
  begin(event: EventRecord, answers: number): void {
    this.event = event
    this.answers = answers
    this.round += 2
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
        return this.watch?.trace === undefined ? this.test(guard.condition) : this.testWatched(guard.condition)
      case "soon":
        return this.isSoon(guard.duration)
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

  private isSoon(duration: number): boolean {
    const holds = this.event!.at < this.lastAt + this.duration(duration)
    this.watch?.trace?.askedSoon(duration, holds)
    return holds
  }

  private testWatched(condition: number): boolean {
    const holds = this.test(condition)
    this.watch?.trace?.asked(condition, holds)
    return holds
  }

  private test(condition: number): boolean {
    const bit = this.bits[condition]!
    if (bit !== 0) return (this.answers & bit) !== 0
    const { view, round } = this
    const known = this.known[condition]!
    if (known >= round) return known > round
    view.touched = false
    const holds = this.conditions[condition]!(this.event!, view) === true
    if (!view.touched) this.known[condition] = holds ? round + 1 : round
    return holds
  }
}
