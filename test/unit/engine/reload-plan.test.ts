import { describe, expect, test } from "vitest"
import { losesState, type ReloadFrom, type ReloadPlan } from "../../../runtime/abi/reload.ts"
import { reloadedParams } from "../../../runtime/engine/reload-params.ts"
import { planReload } from "../../../runtime/engine/reload-plan.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const payment = "event Payment { id: integer, account: string, amount: number, at: time } timed by at\n"
const login = "event Login { account: string, at: time } timed by at\n"
const burst = "rule Burst { when 3 Payment as p within 10 minutes per account alert }\n"

async function plan(before: string, after: string, from: Partial<ReloadFrom> = {}): Promise<ReloadPlan> {
  return planReload(await compileText(before), await compileText(after), { params: {}, ...from })
}

const instead = ": take a savepoint, stop the job, and start it from there with these rules"

describe("what a running job cannot do", () => {
  const cases: readonly [what: string, before: string, after: string, refusals: readonly string[]][] = [
    [
      "another event time",
      `event Payment { account: string, booked: time, at: time } timed by at\n${burst}`,
      `event Payment { account: string, booked: time, at: time } timed by booked\n${burst}`,
      ["the event time of Payment was `at` and is now `booked`, and all that is held is in the order of the old one"],
    ],
    [
      "another lateness",
      payment + burst,
      payment.replace("by at", "by at, up to 5 seconds late") + burst,
      [
        "the lateness of Payment was none and is now 5 seconds, and the watermark has come as far as the old one let it",
      ],
    ],
    [
      "a source that is not open",
      payment + burst,
      `${payment}source Payment from file("payments.jsonl")\n${burst}`,
      ["the job has no source Payment open"],
    ],
    [
      "another source",
      `${payment}source Payment from file("payments.jsonl")\n${burst}`,
      `${payment}source Payment from file("others.jsonl")\n${burst}`,
      ["the source Payment is another than the one that the job reads"],
    ],
    [
      "another division of a source",
      `${payment}source Payment from kafka("tx", brokers: "host:9092", partitioned by account)\n${burst}`,
      `${payment}source Payment from kafka("tx", brokers: "host:9092", partitioned by id)\n${burst}`,
      ["the source Payment was partitioned by `account` and is now partitioned by `id`"],
    ],
    [
      "another type of what divides a source",
      `${payment}source Payment from kafka("tx", brokers: "host:9092", partitioned by account)\n${burst}`,
      `${payment.replace("account: string", "account: integer")}source Payment from kafka("tx", brokers: "host:9092", partitioned by account)\n${burst}`,
      ["`account`, by which the source Payment is partitioned, was string and is now integer"],
    ],
    [
      "a sink that is not open",
      payment + burst,
      `${payment}sink cases to file("cases.jsonl")\n${burst.replace("alert", "alert to cases")}`,
      ["the job has no sink cases open"],
    ],
    [
      "a table that is not open",
      payment + burst,
      `${payment}table Limit key account { account: string, most: number } from file("limits.csv")\n${burst}`,
      ["the job has no table Limit open"],
    ],
    [
      "a table with other fields",
      `${payment}table Limit key account { account: string, most: number } from file("limits.csv")\n${burst}`,
      `${payment}table Limit key account { account: string, most: integer } from file("limits.csv")\n${burst}`,
      ["the table Limit is declared otherwise than the one that the job has"],
    ],
    [
      "a model that is not open",
      payment + burst,
      `${payment}model score(amount: number): number from onnx("score.onnx")\n${burst.replace("Payment as p", "Payment as p where score(amount) > 1")}`,
      ["the job has no model score open"],
    ],
    [
      "an event that rules make from now on",
      `${login}${payment}${burst}rule L { when Login as l per account alert }`,
      `${payment}${burst}rule M { when Payment as p per account emit Login { account: p.account } }\nrule L { when Login as l per account alert }`,
      ["event Login is made by a rule now"],
    ],
  ]

  test.each(cases)("%s", async (_, before, after, refusals) => {
    const found = await plan(before, after)
    expect(found.refusals).toEqual(refusals.map((reason) => reason + instead))
  })

  test("what was given at the start does not go by declarations", async () => {
    const after = `${payment}source Payment from file("others.jsonl")\nsink cases to file("cases.jsonl")\n${burst.replace("alert", "alert to cases")}`
    const open = { sources: ["Payment"], sinks: ["cases"], tables: [], models: [], given: ["Payment", "cases"] }
    expect((await plan(payment + burst, after, { open })).refusals).toEqual([])
    const all = { ...open, sources: ["*"], given: ["cases"] }
    expect((await plan(payment + burst, after, { open: all })).refusals).toEqual([])
  })

  test("rules that no engine can be made of have no verdicts", async () => {
    const next = await compileText(payment + burst)
    const older = { ...next, manifest: { ...next.manifest, format: 1 } }
    const found = planReload(next, older, { params: {} })
    expect(found.rules).toEqual([])
    expect(found.refusals).toEqual([
      expect.stringMatching(/^these rules cannot take over from the running ones: the rule set has form 1/),
    ])
  })
})

