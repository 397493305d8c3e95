import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText, type Delivery, hear } from "../../support/compiled.ts"

const order = `event Order { id: string, account: string, amount: number, fee: decimal(2)?, at: time } timed by at\n`
const minute = 60_000

function orders(...times: readonly (number | readonly [number, object])[]): Delivery[] {
  return times.map((each, i) => {
    const [at, more] = typeof each === "number" ? [each, {}] : each
    return ["Order", { id: `o${i}`, account: "a", amount: 1, at, ...more }]
  })
}

async function alertsOf(rules: string, deliveries: readonly Delivery[]) {
  const { alerts, dead, late } = hear(await compileText(order + rules), deliveries)
  expect([...dead, ...late]).toEqual([])
  return alerts.map(({ rule, at, data }) => [rule, Date.parse(at), ...Object.values(data ?? {})])
}

describe("a window", () => {
  test("holds its start and not its end; an empty one does not fire; open ones close at the end of the input", async () => {
    const rules = "rule W { each 1 minute of Order per account alert { n: count(), from: window.start } }"
    expect(await alertsOf(rules, orders(0, minute - 1, minute, 5 * minute))).toEqual([
      ["W", minute, 2, "1970-01-01T00:00:00.000Z"],
      ["W", 2 * minute, 1, "1970-01-01T00:01:00.000Z"],
      ["W", 6 * minute, 1, "1970-01-01T00:05:00.000Z"],
    ])
  })

  test("fires when the watermark is at its end, not before", async () => {
    const rules = await compileText(`${order}rule W { each 1 minute of Order per account alert }`)
    const at: string[] = []
    const engine = createEngine(rules, { onAlert: (alert) => void at.push(alert.at) })
    engine.ingest({ type: "Order", raw: { id: "1", account: "a", amount: 1, at: 5 } })
    engine.advanceTo(minute - 1)
    expect(at).toEqual([])
    engine.advanceTo(minute)
    expect(at).toEqual(["1970-01-01T00:01:00.000Z"])
    expect(engine.stats().rules[0]).toMatchObject({ matches: 1, partialMatches: 0, keys: 0 })
  })

  test("before 1970 is aligned alike", async () => {
    const rules = "rule W { each 1 minute of Order per account alert { n: count() } }"
    expect(await alertsOf(rules, orders(-minute - 1, -minute, -1, 0))).toEqual([
      ["W", -minute, 1],
      ["W", 0, 2],
      ["W", minute, 1],
    ])
  })

  test("that ends with others comes after those that were opened before it, whatever was there earlier", async () => {
    const rules = "rule W { each 1 minute of Order per account alert { who: account, n: count() } }"
    const of = (account: string) => ({ account })
    const stream = orders([0, of("a")], [1, of("b")], [minute, of("a")], [minute + 1, of("b")], [minute + 2, of("a")])
    expect(await alertsOf(rules, stream)).toEqual([
      ["W", minute, "a", 1],
      ["W", minute, "b", 1],
      ["W", 2 * minute, "a", 2],
      ["W", 2 * minute, "b", 1],
    ])
  })

  test("can move in steps longer than itself: what lies between is in none", async () => {
    const rules = "rule W { each 1 minute of Order every 3 minutes per account alert { n: count() } }"
    expect(await alertsOf(rules, orders(0, minute, 2 * minute, 3 * minute))).toEqual([
      ["W", minute, 1],
      ["W", 4 * minute, 1],
    ])
  })

  test("of a session ends a gap after its last event; an event at that time begins another", async () => {
    const rules =
      "rule W { each session of Order gap 1 minute per account alert { n: count(), from: window.start, to: window.end } }"
    expect(await alertsOf(rules, orders(0, minute - 1, 2 * minute - 1, 2 * minute))).toEqual([
      ["W", 2 * minute - 1, 2, "1970-01-01T00:00:00.000Z", "1970-01-01T00:01:59.999Z"],
      ["W", 3 * minute, 2, "1970-01-01T00:01:59.999Z", "1970-01-01T00:03:00.000Z"],
    ])
  })

  test("of a number of events is dated at its last one, and a part of one never fires", async () => {
    const rules = "rule W { each 2 events of Order per account alert { ids: list(id) } }"
    const { alerts } = hear(await compileText(order + rules), orders(7, 7, 7, 7, 9))
    expect(alerts.map(({ at, data }) => [Date.parse(at), data!.ids])).toEqual([
      [7, ["o0", "o1"]],
      [7, ["o2", "o3"]],
    ])
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(2)
  })

  test("takes only events that fulfil `where`, and needs the key", async () => {
    const rules = "rule W { each 1 minute of Order where amount > 5 per account alert { n: count() } }"
    expect(await alertsOf(rules, orders([0, { amount: 9 }], [1, { amount: 1 }], [minute, { amount: 2 }]))).toEqual([
      ["W", minute, 1],
    ])
  })
})

