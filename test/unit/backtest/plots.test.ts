import { describe, expect, test } from "vitest"
import { countIn, gridOver } from "../../../compiler/backtest/buckets.ts"
import { emittedPoints } from "../../../compiler/backtest/emitted.ts"
import { numberTicks, timeTicks } from "../../../compiler/backtest/html/scale.ts"
import { compileRules } from "../../support/job.ts"

const minute = 60_000
const day = 86_400_000
const at = Date.UTC(2026, 0, 31)

describe("parts of time", () => {
  test("are the finest that are few enough, and begin at whole ones", () => {
    expect(gridOver(at + 5, at + day - 1, 100)).toEqual({
      start: at,
      stepMs: 15 * minute,
      count: 96,
      stepName: "15 minutes",
    })
    expect(gridOver(at, at + 59 * day, 100)).toMatchObject({ stepName: "day", count: 60 })
    expect(gridOver(at + 1, at + 1, 100)).toMatchObject({ stepName: "second", count: 1 })
    expect(gridOver(at, at + 300 * day, 100)).toMatchObject({ start: Date.UTC(2026, 0, 26), stepName: "week" })
    expect(gridOver(-day * 1000, day * 1000, 100)).toMatchObject({ stepName: "30 days" })
    expect(gridOver(-8.64e15, 8.64e15, 100).count).toBeLessThanOrEqual(100)
  })

  test("count what falls into them, times before 1970 included", () => {
    const grid = gridOver(-1, 2 * minute, 3000)
    expect(countIn(grid, [-1, 0, 999, 1000, 2 * minute]).filter((count) => count > 0)).toEqual([1, 2, 1, 1])
    expect(countIn(grid, [-day, day]).every((count) => count === 0)).toBe(true)
  })
})

describe("marks of axes", () => {
  const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label)

  test("stand at round numbers", () => {
    expect(labels(numberTicks(47, 3, true))).toEqual(["0", "20", "40", "60"])
    expect(labels(numberTicks(1, 3, true))).toEqual(["0", "1"])
    expect(labels(numberTicks(0, 3, true))).toEqual(["0", "1"])
    expect(labels(numberTicks(0.5, 5, false))).toEqual(["0", "0.1", "0.2", "0.3", "0.4", "0.5"])
    expect(labels(numberTicks(40_000, 4, true))).toEqual(["0", "10k", "20k", "30k", "40k"])
    expect(labels(numberTicks(2.5e6, 3, true))).toEqual(["0", "1M", "2M", "3M"])
  })

  test("stand at full hours, days, months", () => {
    expect(labels(timeTicks(at - 3_600_000, at + 2 * 3_600_000, 4))).toEqual(["23:00", "31 Jan", "01:00", "02:00"])
    expect(labels(timeTicks(at, at + 60 * day, 7))).toEqual(["2 Feb", "16 Feb", "2 Mar", "16 Mar", "30 Mar"])
    expect(labels(timeTicks(at, at + 400 * day, 7))).toEqual([
      "Mar 2026",
      "May",
      "Jul",
      "Sep",
      "Nov",
      "Jan 2027",
      "Mar",
    ])
    expect(timeTicks(-8.64e15, 8.64e15, 7).length).toBeLessThanOrEqual(8)
  })
})

