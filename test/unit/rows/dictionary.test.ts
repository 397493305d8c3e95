import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { hashFactor, hashStart, otherCode } from "../../../runtime/abi/rows.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"

const open = (...constants: string[]): Dictionary => new Dictionary({ constants, open: true })

/** The code of a text by its bytes, as decoders ask for it: hash and words made on another way. */
function codeOfBytes(dictionary: Dictionary, text: string): number {
  const bytes = new TextEncoder().encode(text)
  const words = new Int32Array((bytes.length >> 2) + 1)
  new Uint8Array(words.buffer).set(bytes)
  return dictionary.codeOf(hashOf(text), words, bytes.length)
}

function hashOf(text: string): number {
  const bytes = new TextEncoder().encode(text)
  const words = new Int32Array((bytes.length >> 2) + 1)
  new Uint8Array(words.buffer).set(bytes)
  let hash = hashStart
  for (const word of words) hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ word, hashFactor)
  return hash ^ (hash >>> 15)
}

describe("codes", () => {
  test("constants have theirs in order, others follow", () => {
    const dictionary = open("GB", "", "a longer one")
    expect(["GB", "", "a longer one", "new", "GB"].map((text) => dictionary.codeOfText(text))).toEqual([0, 1, 2, 3, 0])
    expect(dictionary.size).toBe(4)
    expect(dictionary.bound).toBe(4)
  })

  test("in a closed domain other texts have none", () => {
    const dictionary = new Dictionary({ constants: ["GB", "DE"], open: false })
    expect(["DE", "FR", "G", "GB\0"].map((text) => dictionary.codeOfText(text))).toEqual([
      1,
      otherCode,
      otherCode,
      otherCode,
    ])
    expect(dictionary.size).toBe(2)
  })

  test("a constant cannot stand there twice", () => {
    expect(() => open("a", "b", "a")).toThrow('the constant "a" stands there twice')
  })

  test("bytes and texts agree, whatever the text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 60 }), (texts) => {
        const dictionary = open()
        const codes = new Map<string, number>()
        for (const [i, text] of texts.entries()) {
          const code = i % 2 === 0 && text.isWellFormed() ? codeOfBytes(dictionary, text) : dictionary.codeOfText(text)
          expect(code).toBe(codes.get(text) ?? codes.size)
          codes.set(text, code)
          expect(dictionary.codeOfText(text)).toBe(code)
          if (text.isWellFormed()) expect(codeOfBytes(dictionary, text)).toBe(code)
        }
        for (const [text, code] of codes) expect(dictionary.text(code)).toBe(text)
      }),
    )
  })

  test("characters whose numbers run into the next byte are no others", () => {
    const dictionary = open("Accd", "xxxxAccd", "xxxxA")
    const texts = ["\u0141bcd", "xxxx\u0141bcd", "xxxx\u0141", "Accd", "xxxxAccd", "xxxxA"]
    expect(texts.map((text) => dictionary.codeOfText(text))).toEqual([3, 4, 5, 0, 1, 2])
    expect(texts.map((text) => dictionary.codeOfText(text))).toEqual([3, 4, 5, 0, 1, 2])
  })

  test("short and long texts are looked up in one table", () => {
    const dictionary = open()
    const texts = Array.from({ length: 80 }, (_, length) => "abcdefgh".repeat(10).slice(0, length))
    for (const [code, text] of texts.entries()) expect(dictionary.codeOfText(text)).toBe(code)
    for (const [code, text] of texts.entries()) {
      expect(codeOfBytes(dictionary, text)).toBe(code)
      expect(dictionary.codeOfText(text)).toBe(code)
    }
  })

  test("halves of characters are texts of their own", () => {
    const dictionary = open()
    const texts = ["\ud83d", "\ude00", "\ufffd", "😀", "\ude00\ud83d", "\ufeffa", "a"]
    expect(texts.map((text) => dictionary.codeOfText(text))).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(texts.map((_, code) => dictionary.text(code))).toEqual(texts)
  })

  test("tables grow", () => {
    const dictionary = open("constant")
    const long = "x".repeat(100_000)
    for (let i = 0; i < 20_000; i++) expect(dictionary.codeOfText(`acc-${i}`)).toBe(i + 1)
    expect(dictionary.codeOfText(long)).toBe(20_001)
    for (let i = 0; i < 20_000; i++) expect(codeOfBytes(dictionary, `acc-${i}`)).toBe(i + 1)
    expect(dictionary.text(20_001)).toBe(long)
  })

  test("a code that no text has is a mistake", () => {
    for (const code of [-1, 1, 1000]) expect(() => open("a").text(code)).toThrow(RangeError)
  })
})

