import fc from "fast-check"
import { expect, test } from "vitest"
import { keyHash } from "../../../runtime/cold/key-hash.ts"

/** HalfSipHash-c-d of 32-bit words, as the paper describes SipHash: a function for the round, a list of words. */
function halfSipHash([k0, k1]: readonly [number, number], words: readonly number[], compress: number, finish: number) {
  const v: [number, number, number, number] = [k0, k1, 0x6c796765 ^ k0, 0x74656462 ^ k1]
  const left = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  const round = () => {
    let [a, b, c, d] = v
    a = (a + b) | 0
    b = left(b, 5) ^ a
    a = left(a, 16)
    c = (c + d) | 0
    d = left(d, 8) ^ c
    a = (a + d) | 0
    d = left(d, 7) ^ a
    c = (c + b) | 0
    b = left(b, 13) ^ c
    c = left(c, 16)
    v.splice(0, 4, a, b, c, d)
  }
  for (const word of words) {
    v[3] ^= word
    for (let i = 0; i < compress; i++) round()
    v[0] ^= word
  }
  v[2] ^= 0xff
  for (let i = 0; i < finish; i++) round()
  return v[1] ^ v[3]
}

/** The bytes in words, the last of which has the length on top; the number stands before that. */
function wordsOf(bytes: Uint8Array, number: number): number[] {
  const whole = Math.floor(bytes.length / 4)
  const padded = new Uint8Array(4 * whole + 4)
  padded.set(bytes)
  padded[padded.length - 1] = bytes.length
  const words = Array.from({ length: whole + 1 }, (_, at) => new DataView(padded.buffer).getInt32(4 * at, true))
  return [...words.slice(0, -1), number, words.at(-1)!]
}

test("the opponent gives the hashes that the authors publish with their code", () => {
  const secret = [0x03020100, 0x07060504] as const
  // Without bytes, and of the byte 0.
  expect(halfSipHash(secret, [0], 2, 4) >>> 0).toBe(0x5b9f35a9)
  expect(halfSipHash(secret, [1 << 24], 2, 4) >>> 0).toBe(0xb85a4727)
})

test("a key's hash is HalfSipHash-2-4 of its bytes and the number", () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
  fc.assert(
    fc.property(
      fc.tuple(word, word),
      fc.uint8Array({ maxLength: 40 }),
      word,
      fc.nat(5),
      (secret, bytes, number, before) => {
        const around = new Uint8Array([...new Uint8Array(before).fill(7), ...bytes, 9])
        expect(keyHash(secret, around, before, before + bytes.length, number)).toBe(
          halfSipHash(secret, wordsOf(bytes, number), 2, 4),
        )
      },
    ),
  )
})
