/** What the latency benchmark says of times that were taken elsewhere. */
import { expect, test } from "vitest"
import { dueAfter, latenciesOf, lettingOut, percentile, stampOf } from "../../../bench/latency/figures.ts"
import { transactions } from "../../../bench/streams/transactions.ts"
import { together, workloadOf } from "../../../bench/workloads/index.ts"

const alert = (at: number, arrived = 0) => ({ at, arrived })

test("an alert is let out by the first event that takes the watermark to its time", () => {
  const times = [10, 10, 12, 11, 15]
  expect(lettingOut(times, 0, [alert(10), alert(12), alert(14), alert(15)])).toEqual([2, 4, 4, -1])
  expect(lettingOut(times, 3, [alert(10), alert(11), alert(12)])).toEqual([4, 4, -1])
  expect(lettingOut([], 0, [alert(1)])).toEqual([-1])
})

test("the time is taken from the sending of that event", () => {
  const sent = [0, 1e6, 2e6]
  const alerts = [alert(1, 1.5e6), alert(2, 5e6), alert(3, 9e6)]
  expect(latenciesOf(alerts, [1, 2, -1], sent, 0)).toEqual([0.5, 3])
  expect(latenciesOf(alerts, [1, 2, -1], sent, 2e6)).toEqual([3])
  expect(() => latenciesOf([alert(1, 0.5e6)], [1], sent, 0)).toThrow("came before event 1")
})

test("a line counts from its write, or from when it was due if the reader held it up", () => {
  expect(dueAfter(1e9, 100_000)).toBe(100_000)
  expect(dueAfter(0.5e6, 100_000)).toBe(50)
  expect(stampOf(120, 100, 150)).toBe(150)
  expect(stampOf(90, 100, 150)).toBe(90)
})

test("percentiles are values that were seen", () => {
  const values = Array.from({ length: 1000 }, (_, i) => 1000 - i)
  expect([0.5, 0.99, 0.999, 1].map((share) => percentile(values, share))).toEqual([500, 990, 999, 1000])
  expect(percentile([7], 0.5)).toBe(7)
  expect(percentile([], 0.5)).toBeNaN()
})

test("twelve rules at once find what each finds", () => {
  const events = [...transactions({ count: 3000, accounts: 100, gapMs: 50, seed: 5, lateShare: 0 })]
  const found = together.expected(events)
  expect(together.text.match(/^rule /gm)).toHaveLength(12)
  for (const name of ["W1", "W2", "W7"]) {
    expect(found).toEqual(expect.arrayContaining(workloadOf(name).expected(events)))
  }
  expect(new Set(found.map((match) => match.split(" ")[0])).size).toBeGreaterThan(8)
})
