/** Whole jobs: what the options say, what tables tell, and that other alerts are noticed. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { alertsOf, disagreements } from "../../../bench/jobs/alerts.ts"
import { nameOf, variantsOf } from "../../../bench/jobs/engines.ts"
import { readJobOptions } from "../../../bench/jobs/options.ts"
import { files } from "../../../bench/jobs/places.ts"
import { jobTable } from "../../../bench/jobs/table.ts"

const read = (lines: readonly string[]) =>
  alertsOf(async (take) => {
    for (const line of lines) take(line)
  })

async function runOf(variant: string, engine: string, lines: readonly string[]) {
  return { variant, engine, alerts: await read(lines) }
}

const alert = (first: number, last: number, more = {}) => JSON.stringify({ rule: "R", data: { first, last }, ...more })
const match = (a: number, b: number) => JSON.stringify({ rule: "R", data: { a, b } })

test("there are fewer events from Kafka where nothing else is said", () => {
  expect(readJobOptions([])).toMatchObject({
    from: "file",
    events: 5e6,
    intervalMs: 10_000,
    flink: false,
    partitions: 4,
  })
  expect(readJobOptions([]).workloads.map(({ name }) => name)).toEqual(["W2"])
  expect(readJobOptions(["--from", "kafka"])).toMatchObject({ from: "kafka", events: 2e6 })
  expect(readJobOptions(["W1", "w3", "--events", "1e5"])).toMatchObject({
    events: 1e5,
    workloads: [{ name: "W1" }, { name: "W3" }],
  })
})

test("the interval is milliseconds for both engines", () => {
  const intervalOf = (text: string) => readJobOptions(["--interval", text]).intervalMs
  expect(["250ms", "1s", "2m"].map(intervalOf)).toEqual([250, 1000, 120_000])
  for (const wrong of ["10", "0s", "-1s", "1.5s", "s", "1h"])
    expect(() => readJobOptions([`--interval=${wrong}`])).toThrow(`--interval ${wrong}`)
})

test("what would be ignored is refused", () => {
  expect(() => readJobOptions(["--from", "disk"])).toThrow("--from disk: file or kafka")
  expect(() => readJobOptions(["--partitions", "3"])).toThrow("--partitions is for --from kafka")
  expect(() => readJobOptions(["--heap", "512"])).toThrow("--heap is for --flink")
  expect(() => readJobOptions(["W99"])).toThrow("no workload W99")
})

test("every engine has one and two workers, without and with checkpoints", () => {
  const names = variantsOf(["cep", "flink"]).map(nameOf)
  expect(new Set(names).size).toBe(8)
  expect(names.slice(0, 4)).toEqual([
    "cep run, 1 worker",
    "cep run, 1 worker, checkpoints",
    "cep run, 2 workers",
    "cep run, 2 workers, checkpoints",
  ])
})

test("alerts are the same in any order, and in the words of another engine", async () => {
  const ours = await runOf("cep run, 1 worker", "cep", [alert(1, 2, { id: "x" }), alert(3, 4, { id: "y" })])
  const turned = await runOf("cep run, 2 workers", "cep", [alert(3, 4, { id: "y" }), alert(1, 2, { id: "x" })])
  const theirs = await runOf("Flink", "flink", [match(3, 4), match(1, 2)])
  expect(disagreements([ours, turned, theirs])).toEqual([])
})

test("sums over many alerts are the same in any order", async () => {
  const many = Array.from({ length: 5000 }, (_, i) => match(i, i * 7))
  expect(await read(many)).toEqual(await read(many.toReversed()))
})

test("a missing alert, another one, a repeated one and another line are told", async () => {
  const ours = await runOf("A", "cep", [alert(1, 2, { id: "x" }), alert(3, 4, { id: "y" })])
  const others = [
    await runOf("missing", "flink", [match(1, 2)]),
    await runOf("another", "flink", [match(1, 2), match(3, 5)]),
    await runOf("repeated", "flink", [match(1, 2), match(3, 4), match(3, 4)]),
    await runOf("worded", "cep", [alert(1, 2, { id: "x" }), alert(3, 4, { id: "z" })]),
  ]
  expect(disagreements([ours, ...others, ...others])).toEqual([
    "missing: 1 alerts, not the 2 of A",
    "another: 2 alerts, but others than A",
    "repeated: 3 alerts, not the 2 of A",
    "worded: the matches of A, in other lines",
  ])
})

test("of a folder of alerts the files that are done count", async () => {
  const ends = await files("events.jsonl", "empty.jsonl").open("all")
  try {
    expect((await alertsOf(ends.eachAlert)).count).toBe(0)
    const output = ends.flink[2]!
    mkdirSync(output)
    writeFileSync(join(output, "part-1"), `${match(1, 2)}\n`)
    writeFileSync(join(output, "part-2"), `${match(3, 4)}\n${match(5, 6)}\n`)
    writeFileSync(join(output, ".part-3.inprogress"), `${match(7, 8)}\n`)
    expect((await alertsOf(ends.eachAlert)).matches).toBe((await read([match(5, 6), match(3, 4), match(1, 2)])).matches)
  } finally {
    await ends.remove()
  }
})

test("the start is told apart, and a difference within the noise is no speed", () => {
  const usage = (wallSeconds: number, checkpoints = 0) => ({
    wallSeconds,
    cpuSeconds: wallSeconds * 2,
    peakBytes: 2 ** 21,
    checkpoints,
  })
  const row = { events: 4e6, failure: undefined }
  const [, quick, lost, failed] = jobTable([
    { ...row, name: "a", full: [usage(5, 3), usage(9, 5), usage(5, 4)], empty: [usage(1), usage(1), usage(1)] },
    { ...row, name: "b", full: [usage(1.01)], empty: [usage(1)] },
    { ...row, name: "c", full: [], empty: [], failure: "no such file" },
  ])
  expect(quick).toEqual(["a", "5.00", "1.00", "10.00", "2.00", "1.00", "2", "4"])
  expect(lost![5]).toBe("–")
  expect(failed).toEqual(["c", "failed"])
})
