import { describe, expect, test } from "vitest"
import type { EventSchema } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/engine/engine.ts"
import { compileText } from "../../support/compiled.ts"
import { absent, step } from "../../support/patterns.ts"
import { collect, field, kind, letters, payment, single, within } from "../../support/payments.ts"
import { ruleSet } from "../../support/rule-set.ts"

const at = 1_700_000_000_000
const rules = ruleSet([payment], [single])

describe("time", () => {
  test("an event is judged when the watermark reaches it, in order of time; what comes after is late", () => {
    const slow = { ...payment, latenessMs: 5000 }
    const run = collect(ruleSet([slow], [letters("R", [step(0), step(1, "next")])]))
    run.play("B12", "A11", "C17")
    expect(run.shown()).toEqual([])
    run.play("C19")
    expect(run.shown()).toEqual(["a: A11, b: B12 @12"])
    run.play("A13", "A14")
    expect(run.late).toMatchObject([{ type: "Payment", at: 13_000, watermark: 13_999, rules: ["R"] }])
    expect(run.engine.stats()).toMatchObject({ events: 5, late: 1, watermark: 13_999, waiting: 3 })
    expect(run.engine.stats().rules[0]).toMatchObject({ late: 1, matches: 1 })
  })

  test("equal times keep their order: source, partition, arrival", () => {
    const run = collect(ruleSet([payment], [letters("R", [step(0)])]))
    const places = [
      [1, 0],
      [0, 1],
      [0, 0],
      [0, 1],
    ] as const
    for (const [i, [source, partition]] of places.entries()) {
      run.engine.ingest({
        type: "Payment",
        raw: { kind: "A", account: "x", at: 1000, text: `${i}` },
        source,
        partition,
      })
    }
    run.engine.advanceTo(1000)
    expect(run.shown().map((line) => line.slice(3, 4))).toEqual(["2", "1", "3", "0"])
  })

  test("advanceTo closes windows without an event, and never moves back", () => {
    const run = collect(ruleSet([payment], [letters("R", [step(0), absent(1)], { within: within(10) })]))
    run.play("A1", "C2")
    run.engine.advanceTo(11_000)
    run.engine.advanceTo(5000)
    expect(run.shown()).toEqual(["a: A1 @11"])
    expect(run.engine.stats().watermark).toBe(11_000)
    expect(() => run.engine.advanceTo(Number.NaN)).toThrow("epoch milliseconds")
  })

  test("arrival time comes from the record or the clock", () => {
    const arrivals: EventSchema = { ...payment, timeField: null }
    const run = collect(ruleSet([arrivals], [single]), { now: () => 7000 })
    run.engine.push("Payment", { kind: "A", account: "x", at: 1, text: "now" })
    run.engine.ingest({ type: "Payment", raw: { kind: "A", account: "x", at: 1, text: "given" }, arrivedAt: 8000 })
    run.engine.end()
    expect(run.shown()).toEqual(["a: now @7", "a: given @8"])
    const without = collect(ruleSet([arrivals], [single]))
    without.engine.push("Payment", { kind: "A", account: "x", at: 1 })
    expect(without.dead).toMatchObject([{ code: "no-time" }])
  })
})

describe("derived events", () => {
  const derived: EventSchema = {
    name: "Suspicion",
    fields: [field("score", { kind: "decimal", scale: 2 }), field("account", "string"), field("at", "time")],
    timeField: "at",
    latenessMs: 0,
    derived: true,
  }
  const score = field("score", { kind: "decimal", scale: 2 })
  const emit = { kind: "emit", event: 1, fields: [score], writes: false } as const
  const consumer = letters("Consumer", [step(0), step(1, "then")], {
    inputs: [1],
    keys: [{ name: "account", type: { kind: "string" }, paths: { 1: ["account"] } }],
    conditions: [(event) => event.type === 1, (event) => event.type === 1],
    within: within(5),
  })
  const producer = letters("Producer", [step(0)], { outputs: [{ ...emit, data: () => [6640] }] })

  function withProducer(emitting = producer) {
    return collect(ruleSet([payment, derived], [consumer, emitting]))
  }

  test("come directly after the event that made them, are never late, and carry the key and the time", () => {
    const run = withProducer()
    run.play("A1", "A3", "C4")
    expect(run.alerts).toMatchObject([{ rule: "Consumer", at: "1970-01-01T00:00:03.000Z", key: { account: "x" } }])
    expect(run.alerts[0]!.events).toEqual({
      a: [{ score: 66.4, account: "x", at: "1970-01-01T00:00:01.000Z" }],
      b: [{ score: 66.4, account: "x", at: "1970-01-01T00:00:03.000Z" }],
      c: [],
      d: [],
    })
    expect(run.emitted).toMatchObject([
      { event: "Suspicion", at: "1970-01-01T00:00:01.000Z", data: { score: 66.4, account: "x" } },
      { event: "Suspicion" },
    ])
    expect(run.outputs.map(({ rule }) => rule)).toEqual(["Consumer"])
  })

  test("are seen before time passes them: deadline by deadline, also when the watermark jumps", () => {
    const absence = letters("Producer", [step(0), absent(1)], {
      within: within(3),
      outputs: [{ ...emit, data: () => [1] }],
    })
    const run = withProducer(absence)
    run.play("A1", "A4x")
    run.engine.end()
    expect(run.alerts.map(({ rule, at: time }) => `${rule} ${time}`)).toEqual(["Consumer 1970-01-01T00:00:07.000Z"])
  })
})

