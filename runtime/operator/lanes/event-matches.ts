import type { EventRecord } from "../../abi/event.ts"
import { noKey } from "../../rows/key-space.ts"
import type { Capture } from "./capture.ts"
import type { Batch, Lane, LaneHost } from "./contract.ts"
import { EventView } from "./event-view.ts"

export interface EventMatchesOptions {
  readonly space: number
  /** The step that takes the event. */
  readonly step: number
  /** null: the event as a whole. */
  readonly capture: Capture | null
  readonly host: LaneHost
}

/** What a match of one event is for all rules of the same keys that read the same of it. */
export interface EventMatch {
  readonly event: EventRecord
  readonly view: EventView
  readonly key: readonly unknown[]
  readonly ordinal: number
}

/** Makes matches of one event. Where several rules find the same event, which large ones often do, they get the same match. */
export class EventMatches {
  private readonly options: EventMatchesOptions
  private batch = 0
  private place = -1
  private match: EventMatch | undefined = undefined
  /** By rule: matches that were not taken yet. */
  private readonly counts: number[] = []

  constructor(options: EventMatchesOptions) {
    this.options = options
  }

  /** One more rule; its number here. */
  join(): number {
    return this.counts.push(0) - 1
  }

  /** A rule has a match. */
  count(member: number): void {
    this.counts[member]!++
  }

  /** How many matches a rule had since this was asked last. */
  takeCount(member: number): number {
    const count = this.counts[member]!
    this.counts[member] = 0
    return count
  }

  /** The match of the event at a place of the batch at hand; undefined: it has no key. `lane` and `rule`: one that found it. */
  at(batch: Batch, place: number, lane: Lane, rule: number): EventMatch | undefined {
    if (this.batch !== batch.number || this.place !== place) {
      this.match = this.make(batch, place, lane, rule)
      this.batch = batch.number
      this.place = place
    }
    return this.match
  }

  private make(batch: Batch, place: number, lane: Lane, rule: number): EventMatch | undefined {
    const { space, step, capture, host } = this.options
    const id = batch.keysOf(space)[place]!
    if (id === noKey) return undefined
    const event = host.event(batch, place, capture?.fieldsOf(batch.rows, batch.order[place]!))
    const key = batch.valuesOf(space, id)
    return { event, view: new EventView(step, event), key, ordinal: host.ordinal(lane, rule, place) }
  }
}
