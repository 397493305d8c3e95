import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { MemoryBackend } from "../../../runtime/state/memory.ts"
import { formatIso, parseAnyIso, parseIso } from "../../../runtime/time/iso.ts"
import { Timers, timerTable } from "../../../runtime/time/timers.ts"
import { usualIsoTime } from "../../../runtime/time/usual-iso.ts"
import { trackWatermark } from "../../../runtime/time/watermark.ts"
import { isoText, isoWith, otherTimes, zoneTo } from "../../support/iso-texts.ts"

describe("ISO 8601", () => {
  test.each([
    ["2026-01-31", Date.UTC(2026, 0, 31)],
    ["2026-01-31T10:00:00Z", Date.UTC(2026, 0, 31, 10)],
    ["2026-01-31T10:00:00", Date.UTC(2026, 0, 31, 10)],
    ["2026-01-31 10:00:00.25+02:00", Date.UTC(2026, 0, 31, 8, 0, 0, 250)],
    ["2026-01-31T10:00-0530", Date.UTC(2026, 0, 31, 15, 30)],
    ["1969-12-31T23:59:59.999999Z", -1],
  ])("%s", (text, time) => expect(parseIso(text)).toBe(time))

  test.each([
    "",
    "2026",
    "2026-02-30",
    "2026-13-01",
    "2026-01-31T24:00:00Z",
    "2026-01-31T10:60:00Z",
    "tomorrow",
    "1700000000000",
  ])("not a time: %s", (text) => expect(parseIso(text)).toBeUndefined())

  test("what is written is read", () => {
    const time = fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 })
    fc.assert(
      fc.property(time, (at) => {
        expect(parseIso(formatIso(at))).toBe(at)
      }),
    )
  })

  test("what is read quickly is what the expression reads, and nothing else is", () => {
    const usual = isoWith(/^(\.[0-9]{1,9})?$/, zoneTo(23, 59))
    const almost = isoWith(
      /^([.,][0-9]{0,11})?$/,
      fc.oneof(zoneTo(30, 70), fc.constantFrom("z", "+0200", "+02", "-2:00")),
    )
    const dates = fc
      .tuple(fc.nat(9999), fc.nat(13), fc.nat(32), fc.nat(24), fc.nat(60), fc.nat(60))
      .map((parts) => parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")))
      .map(([year, month, day, ...time]) => `${year}-${month}-${day}T${time.join(":")}Z`)
    const damaged = fc
      .tuple(fc.oneof(isoText, usual), fc.nat(30), fc.constantFrom("", "x", "9", ":", "é", " "))
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(usual, almost, dates, damaged, otherTimes), (text) => {
        const read = usualIsoTime(text)
        if (!Number.isNaN(read)) expect(read).toBe(parseAnyIso(text))
        expect(parseIso(text)).toBe(parseAnyIso(text))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(usual, (text) => {
        expect(usualIsoTime(text)).not.toBeNaN()
      }),
    )
  })

  test("no time is too late to be written", () => expect(formatIso(1e300)).toBe("+275760-09-13T00:00:00.000Z"))
})

describe("timers", () => {
  const codec = { encode: () => null, decode: () => undefined }
  const layout = {
    operator: "t",
    fingerprint: "1",
    dividedBy: null,
    tables: [timerTable, { name: "keys", columns: { timer: "i32" as const } }],
  }

  test("are as a sorted list, whatever is set, moved and removed, one by one or all at once", () => {
    const action = fc.tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(Infinity)),
    )
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const state = new MemoryBackend(codec).open(layout)
        const keys = state.table("keys")
        for (let key = 0; key < 10; key++) keys.allocate()
        const timers = new Timers(state.table("timers"), keys.number("timer"))
        const model = new Map<number, number>()
        for (const [place, [key, at]] of actions.entries()) {
          timers.set(key, at)
          if (at === Infinity) model.delete(key)
          else model.set(key, at)
          if (place % 7 === 6) {
            timers.advance(3)
            for (const [each, due] of model) model.set(each, due - 3)
          } else if (place % 5 === 4) {
            const now = Array.from({ length: 10 }, (_, each) => actions[(place + each) % actions.length]![1])
            timers.reset(now.keys(), (each) => now[each]!)
            model.clear()
            for (const [each, due] of now.entries()) if (due !== Infinity) model.set(each, due)
          }
          expect(timers.size).toBe(model.size)
          expect(timers.next()).toBe(Math.min(Infinity, ...model.values()))
          for (let each = 0; each < 10; each++) expect(timers.of(each)).toBe(model.get(each) ?? Infinity)
        }
        const sorted = [...model].sort(([left, a], [right, b]) => a - b || left - right)
        const found: [number, number][] = []
        while (timers.size > 0) {
          found.push([timers.nextKey(), timers.next()])
          timers.set(timers.nextKey(), Infinity)
        }
        expect(found).toEqual(sorted)
      }),
    )
  })
})

describe("the watermark of partitions", () => {
  test("is the least of all, and unknown before each was seen", () => {
    const tracker = trackWatermark(
      new Map([
        ["a", 0],
        ["b", 100],
      ]),
    )
    tracker.observe("a", 1000)
    expect(tracker.current()).toBe(-Infinity)
    tracker.observe("b", 900)
    expect(tracker.current()).toBe(799)
    tracker.observe("b", 500)
    expect(tracker.current()).toBe(799)
  })

  test("does not wait for idle partitions, and never moves back", () => {
    const tracker = trackWatermark(
      new Map([
        ["a", 0],
        ["b", 0],
      ]),
    )
    tracker.observe("a", 1000)
    tracker.setIdle("b")
    expect(tracker.current()).toBe(999)
    tracker.observe("b", 10)
    expect(tracker.current()).toBe(999)
    tracker.observe("a", 2000)
    expect(tracker.current()).toBe(999)
    tracker.observe("b", 1500)
    expect(tracker.current()).toBe(1499)
  })

  test("survives a restart", () => {
    const lateness = new Map([
      ["a", 5],
      ["b", 5],
    ])
    const tracker = trackWatermark(lateness)
    tracker.observe("a", 100)
    tracker.setIdle("b")
    const again = trackWatermark(lateness, JSON.parse(JSON.stringify(tracker.snapshot())))
    expect(again.current()).toBe(94)
    again.observe("a", 200)
    expect(again.current()).toBe(194)
  })
})
