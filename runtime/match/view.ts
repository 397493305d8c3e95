import type { EventRecord } from "../abi/event.ts"
import type { MatchView } from "../abi/rule-set.ts"
import type { Fields } from "../abi/value.ts"
import { none } from "./layout.ts"
import type { MatchStore } from "./store.ts"

/**
 * A (partial) match as generated code sees it. One object is used again for each: the chain is laid out by steps only when it
 * is asked for more than its newest events.
 */
export class ChainView implements MatchView {
  /** Whether anything was read since it was last set to false: what reads nothing depends on the event alone. */
  touched = false
  private readonly store: MatchStore
  private readonly steps: EventRecord[][]
  private readonly fields: Fields[][]
  private readonly chain: number[] = []
  private tail = none
  private laidOut = false

  constructor(store: MatchStore, steps: number) {
    this.store = store
    this.steps = Array.from({ length: steps }, () => [])
    this.fields = Array.from({ length: steps }, () => [])
  }

  /** Shows the chain that ends in `tail`. */
  show(tail: number): void {
    this.tail = tail
    this.laidOut = false
  }

  count(step: number): number {
    return this.list(step).length
  }

  first(step: number): Fields | undefined {
    return this.list(step)[0]
  }

  last(step: number): Fields | undefined {
    this.touched = true
    const { store } = this
    for (let node = this.tail; node !== none; node = store.parent.get(node)) {
      if (store.step.get(node) === step) return store.eventOf(node).fields
    }
    return undefined
  }

  at(step: number, index: number): Fields | undefined {
    return Number.isInteger(index) && index >= 0 ? this.list(step)[index] : undefined
  }

  list(step: number): readonly Fields[] {
    this.touched = true
    if (!this.laidOut) this.layOut()
    return this.fields[step] ?? []
  }

  previous(): Fields | undefined {
    this.touched = true
    return this.tail === none ? undefined : this.store.eventOf(this.tail).fields
  }

  record(step: number, index: number): EventRecord | undefined {
    this.touched = true
    return Number.isInteger(index) ? this.records(step).at(index) : undefined
  }

  previousRecord(): EventRecord | undefined {
    this.touched = true
    return this.tail === none ? undefined : this.store.eventOf(this.tail)
  }

  /** The events of a step, as they are. */
  records(step: number): readonly EventRecord[] {
    if (!this.laidOut) this.layOut()
    return this.steps[step] ?? []
  }

  private layOut(): void {
    const { store, chain } = this
    for (const events of this.steps) events.length = 0
    for (const fields of this.fields) fields.length = 0
    chain.length = 0
    for (let node = this.tail; node !== none; node = store.parent.get(node)) chain.push(node)
    for (let i = chain.length - 1; i >= 0; i--) {
      const step = store.step.get(chain[i]!)
      const event = store.eventOf(chain[i]!)
      this.steps[step]!.push(event)
      this.fields[step]!.push(event.fields)
    }
    this.laidOut = true
  }
}
