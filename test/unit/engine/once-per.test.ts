import { beforeAll, describe, expect, test } from "vitest"
import type { DroppedState } from "../../../runtime/abi/engine.ts"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText } from "../../support/compiled.ts"
import { collect } from "../../support/payments.ts"

const second = 1000
const hour = 3600 * second
const day = 24 * hour

const rules = `
  event Payment { kind: string, account: string, at: time } timed by at
  param quiet = 1 hour
`
const large = `rule Large { when Payment as p where kind == "A" per account once per quiet alert without events }`
let once: RuleSet
beforeAll(async () => {
  once = await compileText(rules + large)
})

/** An engine and a way to hand it an event of kind A. */
function start(set = once, options: Parameters<typeof collect>[1] = {}) {
  const run = collect(set, options)
  const at = (time: number, account = "x", kind = "A") => run.engine.push("Payment", { kind, account, at: time })
  const seen = () => run.alerts.map((alert) => [Date.parse(alert.at), alert.suppressed])
  return { ...run, at, seen, silences: () => run.engine.stats().rules[0]!.silences }
}

describe("a silence", () => {
  test("ends at exactly its length; the next alert says how many were suppressed", () => {
    const { at, seen, engine } = start()
    for (const time of [0, 1, hour - 1, hour, 2 * hour - 1, 5 * hour, 6 * hour]) at(time)
    engine.end()
    expect(seen()).toEqual([
      [0, undefined],
      [hour, 2],
      [5 * hour, 1],
      [6 * hour, undefined],
    ])
    expect(engine.stats().rules[0]).toMatchObject({ matches: 7, suppressed: 3, silences: 0 })
  })

  test("is its key's own", () => {
    const { at, alerts } = start()
    at(0, "x")
    at(1, "y")
    at(2, "x")
    expect(alerts.map(({ key }) => key.account)).toEqual(["x", "y"])
  })

  test("covers further matches of the same event", async () => {
    const set = await compileText(`${rules}
      rule Pairs { when Payment as a where kind == "A" then any Payment as b where kind == "B"
        within 1 hour per account skip none once per 1 minute alert }`)
    const { at, seen, engine } = start(set)
    at(0)
    at(1)
    at(2, "x", "B")
    at(60 * second + 2, "x", "B")
    expect(seen()).toEqual([[2, undefined]])
    engine.end()
    expect(seen()).toEqual([
      [2, undefined],
      [60 * second + 2, 1],
    ])
  })

  test("of matches leaves timeouts alone, and the other way round", async () => {
    const set = await compileText(`${rules}
      rule Pair { when Payment as a where kind == "A" next Payment as b where kind == "B"
        within 10 seconds per account skip none once per 1 hour alert high on timeout alert low }`)
    const { at, alerts, engine } = start(set)
    at(0)
    at(1, "x", "B")
    at(2 * second)
    at(60 * second)
    at(61 * second, "x", "B")
    engine.end()
    expect(alerts.map(({ severity, timeout }) => [severity, timeout])).toEqual([
      ["high", undefined],
      ["low", true],
    ])
    expect(engine.stats().rules[0]).toMatchObject({ matches: 2, timeouts: 1, suppressed: 1 })
  })

  test("is not begun by a match that `having` refuses, nor by one whose output fails", async () => {
    const set = await compileText(`
      event Payment { kind: string, account: string, amount: decimal(2), at: time } timed by at
      rule Large { when Payment as p where kind == "A" per account having p.amount > 1 once per 1 hour
        alert { much: p.amount + 90071992547409.91 } }`)
    const run = collect(set)
    for (const [at, amount] of [
      [0, 0.5],
      [1, 90071992547409],
      [2, 2],
      [3, 3],
    ] as const) {
      run.engine.push("Payment", { kind: "A", account: "x", amount, at })
    }
    run.engine.end()
    expect(run.dead.map(({ code }) => code)).toEqual(["output-failed", "output-failed", "output-failed"])
    expect(run.engine.stats().rules[0]).toMatchObject({ filtered: 1, failed: 3, suppressed: 0, silences: 0 })
  })

  test("lets all outputs of a match come, or none", async () => {
    const set = await compileText(`${rules}
      rule Large { when Payment as p where kind == "A" per account once per 1 hour alert low alert high emit Big { n: 1 } }
      rule Count { when 2 Big within 1 day per account alert info }`)
    const { at, outputs, engine } = start(set)
    for (const time of [0, 1, hour]) at(time)
    engine.end()
    const shown = outputs.map(({ value }) => ("severity" in value ? [value.severity, value.suppressed] : [value.event]))
    expect(shown).toEqual([
      ["low", undefined],
      ["high", undefined],
      ["low", 1],
      ["high", 1],
      ["info", undefined],
    ])
  })
})

