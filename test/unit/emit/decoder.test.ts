import { describe, expect, test } from "vitest"
import { emitDecoder } from "../../../compiler/5-emit/decoder.ts"
import { Uses } from "../../../compiler/5-emit/helpers.ts"
import type { ColumnSchema, Rows } from "../../../runtime/abi/rows.ts"
import type { FieldSchema, ValueType } from "../../../runtime/abi/value.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { eventOf, makeDecoder, makeInput, makeRows } from "../../support/decoder.ts"

const field = (name: string, type: ValueType | ValueType["kind"], optional = false): FieldSchema => ({
  name,
  type: (typeof type === "string" ? { kind: type } : type) as ValueType,
  optional,
})

/** Columns for all fields: texts as codes of an open domain. */
function columnsFor(fields: readonly FieldSchema[]): ColumnSchema[] {
  const count = { number: 0, code: 0 }
  return fields.map(({ type: { kind } }, number) =>
    kind === "string" || kind === "enum"
      ? { field: number, kind: "code", place: count.code++, domain: 0 }
      : { field: number, kind: "number", place: count.number++ },
  )
}

interface Read {
  readonly count: number
  readonly place: number
  readonly rows: Rows
  /** By row: the values of all fields, in their order. */
  readonly values: readonly (readonly (number | string | undefined)[])[]
}

function decode(fields: readonly FieldSchema[], lines: string, timeField: string | null = null): Read {
  const columns = columnsFor(fields)
  const dictionary = new Dictionary({ constants: [], open: true })
  const bytes = Buffer.from(lines)
  const input = makeInput(bytes, [dictionary])
  const rows = makeRows(columns, 20)
  const run = makeDecoder(eventOf(fields, timeField), columns)!
  let count = 0
  // It stops where it likes between two lines that it can read.
  for (let more = -1, place = 0; more !== 0; count += more, place = input.place) {
    more = run(input, place, bytes.length - 1, rows, count, 20 - count)
  }
  const values = Array.from({ length: count }, (_, row) =>
    columns.map(({ kind, place }) => {
      if (kind === "number") {
        const value = rows.numbers[place]![row]!
        return Number.isNaN(value) ? undefined : value
      }
      const code = rows.codes[place]![row]!
      return code === -1 ? undefined : dictionary.text(code)
    }),
  )
  return { count, place: input.place, rows, values }
}

/** The value of the field `x` of each line; null where the line is odd. */
function valuesOf(type: ValueType | ValueType["kind"], texts: readonly string[], optional = false) {
  return texts.map((text) => {
    const { count, values } = decode([field("x", type, optional)], `{"x":${text}}\n`)
    return count === 0 ? null : values[0]![0]
  })
}

