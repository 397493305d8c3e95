import { describe, expect, test } from "vitest"
import { LentRows } from "../../../runtime/rows/lent-rows.ts"

const list = Array.from({ length: 10 }, (_, i) => ({ i }))
const others = [{ other: 0 }, { other: 1 }]

describe("rows of objects that are the caller's", () => {
  test("each has the object that it was read from", () => {
    const lent = new LentRows()
    expect(lent.of(0)).toBeUndefined()
    lent.add(list, 2, 100, 3)
    // Goes on where the one before ended, in the list and among the rows.
    lent.add(list, 5, 103, 2)
    // One row, and one of the list, were taken in another way.
    lent.add(list, 8, 106, 1)
    lent.add(others, 0, 107, 2)
    const found = Array.from({ length: 11 }, (_, i) => lent.of(99 + i))
    const [a, b, c, d, e] = list.slice(2, 7)
    expect(found.slice(0, 6)).toEqual([undefined, a, b, c, d, e])
    expect(found[7]).toBe(list[8])
    expect(found.slice(8)).toEqual([others[0], others[1], undefined])
    lent.clear()
    expect(lent.of(101)).toBeUndefined()
  })

  test("a list of one that is used again", () => {
    const lent = new LentRows()
    const single: unknown[] = [list[0]]
    lent.add(single, 0, 5, 1)
    lent.add(single, 0, 6, 1)
    single[0] = list[1]
    expect(lent.of(6)).toBe(list[1])
  })

  test("numbers go around", () => {
    const lent = new LentRows()
    const last = 2 ** 31 - 1
    lent.add(list, 0, last - 1, 4)
    lent.add(others, 0, (last + 3) | 0, 2)
    expect([last - 1, last, (last + 1) | 0, (last + 2) | 0].map((number) => lent.of(number))).toEqual(list.slice(0, 4))
    expect(lent.of((last + 4) | 0)).toBe(others[1])
    expect(lent.of(last - 2)).toBeUndefined()
  })
})
