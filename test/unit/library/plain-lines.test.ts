/** Lines as they mostly are are read by WebAssembly, all others by the code behind it, with equal results. */
import { afterEach, describe, expect, test, vi } from "vitest"
import { type ColumnSchema, hashFactor, hashStart, type LineDecoder, type Rows } from "../../../runtime/abi/rows.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { eventOf, makeDecoder, makeInput, makeRows, makeWatchedDecoder } from "../../support/decoder.ts"
import { bytesOf, field, refuse } from "../../support/plain-lines.ts"

const fields = [field("id", "number"), field("account", "string"), field("note", "string", true), field("at", "time")]
const columns: ColumnSchema[] = [
  { field: 0, kind: "number", place: 0 },
  { field: 1, kind: "code", place: 0, domain: 0 },
  { field: 2, kind: "text", place: 0 },
]
const event = eventOf(fields, "at")
const lineOf = (id: number, account: string, more: object = {}): string =>
  JSON.stringify({ id, account, ...more, at: 1_769_817_600_000 + id })

interface Read {
  readonly ids: number[]
  readonly accounts: string[]
  readonly notes: (string | undefined)[]
  readonly lines: string[]
}

/** Reads all lines, so many rows at a time. */
function read(decode: LineDecoder, lines: readonly string[], dictionary: Dictionary, most = 4096): Read {
  const bytes = bytesOf(lines)
  const input = makeInput(bytes, [dictionary])
  const rows: Rows = makeRows(columns, most)
  const all: Read = { ids: [], accounts: [], notes: [], lines: [] }
  const text = (from: number, to: number): string => bytes.subarray(from, to).toString()
  for (let place = 0; place < bytes.length; place = input.place) {
    const count = decode(input, place, bytes.length - 1, rows, 0, most)
    if (count === 0) throw new Error(`a line that nothing reads: ${text(place, bytes.length)}`)
    for (let row = 0; row < count; row++) {
      all.ids.push(rows.numbers[0]![row]!)
      all.accounts.push(dictionary.text(rows.codes[0]![row]!))
      const from = rows.textFrom[0]![row]!
      all.notes.push(from < 0 ? undefined : text(from, rows.textTo[0]![row]!))
      all.lines.push(text(rows.from[row]!, rows.to[row]!))
      expect(rows.at[row]).toBe(1_769_817_600_000 + rows.numbers[0]![row]!)
    }
  }
  return all
}

/** What a plain reader finds. */
function expected(lines: readonly string[]): Read {
  const events = lines.map((line) => JSON.parse(line) as { id: number; account: string; note?: string })
  return {
    ids: events.map(({ id }) => id),
    accounts: events.map(({ account }) => account),
    notes: events.map(({ note }) => note),
    lines: [...lines],
  }
}

const open = (): Dictionary => new Dictionary({ constants: [], open: true })
const manyOf = (count: number, account: (id: number) => string): string[] =>
  Array.from({ length: count }, (_, id) => lineOf(id, account(id), id % 3 === 0 ? { note: `note ${id}` } : {}))

afterEach(() => void vi.unstubAllGlobals())

describe("plain lines", () => {
  test("are read by WebAssembly alone, more than one window of them, in calls of any size", () => {
    const lines = manyOf(5000, (id) => `acc-${id % 700}`)
    for (const most of [1, 7, 1024, 4096]) {
      expect(read(makeWatchedDecoder(event, columns, refuse), lines, open(), most)).toEqual(expected(lines))
    }
  })

  test("may have a space behind each comma and colon", () => {
    const lines = manyOf(50, (id) => `acc-${id}`)
    const spaced = lines.map((line) => line.replaceAll('":', '": ').replaceAll(',"', ', "'))
    const found = read(makeWatchedDecoder(event, columns, refuse), spaced, open())
    expect(found).toEqual(expected(spaced))
    expect(found.accounts[49]).toBe("acc-49")
  })

  test("of all types", () => {
    const kinds = ["string", "number", "integer", "boolean", "duration", "time"] as const
    const all = [
      ...kinds.map((kind) => field(`a ${kind}`, kind)),
      { name: "an enum", type: { kind: "enum", values: ["card", "cash"] }, optional: false } as const,
      { name: "a decimal", type: { kind: "decimal", scale: 2 }, optional: false } as const,
    ]
    const decode = makeWatchedDecoder(eventOf(all), [], refuse)
    const line =
      '{"a string":"x","a number":-1.5,"a integer":7,"a boolean":false,"a duration":60,"a time":"2026-01-31T10:01:40.000Z","an enum":"cash","a decimal":-0.5}'
    const bytes = bytesOf([line, line.replace('"2026-01-31T10:01:40.000Z"', "1769817600000")])
    expect(decode(makeInput(bytes, []), 0, bytes.length - 1, makeRows([], 2), 0, 2)).toBe(2)
  })
})

