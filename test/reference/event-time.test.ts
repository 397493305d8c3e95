import { expect, test } from "vitest"
import { orderEvents } from "./event-time.ts"

const arrivals = (...list: [key: string, at: number][]) =>
  list.map(([key, at], index) => ({ index, key, at, data: {} }))

/** The moments of a key: an event as its index, time as `@time`. */
function moments(ordered: ReturnType<typeof orderEvents>, key: string): (number | string)[] {
  return ordered.keys.get(key)!.map((moment) => ("event" in moment ? moment.event.index : `@${moment.time}`))
}

test("an event at or below the watermark is late, of whichever key, and moves nothing", () => {
  const ordered = orderEvents(arrivals(["a", 2000], ["b", 1899], ["b", 1900], ["a", 1899]), 100)
  expect(ordered.late).toEqual([1, 3])
  expect([...ordered.keys.keys()]).toEqual(["a", "b"])
})

test("events of a key come by time, equal times in the order of arrival, each after time has moved to it", () => {
  const ordered = orderEvents(arrivals(["a", 1200], ["a", 1100], ["a", 1100], ["b", 2000]), 300)
  expect(moments(ordered, "a")).toEqual([
    "@899",
    "@899",
    "@899",
    "@1100",
    1,
    "@1100",
    2,
    "@1200",
    0,
    "@1699",
    "@Infinity",
  ])
  expect(moments(ordered, "b")).toEqual(["@1699", "@2000", 3, "@Infinity"])
})
