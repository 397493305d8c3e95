/** Rows of CSV that are read from their bytes are what the reader of CSV and the declared types make of them, row for row. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { BytesPartition } from "../support/bytes-partition.ts"
import { compileRules, makeJob, resultOf, source } from "../support/job.ts"
import { type Modes, modes } from "../support/job-modes.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** `all`: rules that read every field, some as rows alone and some with their events. */
let compiled: Promise<RuleSet> | undefined
const rules = () => {
  compiled ??= compileRules(`
    event A {
      id: integer, s: string, n: number?, d: decimal(2)?, w: duration?, t: time?, u: time(seconds)?
      kind: "card" | "cash €", b: boolean?, o: string?, at: time
    } timed by at, up to 20 ms late
    rule All {
      when A as a
      alert {
        id: a.id, s: a.s, n: a.n, d: a.d, w: a.w, t: a.t, u: a.u, kind: a.kind, b: a.b, o: a.o, at: a.at
      } without events
    }
    rule Keyed { when A as a per o alert }
    rule Pairs { when A as a where s != "x" then A as b where d > 1 or n > 1 within 50 ms alert { a: a.id, b: b.id, s: b.s } }
    rule Thrice { when 3 A within 30 ms per kind alert }
  `)
  return compiled
}

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const weighted = <T>(...all: readonly [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary })))

const text = weighted(
  [8, oneOf("x", "é€", "😀", "four", "a b", "a longer text than is kept", "back\\slash", "{}", "'", "~")],
  [1, oneOf("", " x ", "a,b", "a;b", 'say "so"', '"', '""', "two\nlines", "two\r\nlines", "\ttab", "\u0001", "a|b")],
  [1, fc.string({ unit: "binary" }).map((value) => value.toWellFormed())],
)
const good = oneOf("0", "-0", "1", "-12.5", "210.1", "0.1", "7.25", "99999999.99", "")
const rareNumber = oneOf(
  ...[
    "1E-2",
    "1e3",
    "123456789012345678",
    "0.1234567890123456789",
    "1e999",
    "5e-324",
    "01",
    "007",
    "1.",
    ".5",
    "+1",
    "-",
  ],
  ...[
    "NaN",
    " 1",
    "1 ",
    "9007199254740993",
    "12.345",
    "1.5e308",
    "0.30000000000000004",
    "1e-7",
    "0x1",
    "1,5",
    "--1",
    "1-",
  ],
  ...["Infinity", "1_0", "123e-5", "00000000000000000001", "1.10", "5.0", "1.0000000000000001"],
)
const whole = oneOf("0", "-0", "7", "1234", "123456789012345", "")
const goodTime = oneOf(...["2026-01-01T00:00:00Z", "2026-03-01T10:00:00.123Z", "1700000000000", "2026-03-01", "", "-1"])
const rareTime = oneOf(
  ...["2026-03-01T10:00+02:00", "2026-02-30", "soon", "9e15", "1700000000000.9", "2026-01-01T00:00:00Zx", "2026"],
  ...["2026-01-01T00:00:00.000Zx", " 2026-01-01T00:00:00Z", "2026-01-01 00:00:00Z", "1234-5", "2026-01-01T24:00:00Z"],
)
const cell = (usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string>) => weighted([40, usual], [2, rare], [1, text])

const values = fc.record({
  id: cell(oneOf("1", "2", "30", "-4"), fc.oneof(rareNumber, fc.constant(""))),
  s: text,
  n: cell(good, rareNumber),
  d: cell(good, rareNumber),
  w: cell(whole, rareNumber),
  t: cell(goodTime, rareTime),
  u: cell(oneOf("1700000000", "", "1700000000.25"), rareTime),
  kind: cell(oneOf("card", "card", "cash €"), oneOf("", "cash", "Card", " card")),
  b: cell(oneOf("true", "false", ""), oneOf("TRUE", "1", " true", "truex", "tru")),
  o: weighted([3, oneOf("o", "p")], [1, fc.constant("")], [1, text]),
  constructor: oneOf("", "c"),
  other: text,
  "": oneOf("", "1"),
  __proto__: oneOf("", "p"),
})
type Values = Record<string, string>