describe("other lines", () => {
  test("among plain ones are read by the code behind, and plain ones behind them again by WebAssembly", () => {
    const lines = manyOf(6000, (id) => (id % 1000 === 77 ? 'a "quoted" one' : `acc-${id % 900}`))
    let others = 0
    const decode = makeWatchedDecoder(event, columns, (run) => (input, from, to, rows, row, most) => {
      const count = run(input, from, to, rows, row, most)
      others += count
      return count
    })
    const odd = lines.map((line, id) => (id % 1000 === 77 ? undefined : line))
    // Few write numbers so.
    const between = odd.map((line, id) => line ?? `{"id":${id}e0,"account":"acc-1","at":${1_769_817_600_000 + id}}`)
    expect(read(decode, between, open()).lines).toEqual(between)
    expect(others).toBeGreaterThanOrEqual(6)
    expect(others).toBeLessThan(1000)
  })

  test("alone are read as well, and a line that is longer than the window", () => {
    const reversed = manyOf(3000, (id) => `acc-${id}`).map((line) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line) as object).reverse())),
    )
    expect(read(makeDecoder(event, columns)!, reversed, open())).toEqual(expected(reversed))
    const long = [lineOf(0, "a"), lineOf(1, "b", { note: "x".repeat(200_000) }), lineOf(2, "c")]
    expect(read(makeDecoder(event, columns)!, long, open())).toEqual(expected(long))
  })

  test("where there is no WebAssembly the code behind reads all", () => {
    vi.stubGlobal("WebAssembly", undefined)
    const lines = manyOf(100, (id) => `acc-${id}`)
    expect(read(makeDecoder(event, columns)!, lines, open())).toEqual(expected(lines))
  })

  test("nor where a module may not be compiled", () => {
    const { Instance } = WebAssembly
    class Module {
      constructor() {
        throw new WebAssembly.CompileError("a policy forbids it")
      }
    }
    vi.stubGlobal("WebAssembly", { Module, Instance, CompileError: WebAssembly.CompileError })
    const lines = manyOf(100, (id) => `acc-${id}`)
    expect(read(makeDecoder(event, columns)!, lines, open())).toEqual(expected(lines))
  })
})

/** The line of so many members, in an order that a number chooses, with others among them. */
function reordered(line: string, chosen: number, others: readonly string[] = []): string {
  const members = [
    ...Object.entries(JSON.parse(line) as object).map(([name, value]) => `"${name}":${JSON.stringify(value)}`),
  ]
  members.push(...others)
  for (let i = members.length - 1, rest = chosen; i > 0; rest = Math.floor(rest / (i + 1)), i--) {
    const j = rest % (i + 1)
    ;[members[i], members[j]] = [members[j]!, members[i]!]
  }
  return `{${members.join(",")}}`
}

/** The lines that the code behind is handed. */
function watchedLines(): { readonly decode: LineDecoder; readonly others: string[] } {
  const others: string[] = []
  const decode = makeWatchedDecoder(event, columns, (run) => (input, from, to, rows, row, most) => {
    const count = run(input, from, to, rows, row, Math.min(most, 1))
    if (count > 0) others.push(Buffer.from(input.bytes.subarray(rows.from[row], rows.to[row])).toString())
    return count
  })
  return { decode, others }
}

