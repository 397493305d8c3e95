import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Line, LineSplitter } from "../../../runtime/formats/lines.ts"

function split(bytes: Buffer, sizes: readonly number[] = [], maxBytes = 1000): Line[] {
  const splitter = new LineSplitter(maxBytes)
  const lines: Line[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes.length === 0 ? bytes.length : sizes[turn % sizes.length]!
    splitter.split(bytes.subarray(at, at + size), lines)
    at += size
  }
  splitter.finish(lines)
  return lines
}

const texts = (lines: readonly Line[]) => lines.map(({ text }) => text)

describe("lines", () => {
  test("end with \\n or \\r\\n, the last one with nothing", () => {
    expect(texts(split(Buffer.from("a\nb\r\n\nc")))).toEqual(["a", "b", "", "c"])
    expect(texts(split(Buffer.from("a\n")))).toEqual(["a"])
    expect(split(Buffer.from(""))).toEqual([])
    expect(texts(split(Buffer.from("a\rb\n")))).toEqual(["a\rb"])
  })

  test("have their number and the byte at which they begin", () => {
    const lines = split(Buffer.from("é\r\nab\n\nc"))
    expect(lines.map(({ line, byte }) => [line, byte])).toEqual([
      [1, 0],
      [2, 4],
      [3, 7],
      [4, 8],
    ])
  })

  test("lose a byte order mark at the start alone", () => {
    expect(texts(split(Buffer.from("\ufeffa\n\ufeffb")))).toEqual(["a", "\ufeffb"])
    expect(texts(split(Buffer.from("\ufeffa\n"), [1]))).toEqual(["a"])
  })

  test("that are no UTF-8 keep their bytes; their neighbours are read", () => {
    const bad = Buffer.from([0x61, 0xff, 0x62])
    const lines = split(Buffer.concat([Buffer.from("é\n"), bad, Buffer.from("\r\nü")]))
    expect(texts(lines)).toEqual(["é", "a\ufffdb", "ü"])
    expect(lines[1]!.problem).toMatchObject({ code: "invalid-utf8", reason: expect.stringContaining("byte 2") })
    expect(Buffer.from(lines[1]!.problem!.bytes!)).toEqual(bad)
    expect(lines[0]!.problem).toBeUndefined()
    expect(lines[2]!.problem).toBeUndefined()
  })

  test("that are too long are cut, counted, and cost nothing else", () => {
    for (const sizes of [[], [1], [7], [1000]]) {
      const lines = split(Buffer.from(`a\n${"x".repeat(5000)}\nb\n${"y".repeat(1001)}`), sizes)
      expect(lines.map(({ text, line, byte }) => [text.length, line, byte])).toEqual([
        [1, 1, 0],
        [1000, 2, 2],
        [1, 3, 5003],
        [1000, 4, 5005],
      ])
      expect(lines.map(({ problem }) => problem?.code)).toEqual([
        undefined,
        "line-too-long",
        undefined,
        "line-too-long",
      ])
      expect(lines[1]!.problem!.reason).toContain("5000 bytes")
    }
  })

  test("may be just as long as allowed, whatever ends them", () => {
    const long = "x".repeat(1000)
    for (const sizes of [[], [3], [999], [1001]]) {
      const lines = split(Buffer.from(`${long}\r\n${long}\n${long}`), sizes)
      expect(texts(lines)).toEqual([long, long, long])
      expect(lines.every(({ problem }) => problem === undefined)).toBe(true)
    }
  })

  test("are the same however the bytes come", () => {
    const piece = fc.constantFrom("a", "é", "🂡", "\n", "\r\n", "\r", "\ufeff", "xyz")
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (pieces, sizes) => {
          const bytes = Buffer.from(pieces.join(""))
          expect(split(bytes, sizes)).toEqual(split(bytes))
        },
      ),
    )
  })
})
