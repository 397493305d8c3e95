import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { mergeCoverage, totalOf } from "../../../compiler/testing/coverage.ts"
import { coverageJson, lcovText, Places } from "../../../compiler/testing/coverage-report.ts"
import { runTests } from "../../../compiler/testing/index.ts"
import { type Complete, ObservedRules, observed } from "../../../compiler/testing/observed-rules.ts"
import { createEngine } from "../../../runtime/index.ts"
import { gaps, observe } from "./observe.ts"

const events = `
event A { k: string, n: integer, s: string?, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`

describe("parts of conditions", () => {
  const rule = 'rule R { when A as a where n > 1 and not (n == 7 or k == "x") per k alert }'

  test("each is seen true and false, and only where it is asked", async () => {
    const none = await observe(`${events}${rule}\ntest "one" { A { n: 1, k: "y" } at 10:00:00 expect nothing }`)
    expect(gaps(none, "R")).toEqual([
      "no event completed the pattern",
      "`a` never took an event (edge 0 -> 1)",
      "`n > 1` was never true",
      "`n == 7` was never asked",
      '`k == "x"` was never asked',
    ])
    const some = await observe(
      `${events}${rule}\ntest "one" { A { n: 7, k: "y" } at 10:00:00 A { n: 8, k: "y" } at 10:00:01 expect R }`,
    )
    expect(gaps(some, "R")).toEqual(["`n > 1` was never false", '`k == "x"` was never true'])
    const all = await observe(
      `${events}${rule}\ntest "one" {
        A { n: 7, k: "y" } at 10:00:00 A { n: 8, k: "y" } at 10:00:01
        A { n: 8, k: "x" } at 10:00:01 A { n: 1, k: "x" } at 10:00:01 expect R }`,
    )
    expect(gaps(all, "R")).toEqual([])
    expect(totalOf(all.coverage)).toEqual({ taken: 8, all: 8, percent: 100 })
  })

  test("`if`, `??`, aggregates and functions have parts too, wherever they stand", async () => {
    const text = `${events}
      fn odd(n: integer): boolean = n % 2 == 1 or n > 100
      rule R {
        when 2+ A as some where odd(n)
             then B as last where last.n > sum(some.n where n > 5)
        within 1 minute per k
        alert { s: first(some).s ?? "none", size: "big" if last.n > 50 else "small" }
      }
      test "one" {
        A { k: "k", n: 1 } at 10:00:00
        A { k: "k", n: 3 } at 10:00:00
        B { k: "k", n: 9 } at 10:00:00
        expect R { s: "none", size: "small" }
      }`
    const found = await observe(text)
    expect(found.results[0]!.failures).toEqual([])
    expect(gaps(found, "R")).toEqual([
      "`some` never took one more event (edge 2 -> 2)",
      "`some` never took an event (edge 4 -> 2)",
      "no event ever passed by at `some` (edge 4 -> 4)",
      "time never ended a partial match at `some` (state 1)",
      "time never ended a partial match at `some` (state 2)",
      "time never ended a partial match at `some` (state 4)",
      "`odd(n)` was never false",
      "no event ever passed by at `last` (edge 3 -> 3)",
      "time never ended a partial match at `last` (state 3)",
      "`last.n > sum(some.n where n > 5)` was never false",
      "`n > 5` was never true",
      'the left side of `first(some).s ?? "none"` was never there',
      "`last.n > 50` was never true",
    ])
    expect(gaps(found, "odd")).toEqual(["`n % 2 == 1` was never false", "`n > 100` was never asked"])
  })
})

