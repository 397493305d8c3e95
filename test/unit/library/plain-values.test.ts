/** Values that WebAssembly reads in plain lines, and those that are none. */
import { describe, expect, test } from "vitest"
import { type ColumnSchema, type LineDecoder, missingCode } from "../../../runtime/abi/rows.ts"
import type { FieldSchema, ValueType } from "../../../runtime/abi/value.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { parseIso } from "../../../runtime/time/iso.ts"
import { eventOf, makeDecoder, makeInput, makeRows, makeWatchedDecoder } from "../../support/decoder.ts"
import { bytesOf, field, refuse } from "../../support/plain-lines.ts"

const open = (): Dictionary => new Dictionary({ constants: [], open: true })

describe("lists and records", () => {
  const place: ValueType = { kind: "record", fields: [field("lat", "number"), field("name", "string", true)] }
  const all: FieldSchema[] = [
    field("id", "number"),
    { name: "at", type: place, optional: false },
    { name: "tags", type: { kind: "list", of: { kind: "string" } }, optional: true },
    field("last", "number"),
  ]
  const wanted: ColumnSchema[] = [{ field: 3, kind: "number", place: 0 }]
  const readBy = (decode: LineDecoder, lines: readonly string[]): number[] => {
    const bytes = bytesOf(lines)
    const rows = makeRows(wanted, lines.length)
    const count = decode(makeInput(bytes, []), 0, bytes.length - 1, rows, 0, lines.length)
    return [...rows.numbers[0]!.subarray(0, count)]
  }

  test("are passed over by WebAssembly, in any order, with spaces or without", () => {
    const lines = [
      '{"id":1,"at":{"lat":1.5},"tags":["a","b"],"last":1}',
      '{"id":1,"at":{"name":"é, \\"x\\"","lat":-1,"more":{"a":[1,{}]}},"tags":[],"last":2}',
      '{"id":1,"at":{"lat":0,"name":null},"last":3}',
      '{"id": 1, "at": {"lat": 1}, "tags": ["a"], "last": 4}',
      '{"last":5,"tags":null,"at":{"lat":1},"id":1}',
      '{"tags":["a","b"],"last":6,"id":1,"at":{"lat":1,"name":"a"}}',
    ]
    expect(readBy(makeWatchedDecoder(eventOf(all), wanted, refuse), lines)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test.each([
    '{"id":1,"at":{"lat":"1"},"last":1}',
    '{"id":1,"at":{},"last":1}',
    '{"id":1,"at":[],"last":1}',
    '{"id":1,"at":null,"last":1}',
    '{"id":1,"at":{"lat":1},"tags":["a",null],"last":1}',
    '{"id":1,"at":{"lat":1},"tags":[1],"last":1}',
    '{"id":1,"at":{"lat":1},"tags":["a"],,"last":1}',
    '{"id":1,"at":{"lat":1,"tags":["a"],"last":1}',
    '{"id":1,"at":{"lat":1}}',
  ])("%s is read by nobody", (line) => expect(readBy(makeDecoder(eventOf(all), wanted)!, [line])).toEqual([]))
})

describe("texts whose codes nobody wants", () => {
  const all = [field("note", "string"), field("id", "number"), field("first", "string"), field("last", "string")]
  const wanted: ColumnSchema[] = [{ field: 1, kind: "number", place: 0 }]
  const readBy = (decode: LineDecoder, lines: readonly string[]): number[] => {
    const bytes = bytesOf(lines)
    const rows = makeRows(wanted, lines.length)
    const count = decode(makeInput(bytes, []), 0, bytes.length - 1, rows, 0, lines.length)
    expect([...rows.to.subarray(0, count)]).toEqual(endsOf(lines).slice(0, count))
    return [...rows.numbers[0]!.subarray(0, count)]
  }
  const endsOf = (lines: readonly string[]): number[] => {
    let at = -1
    return lines.map((line) => (at += Buffer.byteLength(line) + 1))
  }
  /** As they stand between quotes. */
  const texts = [
    String.raw`\"`,
    String.raw`\\`,
    String.raw`\/`,
    String.raw`\b\f\n\r\t`,
    String.raw`\u00e9`,
    String.raw`\uD83D\ude00`,
    String.raw`\ud83d`,
    "plain",
    String.raw`a\\\\`,
    String.raw`é\u00e9 and what comes behind it`,
    String.raw`\",\"id\":7,\"last\":\"`,
  ]

  test("may have escapes wherever they stand, in any order, with spaces or without", () => {
    const lines = texts.flatMap((text, number) => {
      const other = texts[(number + 1) % texts.length]!
      return [
        `{"note":"${text}","id":1,"first":"${other}","last":"${text}"}`,
        `{"note": "${text}", "id": 2, "first": "${other}", "last": "${text}"}`,
        `{"first":"${text}","id":3,"last":"${other}","note":""}`,
        `{"first": "${text}", "id": 4, "last": "${other}", "note": ""}`,
        `{"note":"","id":5,"first":"","more":"${text}","last":""}`,
      ]
    })
    expect(readBy(makeWatchedDecoder(eventOf(all), wanted, refuse), lines)).toEqual(lines.map((_, i) => (i % 5) + 1))
  })

  test("are told with their ends turned round where they have escapes", () => {
    const places: ColumnSchema[] = [0, 2].map((field, place) => ({ field, kind: "text", place }))
    for (const order of ["note,id,first,last", "last,first,id,note"]) {
      const lines = texts.map((text, number) => {
        const values = { note: `"${text}"`, id: String(number), first: `"x${texts.at(-1 - number)}"`, last: '""' }
        return `{${order.split(",").map((name) => `"${name}":${values[name as keyof typeof values]}`)}}`
      })
      const bytes = bytesOf(lines)
      const rows = makeRows(places, lines.length)
      const count = makeWatchedDecoder(eventOf(all), places, refuse)(
        makeInput(bytes, []),
        0,
        bytes.length - 1,
        rows,
        0,
        lines.length,
      )
      expect(count).toBe(lines.length)
      for (const [row, line] of lines.entries()) {
        const found = [0, 1].map((place) => {
          const to = rows.textTo[place]![row]!
          const text = bytes.toString("utf8", rows.textFrom[place]![row], to < 0 ? ~to : to)
          expect(to < 0).toBe(text.includes("\\"))
          return JSON.parse(`"${text}"`)
        })
        const { note, first } = JSON.parse(line)
        expect(found).toEqual([note, first])
      }
    }
  })

  const wrong = [String.raw`\x`, String.raw`\u12g4`, String.raw`\u123`, "\\", "\\n\u0001", "a\u0001\\n"]
  test.each(
    wrong.flatMap((text) => [
      `{"note":"${text}","id":1,"first":"","last":""}`,
      `{"note":"","id":1,"first":"","last":"${text}"}`,
      `{"last":"","id":1,"first":"","note":"${text}"}`,
      `{"note":"","id":1,"first":"","more":"${text}","last":""}`,
    ]),
  )("%j is read by nobody", (line) => expect(readBy(makeDecoder(eventOf(all), wanted)!, [line])).toEqual([]))
})

describe("times as text", () => {
  const timed = eventOf([field("id", "number"), field("at", "time")], "at")
  const timesOf = (texts: readonly string[], decode: LineDecoder): number[] => {
    const bytes = bytesOf(texts.map((text, id) => `{"id":${id},"at":"${text}"}`))
    const rows = makeRows([], texts.length)
    const count = decode(makeInput(bytes, []), 0, bytes.length - 1, rows, 0, texts.length)
    return [...rows.at.subarray(0, count)]
  }
  const day = Date.UTC(2026, 0, 31)
  const forms: [string, number][] = [
    ["2026-01-31T10:01:40.000Z", 36_100_000],
    ["2026-01-31T10:01:40Z", 36_100_000],
    ["2026-01-31T10:01:40", 36_100_000],
    ["2026-01-31 10:01:40.5", 36_100_500],
    ["2026-01-31T10:01:40.05Z", 36_100_050],
    ["2026-01-31T10:01:40.1239Z", 36_100_123],
    ["2026-01-31T10:01:40.123456+02:00", 28_900_123],
    ["2026-01-31T10:01:40.12345678-00:30", 37_900_123],
    ["2026-01-31 10:01:40.999999999Z", 36_100_999],
    ["2026-01-31T00:00:00+23:59", -86_340_000],
    ["2026-01-31T23:59:59.999-23:59", 86_399_999 + 86_340_000],
  ]

  test("are read by WebAssembly in the forms that programs write", () => {
    const texts = forms.map(([text]) => text)
    const times = timesOf(texts, makeWatchedDecoder(timed, [], refuse))
    expect(times).toEqual(forms.map(([, after]) => day + after))
    expect(times).toEqual(texts.map((text) => parseIso(text)))
  })

  test.each([
    "2026-01-31T10:01:40.1234567890Z",
    "2026-01-31T10:01:40.",
    "2026-01-31T10:01:40.Z",
    "2026-01-31T10:01:40+24:00",
    "2026-01-31T10:01:40+02:60",
    "2026-01-31T10:01:40+02:0",
    "2026-01-31T10:01:40 02:00",
    "2026-01-31T10:01:40ZZ",
    "2026-01-31_10:01:40Z",
    "2026-01-32T10:01:40Z",
    "2026-01-31T10:01:4",
  ])("%s is none", (text) => {
    expect(parseIso(text)).toBeUndefined()
    expect(timesOf([text], makeDecoder(timed, [])!)).toEqual([])
  })
})

describe("null where a field may hold it", () => {
  const kinds = ["string", "number", "boolean", "duration", "time"] as const
  const all = [
    field("id", "number"),
    ...kinds.map((kind) => field(`a ${kind}`, kind, true)),
    { name: "an enum", type: { kind: "enum", values: ["card", "cash"] }, optional: true } as const,
    { name: "a decimal", type: { kind: "decimal", scale: 2 }, optional: true } as const,
    field("last", "number"),
  ]
  const wanted: ColumnSchema[] = [
    { field: 1, kind: "code", place: 0, domain: 0 },
    { field: 1, kind: "text", place: 0 },
    ...[2, 3, 4, 5, 7].map((number, place): ColumnSchema => ({ field: number, kind: "number", place })),
  ]
  const values = [1, "text", -1.5, true, 60, 1_769_817_600_000, "cash", 0.25, 2]
  const numbers = [-1.5, 1, 60, 1_769_817_600_000, 25]
  const line = (isNull: (field: number) => boolean, shuffled: number): string => {
    const members = all.map(
      ({ name }, number) => `"${name}":${isNull(number) ? "null" : JSON.stringify(values[number])}`,
    )
    return `{${[...members.slice(shuffled), ...members.slice(0, shuffled)].join(",")}}`
  }
  const nulls: [string, (field: number) => boolean][] = [
    ["none", () => false],
    ["all", (number) => number > 0 && number < 8],
    ...all
      .slice(1, 8)
      .map(({ name }, place): [string, (field: number) => boolean] => [name, (one) => one === place + 1]),
  ]

  test.each(nulls)("is read by WebAssembly in any order, with spaces or without: %s", (_, isNull) => {
    const lines = [0, 0, 0, 4, 3, 5].map((shuffled) => line(isNull, shuffled))
    const spaced = lines.map((one) => one.replaceAll(',"', ', "').replaceAll('":', '": '))
    for (const written of [lines, spaced]) {
      const bytes = bytesOf(written)
      const dictionary = open()
      const rows = makeRows(wanted, 8)
      const decode = makeWatchedDecoder(eventOf(all), wanted, refuse)
      expect(decode(makeInput(bytes, [dictionary]), 0, bytes.length - 1, rows, 0, 8)).toBe(lines.length)
      for (let row = 0; row < lines.length; row++) {
        expect(rows.numbers.map((column) => column[row])).toEqual(
          numbers.map((value, place) => (isNull([2, 3, 4, 5, 7][place]!) ? Number.NaN : value)),
        )
        expect(rows.codes[0]![row]).toBe(isNull(1) ? missingCode : 0)
        expect(rows.textFrom[0]![row]! < 0).toBe(isNull(1))
      }
    }
  })

  test("is not taken where it is another word, or the field must hold a value", () => {
    const odd = [
      line((number) => number === 0, 0),
      line((number) => number === 8, 3),
      line((number) => number === 2, 0).replace("null", "nul"),
      line((number) => number === 1, 4).replace("null", "nulls"),
    ]
    for (const one of odd) {
      const bytes = bytesOf([one])
      const decode = makeDecoder(eventOf(all), wanted)!
      expect(decode(makeInput(bytes, [open()]), 0, bytes.length - 1, makeRows(wanted, 1), 0, 1)).toBe(0)
    }
  })
})
