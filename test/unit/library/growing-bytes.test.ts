import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { GrowingBytes } from "../../../runtime/abi/bytes.ts"
import { decimalText } from "../../../runtime/library/decimal.ts"
import {
  appendByte,
  appendBytes,
  appendDecimal,
  appendFixed,
  appendHex,
  appendNumber,
  appendQuoted,
  appendText,
  ByteBuffer,
  fixedText,
} from "../../../runtime/library/growing-bytes.ts"
import { formatIso, IsoWriter } from "../../../runtime/time/iso.ts"

const settings = { seed: 1, numRuns: 2000 }

/** What is appended behind something else, to a buffer that must grow for it. */
function bytesOf(append: (to: GrowingBytes) => void, before = 1020): Uint8Array {
  const to = new ByteBuffer()
  for (let i = 0; i < before; i++) appendByte(to, 0x61)
  append(to)
  expect(to.bytes.subarray(0, before).every((byte) => byte === 0x61)).toBe(true)
  return to.bytes.slice(before, to.length)
}

function textOf(append: (to: GrowingBytes) => void): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(append))
}

const anyText = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string({ maxLength: 200 }))
const halves = fc
  .array(fc.constantFrom("a", "é", "€", "😀", "\ud83d", "\ude00"), { maxLength: 6 })
  .map((all) => all.join(""))

describe("texts", () => {
  test("are UTF-8, whether they are appended again and again or not", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const expected = new TextEncoder().encode(text.toWellFormed())
        expect(bytesOf((to) => appendText(to, text.toWellFormed()))).toEqual(expected)
        expect(bytesOf((to) => appendFixed(to, fixedText(text)))).toEqual(expected)
      }),
      settings,
    )
  })

  test("are other bytes where they are another text, also with half a surrogate pair", () => {
    fc.assert(
      fc.property(halves, halves, (left, right) => {
        // Long texts are written in another way.
        for (const before of ["", "x".repeat(60)]) {
          const [one, other] = [left, right].map((text) => bytesOf((to) => appendText(to, before + text)).join())
          expect(one === other).toBe(left === right)
        }
      }),
      settings,
    )
  })

  test("are quoted as JSON does it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, halves), (text) => {
        expect(textOf((to) => appendQuoted(to, text))).toBe(JSON.stringify(text))
      }),
      settings,
    )
  })
})

describe("numbers", () => {
  test.each([
    0,
    -0,
    1,
    9,
    10,
    99,
    100,
    999_999_999,
    1e9,
    1e21,
    -1,
    0.1,
    0.05,
    0.5,
    1.005,
    99.99,
    1e-7,
    12.3,
    4.35,
    2 ** 53,
    2 ** 53 - 1,
    1e9,
    1e9 + 7,
    1_769_817_601_317,
  ])("%d", (value) => {
    expect(textOf((to) => appendNumber(to, value))).toBe(JSON.stringify(value))
  })

  test("are written as JSON does it", () => {
    const amounts = fc.integer({ min: -1000, max: 2e11 }).map((cents) => cents / 100)
    fc.assert(
      fc.property(
        fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.maxSafeInteger(), amounts),
        (value) => {
          expect(textOf((to) => appendNumber(to, value))).toBe(JSON.stringify(value))
        },
      ),
      settings,
    )
  })

  test("decimals have all their digits", () => {
    const scaled = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -20, max: 1e9 }), fc.nat(1000))
    fc.assert(
      fc.property(scaled, fc.nat(15), (value, scale) => {
        expect(textOf((to) => appendDecimal(to, value, scale))).toBe(decimalText(value, scale))
      }),
      settings,
    )
  })

  test("words are hexadecimal, the least significant byte first", () => {
    fc.assert(
      fc.property(fc.integer(), (word) => {
        const view = new DataView(new ArrayBuffer(4))
        view.setInt32(0, word, true)
        const expected = [0, 1, 2, 3].map((i) => view.getUint8(i).toString(16).padStart(2, "0")).join("")
        expect(textOf((to) => appendHex(to, word))).toBe(expected)
      }),
      settings,
    )
  })
})

test("times are written as the other way does it, whatever was written before", () => {
  const iso = new IsoWriter()
  const written = (time: number): string => textOf((to) => iso.append(to, time))
  const near = fc.integer({ min: 1_769_800_000_000, max: 1_769_900_000_000 })
  const times = fc.oneof(
    near,
    fc.double({ noNaN: true }),
    fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
  )
  fc.assert(
    fc.property(times, (time) => {
      expect(written(time)).toBe(formatIso(time))
      expect(iso.text(time)).toBe(formatIso(time))
    }),
    settings,
  )
  for (const time of [0, -0.5, -1, -86_400_000, 1e300, Number.NEGATIVE_INFINITY]) {
    expect(written(time)).toBe(formatIso(time))
    expect(iso.text(time)).toBe(formatIso(time))
  }
  expect(() => iso.text(Number.NaN)).toThrow(RangeError)
  expect(() => written(Number.NaN)).toThrow(RangeError)
  expect(written(5)).toBe(formatIso(5))
})

test("a buffer that grew far gives back what it took, others are kept", () => {
  const buffer = new ByteBuffer(5000)
  appendBytes(buffer, new Uint8Array(4000).fill(7), 1000, 4000)
  const { bytes } = buffer
  expect(buffer.length).toBe(3000)
  expect(bytes.subarray(0, 3000).every((byte) => byte === 7)).toBe(true)
  buffer.clear()
  expect([buffer.length, buffer.bytes === bytes]).toEqual([0, true])
  appendBytes(buffer, new Uint8Array(6000), 0, 6000)
  buffer.clear()
  expect(buffer.bytes.length).toBeLessThan(5000)
  expect(buffer.view.buffer).toBe(buffer.bytes.buffer)
})