describe("values of each type", () => {
  test("number", () => {
    const good = [
      "0",
      "-0",
      "7",
      "-12.5",
      "210.1",
      "1e3",
      "1E-2",
      "123456789012345678",
      "0.30000000000000004",
      "5e-324",
    ]
    expect(valuesOf("number", good)).toEqual(good.map(Number))
    const bad = [
      "01",
      "-01",
      "1.",
      ".5",
      "+1",
      "-",
      "NaN",
      "1e",
      "1e999",
      "0x1",
      "1-2",
      "1.2.3",
      '"1"',
      "true",
      "null",
      "",
      "1 2",
    ]
    expect(valuesOf("number", bad)).toEqual(bad.map(() => null))
  })

  test("integer and duration", () => {
    const texts = ["5", "5.0", "1e3", "9007199254740991", "-9007199254740991", "9007199254740992", "5.5", "0.1e1"]
    const read = [5, 5, 1000, 9007199254740991, -9007199254740991, null, null, 1]
    expect(valuesOf("integer", texts)).toEqual(read)
    expect(valuesOf("duration", texts)).toEqual(read)
  })

  test("decimal", () => {
    const values = {
      ...{
        "12.34": 1234,
        "12": 1200,
        "-0.05": -5,
        "-0": 0,
        "-0.00": 0,
        "12.340": 1234,
        "12.345": null,
        "1e-2": 1,
        "0.1e1": 100,
      },
      ...{ "90071992547409.91": 9007199254740991, "90071992547409.93": null, "9999999999999.99": 999999999999999 },
      ...{
        "12345678901234": 1234567890123400,
        "99999999999999": null,
        "999999999999999": null,
        "-99999999999999.9": null,
      },
    }
    expect(valuesOf({ kind: "decimal", scale: 2 }, Object.keys(values))).toEqual(Object.values(values))
  })

  test("boolean", () => {
    expect(valuesOf("boolean", ["true", "false", " \t true", "truex", "tru", "1", "null"])).toEqual([
      1,
      0,
      1,
      null,
      null,
      null,
      null,
    ])
  })

  test("time as a number", () => {
    const texts = ["1700000000000", "1700000000000.9", "-1.5", "8640000000000000", "8640000000000001"]
    expect(valuesOf("time", texts)).toEqual([1700000000000, 1700000000000, -2, 8640000000000000, null])
    expect(valuesOf({ kind: "time", seconds: true }, ["1700000000", "1.0005", "8640000000001"])).toEqual([
      1700000000000,
      Math.round(1.0005 * 1000),
      null,
    ])
  })

  test("time as a text", () => {
    const good = [
      "2026-01-31T10:01:40.123Z",
      "2026-01-31T10:01:40Z",
      "2024-02-29T23:59:59.999Z",
      "1969-12-31T23:59:59.000Z",
    ]
    expect(
      valuesOf(
        "time",
        good.map((text) => `"${text}"`),
      ),
    ).toEqual(good.map((text) => Date.parse(text)))
    const others = {
      "2026-01-31": "2026-01-31",
      "2026-01-31T10:01+02:00": "2026-01-31T08:01:00Z",
      "2026-01-31t10:01:40z": "2026-01-31T10:01:40Z",
    }
    const read = Object.values(others).map((text) => Date.parse(text))
    expect(
      valuesOf(
        "time",
        Object.keys(others).map((text) => `"${text}"`),
      ),
    ).toEqual(read)
    const bad = [
      "2026-02-29T10:01:40.123Z",
      "2026-01-31T24:01:40.123Z",
      "2026-01-31T10:60:40Z",
      "2026-01-31T10:01:60Z",
      "0000-00-00T00:00:00Z",
    ]
    const worse = ["2026-01-31T10:01:40.123X", "2026-01-31T1:001:40.123Z", "2026-01-31T10:01:40.12Z9", "", "soon"]
    expect(
      valuesOf(
        "time",
        [...bad, ...worse].map((text) => `"${text}"`),
      ),
    ).toEqual([...bad, ...worse].map(() => null))
  })

  test("string", () => {
    const texts = ["", "a", "four", "eight888", "é€😀", "a b,}{:", "x".repeat(5000)]
    expect(
      valuesOf(
        "string",
        texts.map((text) => JSON.stringify(text)),
      ),
    ).toEqual(texts)
    const bad = ['"a\\n"', '"\\"', '"a\tb"', '"a\u0000b"', '"abc', "1", "null", "{}", '"a"b"']
    expect(valuesOf("string", bad)).toEqual(bad.map(() => null))
  })

  test("enum", () => {
    const type: ValueType = { kind: "enum", values: ["card", "cash €"] }
    expect(valuesOf(type, ['"card"', '"cash €"', '"car"', '"cards"', '""', "1"])).toEqual([
      "card",
      "cash €",
      null,
      null,
      null,
      null,
    ])
  })

  test("null where the field is optional", () => {
    for (const kind of ["number", "integer", "duration", "time", "boolean", "string"] as const) {
      expect(valuesOf(kind, ["null", " null", "nul", "nulll", "nil"], true)).toEqual([
        undefined,
        undefined,
        null,
        null,
        null,
      ])
    }
  })
})

