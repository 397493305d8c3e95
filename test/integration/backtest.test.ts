/** `cep backtest` as users call it, on made-up payments with a label. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { BacktestReport } from "../../compiler/backtest/report.ts"
import { cep, jsonLines, makeFolder } from "./cep.ts"

const event = `event Payment { id: string, card: string, amount: number, at: time } timed by at, up to 1 minute late\n`
const minute = 60_000
const start = Date.UTC(2026, 0, 31)

interface Payment {
  readonly id: string
  readonly card: string
  readonly amount: number
  readonly at: number
  readonly fraud: boolean
  readonly kind: string
}

/** 400 payments, one a minute: every tenth is over 500; of these every second is fraud, as is every 50th small one. */
const payments = Array.from({ length: 400 }, (_, i): Payment => {
  const large = i % 10 === 0
  const fraud = (large && i % 20 === 0) || i % 50 === 49
  return {
    id: `p${i}`,
    card: `c${i % 7}`,
    amount: large ? 501 + i : i % 9,
    at: start + i * minute,
    fraud,
    kind: large ? "big" : "small",
  }
})
const lines = payments.map((payment) => `${JSON.stringify(payment)}\n`).join("")
const csv = `id,card,amount,at,fraud,kind\n${payments
  .map(({ id, card, amount, at, fraud, kind }) => [id, card, amount, at, fraud ? 1 : 0, kind].join(","))
  .join("\n")}\n`

const after = `${event}
sink elsewhere to file("delivered.jsonl")
param limit = 500
rule Large was Big "Above the limit" { when Payment as p where amount > limit per card alert high "{card} paid {p.amount}" to elsewhere }
rule Pair { when Payment as a where amount > 500 then Payment as b where amount > 500 within 2 hours per card skip none alert "pair" }
rule Quiet { when Payment as p where amount > 850 then no Payment as q where q.amount > 850 within 30 minutes per card alert low "quiet" }
shadow rule Trial { when Payment as p where amount < 1 per card alert info "small" }
rule Hourly { each 1 hour of Payment per card having count() > 8 alert low "{count()}" }
rule Signals { when Payment as p where amount > 700 per card emit Signal to elsewhere { amount: p.amount } }
`
const before = `${event}
param limit = 600
rule Big { when Payment as p where amount > limit per card alert medium "{card} paid {p.amount}" }
rule Pair { when Payment as a where amount > 500 then Payment as b where amount > 500 within 2 hours per card skip none alert "pair" }
rule Gone { when Payment as p where amount > 890 per card alert "gone" }
`
const files = { "after.cep": after, "before.cep": before, "p.jsonl": lines, "p.csv.gz": gzipSync(csv) }

let folder: string
let remove: () => void
beforeAll(() => {
  ;({ folder, remove } = makeFolder(files))
})
afterAll(() => remove())

const run = (...args: string[]) => cep(["backtest", ...args], folder)
async function report(...args: string[]): Promise<BacktestReport> {
  const { code, stdout, stderr } = await run(...args, "--json")
  expect([code, stderr], stderr).toEqual([0, expect.any(String)])
  return JSON.parse(stdout) as BacktestReport
}
const rule = ({ rules }: BacktestReport, name: string) => rules.find((each) => each.name === name)!