describe("events that nobody brings", () => {
  const after = `${payment}${login}${burst}rule L { when Login as l per account alert }`

  test("are a warning", async () => {
    const found = await plan(payment + burst, after)
    expect(found.refusals).toEqual([])
    expect(found.warnings).toEqual([
      "no open source brings events of Login: rules that read it wait for nothing until the job is started with one",
    ])
  })

  test("are none where one stream has all types", async () => {
    const open = { sources: ["*"], sinks: [], tables: [], models: [] }
    expect((await plan(payment + burst, after, { open })).warnings).toEqual([])
  })

  test("types that are gone are said", async () => {
    const found = await plan(after, payment + burst)
    expect(found.warnings).toEqual(["event Login is gone: events of it that wait become dead letters (`unreadable`)"])
  })
})

describe("parameters", () => {
  const before = `${payment}param least = 100\nparam wait = 5 minutes\nparam old: decimal(2) = 1.50\n${burst}`

  async function changes(after: string, from: Partial<ReloadFrom>): Promise<Record<string, string>> {
    const { params } = await plan(before, payment + after + burst, from)
    return Object.fromEntries(params.map(({ name, change, why }) => [name, `${change}: ${why}`]))
  }

  test("new ones, those that are gone, other defaults", async () => {
    expect(await changes("param least = 200\nparam wait = 5 minutes\nparam most = 9\n", {})).toEqual({
      least: "default: its default was 100 and is now 200; from now on it is 200",
      most: "added: new: it is 9",
      old: "removed: no rule set declares it any more; its value 1.50 goes",
    })
  })

  test("values that were chosen stay where they fit", async () => {
    const from = { params: { least: 7 }, paramsNow: { least: 7, wait: 60_000, old: 1.5 } }
    expect(await changes("param least = 200\nparam wait = 10 minutes\nparam old: decimal(2) = 1.50\n", from)).toEqual({
      least: "default: its default was 100 and is now 200; it stays 7, which was chosen for this job",
      wait: "default: its default was 5 minutes and is now 10 minutes; it stays 1 minute, which was chosen for this job",
    })
  })

  test("a value that does not fit any more is not kept in silence", async () => {
    const from = { params: {}, paramsNow: { least: 7 } }
    const found = await changes(`param least = "much"\nparam wait = 5 minutes\nparam old: decimal(2) = 1.50\n`, from)
    expect(found).toEqual({
      least:
        'default: its default was 100 and is now "much"; the value 7 that it had does not fit any more: from now on it is "much"',
    })
  })

  test("values of the start that only former rules had are passed over", async () => {
    const from = { params: { least: 7, former: 3, old: "no number" } }
    const found = await plan(before, before.replace("least = 100", "least = 200"), from)
    expect(found.refusals).toEqual([])
    expect(found.params).toMatchObject([{ name: "least", why: expect.stringContaining("it stays 7") }])
  })

  test("an engine of the next rules goes on with what the plan says", async () => {
    const rule = "rule Big { when Payment as p where amount > least per account alert { least: least } }"
    const [running, next] = await Promise.all([
      compileText(`${payment}param least = 100\n${rule}`),
      compileText(`${payment}param least = 200\n${rule}`),
    ])
    const old = createEngine(running, { params: { least: 5 } })
    old.setParam("least", 7)
    const { given } = reloadedParams(running.manifest, next.manifest, { params: { least: 5 }, paramsNow: { least: 7 } })
    const seen: unknown[] = []
    const engine = createEngine(next, {
      params: given,
      restore: old.snapshot(),
      onAlert: ({ data }) => void seen.push(data),
    })
    engine.push("Payment", { id: 1, account: "a", amount: 8, at: 1000 })
    engine.end()
    expect(seen).toEqual([{ least: 7 }])
  })
})

