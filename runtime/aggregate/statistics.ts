/** What aggregates work out from all values of a window. */

/**
 * The value below which the fraction lies, from values in rising order: between the two closest ranks by straight line, as SQL's
 * `percentile_cont`. undefined: there are none.
 */
export function percentileOf(sorted: ArrayLike<number>, fraction: number): number | undefined {
  if (sorted.length === 0) return undefined
  const rank = fraction * (sorted.length - 1)
  const below = Math.floor(rank)
  const low = sorted[below]!
  const high = sorted[Math.ceil(rank)]!
  return low === high ? low : low * (1 - (rank - below)) + high * (rank - below)
}

/** The middle value, or the mean of the two in the middle, from values in rising order. undefined: there are none. */
export function medianOf(sorted: ArrayLike<number>): number | undefined {
  if (sorted.length === 0) return undefined
  const low = sorted[(sorted.length - 1) >> 1]!
  const high = sorted[sorted.length >> 1]!
  if (low === high) return low
  const sum = low + high
  return Number.isFinite(sum) ? sum / 2 : low / 2 + high / 2
}

/** What the sample standard deviation (n − 1) is made of. */
export interface Deviation {
  count: number
  mean: number
  squares: number
}

/** Adds a value by Welford's method: one pass, and no large squares are subtracted. */
export function addDeviation(deviation: Deviation, value: number): Deviation {
  deviation.count++
  const delta = value - deviation.mean
  deviation.mean += delta / deviation.count
  deviation.squares += delta * (value - deviation.mean)
  return deviation
}

/** undefined: fewer than two values. */
export function deviationOf({ count, squares }: Deviation): number | undefined {
  return count < 2 ? undefined : Math.sqrt(squares / (count - 1))
}
