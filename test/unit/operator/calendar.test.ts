import { describe, expect, test } from "vitest"
import { Calendar } from "../../../runtime/operator/calendar.ts"
import { boundaries } from "../../reference/windows.ts"

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A week around a change of the clocks. */
const changes = [
  ["Europe/London", "2026-03-29"],
  ["Europe/London", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  // By half an hour.
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  // At midnight: 0:00 is skipped, or shown twice.
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["America/Havana", "2026-11-01"],
  // One minute after midnight back to 23:01.
  ["America/St_Johns", "2006-10-29"],
  // A day that never was.
  ["Pacific/Apia", "2011-12-30"],
  ["Asia/Kathmandu", "2026-01-01"],
  ["UTC+2", "2026-01-01"],
] as const

const sizes = [30, 60, 90, 360, 420, 1440, 2880]

describe.each(changes)("%s around %s", (zone, date) => {
  const middle = Date.parse(date)
  const from = middle - 1.5 * day
  const to = middle + 1.5 * day

  test.each(sizes)("windows of %i minutes are those that the clock shows", (size) => {
    const calendar = new Calendar(zone)
    const reach = Math.max(1, Math.ceil(size / 1440)) * day + day
    const starts = boundaries(from - reach, to + reach, size, zone)
    for (let at = from; at < to; at += 13 * minute) {
      const found = size % 1440 === 0 ? calendar.days(at, size / 1440) : calendar.part(at, size * minute)
      const place = starts.findLastIndex((start) => start <= at)
      expect([at, found]).toEqual([at, { start: starts[place], end: starts[place + 1] }])
    }
  })
})

test("days have 23, 24 and 25 hours", () => {
  const calendar = new Calendar("Europe/London")
  const hours = (date: string) => {
    const { start, end } = calendar.days(Date.parse(`${date}T12:00:00Z`), 1)
    return [new Date(start).toISOString(), (end - start) / hour]
  }
  expect(hours("2026-03-28")).toEqual(["2026-03-28T00:00:00.000Z", 24])
  expect(hours("2026-03-29")).toEqual(["2026-03-29T00:00:00.000Z", 23])
  expect(hours("2026-06-01")).toEqual(["2026-05-31T23:00:00.000Z", 24])
  expect(hours("2026-10-25")).toEqual(["2026-10-24T23:00:00.000Z", 25])
})

test("weeks begin on Monday", () => {
  const calendar = new Calendar("Europe/London")
  const { start, end } = calendar.days(Date.parse("2026-10-25T12:00:00Z"), 7)
  expect([new Date(start).toISOString(), new Date(end).toISOString()]).toEqual([
    "2026-10-18T23:00:00.000Z",
    "2026-10-26T00:00:00.000Z",
  ])
})

test("an hour that the clock shows twice is two windows; six hours with it are one of seven", () => {
  const calendar = new Calendar("Europe/London")
  const part = (time: string, size: number) => {
    const { start, end } = calendar.part(Date.parse(time), size)
    return [new Date(start).toISOString(), (end - start) / hour]
  }
  expect(part("2026-10-25T00:30:00Z", hour)).toEqual(["2026-10-25T00:00:00.000Z", 1])
  expect(part("2026-10-25T01:30:00Z", hour)).toEqual(["2026-10-25T01:00:00.000Z", 1])
  expect(part("2026-10-25T01:30:00Z", 6 * hour)).toEqual(["2026-10-24T23:00:00.000Z", 7])
  expect(part("2026-03-29T01:30:00Z", 6 * hour)).toEqual(["2026-03-29T00:00:00.000Z", 5])
})

test("at the ends of time nothing hangs", () => {
  const calendar = new Calendar("Europe/London")
  for (const at of [8.64e15, -8.64e15]) {
    expect(calendar.days(at, 1).end).toBeGreaterThan(at)
    expect(calendar.part(at, hour).end).toBeGreaterThan(at)
  }
})