test("states and edges: what waits, what ends it, and what time completes", async () => {
  const rule = "rule R { when A as a then no B as b where n > 5 within 1 minute per k alert }"
  const first = await observe(`${events}${rule}\ntest "one" { A { k: "k" } at 10:00:00 expect R }`)
  expect(gaps(first, "R")).toEqual([
    "no event ever passed by at `b` (edge 1 -> 1)",
    "`no` `b` never ended a partial match (edge 1 -> 2)",
    "`n > 5` was never asked",
  ])
  const second = await observe(`${events}${rule}\ntest "one" {
    A { k: "k" } at 10:00:00
    B { k: "k", n: 1 } at 10:00:01
    B { k: "k", n: 9 } at 10:00:02
    expect nothing }`)
  expect(gaps(second, "R")).toEqual(["no match was ever completed by the end of an absence"])
})

test("what becomes of matches: `once per`, `having`, `on timeout`, windows", async () => {
  const text = `${events}
    rule Once { when A as a where n > 1 per k once per 1 hour alert }
    rule Pair { when A as a where n > 1 then B as b within 1 minute per k alert on timeout alert low }
    rule Sums { each 1 minute of A per k having sum(n) > 10 alert { s: sum(n) } }
    test "one" { A { k: "k", n: 5 } at 10:00:00 B { k: "k" } at 10:00:01 A { k: "k", n: 0 } at 10:00:02 expect Once }`
  const found = await observe(text)
  expect(gaps(found, "Once")).toEqual(["`once per` never kept a repetition silent"])
  expect(gaps(found, "Pair")).toEqual([
    expect.stringContaining("no event ever passed by at `b`"),
    "time never ended a partial match at `b` (state 1)",
    "`on timeout` never spoke",
  ])
  expect(gaps(found, "Sums")).toEqual(["`sum(n) > 10` was never true"])
})

test("a window that ends a partial match is a way out of its state", async () => {
  const rule = "rule R { when A as a then B as b within 1 minute per k alert }"
  const base = `${events}${rule}\ntest "one" { A { k: "k" } at 10:00:00`
  const never = "time never ended a partial match at `b` (state 1)"
  const inTime = await observe(`${base} B { k: "k" } at 10:00:59 expect R }`)
  expect(gaps(inTime, "R")).toContain(never)
  const ended = await observe(`${base} B { k: "k" } at 10:01:00 expect no R }`)
  expect(gaps(ended, "R")).not.toContain(never)
  const open = await observe(`${base} expect nothing until 10:00:59 }`)
  expect(gaps(open, "R")).toContain(never)
  const over = await observe(`${base} watermark to 10:01:00 expect nothing until 10:01:00 }`)
  expect(gaps(over, "R")).not.toContain(never)
  expect(lcovText(over.coverage, new Places([{ path: "rules.cep", text: "" }]))).toContain("BRDA:")
  const soon = "rule S { when A as a then within 5 seconds B as b per k alert }"
  const late = await observe(`${events}${soon}\ntest "one" { A { k: "k" } at 10:00:00 expect nothing until 10:00:06 }`)
  expect(gaps(late, "S").filter((each) => each.startsWith("time"))).toEqual([])
})

test("what no event can do is not asked for", async () => {
  const found = await observe(`${events}
    rule Quiet { when A as a then no A as b within 1 minute per k alert }
    test "both" { A { k: "k" } at 10:00:00 A { k: "k" } at 10:00:30 expect 1 Quiet }`)
  // Every event of its input is an A: none can pass by.
  expect(gaps(found, "Quiet")).toEqual([])
  // From what an absence between two events forbids it goes on within one event: no time passes there.
  const strict = await observe(`${events}
    rule Strict { when A as a next no A as x next B as b within 1 minute per k alert }
    test "one" { A { k: "k" } at 10:00:00 B { k: "k" } at 10:00:01 expect Strict }`)
  const timed = gaps(strict, "Strict").filter((each) => each.startsWith("time"))
  expect(timed).toEqual([expect.stringMatching(/\(state 1\)$/)])
})

