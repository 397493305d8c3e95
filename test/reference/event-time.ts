/**
 * Event time for one source: which events are late, in which order those of a key are matched, and how time moves on between
 * them.
 */
import type { RefEvent } from "./pattern.ts"

/** What a key sees: an event, or that time has come this far. */
export type Moment = { readonly event: RefEvent } | { readonly time: number }

export type Ordered = {
  /**
   * Per key, in order of first arrival. Before each event time, and at each watermark after the key's first event, time moves
   * on; equal times keep the order of arrival; at the end time moves to infinity.
   */
  readonly keys: ReadonlyMap<string, readonly Moment[]>
  /** The `index` of every event that came at or below the watermark. */
  readonly late: readonly number[]
}

/** An event waits for the watermark to reach it. */
type Pending = { readonly moments: Moment[]; waiting: RefEvent[] }

/**
 * Separates late events and orders the others.
 *
 * @param lateness milliseconds: after each event the watermark is the highest time seen − `lateness` − 1
 */
export function orderEvents(arrivals: readonly RefEvent[], lateness: number): Ordered {
  let watermark = Number.NEGATIVE_INFINITY
  const keys = new Map<string, Pending>()
  const late: number[] = []
  for (const event of arrivals) {
    if (event.at <= watermark) {
      late.push(event.index)
      continue
    }
    const pending = keys.get(event.key) ?? { moments: [], waiting: [] }
    pending.waiting.push(event)
    keys.set(event.key, pending)
    watermark = Math.max(watermark, event.at - lateness - 1)
    for (const each of keys.values()) release(each, watermark)
  }
  for (const each of keys.values()) release(each, Number.POSITIVE_INFINITY)
  return { keys: new Map([...keys].map(([key, { moments }]) => [key, moments])), late }
}

function release(pending: Pending, watermark: number): void {
  const { moments, waiting } = pending
  const ready = waiting.filter((event) => event.at <= watermark).sort((a, b) => a.at - b.at || a.index - b.index)
  for (const event of ready) moments.push({ time: event.at }, { event })
  moments.push({ time: watermark })
  pending.waiting = waiting.filter((event) => event.at > watermark)
}
