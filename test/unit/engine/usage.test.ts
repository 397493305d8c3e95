import { describe, expect, test } from "vitest"
import type { Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const rules = await compileRules(`
event Payment { card: string, amount: number, at: time } timed by at
event Login { card: string, ok: boolean, at: time } timed by at
rule Bursts { when 3 Payment as p within 1 minute per card emit Burst { card: card } }
rule Both { when Login as l then Burst as b within 1 hour per card once per 1 day alert }
rule Logins { when Login as l where ok alert }
rule Many { when Payment where sum(amount) over 1 hour > 1000 per card alert }
rule Hours { each 1 hour of Payment per card alert { n: count() } }
`)

function payments(engine: Engine, cards: number, each = 4): void {
  for (let i = 0; i < each; i++) {
    for (let card = 0; card < cards; card++) {
      engine.ingest({ type: "Payment", raw: { card: `card-${card}`, amount: 1, at: 1000 * i + 1 } })
    }
  }
  engine.advanceTo(1000 * each - 500)
}

const evaluations = (engine: Engine) =>
  Object.fromEntries(engine.usage().rules.map((rule) => [rule.name, rule.evaluations]))

describe.each<EngineOptions>([{}, { forms: "general" }])("an engine with %o", (options) => {
  test("counts for each rule the events in time of its types, those that rules made too", () => {
    const engine = createEngine(rules, options)
    payments(engine, 2)
    engine.ingest({ type: "Login", raw: { card: "card-1", ok: true, at: 3600 } })
    engine.ingest({ type: "Login", raw: { card: "card-1", ok: true, at: 1 } })
    engine.advanceTo(4000)
    expect(evaluations(engine)).toEqual({ Bursts: 8, Both: 3, Logins: 1, Many: 8, Hours: 8 })
  })

  test("says about how much memory what is remembered takes: more for more keys, whatever their number", () => {
    const sizes = [0, 100, 2000].map((cards) => {
      const engine = createEngine(rules, options)
      payments(engine, cards)
      return engine.usage()
    })
    const bytes = (name: string) => sizes.map((usage) => usage.rules.find((rule) => rule.name === name)!.stateBytes)
    for (const name of ["Bursts", "Hours"]) {
      const [none, few, many] = bytes(name)
      expect(few! - none!, name).toBeGreaterThan(100 * 50)
      expect(few! - none!, name).toBeLessThan(100 * 5000)
      const share = (many! - none!) / (few! - none!) / 20
      expect(share, `${name} ${none} ${few} ${many}`).toBeGreaterThan(0.5)
      expect(share, `${name} ${none} ${few} ${many}`).toBeLessThan(2)
    }
    const [, few, many] = sizes.map(({ series }) => series.reduce((sum, { stateBytes }) => sum + stateBytes, 0))
    expect(few).toBeGreaterThan(100 * 4 * 8)
    expect(many! / few!).toBeGreaterThan(10)
  })

  test("tells what its counters began with, so that this process's own can be told", () => {
    const first = createEngine(rules, options)
    payments(first, 2)
    const [bursts] = first.stats().rules
    expect(bursts!.matches).toBe(2)
    const second = createEngine(rules, { ...options, restore: JSON.parse(JSON.stringify(first.snapshot())) })
    expect(second.usage().began).toEqual({ events: 8, late: 0, deadLetters: 0 })
    expect(second.usage().rules[0]!.began).toMatchObject({ matches: 2 })
    expect(evaluations(second)).toMatchObject({ Bursts: 0 })
    expect(second.usage().rules[0]!.stateBytes).toBeGreaterThan(0)
  })
})