describe("lines", () => {
  const fields = [field("id", "number"), field("name", "string"), field("note", "string", true), field("at", "time")]
  const read = (lines: string): Read => decode(fields, lines, "at")

  test("fields in any order, with white space and others between them", () => {
    const { count, values, rows } = read(
      [
        '{"id":1,"name":"a","note":"n","at":5}',
        '{"at": 6, "note": null, "name": "b", "id": 2}\r',
        ' {"x":{"id":[9,"]"]},"id":3,"i":"\\"","name":"c","at":7 , "nam":true}  ',
        '{"id":4,"name":"d","at":8,"at":9}',
        "",
      ].join("\n"),
    )
    expect(count).toBe(4)
    expect(values).toEqual([
      [1, "a", "n", 5],
      [2, "b", undefined, 6],
      [3, "c", undefined, 7],
      [4, "d", undefined, 9],
    ])
    expect([...rows.at.subarray(0, 5)]).toEqual([5, 6, 7, 9, -99])
    expect(rows.from[1]).toBe(38)
    expect(rows.to[0]).toBe(37)
    expect(rows.to[1]).toBe(38 + '{"at": 6, "note": null, "name": "b", "id": 2}'.length)
  })

  const good = '{"id":1,"name":"a","at":5}'
  test.each([
    ["no line", ""],
    ["blank", "  "],
    ["no object", "[1]"],
    ["an empty object", "{}"],
    ["a field is missing", '{"id":1,"name":"a"}'],
    ["the time is null", '{"id":1,"name":"a","at":null}'],
    ["no closing bracket", '{"id":1,"name":"a","at":5'],
    ["something behind the object", `${good}x`],
    ["a second object", `${good}${good}`],
    ["a comma before the end", '{"id":1,"name":"a","at":5,}'],
    ["two commas", '{"id":1,,"name":"a","at":5}'],
    ["no comma", '{"id":1"name":"a","at":5}'],
    ["a comma at the beginning", '{,"id":1,"name":"a","at":5}'],
    ["a name without quotes", '{id:1,"name":"a","at":5}'],
    ["a name with an escape", '{"\\u0069d":2,"id":1,"name":"a","at":5}'],
    ["no colon", '{"id"1,"name":"a","at":5}'],
    ["an undeclared value that is none", '{"id":1,"x":01,"name":"a","at":5}'],
    ["an undeclared string with a control character", '{"id":1,"x":"a\tb","name":"a","at":5}'],
    ["an undeclared string with a wrong escape", '{"id":1,"x":"a\\qb","name":"a","at":5}'],
    ["an undeclared list that is not closed", '{"id":1,"x":[1,"name":"a","at":5}'],
    ["nested too deep", `{"id":1,"x":${"[".repeat(40)}${"]".repeat(40)},"name":"a","at":5}`],
  ])("%s: it stops before the line", (_, line) => {
    const { count, place } = read(`${good}\n${line}\n${good}\n`)
    expect([count, place]).toEqual([1, good.length + 1])
  })

  test("as many as asked for, up to the last line feed", () => {
    const run = makeDecoder(eventOf(fields, "at"), columnsFor(fields))!
    const bytes = Buffer.from(`${good}\n`.repeat(5))
    const input = makeInput(bytes, [new Dictionary({ constants: [], open: true })])
    const rows = makeRows(columnsFor(fields), 10)
    expect(run(input, 0, bytes.length - 1, rows, 2, 3)).toBe(3)
    expect(input.place).toBe(3 * (good.length + 1))
    expect([...rows.at]).toEqual([-99, -99, 5, 5, 5, -99, -99, -99, -99, -99])
    expect(run(input, input.place, bytes.length - 1, rows, 0, 9)).toBe(2)
    expect(input.place).toBe(bytes.length)
    expect(run(input, 0, bytes.length - 1, rows, 0, 0)).toBe(0)
    expect(input.place).toBe(0)
  })

  test("of an event timed by arrival the time is left alone", () => {
    expect([...decode(fields, `${good}\n`).rows.at.subarray(0, 2)]).toEqual([-99, -99])
  })
})

