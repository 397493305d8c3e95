import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { WaitingRows } from "../../../runtime/rows/waiting-rows.ts"

const none = { numbers: 1, codes: 1, texts: 1 }

interface Arrival {
  readonly at: number
  readonly rank: number
}

/** Hands the arrivals over, judging up to a watermark after some of them: the order in which they come out, by their numbers. */
function judged(arrivals: readonly Arrival[], steps: readonly (number | null)[]): number[] {
  const rows = new WaitingRows<object>(none)
  const out: number[] = []
  let places = new Int32Array(4)
  const judge = (watermark: number): void => {
    for (;;) {
      const drained = rows.drain(watermark, places)
      places = drained.places
      if (drained.count === 0) return
      const { straight } = drained
      if (straight >= 0)
        expect([...places.subarray(0, drained.count)].every((place, i) => place === straight + i)).toBe(true)
      const times = Array.from(places.subarray(0, drained.count), (place) => rows.at[place]!)
      // An instant is never divided.
      expect(rows.nextAt()).not.toBe(times.at(-1))
      for (const place of places.subarray(0, drained.count)) {
        const number = rows.numbers[0]![place]!
        expect(rows.at[place]).toBe(arrivals[number]!.at)
        out.push(number)
      }
      rows.release(drained)
      expect(places.subarray(0, drained.count).some((place) => rows.waits(place))).toBe(false)
    }
  }
  for (const [number, { at, rank }] of arrivals.entries()) {
    expect(rows.room()).toBeGreaterThan(0)
    const place = rows.placeOf(rows.next)
    rows.take(1)
    rows.at[place] = at
    rows.numbers[0]![place] = number
    rows.enqueue(place, 1, rank)
    const watermark = steps[number] ?? null
    if (watermark !== null) judge(watermark)
  }
  judge(Number.MAX_VALUE)
  expect(rows.size).toBe(0)
  expect(rows.nextAt()).toBe(Number.POSITIVE_INFINITY)
  return out
}

describe("waiting rows", () => {
  const arrival = fc.record({ at: fc.nat(40), rank: fc.nat(2) })

  test("come out by time, then rank, then arrival", () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 300 }), (arrivals) => {
        const sorted = [...arrivals.keys()].sort(
          (a, b) => arrivals[a]!.at - arrivals[b]!.at || arrivals[a]!.rank - arrivals[b]!.rank || a - b,
        )
        expect(judged(arrivals, [])).toEqual(sorted)
      }),
    )
  })

  test("come out in the same order when they are judged step by step, as far as none comes too late", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(2)), { maxLength: 10_000 }), fc.nat(), (drawn, seed) => {
        // Each event is at most 5 behind the highest time, and the watermark 6.
        let highest = 0
        const arrivals = drawn.map(([back, rank], i) => {
          const at = Math.max(highest + (i % 3 === 0 ? 1 : 0) - (back % 6), 0)
          highest = Math.max(highest, at)
          return { at, rank, highest }
        })
        const steps = arrivals.map((one, i) => ((i * 7 + seed) % 5 === 0 ? one.highest - 6 : null))
        expect(judged(arrivals, steps)).toEqual(judged(arrivals, []))
      }),
    )
  })

  test("are taken in when many wait, and their places are used again", () => {
    const arrivals = Array.from({ length: 50_000 }, (_, i) => ({ at: i, rank: 0 }))
    const steps = arrivals.map(({ at }) => (at > 5000 && at % 100 === 0 ? at - 5000 : null))
    expect(judged(arrivals, steps)).toEqual([...arrivals.keys()])
  })

  test("a batch is bounded, but not within an instant", () => {
    const rows = new WaitingRows<object>(none)
    for (let i = 0; i < 12_000; i++) {
      rows.room()
      const place = rows.placeOf(rows.next)
      rows.take(1)
      rows.at[place] = i < 4000 ? i : i < 9000 ? 4000 : i
      rows.enqueue(place, 1, 0)
    }
    const counts: number[] = []
    for (;;) {
      const drained = rows.drain(20_000, new Int32Array(1))
      if (drained.count === 0) break
      counts.push(drained.count)
      rows.release(drained)
    }
    expect(counts).toEqual([9000, 3000])
  })

  test("say whether they stand side by side: not around the end of the columns, nor where one came late", () => {
    const rows = new WaitingRows<object>(none)
    const arrive = (times: readonly number[]): void => {
      for (const at of times) {
        rows.room()
        const place = rows.placeOf(rows.next)
        rows.take(1)
        rows.at[place] = at
        rows.enqueue(place, 1, 0)
      }
    }
    const straight = (watermark: number): number => {
      const drained = rows.drain(watermark, new Int32Array(1))
      rows.release(drained)
      return drained.straight
    }
    arrive([1, 2, 3, 4])
    expect(straight(3)).toBe(0)
    expect(straight(3)).toBe(-1)
    arrive([8, 6, 9])
    expect(straight(4)).toBe(3)
    expect(straight(9)).toBe(-1)
    arrive(Array.from({ length: rows.capacity - 8 }, (_, i) => 10 + i))
    expect(straight(5000)).toBe(7)
    arrive([6000, 6001, 6002])
    expect(straight(6002)).toBe(-1)
    arrive([6003])
    expect(straight(6003)).toBe(2)
  })

  test("rows that are not put in order are free after a sweep", () => {
    const rows = new WaitingRows<object>(none)
    const room = rows.room()
    for (let i = 0; i < 10; i++) {
      expect(rows.room()).toBe(room)
      rows.take(room)
      rows.sweep()
    }
  })
})
