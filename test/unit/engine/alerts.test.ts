import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { compileText, hear } from "../../support/compiled.ts"
import { collect } from "../../support/payments.ts"

const payment = `event Payment { id: string, card: string, user: string?, amount: number, at: time } timed by at\n`

async function start(rules: string) {
  const run = collect(await compileText(payment + rules))
  const pay = (amount: number, at: number, more: object = {}) =>
    run.engine.push("Payment", { id: `p${at}`, card: "c", amount, at, ...more })
  const said = () =>
    run.alerts.map(({ rule, at, data }) => [rule, Date.parse(at), ...(data ? Object.values(data) : [])])
  return { ...run, pay, said }
}

describe("score and tags", () => {
  test("stand after the severity, before what was suppressed and `timeout`", async () => {
    const { pay, engine, outputs, alerts } = await start(`
      rule Odd { when Payment as a next Payment as b where amount > 5 within 1 second per card skip none once per 1 hour
        tags "a", "b \\"c\\""
        alert high score b.amount / 2 without events
        on timeout alert low score count(a) without events }`)
    for (const at of [0, 3000, 6000]) pay(1, at)
    pay(8, 6001)
    pay(9, 6002)
    pay(1, 6003)
    engine.end()
    expect(outputs.map((output) => output.line())).toEqual([
      `{"rule":"Odd","severity":"low","score":1,"tags":["a","b \\"c\\""],"timeout":true,"key":{"card":"c"},"at":"1970-01-01T00:00:01.000Z","id":"${alerts[0]!.id}"}`,
      `{"rule":"Odd","severity":"high","score":4,"tags":["a","b \\"c\\""],"key":{"card":"c"},"at":"1970-01-01T00:00:06.001Z","id":"${alerts[1]!.id}"}`,
    ])
    for (const output of outputs) expect(JSON.parse(output.line())).toEqual(output.value)
    expect(outputs.map((output) => Object.keys(output.value))).toEqual(
      outputs.map((output) => Object.keys(JSON.parse(output.line()) as object)),
    )
  })

  test("beside data, as in the line, whatever else there is", async () => {
    const { pay, engine, outputs } = await start(`
      rule Usual { when Payment as a per card alert { id: a.id } without events }
      rule Quiet { when Payment as a per card once per 2 seconds alert { id: a.id } without events }
      rule Tagged { when Payment as a tags "t" alert { id: a.id } without events }
      rule Scored { when Payment as a alert score 1 { id: a.id } without events }
      rule Said { when Payment as a per card alert "of {a.id}" { id: a.id } without events }
      rule Shown { when Payment as a per card alert { id: a.id } }
      rule Over { when Payment as a then Payment as b where b.amount > 5 within 1 second per card
        alert { id: a.id } without events on timeout alert { id: a.id } without events }`)
    for (const at of [0, 1000, 1500, 3000]) pay(1, at)
    engine.end()
    const members = new Set<string>()
    for (const output of outputs) {
      expect(Object.entries(output.value)).toEqual(Object.entries(JSON.parse(output.line()) as object))
      members.add(Object.keys(output.value).join(" "))
    }
    expect([...members].sort()).toEqual([
      "rule severity key at data events id",
      "rule severity key at data id",
      "rule severity key at message data id",
      "rule severity score key at data id",
      "rule severity suppressed key at data id",
      "rule severity tags key at data id",
      "rule severity timeout key at data id",
    ])
  })

  test("`suppressed` stands between them", async () => {
    const { pay, engine, outputs } = await start(`
      rule Odd { when Payment as a per card once per 1 second tags "t" alert score 0.5 without events }`)
    for (const at of [0, 1, 1000]) pay(1, at)
    engine.end()
    expect(outputs[1]!.line()).toContain('"severity":"medium","score":0.5,"tags":["t"],"suppressed":1,"key":')
  })

  test("a score that is missing or no number is null; a decimal is a number", async () => {
    const rules = await compileText(`
      event Payment { id: string, fee: decimal(2), part: number?, at: time } timed by at
      rule Fee { when Payment as p alert score p.fee without events }
      rule Part { when Payment as p alert score p.part / 0 without events }
      rule Huge { when Payment as p alert score p.part * 1e300 without events }`)
    const { alerts } = hear(rules, [["Payment", { id: "1", fee: 66.4, part: 1e300, at: 0 }]])
    expect(alerts.map(({ rule, score }) => [rule, score])).toEqual([
      ["Fee", 66.4],
      ["Part", null],
      ["Huge", null],
    ])
  })
})

