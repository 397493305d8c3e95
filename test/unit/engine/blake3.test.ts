import { blake3 } from "@noble/hashes/blake3.js"
import fc from "fast-check"
import { expect, test } from "vitest"
import { Blake3 } from "../../../runtime/engine/blake3.ts"
import { appendBytes, ByteBuffer } from "../../../runtime/library/growing-bytes.ts"

/** The bytes of the specification's test vectors. */
const input = Uint8Array.from({ length: 40_000 }, (_, i) => i % 251)
const keyBytes = new TextEncoder().encode("whats the Elvish word for friend")
const keyWords = new Int32Array(keyBytes.buffer.slice(0, 32))

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** `whole`: up to there as many bytes as are whole blocks are handed over where they stand. */
function hashOf(hash: Blake3, bytes: Uint8Array, key?: Int32Array, whole = 0): string {
  hash.begin(key)
  const placed = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const from = hash.takeBlocks(placed, 0, Math.min(whole, bytes.length - 1))
  const rest = new ByteBuffer()
  appendBytes(rest, bytes, from, bytes.length)
  hash.finish(rest)
  const view = new DataView(new ArrayBuffer(32))
  hash.chain.forEach((word, i) => {
    view.setInt32(4 * i, word, true)
  })
  return hex(new Uint8Array(view.buffer))
}

test("the specification's test vectors", () => {
  const hash = new Blake3()
  expect(hashOf(hash, input.subarray(0, 0))).toBe("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262")
  expect(hashOf(hash, input.subarray(0, 1))).toBe("2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213")
  expect(hashOf(hash, input.subarray(0, 0), keyWords)).toBe(
    "92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26",
  )
})

test("every length around the ends of blocks, chunks and trees is as another implementation has it", () => {
  const hash = new Blake3()
  const ends = [0, 64, 128, 1024, 2048, 3072, 4096, 5120, 7168, 8192, 16_384, 31_744, 32_768]
  const lengths = ends.flatMap((end) => [end - 1, end, end + 1, end + 64, end + 65]).filter((length) => length >= 0)
  for (const length of lengths) {
    const bytes = input.subarray(0, length)
    expect(hashOf(hash, bytes), `${length}`).toBe(hex(blake3(bytes)))
    expect(hashOf(hash, bytes, keyWords), `${length} keyed`).toBe(hex(blake3(bytes, { key: keyBytes })))
  }
})

test("neither where a message stands nor how it is handed over matters", () => {
  const hash = new Blake3()
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 3000 })
  fc.assert(
    fc.property(bytes, fc.nat(3000), fc.nat(20), (message, whole, before) => {
      const placed = new Uint8Array(before + message.length)
      placed.set(message, before)
      expect(hashOf(hash, placed.subarray(before), keyWords, whole)).toBe(hex(blake3(message, { key: keyBytes })))
    }),
    { seed: 1, numRuns: 300 },
  )
})
