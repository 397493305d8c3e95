/** What expressions give, missing values included: each is compiled into a rule's output and run by the engine. */
import { beforeAll, describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { createEngine } from "../../runtime/index.ts"

const declarations = `
event Sample {
  id: string, n: number, zero: number, i: integer, k: integer, s: string, b: boolean, no: boolean
  t: time, d: duration, m: decimal(2), m3: decimal(3), e: "card" | "wire", l: string[], ln: number[]
  r: { a: number, inner: { c: string? } }, \`next\`: number, \`__proto__\`: string, \`constructor\`: string, größe: number
  mn: number?, mi: integer?, ms: string?, mb: boolean?, mt: time?, md: duration?, mm: decimal(2)?, ml: string[]?
  mr: { a: number }?, me: "card" | "wire"?
  at: time
} timed by at
param limit = 10
param word = "hello"
param rate: decimal(2) = 1.25
let risky = ["NG", "RU"]
let many = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "hello"]
let double = limit * 2
fn twice(x: number): number = x * 2
fn orZero(x: number?): number = x ?? 0
fn label(s: Sample): string = "{s.s}-{s.i}"
`

const event = {
  id: "e1",
  n: 2.5,
  zero: 0,
  i: 7,
  k: 2,
  s: "hello",
  b: true,
  no: false,
  t: "2026-01-31T10:00:00Z",
  d: 90_000,
  m: 66.4,
  m3: 1.005,
  e: "card",
  l: ["a", "b"],
  ln: [3, 4],
  r: { a: 1, inner: {} },
  next: 9,
  ["__proto__"]: "proto",
  constructor: "built",
  größe: 4,
  at: 1_000_000,
}

/** Expression and the value that stands in the alert's `data`; null is missing. */
const table: Readonly<Record<string, readonly (readonly [string, unknown])[]>> = {
  arithmetic: [
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["7 - 2 - 1", 4],
    ["7 - (2 - 1)", 6],
    ["12 / 2 / 3", 2],
    ["12 / (6 / 3)", 6],
    ["2 * (s.i % 4)", 6],
    ["-s.n", -2.5],
    ["-(-s.n)", 2.5],
    ["3 - -s.n", 5.5],
    ["s.n * s.i", 17.5],
    ["s.i / s.k", 3.5],
    ["s.i % s.k", 1],
    ["-7 % 3", -1],
    ["s.n / s.zero", null],
    ["s.zero / s.zero", null],
    ["s.i % s.zero", null],
    ["s.n / 0", null],
    ["s.n + s.mn", null],
    ["s.mn * 0", null],
    ["-s.mn", null],
    ["s.mi + 1", null],
    ["s.n / s.mn", null],
    ["(s.mn ?? 4) + 1", 5],
    ["s.n / s.zero ?? 5", 5],
    ["(s.n + s.mn) ?? -1", -1],
    ["1 / s.zero * 0 ?? 3", 3],
    ["limit + 1", 11],
    ["double", 20],
    ["1_000_000 + 1e3", 1_001_000],
    ["0.1 + 0.2", 0.1 + 0.2],
  ],
  decimals: [
    ["s.m", 66.4],
    ["s.m + 0.1", 66.5],
    ["s.m - 66.40", 0],
    ["s.m + s.m3", 67.405],
    ["s.m * 3", 199.2],
    ["2 * s.m", 132.8],
    ["s.m * 1.5", 99.60000000000001],
    ["s.m / 2", 33.2],
    ["s.m / s.m", 1],
    ["s.m / s.zero", null],
    ["s.m / (s.m - s.m)", null],
    ["s.m % 10", 6.4],
    ["-s.m", -66.4],
    ["s.mm + s.m", null],
    ["s.mm ?? s.m", 66.4],
    ["s.mm ?? 1.5", 1.5],
    ["s.m > 66.39", true],
    ["s.m == 66.4", true],
    ["s.m == 66.40000001", false],
    ["s.m > s.n", true],
    ["s.m3 < s.m", true],
    ["s.m in 66.0..67.0", true],
    ["s.m in [66.4, 70.0]", true],
    ["rate + s.m", 67.65],
    ["s.mm > 0", false],
    ["s.mm != s.m", false],
  ],
  "times and durations": [
    ["s.t", "2026-01-31T10:00:00.000Z"],
    ["s.t + 1 hour", "2026-01-31T11:00:00.000Z"],
    ["s.t - 1 day", "2026-01-30T10:00:00.000Z"],
    ["s.t - 2026-01-31T09:00:00Z", 3_600_000],
    ["s.t - 2026-01-31 > 9 hours", true],
    ["s.d", 90_000],
    ["s.d + 30 seconds", 120_000],
    ["s.d * 2", 180_000],
    ["s.d * 0.33333", 30_000],
    ["s.d / 4", 22_500],
    ["s.d / 7", 12_857],
    ["s.d / 30 seconds", 3],
    ["s.d / s.zero", null],
    ["s.d % 1 minute", 30_000],
    ["s.d > 1 minute", true],
    ["s.d == 90 seconds", true],
    ["s.mt + 1 hour", null],
    ["s.t - s.mt", null],
    ["s.mt < s.t", false],
    ["s.md ?? 5 minutes", 300_000],
    ["s.t > 2026-01-01 and s.t < 2026-02-01", true],
    ["-s.d", -90_000],
  ],
  comparisons: [
    ["s.n > 2", true],
    ["s.n >= 2.5", true],
    ["s.n < 2.5", false],
    ["s.n <= 2.5", true],
    ["s.n == 2.5", true],
    ["s.n != 2.5", false],
    ['s.s == "hello"', true],
    ['s.s != "hello"', false],
    ['s.s < "help"', true],
    ["s.s == word", true],
    ['s.e == "card"', true],
    ['s.e != "wire"', true],
    ["s.b == true", true],
    ["s.no != true", true],
    ["s.mn > 1", false],
    ["s.mn <= 1", false],
    ["s.mn == 1", false],
    ["s.mn != 1", false],
    ["1 != s.mn", false],
    ["s.mn == s.mi", false],
    ["s.mn != s.mi", false],
    ['s.ms < "z"', false],
    ['s.ms >= ""', false],
    ['s.ms != "z"', false],
    ["s.n / s.zero != 3", false],
    ["s.n / s.zero == s.zero / s.zero", false],
    ["s.n / s.zero > 1", false],
    ["s.mb == false", false],
    ["s.mb != true", false],
    ['s.me == "card"', false],
  ],
  logic: [
    ["s.b and s.no", false],
    ["s.b or s.no", true],
    ["not s.b", false],
    ["not s.no and s.b", true],
    ["not (s.no or s.b)", false],
    ["s.no and s.no or s.b", true],
    ["s.b or s.b and s.no", true],
    ["(s.b or s.b) and s.no", false],
    ["s.mb", null],
    ["s.mb and s.b", false],
    ["s.mb or s.b", true],
    ["s.mb or s.no", false],
    ["not s.mb", true],
    ["not (s.mn > 5)", true],
    ["s.mb ?? true", true],
    ["s.mb is missing", true],
    ["s.mb is present", false],
    ["s.b is not missing", true],
    ["s.mn is missing and s.ms is missing", true],
    ["(s.n / s.zero) is missing", true],
    ["(s.n + s.mn) is missing", true],
    ["(s.n / s.k) is present", true],
    ["s.mr is missing", true],
    ["s.mr.a is missing", true],
    ["s.r.inner.c is missing", true],
  ],
  choices: [
    ["1 if s.b else 2", 1],
    ["1 if s.mb else 2", 2],
    ["1 if s.mn > 0 else 2", 2],
    ["1 if s.no else 2 if s.no else 3", 3],
    ["(1 if s.b else 2) + 1", 2],
    ["s.mn if s.b else 2", null],
    ["s.mn ?? s.mi ?? 3", 3],
    ['s.ms ?? "none"', "none"],
    ['s.s ?? "none"', "hello"],
    ["s.n / s.zero if s.b else 1", null],
    ["s.m if s.b else 1.5", 66.4],
    ['"a" if s.no else s.s', "hello"],
  ],
  "lists and ranges": [
    ['s.s in ["a", "hello"]', true],
    ['s.s not in ["a", "hello"]', false],
    ["s.s in risky", false],
    ["s.s not in risky", true],
    ["s.s in many", true],
    ["s.s not in many", false],
    ["s.ms in many", false],
    ["s.ms not in many", false],
    ["s.ms in risky", false],
    ["s.ms not in risky", false],
    ['"b" in s.l', true],
    ["s.s in s.ml", false],
    ["s.s not in s.ml", false],
    ['s.ms not in ["x"]', false],
    ["s.mn in [1, 2]", false],
    ["s.n in [s.n, 1]", true],
    ["s.n in [s.mn, 1]", false],
    ["s.mn in [s.mn, 1]", false],
    ["s.i in 1..7", true],
    ["s.i in 8..9", false],
    ["s.i not in 1..5", true],
    ["s.i not in 1..limit", false],
    ["s.mi in 1..5", false],
    ["s.mi not in 1..5", false],
    ["s.i not in s.mn..5", false],
    ["s.n / s.zero not in 1..5", false],
    ['s.e in ["card", "wire"]', true],
    ["s.l[0]", "a"],
    ["s.l[1]", "b"],
    ["s.l[2]", null],
    ["s.l[-1]", null],
    ["s.ml[0]", null],
    ["s.l[s.mi]", null],
    ["s.ln[0] + s.ln[1]", 7],
    ["s.ln[0] + s.ln[5]", null],
    ["[s.n, 1]", [2.5, 1]],
    ["s.l", ["a", "b"]],
  ],
  text: [
    ['"{s.s}!"', "hello!"],
    ['"{s.mn}"', "missing"],
    ['"{{{s.i}}}"', "{7}"],
    ['"{s.m} {s.n / s.zero}"', "66.40 missing"],
    ['"`${s.i} \\\\ \\"quoted\\""', '`$7 \\ "quoted"'],
    ['"line\\nbreak"', "line\nbreak"],
    ['"{s.e}"', "card"],
    ["s.s matches /^hel+o$/", true],
    ["s.s matches /HELLO/i", true],
    ["s.s not matches /x/", true],
    ["s.ms matches /.*/", false],
    ["s.ms not matches /x/", false],
    ["s.s matches /[`\"'\\/${}]/", false],
    ['upper("{s.s} {s.k}")', "HELLO 2"],
    ["upper(s.ms)", null],
    ['upper(s.ms ?? "x")', "X"],
  ],
  calls: [
    ["twice(s.n)", 5],
    ["twice(s.mn)", null],
    ["twice(s.n + s.mn)", null],
    ["orZero(s.mn)", 0],
    ["orZero(s.n / s.zero)", 0],
    ["orZero(s.n)", 2.5],
    ["label(s)", "hello-7"],
    ["twice(twice(s.i)) + 1", 29],
    ["abs(-s.n)", 2.5],
    ["max(s.n, s.i)", 7],
    ["round(s.n / s.zero)", null],
  ],
  names: [
    ["s.`next`", 9],
    ["s.next + 1", 10],
    ["s.`__proto__`", "proto"],
    ["s.constructor", "built"],
    ["s.größe * 2", 8],
    ["s.r.a", 1],
    ["s.r.inner.c", null],
    ["s.mr.a", null],
    ["s.mr.a ?? 5", 5],
    ["count(s)", 1],
  ],
}

const results = new Map<string, unknown>()

beforeAll(async () => {
  const expressions = Object.values(table).flat()
  const rules = expressions.map(
    ([expression], at) => `rule R${at} { when Sample as s per id alert { x: ${expression} } without events }`,
  )
  const { rules: set, diagnostics } = await compile([
    { path: "table.cep", text: `${declarations}\n${rules.join("\n")}` },
  ])
  expect(
    diagnostics.filter(({ level }) => level === "error").map(({ text, span }) => `${text} ${lineOf(span.start)}`),
  ).toEqual([])
  function lineOf(offset: number): string {
    return `${declarations}\n${rules.join("\n")}`.slice(offset - 30, offset + 30)
  }
  const onDeadLetter = (letter: unknown) => expect.fail(JSON.stringify(letter))
  const engine = createEngine(set!, {
    onAlert: (alert) => results.set(alert.rule, alert.data),
    onDeadLetter,
  })
  engine.push("Sample", event)
  engine.end()
})

let number = 0
for (const [group, rows] of Object.entries(table)) {
  describe(group, () => {
    for (const [expression, expected] of rows) {
      const rule = `R${number++}`
      test(expression, () => expect(results.get(rule)).toEqual({ x: expected }))
    }
  })
}
