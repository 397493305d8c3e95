/**
 * Aggregates by their definition: all events are kept, and each question goes through them from the beginning. Shares
 * nothing with `runtime/aggregate`; sums are fractions of big integers.
 */

/** An event of the stream; `counts`: it passes the filter and has what must be there. */
export interface RawEvent {
  readonly at: number
  /** Its place in the order of events. */
  readonly order: number
  /** undefined: it has no key, or is of another type. */
  readonly key: string | undefined
  readonly counts: boolean
  /** undefined: missing. */
  readonly value: unknown
}

export type RawWindow =
  | { readonly kind: "time"; readonly length: number; readonly previous: boolean; readonly ending: number }
  | { readonly kind: "count"; readonly count: number; readonly previous: boolean }
  | { readonly kind: "forever" }

/** The events of a key in a window as of an event; `all`: those that do not count are among the last N, too. */
export function inWindow(
  events: readonly RawEvent[],
  window: RawWindow,
  key: string,
  now: RawEvent,
  all: boolean,
): readonly RawEvent[] {
  const past = events.filter((e) => e.key === key && e.order <= now.order && (all || e.counts))
  if (window.kind === "forever") return past.filter((e) => e.counts)
  const left = window.previous ? past.filter((e) => e.order !== now.order) : past
  if (window.kind === "count") return left.slice(-window.count).filter((e) => e.counts)
  return left.filter((e) => {
    const age = now.at - e.at
    return e.counts && window.ending <= age && age < window.ending + window.length
  })
}

/** The aggregate of values by its definition; `count` counts the events. */
export function aggregateOf(op: string, events: readonly RawEvent[], fraction = 0.5): unknown {
  const values = events.map(({ value }) => value).filter((value) => value !== undefined)
  const numbers = values as number[]
  const sorted = [...numbers].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  switch (op) {
    case "count":
      return values.length
    case "sum":
      return exactSum(numbers)
    case "avg":
      return values.length === 0 ? undefined : exactSum(numbers) / values.length
    case "min":
      return sorted[0]
    case "max":
      return sorted.at(-1)
    case "first":
      return values[0]
    case "last":
      return values.at(-1)
    case "list":
      return values
    case "distinct":
      return new Set(values.map((value) => JSON.stringify(value))).size
    case "median":
      return quantile(sorted, 0.5)
    case "percentile":
      return quantile(sorted, fraction)
    case "stddev":
      return deviation(numbers)
    default:
      throw new Error(op)
  }
}

const smallest = 1074

/** Every double is a whole number of 2^-1074. */
function inUnits(value: number): bigint {
  let scaled = value
  let exponent = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    exponent++
  }
  return BigInt(scaled) << BigInt(smallest - exponent)
}

/** The sum, rounded once: of all doubles the nearest one, found by halving; of two that are equally near the even one. */
export function exactSum(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + inUnits(value), 0n)
  if (sum === 0n) return 0
  const size = sum < 0n ? -sum : sum
  if (size > inUnits(1e300)) throw new Error("the reference does not know sums that large")
  // Between two powers of two; positive doubles have the order of their bits.
  const length = size.toString(2).length - smallest
  let low = bitsOf(2 ** (length - 1))
  let high = bitsOf(2 ** length)
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (inUnits(doubleOf(middle)) <= size) low = middle
    else high = middle
  }
  const below = size - inUnits(doubleOf(low))
  const above = inUnits(doubleOf(high)) - size
  const nearest = below < above || (below === above && low % 2n === 0n) ? low : high
  return sum < 0n ? -doubleOf(nearest) : doubleOf(nearest)
}

function bitsOf(value: number): bigint {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]!
}

function doubleOf(bits: bigint): number {
  return new Float64Array(BigUint64Array.of(bits).buffer)[0]!
}

function quantile(sorted: readonly number[], fraction: number): number | undefined {
  if (sorted.length === 0) return undefined
  const rank = (sorted.length - 1) * fraction
  const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!]
  return low + (high - low) * (rank - Math.floor(rank))
}

/** By two passes. */
function deviation(values: readonly number[]): number | undefined {
  if (values.length < 2) return undefined
  const mean = exactSum(values) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

/** Equal, but for rounding where the definition rounds in more than one place. */
export function agrees(op: string, actual: unknown, expected: unknown): boolean {
  if (typeof actual === "number" && typeof expected === "number" && ["stddev", "median", "percentile"].includes(op)) {
    return Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
  }
  return JSON.stringify(actual) === JSON.stringify(expected)
}
