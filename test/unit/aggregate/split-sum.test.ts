import fc from "fast-check"
import { expect, test } from "vitest"
import { fromUnits, toUnits } from "../../../runtime/aggregate/exact-sum.ts"
import { addSplit, splitSumAt } from "../../../runtime/aggregate/split-sum.ts"

const amount = fc.integer({ min: -1_000_000, max: 10_000_000 }).map((cents) => cents / 100)
const near = (x: number) => fc.integer({ min: -3, max: 3 }).map((ulps) => x + ulps * x * Number.EPSILON)
const value = fc.oneof(
  { weight: 20, arbitrary: amount },
  { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }) },
  { weight: 2, arbitrary: fc.constantFrom(2 ** 35, 2 ** 36, 2 ** 37, 1e-9, 2 ** -70, 5e-324, 2 ** 53).chain(near) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
)

/** A sum beside its exact one in units of 2^-1074. */
class Sums {
  readonly cells = new Float64Array(3)
  readonly large = new Map<number, bigint>()
  exact = 0n

  add(x: number, sign: 1 | -1): void {
    addSplit(this.cells, this.large, 1, Float64Array.of(x), 0, sign)
    this.exact += sign === 1 ? toUnits(x) : -toUnits(x)
  }
}

test("values put in and taken out in any order leave the exact sum, rounded once", () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value), fc.boolean(), (stay, go, firstOut) => {
      const sums = new Sums()
      for (const x of [...go, ...stay]) {
        sums.add(x, 1)
        expect(splitSumAt(sums.cells, sums.large, 1)).toBe(fromUnits(sums.exact))
      }
      for (const x of firstOut ? go : go.toReversed()) {
        sums.add(x, -1)
        expect(splitSumAt(sums.cells, sums.large, 1)).toBe(fromUnits(sums.exact))
      }
      expect(sums.cells[0]).toBe(0)
    }),
    { numRuns: 2000 },
  )
})

test("sums of ordinary amounts stay two doubles, and come back to 0", () => {
  const sums = new Sums()
  const values = Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 1_000_003) / 100)
  for (const x of values) sums.add(x, 1)
  expect(sums.large.size).toBe(0)
  expect(splitSumAt(sums.cells, sums.large, 1)).toBe(fromUnits(sums.exact))
  for (const x of values) sums.add(x, -1)
  expect([...sums.cells]).toEqual([0, 0, 0])
})
