import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { LastEvents, type LastEventsOptions } from "../../../runtime/operator/lanes/last-events.ts"

const within = 10

interface Event {
  readonly key: number
  readonly at: number
  readonly value: number
}

/** The events of all keys that lists hold, in the plainest way. */
class Lists {
  readonly lists = new Map<number, Event[]>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** Whether the event completes a match, which lets all go. */
  add(event: Event): boolean {
    const held = this.heldAt(event.key, event.at)
    const completes = held.length === this.most
    this.lists.set(event.key, completes ? [] : [...held, event])
    return completes
  }

  heldAt(key: number, time: number): Event[] {
    return (this.lists.get(key) ?? []).filter(({ at }) => at + within > time)
  }
}

function open(options: Partial<LastEventsOptions> & { most: number }): LastEvents {
  return new LastEvents({ numbers: 1, withinMs: within, ...options })
}

/** Takes the events and gives those that completed a match. Their rows follow one another behind an empty one; those of an odd number of events stand the other way round. */
function take(store: LastEvents, events: readonly Event[]): Event[] {
  store.reserve(Math.max(0, ...events.map(({ key }) => key + 1)))
  const isTurned = events.length % 2 === 1
  const rows = [{ at: Number.NaN, value: Number.NaN }, ...(isTurned ? events.toReversed() : events)]
  const arrived = {
    count: events.length,
    keys: Int32Array.from(events, ({ key }) => key),
    rowOf: isTurned ? Int32Array.from(events, (_, place) => events.length - place) : undefined,
    first: 1,
    at: Float64Array.from(rows, ({ at }) => at),
    columns: [Float64Array.from(rows, ({ value }) => value)],
    ahead: 0,
  }
  const found: Event[] = []
  for (let place = store.take(arrived, 0); place < events.length; place = store.take(arrived, place + 1)) {
    found.push(events[place]!)
    store.clear(events[place]!.key)
  }
  return found
}

/** The events of a key that are held at `time`. */
function held(store: LastEvents, key: number, time: number): Event[] {
  store.expire(time)
  const count = store.count(key)
  return Array.from({ length: count }, (_, event) => {
    const cell = store.cellOf(key, store.most - count + event)
    return { key, at: store.cells[cell]!, value: store.cells[cell + 1]! }
  })
}

/** Steps of time and keys as events. */
function eventsOf(steps: readonly { key: number; after: number }[]): Event[] {
  let at = 1_700_000_000_000
  return steps.map(({ key, after }, value) => ({ key, at: (at += after), value }))
}

const step = fc.record({ key: fc.nat(12), after: fc.constantFrom(0, 0, 1, 3, 12) })
const options = fc.record({
  most: fc.constantFrom(1, 2, 5, 8),
  // The last two go around while events come.
  first: fc.constantFrom(1, 0x7fffffff - 100, -100),
  round: fc.constantFrom(7, 1 << 30),
})

describe("the last events of keys", () => {
  test("are those that lists hold, and complete the same matches", () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 60 }), { maxLength: 10 }), options, (batches, own) => {
        const store = open(own)
        const lists = new Lists(own.most)
        const events = eventsOf(batches.flat())
        let from = 0
        for (const { length } of batches) {
          const batch = events.slice(from, (from += length))
          const expected = batch.filter((event) => lists.add(event))
          expect(take(store, batch)).toEqual(expected)
          const time = batch.at(-1)?.at
          if (time === undefined) continue
          for (let key = 0; key <= 12; key++) expect(held(store, key, time)).toEqual(lists.heldAt(key, time))
          expect([...store.held()]).toEqual([...Array(13).keys()].filter((key) => lists.heldAt(key, time).length > 0))
        }
      }),
    )
  })

  test("take no more room than a few times what keys hold, however many events a window has", () => {
    const store = open({ most: 3, withinMs: Number.MAX_SAFE_INTEGER })
    const lists = new Map<number, Event[]>()
    // One key has nearly all events, so that the log is mostly of events that it no longer has.
    const events = eventsOf(Array.from({ length: 50_000 }, (_, i) => ({ key: i % 100 === 0 ? i / 100 : 7, after: 1 })))
    for (let from = 0; from < events.length; from += 1000) {
      const batch = events.slice(from, from + 1000)
      store.reserve(500)
      for (const event of batch) {
        const own = lists.get(event.key) ?? []
        if (own.length === 3) store.keep(event.key, 2)
        const cell = store.push(event.key, event.at)
        store.cells[cell + 1] = event.value
        lists.set(event.key, [...own, event].slice(-3))
      }
    }
    for (const [key, list] of lists) expect(held(store, key, events.at(-1)!.at)).toEqual(list)
    expect(store.cells.length / store.stride).toBeLessThanOrEqual(4096)
  })
})

test("what was held when a cut of the state began stays until it is written, however many events come", () => {
  let expired = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), options, fc.boolean(), (steps, opts, many) => {
      const store = open(opts)
      const all = eventsOf(steps)
      const half = Math.floor(all.length / 2)
      take(store, all.slice(0, half))
      const begun = all[half - 1]!.at
      const expected = new Map<number, Event[]>()
      for (let key = 0; key < 12; key++) expected.set(key, held(store, key, begun))
      store.keepFrom()
      const found = new Map<number, Event[]>()
      const read = (key: number): void => {
        const count = store.countAt(key, begun)
        const events = Array.from({ length: count }, (_, event) => {
          const cell = store.cellOf(key, store.most - count + event)
          return { key, at: store.cells[cell]!, value: store.cells[cell + 1]! }
        })
        found.set(key, events)
      }
      store.changes.reserve(12)
      store.changes.begin(true, 12, read)
      take(store, all.slice(half))
      const last = all.at(-1)!.at
      // Of other keys: more than the log has room for.
      const others = Array.from({ length: many ? 3000 : 0 }, (_, i) => ({
        key: 20 + (i % 500),
        at: last + i,
        value: i,
      }))
      take(store, others)
      for (let key = 0; key < 12; key++)
        if (held(store, key, last + others.length).length < expected.get(key)!.length) expired++
      store.changes.handOutSome({ isEnough: false, looked: () => {} })
      store.letGo()
      expect(found).toEqual(new Map([...expected].map(([key, events]) => [key, found.has(key) ? events : []])))
      expect(found.size).toBe(12)
    }),
    { numRuns: 300 },
  )
  expect(expired).toBeGreaterThan(300)
})
