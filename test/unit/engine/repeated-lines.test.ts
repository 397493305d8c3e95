/** Lines of many rules about the same events, of which all but rule and id is copied where that is the same. */
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { linesInto } from "../../support/lines-into.ts"

const rules = `
event Payment { card: string, country: string, amount: number, at: time } timed by at
rule Ä1 { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.at } without events }
rule Other { when Payment as one where country == "PT" and amount > 1 alert { card: one.card, at: one.at } without events }
rule Same { when Payment as one where country == "ES" and amount > 2 alert { card: one.card, at: one.at } without events }
rule LongerName { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.at } without events }
rule Severe { when Payment as one where country == "ES" and amount > 1 alert high { card: one.card, at: one.at } without events }
rule SevereToo { when Payment as one where country == "ES" and amount > 1 alert high { card: one.card, at: one.at } without events }
rule Else { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.amount } without events }
rule ElseToo { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.amount } without events }
rule ByCard { when Payment as one where country == "ES" and amount > 1 per card alert { card: one.card, at: one.at } without events }
rule ByCardToo { when Payment as one where country == "ES" and amount > 1 per card alert { card: one.card, at: one.at } without events }
rule Shows { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.at } }
rule ShowsToo { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.at } }
rule Once { when Payment as one where country == "ES" and amount > 1 per card once per 2 ms alert { card: one.card, at: one.at } without events }
rule OnceToo { when Payment as one where country == "ES" and amount > 1 per card once per 3 ms alert { card: one.card, at: one.at } without events }
rule Says { when Payment as one where country == "ES" and amount > 1 alert "é {one.card}" without events }
rule SaysToo { when Payment as one where country == "ES" and amount > 1 alert "é {one.card}" without events }
rule SaysElse { when Payment as one where country == "ES" and amount > 1 alert "è {one.card}" without events }
rule Twice { when Payment as one where country == "ES" and amount > 1
  alert { card: one.card, at: one.at } without events
  alert { card: one.card, at: one.at } without events }
rule Last { when Payment as one where country == "ES" and amount > 1 alert { card: one.card, at: one.at } without events }
`

// Equal events, events of one time, and others; the texts of several lengths, beyond ASCII.
const events = Array.from({ length: 60 }, (_, i) => ({
  card: ["a", "é", "a", `${"😀".repeat(i % 9)}`, 'quo"te'][i % 5]!,
  country: ["ES", "ES", "ES", "PT"][i % 4]!,
  amount: [0, 2, 3, 3, 3, 7][i % 6]!,
  at: Math.floor(i / 3),
}))
const again = events.flatMap((one, i) => (i % 7 === 0 ? [one, one] : [one]))

async function linesOf(options: EngineOptions, direct: boolean): Promise<string[]> {
  const { rules: set, diagnostics } = await compile([{ path: "a.cep", text: rules }])
  if (set === undefined) throw new Error(diagnostics.map(({ text }) => text).join("\n"))
  const lines: string[] = []
  const engine = createEngine(set, { ...options, ...linesInto(lines, direct) })
  for (const [i, raw] of again.entries()) {
    engine.ingest({ type: "Payment", raw })
    if (i % 20 === 19) engine.advanceTo(raw.at - 1)
  }
  engine.end()
  return lines
}

test("are those that are made one by one", async () => {
  const made = await linesOf({}, false)
  expect(await linesOf({}, true)).toEqual(made)
  expect(made.length).toBeGreaterThan(400)
  expect(new Set(made.map((line) => JSON.parse(line).id)).size).toBe(made.length)
  const general = await linesOf({ forms: "general" }, true)
  expect(general).toEqual(made)
})