describe("fields in any order", () => {
  test("are read by WebAssembly alone, whatever the order, and in the declared one again", () => {
    const lines = manyOf(4000, (id) => `acc-${id % 700}`)
    const mixed = lines.map((line, id) => (id % 1500 < 1000 ? reordered(line, id * 7) : line))
    for (const most of [1, 7, 4096]) {
      expect(read(makeWatchedDecoder(event, columns, refuse), mixed, open(), most)).toEqual(expected(mixed))
    }
  })

  test("with others that are not declared, with spaces, and with a text that ends with a comma", () => {
    const others = [
      '"more":"text, and more"',
      '"number":-12.25',
      '"yes":true',
      '"no":false',
      '"none":null',
      '"idx":1',
      '"":""',
      '"list":[1,"a"]',
      '"record":{"id":2,"list":[{"at":"x,\\"y"}]}',
      '"escaped":"\\\\ \\u00e9,\\"id\\":7"',
    ]
    const lines = manyOf(900, (id) => (id % 5 === 0 ? `acc-${id},` : `acc-${id}`))
    const mixed = lines.map((line, id) => reordered(line, id * 31, others.slice(0, id % (others.length + 1))))
    const spaced = mixed.map((line, id) => (id % 3 === 0 ? line.replaceAll(',"', ', "').replaceAll('":', '": ') : line))
    expect(read(makeWatchedDecoder(event, columns, refuse), spaced, open())).toEqual(expected(spaced))
  })

  test("and whose names begin alike", () => {
    const names = ["transaction", "transactionId", "transactionAt", "trans", "tr"]
    const alike = eventOf(names.map((name) => field(name, "number")))
    const places = names.map((_, place): ColumnSchema => ({ field: place, kind: "number", place }))
    const decode = makeWatchedDecoder(alike, places, refuse)
    const lines = Array.from({ length: 120 }, (_, id) =>
      reordered(JSON.stringify(Object.fromEntries(names.map((name, i) => [name, id + i]))), id),
    )
    const bytes = bytesOf(lines)
    const rows = makeRows(places, 200)
    expect(decode(makeInput(bytes, []), 0, bytes.length - 1, rows, 0, 200)).toBe(120)
    for (const [i] of names.entries())
      expect(rows.numbers[i]!.slice(0, 120)).toEqual(Float64Array.from(lines, (_, id) => id + i))
  })

  test("and very many that are not declared", () => {
    const few = [reordered(lineOf(0, "a"), 5), reordered(lineOf(1, "b"), 3)]
    const many = Array.from({ length: 1000 }, (_, i) => `"${i}":${i}`)
    const lines = [...few, reordered(lineOf(2, "c"), 7, many), ...few]
    expect(read(makeWatchedDecoder(event, columns, refuse), lines, open())).toEqual(expected(lines))
  })

  const at = 1_769_817_600_001
  test.each([
    ["a field that stands there twice", `{"at":${at},"account":"b","id":1,"account":"a"}`],
    ["a large number", `{"at":${at},"account":"a","id":1,"large":1e300}`],
  ])("%s is for the code behind", (_, line) => {
    const { decode, others } = watchedLines()
    const found = read(decode, [reordered(lineOf(0, "x"), 5), line, reordered(lineOf(2, "y"), 3)], open())
    expect({ ids: found.ids, accounts: found.accounts, others }).toEqual({
      ids: [0, 1, 2],
      accounts: ["x", "a", "y"],
      others: [line],
    })
  })

  test.each([
    `{"at":${at},"account":"a"}`,
    `{"at":${at},"account":"a","id":1,}`,
    `{"at":${at},"account":"a","id":1`,
    `{"at":${at},"account":"a" ,"id":01}`,
    `{"at":${at},"account":"a""id":1}`,
    `{"at":${at},"account":"a","id":1}}`,
    `{"at":${at},"account":"a","id":1,"more":}`,
    `{"at":${at},"account":"a","id":1,"more":nul}`,
    `{"at":${at},"account":"a","id":1,"more":"\u0001"}`,
    `{"at":${at},"account":"a","id":1,"more":"\\x"}`,
    `{"at":${at},"account":"a","id":1,"more":"\\u00e"}`,
    `{"at":${at},"account":"a","id":1,"more":"\\"}`,
    `{"at":${at},"account":"a","id":1,"more":[1,]}`,
    `{"at":${at},"account":"a","id":1,"more":{"a":1}`,
    `{"at":${at},"account":"a","id":1,"more":1 2}`,
    `{"at":${at},"account":"a","id":1,more:1}`,
    `{"at":${at},"account":"a","id":1,"account"}`,
    `{"at":${at},"account":"a","id":tru}`,
    `{"at":${at},"account":"a","id":1,`,
    `{more":1,"at":${at},"account":"a","id":1}`,
    `{"at":${at},"account":"a","id":1]`,
    `{"at":${at},"account":"a","more" 1,"id":1}`,
    `{"at":${at},"account":"a","id":1 }x`,
    // For JSON.parse, which is asked then: a name with an escape that is a field's, and a text with one.
    `{"at":${at},"account":"b","id":1,"acc\\u006funt":"a"}`,
    `{"at":${at},"id":1,"account":"\\u0061"}`,
  ])("%s is read by nobody", (line) => {
    const decode = makeDecoder(event, columns)!
    for (const lines of [[line], [reordered(lineOf(0, "x"), 5), line]]) {
      expect(() => read(decode, lines, open())).toThrow("a line that nothing reads")
    }
  })
})

