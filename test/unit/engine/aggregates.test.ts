import { describe, expect, test } from "vitest"
import type { Alert, DeadLetter, DroppedState, LateEvent, RestartedSeries } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"

const payment = "event Payment { account: string?, amount: number, at: time } timed by at\n"
const minute = 60_000

/** An engine and what it says. */
function listen(rules: RuleSet, options: Parameters<typeof createEngine>[1] = {}) {
  const alerts: Alert[] = []
  const dead: DeadLetter[] = []
  const late: LateEvent[] = []
  const dropped: DroppedState[] = []
  const restarted: RestartedSeries[] = []
  const engine = createEngine(rules, {
    onAlert: (alert) => void alerts.push(alert),
    onDeadLetter: (letter) => void dead.push(letter),
    onLate: (one) => void late.push(one),
    onDropped: (one) => void dropped.push(one),
    onRestarted: (one) => void restarted.push(one),
    ...options,
  })
  const values = () => alerts.map(({ data }) => data!.v)
  return { engine, alerts, values, dead, late, dropped, restarted }
}

const through = (snapshot: unknown): unknown => JSON.parse(JSON.stringify(snapshot))

describe("an event type that only an aggregate reads", () => {
  const text = `
    event Login { account: string?, at: time } timed by at
    feature logins = count(Login) per account over 10 minutes
    rule Paid { when Payment as p per account alert { v: logins } }`

  test("is taken in, and a late one names the rules that ask for it", async () => {
    const { engine, values, late, dead } = listen(await compileText(payment + text))
    engine.push("Login", { account: "a", at: minute })
    engine.push("Payment", { account: "a", amount: 1, at: 2 * minute })
    engine.push("Login", { account: "a", at: minute })
    engine.end()
    expect(values()).toEqual([1])
    expect(late.map(({ type, rules }) => [type, rules])).toEqual([["Login", ["Paid"]]])
    expect(dead).toEqual([])
  })

  test("without the aggregate's key is a dead letter", async () => {
    const { engine, dead } = listen(await compileText(payment + text))
    engine.push("Login", { at: minute })
    expect(dead.map(({ code, reason }) => [code, reason])).toEqual([
      ["missing-key", "no rule can use the event: it lacks the key of each (`account`)"],
    ])
  })
})

test("two events of one time: each sees itself and those before it", async () => {
  const rules = await compileText(`${payment}rule R { when Payment per account alert { v: list(amount) over 1 ms } }`)
  const { engine, values } = listen(rules)
  for (const amount of [1, 2, 3]) engine.push("Payment", { account: "a", amount, at: minute })
  engine.end()
  expect(values()).toEqual([[1], [1, 2], [1, 2, 3]])
})

test("sums do not drift, and decimals are exact", async () => {
  const rules = await compileText(`event Payment { amount: number, cents: decimal(2), at: time } timed by at
    rule R { when Payment alert { v: sum(amount) over last 2 events, c: sum(cents) over 1 minute, a: avg(cents) over 1 minute } }`)
  const { engine, alerts, values } = listen(rules)
  for (let i = 0; i < 100; i++) engine.push("Payment", { amount: i % 2 === 0 ? 1e16 : 0.1, cents: 0.1, at: i * minute })
  engine.push("Payment", { amount: 0.2, cents: 0.2, at: 99 * minute + 1 })
  engine.end()
  expect(values().at(-1)).toBe(0.1 + 0.2)
  expect(alerts.at(-1)!.data).toMatchObject({ c: 0.3, a: 0.15 })
})

test("a decimal sum that is too large is an output that failed", async () => {
  const rules = await compileText(
    "event Payment { cents: decimal(2), at: time } timed by at\nrule R { when Payment alert { v: sum(cents) over 1 minute } }",
  )
  const { engine, dead, alerts } = listen(rules)
  for (let i = 0; i < 2; i++) engine.push("Payment", { cents: 80_000_000_000_000, at: i })
  engine.end()
  expect(alerts).toHaveLength(1)
  expect(dead.map(({ code }) => code)).toEqual(["output-failed"])
})