const required = ["id", "s", "kind"]
const optional = ["n", "d", "w", "t", "u", "b", "o", "constructor", "other", "", "__proto__"]
/** The columns of a file, in any order, and what stands between its cells. */
const shape = fc.record({
  columns: fc
    .tuple(
      weighted<string[]>(
        [20, fc.constant([...required, "at"])],
        [1, fc.subarray([...required, "at"], { minLength: 1 })],
      ),
      weighted<string[]>([2, fc.constant(optional)], [1, fc.subarray(optional)]),
      fc.array(fc.nat(1000), { minLength: 16, maxLength: 16 }),
    )
    .map(([first, second, order]) => {
      const keyed = [...first, ...second].map((name, i) => ({ name, key: order[i]! }))
      return keyed.sort((a, b) => a.key - b.key).map(({ name }) => name)
    }),
  delimiter: oneOf(",", ",", ";", "\t", "|", ":", "é"),
  ending: oneOf("\n", "\n", "\r\n"),
  quotes: oneOf("where needed", "where needed", "all", "none"),
  heading: oneOf("", "", "\ufeff", "\n"),
})
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

const row = fc.record({
  values,
  after: oneOf(0, 1, 2, 5, 10, 10, 15, -7, -15, -40),
  timeAsText: fc.boolean(),
  more: weighted([30, fc.constant(0)], [1, oneOf(-1, 1)]),
  before: weighted([30, fc.constant("")], [1, oneOf("\n", "\r\n", " \n", '"\n', "x\n")]),
  broken: weighted<{ readonly at: number; readonly byte: number } | null>(
    [14, fc.constant(null)],
    [
      1,
      fc.record({
        at: fc.nat(120),
        byte: oneOf(0x22, 0x2c, 0x3b, 0x5c, 0xff, 0x00, 0x20, 0x31, 0x0a, 0x0d, 0xc3, 0x09),
      }),
    ],
  ),
})

function written(value: string, { delimiter, quotes }: Shape): string {
  const needed = /["\r\n]/.test(value) || value.includes(delimiter)
  const quoted = quotes === "all" || (quotes === "where needed" && needed)
  return quoted ? `"${value.replaceAll('"', '""')}"` : value
}

const file = fc.tuple(shape, fc.array(row, { minLength: 5, maxLength: 40, size: "+1" })).map(([drawn, rows]) => {
  const { columns, delimiter, ending, heading } = drawn
  let at = 1_700_000_000_000
  const parts = rows.map((each) => {
    at += each.after
    const own: Values = { ...each.values, at: each.timeAsText ? new Date(at).toISOString() : String(at) }
    const cells = columns.map((name) => written(Object.hasOwn(own, name) ? own[name]! : "p", drawn))
    if (each.more > 0) cells.push("")
    if (each.more < 0) cells.pop()
    const line = Buffer.from(`${each.before}${cells.join(delimiter)}${ending}`)
    if (each.broken !== null) line[each.broken.at % line.length] = each.broken.byte
    return line
  })
  const head = `${heading}${columns.map((name) => written(name, drawn)).join(delimiter)}${ending}`
  return { bytes: Buffer.concat([Buffer.from(head), ...parts]), delimiter }
})

async function answers(
  { bytes, delimiter }: { bytes: Buffer; delimiter: string },
  chunkBytes: number,
  blocks: boolean,
  { strict, live }: Modes,
) {
  const partition = new BytesPartition(bytes, chunkBytes, blocks, delimiter)
  const made = makeJob(await rules(), { A: source([partition], !live) }, { strict, maxAheadMs: 0 })
  const { job, output, deadLetters, late, clock } = made
  clock.time = 1_700_000_000_060
  const read = await resultOf(job)
  const of = ({ records }: typeof output) => records.map(({ line }) => line)
  return {
    lines: partition.csvLines,
    fastLines: partition.csvLines - partition.slowLines,
    told: { read, output: of(output), deadLetters: of(deadLetters), late: of(late) },
  }
}

test(
  "rows of CSV give the same from bytes as one by one",
  async () => {
    const sums = { lines: 0, fastLines: 0, alerts: 0, deadLetters: 0, late: 0 }
    await fc.assert(
      fc.asyncProperty(file, fc.integer({ min: 40, max: 6000 }), modes, async (drawn, chunkBytes, mode) => {
        const slow = await answers(drawn, chunkBytes, false, mode)
        const fast = await answers(drawn, chunkBytes, true, mode)
        expect(fast.told).toEqual(slow.told)
        sums.lines += fast.lines
        sums.fastLines += fast.fastLines
        for (const name of ["alerts", "deadLetters", "late"] as const) sums[name] += slow.told.read[name]
      }),
      { numRuns: Math.ceil(0.15 * pairs), seed },
    )
    expect(sums.fastLines).toBeGreaterThan(0.2 * sums.lines)
    expect(sums.lines - sums.fastLines).toBeGreaterThan(0.2 * sums.lines)
    expect(sums.alerts).toBeGreaterThan(pairs)
    expect(Math.min(sums.deadLetters, sums.late)).toBeGreaterThan(0.1 * pairs)
  },
  timeout,
)