describe("cep backtest", () => {
  test("gives the alerts that cep run gives, and delivers none", async () => {
    const { code, stdout } = await run("after.cep", "--source", "Payment=p.jsonl", "--alerts", "out/alerts.jsonl", "-q")
    expect(code).toBe(0)
    expect(existsSync(join(folder, "delivered.jsonl"))).toBe(false)
    const ran = await cep(
      ["run", "after.cep", "--source", "Payment=p.jsonl", "--sink", "elsewhere=-", "--sink", "alerts=-"],
      folder,
    )
    expect(readFileSync(join(folder, "out/alerts.jsonl"), "utf8")).toBe(ran.stdout)
    expect(jsonLines(ran.stdout).length).toBeGreaterThan(50)
    expect(stdout).toMatch(
      /^400 records replayed in .*: 400 events\n {2}from 2026-01-31 00:00:00 to 2026-01-31 06:39:00 UTC/,
    )
    expect(stdout).toMatch(/\nLarge +40 +0 +40 +7 +0 +2026-01-31 00:00:00 +2026-01-31 06:30:00\n/)
    expect(stdout).toContain("\nTrial (shadow) ")
  })

  test("scores each completing event once, by class, without rules that have none", async () => {
    const found = await report("after.cep", "--source", "Payment=p.jsonl", "--label", "fraud", "--label-class", "kind")
    expect(found.label!.types).toEqual([
      {
        type: "Payment",
        positives: 28,
        negatives: 372,
        classes: [
          { name: "big", positives: 20 },
          { name: "small", positives: 8 },
        ],
      },
    ])
    expect(rule(found, "Large").score).toEqual({
      events: 40,
      truePositives: 20,
      falsePositives: 20,
      unlabelled: 0,
      positives: 28,
      precision: 0.5,
      recall: 20 / 28,
      f1: 40 / 68,
      classes: [
        { name: "big", hit: 20, of: 20 },
        { name: "small", hit: 0, of: 8 },
      ],
    })
    // Several pairs end in one payment; it counts once, by definition computed from the alerts.
    const alerts = jsonLines(
      (await cep(["run", "after.cep", "--source", "Payment=p.jsonl", "--sink", "elsewhere=-"], folder)).stdout,
    )
    const pairs = alerts.filter(({ rule: name }) => name === "Pair")
    const ends = new Set(pairs.map((alert) => (alert.events as { b: Payment }).b.id))
    expect(rule(found, "Pair")).toMatchObject({ alerts: pairs.length, score: { events: ends.size } })
    // An absence counts for the payment before the silence.
    const quiet = alerts.filter(({ rule: name }) => name === "Quiet").map((alert) => (alert.events as { p: Payment }).p)
    expect(quiet.length).toBeGreaterThan(0)
    const hit = quiet.filter(({ fraud }) => fraud).length
    expect(rule(found, "Quiet").score).toMatchObject({ truePositives: hit, falsePositives: quiet.length - hit })
    // A window has no event that could be right or wrong.
    const hourly = rule(found, "Hourly")
    expect(hourly.alerts).toBeGreaterThan(0)
    expect(hourly.score).toBeNull()
    expect(found.all).toMatchObject({ alerts: 40 + pairs.length + quiet.length + hourly.alerts, score: { events: 40 } })
  })

  test("reads compressed CSV with a label of 0 and 1, a pattern of files included", async () => {
    const json = await report("after.cep", "--source", "Payment=p.jsonl", "--label", "fraud", "--label-class", "kind")
    const table = await report(
      "after.cep",
      "--source",
      "Payment=file:p.*.gz",
      "--label",
      "fraud",
      "--label-class",
      "kind",
    )
    expect(table.rules).toEqual(json.rules)
    expect(table.all).toEqual(json.all)
  })

  test("says what a change adds and takes away, under the names of the new version", async () => {
    const found = await report(
      "after.cep",
      "--against",
      "before.cep",
      "--source",
      "Payment=p.jsonl",
      "--label",
      "fraud",
      "--examples",
      "2",
    )
    const change = found.change!
    const brief = change.rules.map(({ rule: name, status, before: old, after: now, added, removed, changed }) => ({
      name,
      status,
      counts: [old, now, added, removed, changed],
    }))
    const [pairs, quiet, small] = [rule(found, "Pair").alerts, rule(found, "Quiet").alerts, rule(found, "Trial").alerts]
    const hourly = rule(found, "Hourly").alerts
    expect(brief).toEqual([
      // Ten are over 500 and not over 600; the severity of the other thirty is another one.
      { name: "Large", status: "both", counts: [30, 40, 10, 0, 30] },
      { name: "Pair", status: "both", counts: [pairs, pairs, 0, 0, 0] },
      { name: "Quiet", status: "new", counts: [0, quiet, quiet, 0, 0] },
      { name: "Trial", status: "new", counts: [0, small, small, 0, 0] },
      { name: "Hourly", status: "new", counts: [0, hourly, hourly, 0, 0] },
      { name: "Signals", status: "new", counts: [0, 20, 20, 0, 0] },
      { name: "Gone", status: "gone", counts: [1, 0, 0, 1, 0] },
    ])
    const [large] = change.rules
    expect(large).toMatchObject({ addedPositives: 5, removedPositives: 0 })
    expect(large!.examples.added.map(({ text, label }) => [text, label])).toEqual([
      ["c0 paid 501", true],
      ["c3 paid 511", false],
    ])
    expect(large!.examples.changed[0]).toMatchObject({
      text: expect.stringContaining('"high"'),
      before: expect.stringContaining('"medium"'),
    })
    expect(change.beforeRules.map(({ name, score }) => [name, score?.events])).toEqual([
      ["Large", 30],
      ["Pair", rule(found, "Pair").score!.events],
      ["Gone", 1],
    ])
  })

  test("sets params of each version; tells by its exit code when asked to", async () => {
    const same = ["after.cep", "--against", "after.cep", "--source", "Payment=p.jsonl", "--param", "limit=700"]
    const unchanged = await run(...same, "--against-param", "limit=700", "--fail-on-change", "-q")
    expect(unchanged).toMatchObject({ code: 0 })
    expect(unchanged.stdout).toMatch(/\nagainst after\.cep\n {2}both versions say the same\n$/)
    const other = await run(...same, "--against-param", "limit=650", "--fail-on-change", "-q")
    expect(other.code).toBe(4)
    expect(other.stdout).toMatch(/\nLarge +25 +20 +0 +−5 +20 +0\n/)
    expect(other.stdout).toContain("\n  5 other rules as before\n")
    expect(await run(...same, "--against-param", "limit=650", "-q")).toMatchObject({ code: 0 })
  })

  test("plots the numbers of derived events by key", async () => {
    const { emitted } = await report("after.cep", "--source", "Payment=p.jsonl")
    expect(emitted).toMatchObject([{ rule: "Signals", event: "Signal", field: "amount", keys: ["card"], points: 20 }])
    expect(emitted[0]!.lines).toHaveLength(7)
  })

  test("counts bad and late events, and stops at the first when it is strict", async () => {
    const bad = makeFolder({
      ...files,
      "bad.jsonl": `${lines}not json\n{"id":"x","card":"c","amount":9999,"at":${start},"fraud":true}\n`,
    })
    try {
      const { code, stdout } = await cep(
        ["backtest", "after.cep", "--source", "Payment=bad.jsonl", "--label", "fraud"],
        bad.folder,
      )
      expect(code).toBe(0)
      expect(stdout).toContain("  1 late, 1 dead letter (1 not-json)\n")
      // The late one is fraud that nobody could find.
      expect(stdout).toContain("label fraud: 29 of 401 Payment\n")
      const strict = await cep(["backtest", "after.cep", "--source", "Payment=bad.jsonl", "--strict"], bad.folder)
      expect(strict).toMatchObject({ code: 3, stdout: "" })
      expect(strict.stderr).toContain("--strict stops at the first")
    } finally {
      bad.remove()
    }
  })
})