describe("parameters", () => {
  const text = `${payment}
    param least = 5
    param span = 10 minutes
    rule R { when Payment per account alert { v: count(where amount >= least) over span } }`

  test("one in the filter begins the aggregate anew, and that is said", async () => {
    const { engine, values, restarted } = listen(await compileText(text))
    engine.push("Payment", { account: "a", amount: 9, at: minute })
    engine.advanceTo(minute)
    engine.setParam("least", 5)
    expect(restarted).toEqual([])
    engine.setParam("least", 4)
    expect(restarted).toEqual([{ series: expect.stringContaining("least"), param: "least", rules: ["R"] }])
    expect(engine.stats().series[0]).toMatchObject({ keys: 0, entries: 0, completeAfter: minute })
    engine.push("Payment", { account: "a", amount: 9, at: 2 * minute })
    engine.end()
    expect(values()).toEqual([1, 1])
  })

  test("the length of a window changes what counts, as far as it was kept", async () => {
    const { engine, values } = listen(await compileText(text))
    for (let i = 0; i <= 10; i++) engine.push("Payment", { account: "a", amount: 9, at: i * minute })
    engine.advanceTo(10 * minute)
    engine.setParam("span", 120_000)
    engine.push("Payment", { account: "a", amount: 9, at: 10 * minute + 1 })
    engine.advanceTo(10 * minute + 1)
    engine.setParam("span", 600_000)
    engine.push("Payment", { account: "a", amount: 9, at: 10 * minute + 2 })
    engine.advanceTo(10 * minute + 2)
    // What was older than two minutes was let go in between.
    expect(values().slice(-3)).toEqual([10, 3, 4])
    expect(engine.stats().series[0]!.completeAfter).toBe(8 * minute)
  })

  test("a filter that is another one after a restart begins anew", async () => {
    const rules = await compileText(text)
    const first = listen(rules)
    first.engine.push("Payment", { account: "a", amount: 9, at: minute })
    first.engine.advanceTo(minute)
    const restore = through(first.engine.snapshot())
    const same = listen(rules, { restore })
    const other = listen(rules, { restore, params: { least: 8 } })
    expect(same.dropped).toEqual([])
    expect(other.dropped).toEqual([{ rule: "R", series: expect.stringContaining("least"), reason: "other-parameters" }])
    for (const { engine } of [same, other]) {
      engine.push("Payment", { account: "a", amount: 9, at: 2 * minute })
      engine.end()
    }
    expect(same.values()).toEqual([2])
    expect(other.values()).toEqual([1])
  })
})

describe("another version of the rules", () => {
  const rule = (window: string, per = "account") =>
    `${payment}rule R { when Payment per account alert { v: sum(amount) per ${per} over ${window} } }`

  test("with a longer window keeps what was kept", async () => {
    const first = listen(await compileText(rule("5 minutes")))
    for (const at of [0, 4, 8]) first.engine.push("Payment", { account: "a", amount: 1, at: at * minute })
    first.engine.advanceTo(8 * minute)
    const { engine, values, dropped } = listen(await compileText(rule("1 hour")), {
      restore: through(first.engine.snapshot()),
    })
    expect(dropped).toEqual([])
    expect(engine.stats().series[0]!.completeAfter).toBe(0)
    engine.push("Payment", { account: "a", amount: 1, at: 9 * minute })
    engine.end()
    expect(values()).toEqual([3])
  })

  test("that has a new aggregate, or another filter in one: it is complete from then on, and that is said", async () => {
    const counting = (where: string) =>
      `${payment}rule R { when Payment per account alert { v: count(${where}) over 1 hour } }`
    const first = listen(await compileText(counting("where amount > 1")))
    first.engine.push("Payment", { account: "a", amount: 1, at: minute })
    first.engine.advanceTo(minute)
    const restore = through(first.engine.snapshot())
    const added = listen(await compileText(rule("1 hour")), { restore })
    expect(added.engine.stats().series[0]).toMatchObject({ entries: 0, completeAfter: minute })
    expect(added.dropped).toEqual([{ rule: "R", series: "amount of every Payment per account", reason: "not-kept" }])
    const other = listen(await compileText(counting("where amount > 2")), { restore })
    expect(other.dropped).toEqual([expect.objectContaining({ rule: "R", reason: "not-kept" })])
    const ofNewRule = counting("where amount > 1") + rule("1 hour").replace(payment, "").replace("rule R", "rule New")
    expect(listen(await compileText(ofNewRule), { restore }).dropped).toEqual([])
    expect(listen(await compileText(ofNewRule)).dropped).toEqual([])
  })
})

