import type { EventRecord } from "../abi/event.ts"

/** So many are looked through one by one. */
const few = 16

/** The events that an entry of a key refers to by their numbers, each once. */
export class EventNumbers {
  readonly events: EventRecord[] = []
  /** Of those behind the first few. */
  private readonly more = new Map<EventRecord, number>()

  /** The number of an event, which it is given where it has none yet. Needs no `this`. */
  readonly numberOf = (event: EventRecord): number => {
    const { events, more } = this
    const known = events.length <= few ? events.indexOf(event) : events.lastIndexOf(event, few - 1)
    const number = known >= 0 ? known : more.get(event)
    if (number !== undefined) return number
    if (events.length >= few) more.set(event, events.length)
    return events.push(event) - 1
  }

  /** Begins anew. */
  clear(): void {
    this.events.length = 0
    this.more.clear()
  }
}