describe("rules that fail", () => {
  test("are unchanged by the event, which is dead-lettered with their name; others go on", () => {
    let broken = true
    const failing = letters("Failing", [step(0), step(1, "next")], {
      conditions: [
        kind("A"),
        (event) => {
          if (broken && event.fields.kind === "C") throw new Error("no such table")
          return event.fields.kind === "B"
        },
      ],
    })
    const run = collect(ruleSet([payment], [failing, letters("Other", [step(2)])]))
    run.play("A1", "C2", "B3")
    broken = false
    run.engine.end()
    expect(run.dead).toMatchObject([
      {
        type: "Payment",
        code: "condition-failed",
        rule: "Failing",
        reason: "rule Failing failed on this event: no such table",
      },
    ])
    expect(run.dead[0]!.event).toMatchObject({ text: "C2" })
    expect(run.alerts.map(({ rule }) => rule)).toEqual(["Other", "Failing"])
    expect(run.engine.stats().rules[0]).toMatchObject({ failed: 1, matches: 1 })
  })

  test("in an output lose that match's outputs only", () => {
    const bad = letters("Bad", [step(0)], {
      outputs: [{}, { message: () => JSON.parse("{") as string }],
    })
    const run = collect(ruleSet([payment], [bad, letters("Good", [step(0)])]))
    run.play("A1")
    run.engine.end()
    expect(run.dead).toMatchObject([{ code: "output-failed", rule: "Bad" }])
    expect(run.alerts.map(({ rule }) => rule)).toEqual(["Good"])
  })

  test("having leaves out matches and counts them", () => {
    const run = collect(
      ruleSet([payment], [letters("R", [step(0)], { having: (match) => match.first(0)?.amount === 5 })]),
    )
    run.engine.push("Payment", { kind: "A", account: "x", at, amount: 5 })
    run.engine.push("Payment", { kind: "A", account: "x", at, amount: 6 })
    run.engine.end()
    expect(run.engine.stats().rules[0]).toMatchObject({ matches: 2, filtered: 1 })
    expect(run.alerts.length).toBe(1)
  })
})

describe("keys", () => {
  const login: EventSchema = { ...payment, name: "Login", fields: [field("user", "string", true), field("at", "time")] }

  test("an event without a key goes to the dead letters only when no rule at all can use it", () => {
    const run = collect(rules)
    run.engine.push("Payment", { kind: "A", at })
    expect(run.dead).toMatchObject([{ code: "missing-key", reason: expect.stringContaining("`account`") }])
    const global = letters("Global", [step(0)], { keys: [] })
    const both = collect(ruleSet([payment], [single, global]))
    both.engine.push("Payment", { kind: "A", at })
    both.engine.end()
    expect(both.dead).toEqual([])
    expect(both.alerts.map(({ rule, key }) => [rule, key])).toEqual([["Global", {}]])
  })

  test("can have another name in each event type, and several parts", () => {
    const keys = [
      { name: "account", type: { kind: "string" }, paths: { 0: ["account"], 1: ["user"] } },
      { name: "at", type: { kind: "time" }, paths: { 0: ["at"], 1: ["at"] } },
    ] as const
    const rule = letters("R", [step(0), step(1, "next")], {
      keys,
      inputs: [0, 1],
      conditions: [(event) => event.type === 0, (event) => event.type === 1],
    })
    const run = collect(ruleSet([payment, login], [rule]))
    run.engine.push("Payment", { kind: "A", account: "x", at })
    run.engine.push("Login", { user: "y", at })
    run.engine.push("Login", { user: "x", at })
    run.engine.end()
    expect(run.alerts.map(({ key }) => key)).toEqual([{ account: "x", at: "2023-11-14T22:13:20.000Z" }])
  })
})