describe("columns", () => {
  test("a field may have several, and a text its place in the line", () => {
    const columns: ColumnSchema[] = [
      { field: 0, kind: "text", place: 0 },
      { field: 0, kind: "code", place: 1, domain: 1 },
      { field: 0, kind: "code", place: 0, domain: 0 },
    ]
    const domains = [new Dictionary({ constants: ["a"], open: false }), new Dictionary({ constants: [], open: true })]
    const run = makeDecoder(eventOf([field("s", "string", true)]), columns)!
    const bytes = Buffer.from('{"s":"é€"}\n{"s":"a"}\n{"s":null}\n{"t":1}\n')
    const rows = makeRows(columns, 4)
    expect(run(makeInput(bytes, domains), 0, bytes.length - 1, rows, 0, 4)).toBe(4)
    expect(rows.codes.map((codes) => [...codes])).toEqual([
      [-2, 0, -1, -1],
      [0, 1, -1, -1],
    ])
    expect([...rows.textFrom[0]!]).toEqual([6, 20, -1, -1])
    expect([...rows.textTo[0]!.subarray(0, 2)]).toEqual([11, 21])
  })

  test("a text is not taken for a longer one whose words are the same", () => {
    const fields = [field("s", "string")]
    const dictionary = new Dictionary({ constants: ["GB\0", "GB\0\0", "GB"], open: true })
    const bytes = Buffer.from('{"s":"GB"}\n')
    const rows = makeRows(columnsFor(fields), 1)
    const run = makeDecoder(eventOf(fields), columnsFor(fields))!
    expect(run(makeInput(bytes, [dictionary]), 0, bytes.length - 1, rows, 0, 1)).toBe(1)
    expect(rows.codes[0]![0]).toBe(2)
  })

  test("a field without one is checked", () => {
    const run = makeDecoder(eventOf([field("n", "integer"), field("s", "string")]), [])!
    for (const [line, count] of [
      ['{"n":1,"s":"with \\"escapes\\" \\u00e9"}', 1],
      ['{"n":1.5,"s":"x"}', 0],
      ['{"n":1,"s":"wrong \\escape"}', 0],
      ['{"n":1,"s":5}', 0],
    ] as const) {
      const bytes = Buffer.from(`${line}\n`)
      expect(run(makeInput(bytes, []), 0, bytes.length - 1, makeRows([], 1), 0, 1), line).toBe(count)
    }
  })

  test.each([5, 40, 70, 250])("%i fields", (length) => {
    const kinds = ["integer", "string", "time", "number"] as const
    const fields = Array.from({ length }, (_, i) => field(`field${i}`, kinds[i % 4]!, i % 10 === 9))
    const valueAt = (i: number): unknown => (i % 4 === 1 ? `text ${i}` : i)
    const all = Object.fromEntries(fields.map(({ name }, i) => [name, valueAt(i)]))
    const turned = Object.fromEntries(Object.entries(all).reverse())
    const without = (name: string): object => Object.fromEntries(Object.entries(all).filter(([one]) => one !== name))
    const last = length > 9 ? 9 : -1
    const lines = [all, turned, without(`field${last}`), without(`field${length - 2}`)]
    const { count, values } = decode(fields, lines.map((one) => `${JSON.stringify(one)}\n`).join(""))
    expect(count).toBe(3)
    const expected = fields.map((_, i) => valueAt(i))
    expect(values).toEqual([expected, expected, expected.map((value, i) => (i === last ? undefined : value))])
  })
})

test("names that hide what the code uses", () => {
  const names = [
    "place",
    "view",
    "row",
    "bytes",
    "rows",
    "Math",
    "hash",
    "seen0",
    "table0",
    "decoding",
    "class",
    "value",
    "lines",
  ]
  const fields = names.map((name) => field(name, "number"))
  const { values } = decode(fields, `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, i])))}\n`)
  expect(values).toEqual([names.map((_, i) => i)])
})

