import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"

const events = `event A { id: string, n: number, at: time } timed by at
event B { id: string, n: number, at: time } timed by at
`

async function plan(body: string) {
  const { plan, diagnostics } = await compile([{ path: "a.cep", text: events + body }])
  expect(diagnostics.filter((one) => one.level === "error")).toEqual([])
  return plan!
}

test("equal conditions of a rule have one number", async () => {
  const { rules } = await plan(`rule R {
    when A as x where n > 1 and id != "z" then A as y where n > 1 and id != "z" then B as z where n > 1 then B as w where w.n > 1
    within 1 hour per id alert high
  }`)
  const { conditions, pattern } = rules[0]!
  expect(pattern.elements.map((one) => ("condition" in one ? one.condition : -1))).toEqual([0, 0, 1, 1])
  expect(conditions.map(({ step, role, readsMatch }) => [step, role, readsMatch])).toEqual([
    [0, "where", false],
    [2, "where", false],
  ])
})

test("conditions that read different steps are different", async () => {
  const { rules } = await plan(`rule R {
    when A as x then A as y where n > x.n then A as z where n > y.n
    within 1 hour per id alert high
  }`)
  expect(rules[0]!.conditions.map((one) => one.readsMatch)).toEqual([false, true, true])
})

test("an emitted event that a rule reads is not written, unless it says where to", async () => {
  const { rules, events: types } = await plan(`
    sink out to file("x.jsonl")
    rule R { when A as a per id emit Read { n: 1 } emit Free { n: 2 } emit Read to out { n: 3 } }
    rule S { when Read alert }
  `)
  expect(rules[0]!.outputs.map((one) => one.writes)).toEqual([false, true, true])
  expect(types.map(({ name, derived }) => [name, derived])).toEqual([
    ["A", false],
    ["B", false],
    ["Read", true],
    ["Free", true],
  ])
  expect(rules[0]!.outputs[0]!.data!.map((one) => one.name)).toEqual(["n", "id"])
})
