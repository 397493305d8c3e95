import fc from "fast-check"
import { expect, test } from "vitest"
import { LogStore, placeMask } from "../../../runtime/aggregate/rows/log-store.ts"

/** Steps of time: ordinary ones, some longer than 32 bits reach, and parts of milliseconds. */
const step = fc.oneof(
  { weight: 30, arbitrary: fc.nat(1000) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 40) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, 0.1) },
)
const action = fc.record({
  steps: fc.array(step, { maxLength: 30 }),
  /** How often they are added. */
  times: fc.constantFrom(1, 1, 5, 400),
  /** The share of the entries that goes. */
  gone: fc.constantFrom(0, 0, 0.3, 0.9, 1),
})

test.each([0, 4095, 2 ** 31 - 3000, -3000])("entries are as they were added, from number %i on", (start) => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 20 }), fc.constantFrom(0, 1_700_000_000_000, -5.25), (actions, from) => {
      const store = new LogStore()
      store.first = store.next = start | 0
      const held: { at: number; key: number; order: number; value: number }[] = []
      let at = from
      let made = 0
      const check = () => {
        expect(store.size).toBe(held.length)
        for (let i = 0; i < held.length; i += 1 + Math.floor(held.length / 50)) {
          const entry = (store.first + i) | 0
          const chunk = store.chunkOf(entry)
          const place = entry & placeMask
          const found = { at: store.timeOf(entry), key: chunk.key[place], order: chunk.order[place] }
          expect({ ...found, value: chunk.values[0]![place] }).toEqual(held[i])
        }
      }
      store.addColumn()
      for (const { steps, times, gone } of actions) {
        const all = Array.from({ length: times }, () => steps).flat()
        const moments = Float64Array.from(all, (each) => (at += each))
        store.reserve(moments.length)
        for (const [i, moment] of moments.entries()) {
          const entry = store.next
          const one = { at: moment, key: made % 7, order: made, value: made++ / 8 }
          store.add(moments, i, one.key, one.order)
          store.chunkOf(entry).values[0]![entry & placeMask] = one.value
          held.push(one)
        }
        check()
        const count = Math.floor(held.length * gone)
        store.releaseTo((store.first + count) | 0)
        held.splice(0, count)
        check()
      }
    }),
    { numRuns: 60 },
  )
})
