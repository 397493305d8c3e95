import { expect, test } from "vitest"
import type { TestEventInfo } from "../../../lang/check/model.ts"
import { checkText } from "./parsed.ts"

const events = `
event Payment { id: string, card: string, country: string?, amount: number, price: decimal(2), state: "open" | "paid", tags: string[], at: time } timed by at
event Second { n: integer, at: time(seconds) } timed by at
param limit = 100
rule Large { when Payment as p where amount > limit per card alert { total: p.amount, price: p.price } }
`

test("fields left out get a default, times go on from the event above", () => {
  const { checked, diagnostics } = checkText(`${events}
    test "t" with limit = 5 {
      Payment { card: "c", amount: 7, price: 1.50 } at 10:00:00
      Payment { state: "paid", tags: ["x"] } at +1 minute
      Second { n: 2 } at 1970-01-01T10:02:00Z
      expect 2 Large { total: 7, price: 1.5 }
      expect no Large
      until 11:00:00
    }`)
  expect(diagnostics).toEqual([])
  const [found] = checked.tests
  expect((found!.timeline as TestEventInfo[]).map(({ at, record }) => ({ at, record }))).toEqual([
    {
      at: 36_000_000,
      record: { id: "", card: "c", amount: 7, price: 1.5, state: "open", tags: [], at: "1970-01-01T10:00:00.000Z" },
    },
    {
      at: 36_060_000,
      record: { id: "", card: "", amount: 0, price: 0, state: "paid", tags: ["x"], at: "1970-01-01T10:01:00.000Z" },
    },
    { at: 36_120_000, record: { n: 2, at: 36_120 } },
  ])
  expect(found).toMatchObject({ name: "t", params: { limit: 5 }, until: 39_600_000 })
  expect(found!.expectations).toMatchObject([
    { kind: "rule", rule: "Large", count: 2, fields: { total: 7, price: 1.5 } },
    { kind: "rule", rule: "Large", count: 0, fields: {} },
  ])
})
