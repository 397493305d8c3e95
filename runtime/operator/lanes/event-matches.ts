import { noKey } from "../../rows/key-space.ts"
import type { Result } from "../contract.ts"
import type { Capture } from "./capture.ts"
import type { Batch, Lane, LaneHost } from "./contract.ts"
import { EventView } from "./event-view.ts"
import { RowResult } from "./row-result.ts"

export interface EventMatchesOptions {
  readonly space: number
  /** The step that takes the event. */
  readonly step: number
  /** null: the event as a whole. */
  readonly capture: Capture | null
  readonly host: LaneHost
}

/** Makes matches of one event. Where several rules find the same event, which large ones often do, they get the same match. */
export class EventMatches {
  private readonly options: EventMatchesOptions
  private batch = 0
  private place = -1
  /** Made with the first one; for one match after the other. */
  private view: EventView | undefined = undefined
  private result: RowResult | undefined = undefined
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

  /** The match of the event at a place of the batch at hand, for a rule that found it and its lane; undefined: it has no key. */
  at(batch: Batch, place: number, lane: Lane, rule: number): Result | undefined {
    if (this.batch !== batch.number || this.place !== place) {
      if (!this.take(batch, place, lane, rule)) return undefined
      this.batch = batch.number
      this.place = place
    }
    this.result!.rule = rule
    return this.result
  }

  private take(batch: Batch, place: number, lane: Lane, rule: number): boolean {
    const { space, step, capture, host } = this.options
    const id = batch.keysOf(space)[place]!
    if (id === noKey) return false
    const { rows } = batch
    const event = host.event(batch, place)
    this.view ??= new EventView(step, capture, rows, event)
    this.view.show(rows, batch.order[place]!, event)
    this.result ??= new RowResult(this.view, event, true)
    this.result.event = event
    this.result.at = event.at
    this.result.key = host.key(batch, space, id)
    this.result.ordinal = host.ordinal(lane, rule, place)
    return true
  }
}
