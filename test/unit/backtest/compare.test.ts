import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compare, type Kept } from "../../../compiler/backtest/compare.ts"

const kept = (id: string, at = 0, more: Partial<Kept> = {}): Kept => ({
  rule: "R",
  id,
  key: '{"k":"a"}',
  at,
  text: "t",
  content: "c",
  label: undefined,
  ...more,
})
const ids = (list: readonly Kept[]) => list.map(({ id }) => id)
const only = (before: readonly Kept[], after: readonly Kept[]) => compare(["R"], before, after)[0]!

describe("a comparison", () => {
  test("finds what was added and removed by id", () => {
    const result = only([kept("1", 1), kept("2", 2)], [kept("2", 2), kept("3", 3)])
    expect(result).toMatchObject({ before: 2, after: 2, common: 1, changed: [] })
    expect([ids(result.added), ids(result.removed)]).toEqual([["3"], ["1"]])
  })

  test("takes ids first, then key and time, each output once", () => {
    const before = [kept("old", 5), kept("both", 5)]
    const after = [kept("both", 5), kept("new", 5), kept("further", 5)]
    const result = only(before, after)
    expect(result).toMatchObject({ common: 2 })
    expect([ids(result.added), ids(result.removed)]).toEqual([["further"], []])
  })

  test("does not take another key, time or rule for the same", () => {
    const before = [kept("1", 1), kept("2", 1, { key: '{"k":"b"}' }), kept("3", 7, { rule: "S" })]
    const after = [kept("4", 2), kept("5", 1, { key: '{"k":"c"}' }), kept("3", 7)]
    const [r, s] = compare(["R", "S"], before, after)
    expect([ids(r!.added), ids(r!.removed)]).toEqual([
      ["4", "5", "3"],
      ["1", "2"],
    ])
    expect([ids(s!.added), ids(s!.removed)]).toEqual([[], ["3"]])
  })

  test("tells what says something else, in the order of time", () => {
    const before = [kept("1", 1), kept("2", 2), kept("3", 3)]
    const after = [kept("3", 3, { content: "x" }), kept("2", 2), kept("1", 1, { content: "y" })]
    expect(only(before, after).changed.map((pair) => pair.after.id)).toEqual(["1", "3"])
  })

  test("of any two lists accounts for every output, and of two equal ones for no change", () => {
    const output = fc.record({ id: fc.constantFrom("a", "b", "c", "d"), at: fc.nat(2), key: fc.constantFrom("x", "y") })
    const list = fc.array(output.map(({ id, at, key }) => kept(id, at, { key })))
    fc.assert(
      fc.property(list, list, (before, after) => {
        const { added, removed, common } = only(before, after)
        expect(common + added.length).toBe(after.length)
        expect(common + removed.length).toBe(before.length)
        // Nothing is left on both sides that could be paired.
        for (const each of added)
          expect(removed.some(({ id, key, at }) => id === each.id || (key === each.key && at === each.at))).toBe(false)
        expect(only(after, [...after].reverse())).toMatchObject({ added: [], removed: [] })
      }),
      { seed: 1 },
    )
  })
})
