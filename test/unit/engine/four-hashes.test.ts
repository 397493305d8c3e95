import { blake3 } from "@noble/hashes/blake3.js"
import fc from "fast-check"
import { expect, test } from "vitest"
import { FourHashes } from "../../../runtime/engine/four-hashes.ts"

const key = Int32Array.from([1, -2, 3, 1 << 30, 5, -6, 7, -(2 ** 31)])
const keyBytes = new Uint8Array(key.buffer)
/** Leaves room for a block behind it. */
const longest = 900
const message = fc.uint8Array({ minLength: 1, maxLength: longest })
const atEnds = fc
  .constantFrom(1, 63, 64, 65, 127, 128, 129, 177, 192, longest)
  .chain((length) => fc.uint8Array({ minLength: length, maxLength: length }))
const messages = fc.array(fc.oneof(message, atEnds), { minLength: 1, maxLength: 4 })

function hashesOf(hashes: FourHashes, list: readonly Uint8Array[]): number[][] {
  for (const [i, bytes] of list.entries()) {
    hashes.rooms[i]!.bytes.set(bytes)
    hashes.rooms[i]!.length = bytes.length
  }
  hashes.hash(list.length)
  return list.map((_, i) => Array.from(key, (_word, word) => hashes.wordOf(i, word)))
}

function expected(list: readonly Uint8Array[]): number[][] {
  return list.map((bytes) => [...new Int32Array(blake3(bytes, { key: keyBytes }).buffer)])
}

test("four messages at once have the hashes that another implementation gives each, one after another and by vectors", () => {
  const [single, together] = [new FourHashes(key), new FourHashes(key, 0)]
  together.advance()
  expect([single.usesVectors, together.usesVectors]).toEqual([false, true])
  fc.assert(
    // In the same rooms again and again: what stood there before is no part of what comes.
    fc.property(messages, (list) => {
      expect(hashesOf(single, list)).toEqual(expected(list))
      expect(hashesOf(together, list)).toEqual(expected(list))
    }),
  )
})

test("a host without vectors, or that does not allow the code, gets the same hashes", () => {
  const host = globalThis as { WebAssembly?: unknown }
  const own = host.WebAssembly
  const list = [Uint8Array.of(1), Uint8Array.of(2, 3)]
  try {
    const forbidden = class {
      constructor() {
        throw new Error("not allowed here")
      }
    }
    for (const other of [undefined, { ...Object(own), Memory: forbidden }, { Memory: class {}, Module: forbidden }]) {
      host.WebAssembly = other
      const hashes = new FourHashes(key, 0)
      hashes.advance()
      expect(hashes.usesVectors).toBe(false)
      expect(hashesOf(hashes, list)).toEqual(expected(list))
    }
  } finally {
    host.WebAssembly = own
  }
})

test("the code is made when it is worth it, and keeps the messages' rooms apart", () => {
  const hashes = new FourHashes(key, 6)
  const list = [0, 1, 2, 3].map((value) => Uint8Array.of(value))
  const ways: boolean[] = []
  for (let round = 0; round < 4; round++) {
    expect(hashesOf(hashes, list)).toEqual(expected(list))
    hashes.advance()
    ways.push(hashes.usesVectors)
  }
  expect(ways).toEqual([false, true, true, true])
})
