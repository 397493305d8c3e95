const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Lengths of time that people count in. Years are left out: 30 days stand for a month. */
const steps: readonly { readonly ms: number; readonly name: string }[] = [
  { ms: second, name: "second" },
  { ms: 5 * second, name: "5 seconds" },
  { ms: 15 * second, name: "15 seconds" },
  { ms: minute, name: "minute" },
  { ms: 5 * minute, name: "5 minutes" },
  { ms: 15 * minute, name: "15 minutes" },
  { ms: hour, name: "hour" },
  { ms: 3 * hour, name: "3 hours" },
  { ms: 6 * hour, name: "6 hours" },
  { ms: day, name: "day" },
  { ms: 7 * day, name: "week" },
  { ms: 30 * day, name: "30 days" },
]

/** Equal parts of a span of time. */
export interface Grid {
  /** Epoch ms. */
  readonly start: number
  readonly stepMs: number
  readonly count: number
  /** One part in words: `hour`, `15 minutes`. */
  readonly stepName: string
}

/** The finest grid of at most `most` parts over the times from `first` to `last`, both in it. Parts begin at whole UTC steps. */
export function gridOver(first: number, last: number, most: number): Grid {
  const part = (time: number, ms: number) => Math.floor((time - anchorOf(ms)) / ms)
  const cover = (ms: number) => part(last, ms) - part(first, ms) + 1
  const step = steps.find(({ ms }) => cover(ms) <= most) ?? longer(cover, most)
  const start = part(first, step.ms) * step.ms + anchorOf(step.ms)
  return { start, stepMs: step.ms, count: cover(step.ms), stepName: step.name }
}

/** Where steps of so many ms are counted from: weeks begin on Mondays, and 1970 began on a Thursday. */
export function anchorOf(ms: number): number {
  return ms % (7 * day) === 0 ? 4 * day : 0
}

function longer(cover: (ms: number) => number, most: number): { ms: number; name: string } {
  let days = 60
  while (cover(days * day) > most) days *= 2
  return { ms: days * day, name: `${days} days` }
}

/** How many of the times fall into each part; those outside are left out. */
export function countIn(grid: Grid, times: readonly number[]): number[] {
  const counts = new Array<number>(grid.count).fill(0)
  for (const time of times) {
    const at = Math.floor((time - grid.start) / grid.stepMs)
    if (at >= 0 && at < grid.count) counts[at]!++
  }
  return counts
}