describe("codes of texts", () => {
  const lengths = [0, 1, 3, 4, 15, 16, 17, 31, 32, 33, 47, 48, 49, 200]

  test("of any length are those of the dictionary, whether the text was met before or not", () => {
    const texts = lengths.flatMap((length) => ["a", "b"].map((last) => "x".repeat(Math.max(0, length - 1)) + last))
    const lines = manyOf(2000, (id) => texts[(id * 7) % texts.length]!)
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    for (let time = 0; time < 4; time++) expect(read(decode, lines, dictionary, 50)).toEqual(expected(lines))
    expect(dictionary.size).toBe(new Set(lines.map((line) => (JSON.parse(line) as { account: string }).account)).size)
  })

  test("of more texts than are remembered, and of those again", () => {
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    const lines = manyOf(90_000, (id) => `account ${id % 45_000}`)
    expect(read(decode, lines, dictionary).accounts).toEqual(expected(lines).accounts)
    expect(dictionary.size).toBe(45_000)
    // Where a few are forgotten, and their codes given to others, they still are too many.
    dictionary.sweep((code) => code % 10 > 0)
    const others = manyOf(9000, (id) => (id % 2 === 0 ? `account ${id}` : `another ${id}`))
    expect(read(decode, others, dictionary).accounts).toEqual(expected(others).accounts)
    // Once most of them are forgotten the others are remembered again.
    dictionary.sweep((code) => code < 10)
    const few = manyOf(1000, (id) => `account ${id % 20}`)
    expect(read(decode, few, dictionary)).toEqual(expected(few))
  })

  test("that were given to other texts meanwhile are not used any more", () => {
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    const first = manyOf(300, (id) => `first ${id % 100}`)
    read(decode, first, dictionary)
    dictionary.sweep((code) => code % 2 === 0)
    const second = manyOf(300, (id) => (id % 2 === 0 ? `second ${id % 100}` : `first ${id % 100}`))
    expect(read(decode, second, dictionary)).toEqual(expected(second))
  })

  test("of another dictionary are not those of the one before", () => {
    const decode = makeWatchedDecoder(event, columns, refuse)
    const lines = manyOf(200, (id) => `acc-${id % 50}`)
    read(decode, lines, open())
    const other = new Dictionary({ constants: ["something else"], open: true })
    expect(read(decode, lines, other)).toEqual(expected(lines))
    expect(other.codeOfText("acc-0")).toBe(1)
  })

  test("whose hashes choose the same place, or are equal", () => {
    const equal = ["acc-00160900", "acc-00180200"]
    expect(hashOf(equal[0]!)).toBe(hashOf(equal[1]!))
    const texts = [...equal, ...sameEntry(40)]
    const lines = manyOf(420, (id) => texts[id % texts.length]!)
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    for (let time = 0; time < 4; time++) expect(read(decode, lines, dictionary, 50)).toEqual(expected(lines))
    expect(dictionary.size).toBe(texts.length)
  })

  test("that were met before are not asked of the dictionary again", () => {
    const texts = lengths.filter((length) => length <= 48).map((length) => "y".repeat(length))
    const lines = manyOf(500, (id) => texts[id % texts.length]!)
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    for (let time = 0; time < 3; time++) read(decode, lines, dictionary, 50)
    const asked = vi.spyOn(dictionary, "codeOf")
    expect(read(decode, lines, dictionary)).toEqual(expected(lines))
    expect(asked).not.toHaveBeenCalled()
  })

  test("that were met before the cache or the dictionary grew are not asked of it again", () => {
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    const lines = manyOf(3000, (id) => `account ${id}`)
    read(decode, lines, dictionary, 50)
    const asked = vi.spyOn(dictionary, "codeOf")
    expect(read(decode, lines, dictionary, 50)).toEqual(expected(lines))
    // A few had the place of another one.
    expect(asked.mock.calls.length).toBeLessThan(300)
  })

  test("when no more memory is given", () => {
    const decode = makeWatchedDecoder(event, columns, refuse)
    const dictionary = open()
    const few = manyOf(10, (id) => `acc-${id}`)
    read(decode, few, dictionary)
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
      throw new RangeError("no more memory")
    })
    const lines = manyOf(20_000, (id) => `account with a name that is longer ${id % 9000}`)
    expect(read(decode, lines, dictionary).accounts).toEqual(expected(lines).accounts)
    expect(grow.mock.calls.length).toBeGreaterThan(0)
    expect(grow.mock.calls.length).toBeLessThan(5)
    grow.mockRestore()
  })
})

/** The hash of a text of whole words, as rows define it. */
function hashOf(text: string): number {
  const bytes = new DataView(new TextEncoder().encode(`${text}\0\0\0\0`).buffer)
  let hash: number = hashStart
  for (let at = 0; at < bytes.byteLength; at += 4)
    hash = Math.imul(((hash << 15) | (hash >>> 17)) ^ bytes.getInt32(at, true), hashFactor)
  return hash ^ (hash >>> 15)
}

/** So many texts that belong to the same entry of a small table. */
function sameEntry(count: number): string[] {
  const texts = Array.from({ length: 80_000 }, (_, number) => `key-${String(number).padStart(8, "0")}`)
  return texts.filter((text) => (hashOf(text) & 1023) === 5).slice(0, count)
}
