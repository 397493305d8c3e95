/** The first example of the language's contract, and its test. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { type Alert, createEngine, type RuleSet } from "../../runtime/index.ts"

const example = join(import.meta.dirname, "../support/spec-example")
const streams = readFileSync(join(example, "streams.cep"), "utf8")
const geo = readFileSync(join(example, "geo.ts"), "utf8")
const fraud = readFileSync(join(example, "fraud.cep"), "utf8")

const start = Date.UTC(2026, 0, 31, 10)
const payment = (id: string, seconds: number, amount: number, more: object = {}) => ({
  id,
  account: "a1",
  card: "c1",
  merchant: "m",
  country: "GB",
  amount,
  at: start + seconds * 1000,
  ...more,
})

describe("the example", () => {
  let rules: RuleSet

  beforeAll(async () => {
    const sources = [
      { path: "fraud.cep", text: fraud },
      { path: "streams.cep", text: streams },
      { path: "geo.ts", text: geo },
    ]
    const compiled = await compile(sources, { entries: ["fraud.cep"] })
    expect(compiled.diagnostics).toEqual([])
    expect(compiled.checked.tests.map((one) => one.name)).toEqual(["three probes and a drain"])
    rules = compiled.rules!
  })

  function run(events: readonly (readonly [string, object])[], params: Record<string, unknown> = {}): Alert[] {
    const alerts: Alert[] = []
    const engine = createEngine(rules, {
      params,
      onAlert: (alert) => alerts.push(alert),
      onDeadLetter: ({ reason }) => expect.fail(reason),
    })
    for (const [type, event] of events) engine.push(type, event)
    engine.end()
    return alerts
  }

  const probes = [payment("1", 0, 1), payment("2", 20, 1.2), payment("3", 40, 0.9), payment("4", 100, 900)]

  test("alerts on probes and a drain, with the line of the contract", () => {
    const alerts = run(probes.map((event) => ["Transaction", event]))
    expect(alerts).toHaveLength(1)
    const { id, ...alert } = alerts[0]!
    expect(id).toMatch(/\S/)
    expect(alert).toEqual({
      rule: "CardTesting",
      severity: "high",
      key: { card: "c1" },
      at: "2026-01-31T10:01:40.000Z",
      message: "Card c1 was probed 3 times, then charged 900",
      data: { amount: 900, total: 903.1 },
      events: { probes: probes.slice(0, 3), drain: probes[3] },
    })
    expect(Object.keys(alerts[0]!)).toEqual(["rule", "severity", "key", "at", "message", "data", "events", "id"])
  })

  test("says nothing of two probes, of a late drain, of another card's, or under a higher limit", () => {
    expect(run([probes[0]!, probes[1]!, probes[3]!].map((event) => ["Transaction", event]))).toEqual([])
    const late = [...probes.slice(0, 3), payment("4", 600, 900)]
    expect(run(late.map((event) => ["Transaction", event]))).toEqual([])
    const other = [...probes.slice(0, 3), payment("4", 100, 900, { card: "c2" })]
    expect(run(other.map((event) => ["Transaction", event]))).toEqual([])
    expect(
      run(
        probes.map((event) => ["Transaction", event]),
        { drainAmount: 900 },
      ),
    ).toEqual([])
  })

  test("counts five in less than a minute, once for every five", () => {
    const many = Array.from({ length: 11 }, (_, at) => payment(`${at}`, at * 10, 20))
    const alerts = run(many.map((event) => ["Transaction", event]))
    expect(alerts.map(({ rule, at, message }) => [rule, at, message])).toEqual([
      ["RapidFire", "2026-01-31T10:00:40.000Z", "5 transactions in a minute"],
      ["RapidFire", "2026-01-31T10:01:30.000Z", "5 transactions in a minute"],
    ])
    const slow = Array.from({ length: 11 }, (_, at) => payment(`${at}`, at * 15, 20))
    expect(run(slow.map((event) => ["Transaction", event]))).toEqual([])
  })

  test("knows an account's habit from five payments on", () => {
    const usual = [10, 20, 30, 40, 50].map((amount, at) => payment(`${at}`, at * 100, amount))
    const judged = (amount: number, events = usual) =>
      run([...events, payment("x", 10_000, amount)].map((event) => ["Transaction", event])).map(
        ({ message }) => message,
      )
    expect(judged(90)).toEqual([])
    expect(judged(90.5)).toEqual(["90.5 is far above the account's habit"])
    expect(judged(900, usual.slice(1))).toEqual([])
  })

  test("reports a transfer that nobody confirmed at its deadline", () => {
    const transfer = (id: string, amount: number) => ["Transfer", { id, account: "a1", amount, at: start }] as const
    const confirmation = (id: string, minutes: number) =>
      ["Confirmation", { transfer: id, account: "a1", at: start + minutes * 60_000 }] as const
    expect(run([transfer("t1", 20_000)]).map(({ rule, at, data, message }) => [rule, at, data, message])).toEqual([
      ["Unconfirmed", "2026-01-31T10:30:00.000Z", undefined, undefined],
    ])
    expect(run([transfer("t1", 20_000), confirmation("t1", 29)])).toEqual([])
    expect(run([transfer("t1", 20_000), confirmation("t2", 29)])).toHaveLength(1)
    expect(run([transfer("t1", 20_000), confirmation("t1", 30)])).toHaveLength(1)
    expect(run([transfer("t1", 10_000)])).toEqual([])
  })
})

test("the version is that of the meaning, not of the layout", async () => {
  const version = async (text: string) => (await compile([{ path: "a.cep", text }])).rules!.manifest.version
  const base =
    "event T { id: string, n: number, at: time } timed by at\nrule R { when T where n > 1 per id alert high }"
  const same = `// words\n\n${base.replaceAll(" { ", " {\n  ")}`
  expect(await version(same)).toBe(await version(base))
  expect(await version(base.replace("n > 1", "n > 2"))).not.toBe(await version(base))
  expect(await version(base.replace("per id", ""))).not.toBe(await version(base))
  expect(await version(base.replace("alert high", "alert low"))).not.toBe(await version(base))
})

test("a rule with an error gives no rules, and all problems", async () => {
  const { rules, module, diagnostics } = await compile([
    { path: "a.cep", text: "rule R { when Nothing per x alert high }\nrule S { when Nix alert }" },
  ])
  expect(rules).toBeUndefined()
  expect(module).toBeUndefined()
  expect(diagnostics.length).toBeGreaterThanOrEqual(2)
})
