/**
 * Sums of doubles without rounding, for many small steps. A sum is any two doubles whose exact sum it is. Each value is cut in two: its multiple of
 * 2^-16, and what is left. Parts of one kind have few bits that differ in size, so that adding them to their double is nearly always exact,
 * which is tested; both additions can run at once. Where one is not exact, the two doubles of `exact-sum.ts` take over, or its big integer.
 * The sum rounded is the same in all ways: the two doubles added, which rounds once.
 */
import { addExactly, addToSum, fromUnits } from "./exact-sum.ts"

/** A double that is added to this and less by it again is its nearest multiple of 2^-16. */
const cutter = 1.5 * 2 ** 36
/** Values up to this one can be cut so that nothing is lost. */
const largestCut = 2 ** 35

/**
 * Adds `sign × values[slot]` to the sum in `sums[place]` and `sums[place + 1]`, or in units in `large` where two doubles do not hold it. (The value stays
 * in its array: doubles that are handed from function to function cost an object each.)
 */
export function addSplit(
  sums: Float64Array,
  large: Map<number, bigint>,
  place: number,
  values: Float64Array,
  slot: number,
  sign: 1 | -1,
): void {
  const isSmall = large.size === 0 || !large.has(place)
  if (!isSmall || !addCut(sums, place, values, slot, sign)) addWhole(sums, large, place, sign * values[slot]!)
}

/** Adds it to a sum that stands in two doubles, in its parts. False: that would not be exact, and nothing was changed. */
export function addCut(sums: Float64Array, place: number, values: Float64Array, slot: number, sign: 1 | -1): boolean {
  // As numbers of the function's own: a bundle's are looked up each time.
  const cut = 103_079_215_104
  const largest = 34_359_738_368
  const value = sign * values[slot]!
  const high = value + cut - cut
  const low = value - high
  const above = sums[place]!
  const below = sums[place + 1]!
  const s = above + high
  const t = below + low
  // Each addition lost nothing where each part can be taken out again: what it lost is 0 then, and only then, in Knuth's TwoSum.
  if (s - above !== high || s - high !== above || t - below !== low || t - low !== below) return false
  if (!(value < largest && value > -largest)) return false
  sums[place] = s
  sums[place + 1] = t
  return true
}

/** The sum that `addSplit` keeps there, rounded once. */
export function splitSumAt(sums: Float64Array, large: ReadonlyMap<number, bigint>, place: number): number {
  const units = large.size === 0 ? undefined : large.get(place)
  return units === undefined ? sums[place]! + sums[place + 1]! : fromUnits(units)
}

function addWhole(sums: Float64Array, large: Map<number, bigint>, place: number, value: number): void {
  addToSum(sums, large, place, value)
  if (large.size > 0 && large.has(place)) return
  // In the parts of before again, so that the next one can be added to them; where that loses something, it stays as it is.
  const above = sums[place]!
  if (!(above < largestCut && above > -largestCut)) return
  const high = above + cutter - cutter
  const parts = [sums[place + 1]!, 0]
  if (!addExactly(parts, 0, above - high) || parts[1] !== 0) return
  sums[place] = high
  sums[place + 1] = parts[0]!
}