test.each([
  "account-takeover",
  "card-fraud",
  "iot-sensors",
  "log-monitoring",
])("rules that are observed say what they say otherwise: %s", async (sample) => {
  const read = (path: string) => readFileSync(new URL(`../../../samples/${sample}/${path}`, import.meta.url), "utf8")
  const names = [...read("rules.cep").matchAll(/from "\.\/(.*\.ts)"/g)].map(([, name]) => name!)
  const imports = [...read("rules.cep").matchAll(/^import "\.\/(.*)"/gm)].map(([, name]) => name!)
  const sources = ["rules.cep", ...imports, ...names].map((path) => ({ path, text: read(path) }))
  const plain = await compile(sources, { entries: ["rules.cep"] })
  const probing = observed()
  const probed = await compile(sources, { entries: ["rules.cep"], ...probing.options })
  const rules = new ObservedRules(probed as Complete, probing.probes(), sources, async () => probed)
  const [wanted, found] = await Promise.all([
    runTests(plain.rules!, plain.checked.tests, createEngine),
    runTests(rules.rules, probed.checked.tests, createEngine, { observer: rules, forms: "general" }),
  ])
  expect(found.map(({ outputs }) => outputs)).toEqual(wanted.map(({ outputs }) => outputs))
  expect(found.flatMap(({ outputs }) => outputs).length).toBeGreaterThan(3)
  expect(totalOf(rules.coverage()).taken).toBeGreaterThan(20)
})

test("runs are put together: what one of them took is taken", async () => {
  const rule = "rule R { when A as a where n > 1 per k alert }"
  const test = (name: string, n: number) =>
    `test "${name}" { A { n: ${n} } at 10:00:00 expect ${n > 1 ? "R" : "nothing"} }`
  const [low, high] = await Promise.all([
    observe(`${events}${rule}${test("t", 0)}`),
    observe(`${events}${rule}${test("t", 2)}`),
  ])
  expect(totalOf(low.coverage)).toMatchObject({ taken: 1, all: 4 })
  expect(totalOf(high.coverage)).toMatchObject({ taken: 3, all: 4 })
  const both = mergeCoverage([...low.coverage, ...high.coverage])
  expect(both.map(({ name }) => name)).toEqual(["R"])
  expect(totalOf(both)).toEqual({ taken: 4, all: 4, percent: 100 })
})

test("LCOV and JSON name places and counts", async () => {
  const text = `event A { k: string, n: integer, at: time } timed by at
rule R {
  when A as a
       where n > 1
  per k
  alert
}
test "t" { A { n: 2 } at 10:00:00 expect R }`
  const { coverage } = await observe(text)
  const places = new Places([{ path: "rules.cep", text }])
  expect(lcovText(coverage, places).split("\n")).toEqual([
    "TN:",
    "SF:rules.cep",
    "FN:2,R",
    "FNDA:1,R",
    "FNF:1",
    "FNH:1",
    "BRDA:3,0,0,1",
    "BRDA:2,0,1,1",
    "BRDA:4,0,2,1",
    "BRDA:4,0,3,0",
    "BRF:4",
    "BRH:3",
    "DA:2,1",
    "DA:3,1",
    "DA:4,1",
    "LF:3",
    "LH:3",
    "end_of_record",
    "",
  ])
  expect(coverageJson(coverage, places)).toMatchObject({
    taken: 3,
    all: 4,
    percent: 75,
    rules: [
      { name: "R", line: 2, items: [{ kind: "transition" }, { kind: "state" }, { line: 4, hits: 1 }, { hits: 0 }] },
    ],
  })
})

test("what runs in production has no probes, and is the same as ever after a compilation that had some", async () => {
  const sources = [{ path: "rules.cep", text: `${events}rule R { when A as a where n > 1 and k != "x" per k alert }` }]
  const before = await compile(sources)
  const { options } = observed()
  const probed = await compile(sources, options)
  const after = await compile(sources)
  expect(probed.module!.code).toContain("library.probe(0, ")
  expect(before.module!.code).not.toContain("probe")
  expect(after.module!.code).toBe(before.module!.code)
  expect(probed.rules!.manifest.columns).toBeUndefined()
  expect(before.rules!.manifest.columns).toBeDefined()
})