describe("a shadow rule", () => {
  const rules = `
    shadow rule Trial { when Payment as p where amount > 10 per card once per 1 hour alert high to pager emit Big { n: p.amount } }
    rule Big2 { when Big as b per card alert { n: b.n } }
    rule Watch { when Alert as a per card alert { of: a.rule } }
    rule Large { when Payment as p where amount > 100 per card alert }
    sink pager to file("pager.jsonl")`

  test("gives what it makes to the sink `shadow` alone", async () => {
    const { pay, engine, outputs, alerts, emitted } = await start(rules)
    pay(50, 0)
    pay(60, 1)
    pay(70, 3_600_000)
    engine.end()
    expect(alerts).toEqual([])
    expect(emitted).toEqual([])
    expect(outputs.map(({ rule, kind, sink, shadow }) => [rule, kind, sink, shadow])).toEqual([
      ["Trial", "alert", "shadow", true],
      ["Trial", "emit", "shadow", true],
      ["Trial", "alert", "shadow", true],
      ["Trial", "emit", "shadow", true],
    ])
    expect(outputs[2]!.value).toMatchObject({ rule: "Trial", suppressed: 1 })
    expect(engine.stats().rules[0]).toMatchObject({ shadow: true, matches: 3, suppressed: 1 })
    expect(engine.stats().rules[1]).toMatchObject({ shadow: false, matches: 0 })
  })

  test("its alerts are not seen by rules that read `Alert`, those of others are", async () => {
    const { pay, engine, said } = await start(rules)
    pay(500, 0)
    engine.end()
    expect(said()).toEqual([
      ["Large", 0],
      ["Watch", 0, "Large"],
    ])
  })

  test("its ids are those of the rule without `shadow`", async () => {
    const ids = async (text: string) => {
      const run = collect(await compileText(payment + text))
      run.engine.push("Payment", { id: "1", card: "c", amount: 5, at: 0 })
      run.engine.end()
      return run.outputs.map(({ value }) => value.id)
    }
    const rule = `rule R { when Payment per card alert }`
    expect(await ids(`shadow ${rule}`)).toEqual(await ids(rule))
  })
})

