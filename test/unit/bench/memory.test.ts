/** Bytes a key: the stream that leaves every account with something going on, and what is said of live heaps. */
import { describe, expect, test } from "vitest"
import { bytesPerKey, memoryTable } from "../../../bench/peers/memory.ts"
import { closing, eventsPerKey, openKeys } from "../../../bench/streams/open-keys.ts"
import { workloadOf } from "../../../bench/workloads/index.ts"

describe("the stream", () => {
  const all = [...openKeys(50)]

  test("has three small transactions of each account, in the order of time, within a minute", () => {
    const own = Map.groupBy(all, ({ account }) => account)
    expect(own.size).toBe(51)
    for (const [account, events] of own) if (account !== "closing") expect(events).toHaveLength(eventsPerKey)
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b))
    expect(all.at(-1)!.at - all[0]!.at).toBeLessThan(60_000)
  })
  test("has matches of one account alone, which the last event lets out", () => {
    const judged = all.slice(0, -1)
    for (const name of ["W2", "W3", "W6"]) {
      const found = workloadOf(name).expected(judged)
      expect(found.length).toBeGreaterThan(0)
      expect(found).toEqual(workloadOf(name).expected(closing(50 * eventsPerKey)))
    }
    expect(all.at(-1)!.at - judged.at(-1)!.at).toBeGreaterThan(5000)
  })
})

test("what is there without keys is not counted", () => {
  expect(bytesPerKey(5_000_000, 7_000_000, 1000)).toBe(2000)
})

test("ratios are of the same workload", () => {
  const of = (workload: string, variant: string, bytes: number) => ({
    workload,
    variant,
    bytesPerKey: bytes,
    agreement: "equal",
  })
  const failed = { workload: "W3", variant: "b", failure: "no memory\n at x" }
  const table = memoryTable([of("W2", "a", 100), of("W2", "b", 250.4), of("W3", "a", 50), failed])
  expect(table[0]).toContain("a = 1")
  expect(table[1]).toEqual(["W2", "a", "100", "1.00", "equal"])
  expect(table[2]).toEqual(["W2", "b", "250", "2.50", "equal"])
  expect(table[4]).toEqual(["W3", "b", "no memory"])
})