describe("numbers of derived events", () => {
  const make = async () => {
    const { manifest } = await compileRules(`
      event A { id: integer, country: string, amount: decimal(2), at: time } timed by at
      sink out to file("out.jsonl")
      rule R { when A as a per country emit Made to out { n: a.amount, name: a.country, id: a.id } }`)
    return emittedPoints(manifest).get("R")!.get("Made")!
  }

  test("make a line a key, in falling order, all after the eighth in one", async () => {
    const points = await make()
    for (let i = 0; i < 12; i++) points.add({ n: i, name: "x", id: 1, country: `c${i}` }, at + (i % 2))
    const [n, id, ...none] = points.plots(true)
    expect(none).toEqual([])
    expect([n!.field, id!.field, n!.keys]).toEqual(["n", "id", ["country"]])
    expect(n!.lines.map(({ key, others, total }) => [key, others, total])).toEqual([
      ...[11, 10, 9, 8, 7, 6, 5, 4].map((i) => [`c${i}`, undefined, i]),
      ["others", 4, 0 + 1 + 2 + 3],
    ])
    expect(n!.lines.at(-1)!.points).toEqual([
      [at, 0 + 2],
      [at + 1, 1 + 3],
    ])
  })

  test("are means where they are many, and leave out what is no number", async () => {
    const points = await make()
    for (let i = 0; i < 2000; i++) points.add({ n: i % 2, id: null, country: "__proto__" }, at + i * minute)
    const plots = points.plots(true)
    expect(plots.map(({ field }) => field)).toEqual(["n"])
    expect(plots[0]).toMatchObject({ points: 2000, left: 0, grid: { stepName: "5 minutes" } })
    const [line] = plots[0]!.lines
    expect(line!.key).toBe("__proto__")
    expect(line!.points.length).toBe(400)
    expect(line!.points[0]).toEqual([at, 2 / 5])
  })

  describe("of windows", () => {
    const windows = async (trigger: string) => {
      const { manifest } = await compileRules(`
        event A { country: string, amount: decimal(2), at: time } timed by at
        sink out to file("out.jsonl")
        rule R { each ${trigger} per country emit Made to out { n: count(), total: sum(amount), mean: avg(amount) } }`)
      const points = emittedPoints(manifest).get("R")!.get("Made")!
      const add = (country: string, after: number, n: number) =>
        points.add({ n, total: 2 * n, mean: 2, country }, at + after * minute)
      add("GB", 1, 4)
      add("FR", 2, 1)
      add("GB", 5, 2)
      return points
    }
    const shown = (points: Awaited<ReturnType<typeof windows>>, complete: boolean) =>
      points.plots(complete).map(({ field, shows, filled, lines }) => ({
        of: [field, shows, filled, ...lines.map(({ total, mean }) => (shows === "sum" ? total : mean))],
        lines: lines.map((line) => line.points.map(([time, value]) => [(time - at) / minute, value])),
      }))

    test("counts and sums are 0 where nothing came; a mean of nothing is none, and is not added up", async () => {
      expect(shown(await windows("1 minute of A"), true)).toEqual([
        {
          of: ["n", "sum", true, 6, 1],
          lines: [
            [1, 2, 3, 4, 5].map((time) => [time, { 1: 4, 5: 2 }[time] ?? 0]),
            [1, 2, 3, 4, 5].map((time) => [time, { 2: 1 }[time] ?? 0]),
          ],
        },
        {
          of: ["total", "sum", true, 12, 2],
          lines: [
            [1, 2, 3, 4, 5].map((time) => [time, { 1: 8, 5: 4 }[time] ?? 0]),
            [1, 2, 3, 4, 5].map((time) => [time, { 2: 2 }[time] ?? 0]),
          ],
        },
        {
          of: ["mean", "mean", false, 2, 2],
          lines: [
            [
              [1, 2],
              [5, 2],
            ],
            [[2, 2]],
          ],
        },
      ])
    })

    test("nothing is filled in where the rule kept windows back, nor in sessions; a calendar has the windows of other keys", async () => {
      const kept = shown(await windows("1 minute of A"), false)
      expect(kept[0]).toEqual({
        of: ["n", "sum", false, 6, 1],
        lines: [
          [
            [1, 4],
            [5, 2],
          ],
          [[2, 1]],
        ],
      })
      expect(shown(await windows("session of A gap 1 minute"), true)[0]).toEqual(kept[0])
      const days = shown(await windows('1 day in "Europe/London" of A'), true)
      expect(days[0]!.lines).toEqual([
        [1, 2, 5].map((time) => [time, { 1: 4, 5: 2 }[time] ?? 0]),
        [1, 2, 5].map((time) => [time, { 2: 1 }[time] ?? 0]),
      ])
    })
  })
})
