import { expect, test } from "vitest"
import { automatonView } from "../../../compiler/explain/automaton-view.ts"
import { compile } from "../../../compiler/index.ts"
import { heldBy } from "../../../console/playground/held.ts"
import { createEngine } from "../../../runtime/index.ts"

const text = `
event P { card: string, amount: number, at: time(seconds) } timed by at
rule R {
  when P as a
       then P as b where amount > a.amount
       then P as c where amount > 100
  within 1 minute
  per card
  alert
}
rule Single { when P where amount > 5 alert }
`

test("a rule's automaton is plain data with places, names and conditions", async () => {
  const { rules, diagnostics } = await compile([{ path: "r.cep", text }])
  expect(diagnostics.filter(({ level }) => level === "error")).toEqual([])
  const [rule, single] = rules!.manifest.rules
  const view = automatonView(rule!, rules!.manifest)
  expect(view).toMatchObject({
    rule: "R",
    form: "general",
    keys: ["card"],
    timeFields: [{ field: "at", seconds: true }],
  })
  expect(view.states.map(({ step }) => step)).toEqual(["a", "b", "c", null])
  expect(view.states.map(({ column }) => column)).toEqual([0, 1, 2, 3])
  expect(view.edges[0]).toEqual({ from: 0, to: 1, action: "take", guard: "c0" })
  expect(view.conditions[1]).toContain("a.amount")
  expect(automatonView(single!, rules!.manifest).form).toBe("filter")
})

test("partial matches are counted by state in every form that steps an automaton, and a snapshot shows each", async () => {
  const { rules } = await compile([{ path: "r.cep", text }])
  const amounts = [10, 20, 5, 30, 6]
  for (const forms of ["general", "chosen"] as const) {
    const engine = createEngine(rules!, { forms })
    for (const [i, amount] of amounts.entries()) {
      engine.push("P", { card: `c${i % 2}`, amount, at: i })
    }
    engine.advanceTo(10_000)
    const [rule, single] = engine.stats().rules
    expect(rule!.states!.reduce((sum, count) => sum + count)).toBe(rule!.partialMatches)
    // c0: 10, 5, 6; c1: 20, 30. Only 5 to 6 and 20 to 30 rise.
    expect(rule!.states).toEqual([0, 3, 2, 0])
    expect(single!.states).toBe(undefined)
    if (forms === "chosen") continue
    const held = heldBy(engine.snapshot(), "R")
    expect(held.map(({ key, state, events }) => [key[0], state, events.map(({ step }) => step)]).sort()).toEqual([
      ["c0", 1, [0]],
      ["c0", 1, [0]],
      ["c0", 2, [0, 1]],
      ["c1", 1, [0]],
      ["c1", 2, [0, 1]],
    ])
  }
})
