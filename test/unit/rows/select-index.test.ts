import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type IndexedSelect, missingCode, otherCode, type Rows } from "../../../runtime/abi/rows.ts"
import { SelectIndex } from "../../../runtime/rows/select-index.ts"

interface Row {
  readonly type?: number
  readonly code: number
  readonly amount: number
}

function rowsOf(list: readonly Row[]): Rows {
  return {
    type: Uint16Array.from(list, ({ type = 0 }) => type),
    at: new Float64Array(list.length),
    from: new Int32Array(list.length),
    to: new Int32Array(list.length),
    numbers: [Float64Array.from(list, ({ amount }) => amount)],
    codes: [Int32Array.from(list, ({ code }) => code)],
    textFrom: [],
    textTo: [],
  }
}

const codes = (...values: number[]) => ({ codes: { column: 0, values } })
const amount = (bounds: NonNullable<IndexedSelect["range"]>["bounds"]) => ({ range: { column: 0, bounds } })

/** By condition: the places that it chose. */
function chosen(selects: readonly IndexedSelect[], rows: readonly Row[], order = [...rows.keys()]): number[][] {
  const index = new SelectIndex(selects, [(all, row) => all.numbers[0]![row]! % 2 === 0])
  index.fill(rowsOf(rows), Int32Array.from(order), order.length)
  const lists = index.selections.map(({ items, count }) => [...items.subarray(0, count)])
  const some = lists.flatMap((list, number) => (list.length > 0 ? number : []))
  expect([...index.chosen.subarray(0, index.chosenCount)].sort()).toEqual(some)
  return lists
}

describe("an index of conditions", () => {
  test("leads from a code to those that name it, among others or alone", () => {
    const rows = [2, 0, 1, 0, 5].map((code) => ({ code, amount: 1 }))
    expect(
      chosen(
        [
          { event: 0, ...codes(0) },
          { event: 0, ...codes(2, 0) },
          { event: 0, ...codes() },
          { event: 0, ...codes(9) },
        ],
        rows,
      ),
    ).toEqual([[1, 3], [0, 1, 3], [], []])
  })

  test("finds no row that lacks the code or the number, or whose text no rule names", () => {
    const rows = [
      { code: missingCode, amount: 1 },
      { code: otherCode, amount: 1 },
      { code: 0, amount: Number.NaN },
    ]
    const range = amount({ from: 0 })
    expect(
      chosen(
        [
          { event: 0, ...codes(0), ...range },
          { event: 0, ...codes(0) },
          { event: 0, ...range },
        ],
        rows,
      ),
    ).toEqual([[], [2], [0, 1]])
  })

  test("tells bounds that belong to a range from those that do not, also equal ones of several conditions", () => {
    const rows = [4, 5, 6].map((one) => ({ code: 0, amount: one }))
    const all = [
      { over: 5 },
      { from: 5 },
      { under: 5 },
      { to: 5 },
      { from: 5, to: 5 },
      { over: 5 },
      { over: 5, to: 5 },
      {},
    ]
    expect(
      chosen(
        all.map((bounds) => ({ event: 0, ...codes(0), ...amount(bounds) })),
        rows,
      ),
    ).toEqual([[2], [1, 2], [0], [0, 1], [1], [2], [], [0, 1, 2]])
  })

  test("asks what else a condition wants of a row that fulfils the rest, and of its place in the columns", () => {
    const rows = [1, 2, 3, 4].map((one) => ({ code: 0, amount: one }))
    const select = { event: 0, ...codes(0), ...amount({ over: 2 }), rest: 0 }
    expect(chosen([select, { event: 0, ...amount({ under: 4 }), rest: 0 }], rows, [3, 2, 1, 0])).toEqual([[0], [2]])
  })

  test("keeps event types apart", () => {
    const rows = [
      { type: 0, code: 0, amount: 1 },
      { type: 1, code: 0, amount: 1 },
      { type: 2, code: 0, amount: 1 },
    ]
    expect(
      chosen(
        [
          { event: 0, ...codes(0) },
          { event: 1, ...codes(0) },
        ],
        rows,
      ),
    ).toEqual([[0], [1]])
  })

  test("begins anew with each batch", () => {
    const index = new SelectIndex(
      [
        { event: 0, ...codes(0) },
        { event: 0, ...codes(1) },
      ],
      [],
    )
    const places = Int32Array.from({ length: 100 }, (_, i) => i)
    const zeros = rowsOf(Array.from({ length: 100 }, () => ({ code: 0, amount: 1 })))
    index.fill(zeros, places, 100)
    expect(index.selections.map(({ count }) => count)).toEqual([100, 0])
    index.fill(rowsOf([{ code: 1, amount: 1 }]), places, 1)
    expect(index.selections.map(({ count }) => count)).toEqual([0, 1])
    expect(index.selections[1]!.items[0]).toBe(0)
    expect(index.chosenCount).toBe(1)
  })

  test("finds what each condition chooses by itself, where all ask for a number within bounds", () => {
    const value = fc.constantFrom(-2, -1, 0, 0.5, 1, 2, 3, Number.NaN, Number.POSITIVE_INFINITY)
    const select = fc.record({
      codes: fc.uniqueArray(fc.nat(3)),
      low: fc.option(fc.integer({ min: -1, max: 2 })),
      high: fc.option(fc.integer({ min: 0, max: 3 })),
    })
    const row = fc.record({
      type: fc.nat(1),
      code: fc.constantFrom(0, 1, 2, 3, 4, missingCode, otherCode),
      amount: value,
    })
    fc.assert(
      fc.property(fc.array(select, { minLength: 1, maxLength: 6 }), fc.array(row, { maxLength: 30 }), (asked, rows) => {
        const selects = asked.map(({ codes: own, low, high }) => ({
          event: 1,
          ...codes(...own),
          ...amount({ ...(low !== null && { over: low }), ...(high !== null && { to: high }) }),
        }))
        const expected = asked.map(({ codes: own, low, high }) => {
          const holds = ({ type, code, amount: number }: (typeof rows)[number]): boolean =>
            type === 1 && own.includes(code) && number > (low ?? -9) && number <= (high ?? Number.POSITIVE_INFINITY)
          return rows.flatMap((each, place) => (holds(each) ? place : []))
        })
        expect(chosen(selects, rows)).toEqual(expected)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})
