import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { CsvDecoder, CsvHeaderError, type Row } from "../../../runtime/formats/csv.ts"
import { type Line, LineSplitter } from "../../../runtime/formats/lines.ts"

function decode(text: string, delimiter = ",", chunk = text.length || 1): Row[] {
  const splitter = new LineSplitter(1 << 20)
  const decoder = new CsvDecoder(delimiter)
  const rows: Row[] = []
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += chunk) {
    const lines: Line[] = []
    splitter.split(bytes.subarray(at, at + chunk), lines)
    decoder.decode(lines, rows)
  }
  const last: Line[] = []
  splitter.finish(last)
  decoder.decode(last, rows)
  decoder.finish(rows)
  return rows
}

const values = (rows: readonly Row[]) => rows.map(({ value, problem }) => value ?? problem!.code)

describe("CSV", () => {
  test("takes its columns from the first line; empty lines are none", () => {
    const rows = decode("a,b\n1,2\n\n3,\n")
    expect(values(rows)).toEqual([
      { a: "1", b: "2" },
      { a: "3", b: "" },
    ])
    expect(rows.map(({ text, line, byte }) => [text, line, byte])).toEqual([
      ["1,2", 2, 4],
      ["3,", 4, 9],
    ])
  })

  test("has quoted cells with delimiters, quotes and line breaks", () => {
    const rows = decode('a,b\n"1,5","say ""hi"""\n"two\nlines",x\nlast,"y"')
    expect(values(rows)).toEqual([
      { a: "1,5", b: 'say "hi"' },
      { a: "two\nlines", b: "x" },
      { a: "last", b: "y" },
    ])
    expect(rows.map(({ line }) => line)).toEqual([2, 3, 5])
  })

  test("has other delimiters", () => {
    expect(values(decode("a;b\n1,5;2\n", ";"))).toEqual([{ a: "1,5", b: "2" }])
    expect(values(decode("a\tb\n1\t\n", "\t"))).toEqual([{ a: "1", b: "" }])
  })

  test("says so where the first line was plainly written with another delimiter", () => {
    expect(() => decode("id;risk\nm1;low\n")).toThrow(/is one column, `id;risk`: .* separated by `;`.*delimiter=;/)
    expect(() => decode("id\trisk\n", ";")).toThrow(/separated by tabs.*delimiter=tab/)
    expect(() => decode("id,risk\n", ";")).toThrow(/separated by `,`/)
    expect(values(decode("country\nNG;RU\n"))).toEqual([{ country: "NG;RU" }])
    expect(values(decode("a;b,c\n1,2\n"))).toEqual([{ "a;b": "1", c: "2" }])
  })

  test("loses no row to a bad one", () => {
    expect(values(decode("a,b\n1,2,3\n4\n5,6\n"))).toEqual(["wrong-columns", "wrong-columns", { a: "5", b: "6" }])
    const good = [
      { a: "x", b: "1" },
      { a: "y", b: "2" },
    ]
    expect(values(decode('a,b\n"open,9\nx,1\ny,2\n'))).toEqual(["not-csv", ...good])
    expect(values(decode('a,b\n"open,9\nx,1\n"y",2\n'))).toEqual(["not-csv", ...good])
    expect(values(decode('a,b\n5" pipe,9\nx,1\n"y"z,2\ny,2\n'))).toEqual(["not-csv", good[0], "not-csv", good[1]])
  })

  test("gives up on a quote that is never closed, however much follows", () => {
    const many = Array.from({ length: 3000 }, (_, at) => `r${at},1`).join("\n")
    const rows = decode(`a,b\n"open,9\n${many}\n`, ",", 777)
    expect(rows).toHaveLength(3001)
    expect(rows[0]!.problem?.code).toBe("not-csv")
    expect(rows.slice(1).every(({ problem }) => problem === undefined)).toBe(true)
  })

  test("needs a usable first line", () => {
    expect(() => decode("a,a\n1,2\n")).toThrow(CsvHeaderError)
    expect(() => decode('"a"x,b\n1,2\n')).toThrow(CsvHeaderError)
    expect(decode("")).toEqual([])
  })

  test("changes no prototype by a column's name", () => {
    const [row] = decode("__proto__,constructor\nx,y\n")
    expect(Object.entries(row!.value!)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ])
    expect(Object.getPrototypeOf(row!.value)).toBe(Object.prototype)
  })

  test("reads what was written, in whatever pieces it comes", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", " ", "é"), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), fc.integer({ min: 1, max: 20 }), (table, chunk) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = ["a,b", ...table.map((row) => row.map(quote).join(","))].join("\n")
        expect(values(decode(text, ",", chunk))).toEqual(table.map(([a, b]) => ({ a, b })))
      }),
    )
  })
})