describe("sweep", () => {
  test("frees codes of texts that are not live, lowest first, and keeps the others", () => {
    const dictionary = open("a", "b")
    for (const text of ["c", "d", "e", "f"]) dictionary.codeOfText(text)
    dictionary.sweep((code) => code === 3)
    expect(dictionary.size).toBe(3)
    expect(dictionary.bound).toBe(4)
    expect([0, 1, 3].map((code) => dictionary.text(code))).toEqual(["a", "b", "d"])
    expect(() => dictionary.text(2)).toThrow(RangeError)
    expect(["d", "g", "c", "a"].map((text) => dictionary.codeOfText(text))).toEqual([3, 2, 4, 0])
    expect(dictionary.text(2)).toBe("g")
  })

  test("any sequence of texts and sweeps gives each live text one code", () => {
    const step = fc.oneof(fc.nat(200), fc.constant("sweep" as const))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.integer({ min: 2, max: 5 }), (steps, share) => {
        const dictionary = open("t0", "t1")
        const codes = new Map([
          ["t0", 0],
          ["t1", 1],
        ])
        for (const one of steps) {
          if (one === "sweep") {
            dictionary.sweep((code) => code % share === 0)
            for (const [text, code] of codes) if (code > 1 && code % share !== 0) codes.delete(text)
            expect(dictionary.size).toBe(codes.size)
          } else {
            const text = `t${one}`
            const code = dictionary.codeOfText(text)
            if (codes.has(text)) expect(code).toBe(codes.get(text))
            else expect([...codes.values()]).not.toContain(code)
            codes.set(text, code)
          }
        }
        for (const [text, code] of codes)
          expect([dictionary.text(code), dictionary.codeOfText(text)]).toEqual([text, code])
      }),
    )
  })
})

describe("texts with the same hash", () => {
  const mix = (hash: number, word: number): number => Math.imul(turned(hash) ^ word, hashFactor)
  const turned = (hash: number): number => (hash << 15) | (hash >>> 17)

  /** Eight characters each: for each first word there is a second one that leads to the same hash; of these the ones that are ASCII. */
  function colliding(count: number): string[] {
    const wanted = turned(mix(hashStart, 0x41414141)) ^ 0x42424242
    const texts: string[] = []
    for (let i = 0; texts.length < count; i++) {
      const first = 0x30303030 + (i & 63) + (((i >> 6) & 63) << 8) + ((i >> 12) << 16)
      const words = Int32Array.of(first, wanted ^ turned(mix(hashStart, first)))
      const bytes = new Uint8Array(words.buffer)
      if (bytes.every((byte) => byte < 128)) texts.push(new TextDecoder().decode(bytes))
    }
    return texts
  }

  test("have codes of their own, also after growth and a sweep", () => {
    const dictionary = open()
    const texts = colliding(5000)
    const all = texts.map((_, i) => i)
    expect(new Set(texts.map((text) => hashOf(text))).size).toBe(1)
    const codes = (): number[] =>
      texts.map((text, i) => (i % 3 === 0 ? dictionary.codeOfText(text) : codeOfBytes(dictionary, text)))
    expect(codes()).toEqual(all)
    expect(codes()).toEqual(all)
    expect(all.map((code) => dictionary.text(code))).toEqual(texts)
    dictionary.sweep((code) => code % 2 === 0)
    expect(dictionary.size).toBe(2500)
    const again = codes()
    expect(again.filter((_, i) => i % 2 === 0)).toEqual(all.filter((code) => code % 2 === 0))
    expect(again.sort((a, b) => a - b)).toEqual(all)
  })

  test("are found in a time that grows with their count", () => {
    const steps = (count: number): number => {
      const dictionary = open()
      let reads = 0
      for (const text of colliding(count)) dictionary.codeOfText(text)
      dictionary.words = new Proxy(dictionary.words, {
        get: (target, name) => {
          reads++
          return Reflect.get(target, name)
        },
      })
      for (const text of colliding(count)) dictionary.codeOfText(text)
      return reads / count
    }
    // Of 48 texts the hash, the length and the words.
    expect(steps(2000)).toBeLessThan(250)
  })
})
