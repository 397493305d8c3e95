import { expect, test } from "vitest"
import type { PartitionStatus } from "../../../runtime/job/status.ts"
import { readersOf, type TimeSeen, TimeWatch } from "../../../runtime/job/time-watch.ts"
import { compileRules, makeJob, record, settle, source, TestClock, TestPartition } from "../../support/job.ts"

const start = Date.UTC(2026, 0, 31, 12)
const second = 1000

/** A partition that was heard now; its watermark in seconds before the start. */
function partition(name: string, watermark: number, more: Partial<PartitionStatus> = {}): PartitionStatus {
  return {
    source: name.split("/")[0]!,
    partition: name,
    bounded: false,
    read: 1,
    behind: undefined,
    watermark: start + watermark * second,
    idle: false,
    ended: false,
    heardAt: start,
    position: {},
    ...more,
  }
}

/** A watch, and what it says: each look is so many seconds after the one before. */
function watched(readers: Readonly<Record<string, readonly string[]>> = {}) {
  const said: { level: string; message: string; why?: unknown; source?: unknown }[] = []
  const settings = { maxAheadMs: 3_600_000, idleAfterMs: 300_000 }
  let now = start
  const log = (level: string, message: string, fields = {}) => void said.push({ level, message, ...fields })
  const watch = new TimeWatch({ ...settings, log }, new Map(Object.entries(readers)), now)
  const look = (after: number, partitions: readonly PartitionStatus[], more: Partial<TimeSeen> = {}) => {
    now += after * second
    const open = partitions.filter(({ idle, ended }) => !idle && !ended)
    const watermark = Math.min(...open.map((each) => each.watermark))
    watch.look({ now, watermark, partitions, deadLettersOf: [], ...more })
    return said.splice(0)
  }
  return { look, now: () => now }
}

test("one that is silent while others are read is named when that has lasted, once, and when it is over", () => {
  const { look, now } = watched()
  const silent = partition("P/0", -10)
  const others = (read: number) => partition("P/1", read, { read, heardAt: now() })
  expect(look(1, [silent, others(5)])).toEqual([])
  expect(look(28, [silent, others(30)])).toEqual([])
  const [first, ...rest] = look(5, [silent, others(40)])
  expect(rest).toEqual([])
  expect(first).toMatchObject({ level: "warn", source: "P", partition: "P/0", why: "silent", silentSeconds: 34 })
  expect(first!.message).toBe(
    "time stands at 2026-01-31T11:59:50.000Z, and rules wait: all else waits for P at P/0. It has brought nothing for 34 s. After --idle-after (300 s here) it holds time back no longer; a shorter one lets the others go on sooner, unless its server cannot be reached",
  )
  for (let i = 0; i < 100; i++) expect(look(1, [silent, others(50 + i)])).toEqual([])
  expect(look(1, [{ ...silent, watermark: start + 150_000, read: 2 }, others(160)])).toMatchObject([
    { level: "info", waitedSeconds: 101 },
  ])
})

test("a stream that pauses is no reason to speak: nothing waits", () => {
  const { look } = watched()
  expect(look(1, [partition("P/0", 0), partition("P/1", 0)])).toEqual([])
  for (let i = 0; i < 100; i++) expect(look(10, [partition("P/0", 0), partition("P/1", 0)])).toEqual([])
})

test("one that has brought nothing yet is named as such", () => {
  const { look } = watched()
  const unheard = partition("P/0", 0, { watermark: Number.NEGATIVE_INFINITY, read: 0 })
  look(1, [unheard, partition("P/1", 0)])
  expect(look(30, [unheard, partition("P/1", 20, { read: 9 })])).toMatchObject([
    { why: "unheard", partition: "P/0", message: expect.stringContaining("time has not begun") },
  ])
})

