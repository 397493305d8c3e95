/** The rules of the benchmarks find what a plain count over the same events finds, so that the benchmarks measure what they say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { burstsByHand } from "../../bench/hand-w2.ts"
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
  if (rules === undefined) throw new Error(diagnostics.map((one) => one.text).join("\n"))
  return rules
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
  const found: unknown[] = []
  const engine = createEngine(await rulesOf(text), { onAlert: ({ events }) => found.push(events?.burst) })
  for (const event of events(1)) engine.push("Transaction", event)
  engine.end()
  expect(found.length).toBeGreaterThan(0)
  for (const burst of found) expect(burst).toHaveLength(6)
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

test("W2 by hand finds the same, also in lines that are written in another way", () => {
  const folder = mkdtempSync(join(tmpdir(), "cepheus-by-hand-"))
  try {
    const [input, output] = [join(folder, "in.jsonl"), join(folder, "out.jsonl")]
    const all = events(1)
    const lines = all.map((event, i) =>
      i % 7 === 0 ? JSON.stringify(event, null, " ").replaceAll("\n", "") : JSON.stringify(event),
    )
    writeFileSync(input, `${lines.join("\n")}\n`)
    expect(burstsByHand(input, output, 5000)).toBe(Math.ceil(all.length / 7))
    const found = readFileSync(output, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => matchOf(JSON.parse(line)))
    expect(found.toSorted()).toEqual(workloadOf("W2").expected(inTimeOrder(all)).toSorted())
  } finally {
    rmSync(folder, { recursive: true })
  }
})
