/**
 * Sums of doubles without rounding. A sum is kept in two doubles, `hi + lo`, of which `hi` is the sum rounded to the nearest: each step
 * is exact by Knuth's TwoSum (The Art of Computer Programming, 4.2.2), or says that it cannot be. Then the sum is a big integer
 * of units of 2^-1074, of which every double is a multiple, until it fits into two doubles again. So values can be taken out
 * as they were put in, and nothing drifts.
 */

/** Above this a step might overflow. */
const limit = 2 ** 1000
const unitExponent = -1074

/**
 * Adds `x` to the sum in `sums[at]` and `sums[at + 1]`. false: not possible without rounding (nothing was changed).
 */
export function addExactly(sums: Float64Array | number[], at: number, x: number): boolean {
  const hi = sums[at]!
  const lo = sums[at + 1]!
  const s = hi + x
  const sx = s - hi
  const e = hi - (s - sx) + (x - sx)
  const t = lo + e
  const te = t - lo
  const lost = lo - (t - te) + (e - te)
  if (lost !== 0 || !(s < limit && s > -limit)) return false
  const h = s + t
  const ht = h - s
  sums[at] = h
  sums[at + 1] = s - (h - ht) + (t - ht)
  return true
}

/** A finite double in units. */
export function toUnits(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const units = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1)
  return x < 0 ? -units : units
}

/** The nearest double, ties to even; infinite when it is too large for one. */
export function fromUnits(units: bigint): number {
  const size = units < 0n ? -units : units
  const surplus = size.toString(16).length * 4 - 68
  if (surplus <= 0) return scaled(Number(units), unitExponent)
  const cut = BigInt(surplus)
  // At least 64 bits are left, and one more that stands for all that were cut off: enough to round right.
  const kept = size >> cut
  const mantissa = Number((kept << 1n) | (kept << cut === size ? 0n : 1n))
  return scaled(units < 0n ? -mantissa : mantissa, unitExponent + surplus - 1)
}

/** The sum as two doubles, written to `sums[at]`; false when it does not fit (nothing was changed). */
export function intoDoubles(units: bigint, sums: Float64Array | number[], at: number): boolean {
  const hi = fromUnits(units)
  if (!(hi < limit && hi > -limit)) return false
  const rest = units - toUnits(hi)
  const lo = fromUnits(rest)
  if (toUnits(lo) !== rest) return false
  sums[at] = hi
  sums[at + 1] = lo
  return true
}

/** `x × 2^exponent` in steps that neither overflow nor lose bits where the result does not. */
function scaled(x: number, exponent: number): number {
  let result = x
  let left = exponent
  for (; left < -1000; left += 1000) result *= 2 ** -1000
  for (; left > 1000; left -= 1000) result *= 2 ** 1000
  return result * 2 ** left
}

/**
 * Adds to the sum in `sums[place]` and `sums[place + 1]`, or in units in `large` where two doubles do not hold it.
 */
export function addToSum(sums: Float64Array, large: Map<number, bigint>, place: number, value: number): void {
  const units = large.size === 0 ? undefined : large.get(place)
  if (units === undefined && addExactly(sums, place, value)) return
  const sum = (units ?? toUnits(sums[place]!) + toUnits(sums[place + 1]!)) + toUnits(value)
  if (intoDoubles(sum, sums, place)) large.delete(place)
  else large.set(place, sum)
}

/** The sum that `addToSum` keeps there, rounded once. */
export function sumAt(sums: Float64Array, large: ReadonlyMap<number, bigint>, place: number): number {
  const units = large.size === 0 ? undefined : large.get(place)
  return units === undefined ? sums[place]! : fromUnits(units)
}
