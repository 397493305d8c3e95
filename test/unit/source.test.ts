import fc from "fast-check"
import { expect, test } from "vitest"
import { cover, Lines, position } from "../../lang/source.ts"

test("lines end with \\n, \\r\\n and a lone \\r", () => {
  const lines = new Lines("a\nb\r\nc\rd\n")
  expect([1, 2, 3, 4, 5].map((line) => lines.line(line))).toEqual(["a", "b", "c", "d", ""])
  expect(lines.count).toBe(5)
  expect(lines.line(0)).toBe("")
  expect(lines.line(6)).toBe("")
})

test("columns count UTF-16 units from 1", () => {
  const text = "x\n😀y"
  expect(position(text, 0)).toEqual({ line: 1, column: 1 })
  expect(position(text, text.indexOf("y"))).toEqual({ line: 2, column: 3 })
})

test("places outside the text are moved to its nearest end", () => {
  const lines = new Lines("ab\nc")
  expect(lines.position(-5)).toEqual({ line: 1, column: 1 })
  expect(lines.position(99)).toEqual({ line: 2, column: 2 })
  expect(lines.offset({ line: 9, column: 1 })).toBe(4)
  expect(lines.offset({ line: 1, column: 99 })).toBe(2)
  expect(lines.offset({ line: 0, column: 0 })).toBe(0)
})

test("offset and position are inverse, except inside a line break", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\r", "\t") })
  fc.assert(
    fc.property(text, fc.nat(40), (text, place) => {
      const lines = new Lines(text)
      const offset = Math.min(place, text.length)
      const inBreak = text[offset - 1] === "\r" && text[offset] === "\n"
      fc.pre(!inBreak)
      expect(lines.offset(lines.position(offset))).toBe(offset)
    }),
  )
})

test("lines and their breaks add up to the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r") }), (text) => {
      const lines = new Lines(text)
      for (let line = 1; line <= lines.count; line++) expect(lines.line(line)).not.toMatch(/[\r\n]/)
      expect(lines.start(lines.count + 1)).toBe(text.length)
    }),
  )
})

test("cover spans from the first start to the last end", () => {
  expect(cover({ path: "a", start: 4, end: 6 }, { path: "a", start: 1, end: 2 })).toEqual({
    path: "a",
    start: 1,
    end: 6,
  })
})