test("a value that throws: the event does not count there, and the rule goes on", async () => {
  const rules = await compileText(
    `event Payment { account: string, cents: decimal(2), at: time } timed by at
    rule R { when Payment per account alert { v: count(where cents + 90000000000000.00 > 0) over 1 hour } }`,
  )
  const { engine, values, dead } = listen(rules)
  for (const cents of [1, 80_000_000_000_000, 2]) engine.push("Payment", { account: "a", cents, at: minute })
  engine.end()
  expect(values()).toEqual([1, 1, 2])
  expect(dead.map(({ code }) => code)).toEqual(["aggregate-failed"])
  expect(dead[0]!.reason).toMatch(
    /^the aggregate over .* failed on this event, which does not count there: the decimal/,
  )
})

test("what no window holds any more is let go of, also of keys that are silent", async () => {
  const rules = await compileText(
    `${payment}rule R { when Payment per account alert { v: sum(amount) over 1 hour, n: amount is new over 30 minutes } }`,
  )
  const { engine } = listen(rules)
  for (let i = 0; i < 10_000; i++) engine.push("Payment", { account: `a${i}`, amount: i, at: i * minute })
  engine.advanceTo(10_000 * minute)
  for (const { keys, entries } of engine.stats().series) {
    expect(keys).toBeLessThan(70)
    expect(entries).toBe(keys)
  }
})

test("names of keys and values are no names of objects", async () => {
  const rules = await compileText(
    `event Payment { account: string, device: string, at: time } timed by at
    rule R { when Payment per account, device alert { v: count() over 1 hour, n: distinct(device) per account over 1 hour, f: device is new over forever } }`,
  )
  const { engine, alerts } = listen(rules)
  const names = ["__proto__", "constructor", "toString", "\ud800", ""]
  for (const account of names) for (const device of names) engine.push("Payment", { account, device, at: minute })
  engine.end()
  expect(alerts.map(({ data }) => data!.v)).toEqual(alerts.map(() => 1))
  expect(alerts.map(({ data }) => data!.n)).toEqual(names.flatMap(() => [1, 2, 3, 4, 5]))
  expect(alerts.every(({ data }) => data!.f === true)).toBe(true)
})

describe("events that rules make", () => {
  test("count from the next event on: they come after the event that made them", async () => {
    const rules = await compileText(`${payment}
      feature larges = count(Large) per account over 1 hour
      feature raised = count(Alert where rule == "Told") per account over 1 hour
      rule Big { when Payment as p where amount > 10 per account emit Large { amount: p.amount } }
      rule Told { when Large as l per account alert { v: l.amount } }
      rule Seen { when Payment as p per account alert { v: larges, a: raised, n: larges[p.account] } }`)
    const { engine, alerts } = listen(rules)
    for (const amount of [20, 5, 30, 1]) engine.push("Payment", { account: "a", amount, at: minute })
    engine.end()
    const seen = alerts.filter(({ rule }) => rule === "Seen").map(({ data }) => [data!.v, data!.a, data!.n])
    expect(seen).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [2, 2, 2],
    ])
  })
})

test("an aggregate as of an earlier event does not see what came after it", async () => {
  const text = `${payment}
    fn upTo(p: Payment): integer = count() over 1 hour
    rule Pair { when Payment as a then Payment as b within 10 minutes per account skip none
      alert { v: upTo(a), w: upTo(b) } }`
  const rules = await compileText(text)
  const first = listen(rules)
  for (const at of [0, 0, 1]) first.engine.push("Payment", { account: "a", amount: 1, at: at * minute })
  const second = listen(rules, { restore: through(first.engine.snapshot()) })
  second.engine.push("Payment", { account: "a", amount: 1, at: 9 * minute })
  second.engine.end()
  const found = [...first.alerts, ...second.alerts].map(({ data }) => [data!.v, data!.w])
  expect(found).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
  ])
})

test("given values stand for features, for all keys or for one", async () => {
  const rules = await compileText(`${payment}
    feature habit = avg(Payment.amount) per account over 30 days
    rule R { when Payment per account alert { v: habit } }`)
  const features = { habit: { value: 7, keys: [{ key: ["b"], value: 9 }] } }
  const { engine, values } = listen(rules, { features })
  for (const account of ["a", "b"]) engine.push("Payment", { account, amount: 1, at: minute })
  engine.end()
  expect(values()).toEqual([7, 9])
})
