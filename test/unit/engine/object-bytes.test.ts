import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ObjectBytes } from "../../../runtime/engine/object-bytes.ts"
import { ByteBuffer } from "../../../runtime/library/growing-bytes.ts"

const objects = new ObjectBytes()

/** What is appended behind something else. */
function written(object: object): string {
  const to = new ByteBuffer()
  to.bytes[0] = 0x23
  to.length = 1
  objects.append(to, object)
  return new TextDecoder().decode(to.bytes.subarray(0, to.length))
}

const odd: Readonly<Record<string, object>> = {
  empty: {},
  "nothing that JSON shows": { a: undefined, b: undefined },
  "what JSON leaves out at the beginning": { a: undefined, b: 1, c: undefined, d: 2 },
  "no numbers": { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: -0 },
  "long numbers": { a: 1_769_817_601_317, b: 2 ** 53, c: 1e21, d: -1_769_817_601_317, e: 1e-7 },
  "words and null": { a: true, b: false, c: null },
  "texts with escapes": { a: 'a "quoted" one', b: "\u0000\n\\", c: "\ud800", d: "é€😀", 'a "name"': "x", é: "y" },
  "a list": { a: 1, b: [1, { c: 2 }], d: 3 },
  "an object": { a: { b: { c: "x" } } },
  "a function": { a: 1, b: () => 1, c: 2 },
  "a symbol": { a: 1, b: Symbol("x"), c: 2, [Symbol("y")]: 3 },
  "a Date": { a: new Date(5) },
  "boxed values": { a: new String("x"), b: new Number(5), c: new Boolean(false) },
  "no prototype": Object.assign(Object.create(null), { a: 1, b: "x" }),
  "names that are numbers": { b: 1, 1: "x", 0: "y" },
  "what is not enumerable": Object.defineProperty({ a: 1 }, "b", { value: 2 }),
  "a getter": {
    get a() {
      return "made"
    },
  },
  "a name that is a property of all objects": JSON.parse('{"__proto__": 1, "constructor": "x", "toString": null}'),
}

describe("the bytes of an object", () => {
  test.each(Object.entries(odd))("%s", (_, object) => {
    expect(written(object)).toBe(`#${JSON.stringify(object)}`)
    expect(written({ a: 1, b: "x" })).toBe('#{"a":1,"b":"x"}')
  })

  test("are those of JSON.stringify, whatever objects come one after another", () => {
    const values = fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.maxSafeInteger(), fc.boolean())
    const name = fc.oneof(fc.constantFrom("id", "at", "amount", "a long name of a field"), fc.string())
    fc.assert(
      fc.property(fc.array(fc.dictionary(name, fc.option(values, { nil: undefined }))), (all) => {
        for (const object of all) expect(written(object)).toBe(`#${JSON.stringify(object)}`)
      }),
      { numRuns: 300, seed: 7 },
    )
  })

  test("of more names than are kept ready", () => {
    for (let i = 0; i < 3000; i++) expect(written({ [`name${i}`]: i, same: i })).toBe(`#{"name${i}":${i},"same":${i}}`)
  })
})
