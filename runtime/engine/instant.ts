import type { EventRecord } from "../abi/event.ts"
import type { EventOperator } from "../operator/contract.ts"

/**
 * The events of the present instant: events of one time are judged one after another, so what is needed to tell apart equal
 * ones is no more than these. Empty between two calls of the engine as far as a snapshot is concerned: whatever of that time
 * comes later is late.
 */
export class Instant {
  /** The first `count` are those of the instant. */
  private readonly events: EventRecord[] = []
  private count = 0

  add(event: EventRecord): void {
    if (this.count > 0 && this.events[0]!.at !== event.at) {
      if (this.count > 1) this.events.length = 1
      this.count = 0
    }
    this.events[this.count++] = event
  }

  /** How many events with the same text, and the same key under the rule, came before this one at the same time. */
  ordinal(event: EventRecord, inputs: readonly number[], operator: EventOperator): number {
    let ordinal = 0
    for (let i = 0; i < this.count; i++) {
      const other = this.events[i]!
      if (other === event) return ordinal
      // The text last: it may have to be made.
      if (inputs.includes(other.type) && operator.sameKey(other, event) && other.text === event.text) ordinal++
    }
    return ordinal
  }
}
