import type { SkipStrategy } from "../abi/rule-set.ts"
import type { Heap, Order } from "./heap.ts"
import { none } from "./layout.ts"
import type { Watch } from "./program.ts"
import type { MatchStore } from "./store.ts"

/** The row number that stands for the match that has not begun, in lists and heaps. */
export const notBegun = -1

/** Partial matches by their first event; what has not begun comes last. */
export class ByFirstEvent implements Order {
  private readonly store: MatchStore

  constructor(store: MatchStore) {
    this.store = store
  }

  compare(left: number, right: number): number {
    if (left === notBegun || right === notBegun) return left === right ? 0 : left === notBegun ? 1 : -1
    const { startAt, startSequence } = this.store
    return startAt.get(left) - startAt.get(right) || startSequence.get(left) - startSequence.get(right)
  }
}

/** What a strategy works on: rows of partial matches and of completed ones that are not reported yet. */
export interface Candidates {
  readonly partial: Heap
  readonly completed: Heap
}

/**
 * Chooses the matches to report, in order, and drops what the strategy skips. Chosen rows are freed and their nodes, with the
 * reference to each, added to `chosen`; completed matches that have to wait stay in `candidates.completed`.
 */
export class Skipper {
  private readonly strategy: SkipStrategy
  private readonly store: MatchStore
  private readonly order: ByFirstEvent
  private readonly watch: Watch | undefined

  constructor(strategy: SkipStrategy, store: MatchStore, order: ByFirstEvent, watch?: Watch) {
    this.watch = watch
    this.strategy = strategy
    this.store = store
    this.order = order
  }

  /** Does it for all that is complete. */
  choose(candidates: Candidates, chosen: number[]): void {
    if (candidates.completed.size === 0) return
    if (this.strategy.kind === "none") this.chooseAll(candidates, chosen)
    else if (this.strategy.kind === "default") this.chooseFirst(candidates, chosen)
    else this.chooseEarliest(candidates, chosen)
  }

  private chooseAll({ completed }: Candidates, chosen: number[]): void {
    const rows = completed.rows.toArray().sort((left, right) => this.precedence(left, right))
    completed.clear()
    for (const row of rows) this.report(row, chosen)
  }

  /** The first of those completed together; then what began after its last event (only a deadline leaves such). */
  private chooseFirst({ partial, completed }: Candidates, chosen: number[]): void {
    while (completed.size > 0) {
      let first = completed.first()
      for (const row of completed.rows.toArray()) if (this.precedence(row, first) < 0) first = row
      const last = this.store.eventOf(this.store.node.get(first))
      completed.remove((row) => row === first)
      this.report(first, chosen)
      this.drop(partial, last.at, last.sequence, true)
      this.drop(completed, last.at, last.sequence, true)
    }
  }

  /** As Flink: in order of first events; a match waits while a partial match with an earlier first event lives. */
  private chooseEarliest({ partial, completed }: Candidates, chosen: number[]): void {
    while (completed.size > 0) {
      const earliest = completed.first()
      if (partial.size > 0 && this.order.compare(earliest, partial.first()) > 0) return
      completed.poll()
      const target = this.target(earliest)
      this.report(earliest, chosen)
      if (target === none) continue
      const { at, sequence } = this.store.eventOf(target)
      const inclusive = this.strategy.kind === "past-last" || this.strategy.kind === "to-next"
      this.drop(partial, at, sequence, inclusive)
      this.drop(completed, at, sequence, inclusive)
    }
  }

  /** The node of the event that decides what is dropped. */
  private target(row: number): number {
    const { strategy, store } = this
    let found = none
    for (let node = store.node.get(row); node !== none; node = store.parent.get(node)) {
      if (strategy.kind === "past-last") return node
      if (strategy.kind === "to-next") found = node
      else if (
        (strategy.kind === "to-first" || strategy.kind === "to-last") &&
        store.step.get(node) === strategy.step
      ) {
        if (strategy.kind === "to-last") return node
        found = node
      }
    }
    return found
  }

  private report(row: number, chosen: number[]): void {
    this.watch?.trace?.reported(row)
    chosen.push(this.store.node.get(row))
    this.store.freePartial(row)
  }

  private drop(heap: Heap, at: number, sequence: number, inclusive: boolean): void {
    const { store } = this
    heap.remove((row) => {
      if (row === notBegun) return false
      const startAt = store.startAt.get(row)
      const startSequence = store.startSequence.get(row)
      const before = startAt < at || (startAt === at && startSequence < sequence)
      const same = startAt === at && startSequence === sequence
      if (!before && !(inclusive && same)) return false
      this.watch?.trace?.skipped(row)
      store.dropPartial(row)
      return true
    })
  }

  /** The earliest first event, then the most events, then the order of events. */
  private precedence(left: number, right: number): number {
    if (left === right) return 0
    const { store } = this
    const first = this.order.compare(left, right)
    if (first !== 0) return first
    const leftNode = store.node.get(left)
    const rightNode = store.node.get(right)
    const length = store.length.get(rightNode) - store.length.get(leftNode)
    if (length !== 0) return length
    return this.compareEvents(leftNode, rightNode)
  }

  /** Of two chains of equal length: the earlier events first, then for the same events the steps written first. */
  private compareEvents(left: number, right: number): number {
    const { store } = this
    let bySequence = 0
    let byStep = 0
    // From the last event to the first: what differs earliest decides.
    while (left !== none) {
      bySequence = store.eventOf(left).sequence - store.eventOf(right).sequence || bySequence
      byStep = store.step.get(left) - store.step.get(right) || byStep
      left = store.parent.get(left)
      right = store.parent.get(right)
    }
    return bySequence || byStep
  }
}
