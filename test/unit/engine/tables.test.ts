import { beforeAll, describe, expect, test } from "vitest"
import type { RuleSet } from "../../../runtime/abi/rule-set.ts"
import type { Alert, EngineOptions } from "../../../runtime/index.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

let rules: RuleSet
beforeAll(async () => {
  rules = await compileRules(`
    event Pay { id: string, customer: string?, country: string, tier: "a" | "b", amount: decimal(2), at: time } timed by at
    table Customers key id { id: string, name: string, most: decimal(2)?, since: time?, tags: string[]?,
                             home: { country: string }? } from file("customers.csv")
    table Limits key country, tier { country: string, tier: "a" | "b", most: decimal(2) } from file("limits.csv")
    table Rates key country { country: string, rate: number, since: time } timed by since from file("rates.csv")
    fn nameOf(id: string): string? = Customers[id].name
    rule Known { when Pay as p where id == "known" and customer in Customers alert { name: Customers[p.customer].name } }
    rule Unknown { when Pay as p where id == "unknown" and customer not in Customers alert }
    rule Over { when Pay as p where id == "over" and amount > Limits[country, tier].most alert }
    rule Neither { when Pay as p where id == "neither" and (country, tier) not in Limits alert }
    fn rateAt(p: Pay): number? = Rates[p.country].rate
    rule Then { when Pay as p where id == "then" then Pay as q where id == "now" within 1 hour
                alert { was: rateAt(p), now: rateAt(q) } }
    rule Rate {
      when Pay as p where id == "rate" then Pay as q where q.id == "after" and Rates[country].rate > 1
      within 1 hour
      alert { p: Rates[p.country].rate, name: nameOf(q.country), row: Customers[q.country] }
    }
  `)
})

function makeEngine(options: EngineOptions = {}) {
  const alerts: Alert[] = []
  const engine = createEngine(rules, { ...options, onAlert: (alert) => alerts.push(alert) })
  let at = 0
  const pay = (event: object, time = ++at): Alert[] => {
    alerts.length = 0
    engine.ingest({ type: "Pay", raw: { country: "NL", tier: "a", amount: 1, ...event, at: time } })
    engine.advanceTo(time)
    return [...alerts]
  }
  return { engine, pay }
}

const named = (alerts: readonly Alert[]) => alerts.map(({ rule }) => rule)

describe("tables", () => {
  test("are looked up by their key; what is missing is neither in them nor not", () => {
    const { pay } = makeEngine({ tables: { Customers: [{ id: "c1", name: "Ann" }] } })
    expect(pay({ id: "known", customer: "c1" })).toMatchObject([{ rule: "Known", data: { name: "Ann" } }])
    expect(pay({ id: "known", customer: "c2" })).toEqual([])
    expect(named(pay({ id: "unknown", customer: "c2" }))).toEqual(["Unknown"])
    expect(pay({ id: "known" })).toEqual([])
    expect(pay({ id: "unknown" })).toEqual([])
  })

  test("have keys of several parts, and names that every object has are keys as others", () => {
    const Limits = [
      { country: "NL", tier: "a", most: 10.5 },
      { country: '","', tier: "b", most: 1 },
    ]
    const { pay } = makeEngine({ tables: { Limits, Customers: [{ id: "__proto__", name: "x" }] } })
    expect(named(pay({ id: "over", amount: 10.51 }))).toEqual(["Over"])
    expect(pay({ id: "over", amount: 10.5 })).toEqual([])
    expect(pay({ id: "over", tier: "b", amount: 99 })).toEqual([])
    expect(named(pay({ id: "neither", tier: "b" }))).toEqual(["Neither"])
    expect(pay({ id: "neither", country: '","', tier: "b" })).toEqual([])
    expect(named(pay({ id: "known", customer: "__proto__" }))).toEqual(["Known"])
    expect(pay({ id: "known", customer: "toString" })).toEqual([])
  })

  test("with a time hold rows from then on, until the next of the key", () => {
    const Rates = [3, 1, 2].map((rate) => ({ country: "NL", rate, since: rate * 1000 }))
    const { pay } = makeEngine({ tables: { Rates } })
    const rateAt = (time: number) => {
      pay({ id: "rate" }, time)
      return pay({ id: "after" }, time + 1)[0]?.data?.p
    }
    // The first row holds from 1 s on, and a rate of 1 is none above 1; an output reads the row of its last event.
    expect([0, 999, 1998, 1999, 2500, 2999, 50_000].map(rateAt)).toEqual([undefined, undefined, undefined, 2, 2, 3, 3])
  })

  test("with a time are read at the time of the event that a function gets", () => {
    const { pay } = makeEngine({
      tables: { Rates: [1, 2].map((rate) => ({ country: "NL", rate, since: rate * 1000 })) },
    })
    pay({ id: "then" }, 1500)
    expect(pay({ id: "now" }, 2500)[0]?.data).toEqual({ was: 1, now: 2 })
  })

  test("give whole rows to outputs, in their outside form", () => {
    const row = { id: "NL", name: "Ann", most: 1.5, since: 1000, tags: ["x"], home: { country: "BE" }, more: 1 }
    const { pay } = makeEngine({
      tables: { Customers: [row], Rates: [{ country: "NL", rate: 2, since: 0 }] },
    })
    pay({ id: "rate" })
    expect(pay({ id: "after" })[0]?.data).toEqual({
      p: 2,
      name: "Ann",
      row: {
        id: "NL",
        name: "Ann",
        most: 1.5,
        since: "1970-01-01T00:00:01.000Z",
        tags: ["x"],
        home: { country: "BE" },
      },
    })
  })
})