describe("what goes into a window", () => {
  test("may be alerts of other rules", async () => {
    const rules = `
      rule Big { when Order where amount > 10 per account alert high }
      rule Alerts { each 1 hour of Alert where severity == "high" per account alert { n: count(), of: list(rule) } }`
    const said = await alertsOf(
      rules,
      orders([0, { amount: 11 }], [minute, { amount: 9 }], [2 * minute, { amount: 12 }]),
    )
    expect(said.at(-1)).toEqual(["Alerts", 60 * minute, 2, ["Big", "Big"]])
  })

  test("may be chosen by aggregates over past events", async () => {
    const rules =
      "rule W { each 1 hour of Order where amount > 2 * avg(amount) over previous 1 day per account alert { ids: list(id) } }"
    const stream = orders([0, { amount: 10 }], [1, { amount: 30 }], [2, { amount: 30 }], [3, { amount: 90 }])
    expect(await alertsOf(rules, stream)).toEqual([["W", 60 * minute, ["o1", "o3"]]])
  })

  test("has the rule's key, whatever the field is called; in the brackets it is a field of each", async () => {
    const rules =
      "rule W { each 1 minute of Order per who (Order.account) alert { who: who, own: count(where id == who), n: count() } }"
    expect(await alertsOf(rules, orders([0, { id: "a" }], [1, { id: "b" }]))).toEqual([["W", minute, "a", 1, 2]])
  })
})

describe("what comes out of a window", () => {
  test("is an alert like any other, without events; `having`, `once per` and tags work", async () => {
    const text = `${order}
      rule W "many" { each 1 minute of Order per account having count() > 1 once per 3 minutes tags "t"
        alert high score count() * 10 "{account}: {count()}" }`
    const { alerts, stats } = hear(
      await compileText(text),
      orders(0, 1, minute, 2 * minute, 2 * minute, 4 * minute, 4 * minute),
    )
    expect(alerts).toEqual([
      {
        rule: "W",
        severity: "high",
        score: 20,
        tags: ["t"],
        key: { account: "a" },
        at: "1970-01-01T00:01:00.000Z",
        message: "a: 2",
        id: expect.any(String),
      },
      expect.objectContaining({ at: "1970-01-01T00:05:00.000Z", suppressed: 1 }),
    ])
    expect(stats.rules[0]).toMatchObject({ matches: 4, filtered: 1, suppressed: 1 })
  })

  test("can be an event that other rules read, windows among them: it belongs to the next one", async () => {
    const rules = `
      rule Minutes { each 1 minute of Order per account emit Minute { n: count() } }
      rule Two { each 2 minutes of Minute per account alert { sum: sum(n), last: last(at) } }
      rule Busy { when Minute where n > 1 per account alert }
      shadow rule Tried { each 1 minute of Order per account alert }`
    expect(await alertsOf(rules, orders(0, minute, minute + 1, 2 * minute))).toEqual([
      ["Two", 2 * minute, 1, "1970-01-01T00:01:00.000Z"],
      ["Busy", 2 * minute],
      ["Two", 4 * minute, 3, "1970-01-01T00:03:00.000Z"],
    ])
  })

  test("a sum of decimals is exact; one that is too large is a dead letter with the window", async () => {
    const text = `${order}rule W { each 1 minute of Order per account alert { sum: sum(fee), mean: avg(fee) } }`
    const rules = await compileText(text)
    const exact = hear(rules, orders([0, { fee: 0.1 }], [1, { fee: 0.2 }], [2, {}]))
    expect(exact.outputs[0]).toContain('"data":{"sum":0.30,"mean":0.15}')
    const huge = orders([0, { fee: 90_000_000_000_000 }], [1, { fee: 90_000_000_000_000 }])
    const { alerts, dead, stats } = hear(rules, huge)
    expect(alerts).toEqual([])
    expect(dead).toEqual([
      {
        type: "Order",
        code: "output-failed",
        rule: "W",
        reason: expect.stringContaining("on the window from 1970-01-01T00:00:00.000Z to 1970-01-01T00:01:00.000Z"),
        event: {
          key: { account: "a" },
          window: { start: "1970-01-01T00:00:00.000Z", end: "1970-01-01T00:01:00.000Z" },
        },
      },
    ])
    expect(stats.rules[0]!.failed).toBe(1)
  })

  test("code that fails on an event leaves the windows as they were", async () => {
    const { rules } = await compile([
      {
        path: "rules.cep",
        text: `use { check } from "./check.ts"\n${order}rule W { each 1 minute of Order per account alert { n: count(), sum: sum(check(amount)) } }`,
      },
      {
        path: "check.ts",
        text: `export function check(x: number): number { if (x === 7) throw new Error("seven"); return x }`,
      },
    ])
    const { alerts, dead } = hear(rules!, orders([0, { amount: 2 }], [1, { amount: 7 }], [2, { amount: 3 }]))
    expect(alerts.map(({ data }) => data)).toEqual([{ n: 2, sum: 5 }])
    expect(dead).toEqual([expect.objectContaining({ code: "condition-failed", rule: "W" })])
  })
})

