import type { Automaton } from "../abi/automaton.ts"
import type { EventRecord } from "../abi/event.ts"
import type { Condition, SkipStrategy } from "../abi/rule-set.ts"
import type { Column, OperatorState, Table } from "../state/contract.ts"
import { Heap } from "./heap.ts"
import { IntList } from "./int-list.ts"
import { Judge, Verdict } from "./judge.ts"
import { none } from "./layout.ts"
import { GuardReader, type ProgramState, programOf, type Watch } from "./program.ts"
import { ByFirstEvent, type Candidates, notBegun, Skipper } from "./skip.ts"
import { MatchStore } from "./store.ts"
import { ChainView } from "./view.ts"

export interface MatcherOptions {
  readonly automaton: Automaton
  readonly conditions: readonly Condition[]
  readonly steps: number
  readonly skip: SkipStrategy
  /** From the first event of a partial match or from its last; null: no window. */
  readonly window: "whole" | "between-events" | null
  /** The ms of the window, and of the automaton's duration numbers: asked for each time. */
  readonly duration: () => number
  readonly durationOf: (number: number) => number
  /** Most partial matches of one key; the oldest is dropped beyond. */
  readonly limit: number
  /** Is told where time ended a partial match: its state, and whether that completed it. */
  readonly ended?: ((state: number, complete: boolean) => void) | undefined
  /** By condition: its bit among the answers that `consider` is given; 0 or none: it is evaluated. */
  readonly bits?: readonly number[]
}

/**
 * The general form of matching: every partial match of a key is looked at for every event of the key, and evaluates its own
 * conditions. All state is in the tables; what is kept here between calls is scratch space.
 */
export class Matcher {
  readonly view: ChainView
  readonly store: MatchStore
  /** Nodes of the matches of the last call, in order; `release` lets go of them. */
  readonly matches: number[] = []
  /** Nodes of the partial matches that the last call's window ended. */
  readonly timeouts: number[] = []
  /** How many partial matches the last call dropped at the limit. */
  dropped = 0
  /** Who is told what happens to the key of the next calls. */
  readonly watch: Watch = { trace: undefined }
  private readonly options: MatcherOptions
  private readonly states: readonly ProgramState[]
  private readonly reader: GuardReader
  private readonly judge: Judge
  private readonly verdict = new Verdict()
  private readonly skipper: Skipper
  private readonly candidates: Candidates
  /** Matches that the present event completed, before they join those held back. */
  private readonly found: Heap
  private readonly list = new IntList()
  /** Where windows end together: node → deadline of what ended in the last call, and the last of these deadlines. */
  private readonly ends = new Map<number, number>()
  private lastEnd = Number.NEGATIVE_INFINITY
  /** Nodes made by one event and partial matches it led to, where the automaton is ambiguous. */
  private readonly madeNodes = new Map<string, number>()
  private readonly madePartials = new Set<string>()
  /** Some states end by themselves, so that the list's first need not be the first to end. */
  private readonly expiring: boolean
  private readonly keys: Table
  private readonly head: Column<number>
  private readonly count: Column<number>
  private readonly start: Column<number>
  private readonly completedHead: Column<number>
  private readonly completedCount: Column<number>

  constructor(state: OperatorState, options: MatcherOptions) {
    this.options = options
    this.store = new MatchStore(state)
    this.view = new ChainView(this.store, options.steps)
    this.states = programOf(options.automaton)
    this.reader = new GuardReader(options.conditions, this.view, options.durationOf, options.bits, this.watch)
    this.expiring = options.window === "between-events" || this.states.some(({ expires }) => expires.length > 0)
    this.judge = new Judge(this.states, this.reader)
    const order = new ByFirstEvent(this.store)
    this.skipper = new Skipper(options.skip, this.store, order, this.watch)
    this.candidates = { partial: new Heap(order), completed: new Heap(order) }
    this.found = new Heap(order)
    this.keys = state.table("keys")
    this.head = this.keys.number("head")
    this.count = this.keys.number("count")
    this.start = this.keys.number("start")
    this.completedHead = this.keys.number("completedHead")
    this.completedCount = this.keys.number("completedCount")
  }

  /** States end by themselves, so that deadlines depend on more lengths of time than that of the window. */
  get expires(): boolean {
    return this.states.some(({ expires }) => expires.length > 0)
  }

  /** A row for a key that holds nothing yet. */
  addKey(): number {
    const key = this.keys.allocate()
    this.head.set(key, none)
    this.completedHead.set(key, none)
    return key
  }

  /** Whether the key holds nothing, so that its row can be freed. */
  isEmpty(key: number): boolean {
    return this.count.get(key) === 0 && this.completedCount.get(key) === 0
  }