test("one that is far behind the others is named although time moves with it, and again it is said when it has caught up", () => {
  const { look } = watched()
  const said = []
  for (let i = 0; i < 60; i++) {
    const slow = partition("P/0", -3600 + i, { read: i, heardAt: start + i * second })
    said.push(...look(1, [slow, partition("P/1", i, { read: i })]))
  }
  expect(said).toMatchObject([{ why: "behind", partition: "P/0" }])
  expect(look(1, [partition("P/0", 61, { read: 61 }), partition("P/1", 62)])).toMatchObject([{ level: "info" }])
})

test("events that are dated after the clock move no time, and so do records that are none: also of one partition alone", () => {
  const { look } = watched()
  const reads = (read: number) => [partition("P/0", 0, { read, heardAt: start + read * second })]
  const dead = (count: number) => ({ deadLettersOf: [{ source: "P", code: "too-far-ahead", count }] })
  look(1, reads(1), dead(1))
  expect(look(31, reads(32), dead(30))).toMatchObject([
    { why: "future", message: expect.stringMatching(/--max-ahead, 3600 s here.*clock of who writes them/) },
  ])
  expect(look(1, [partition("P/0", 40, { read: 40 })], dead(30))).toMatchObject([{ level: "info" }])
  expect(look(31, [partition("P/0", 40, { read: 70 })], dead(30))).toMatchObject([{ why: "refused" }])
})

test("partitions that are idle or at their end are in nobody's way", () => {
  const { look } = watched()
  const past = [
    partition("P/0", -500, { idle: true }),
    partition("P/2", 0, { ended: true, watermark: Number.POSITIVE_INFINITY }),
  ]
  for (let i = 0; i < 100; i++) expect(look(1, [...past, partition("P/1", i, { read: i })])).toEqual([])
})

test("a source that nobody has heard of is named with the rules that read it, and when it comes", () => {
  const { look } = watched({ L: ["Guessing", "Both"], P: ["Both"] })
  const quiet = partition("L/0", 0, { read: 0, idle: true })
  expect(look(59, [quiet, partition("P/0", 59, { read: 9 })])).toEqual([])
  const [said, ...rest] = look(2, [quiet, partition("P/0", 61, { read: 10 })])
  expect(rest).toEqual([])
  expect(said).toMatchObject({ source: "L", rules: ["Guessing", "Both"] })
  expect(said!.message).toContain("Guessing, Both cannot see any")
  expect(look(1, [quiet, partition("P/0", 62, { read: 11 })])).toEqual([])
  expect(look(1, [{ ...quiet, read: 1, idle: false, watermark: start + 62_000 }, partition("P/0", 63)])).toMatchObject([
    { level: "info", message: "the first events of L have come" },
  ])
})

test("a rule reads what its aggregates are about", async () => {
  const { manifest } = await compileRules(`
    event P { card: string, amount: number, at: time } timed by at
    event L { card: string, at: time } timed by at
    feature spent = sum(P.amount) per card over 1 hour
    rule A { when P as p per card alert }
    rule B { when L as l where spent > 1 per card alert }
  `)
  expect(Object.fromEntries(readersOf(manifest))).toEqual({ P: ["A", "B"], L: ["B"] })
})

test("a job says it, by its own clock", async () => {
  const rules = await compileRules(`
    event P { id: string, at: time } timed by at
    rule Three { when 3 P as p within 1 minute per id alert }
  `)
  const clock = new TestClock(start)
  const [a, b] = [new TestPartition("a", [], false), new TestPartition("b", [], false)]
  const parts = { clock, idleAfterMs: 600_000, maxAheadMs: 3_600_000 }
  const { job, logged } = makeJob(rules, { P: source([a, b], false) }, parts)
  const running = job.run()
  for (let i = 0; i < 45; i++) {
    b.give(record({ id: "x", at: start + i * second }))
    await settle()
    clock.pass(second)
    await settle()
  }
  expect(logged).toMatchObject([{ level: "warn", message: expect.stringContaining("all else waits for P at a") }])
  a.give(record({ id: "x", at: start + 44 * second }))
  await settle()
  clock.pass(second)
  await settle()
  expect(logged.slice(1)).toMatchObject([{ level: "info", message: expect.stringMatching(/^time goes on: it is at/) }])
  a.end()
  b.end()
  await running
})
