import { expect, test } from "vitest"
import type { Rows } from "../../../runtime/abi/rows.ts"
import type { RowsAtHand } from "../../../runtime/aggregate/rows/contract.ts"
import { type LogMember, SharedLog } from "../../../runtime/aggregate/rows/shared-log.ts"

const keys = { limit: 7, values: (id: number) => [id], idOf: ([id]: readonly unknown[]) => Number(id) }
const batchRows = 300

interface Event {
  readonly at: number
  readonly key: number
  /** NaN: missing. */
  readonly value: number
}

/** A stream with a burst, more events than a log has room for at first, equal times, and values that are missing. */
function stream(): Event[] {
  let seed = 17
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  let at = 1_000_000
  return Array.from({ length: 12_000 }, (_, i) => {
    at += i > 3000 && i < 9000 ? Number(random(5) === 0) : random(9)
    const value = random(5) === 0 ? Number.NaN : (random(2001) - 1000) / 8
    return { at, key: random(8) - 1, value: random(400) === 0 ? value * 2 ** 60 : value }
  })
}

/** The batch of some events, with columns for what is asked behind the value's. */
function batchOf(events: readonly Event[], sequence: number, asked: number): RowsAtHand {
  const numbers = [Float64Array.from(events, ({ value }) => value)]
  for (let i = 0; i < asked; i++) numbers.push(new Float64Array(events.length))
  const rows = { at: Float64Array.from(events, ({ at }) => at), numbers } as unknown as Rows
  const order = Int32Array.from(events.keys())
  return {
    rows,
    order,
    count: events.length,
    sequence,
    chosen: () => ({ items: order, count: events.length }),
    keysOf: () => Int32Array.from(events, ({ key }) => key),
  }
}

function naive(op: string, values: readonly number[]): number {
  // All values are multiples of 1/8 that are small enough, or of 2^60: both parts are exact.
  const large = values.filter((one) => Math.abs(one) > 2 ** 50)
  const sum = values.filter((one) => !large.includes(one)).reduce((a, b) => a + b, 0) + large.reduce((a, b) => a + b, 0)
  if (op === "count") return values.length
  if (op === "sum") return sum
  if (values.length === 0) return Number.NaN
  return op === "avg" ? sum / values.length : op === "min" ? Math.min(...values) : Math.max(...values)
}

const windows = [
  { reach: 400, ending: 0, previous: false },
  { reach: 400, ending: 0, previous: true },
  { reach: 90, ending: 0, previous: false },
  { reach: 300, ending: 120, previous: false },
]
const ops = ["count", "sum", "avg", "min", "max"] as const

test.each([
  ["from the first number", 0],
  ["over the end of 32 bits", 2 ** 31 - 5000],
])("a log that grows, %s", (_, start) => {
  const log = new SharedLog({ select: 0, space: 0, keys, whole: false })
  log.store.first = log.store.next = start
  const lost: number[] = []
  const member: LogMember = { all: log.windowOf(400, 0), lost: (at) => lost.push(at) }
  log.join(member, [
    (rows, order, chosen, count, values) => {
      for (let i = 0; i < count; i++) values[i] = rows.numbers[0]![order[chosen[i]!]!]!
    },
  ])
  const asked = windows.flatMap((window) => ops.map((op) => ({ window, op })))
  for (const [i, { window, op }] of asked.entries()) {
    const measure = { series: 0, window: 0, number: i, op, column: 0, into: 1 + i }
    log.windowOf(window.reach, window.ending).add(measure, 0, window.previous)
  }
  log.open()
  const events = stream()
  let most = 0
  for (let from = 0; from < events.length; from += batchRows) {
    const own = events.slice(from, from + batchRows)
    const batch = batchOf(own, from, asked.length)
    log.take(batch)
    most = Math.max(most, log.store.size)
    for (const place of own.keys()) {
      if (place % 29 !== 0) continue
      const now = from + place
      const { at, key } = events[now]!
      for (const [i, { window, op }] of asked.entries()) {
        const inside = events
          .slice(Math.max(0, now - 3000), now + (window.previous ? 0 : 1))
          .filter((each) => each.key === key && each.at > at - window.reach && each.at <= at - window.ending)
          .map(({ value }) => value)
          .filter((value) => !Number.isNaN(value))
        const expected = key < 0 ? Number.NaN : naive(op, inside)
        expect([now, op, window, batch.rows.numbers[1 + i]![place]]).toEqual([now, op, window, expected])
      }
    }
  }
  expect(most).toBeGreaterThan(1024)
  log.moveTo(Number.POSITIVE_INFINITY)
  expect({ size: log.store.size, keys: member.all.keys, lost: lost.at(-1) }).toEqual({
    size: 0,
    keys: 0,
    lost: events.findLast(({ key, value }) => key >= 0 && !Number.isNaN(value))!.at,
  })
})
