import { describe, expect, test } from "vitest"
import { type ComparedAlert, Comparison, keptExamples, type Side } from "../../../runtime/job/shadow/comparison.ts"

const limits = { mostWaiting: 1000, mostText: 1 << 20 }

function alert(side: Side, key: string, at: number): ComparedAlert {
  return { side, key, at, line: `${side} ${key} ${at}` }
}

const rule = (key: string, at: number) => alert("rule", key, at)
const shadow = (key: string, at: number) => alert("shadow", key, at)

function compared(alerts: readonly ComparedAlert[], tolerance: number, until = Number.POSITIVE_INFINITY) {
  const comparison = new Comparison(tolerance, limits)
  for (const each of alerts) comparison.add(each)
  comparison.advance(until)
  return comparison
}

/** Another order, the same for each seed. */
function shuffled<T>(all: readonly T[], seed: number): T[] {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
  return all
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)
}

describe("alerts of a rule and of one on trial", () => {
  test("are the same where key and time are, and others of their side else", () => {
    const { counts, examples } = compared([rule("a", 1), shadow("a", 1), rule("b", 2), shadow("c", 2)], 0)
    expect(counts).toMatchObject({ both: 1, onlyRule: 1, onlyShadow: 1, waiting: 0, earlier: 0, later: 0 })
    expect(examples).toEqual({
      both: [{ rule: "rule a 1", shadow: "shadow a 1" }],
      onlyRule: ["rule b 2"],
      onlyShadow: ["shadow c 2"],
    })
  })

  test("may be as far apart as the tolerance says, and no further", () => {
    const alerts = [rule("a", 100), shadow("a", 90), rule("b", 100), shadow("b", 110), rule("c", 100), shadow("c", 111)]
    expect(compared(alerts, 10).counts).toEqual({
      both: 2,
      earlier: 1,
      later: 1,
      leadMs: 0,
      onlyRule: 1,
      onlyShadow: 1,
      waiting: 0,
      hurried: 0,
    })
  })

  test("each meets one other at most, that of its moment before another", () => {
    const { counts, examples } = compared([rule("a", 1), rule("a", 5), shadow("a", 5)], 10)
    expect(counts).toMatchObject({ both: 1, onlyRule: 1, earlier: 0, later: 0 })
    expect(examples.onlyRule).toEqual(["rule a 1"])
  })

  test("wait until no other one can come", () => {
    const comparison = compared([rule("a", 100)], 10, 109)
    expect(comparison.counts).toMatchObject({ onlyRule: 0, waiting: 1 })
    comparison.add(shadow("a", 110))
    comparison.advance(110)
    expect(comparison.counts).toMatchObject({ both: 1, waiting: 0, later: 1, leadMs: -10 })
    comparison.add(rule("a", 200))
    comparison.advance(210)
    expect(comparison.counts).toMatchObject({ both: 1, onlyRule: 1, waiting: 0 })
  })

  test("are found the same in whatever order they come, as long as time goes behind them", () => {
    const all = Array.from({ length: 300 }, (_, i) =>
      alert((i * 7) % 3 === 0 ? "shadow" : "rule", `k${(i * 13) % 11}`, 5 * ((i * 31) % 97)),
    )
    const whole = compared(all, 40).counts
    expect(whole.both).toBeGreaterThan(50)
    for (let seed = 1; seed <= 20; seed++) {
      const comparison = new Comparison(40, limits)
      // Outputs of an interval come in any order, those of a later one behind them.
      for (let from = 0; from <= 500; from += 50) {
        const due = all.filter(({ at }) => at > from - 50 && at <= from)
        for (const each of shuffled(due, seed)) comparison.add(each)
        comparison.advance(from)
      }
      comparison.advance(Number.POSITIVE_INFINITY)
      expect(comparison.counts).toEqual(whole)
    }
  })

  test("no more wait than there is room for: the oldest are decided, which is counted", () => {
    const comparison = new Comparison(1e9, { mostWaiting: 100, mostText: 1 << 20 })
    for (let i = 0; i < 1000; i++) comparison.add(rule(`k${i}`, i))
    const { waiting, onlyRule, hurried } = comparison.counts
    expect(waiting).toBeLessThanOrEqual(100)
    expect(hurried).toBe(onlyRule)
    expect(waiting + onlyRule).toBe(1000)
    comparison.add(shadow("k999", 1000))
    comparison.advance(1000)
    expect(comparison.counts).toMatchObject({ both: 1, earlier: 0, later: 1 })
  })

  test("the last examples are kept, and lines that are too long or too many are none", () => {
    const comparison = new Comparison(0, { mostWaiting: 1000, mostText: 5000 })
    comparison.add({ ...rule("long", 0), line: "x".repeat(10_000) })
    for (let i = 0; i < 50; i++) comparison.add({ ...rule(`k${i}`, i), line: `${i} ${"x".repeat(1000)}` })
    comparison.advance(1000)
    expect(comparison.counts.onlyRule).toBe(51)
    expect(comparison.examples.onlyRule.map((line) => Number.parseInt(line, 10))).toEqual([0, 1, 2, 3])
    for (let i = 0; i < 30; i++) {
      comparison.add(rule("late", 2000 + i))
      comparison.advance(2000 + i)
    }
    expect(comparison.examples.onlyRule).toHaveLength(keptExamples)
    expect(comparison.examples.onlyRule.at(-1)).toBe("rule late 2029")
  })
})
