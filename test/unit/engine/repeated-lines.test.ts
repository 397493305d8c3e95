/** Lines of many rules about the same events, of which all but rule and id is copied where that is the same. */
import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { linesInto } from "../../support/lines-into.ts"

/** What rules about the same payments do; of each there are several, since the third line of a kind is the first one that is copied. */
const kinds: Readonly<Record<string, string>> = {
  Plain: "alert { card: one.card, at: one.at } without events",
  Having: 'having one.card != "a" alert { card: one.card, at: one.at } without events',
  Else: 'alert { card: "{one.card}!", at: one.at } without events',
  Swapped: "alert { card: one.country, at: one.at } without events",
  Severe: "alert high { card: one.card, at: one.at } without events",
  ByCard: "per card alert { card: one.card, at: one.at } without events",
  Shows: "alert { card: one.card, at: one.at }",
  Once: "per card once per 2 ms alert { card: one.card, at: one.at } without events",
  Says: 'alert "é {one.card}" without events',
  SaysElse: 'alert "è {one.card}" without events',
  Twice: "alert { card: one.card, at: one.at } without events alert { card: one.card, at: one.at } without events",
  Handed: "alert { card: one.card, at: one.at } without events",
}

function textOf(names: readonly string[]): string {
  const rules = ["ES", "PT"].flatMap((country) =>
    names.map((name, place) => {
      const kind = kinds[name.replace(/\d$/, "")]!
      return `rule ${name}${country} { when Payment as one where country == "${country}" and amount > ${place % 5} ${kind} }`
    }),
  )
  return ["event Payment { card: string, country: string, amount: number, at: time } timed by at", ...rules].join("\n")
}

// Equal events, events of one time, and others; the texts of several lengths, beyond ASCII.
const events = Array.from({ length: 60 }, (_, i) => ({
  card: ["a", "é", "a", `${"😀".repeat(i % 9)}`, 'quo"te'][i % 5]!,
  country: ["ES", "ES", "ES", "PT"][i % 4]!,
  amount: [0, 2, 3, 3, 3, 7][i % 6]!,
  at: Math.floor(i / 3),
}))
const again = events.flatMap((one, i) => (i % 7 === 0 ? [one, one] : [one]))

async function linesOf(text: string, options: EngineOptions, direct: boolean): Promise<string[]> {
  const { rules: set, diagnostics } = await compile([{ path: "a.cep", text }])
  if (set === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  const lines: string[] = []
  const { onOutput, linesOf: taken } = linesInto(lines, direct)
  const engine = createEngine(set, {
    ...options,
    onOutput: onOutput!,
    ...(taken && { linesOf: (output) => (output.rule.startsWith("Handed") ? undefined : taken(output)) }),
  })
  for (const [i, raw] of again.entries()) {
    engine.ingest({ type: "Payment", raw })
    if (i % 20 === 19) engine.advanceTo(raw.at - 1)
  }
  engine.end()
  return lines
}

const own = Object.keys(kinds).filter((name) => name !== "Handed")
const fours = (name: string): string[] => [1, 2, 3, 4].map((number) => `${name}${number}`)

test.each([
  ["one kind after the other", own.flatMap(fours)],
  ["kinds in turn", fours("").flatMap((number) => own.map((name) => name + number))],
  ["one that is handed out among them", ["Plain1", "Plain2", "Plain3", "Handed1", "Plain4", "Plain5"]],
])("are those that are made one by one: %s", async (_, names) => {
  const text = textOf(names)
  const made = await linesOf(text, {}, false)
  expect(made.length).toBeGreaterThan(100)
  expect(new Set(made.map((line) => JSON.parse(line).id)).size).toBe(made.length)
  expect(await linesOf(text, {}, true)).toEqual(made)
  expect(await linesOf(text, { forms: "general" }, true)).toEqual(made)
})
