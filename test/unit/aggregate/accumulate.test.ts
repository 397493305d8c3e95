import fc from "fast-check"
import { expect, test } from "vitest"
import type { AggregateOp } from "../../../runtime/abi/series.ts"
import { type AccumulatorOptions, accumulator, type Json } from "../../../runtime/aggregate/accumulate.ts"
import { fromUnits, toUnits } from "../../../runtime/aggregate/exact-sum.ts"

/** Through JSON text after every value, as a restart would. */
function run(op: AggregateOp, values: readonly unknown[], options?: AccumulatorOptions): unknown {
  const { start, add, result } = accumulator(op, options)
  let state = start()
  for (const value of values) state = JSON.parse(JSON.stringify(add(state, value))) as Json
  return result(state)
}

test("of nothing", () => {
  for (const op of ["count", "sum", "distinct"] as const) expect(run(op, [])).toBe(0)
  expect(run("list", [])).toEqual([])
  for (const op of ["avg", "min", "max", "stddev", "first", "last", "median", "percentile"] as const)
    expect(run(op, [undefined, Number.NaN])).toBeUndefined()
})

test("of a few", () => {
  const values = [3, undefined, 1, 2, Number.POSITIVE_INFINITY, 2]
  const expected = { count: 4, sum: 8, avg: 2, min: 1, max: 3, first: 3, last: 2, distinct: 3, median: 2 }
  for (const [op, result] of Object.entries(expected)) expect(run(op as AggregateOp, values)).toBe(result)
  expect(run("list", values)).toEqual([3, 1, 2, 2])
  expect(run("stddev", values)).toBeCloseTo(Math.sqrt(2 / 3), 15)
  expect(run("stddev", [1])).toBeUndefined()
  expect(run("median", [10, 1])).toBe(5.5)
  expect(run("percentile", [10, 20, 30, 40], { fraction: 0.75 })).toBe(32.5)
  expect(run("percentile", [7], { fraction: 1 })).toBe(7)
})

test("of texts, records and hostile names", () => {
  expect(run("max", ["b", "c", "a"])).toBe("c")
  expect(run("distinct", ["__proto__", "constructor", "__proto__", "", "1"])).toBe(4)
  expect(
    run("distinct", [
      { a: 1, b: [2] },
      { b: [2], a: 1 },
      { a: 1, b: [] },
    ]),
  ).toBe(2)
  expect(run("list", [["x"], ["y"]])).toEqual([["x"], ["y"]])
})

test("decimals: what is none any more has its scale taken off", () => {
  const cents = [1050, 2075]
  const options = { type: { kind: "decimal", scale: 2 }, scale: 2, fraction: 1 } as const
  expect(run("sum", cents, options)).toBe(3125)
  expect(run("max", cents, options)).toBe(2075)
  expect(run("avg", cents, options)).toBe(15.625)
  expect(run("median", cents, options)).toBe(15.625)
  expect(run("percentile", cents, options)).toBe(20.75)
})

test("sums are exact, whatever the sizes and the order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (values) => {
      expect(run("sum", values)).toBe(fromUnits(values.reduce((sum, x) => sum + toUnits(x), 0n)))
    }),
  )
  expect(run("sum", [1e308, 1e308, -1e308])).toBe(1e308)
  expect(run("sum", [1e200, 1, 1e-200, -1e200, -1])).toBe(1e-200)
})
