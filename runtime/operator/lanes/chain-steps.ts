import type { Automaton, Guard } from "../../abi/automaton.ts"
import type { RegisterTest, Rows } from "../../abi/rows.ts"
import { Judge, Verdict } from "../../match/judge.ts"
import { type ProgramState, programOf } from "../../match/program.ts"
import { lastAtCell, stateCell } from "./registers.ts"

/** Words of a node of a tree. */
const nodeWords = 3
/** Larger trees are not made: an automaton whose states ask so much is judged edge by edge. */
const mostNodes = 512
/** No state, no step. */
const none = -1

/** What an event does to a partial match that never becomes two. */
export interface Outcome {
  /** The state that it comes to, and the step that takes the event on the way; -1: it is gone, the event is passed over. */
  readonly target: number
  readonly step: number
  /** The step that takes the event in the match that it completes; -1: it completes none. */
  readonly endStep: number
}

/** The trees of an automaton's states. */
export interface StepTrees {
  /** Three words for each node: the question, and where it goes on when that holds and when not; below 0: the outcome `-1 - word`. */
  readonly nodes: ArrayLike<number>
  /** By state. */
  readonly roots: ArrayLike<number>
  readonly outcomes: readonly Outcome[]
  /** By question, conditions first: how it is answered by what is known of the event; 0: it is not. */
  readonly bits: ArrayLike<number>
  /** How many of the questions are conditions. The others are durations. */
  readonly conditions: number
  /** In ms. */
  readonly durations: ArrayLike<number>
  /** The conditions that are asked beside what is known of the event. */
  readonly asked: readonly number[]
}

/** How the questions of trees are answered: by bits that are known of an event, by tests, and by times. */
export interface Answers {
  /** By condition; 0: it is not known beforehand. */
  readonly bits: readonly number[]
  /** By condition; undefined: there is none. */
  readonly tests: readonly (RegisterTest | undefined)[]
  /** By duration number, in ms. */
  readonly durations: readonly number[]
}

/**
 * What events do to partial matches, as a tree of questions for each state: made by asking the matcher itself with all answers that its conditions
 * can give.
 */
export class ChainSteps implements StepTrees {
  readonly nodes: Int32Array
  readonly roots: Int32Array
  readonly outcomes: readonly Outcome[]
  readonly bits: Int32Array
  readonly conditions: number
  readonly durations: Float64Array
  private readonly tests: readonly (RegisterTest | undefined)[]

  private constructor(trees: Trees, { bits, tests, durations }: Answers) {
    this.nodes = Int32Array.from(trees.nodes)
    this.roots = Int32Array.from(trees.roots)
    this.outcomes = trees.outcomes
    this.bits = Int32Array.from([...bits, ...durations.map(() => 0)])
    this.tests = tests
    this.conditions = tests.length
    this.durations = Float64Array.from(durations)
  }

  /** The conditions that are asked beside what is known of the event. */
  get asked(): readonly number[] {
    const asked = new Set<number>()
    for (let node = 0; node < this.nodes.length; node += nodeWords) asked.add(this.nodes[node]!)
    return [...asked].filter((question) => question < this.conditions && this.bits[question] === 0)
  }

  /** Of an automaton in which a partial match never becomes two; undefined: some condition must be asked about an event, or they are too many. */
  static of(automaton: Automaton, answers: Answers): ChainSteps | undefined {
    const trees = new Trees(programOf(automaton), answers)
    return trees.areMade ? new ChainSteps(trees, answers) : undefined
  }

  /** What the event in a row, of which `known` is known, does to the partial match at `cell`. */
  follow(rows: Rows, row: number, cells: Float64Array, cell: number, known: number): Outcome {
    const { nodes, bits, tests } = this
    let node = this.roots[cells[cell + stateCell]!]!
    while (node >= 0) {
      const question = nodes[node]!
      const bit = bits[question]!
      const holds =
        bit !== 0
          ? (known & bit) !== 0
          : question < tests.length
            ? tests[question]!(rows, row, cells, cell)
            : rows.at[row]! < cells[cell + lastAtCell]! + this.durations[question - tests.length]!
      node = nodes[node + (holds ? 1 : 2)]!
    }
    return this.outcomes[-1 - node]!
  }
}

/** Guards with some answers given; notes the first that is wanted besides. */
class Given {
  readonly answers = new Map<number, boolean>()
  wanted = none
  private readonly conditions: number

  constructor(conditions: number) {
    this.conditions = conditions
  }

  holds(guard: Guard): boolean {
    switch (guard.kind) {
      case "always":
        return true
      case "condition":
        return this.answer(guard.condition)
      case "soon":
        return this.answer(this.conditions + guard.duration)
      case "not":
        return !this.holds(guard.guard)
      case "and":
        return guard.guards.every((each) => this.holds(each))
      case "or":
        return guard.guards.some((each) => this.holds(each))
    }
  }

  private answer(question: number): boolean {
    const known = this.answers.get(question)
    if (known === undefined && this.wanted === none) this.wanted = question
    return known === true
  }
}

class Trees {
  readonly nodes: number[] = []
  readonly roots: readonly number[]
  readonly outcomes: Outcome[] = []
  areMade = true
  private readonly states: readonly ProgramState[]
  private readonly sources: Answers
  private readonly given: Given
  private readonly judge: Judge
  private readonly verdict = new Verdict()

  constructor(states: readonly ProgramState[], answers: Answers) {
    this.states = states
    this.sources = answers
    this.given = new Given(answers.tests.length)
    this.judge = new Judge(states, this.given)
    this.roots = states.map(({ kind }, state) => (kind === "final" || kind === "stop" ? none : this.grow(state)))
  }

  /** The tree of a state below the answers that are given; its root. */
  private grow(state: number): number {
    const { given, verdict, nodes } = this
    given.wanted = none
    verdict.clear()
    this.judge.judge(state, verdict)
    const question = given.wanted
    if (question === none) return this.outcome()
    if (nodes.length >= mostNodes * nodeWords || !this.isKnown(question)) this.areMade = false
    if (!this.areMade) return none
    const node = nodes.push(question, none, none) - nodeWords
    for (const [word, holds] of [true, false].entries()) {
      given.answers.set(question, holds)
      nodes[node + 1 + word] = this.grow(state)
    }
    given.answers.delete(question)
    return node
  }

  private isKnown(question: number): boolean {
    const { bits, tests, durations } = this.sources
    if (question >= tests.length) return durations[question - tests.length] !== undefined
    return bits[question]! !== 0 || tests[question] !== undefined
  }

  /** Notes what the verdict says. */
  private outcome(): number {
    const { targets, steps, discarded } = this.verdict
    const outcome = { target: none, step: none, endStep: none }
    for (let i = 0; i < targets.size; i++) {
      const target = targets.at(i)
      if (this.states[target]!.kind === "final") {
        // A second match of one event, or one without it, is none of a chain.
        if (outcome.endStep !== none || steps.at(i) === none) this.areMade = false
        outcome.endStep = steps.at(i)
      } else if (discarded.at(0) !== 1) {
        outcome.target = target
        outcome.step = steps.at(i)
      }
    }
    return -this.outcomes.push(outcome)
  }
}