  /**
   * Reads what an event does to a key (-1: one that holds nothing); writes nothing. False: nothing at all. Throws what a
   * condition throws. `answers`: of the conditions that have bits.
   */
  consider(key: number, event: EventRecord, answers = 0): boolean {
    const { list, verdict, store } = this
    verdict.clear()
    this.loadPartials(key)
    this.reader.begin(event, answers)
    try {
      for (let i = 0; i < list.size; i++) {
        const row = list.at(i)
        const begun = row !== notBegun
        this.view.show(begun ? store.node.get(row) : none)
        this.watch.trace?.look(row, this.view)
        this.reader.lastAt = begun ? store.lastAt.get(row) : Number.POSITIVE_INFINITY
        this.judge.judge(begun ? store.state.get(row) : this.options.automaton.start, verdict)
      }
    } finally {
      this.reader.end()
    }
    this.watch.trace?.judged()
    return this.changes()
  }

  /** Does what `consider` found. */
  apply(key: number, event: EventRecord): void {
    this.begin(key)
    this.advance(event)
    this.skipper.choose(this.candidates, this.matches)
    this.enforceLimit()
    this.save(key)
  }

  /**
   * Lets time pass: partial matches that ended at `time` match (where only that was left) or time out. A match does not undo
   * a timeout of the same time. `together`: whatever ended before `time` ends now too.
   */
  expire(key: number, time: number, together = false): void {
    const { store, states, list, timeouts } = this
    const { partial, completed } = this.candidates
    this.loadPartials(key)
    this.begin(key)
    this.found.clear()
    for (let i = 0; i < list.size; i++) {
      const row = list.at(i)
      const deadline = row === notBegun ? Number.POSITIVE_INFINITY : this.deadlineOf(row)
      if (time < deadline) {
        partial.add(row)
        continue
      }
      if (together) this.ends.set(store.node.get(row), deadline)
      this.lastEnd = Math.max(this.lastEnd, deadline)
      const state = store.state.get(row)
      const isComplete = states[state]!.kind === "pending"
      this.watch.trace?.ended(row, deadline, isComplete)
      this.options.ended?.(state, isComplete)
      if (isComplete) this.found.add(row)
      else {
        if (states[state]!.timesOut) timeouts.push(store.node.get(row))
        else store.releaseNode(store.node.get(row))
        store.freePartial(row)
      }
    }
    for (let i = 0; i < this.found.size; i++) completed.add(this.found.rows.at(i))
    this.found.clear()
    this.skipper.choose(this.candidates, this.matches)
    this.save(key)
  }

  /** When the key's next partial match ends; Infinity where none does by itself. */
  deadline(key: number): number {
    if (this.options.window === null && !this.expiring) return Number.POSITIVE_INFINITY
    let earliest = Number.POSITIVE_INFINITY
    for (let row = this.head.get(key); row !== none; row = this.store.next.get(row)) {
      earliest = Math.min(earliest, this.deadlineOf(row))
      // The list's first has the earliest first event.
      if (!this.expiring) break
    }
    return earliest
  }

  /**
   * The time of a result of the last call: the deadline of what a window ended or time completed; for a match that was held
   * back, that of the last partial match that ended with it. `otherwise`: where no deadline was at work.
   */
  endOf(node: number, otherwise: number): number {
    return this.ends.size === 0 ? otherwise : (this.ends.get(node) ?? this.lastEnd)
  }

  /** Lets go of the chains in `matches` and `timeouts`. */
  release(): void {
    for (const node of this.matches) this.store.releaseNode(node)
    for (const node of this.timeouts) this.store.releaseNode(node)
    this.matches.length = 0
    this.timeouts.length = 0
  }

  /** The end of its window or of its state, whichever is earlier; an absence with a time of its own outlasts the window. */
  private deadlineOf(row: number): number {
    const { startAt, lastAt } = this.store
    const { window, duration, durationOf } = this.options
    const { expires, kind } = this.states[this.store.state.get(row)]!
    let end = Number.POSITIVE_INFINITY
    if (expires.length > 0) {
      let longest = 0
      for (const each of expires) longest = Math.max(longest, durationOf(each))
      end = lastAt.get(row) + longest
      if (kind === "pending") return end
    }
    if (window === null) return end
    return Math.min(end, (window === "whole" ? startAt : lastAt).get(row) + duration())
  }

  private loadPartials(key: number): void {
    const { list } = this
    list.clear()
    if (key === none) {
      list.push(notBegun)
      return
    }
    const start = this.start.get(key)
    let row = this.head.get(key)
    for (let i = 0; row !== none || i === start; i++) {
      if (i === start) list.push(notBegun)
      else {
        list.push(row)
        row = this.store.next.get(row)
      }
    }
  }

  private begin(key: number): void {
    // To clear a map that is empty costs as much as to clear a full one.
    if (this.ends.size > 0) this.ends.clear()
    this.lastEnd = Number.NEGATIVE_INFINITY
    this.dropped = 0
    this.candidates.partial.clear()
    this.candidates.completed.clear()
    for (let row = this.completedHead.get(key); row !== none; row = this.store.next.get(row)) {
      this.candidates.completed.rows.push(row)
    }
  }

