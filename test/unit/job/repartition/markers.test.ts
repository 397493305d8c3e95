import { beforeAll, expect, test } from "vitest"
import type { Manifest } from "../../../../runtime/abi/rule-set.ts"
import { Markers } from "../../../../runtime/job/repartition/markers.ts"
import { noteOf, placeOf } from "../../../../runtime/job/repartition/note.ts"
import { Pressure } from "../../../../runtime/job/repartition/pressure.ts"
import { compileRules } from "../../../support/job.ts"

const declared = "event A { k: string, at: time } timed by at\n"
let manifest: Manifest
beforeAll(async () => {
  manifest = (await compileRules(`${declared}rule R { when 2 A as a within 1 second per k alert }`)).manifest
})

const never = Number.NEGATIVE_INFINITY
const markers = (restored?: unknown) => new Markers(["a", "b"], manifest, restored)
/** As a checkpoint has it. */
const stored = (of: Markers): unknown => JSON.parse(JSON.stringify(of.snapshot()))

test("time waits for the first marker of each partition, and is the least of the last ones", () => {
  const found = markers()
  found.mark("a", 3, { watermark: 100 })
  expect(found.current()).toBe(never)
  found.mark("b", 0, { watermark: null })
  expect(found.current()).toBe(never)
  found.mark("b", 1, { watermark: 50 })
  expect(found.current()).toBe(50)
  found.mark("b", 2, { watermark: 150 })
  expect(found.current()).toBe(100)
})

test("what was seen once is dropped, also after a restart, and so are markers behind it", () => {
  const first = markers()
  expect([first.admit("a", 0), first.admit("a", 5), first.admit("a", 5), first.admit("a", 3)]).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(first.mark("a", 4, { watermark: 9 })).toBe(false)
  expect(first.mark("a", 7, { watermark: 9 })).toBe(true)
  const second = markers(stored(first))
  expect([second.admit("a", 7), second.admit("b", 0), second.admit("a", 8)]).toEqual([false, true, true])
  second.mark("b", 1, { watermark: 4 })
  expect(second.current()).toBe(4)
})

test("silent partitions hold nobody back, and where all are silent time goes on by their clocks", () => {
  const found = markers()
  found.mark("a", 0, { watermark: 10 })
  found.mark("b", 0, { watermark: 90 })
  found.mark("a", 0, { watermark: 10, idle: 500 })
  expect(found.current()).toBe(90)
  found.mark("b", 0, { watermark: 90, idle: 400 })
  expect(found.current()).toBe(400)
  const again = markers(stored(found))
  again.mark("a", 0, { watermark: 10, idle: 600 })
  expect(again.current()).toBe(400)
  again.mark("b", 0, { watermark: 90, idle: 700 })
  expect(again.current()).toBe(600)
  // An event wakes its partition: it holds back time, which never goes back.
  again.admit("a", 1)
  again.mark("b", 0, { watermark: 90, idle: 800 })
  expect(again.current()).toBe(600)
})

test("all have ended where each has behind the end that is asked for, and what comes later undoes it", () => {
  const found = markers()
  const ends = new Map([
    ["a", 4],
    ["b", 0],
  ])
  found.mark("a", 2, { watermark: 10, ended: true })
  found.mark("b", -1, { watermark: null, ended: true })
  expect(found.haveEnded(ends)).toBe(false)
  found.mark("a", 3, { watermark: 20, ended: true })
  expect(found.haveEnded(ends)).toBe(true)
  expect(markers(stored(found)).haveEnded(ends)).toBe(true)
  found.admit("b", 0)
  expect(found.haveEnded(ends)).toBe(false)
})

test("a rule that is divided otherwise than it was is refused", async () => {
  const before = stored(markers())
  const changed = await compileRules(`${declared}rule R { when 2 A as a within 1 second alert }`)
  expect(() => new Markers(["a", "b"], changed.manifest, before)).toThrow(
    "rule R was run by its key in all, and now in one: its state cannot be moved between slices",
  )
  const other = await compileRules(`${declared}rule Other { when 2 A as a within 1 second alert }`)
  expect(() => new Markers(["a", "b"], other.manifest, before)).not.toThrow()
})

test("a place is gone on with where its exchange is the same", () => {
  const first = { position: { offset: 0 }, highest: null, exchange: "x" }
  const place = { position: { topic: "t", offset: 5 }, highest: 7, exchange: "x" }
  const committed = { offset: 5, note: noteOf(place) }
  expect(placeOf(committed, first)).toEqual(place)
  expect(placeOf(committed, { ...first, exchange: "y" })).toBeUndefined()
  expect(placeOf({ offset: 5, note: "" }, first)).toBeUndefined()
  expect(placeOf(undefined, first)).toBeUndefined()
})

test("a reader waits where events crowd in a slice that waits for others", () => {
  const pressure = new Pressure()
  const slice = { waiting: 200_001, watermark: 50 }
  const forget = pressure.add(slice)
  expect([pressure.holds(51), pressure.holds(50), pressure.holds(never)]).toEqual([true, false, false])
  slice.waiting = 10
  expect(pressure.holds(51)).toBe(false)
  slice.waiting = 300_000
  forget()
  expect(pressure.holds(51)).toBe(false)
})
