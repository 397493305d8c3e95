/** The arithmetic of the benchmarks: what tables and plots say of samples. */
import { describe, expect, test } from "vitest"
import { barPlot } from "../../../bench/measure/plot.ts"
import {
  alignColumns,
  failuresOf,
  figuresOf,
  ratioText,
  running,
  tableOf,
  whole,
} from "../../../bench/measure/report.ts"
import {
  type Case,
  compareMatches,
  measureCase,
  median,
  type Result,
  type Variant,
} from "../../../bench/measure/rounds.ts"
import { readOptions } from "../../../bench/options.ts"
import { withoutLate } from "../../../bench/workloads/expected.ts"
import { onTime, workloadOf } from "../../../bench/workloads/index.ts"

const usage = (cpuSeconds: number) => ({ wallSeconds: cpuSeconds * 2, cpuSeconds, peakBytes: 2 ** 20 })

function resultOf(variant: string, seconds: readonly number[], starts: readonly number[] = []): Result {
  const named = { workload: "W2", stream: "dense", variant, events: 1000 }
  return { ...named, samples: seconds.map(usage), starts: starts.map(usage) }
}

test("medians", () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
})

test("matches are compared one by one, repeats too", () => {
  expect(compareMatches(["a", "b"], ["a", "b"])).toBe("equal")
  expect(compareMatches(["a", "a", "c"], ["a", "b", "c"])).toBe("1 missing, 1 more")
  expect(compareMatches([], ["a"])).toBe("1 missing, 0 more")
})

describe("figures", () => {
  test("the start is told apart", () => {
    expect(figuresOf(resultOf("x", [3, 2, 4], [1, 1, 1]))).toMatchObject({ cpuSeconds: 3, startSeconds: 1 })
    expect(figuresOf(resultOf("x", [3], [1]))!.perCpuSecondRunning).toBe(500)
  })
  test("a difference within the noise is no speed", () => {
    expect(figuresOf(resultOf("x", [1.01], [1]))!.perCpuSecondRunning).toBe(0)
  })
  test("ratios are taken round by round", () => {
    const results = [resultOf("a", [4, 8, 6]), resultOf("b", [2, 4, 1])]
    expect(ratioText(results[1]!, results, "a", whole)).toBe("2.00 (2.00–6.00)")
    expect(ratioText(results[0]!, results, "a", whole)).toBe("")
  })
  test("ratios are with or without the start", () => {
    const results = [resultOf("a", [4], [1]), resultOf("b", [3], [2])]
    expect(ratioText(results[1]!, results, "a", running)).toBe("3.00 (3.00–3.00)")
    expect(ratioText(results[1]!, results, "a", whole)).toBe("1.33 (1.33–1.33)")
  })
  test("a variant without figures says why, and spoils no column", () => {
    const failure = "java ended with 1:\nException in main\nCaused by: no memory\n  at Main"
    const results = [resultOf("a", [4]), { ...resultOf("b", []), failure }, { ...resultOf("b", []), failure }]
    expect(tableOf(results)[2]).toEqual(["W2", "dense", "1,000", "b", "no memory"])
    expect(failuresOf(results)).toEqual([`b, W2: ${failure}`])
    expect(alignColumns(tableOf(results)).split("\n")).toHaveLength(4)
  })
  test("bars are longer where more events are judged", () => {
    const plot = barPlot("<title>", [resultOf("a", [1]), resultOf("b", [0.01])])
    const lengths = [...plot.matchAll(/<rect x="130"[^>]* width="([\d.]+)"/g)].map(([, length]) => Number(length))
    expect(lengths[1]).toBeGreaterThan(lengths[0]!)
    expect(plot).toContain("&lt;title&gt;")
  })
})

describe("rounds", () => {
  const one: Case = { workload: "w", stream: "s", events: 1, rules: "", type: "T", input: "in", empty: "empty" }
  const runs: string[] = []
  const variant = (name: string, found: readonly string[]): Variant => ({
    name,
    run: async (_, input) => {
      runs.push(`${name} ${input}`)
      return usage(1)
    },
    matches: async () => found,
  })

  test("variants take turns, and are held to the first where nothing else is known", async () => {
    const results = await measureCase(one, [variant("a", ["2", "1"]), variant("b", ["1"])], 2, "out")
    expect(runs.filter((run) => run.endsWith(" in"))).toEqual(["a in", "b in", "a in", "b in"])
    expect(results.map(({ agreement }) => agreement)).toEqual([undefined, "1 missing, 0 more"])
  })
  test("what is expected counts more than the first", async () => {
    const results = await measureCase({ ...one, expected: ["1"] }, [variant("a", ["1"]), variant("b", ["2"])], 1, "out")
    expect(results.map(({ agreement }) => agreement)).toEqual(["equal", "1 missing, 1 more"])
  })
  test("a variant that fails is not run again", async () => {
    const failing: Variant = { name: "c", run: () => Promise.reject(new Error("no")) }
    const [row] = await measureCase(one, [failing], 3, "out")
    expect(row).toMatchObject({ failure: "no", samples: [] })
  })
})

test("without lateness, what is older than an event before it is dropped", () => {
  const of = (at: number) => ({ id: at, account: "", card: "", merchant: "", device: "", country: "", amount: 1, at })
  const events = [10, 30, 20, 30, 29, 40].map(of)
  expect(withoutLate(events, 0).map(({ at }) => at)).toEqual([10, 30, 30, 40])
  expect(withoutLate(events, 1).map(({ at }) => at)).toEqual([10, 30, 30, 29, 40])
  expect(onTime(workloadOf("W2")).text).not.toContain("late")
})

test("options are checked", () => {
  expect(readOptions(["w2", "--events", "1e6"])).toMatchObject({ events: 1_000_000, rounds: 3, cardFraud: false })
  expect(readOptions(["W2", "--whole-events"]).workloads.map(({ name }) => name)).toEqual(["W2", "W2+events"])
  expect(readOptions(["W2", "--on-time"]).workloads.map(({ name }) => name)).toEqual(["W2", "W2+on-time"])
  expect(() => readOptions(["--hand", "/no/such/file"])).toThrow("no such file")
  expect(() => readOptions(["W99"])).toThrow("no workload W99")
  expect(() => readOptions(["--rounds", "0"])).toThrow("whole number")
  expect(() => readOptions(["--stream", "wet"])).toThrow("dense, sparse")
})
