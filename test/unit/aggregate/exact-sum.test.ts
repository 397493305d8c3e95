import fc from "fast-check"
import { expect, test } from "vitest"
import { addExactly, fromUnits, intoDoubles, toUnits } from "../../../runtime/aggregate/exact-sum.ts"

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

test("a double is a whole number of units and back", () => {
  fc.assert(fc.property(finite, (x) => fromUnits(toUnits(x)) === x))
  for (const x of [0, 5e-324, -5e-324, 2 ** -1022, 2 ** -1022 - 5e-324, Number.MAX_VALUE, 0.1])
    expect(fromUnits(toUnits(x))).toBe(x)
})

test("a whole number of units becomes the nearest double, ties to even", () => {
  const one = toUnits(1)
  const ulp = toUnits(2 ** -52)
  expect(fromUnits(one + ulp / 2n)).toBe(1)
  expect(fromUnits(one + ulp / 2n + 1n)).toBe(1 + 2 ** -52)
  expect(fromUnits(one + ulp + ulp / 2n)).toBe(1 + 2 ** -51)
  expect(fromUnits(one + ulp + ulp / 2n - 1n)).toBe(1 + 2 ** -52)
  expect(fromUnits(-one - ulp / 2n - 1n)).toBe(-1 - 2 ** -52)
  expect(fromUnits(2n * toUnits(Number.MAX_VALUE))).toBe(Number.POSITIVE_INFINITY)
  expect(fromUnits(-2n * toUnits(Number.MAX_VALUE))).toBe(Number.NEGATIVE_INFINITY)
})

test("a step is exact or refused", () => {
  fc.assert(
    fc.property(fc.array(finite), (values) => {
      const sums = [0, 0]
      let exact = 0n
      for (const x of values) {
        const before = [...sums]
        if (addExactly(sums, 0, x)) exact += toUnits(x)
        else expect(sums).toEqual(before)
        expect(toUnits(sums[0]!) + toUnits(sums[1]!)).toBe(exact)
        expect(sums[0]).toBe(fromUnits(exact))
      }
    }),
  )
})

test("units fit into two doubles, or nothing is changed", () => {
  fc.assert(
    fc.property(fc.array(finite), (values) => {
      const units = values.reduce((sum, x) => sum + toUnits(x), 0n)
      const sums = [7, 7]
      if (intoDoubles(units, sums, 0)) expect(toUnits(sums[0]!) + toUnits(sums[1]!)).toBe(units)
      else expect(sums).toEqual([7, 7])
    }),
  )
})
