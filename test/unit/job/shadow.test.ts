import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { connectors } from "../../../runtime/connectors/index.ts"
import { openJob } from "../../../runtime/job/setup.ts"
import { showSummary, summarize } from "../../../runtime/observe/summary.ts"
import { compileRules, makeJob, record, source, TestPartition, TestSink } from "../../support/job.ts"

const text = `
  event A { id: string, at: time } timed by at
  rule Every { when A as a once per 10 ms alert { id: a.id } }
  shadow rule Trial { when A as a where id != "1" once per 10 ms alert { id: a.id } emit Tried { id: a.id } }
`
const usage = { seconds: 2, cpuSeconds: 1, peakMemoryBytes: 0 }

async function run(named: ReadonlyMap<string, TestSink>) {
  const events = [1, 2, 3, 20].map((at) => record({ id: `${at}`, at }))
  const job = makeJob(await compileRules(text), { A: source([new TestPartition("a", [events])]) })
  const sinks = { named, standardOutput: job.output, deadLetters: job.deadLetters, late: job.late }
  const again = makeJob(await compileRules(text), { A: source([new TestPartition("a", [events])]) }, { sinks })
  return { result: await again.job.run(), output: job.output }
}

test("a shadow rule's outputs go to the sink called shadow, and no others do", async () => {
  const shadow = new TestSink()
  const { result, output } = await run(new Map([["shadow", shadow]]))
  expect(output.values.map(({ rule, data }) => [rule, data])).toEqual([
    ["Every", { id: "1" }],
    ["Every", { id: "20" }],
  ])
  expect(shadow.values.map(({ rule, event, data, suppressed }) => [rule ?? event, data, suppressed])).toEqual([
    ["Trial", { id: "2" }, undefined],
    ["Tried", { id: "2" }, undefined],
    ["Trial", { id: "20" }, 1],
    ["Tried", { id: "20" }, undefined],
  ])
  expect(result).toMatchObject({ alerts: 2, emitted: 0, shadow: 4, outputsByRule: { Every: 2, Trial: 4 } })
})

test("without that sink they are counted, and the summary shows them apart", async () => {
  const { result, output } = await run(new Map())
  expect(output.values.map(({ rule }) => rule)).toEqual(["Every", "Every"])
  const summary = summarize(result, usage)
  expect(summary).toMatchObject({ alerts: 2, emitted: 0, shadow: 4 })
  expect(summary.rules.map(({ name, shadow, suppressed }) => [name, shadow, suppressed])).toEqual([
    ["Every", false, 2],
    ["Trial", true, 1],
  ])
  expect(showSummary(summary, (words) => words)).toContain(
    "2 alerts\n  Every  2  2 suppressed\n4 outputs of shadow rules\n  Trial  4  1 suppressed\n",
  )
})

test("the command line may bind the sink shadow where there is a shadow rule", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cep-shadow-"))
  try {
    writeFileSync(join(folder, "a.jsonl"), "")
    const open = async (rules: string) => {
      const { manifest } = await compileRules(rules)
      const sources = new Map([["A", "a.jsonl"]])
      const sinks = new Map([["shadow", "file:shadow.jsonl"]])
      return openJob(manifest, { sources, sinks, connectors, context: { folder } })
    }
    const opened = await open(text)
    expect([...opened.sinks.named.keys()]).toEqual(["shadow"])
    await opened.close()
    expect(readFileSync(join(folder, "shadow.jsonl"), "utf8")).toBe("")
    await expect(open(text.replace("shadow rule", "rule"))).rejects.toMatchObject({ kind: "usage" })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
