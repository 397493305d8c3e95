import { assert, nat, property } from "fast-check"
import { expect, test } from "vitest"
import {
  durationOption,
  hasCheckpoints,
  type RunOptions,
  readDuration,
  readPairs,
  readParallelism,
  readParams,
  refuseUnusable,
  showDuration,
  sizeOption,
} from "../../../compiler/cli/commands/run-options.ts"
import { compileRules } from "../../support/job.ts"

const plain: RunOptions = { atEnd: "close", maxAhead: "1h", idleAfter: "30s", parallelism: "1", state: "memory" }

test("durations are a number and a unit", () => {
  const texts = ["500ms", "10s", "1.5 minutes", "1h", "2 days", "1 week", "3 min", "0s"]
  expect(texts.map(readDuration)).toEqual([500, 10_000, 90_000, 3_600_000, 172_800_000, 604_800_000, 180_000, 0])
  for (const text of ["", "10", "s", "10 parsecs", "-1s", "constructor"])
    expect(readDuration(text), text).toBeUndefined()
  expect(() => durationOption("--max-ahead", "10")).toThrow(/--max-ahead wants a duration/)
})

test("durations are shown as they may be given", () => {
  const shown = [0, 1, 1500, 90_000, 600_000, 5_400_000, 604_800_000].map(showDuration)
  expect(shown).toEqual(["0s", "1ms", "1500ms", "90s", "10min", "90min", "7d"])
  assert(
    property(nat(1e9), (ms) => {
      expect(readDuration(showDuration(ms))).toBe(ms)
    }),
  )
})

test("pairs are split at the first equals sign", () => {
  expect([...readPairs("--source", ["*=file:a.jsonl?type=kind", "B=-"])]).toEqual([
    ["*", "file:a.jsonl?type=kind"],
    ["B", "-"],
  ])
  for (const text of ["file.jsonl", "=x", "x="]) expect(() => readPairs("--source", [text])).toThrow(/EVENT=SPEC/)
  expect(() => readPairs("--source", ["A=x", "A=y"])).toThrow(/given twice/)
})

test("params are read by their types", async () => {
  const { manifest } = await compileRules(`
    event A { at: time, n: number, s: string } timed by at
    param limit = 5
    param word = "x"
    param wait = 5 minutes
    param on = true
    param names = ["a"]
    rule R { when A where n > limit and s == word and on and s in names then A within wait alert }
  `)
  const given = ["limit=1_000.5", "word=12", "wait=90 s", "on=false", 'names=["b","c_d"]']
  expect(readParams(given, manifest)).toEqual({
    limit: 1000.5,
    word: "12",
    wait: 90_000,
    on: false,
    names: ["b", "c_d"],
  })
  expect(() => readParams(["limit=many"], manifest)).toThrow(/--param limit wants a number, and got "many"/)
  expect(() => readParams(["wait=5"], manifest)).toThrow(/duration such as/)
  expect(() => readParams(["nothing=5"], manifest)).toThrow(/there are limit, word, wait, on, names/)
})

test("there is at least one worker, and no more than keys fall into groups", () => {
  expect(["1", "2", "128"].map(readParallelism)).toEqual([1, 2, 128])
  for (const text of ["0", "129", "x", "1.5", "-1", ""]) {
    expect(() => readParallelism(text)).toThrow("--parallelism wants a whole number from 1 to 128")
  }
})

test("sizes are a number and a unit", () => {
  expect(["1GiB", "1.5 MiB", "2kB", "7B"].map((text) => sizeOption("--max-outbox", text))).toEqual([
    2 ** 30,
    1.5 * 2 ** 20,
    2000,
    7,
  ])
  for (const text of ["", "5", "GiB", "-1GiB", "1 parsec"]) {
    expect(() => sizeOption("--max-outbox", text), text).toThrow("--max-outbox wants a size")
  }
})

test("what needs checkpoints is refused without them", () => {
  expect(hasCheckpoints(plain)).toBe(false)
  expect(hasCheckpoints({ ...plain, checkpointDir: "x", fresh: true })).toBe(true)
  expect(() => hasCheckpoints({ ...plain, job: "a" })).toThrow("--job is for jobs with checkpoints")
})

test("options of state on disk are refused where it is in memory", () => {
  expect(() => refuseUnusable({ ...plain, state: "disk", stateMemory: "1GiB", stateDir: "x" })).not.toThrow()
  expect(() => refuseUnusable({ ...plain, stateMemory: "1GiB" })).toThrow("--state-memory is for state on disk")
  expect(() => refuseUnusable({ ...plain, stateDir: "x" })).toThrow("--state-dir is for state on disk")
})

test("options that cannot be honoured are refused, never passed over", () => {
  expect(() => refuseUnusable(plain)).not.toThrow()
  expect(() => refuseUnusable({ ...plain, warmUp: true, watch: true })).not.toThrow()
  expect(() => refuseUnusable({ ...plain, warmUp: true })).toThrow(
    "--warm-up is for rules that change while the job runs",
  )
  expect(() => refuseUnusable({ ...plain, warmUp: true, watch: true, state: "disk" })).toThrow("state in memory")
  expect(() => refuseUnusable({ ...plain, state: "rocksdb" })).toThrow(
    '--state wants memory or disk, and got "rocksdb"',
  )
})
