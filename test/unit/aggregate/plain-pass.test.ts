import { expect, test } from "vitest"
import type { Rows } from "../../../runtime/abi/rows.ts"
import type { RowsAtHand } from "../../../runtime/aggregate/rows/contract.ts"
import { SharedLog } from "../../../runtime/aggregate/rows/shared-log.ts"
import type { RowWindow } from "../../../runtime/aggregate/rows/window.ts"

const keyCount = 40
const keys = { limit: keyCount, values: (id: number) => [id], idOf: ([id]: readonly unknown[]) => Number(id) }
const reach = 500

type Op = "count" | "sum" | "avg" | "max"

interface Subject {
  readonly log: SharedLog
  readonly window: RowWindow
}

/** A log with one window. One that is asked for a maximum, too, goes through rows in the long way. */
function logOf(ops: readonly Op[], whole: boolean, start: number): Subject {
  const log = new SharedLog({ select: 0, space: 0, keys, whole })
  log.store.first = log.store.next = start
  const window = log.windowOf(reach, 0)
  log.join({ all: window, lost: () => {} }, [
    (rows, order, chosen, count, values) => {
      for (let i = 0; i < count; i++) values[i] = rows.numbers[0]![order[chosen[i]!]!]!
    },
  ])
  for (const [i, op] of ops.entries()) {
    window.add({ series: 0, window: 0, number: i, op, column: 0, into: 1 + i }, 0, false)
  }
  log.open()
  return { log, window }
}

interface Stream {
  /** The time from one event to the next, ms. */
  readonly gap: (random: (below: number) => number) => number
  readonly value: (random: (below: number) => number) => number
  /** One in so many rows is left out by the condition; 0: none is. */
  readonly leavesOut: number
  readonly withoutKeys: boolean
}

const cents = (random: (below: number) => number): number => random(100_000) / 100
const plain: Stream = { gap: (random) => random(9), value: cents, leavesOut: 0, withoutKeys: false }

const streams: Readonly<Record<string, Stream>> = {
  plain,
  "windows that are often empty": { ...plain, gap: (random) => random(40) * random(40) },
  "all at one time, then a pause": { ...plain, gap: (random) => (random(1000) === 0 ? 2000 : 0) },
  "a condition and events without keys": { ...plain, leavesOut: 3, withoutKeys: true },
  "events without keys": { ...plain, withoutKeys: true },
  "values that are missing": { ...plain, value: (random) => (random(7) === 0 ? Number.NaN : cents(random)) },
  "values of all sizes": {
    ...plain,
    value: (random) => (random(50) === 0 ? cents(random) * 2 ** (random(2000) - 1000) : -cents(random)),
  },
  "values at the limit of the quick sum": { ...plain, value: (random) => 2 ** 35 - 1 + random(3) + random(9) / 8 },
  "negative zeros": { ...plain, value: (random) => (random(2) === 0 ? -0 : 1) },
  "times between milliseconds": { ...plain, gap: (random) => random(9) + random(4) / 3 },
  "times that are far apart": { ...plain, gap: (random) => (random(500) === 0 ? 2 ** 33 : random(9)) },
}

function randomOf(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
}

/** A batch of some events behind a time, whose rows stand in an order of their own. */
function batchOf(stream: Stream, random: (below: number) => number, after: number, sequence: number): RowsAtHand {
  const count = 1 + random(random(4) === 0 ? 5000 : 300)
  const order = Int32Array.from({ length: count }, (_, i) => count - 1 - i)
  const at = new Float64Array(count)
  const numbers = Array.from({ length: 5 }, () => new Float64Array(count).fill(-1))
  let time = after
  for (const row of order) {
    time += stream.gap(random)
    at[row] = time
    numbers[0]![row] = stream.value(random)
  }
  const places = Int32Array.from(order.keys()).filter(() => stream.leavesOut === 0 || random(stream.leavesOut) > 0)
  const keyOf = Int32Array.from(order, () => random(stream.withoutKeys ? keyCount + 1 : keyCount) - 1)
  for (let i = 0; i < count; i++) if (!stream.withoutKeys && keyOf[i]! < 0) keyOf[i] = 0
  return {
    rows: { at, numbers } as unknown as Rows,
    order,
    count,
    sequence,
    chosen: () => ({ items: places, count: places.length }),
    keysOf: () => keyOf,
  }
}

/** All that a window and its log say. */
function stateOf({ log, window }: Subject): unknown {
  const { store } = log
  const held = Array.from({ length: keyCount }, (_, key) => window.holds(key))
  const last = store.size === 0 ? undefined : store.timeOf((store.next - 1) | 0)
  return { held, keys: window.keys, begins: window.begins, left: window.left, size: store.size, last }
}

const asked: Readonly<Record<string, readonly Op[]>> = {
  "counts and sums": ["sum", "count"],
  counts: ["count"],
  averages: ["avg", "sum", "count"],
}

for (const [name, stream] of Object.entries(streams)) {
  test.each(Object.entries(asked))(`${name}: the quick way through rows says what the long one says: %s`, (_, ops) => {
    const random = randomOf(7)
    for (const start of [0, 2 ** 31 - 6000]) {
      const quick = logOf(ops, !name.includes("missing"), start)
      const long = logOf([...ops, "max"], false, start)
      let time = 1_000_000
      for (let i = 0, sequence = 0; i < 25; i++) {
        const batch = batchOf(stream, random, time, sequence)
        const { at, numbers } = batch.rows
        const other = { ...batch, rows: { at, numbers: numbers.map((each) => each.slice()) } as unknown as Rows }
        quick.log.take(batch)
        long.log.take(other)
        for (let op = 1; op <= ops.length; op++) expect(numbers[op]).toEqual(other.rows.numbers[op])
        expect(stateOf(quick)).toEqual(stateOf(long))
        const { first, next } = quick.log.store
        for (let entry = next - Math.min(50, (next - first) | 0); entry !== next; entry++) {
          const [one, two] = [quick, long].map(({ log }) => log.store.chunkOf(entry | 0))
          const place = entry & 4095
          expect([one!.key[place], one!.order[place], one!.values[0]![place]]).toEqual([
            two!.key[place],
            two!.order[place],
            two!.values[0]![place],
          ])
        }
        time = at[batch.order[batch.count - 1]!]!
        sequence += batch.count
        if (random(6) === 0) for (const { log } of [quick, long]) log.moveTo((time += 700))
        if (random(12) === 0) for (const { log } of [quick, long]) log.clear()
      }
    }
  })
}