describe("a parameter", () => {
  const text = `${order}
    param size = 1 minute
    param step = 1 minute
    param least = 2
    rule W { each size of Order per account alert { n: count(), large: count(where amount >= least) } }
    rule S { each 5 minutes of Order every step per account having false alert }
    rule G { each session of Order gap size per account alert { n: count() } }`

  async function start() {
    const said: unknown[] = []
    const restarted: unknown[] = []
    const engine = createEngine(await compileText(text), {
      onAlert: ({ rule, at, data }) => void said.push([rule, Date.parse(at), ...Object.values(data ?? {})]),
      onRestarted: (each) => void restarted.push(each),
    })
    const push = (at: number, amount = 1) => {
      engine.ingest({ type: "Order", raw: { id: "x", account: "a", amount, at } })
      engine.advanceTo(at)
    }
    return { engine, said, restarted, push }
  }

  test("that is a length counts for windows that open later; a session ends by the present gap after its last event", async () => {
    const { engine, said, push } = await start()
    push(0)
    engine.setParam("size", 3 * minute)
    push(30_000)
    push(minute)
    engine.end()
    expect(said).toEqual([
      ["W", minute, 2, 0],
      ["W", 3 * minute, 1, 0],
      ["G", 4 * minute, 3],
    ])
  })

  test("in the brackets begins that aggregate anew, and says so", async () => {
    const { engine, said, restarted, push } = await start()
    push(0, 2)
    engine.setParam("least", 5)
    push(1, 5)
    push(2, 4)
    engine.end()
    expect(said[0]).toEqual(["W", minute, 3, 1])
    expect(restarted).toEqual([{ series: "count(where (each.amount >= least))", param: "least", rules: ["W"] }])
  })

  test("that is given the value it has begins nothing anew", async () => {
    const { engine, said, restarted, push } = await start()
    push(0, 5)
    engine.setParam("least", 2)
    push(1, 5)
    engine.end()
    expect(said[0]).toEqual(["W", minute, 2, 2])
    expect(restarted).toEqual([])
  })

  test("cannot be a length that makes no sense, neither at the beginning nor later", async () => {
    const { engine } = await start()
    expect(() => engine.setParam("size", 0)).toThrow(
      "parameter size cannot be 0: the window of rule W would make no sense: its length is a whole number of milliseconds, at least 1",
    )
    expect(() => engine.setParam("step", 1)).toThrow("each event would be in 300000 of them at the same time")
    engine.setParam("step", 2 * minute)
    const rules = await compileText(text)
    expect(() => createEngine(rules, { params: { size: -1 } })).toThrow("the window of rule W would make no sense")
    const restored = createEngine(rules, { restore: engine.snapshot() })
    expect(() => restored.setParam("step", 0.5)).toThrow("whole number of milliseconds")
  })
})