describe("setTable", () => {
  test("replaces all rows from the next event on, and tells what it left out", () => {
    const { engine, pay } = makeEngine({ tables: { Customers: [{ id: "c1", name: "Ann" }] } })
    const rows = [
      { id: "c2", name: "Ben" },
      { id: "c2", name: "Bea", most: 1.234 },
      { id: "c3" },
      { id: "c4" },
      null,
      { id: "c2", name: "Bob" },
    ]
    const load = engine.setTable("Customers", rows)
    expect(load).toEqual({
      rows: 1,
      replaced: true,
      refused: 4,
      repeated: 1,
      problems: [
        {
          code: "wrong-type",
          reason: "field `most` is 1.234, not a number with at most 2 decimals that is small enough to be exact",
          row: rows[1],
          count: 1,
        },
        { code: "missing-field", reason: "field `name` is missing", row: rows[2], count: 2 },
        { code: "not-an-object", reason: "a row is null, not an object", row: null, count: 1 },
        { code: "repeated-key", reason: 'two rows have the key "c2": the last one counts', row: rows[5], count: 1 },
      ],
    })
    expect(pay({ id: "known", customer: "c1" })).toEqual([])
    expect(pay({ id: "known", customer: "c2" })).toMatchObject([{ data: { name: "Bob" } }])
  })

  test("keeps the former rows where none of the new ones fits; no rows at all empty the table", () => {
    const { engine, pay } = makeEngine({ tables: { Customers: [{ id: "c1", name: "Ann" }] } })
    expect(engine.setTable("Customers", [{ id: 1 }])).toMatchObject({ rows: 1, replaced: false, refused: 1 })
    expect(named(pay({ id: "known", customer: "c1" }))).toEqual(["Known"])
    expect(engine.setTable("Customers", [])).toMatchObject({ rows: 0, replaced: true })
    expect(pay({ id: "known", customer: "c1" })).toEqual([])
  })

  test("reads rows of texts; of equal keys and times the last row counts", () => {
    const { engine, pay } = makeEngine()
    const row = (rate: string, since: string) => ({ country: "NL", rate, since })
    const rows = [row("2", "1000"), row("5", "1970-01-01T00:00:01Z"), row("x", "1")]
    expect(engine.setTable("Rates", rows, "text")).toMatchObject({ rows: 1, refused: 1, repeated: 1 })
    pay({ id: "rate" }, 2000)
    expect(pay({ id: "after" }, 2001)[0]?.data?.p).toBe(5)
  })

  test("reads rows that resist", () => {
    const { engine } = makeEngine()
    const hostile = Object.defineProperty({}, "id", {
      enumerable: true,
      get: () => {
        throw new Error("no")
      },
    })
    expect(engine.setTable("Customers", [hostile]).problems).toMatchObject([
      { code: "unreadable", reason: "the row cannot be read: no" },
    ])
    expect(() => engine.setTable("Customers", 7 as never)).toThrow("the rows of Customers must be a list")
    expect(() => engine.setTable("Nix", [])).toThrow(
      "no table is called Nix; the rules declare Customers, Limits, Rates",
    )
  })

  test("is not for the options: rows there all fit", () => {
    expect(() => makeEngine({ tables: { Customers: [{ id: "c1" }] } })).toThrow(
      "a row of the table Customers does not fit: field `name` is missing",
    )
    expect(() => makeEngine({ tables: { Nix: [] } })).toThrow("no table is called Nix")
  })

  test("is no state: a snapshot holds no rows", () => {
    const { engine } = makeEngine({ tables: { Customers: [{ id: "c1", name: "Ann" }] } })
    const { pay } = makeEngine({ restore: engine.snapshot() })
    expect(pay({ id: "known", customer: "c1" })).toEqual([])
  })
})