describe("what a silence keeps", () => {
  test("is gone when the silence is over; a count of suppressed ones stays a day or ten silences longer", () => {
    const { at, seen, engine, silences } = start()
    at(0, "x")
    at(0, "y")
    at(1, "y")
    engine.advanceTo(hour - 1)
    expect(silences()).toBe(2)
    engine.advanceTo(hour)
    expect(silences()).toBe(1)
    at(hour + day - 1, "y")
    engine.advanceTo(hour + day - 1)
    expect(seen().at(-1)).toEqual([hour + day - 1, 1])
  })

  test("a count is forgotten at exactly that time", () => {
    const { at, seen, engine, silences } = start()
    at(0)
    at(1)
    at(hour + day)
    engine.advanceTo(hour + day)
    expect(seen().at(-1)).toEqual([hour + day, undefined])
    engine.advanceTo(3 * day)
    expect(silences()).toBe(0)
  })

  test("many keys that alert once each leave nothing behind", () => {
    const engine = createEngine(once)
    let most = 0
    for (let i = 0; i < 100_000; i++) {
      engine.push("Payment", { kind: "A", account: `k${i}`, at: i * 60 * second })
      if (i % 500 === 0) most = Math.max(most, engine.stats().rules[0]!.silences)
    }
    expect(most).toBeLessThanOrEqual(61)
    const kept = JSON.stringify(engine.snapshot()).length
    expect(kept).toBeLessThan(20_000)
  })

  test("follows a parameter that changes", () => {
    const { at, seen, engine } = start()
    at(0)
    at(1)
    engine.advanceTo(1)
    engine.setParam("quiet", 10)
    at(10)
    at(19)
    engine.advanceTo(19)
    engine.setParam("quiet", hour)
    at(20)
    at(hour + 10)
    engine.end()
    expect(seen()).toEqual([
      [0, undefined],
      [10, 1],
      [hour + 10, 2],
    ])
  })
})

describe("a restart", () => {
  const kept = () => {
    const first = start()
    first.at(0)
    first.at(1)
    first.engine.advanceTo(1)
    return JSON.parse(JSON.stringify(first.engine.snapshot())) as unknown
  }

  test("goes on with the silence and its count", () => {
    const { at, seen, engine } = start(once, { restore: kept() })
    at(hour - 1)
    at(hour)
    engine.end()
    expect(seen()).toEqual([[hour, 2]])
  })

  test("keeps it for a rule whose pattern changed or that was renamed, and drops it with another key", async () => {
    const renamed = `rule Big was Large { when Payment as p where kind == "A" next Payment within 1 hour per account once per 1 hour alert }`
    const after = start(await compileText(rules + renamed), { restore: kept() })
    after.at(10)
    after.at(20)
    after.at(hour)
    after.at(hour + 1)
    after.at(hour + 2)
    after.engine.advanceTo(hour + 2)
    expect(after.seen()).toEqual([[hour + 1, 2]])
    const dropped: DroppedState[] = []
    const otherKey = await compileText(rules + large.replace("per account", "per kind"))
    start(otherKey, { restore: kept(), onDropped: (each) => dropped.push(each) })
    expect(dropped).toEqual([{ rule: "Large", reason: "other-shape" }])
  })
})
