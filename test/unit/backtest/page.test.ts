import { describe, expect, test } from "vitest"
import { reportPage } from "../../../compiler/backtest/html/page.ts"
import { Labels } from "../../../compiler/backtest/labels.ts"
import { type BacktestReport, makeReport } from "../../../compiler/backtest/report.ts"
import type { Replayed } from "../../../compiler/backtest/rule-report.ts"
import { Tally } from "../../../compiler/backtest/tally.ts"
import { showReport } from "../../../compiler/backtest/text.ts"
import { compileRules, makeJob, record, source, TestPartition } from "../../support/job.ts"

const hostile = [
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  "<!-- ]]> &amp; &lt;",
  "\u001b[2J\u0000\r\n",
  "\u202eright to left",
  "\ud800 alone",
  "__proto__",
  "${x} {{y}}",
  "javascript:alert(1)",
]

const rulesOf = (limit: number, title: string) => `
  event Payment { card: string, amount: number, at: time } timed by at
  sink out to file("out.jsonl")
  rule Large "${title}" { when Payment as p where amount > ${limit} per card alert high "{p.card}" }
  rule Odds { when Payment as p where amount > 3 per card emit Odd to out { amount: p.amount } }
`

async function replayed(rulesText: string, files: string[], wide = ""): Promise<Replayed> {
  const rules = await compileRules(rulesText)
  const tally = new Tally(rules.manifest, { labels: new Labels("<b>fraud", "kind"), keep: true })
  const events = hostile.flatMap((card, i) => [
    { card, amount: i, at: i * 60_000, "<b>fraud": i % 2, kind: card },
    { card: card + wide, amount: 2 * i, at: i * 60_000 + 5, "<b>fraud": 1, kind: wide },
  ])
  const partition = new TestPartition("p", [events.map((event, line) => record(event, line))])
  const { job } = makeJob(rules, { Payment: source([partition]) }, { observer: tally })
  const result = await job.run()
  return { files, rules, params: { "<i>": "<u>" }, tally, result, missing: ["<M>"], seconds: 0.1 }
}

const options = { madeAt: "2026-01-31T12:00:00.000Z", examples: 50 }
const hostileReport = async () =>
  makeReport(
    await replayed(rulesOf(2, "a <b> & c"), hostile, "w".repeat(5000)),
    await replayed(rulesOf(4, "b"), ["<old>.cep"]),
    options,
  )

