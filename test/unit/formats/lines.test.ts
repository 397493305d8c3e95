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

describe("blocks", () => {
  test("hold the lines that begin and end in the same bytes; the others are cut", () => {
    const line = fc.constantFrom("", "a", "bb", "é€", "\r", "long long long", "\ufeff")
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 20 }),
        sizes,
        fc.boolean(),
        fc.boolean(),
        (texts, sizes, reports, handsBack) => {
          const bytes = Buffer.from(texts.join("\n"))
          const splitter = new LineSplitter(1000)
          const found: Line[] = []
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length]!
            // The line that was cut comes again, whole.
            const chunk = Buffer.alloc(handsBack ? splitter.held : 0)
            if (handsBack) splitter.handBack(chunk)
            const block = splitter.splitBlock(Buffer.concat([chunk, bytes.subarray(at, at + size)]), found)
            at += size
            if (block === undefined) continue
            const within: Line[] = []
            new LineSplitter(1000, block.line, block.byte).split(block.bytes.subarray(block.from, block.to + 1), within)
            found.push(...within)
            if (reports) block.lines = within.length
          }
          splitter.finish(found)
          expect(found).toEqual(split(bytes, sizes))
          expect(splitter.next.byte).toBe(bytes.length)
        },
      ),
    )
  })

  test("are none where a line is no UTF-8, or could be too long", () => {
    const cut = (bytes: Buffer, maxBytes = 1000) => {
      const lines: Line[] = []
      expect(new LineSplitter(maxBytes).splitBlock(bytes, lines)).toBeUndefined()
      return lines.map(({ problem }) => problem?.code)
    }
    expect(cut(Buffer.from([0x61, 0x0a, 0xff, 0x0a]))).toEqual([undefined, "invalid-utf8"])
    expect(cut(Buffer.from("a\nbbbbb\n"), 4)).toEqual([undefined, "line-too-long"])
  })
})

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