test("no more lines are read than are asked for, also where one in another order comes among them", () => {
  const fields = [field("a", "number"), field("b", "string")]
  const columns = columnsFor(fields)
  const lines = ['{"a":1,"b":"x"}', '{"b":"y","a":2}', '{"a":3,"b":"z"}', '{"a":4,"b":"x"}']
  const dictionary = new Dictionary({ constants: [], open: true })
  for (const text of lines) dictionary.codeOfText(JSON.parse(text).b)
  const bytes = Buffer.from(`${lines.join("\n")}\n`)
  const input = makeInput(bytes, [dictionary])
  const rows = makeRows(columns, 5)
  const run = makeDecoder(eventOf(fields), columns)!
  expect(run(input, 0, bytes.length - 1, rows, 1, 2)).toBe(2)
  expect([...rows.numbers[0]!]).toEqual([-99, 1, 2, -99, -99])
  expect(input.place).toBe(lines[0]!.length + lines[1]!.length + 2)
})

describe("no decoder", () => {
  const lines = (fields: FieldSchema[], more = {}): unknown =>
    emitDecoder({ ...eventOf(fields), ...more }, [], { uses: new Uses() })
  test("where only JSON.parse reads the lines", () => {
    expect(lines([field("x", "number")])).toBeDefined()
    expect(lines([field("x", { kind: "list", of: { kind: "number" } })])).toBeDefined()
    expect(lines([field("x", { kind: "record", fields: [] })])).toBeDefined()
    expect(lines([field("x", { kind: "event", events: [0] })])).toBeUndefined()
    expect(lines([field('a"b', "number")])).toBeUndefined()
    expect(lines([field("a\nb", "number")])).toBeUndefined()
    expect(lines([field("\ud800", "number")])).toBeUndefined()
    expect(lines([])).toBeUndefined()
    expect(lines([field("x", "number")], { derived: true })).toBeUndefined()
  })
})

describe("another order in each line", () => {
  const fields = [
    field("id", "integer"),
    field("name", "string"),
    field("amount", "number", true),
    field("mount", "string"),
  ]
  const orders = [
    [3, 1, 0, 2],
    [0, 3, 2, 1],
    [1, 2, 3, 0],
    [2, 0, 1, 3],
  ]
  /** Texts that end in what ends a value. */
  const texts = ["x", "a,", "b}", ",", "amount", '{:,"'.slice(0, 3), "longer than those before"]
  const event = (i: number) => ({ id: i * 37, name: texts[i % 7]!, amount: i / 4, mount: texts[(i * 3) % 7]! })
  const line = (i: number, skip = -1): string => {
    const entries = Object.entries(event(i))
    return JSON.stringify(
      Object.fromEntries(orders[i % 4]!.filter((each) => each !== skip).map((each) => entries[each]!)),
    )
  }
  const linesOf = (of: (i: number) => string): string => Array.from({ length: 20 }, (_, i) => `${of(i)}\n`).join("")

  test("is read as the same order is", () => {
    const { count, values } = decode(fields, linesOf(line))
    expect(count).toBe(20)
    expect(values).toEqual(Array.from({ length: 20 }, (_, i) => Object.values(event(i))))
  })

  test("fields may be missing or null, where they need not be there", () => {
    const { count, values } = decode(
      fields,
      linesOf((i) => (i % 3 === 0 ? line(i, 2) : line(i).replace(/"amount":[\d.]+/, '"amount":null'))),
    )
    expect(count).toBe(20)
    expect(values.map((row) => row[2])).toEqual(Array.from({ length: 20 }, () => undefined))
  })

  test.each([
    ["a required field is missing", (text: string) => text.replace(/"id":\d+,?/, "").replace(",}", "}")],
    ["a field has another type", (text: string) => text.replace(/"id":\d+/, '"id":"1"')],
    ["a comma is missing", (text: string) => text.replace(',"', '"')],
    ["an escape is none", (text: string) => text.replace('"name":"', '"name":"\\x')],
    ["the bracket is missing", (text: string) => text.replace(/}$/, "")],
  ])("a line is not taken where %s", (_, broken) => {
    expect(
      decode(
        fields,
        linesOf((i) => (i === 15 ? broken(line(i)) : line(i))),
      ).count,
    ).toBe(15)
  })
})
