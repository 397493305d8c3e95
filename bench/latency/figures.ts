/** The arithmetic of the latency benchmark: which event lets an alert out, and what is said of many waiting times. */

/** An alert as it was seen: its event time (epoch ms) and when its line was there (ns of the machine's steady clock). */
export interface Arrival {
  readonly at: number
  readonly arrived: number
}

/**
 * An alert is made when the watermark (highest time seen − lateness − 1) reaches its time. Gives for each alert the number of the event that
 * takes it there, -1 where only the end of the stream does. `times`: of all events in the order of sending.
 */
export function lettingOut(times: readonly number[], latenessMs: number, alerts: readonly Arrival[]): number[] {
  const highest = new Float64Array(times.length)
  let newest = Number.NEGATIVE_INFINITY
  for (const [i, time] of times.entries()) highest[i] = newest = Math.max(newest, time)
  return alerts.map(({ at }) => {
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (highest[middle]! - latenessMs - 1 < at) low = middle + 1
      else high = middle
    }
    return low < times.length ? low : -1
  })
}

/**
 * Milliseconds from the sending of the event that lets an alert out to the arrival of its line, in no order; events sent before `from` (ns) are
 * left out. Throws where an alert came before its event was sent: then that was not the event.
 */
export function latenciesOf(
  alerts: readonly Arrival[],
  letOutBy: readonly number[],
  sent: ArrayLike<number>,
  from: number,
): number[] {
  return alerts.flatMap(({ at, arrived }, i) => {
    const event = letOutBy[i]!
    const began = sent[event]
    if (began === undefined) return []
    if (arrived < began)
      throw new Error(`the alert of ${new Date(at).toISOString()} came before event ${event} was sent`)
    return began < from ? [] : [(arrived - began) / 1e6]
  })
}

/** How many lines are due so many nanoseconds after the beginning. */
export function dueAfter(nanoseconds: number, perSecond: number): number {
  return Math.floor((nanoseconds * perSecond) / 1e9)
}

/**
 * When a line counts as sent that is written at `time`: then; but a line that was due before the write before it had come to its end (`free`) was
 * held up by the reader, and counts from when it was due. Otherwise a slow reader would not be seen (coordinated omission).
 */
export function stampOf(due: number, free: number, time: number): number {
  return due < free ? Math.min(due, time) : time
}

/** The smallest value that at least this share of all values does not exceed (nearest rank); NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
