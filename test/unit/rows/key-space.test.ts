import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { ColumnSchema } from "../../../runtime/abi/rows.ts"
import type { ValueType } from "../../../runtime/abi/value.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { noKey, openKeySpace } from "../../../runtime/rows/key-space.ts"
import { WaitingRows } from "../../../runtime/rows/waiting-rows.ts"

const account: ColumnSchema = { field: 0, kind: "code", place: 0, domain: 0 }
const amount: ColumnSchema = { field: 1, kind: "number", place: 0 }
const ok: ColumnSchema = { field: 2, kind: "number", place: 1 }
const types: readonly ValueType[] = [{ kind: "string" }, { kind: "number" }, { kind: "boolean" }]
const text = fc.constantFrom("a", "b", "", "__proto__", "ä", "a rather long account number")
const key = fc.tuple(text, fc.constantFrom(0, -0, 1, 2 ** 31, -1.5, 1e300), fc.boolean())

/** One row for each key, undefined values missing. */
function rowsOf(keys: readonly (readonly [unknown, unknown, unknown])[], dictionary: Dictionary) {
  const rows = new WaitingRows<object>({ numbers: 2, codes: 1, texts: 0 })
  const places = Int32Array.from(keys, ([name, number, flag]) => {
    rows.room()
    const place = rows.placeOf(rows.next)
    rows.take(1)
    rows.type[place] = 0
    rows.codes[0]![place] = name === undefined ? -1 : dictionary.codeOfText(name as string)
    rows.numbers[0]![place] = number === undefined ? Number.NaN : Number(number)
    rows.numbers[1]![place] = flag === undefined ? Number.NaN : Number(flag)
    return place
  })
  return { rows, places }
}

describe("keys of several parts", () => {
  const open = () => {
    const dictionary = new Dictionary({ constants: ["b"], open: true })
    return { dictionary, space: openKeySpace({ parts: [[account, amount, ok]] }, types, [dictionary]) }
  }

  test("have the same number where all parts are equal, and give them back", () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 50 }), (drawn) => {
        const { dictionary, space } = open()
        const { rows, places } = rowsOf(drawn, dictionary)
        const ids = new Int32Array(drawn.length)
        space.read(rows, places, drawn.length, ids)
        const texts = drawn.map((one) => JSON.stringify(one))
        for (const [i, id] of ids.entries()) {
          expect(id).toBeLessThan(space.limit)
          expect(space.idOf(drawn[i]!)).toBe(id)
          expect(JSON.stringify(space.values(id))).toBe(texts[i])
          expect(ids.indexOf(id)).toBe(texts.indexOf(texts[i]!))
        }
      }),
    )
  })

  test("lack a part: no key", () => {
    const { dictionary, space } = open()
    const keys = [
      [undefined, 1, true],
      ["a", undefined, true],
      ["a", 1, undefined],
      ["a", 1, true],
    ] as const
    const { rows, places } = rowsOf(keys, dictionary)
    const ids = new Int32Array(4)
    space.read(rows, places, 4, ids)
    expect([...ids]).toEqual([noKey, noKey, noKey, 0])
    expect(space.limit).toBe(1)
  })

  test("numbers that are given back are used again, and what others are made of stays", () => {
    const { dictionary, space } = open()
    const all = Array.from({ length: 3000 }, (_, i) => [`account ${i % 1000}`, i, i % 2 === 0] as const)
    const ids = all.map((one) => space.idOf(one))
    const kept = new Set(ids.filter((_, i) => i % 10 === 0))
    const codes = new Set<number>()
    space.sweep(
      (id) => kept.has(id),
      (domain, code) => {
        expect(domain).toBe(0)
        codes.add(code)
      },
    )
    dictionary.sweep((code) => codes.has(code))
    expect(space.size).toBe(300)
    expect(dictionary.size).toBe(101)
    for (const [i, one] of all.entries()) {
      if (i % 10 === 0) expect(space.values(ids[i]!)).toEqual(one)
    }
    const more = all.map(([, number, flag]) => space.idOf([`new ${number}`, number, flag]))
    expect(new Set([...more, ...kept]).size).toBe(3300)
    expect(space.limit).toBeLessThanOrEqual(3300)
    for (const [i, one] of all.entries()) {
      if (i % 10 === 0) expect(space.idOf(one)).toBe(ids[i])
    }
  })
})

test("a single text is its own key", () => {
  const dictionary = new Dictionary({ constants: [], open: true })
  const space = openKeySpace({ parts: [null, [account]] }, [{ kind: "string" }], [dictionary])
  const rows = new WaitingRows<object>({ numbers: 0, codes: 1, texts: 0 })
  rows.take(3)
  rows.type.set([1, 0, 1])
  rows.codes[0]!.set([dictionary.codeOfText("x"), 7, -1])
  const ids = new Int32Array(3)
  space.read(rows, Int32Array.of(0, 1, 2), 3, ids)
  expect([...ids]).toEqual([0, noKey, noKey])
  expect(space.values(0)).toEqual(["x"])
})
