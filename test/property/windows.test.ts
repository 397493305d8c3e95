/**
 * `each` rules against the reference: windows of every shape, on streams with equal times, missing values, late arrivals within
 * the lateness and restarts in between.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Entry, type Filled, type Shape, windowsOf } from "../reference/windows.ts"
import { compileText, type Delivery, hear } from "../support/compiled.ts"
import { arrivals } from "./arrivals.ts"

const minute = 60_000
const hour = 60
const day = 24 * hour
/** The clocks of London are put forward at 1:00 on that day, those of New York three weeks before. */
const base = Date.parse("2026-03-28T20:00:00Z")
const lateness = 20 * minute
const runs = { numRuns: Number(process.env.RUNS ?? 60) }

const zones = ["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]

const shapes: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant("time" as const), size: fc.constantFrom(1, 7, 60, day) }),
  fc.record({
    kind: fc.constant("time" as const),
    size: fc.constantFrom(10, 45, 2 * hour),
    every: fc.constantFrom(5, 15, 50),
  }),
  fc.record({
    kind: fc.constant("time" as const),
    size: fc.constantFrom(30, hour, 6 * hour, day, 2 * day, 7 * day),
    zone: fc.constantFrom(...zones),
  }),
  fc.record({
    kind: fc.constant("time" as const),
    size: fc.constantFrom(day, 2 * day, 7 * day),
    every: fc.constant(day),
    zone: fc.constantFrom(...zones),
  }),
  fc.record({ kind: fc.constant("session" as const), gap: fc.constantFrom(1, 5, 30) }),
  fc.record({ kind: fc.constant("count" as const), count: fc.integer({ min: 1, max: 4 }) }),
)

const streams = fc
  .array(
    fc.record({
      k: fc.constantFrom("a", "b", "c"),
      v: fc.option(fc.integer({ min: -5, max: 20 }), { freq: 4 }),
      after: fc.constantFrom(0, 0, 1, 2, 5, 30, 90, 600),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let at = base
    return steps.map(({ k, v, after }, id): Entry => {
      at += after * minute
      return { id, k, v, at }
    })
  })

function text(shape: Shape): string {
  const minutes = (count: number) => `${count} minutes`
  const each =
    shape.kind === "session"
      ? `session of E gap ${minutes(shape.gap)}`
      : shape.kind === "count"
        ? `${shape.count} events of E`
        : `${minutes(shape.size)}${shape.zone === undefined ? "" : ` in "${shape.zone}"`} of E${shape.every === undefined ? "" : ` every ${minutes(shape.every)}`}`
  return `
    event E { id: integer, k: string, v: integer?, at: time } timed by at, up to 20 minutes late
    rule W {
      each ${each}
      where v is missing or v != 3
      per k
      having count(where v > 18) == 0
      alert {
        start: window.start, end: window.end, n: count(), big: count(where v > 5), known: count(v)
        sum: sum(v), few: sum(v where v <= 5), mean: avg(v), least: min(v), most: max(v), dev: stddev(v)
        kinds: distinct(v), ids: list(id), values: list(v), first: first(v), last: last(id)
        middle: median(v), high: percentile(v, 0.75)
      }
    }`
}

/** What the rule shall say of a window. */
function dataOf({ start, end, entries }: Filled): Record<string, unknown> {
  const values = entries.flatMap(({ v }) => v ?? [])
  const sorted = values.toSorted((a, b) => a - b)
  const sum = (of: readonly number[]) => of.reduce((total, value) => total + value, 0)
  const mean = values.length === 0 ? null : sum(values) / values.length
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
    return sorted.length === 0 ? null : low + (high - low) * (place - Math.floor(place))
  }
  const squares = sum(values.map((value) => (value - mean!) ** 2))
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    n: entries.length,
    big: values.filter((value) => value > 5).length,
    known: values.length,
    sum: sum(values),
    few: sum(values.filter((value) => value <= 5)),
    mean,
    least: sorted[0] ?? null,
    most: sorted.at(-1) ?? null,
    dev: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
    kinds: new Set(values).size,
    ids: entries.map(({ id }) => id),
    values,
    first: values[0] ?? null,
    last: entries.at(-1)!.id,
    middle: at(0.5),
    high: at(0.75),
  }
}

const close = (value: unknown): unknown => (typeof value === "number" ? Number(value.toPrecision(12)) : value)

function rounded(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, close(value)]))
}

function deliveriesOf(entries: readonly Entry[]): Delivery[] {
  return entries.map(({ id, k, v, at }) => ["E", { id, k, ...(v !== null && { v }), at: new Date(at).toISOString() }])
}

test("windows hold the events that the definition says, and what is worked out of them is right", async () => {
  await fc.assert(
    fc.asyncProperty(shapes, streams, arrivals(), fc.integer({ min: 0, max: 3 }), async (...drawn) => {
      const [shape, entries, shuffle, restartEvery] = drawn
      const rules = await compileText(text(shape))
      const arrived = shuffle(entries, lateness).map((place) => entries[place]!)
      const heard = hear(rules, deliveriesOf(arrived), { restartEvery })
      expect([...heard.late, ...heard.dead]).toEqual([])
      const windows = windowsOf(
        entries.filter(({ v }) => v !== 3),
        shape,
      ).filter(({ entries: inside }) => inside.every(({ v }) => v === null || v <= 18))
      const found = heard.alerts.map(({ key, at, data }) => ({ key: key.k, at, data: rounded(data!) }))
      const expected = windows.map((window) => ({
        key: window.key,
        at: new Date(window.end).toISOString(),
        data: rounded(dataOf(window)),
      }))
      expect(found).toEqual(expected)
      expect(new Set(heard.alerts.map(({ id }) => id)).size).toBe(heard.alerts.length)
    }),
    runs,
  )
})
