import type { Result } from "../operator/contract.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

const none = -1

/** A condition of the rule failed on the event. */
export interface Failure {
  readonly rule: RunningRule
  readonly event: StoredEvent
  readonly thrown: unknown
}

/** What a deadline brought. */
interface Due {
  readonly place: number
  readonly time: number
  readonly result: Result
}

/** Who is told what was found. */
export interface FoundVisitor {
  /** At the event of that place. */
  found(one: Result | Failure, place: number): void
  /** At a deadline. */
  due(result: Result): void
}

/** What the rules found in a batch, rule by rule, to be handed out in the order of the events and deadlines. */
export class FoundResults {
  private readonly items: (Result | Failure)[] = []
  private places = new Int32Array(64)
  /** By item: the next one of its event. */
  private next = new Int32Array(64)
  /** By place of the batch: its first item. */
  private first = new Int32Array(0)
  private readonly dues: Due[] = []

  /** What came of the event at that place of the batch. That of one event is handed out in the order in which it came here. */
  add(place: number, item: Result | Failure): void {
    const number = this.items.push(item) - 1
    if (number === this.places.length) {
      const places = new Int32Array(number * 2)
      places.set(this.places)
      this.places = places
      this.next = new Int32Array(number * 2)
    }
    this.places[number] = place
  }

  /** What a deadline at `time` brought; `place`: of the first event that is not before it. */
  addDue(place: number, time: number, result: Result): void {
    this.dues.push({ place, time, result })
  }

  /** Hands out all and is empty again. `count`: how many events the batch has. */
  handOut(count: number, visitor: FoundVisitor): void {
    const { items, dues } = this
    if (items.length === 0 && dues.length === 0) return
    this.linkPlaces(count)
    // Those of one rule at one time stay in their order.
    dues.sort(
      (left, right) => left.place - right.place || left.time - right.time || left.result.rule - right.result.rule,
    )
    const { first, next } = this
    let due = 0
    for (let place = 0; place < count; place++) {
      for (; due < dues.length && dues[due]!.place === place; due++) visitor.due(dues[due]!.result)
      for (let number = first[place]!; number !== none; number = next[number]!) visitor.found(items[number]!, place)
      first[place] = none
    }
    for (; due < dues.length; due++) visitor.due(dues[due]!.result)
    items.length = 0
    dues.length = 0
  }

  private linkPlaces(count: number): void {
    if (this.first.length < count) this.first = new Int32Array(count * 2).fill(none)
    const { items, places, next, first } = this
    for (let number = items.length - 1; number >= 0; number--) {
      const place = places[number]!
      next[number] = first[place]!
      first[place] = number
    }
  }
}
