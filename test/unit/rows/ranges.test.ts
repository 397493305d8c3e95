import fc from "fast-check"
import { expect, test } from "vitest"
import type { RangeBounds } from "../../../runtime/abi/rows.ts"
import { Ranges } from "../../../runtime/rows/ranges.ts"

const number = fc.constantFrom(-2, -1, -0, 0, Number.MIN_VALUE, 1, 1, 1.5, 2, 1e300, -1e300)
const bounds = fc.record(
  { over: number, from: number, under: number, to: number },
  { requiredKeys: [] },
) as fc.Arbitrary<RangeBounds>

function holds({ over, from, under, to }: RangeBounds, value: number): boolean {
  const isAbove = over === undefined ? from === undefined || value >= from : value > over
  return isAbove && (under === undefined ? to === undefined || value <= to : value < under)
}

/** At most one bound below and one above. */
function one({ over, from, under, to }: RangeBounds): RangeBounds {
  return {
    ...(over === undefined ? from !== undefined && { from } : { over }),
    ...(under === undefined ? to !== undefined && { to } : { under }),
  }
}

test("the ranges that hold a number are those of which each bound holds, each once", () => {
  fc.assert(
    fc.property(fc.array(bounds.map(one), { maxLength: 40 }), fc.oneof(number, fc.double()), (all, value) => {
      const ranges = new Ranges(all.map((each, item) => ({ bounds: each, item })))
      const found = new Int32Array(all.length + 1)
      found[0] = -7
      const count = ranges.find(value, found, 1)
      const expected = all.flatMap((each, item) => (!Number.isNaN(value) && holds(each, value) ? item : []))
      expect([...found.subarray(1, count)].sort((a, b) => a - b)).toEqual(expected)
      expect(found[0]).toBe(-7)
    }),
    { numRuns: 2000 },
  )
})

test("many ranges with two ends, each inside the one before", () => {
  const ranges = new Ranges(Array.from({ length: 1000 }, (_, i) => ({ bounds: { from: i, to: 2000 - i }, item: i })))
  const found = new Int32Array(1000)
  expect(ranges.find(1000, found, 0)).toBe(1000)
  expect(ranges.find(3, found, 0)).toBe(4)
  expect(ranges.find(1990, found, 0)).toBe(11)
  expect(ranges.find(2001, found, 0)).toBe(0)
})
