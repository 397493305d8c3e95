/** The rules of the benchmarks find what a plain count over the same events finds, so that the benchmarks measure what they say. */
import { expect, test } from "vitest"
import { streams } from "../../bench/streams/files.ts"
import { transactions } from "../../bench/streams/transactions.ts"
import { inTimeOrder } from "../../bench/workloads/expected.ts"
import { matchOf, withEvents, workloadOf, workloads } from "../../bench/workloads/index.ts"
import { compile } from "../../compiler/index.ts"
import { createEngine } from "../../runtime/index.ts"

/** Few accounts, so that a few thousand events hold matches of every workload. */
const events = (gapMs: number) => [...transactions({ count: 4000, accounts: 300, gapMs, seed: 3 })]

async function rulesOf(text: string) {
  const { rules, diagnostics } = await compile([{ path: "workload.cep", text }])
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([])
  return rules!
}

const inputs = streams.map(({ gapMs }) => events(gapMs))

test.each(workloads)("$name, $about", async ({ text, expected }) => {
  const rules = await rulesOf(text)
  let matches = 0
  for (const input of inputs) {
    const found: string[] = []
    const engine = createEngine(rules, { onAlert: (alert) => found.push(matchOf(alert)) })
    for (const event of input) engine.push("Transaction", event)
    engine.end()
    expect(engine.stats()).toMatchObject({ events: input.length, late: 0, deadLetters: 0 })
    expect(found.toSorted()).toEqual(expected(inTimeOrder(input)).toSorted())
    matches += found.length
  }
  expect(matches, "a workload finds something").toBeGreaterThan(0)
})

test("alerts can have the whole events", async () => {
  const { text } = withEvents(workloadOf("w2"))
  const engine = createEngine(await rulesOf(text), { onAlert: ({ events }) => expect(events).toHaveProperty("burst") })
  for (const event of events(1)) engine.push("Transaction", event)
  expect.assertions(1 + (engine.stats().rules[0]?.matches ?? 0))
})

test("some events come late, by less than the streams' lateness", () => {
  let newest = 0
  const late = events(1).filter(({ at }) => {
    const behind = newest - at
    newest = Math.max(newest, at)
    expect(behind).toBeLessThan(5000)
    return behind > 1000
  })
  expect(late.length).toBeGreaterThan(5)
})