/** The elements and attributes of a page, if every element is closed in its order; throws where one is not. */
function elements(page: string): { names: Set<string>; attributes: Set<string> } {
  const names = new Set<string>()
  const attributes = new Set<string>()
  const open: string[] = []
  const empty = new Set(["meta", "br"])
  let rest = page.replace(/^<!doctype html>/, "").replace(/<style>[^<]*<\/style>/, "<style></style>")
  const shape = /^<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*="[^"<>]*")*)( ?\/?)>/
  while (rest !== "") {
    const text = /^[^<>]*/.exec(rest)![0]
    rest = rest.slice(text.length)
    if (rest === "") break
    const found = shape.exec(rest)
    if (found === null) throw new Error(`no element: ${rest.slice(0, 80)}`)
    const [all, closing, name, given, self] = found
    for (const [, attribute] of given!.matchAll(/ ([^=]+)="[^"]*"/g)) attributes.add(attribute!)
    rest = rest.slice(all.length)
    if (closing === "/") {
      const last = open.pop()
      if (last !== name) throw new Error(`${name} closes ${last}: ${rest.slice(0, 80)}`)
    } else {
      names.add(name!)
      if (self!.trim() !== "/" && !empty.has(name!)) open.push(name!)
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`)
  return { names, attributes }
}

describe("the page of a report", () => {
  test("is well formed and holds no script and nothing that is loaded, whatever the events hold", async () => {
    const page = reportPage(await hostileReport())
    const { names, attributes } = elements(page)
    for (const name of ["script", "img", "link", "iframe", "a", "form", "object"]) expect(names).not.toContain(name)
    expect([...attributes].filter((name) => /^(src|href|style|on.*)$/.test(name))).toEqual([])
    expect(/<style>(.*?)<\/style>/s.exec(page)![1]).not.toMatch(/url\(|@import|https?:/)
    expect(page).toContain("default-src 'none'")
  })

  test("shows what came in as text, without what steers a terminal or turns text", async () => {
    const report = await hostileReport()
    const page = reportPage(report)
    expect(page).toContain("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
    expect(page).toContain("a &lt;b&gt; &amp; c")
    for (const text of [page, showReport(report, (_, painted) => painted)]) {
      expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      expect(text.isWellFormed()).toBe(true)
      expect(text.includes("w".repeat(500))).toBe(false)
    }
  })

  test("has its parts only where there is something to say", async () => {
    const full = await hostileReport()
    const headings = (report: BacktestReport) =>
      [...reportPage(report).matchAll(/<h2>(.*?)<\/h2>/g)].map(([, name]) => name)
    expect(headings(full)).toEqual([
      "Rules",
      "Over time",
      "Right and wrong",
      "What the change does",
      "Derived events",
      "The input",
      "How to read this",
    ])
    const rules = await compileRules(rulesOf(2, "x"))
    const tally = new Tally(rules.manifest, { keep: false })
    const { job } = makeJob(rules, { Payment: source([new TestPartition("p", [])]) }, { observer: tally })
    const result = await job.run()
    const nothing = { files: ["a.cep"], rules, params: {}, tally, result, missing: [], seconds: 0 }
    const empty = makeReport(nothing, undefined, options)
    expect(headings(empty)).toEqual(["Rules", "The input", "How to read this"])
    elements(reportPage(empty))
    expect(empty.input).toMatchObject({ first: null, last: null, days: 1 })
    expect(showReport(empty, (_, text) => text)).toContain("0 records replayed")
  })

  test("survives as JSON", async () => {
    const report = await hostileReport()
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  test("gives a key one colour in the plots of all rules, whatever their order", async () => {
    const rules = await compileRules(`
      event Payment { card: string, country: string, amount: number, at: time } timed by at
      sink out to file("out.jsonl")
      rule Small { when Payment as p where amount < 10 per country emit Low to out { amount: p.amount } }
      rule Large { when Payment as p where amount >= 10 per country emit High to out { amount: p.amount } }`)
    const tally = new Tally(rules.manifest, { keep: false })
    const amounts = [
      ["GB", 5],
      ["FR", 3],
      ["FR", 90],
      ["GB", 20],
    ] as const
    const events = amounts.map(([country, amount], i) => ({ card: "c", country, amount, at: i * 60_000 }))
    const partition = new TestPartition("p", [events.map((event, line) => record(event, line))])
    const { job } = makeJob(rules, { Payment: source([partition]) }, { observer: tally })
    const result = await job.run()
    const report = makeReport(
      { files: [], rules, params: {}, tally, result, missing: [], seconds: 0 },
      undefined,
      options,
    )
    expect(report.emitted.map(({ lines }) => lines.map(({ key }) => key))).toEqual([
      ["GB", "FR"],
      ["FR", "GB"],
    ])
    const legends = [...reportPage(report).matchAll(/<li class="(s\d)"><i><\/i>(\w+) /g)].map(([, colour, key]) => [
      key,
      colour,
    ])
    expect(legends).toEqual([
      ["GB", "s0"],
      ["FR", "s1"],
      ["FR", "s1"],
      ["GB", "s0"],
    ])
  })

  test("says that a rule matched whose events go to other rules alone", async () => {
    const rules = await compileRules(`
      event Payment { card: string, amount: number, at: time } timed by at
      rule Large { when Payment as p where amount > 5 per card emit Big { amount: p.amount } }
      rule Twice { when 2 Big within 1 hour per card alert }
      rule Never { when Payment as p where amount > 500 per card alert }`)
    const tally = new Tally(rules.manifest, { keep: false })
    const events = [4, 7, 9].map((amount, i) => ({ card: "c", amount, at: i * 60_000 }))
    const partition = new TestPartition("p", [events.map((event, line) => record(event, line))])
    const { job } = makeJob(rules, { Payment: source([partition]) }, { observer: tally })
    const result = await job.run()
    const report = makeReport(
      { files: [], rules, params: {}, tally, result, missing: [], seconds: 0 },
      undefined,
      options,
    )
    const note = "Large: 2 matches without an output to a sink"
    expect(showReport(report, (_, text) => text)).toContain(`\n  ${note}\n`)
    expect(reportPage(report)).toContain(note)
    expect(reportPage(report)).not.toContain("Never: ")
  })
})
