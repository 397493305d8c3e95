/** Events that wait for the watermark, from one worker to another: where rules that have changed need some of them elsewhere. */
import type { WaitingEvent } from "../abi/routed.ts"
import type { Intake } from "./intake.ts"
import type { RowEvents } from "./row-events.ts"
import type { StoredEvent } from "./stored-event.ts"

/** Those of some types, in the order of their arrival here. */
export function waitingEvents(events: RowEvents, intake: Intake, types: readonly string[]): WaitingEvent[] {
  const wanted = new Set(types)
  const { rows } = events
  const found: WaitingEvent[] = []
  for (const place of rows.places()) {
    if (!wanted.has(events.manifest.events[rows.type[place]!]!.name)) continue
    const event = events.shownOf(place)
    found.push({ arrival: event.arrival, rank: rows.rankAt(place), stored: intake.encode(event) })
  }
  return found
}

/** The event that waits elsewhere. Throws where it cannot be read. */
export function waitingEvent(intake: Intake, { stored, arrival }: WaitingEvent): StoredEvent {
  const event = intake.decode(stored) as StoredEvent | undefined
  if (event === undefined) throw new Error("an event that waits with another worker cannot be read")
  event.arrival = arrival
  return event
}

/**
 * Puts events among those that wait here. Of events of one time and rank those come first that arrived first, which is told by the order of rows: so the rows that wait are made anew. It takes as long as
 * there are events that wait, whatever the rules hold. Throws where one cannot be read; then nothing has changed.
 */
export function takeWaiting(events: RowEvents, intake: Intake, more: readonly WaitingEvent[]): void {
  if (more.length === 0) return
  const all = more.map((waiting) => ({ event: waitingEvent(intake, waiting), rank: waiting.rank }))
  const { rows } = events
  for (const place of rows.places()) {
    const event = events.eventOf(place)
    // The bytes that it stands in go with its row.
    event.settle()
    all.push({ event, rank: rows.rankAt(place) })
  }
  rows.clear()
  all.sort((one, other) => one.event.arrival - other.event.arrival)
  for (const { event, rank } of all) events.add(event, rank)
}
