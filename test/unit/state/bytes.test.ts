import fc from "fast-check"
import { expect, test } from "vitest"
import { ByteReader, ByteWriter, DamagedBytes } from "../../../runtime/state/bytes.ts"

function written(write: (out: ByteWriter) => unknown): Uint8Array {
  const out = new ByteWriter()
  write(out)
  return out.taken()
}

const numbers = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 127, 128, 2 ** 31, -(2 ** 31), 2 ** 50, 2 ** 53, 1.7e12, Number.NaN, Infinity, -Infinity),
)
/** Also halves of pairs of surrogates, and long ones. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0xd700, max: 0xe000 })).map((units) => String.fromCharCode(...units)),
  fc.tuple(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(200)).map(([text, times]) => text.repeat(times)),
)

test("numbers come back exactly", () => {
  fc.assert(
    fc.property(fc.array(numbers), (all) => {
      const reader = new ByteReader(written((out) => all.map((one) => out.number(one))))
      for (const one of all) expect(reader.number()).toBe(one)
      expect(reader.isAtEnd).toBe(true)
    }),
  )
})

test("texts come back exactly", () => {
  fc.assert(
    fc.property(fc.array(texts), (all) => {
      const reader = new ByteReader(written((out) => all.map((one) => out.text(one))))
      for (const one of all) expect(reader.text()).toBe(one)
      expect(reader.isAtEnd).toBe(true)
    }),
  )
})

test("plain values come back exactly, whatever their properties are called", () => {
  const value = fc.anything({ maxDepth: 4, withNullPrototype: false, key: fc.oneof(texts, fc.constant("__proto__")) })
  fc.assert(
    fc.property(value, (one) => {
      const back = new ByteReader(written((out) => out.value(one))).value()
      expect(back).toStrictEqual(one)
    }),
    { examples: [[JSON.parse('{"__proto__":{"a":1},"type":2}')]] },
  )
  expect(() => new ByteWriter().value(1n)).toThrow("a bigint stands in the state, which holds plain data alone")
})

test("parts are as long as what stands in them", () => {
  for (const length of [0, 1, 127, 128, 16_383, 16_384, 3_000_000]) {
    const bytes = written((out) => {
      const outer = out.beginPart()
      const inner = out.beginPart()
      for (let i = 0; i < length; i++) out.byte(i)
      out.endPart(inner)
      out.byte(7)
      out.endPart(outer)
      out.byte(9)
    })
    const reader = new ByteReader(bytes)
    const outer = reader.part()
    const inner = outer.part()
    expect(inner.end - inner.at).toBe(length)
    expect(outer.byte()).toBe(7)
    expect(outer.isAtEnd).toBe(true)
    expect(reader.byte()).toBe(9)
  }
})

test("damaged bytes are said to be damaged, whatever they are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const reader = new ByteReader(bytes)
      try {
        while (!reader.isAtEnd) reader.value()
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(DamagedBytes)
      }
    }),
    { numRuns: 2000 },
  )
})
