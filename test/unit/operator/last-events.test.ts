import fc from "fast-check"
import { afterEach, describe, expect, test, vi } from "vitest"
import { LastEvents, type LastEventsOptions } from "../../../runtime/operator/lanes/last-events.ts"
import { RingMachine } from "../../../runtime/operator/lanes/ring-machine.ts"

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
  // In WebAssembly: from the first event on, from some event on, never.
  wait: fc.constantFrom(0, 20, Number.POSITIVE_INFINITY),
  least: fc.constantFrom(0, 5, 20),
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
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

describe("in WebAssembly", () => {
  const never = Number.POSITIVE_INFINITY
  /** Many keys, more events than are handed over at once, some without a key, some rows between them. */
  const events = Array.from({ length: 5000 }, (_, i) => ({
    key: i % 7 === 3 ? -1 : (i * i) % 301,
    at: 1_700_000_000_000 + Math.floor(i / 3),
    row: 2 * i + (i % 2),
  }))
  const at = new Float64Array(2 * events.length).fill(Number.NaN)
  for (const event of events) at[event.row] = event.at
  const columnsOf = (numbers: number): Float64Array[] =>
    Array.from({ length: numbers }, (_, column) => Float64Array.from(at, (_time, row) => row * 3 + column))

  /** What completes matches, and what is held in the end, with all numbers. */
  function run(store: LastEvents, numbers: number, grow = 0): unknown {
    const found: number[] = []
    const columns = columnsOf(numbers)
    for (let from = 0; from < events.length; from += 2500) {
      const some = events.slice(from, from + 2500)
      store.reserve(301 + (from > 0 ? grow : 0))
      const arrived = {
        count: some.length,
        keys: Int32Array.from(some, ({ key }) => key),
        rowOf: Int32Array.from(some, ({ row }) => row),
        first: 0,
        at,
        columns,
        ahead: 0,
      }
      for (let i = store.take(arrived, 0); i < some.length; i = store.take(arrived, i + 1)) {
        found.push(from + i)
        store.clear(some[i]!.key)
      }
    }
    const held = [...store.held()].map((key) => {
      const count = store.count(key)
      return Array.from({ length: count }, (_, event) => {
        const cell = store.cellOf(key, store.most - count + event)
        return [key, ...store.cells.subarray(cell, cell + store.stride)]
      })
    })
    expect(found.length).toBeGreaterThan(20)
    expect(held.length).toBeGreaterThan(50)
    return { found, held }
  }

  test.each([0, 1, 3])("%i numbers are kept of each event as without it", (numbers) => {
    const shape = { most: 3, numbers, withinMs: 1000 }
    const made = vi.spyOn(RingMachine.prototype, "take")
    const expected = run(new LastEvents({ ...shape, wait: never }), numbers)
    expect(made).not.toHaveBeenCalled()
    expect(run(new LastEvents({ ...shape, wait: 0, least: 0 }), numbers)).toEqual(expected)
    expect(made).toHaveBeenCalled()
  })

  test("where its memory cannot grow, it goes on without", () => {
    const shape = { most: 5, numbers: 1, withinMs: 2000 }
    const expected = run(new LastEvents({ ...shape, wait: never }), 1)
    for (const [name, grow] of [
      ["growCells", 0],
      ["growKeys", 5000],
    ] as const) {
      const grew = vi.spyOn(RingMachine.prototype, name).mockImplementation(() => {
        throw new RangeError("no more memory")
      })
      expect(run(new LastEvents({ ...shape, wait: 0, least: 0 }), 1, grow)).toEqual(expected)
      expect(grew).toHaveBeenCalledOnce()
      vi.restoreAllMocks()
    }
  })

  test("few events, and single ones, go on where there was no room in its memory any more", () => {
    const shape = { most: 5, numbers: 1, withinMs: 1e6, wait: 0 }
    const many = Array.from({ length: 40_000 }, (_, i) => ({ key: (i * i) % 3001, at: 1e12 + i, row: i }))
    const run = (store: LastEvents, size: number): unknown => {
      const grew = vi.spyOn(RingMachine.prototype, "growCells")
      const found: number[] = []
      store.reserve(3001)
      for (let from = 0; from < many.length; from += size) {
        // The first are enough for it to take over, and few enough for its first room.
        const some = many.slice(from, from + size)
        const arrived = {
          count: some.length,
          keys: Int32Array.from(some, ({ key }) => key),
          rowOf: undefined,
          first: 0,
          at: Float64Array.from(some, (event) => event.at),
          columns: [Float64Array.from(some, ({ row }) => row)],
          ahead: 0,
        }
        for (let i = store.take(arrived, 0); i < some.length; i = store.take(arrived, i + 1)) {
          found.push(from + i)
          store.clear(some[i]!.key)
        }
      }
      for (let key = 0; key < 3001; key++) {
        while (store.count(key) < 5) store.cells[store.push(key, 2e12) + 1] = key
      }
      const held = [...store.held()].map((key) =>
        Array.from({ length: 5 }, (_, event) => store.cells[store.cellOf(key, event) + 1]),
      )
      return { found, held, grew: grew.mock.calls.length > 2 }
    }
    const expected = run(new LastEvents({ ...shape, wait: never }), 10)
    expect(run(new LastEvents({ ...shape, least: 16 }), 10)).toEqual({ ...(expected as object), grew: true })
    expect(run(new LastEvents({ ...shape, least: 0 }), 10)).toEqual({ ...(expected as object), grew: true })
  })

  test("where the host has none, it goes on without", () => {
    const shape = { most: 3, numbers: 1, withinMs: 1000 }
    const expected = run(new LastEvents({ ...shape, wait: never }), 1)
    vi.stubGlobal("WebAssembly", undefined)
    expect(run(new LastEvents({ ...shape, wait: 0, least: 0 }), 1)).toEqual(expected)
  })

  test("another one goes on with what it holds, for another time", () => {
    const numbers = 1
    const first = new LastEvents({ most: 3, numbers, withinMs: 1000, wait: 0, least: 0 })
    const other = new LastEvents({ most: 3, numbers, withinMs: 1000, wait: never })
    run(first, numbers)
    run(other, numbers)
    const shape = { most: 3, numbers, withinMs: 60 }
    const later = events.map((event) => ({ ...event, at: event.at + 2000 }))
    const goOn = (store: LastEvents): number[] => {
      const arrived = {
        count: later.length,
        keys: Int32Array.from(later, ({ key }) => key),
        rowOf: undefined,
        first: 0,
        at: Float64Array.from(later, (event) => event.at),
        columns: [Float64Array.from(later, ({ row }) => row)],
        ahead: 0,
      }
      const found: number[] = []
      for (let i = store.take(arrived, 0); i < later.length; i = store.take(arrived, i + 1)) {
        found.push(i)
        store.clear(later[i]!.key)
      }
      return found
    }
    const found = goOn(new LastEvents(shape, first))
    expect(found).toEqual(goOn(new LastEvents({ ...shape, wait: never }, other)))
    expect(found.length).toBeGreaterThan(100)
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