describe("wrong use is said before anything is replayed", () => {
  const source = ["--source", "Payment=p.jsonl"]
  test.each([
    [
      "a live source",
      ["after.cep", "--source", "Payment=-?live=true"],
      "is live: give one that ends, as in --source Payment=file:events.jsonl",
    ],
    ["no source", ["after.cep"], "nothing to read"],
    [
      "a label that no event has",
      ["after.cep", ...source, "--label", "frad"],
      "no event has a field frad; the events have id, card, amount, at, fraud, kind",
    ],
    [
      "a label that says something else",
      ["after.cep", ...source, "--label", "id"],
      'neither true, false, 1 nor 0 on any event; the first says "p0"',
    ],
    [
      "a class that no event has",
      ["after.cep", ...source, "--label", "fraud", "--label-class", "knd"],
      "--label-class knd: no event whose fraud is true has a field knd; they have id, card, amount, at, fraud, kind",
    ],
    ["a class without a label", ["after.cep", ...source, "--label-class", "kind"], "give the label too"],
    [
      "a comparison of standard input",
      ["after.cep", "--against", "before.cep", "--source", "Payment=-"],
      "standard input can be read once",
    ],
    ["a condition on no comparison", ["after.cep", ...source, "--fail-on-change"], "give the other with --against"],
    ["params of no other version", ["after.cep", ...source, "--against-param", "a=1"], "give that with --against"],
    ["a page that would overwrite rules", ["after.cep", ...source, "--html", "after.cep"], "ends in .html"],
    ["a number that is none", ["after.cep", ...source, "--examples", "many"], "wants a whole number"],
    ["a param that neither has", ["after.cep", ...source, "--param", "no=1"], "no param is called no"],
  ])("%s", async (_, args, words) => {
    const { code, stdout, stderr } = await run(...args)
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain(words)
  })

  test("rules with errors have exit code 1, in either version", async () => {
    const broken = makeFolder({ ...files, "broken.cep": "rule X {" })
    try {
      for (const args of [["broken.cep"], ["after.cep", "--against", "broken.cep"]]) {
        const { code, stderr } = await cep(["backtest", ...args, ...source], broken.folder)
        expect([code, stderr.includes("broken.cep")]).toEqual([1, true])
      }
    } finally {
      broken.remove()
    }
  })
})