  private advance(event: EventRecord): void {
    const { list, verdict, store, found } = this
    const { partial } = this.candidates
    let eventRow = none
    let result = 0
    for (let i = 0; i < list.size; i++) {
      const row = list.at(i)
      const end = verdict.ends.at(i)
      const discarded = verdict.discarded.at(i) === 1
      if (result + 1 === end && !discarded && this.stays(row, result)) {
        if (this.isNew(row)) partial.add(row)
        else {
          this.watch.trace?.merged(row)
          store.dropPartial(row)
        }
        result = end
        continue
      }
      for (; result < end; result++) {
        const isFinal = this.states[verdict.targets.at(result)]!.kind === "final"
        if (discarded && !isFinal) continue
        if (eventRow === none && verdict.steps.at(result) !== -1) eventRow = store.addEvent(event)
        const made = this.make(row, result, eventRow, event)
        if (made !== none) (isFinal ? found : partial).add(made)
      }
      if (row === notBegun) partial.add(notBegun)
      else this.leave(row, discarded)
    }
    if (eventRow !== none) store.releaseEvent(eventRow)
    for (let i = 0; i < found.size; i++) this.candidates.completed.add(found.rows.at(i))
    found.clear()
    if (this.options.automaton.ambiguous) this.forget()
  }

  private leave(row: number, broken: boolean): void {
    this.watch.trace?.left(row, broken)
    this.store.dropPartial(row)
  }

  /** Whether the verdict is more than that every partial match stays as it is. */
  private changes(): boolean {
    const { list, verdict } = this
    let result = 0
    for (let i = 0; i < list.size; i++) {
      const end = verdict.ends.at(i)
      const row = list.at(i)
      if (
        row === notBegun
          ? end > result
          : result + 1 !== end || verdict.discarded.at(i) === 1 || !this.stays(row, result)
      ) {
        return true
      }
      result = end
    }
    return false
  }

  /** False for a second partial match with the same state and events, which an ambiguous automaton can lead to. */
  private isNew(row: number): boolean {
    if (!this.options.automaton.ambiguous) return true
    const name = `${this.store.state.get(row)} ${this.store.node.get(row)}`
    if (this.madePartials.has(name)) return false
    this.madePartials.add(name)
    return true
  }

  /** A partial match that only passed over the event stays as it is. */
  private stays(row: number, result: number): boolean {
    const { verdict, store } = this
    return row !== notBegun && verdict.steps.at(result) === -1 && verdict.targets.at(result) === store.state.get(row)
  }

  private make(row: number, result: number, eventRow: number, event: EventRecord): number {
    const { store, verdict } = this
    const target = verdict.targets.at(result)
    const step = verdict.steps.at(result)
    const parent = row === notBegun ? none : store.node.get(row)
    let node = parent
    if (step === -1) store.holdNode(parent)
    else node = this.chain(step, eventRow, parent)
    if (this.options.automaton.ambiguous) {
      const name = `${target} ${node}`
      if (this.madePartials.has(name)) {
        store.releaseNode(node)
        return none
      }
      this.madePartials.add(name)
    }
    const startAt = row === notBegun ? event.at : store.startAt.get(row)
    const startSequence = row === notBegun ? event.sequence : store.startSequence.get(row)
    const lastAt = step === -1 ? store.lastAt.get(row) : event.at
    const made = store.addPartial(target, node, startAt, startSequence, lastAt)
    this.watch.trace?.made(made, row, target, step)
    return made
  }

  /** The chain with the event at its end: the same one for all that come to it, where the automaton is ambiguous. */
  private chain(step: number, eventRow: number, parent: number): number {
    if (!this.options.automaton.ambiguous) return this.store.addNode(step, eventRow, parent)
    const name = `${step} ${parent}`
    let node = this.madeNodes.get(name)
    if (node === undefined) {
      node = this.store.addNode(step, eventRow, parent)
      this.madeNodes.set(name, node)
    }
    this.store.holdNode(node)
    return node
  }

  private forget(): void {
    for (const node of this.madeNodes.values()) this.store.releaseNode(node)
    this.madeNodes.clear()
    this.madePartials.clear()
  }

  private enforceLimit(): void {
    while (this.candidates.partial.size - 1 > this.options.limit) {
      const row = this.candidates.partial.poll()
      this.watch.trace?.dropped(row)
      this.store.dropPartial(row)
      this.dropped++
    }
  }

  private save(key: number): void {
    const { partial, completed } = this.candidates
    this.start.set(key, partial.rows.indexOf(notBegun))
    this.head.set(key, this.link(partial.rows))
    this.count.set(key, partial.size - 1)
    this.completedHead.set(key, this.link(completed.rows))
    this.completedCount.set(key, completed.size)
  }

  /** Links rows to a list in their order and returns its first. */
  private link(rows: IntList): number {
    let next = none
    for (let i = rows.size - 1; i >= 0; i--) {
      const row = rows.at(i)
      if (row === notBegun) continue
      this.store.next.set(row, next)
      next = row
    }
    return next
  }
}