test("an aggregate begins anew after a restart with another value of a parameter in it", async () => {
  const rules = await compileText(`${order}param least = 2
    rule W { each 1 minute of Order per account alert { n: count(), large: count(where amount >= least) } }`)
  const first = createEngine(rules)
  for (const [type, event] of orders([0, { amount: 3 }])) first.push(type, event)
  first.advanceTo(0)
  const restore = first.snapshot()
  const resumed = (params: object) => {
    const heard: unknown[] = []
    const engine = createEngine(rules, {
      restore,
      params: { ...params },
      onDropped: (each) => void heard.push(each),
      onAlert: ({ data }) => void heard.push(data),
    })
    engine.end()
    return heard
  }
  expect(resumed({ least: 2 })).toEqual([{ n: 1, large: 1 }])
  expect(resumed({ least: 3 })).toEqual([
    { rule: "W", series: "count(where (each.amount >= least))", reason: "other-parameters" },
    { n: 1, large: 0 },
  ])
})

describe("a restart", () => {
  async function restarted(before: string, now: string) {
    const dropped: unknown[] = []
    const said: unknown[] = []
    const first = createEngine(await compileText(order + before))
    for (const [type, event] of orders(0, 1)) first.push(type, event)
    first.advanceTo(1)
    const restore = JSON.parse(JSON.stringify(first.snapshot())) as unknown
    const engine = createEngine(await compileText(order + now), {
      restore,
      onDropped: (each) => void dropped.push(each),
      onAlert: ({ at, data }) => void said.push([Date.parse(at), ...Object.values(data ?? {})]),
    })
    engine.end()
    return { dropped, said }
  }

  test("with another length goes on: open windows keep their end", async () => {
    const rule = (size: string) => `rule W { each ${size} of Order per account alert { n: count() } }`
    expect(await restarted(rule("1 minute"), rule("1 hour"))).toEqual({ dropped: [], said: [[minute, 2]] })
  })

  test("with other aggregates or another kind of window begins empty, and says so", async () => {
    const rule = (each: string, data: string) => `rule W { each ${each} per account alert { n: ${data} } }`
    const why = "its windows, or what is worked out of their events, were others"
    const dropped = [{ rule: "W", reason: "other-shape", why }]
    const nothing = { dropped, said: [] }
    expect(await restarted(rule("1 minute of Order", "count()"), rule("1 minute of Order", "sum(amount)"))).toEqual(
      nothing,
    )
    expect(
      await restarted(rule("1 minute of Order", "count()"), rule("session of Order gap 1 minute", "count()")),
    ).toEqual(nothing)
    expect(
      await restarted(rule("1 minute of Order", "count()"), rule("1 minute of Order every 1 minute", "count()")),
    ).toEqual(nothing)
  })

  test("with other TypeScript in an aggregate begins empty; elsewhere it may change", async () => {
    const rule = (data: string, least: number) =>
      compile([
        {
          path: "rules.cep",
          text: `use { big } from "./big.ts"\n${order}rule W { each 1 minute of Order where big(amount) per account alert { n: ${data} } }`,
        },
        { path: "big.ts", text: `export function big(x: number): boolean { return x >= ${least} }` },
      ])
    const resumed = async (data: string) => {
      const first = createEngine((await rule(data, 0)).rules!)
      for (const [type, event] of orders(0, 1)) first.push(type, event)
      first.advanceTo(1)
      const heard: unknown[] = []
      const engine = createEngine((await rule(data, 2)).rules!, {
        restore: first.snapshot(),
        onDropped: (each) => void heard.push(each),
        onAlert: (alert) => void heard.push(alert.data),
      })
      engine.end()
      return heard
    }
    expect(await resumed("count(where big(amount))")).toMatchObject([{ rule: "W", reason: "other-shape" }])
    expect(await resumed("count()")).toEqual([{ n: 2 }])
  })
})