describe("rules that read Alert", () => {
  test("see the alerts directly after the event that made them, in the order of the rules", async () => {
    const { pay, engine, said } = await start(`
      rule First { when Alert as a then Payment as p within 1 hour per card alert { of: a.rule, then: p.amount } }
      rule A { when Payment as p where amount > 10 per card alert low score p.amount }
      rule B { when Payment as p where amount > 20 per card alert high }
      rule Both { when Alert as one then Alert as two within 1 hour per card skip none
        alert { one: one.rule, two: two.rule, score: two.score, severity: two.severity } }`)
    pay(30, 0)
    pay(5, 1)
    engine.end()
    expect(said()).toEqual([
      ["A", 0],
      ["B", 0],
      ["Both", 0, "A", "B", null, "high"],
      ["First", 1, "A", 5],
    ])
  })

  test("have the fields of every alert and those of the keys, missing where a rule has another key", async () => {
    const { pay, engine, alerts, dead } = await start(`
      rule ByCard { when Payment as p per card tags "x", "y" alert critical score 0.25 }
      rule ByUser { when Payment as p per user alert low }
      rule ByAmount { when Payment as p per amount, card alert info without events }
      rule Seen { when Alert as a where "x" in tags or severity == "info" or user is present
        alert { rule: a.rule, score: a.score, tags: a.tags, card: a.card, user: a.user, amount: a.amount, at: a.at } }`)
    pay(30, 1000, { user: "u" })
    engine.end()
    expect(dead).toEqual([])
    const data = alerts.filter(({ rule }) => rule === "Seen").map((alert) => Object.values(alert.data!))
    const at = "1970-01-01T00:00:01.000Z"
    expect(data).toEqual([
      ["ByCard", 0.25, ["x", "y"], "c", null, null, at],
      ["ByUser", null, [], null, "u", null, at],
      ["ByAmount", null, [], "c", null, 30, at],
    ])
    expect(alerts.find(({ rule }) => rule === "Seen")!.events).toEqual({
      a: { rule: "ByCard", severity: "critical", score: 0.25, tags: ["x", "y"], card: "c", at },
    })
  })

  test("never receive the alerts of rules that read Alert, directly or through derived events", async () => {
    const { pay, engine, said } = await start(`
      rule Base { when Payment as p per card alert }
      rule Direct { when Alert as a per card alert { of: a.rule } emit Noted { n: 1 } }
      rule Through { when Noted per card alert }
      rule Further { when Noted per card emit Again { n: 2 } }
      rule Last { when Again as x per card alert { n: x.n } }
      rule Other { when Alert as a where rule != "Base" per card alert }`)
    pay(1, 0)
    engine.end()
    expect(said()).toEqual([
      ["Base", 0],
      ["Direct", 0, "Base"],
      ["Through", 0],
      ["Last", 0, 2],
    ])
  })

  test("do not see what `once per` keeps silent, and see timeouts", async () => {
    const { pay, engine, said } = await start(`
      rule Pair { when Payment as a next Payment as b where amount > 10 within 1 second per card once per 1 hour
        alert on timeout alert low }
      rule Count { when 2 Alert as a within 1 day per card alert { first: first(a).severity, last: last(a).severity } }`)
    pay(1, 0)
    pay(20, 1)
    pay(1, 10)
    pay(20, 11)
    pay(1, 20)
    engine.end()
    expect(said()).toEqual([
      ["Pair", 1],
      ["Pair", 1020],
      ["Count", 1020, "medium", "low"],
    ])
  })

  test("restored in the middle they go on", async () => {
    const rules = await compileText(`${payment}
      rule Large { when Payment as p where amount > 10 per card once per 5 ms tags "t" alert high score p.amount }
      rule Three { when 3 Alert as a where score > 10 within 1 day per card alert { total: sum(a.score) } }`)
    const events = Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, card: `c${i % 3}`, amount: i, at: i * 4 }))
    const deliveries = events.map((event) => ["Payment", event] as const)
    const straight = hear(rules, deliveries)
    expect(straight.alerts.filter(({ rule }) => rule === "Three").length).toBeGreaterThan(2)
    for (const restartEvery of [1, 2, 7]) {
      const restarted = hear(rules, deliveries, { restartEvery })
      expect(restarted.outputs).toEqual(straight.outputs)
      expect(restarted.dead).toEqual([])
    }
  })

  test("a declared or emitted Alert is an event type like any other", async () => {
    const { pay, engine, said } = await start(`
      rule Make { when Payment as p per card alert emit Alert { mine: p.amount } }
      rule Read { when Alert as a per card alert { mine: a.mine } }`)
    pay(7, 0)
    engine.end()
    expect(said()).toEqual([
      ["Make", 0],
      ["Read", 0, 7],
    ])
  })

  test("keys of unlike types are no field of it", async () => {
    const { diagnostics } = await compile([
      {
        path: "a.cep",
        text: `${payment} event Other { card: integer, at: time } timed by at
          rule A { when Payment per card alert } rule B { when Other per card alert }
          rule C { when Alert as a where card == "x" alert }`,
      },
    ])
    expect(diagnostics.map(({ code }) => code)).toEqual(["CEP2001"])
  })

  test("cannot be pushed", async () => {
    const { engine, dead } = await start(`
      rule A { when Payment per card alert }
      rule B { when Alert per card alert }`)
    engine.push("Alert", { rule: "A", severity: "high", tags: [], card: "c", at: 0 })
    expect(dead.map(({ code }) => code)).toEqual(["unknown-type"])
  })
})

describe("the last event", () => {
  test("is the match's last, and through a rule that emits the last of what it was made of", async () => {
    const rules = await compileText(`${payment}
      rule Pair { when Payment as a then Payment as b within 1 second per card emit Two { n: 2 } }
      rule Read { when Two as two per card alert "two" }
      rule Quiet { when Payment as p then no Payment as q within 5 seconds per card alert "quiet" }`)
    const { engine, outputs } = collect(rules)
    for (const at of [0, 500, 9000]) {
      engine.ingest({ type: "Payment", raw: { id: `p${at}`, card: "c", amount: 1, at }, position: `place ${at}` })
    }
    engine.end()
    const last = outputs.map(({ rule, lastEvent }) => [rule, lastEvent?.type, lastEvent?.at, lastEvent?.position])
    expect(last).toEqual([
      ["Read", "Two", 500, "place 500"],
      ["Quiet", "Payment", 500, "place 500"],
      ["Quiet", "Payment", 9000, "place 9000"],
    ])
  })
})