describe("a rule's verdict", () => {
  test("a name that was changed twice keeps state only under the first one", async () => {
    const renamed = (head: string): string => payment + burst.replace("rule Burst", `rule ${head}`)
    const lost = await plan(renamed("Second was Burst"), renamed("Third was Second"))
    expect(lost.rules).toMatchObject([
      {
        rule: "Third",
        was: "Second",
        verdict: "restarted",
        why: "what it holds is kept under its former name Burst: write `rule Third was Burst` to keep it",
      },
    ])
    expect(losesState(lost)).toBe(true)
    const kept = await plan(renamed("Second was Burst"), renamed("Third was Burst"))
    expect(kept.rules).toMatchObject([{ rule: "Third", was: "Second", verdict: "migrated" }])
    expect(losesState(kept)).toBe(false)
  })

  test("a former name that nobody had", async () => {
    const wrong = await plan(payment + burst, payment + burst.replace("Burst", "Burst was Other"))
    expect(wrong.rules).toMatchObject([
      {
        verdict: "restarted",
        why: "what it holds is kept under its own name, and `was Other` asks for that of another rule: take it away",
      },
    ])
    const added = await plan(payment + burst, payment + burst + burst.replace("Burst", "More was Other"))
    expect(added.rules[1]).toMatchObject({
      verdict: "added",
      why: "it begins with the events that come from now on, since no running rule is called Other",
    })
  })

  test("what is lost is counted; nobody counted: it is not known", async () => {
    const running = await compileText(payment + burst)
    const next = await compileText(payment + burst.replace("3 Payment", "4 Payment"))
    const engine = createEngine(running)
    for (const account of ["a", "a", "b"]) engine.push("Payment", { id: 1, account, amount: 1, at: 1000 })
    engine.advanceTo(1000)
    const counted = planReload(running, next, { params: {}, stats: engine.stats() })
    expect(counted.rules[0]!.loses).toEqual({ keys: 2, partialMatches: 3, silences: 0 })
    const unknown = planReload(running, next, { params: {} })
    expect(unknown.rules[0]!.loses).toEqual({ keys: null, partialMatches: null, silences: 0 })
  })

  test("silences outlast a change of the pattern", async () => {
    const silent = burst.replace("alert", "once per 1 hour alert")
    const found = await plan(payment + silent, payment + silent.replace("3 Payment", "4 Payment"))
    expect(found.rules[0]).toMatchObject({ verdict: "restarted", loses: { silences: 0 } })
    const byId = await plan(payment + silent, payment + silent.replace("per account", "per id"))
    expect(byId.rules[0]).toMatchObject({ verdict: "restarted", loses: { silences: null } })
  })

  test("nothing is lost where nothing was held", async () => {
    const single = "rule Burst { when Payment as p where amount > 5 per account alert }\n"
    const found = await plan(payment + single, payment + burst)
    expect(found.rules[0]).toMatchObject({ verdict: "restarted" })
    expect(losesState(found)).toBe(false)
    expect(losesState(await plan(payment + single, payment + login + single.replaceAll("Burst", "Other")))).toBe(false)
  })

  test("an aggregate that no rule asks for any more goes, one that another rule asks for stays", async () => {
    const asks = (name: string): string =>
      `rule ${name} { when Payment as p where count() over 1 hour > 3 per account alert }\n`
    const both = await plan(payment + asks("A") + asks("B"), payment + asks("A"))
    expect(both.rules[1]).toMatchObject({ rule: "B", verdict: "removed", aggregates: [] })
    expect(losesState(both)).toBe(false)
    const alone = await plan(payment + asks("A") + burst, payment + burst)
    expect(alone.rules[1]).toMatchObject({ rule: "A", aggregates: [{ verdict: "removed" }] })
    expect(losesState(alone)).toBe(true)
  })

  test("a longer window of an aggregate is complete from a time on", async () => {
    const asks = (length: string): string =>
      `${payment}rule A { when Payment as p where count() over ${length} > 3 per account alert }\n`
    const [running, next] = await Promise.all([compileText(asks("1 hour")), compileText(asks("3 hours"))])
    const engine = createEngine(running)
    engine.push("Payment", { id: 1, account: "a", amount: 1, at: "2026-01-05T10:00:00Z" })
    engine.advanceTo(Date.parse("2026-01-05T12:00:00Z"))
    const { rules } = planReload(running, next, { params: {}, stats: engine.stats() })
    expect(rules[0]!.aggregates).toMatchObject([
      { verdict: "migrated", completeFrom: Date.parse("2026-01-05T14:00:00Z") },
    ])
  })
})
