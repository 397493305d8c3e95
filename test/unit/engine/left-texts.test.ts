import { expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { Dictionary } from "../../../runtime/rows/dictionary.ts"
import { compileText } from "../../support/compiled.ts"

const declarations = `event A { id: integer, k: string, m: string?, n: number?, at: time } timed by at, up to 1 minute late
event B { id: integer, k: string, n: number, at: time } timed by at, up to 1 minute late
`
const at = 1_700_000_000_000
const pair =
  "rule Pair { when A as one where n < 2 then A as two where n > 5 within 1 minute per k alert { id: two.id } without events }"

function answersTo(told: string[]): EngineOptions {
  return { onAlert: ({ data }) => told.push(JSON.stringify(data)) }
}

/** How many texts of some events get codes. */
async function coded(rules: string, events: readonly object[]): Promise<number> {
  const engine = createEngine(await compileText(declarations + rules))
  const codeOfText = Dictionary.prototype.codeOfText
  let count = 0
  Dictionary.prototype.codeOfText = function (this: Dictionary, text: string) {
    count++
    return codeOfText.call(this, text)
  }
  try {
    engine.pushAll("A", events)
    engine.end()
  } finally {
    Dictionary.prototype.codeOfText = codeOfText
  }
  return count
}

const events = [1, 3, 7, undefined, 5].map((n, id) => ({
  id,
  k: `k${id}`,
  m: "m",
  ...(n === undefined ? {} : { n }),
  at: at + id,
}))

test("events that no condition chooses by their numbers give their texts no codes", async () => {
  expect(await coded(pair, events)).toBe(2)
})

test.each([
  [
    "a rule that takes all events",
    "rule All { when 2 A as a within 1 minute per k alert { id: last(a).id } without events }",
  ],
  ["one that asks for a text alone", 'rule Word { when A as a where k == "k1" alert { id: a.id } without events }'],
  [
    "a negated step",
    "rule No { when A as a where n > 5 then no A within 1 minute per k alert { id: a.id } without events }",
  ],
  [
    "strict contiguity",
    "rule Next { when A as a where n < 2 next A as b where n > 5 within 1 minute per k alert { id: b.id } without events }",
  ],
  ["an aggregate", "rule Sum { when A as a where sum(n) over 1 minute > 5 per k alert { id: a.id } without events }"],
  [
    "two event types",
    "rule Two { when A as a where n < 2 then B as b where n > 5 within 1 minute per k alert { id: b.id } without events }",
  ],
])("%s leaves none", async (_, rule) => {
  expect(await coded(`${pair}\n${rule}`, events)).toBeGreaterThanOrEqual(events.length)
})

test("conditions that an index finds are among those that choose", async () => {
  const found = Array.from(
    { length: 12 },
    (_, i) => `rule Found${i} { when A as a where n == ${i} and k == "k1" alert { i: ${i} } without events }`,
  )
  // Sums are in no index.
  const sums = pair.replace("n <", "n + 1 <").replace("n >", "n + 1 >")
  const rules = await compileText(declarations + [sums, ...found].join("\n"))
  const told: string[] = []
  const engine = createEngine(rules, answersTo(told))
  engine.pushAll("A", events)
  engine.end()
  expect(told).toEqual(['{"i":3}'])
})

test("texts that were left alone get codes before other rules ask for them", async () => {
  const all = await compileText(
    `${declarations}rule Two { when 2 A as a within 1 minute per k, m alert { id: last(a).id, k: last(a).k } without events }`,
  )
  const told: string[] = []
  const first = createEngine(await compileText(declarations + pair))
  const same = [3, 4].map((n, id) => ({ id, k: "k", m: "m", n, at: at + id }))
  const other = [3, 4].map((n, id) => ({ id, k: "other", n, at: at + id }))
  first.pushAll("A", [...same, ...other])
  const second = createEngine(all, { former: first, ...answersTo(told) })
  second.end()
  expect(told).toEqual(['{"id":1,"k":"k"}'])
})
