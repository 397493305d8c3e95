import type { RangeBounds } from "../abi/rows.ts"

/** Bounds of something: it holds for numbers that are at least `low` and at most `high`. */
interface Interval {
  readonly low: number
  readonly high: number
  readonly item: number
}

/** Bounds in the order in which they are passed, with their items. */
interface Ends {
  readonly values: Float64Array
  readonly items: Int32Array
}

/** Intervals around a number; those wholly below and above it are in the nodes under this one. */
interface Node {
  readonly center: number
  /** By their low ends, rising. */
  readonly lows: Ends
  /** By their high ends, falling. */
  readonly highs: Ends
  readonly below: Node | undefined
  readonly above: Node | undefined
}

/**
 * Finds the ranges that hold a number; work is done for those alone. Ranges with one end are sorted by it: those before the number hold
 * it. Ranges with two stand in a centered interval tree (Edelsbrunner 1980), which has few levels.
 */
export class Ranges {
  /** No range holds a number that is less. */
  readonly least: number
  /** No range holds a number that is greater. */
  readonly most: number
  private readonly lows: Ends
  private readonly highs: Ends
  private readonly tree: Node | undefined

  constructor(ranges: readonly { readonly bounds: RangeBounds; readonly item: number }[]) {
    const intervals = ranges.map(({ bounds, item }) => ({ ...closed(bounds), item })).filter(holdsAny)
    this.least = intervals.reduce((least, { low }) => Math.min(least, low), Number.POSITIVE_INFINITY)
    this.most = intervals.reduce((most, { high }) => Math.max(most, high), Number.NEGATIVE_INFINITY)
    const half = ({ low, high }: Interval): boolean =>
      low === Number.NEGATIVE_INFINITY || high === Number.POSITIVE_INFINITY
    this.lows = risingLows(intervals.filter((one) => half(one) && one.high === Number.POSITIVE_INFINITY))
    this.highs = fallingHighs(intervals.filter((one) => half(one) && one.high !== Number.POSITIVE_INFINITY))
    this.tree = nodeOf(intervals.filter((one) => !half(one)))
  }

  /** Writes the items of the ranges that hold `value` to `found` behind the first `count`; how many there are then. NaN: none. */
  find(value: number, found: Int32Array, count: number): number {
    let total = addLows(this.lows, value, found, count)
    total = addHighs(this.highs, value, found, total)
    for (let node = this.tree; node !== undefined; ) {
      if (value < node.center) {
        total = addLows(node.lows, value, found, total)
        node = node.below
      } else {
        total = addHighs(node.highs, value, found, total)
        node = node.above
      }
    }
    return total
  }
}

function addLows({ values, items }: Ends, value: number, found: Int32Array, count: number): number {
  let total = count
  for (let i = 0; i < values.length && values[i]! <= value; i++) found[total++] = items[i]!
  return total
}

function addHighs({ values, items }: Ends, value: number, found: Int32Array, count: number): number {
  let total = count
  for (let i = 0; i < values.length && values[i]! >= value; i++) found[total++] = items[i]!
  return total
}

function nodeOf(intervals: readonly Interval[]): Node | undefined {
  if (intervals.length === 0) return undefined
  const ends = Float64Array.from(intervals.flatMap(({ low, high }) => [low, high])).sort()
  // The end of some interval, which holds it: each node has one at least.
  const center = ends[ends.length >> 1]!
  const around = intervals.filter(({ low, high }) => low <= center && center <= high)
  return {
    center,
    lows: risingLows(around),
    highs: fallingHighs(around),
    below: nodeOf(intervals.filter(({ high }) => high < center)),
    above: nodeOf(intervals.filter(({ low }) => low > center)),
  }
}

function risingLows(intervals: readonly Interval[]): Ends {
  const sorted = intervals.toSorted((a, b) => compare(a.low, b.low))
  return { values: Float64Array.from(sorted, ({ low }) => low), items: Int32Array.from(sorted, ({ item }) => item) }
}

function fallingHighs(intervals: readonly Interval[]): Ends {
  const sorted = intervals.toSorted((a, b) => compare(b.high, a.high))
  return { values: Float64Array.from(sorted, ({ high }) => high), items: Int32Array.from(sorted, ({ item }) => item) }
}

/** Differences of infinities are no numbers. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function holdsAny({ low, high }: Interval): boolean {
  return low <= high
}

/** The least and the greatest number within the bounds. */
function closed({ over, from, under, to }: RangeBounds): { low: number; high: number } {
  return {
    low: over === undefined ? (from ?? Number.NEGATIVE_INFINITY) : nextAbove(over),
    high: under === undefined ? (to ?? Number.POSITIVE_INFINITY) : -nextAbove(-under),
  }
}

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

/** The least double that is greater (IEEE 754 `nextUp`). */
function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE
  double[0] = value
  bits[0]! += value > 0 ? 1n : -1n
  return double[0]
}