describe("parameters", () => {
  const params = [
    { name: "limit", type: { kind: "number" }, value: 10 },
    { name: "window", type: { kind: "duration" }, value: 10_000 },
  ] as const
  const set = ruleSet(
    [payment],
    (_, live) => [
      letters("Limit", [step(0)], {
        conditions: [(event) => (event.fields.amount as number) > (live.limit as number)],
      }),
      letters("Absence", [step(1), absent(2)], {
        within: { kind: "whole", duration: { kind: "param", name: "window" } },
      }),
    ],
    params,
  )

  test("change what is judged next, and outlive a restart", () => {
    const run = collect(set, { params: { limit: 5 } })
    const push = (amount: number, time: number) =>
      run.engine.push("Payment", { kind: "A", account: "x", amount, at: time })
    push(7, at)
    push(7, at + 1)
    run.engine.setParam("limit", 8)
    push(7, at + 2)
    run.engine.end()
    expect(run.alerts.length).toBe(1)
    const again = collect(set, { restore: JSON.parse(JSON.stringify(collectSnapshot())) })
    again.engine.push("Payment", { kind: "A", account: "x", amount: 50, at })
    again.engine.end()
    expect(again.alerts.length).toBe(0)
  })

  function collectSnapshot(): unknown {
    const engine = createEngine(set)
    engine.setParam("limit", 100)
    return engine.snapshot()
  }

  test("a window's duration is read live", () => {
    const run = collect(set)
    run.play("B1")
    run.engine.advanceTo(2000)
    run.engine.setParam("window", 3000)
    run.engine.advanceTo(4000)
    expect(run.shown()).toEqual(["a: B1 @4"].map((line) => line.replace("a:", "b:")))
  })

  test("a length of time is at least 1 ms, wherever it stands", async () => {
    const uses = {
      within: "when 2 A as a within w per k alert",
      soon: "when A as a then within w A as b per k alert",
      absence: "when no A for w per k alert",
      silence: "when A as a per k once per w alert",
      aggregate: "when A as a per k alert { n: count() over w }",
      ending: "when A as a per k alert { n: count() over 1 hour ending w ago }",
    }
    for (const [name, use] of Object.entries(uses)) {
      const rules = await compileText(
        `event A { k: string, at: time } timed by at\nparam w = 1 hour\nrule R { ${use} }`,
      )
      for (const value of [0, -1]) {
        expect(() => createEngine(rules, { params: { w: value } }), name).toThrow("would make no sense")
        expect(() => createEngine(rules).setParam("w", value), name).toThrow("would make no sense")
      }
    }
  })

  test("wrong names and values throw", () => {
    const engine = createEngine(set)
    expect(() => engine.setParam("limits", 1)).toThrow('no parameter is called "limits"; the rules have limit, window')
    expect(() => engine.setParam("limit", "1")).toThrow('parameter `limit` is "1", not a number')
    expect(() => engine.setParam("limit", null)).toThrow("parameter limit cannot be missing")
    expect(() => createEngine(set, { params: { window: 1.5 } })).toThrow("a whole number of milliseconds")
  })
})

describe("callbacks", () => {
  test("may not call back into the engine", () => {
    const engine = createEngine(rules, { onAlert: () => engine.push("Payment", {}) })
    engine.push("Payment", { kind: "A", account: "x", at })
    expect(() => engine.end()).toThrow("push was called from inside one of the engine's callbacks")
  })

  test("that throw end the call; nothing else is lost", () => {
    let fail = true
    const seen: string[] = []
    const engine = createEngine(rules, {
      onAlert: ({ key }) => {
        seen.push(String(key.account))
        if (fail) throw new Error("sink is gone")
      },
    })
    for (const account of ["x", "y", "z"]) engine.ingest({ type: "Payment", raw: { kind: "A", account, at } })
    expect(() => engine.end()).toThrow("sink is gone")
    fail = false
    engine.advanceTo(at)
    expect(seen).toEqual(["x", "y", "z"])
  })
})

test("what is no rule set, or one of another form, is refused with a reason", () => {
  expect(() => createEngine(undefined as never)).toThrow("compiled rule set")
  expect(() => createEngine({ ...rules, manifest: { ...rules.manifest, format: 1 } })).toThrow(
    "form 1, this engine reads form 4",
  )
})

test("memory does not grow with the number of events", () => {
  const run = collect(ruleSet([payment], [letters("R", [step(0), step(1, "then")], { within: within(2) })]), {
    onAlert: () => {},
  })
  const sizes: number[] = []
  for (let i = 1; i <= 4000; i++) {
    run.play(`${i % 3 === 0 ? "B" : "A"}${i}k${i % 7}`)
    if (i % 1000 === 0) sizes.push(JSON.stringify(run.engine.snapshot()).length)
  }
  expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(1.2)
})
