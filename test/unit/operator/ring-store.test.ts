import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { RingStore } from "../../../runtime/operator/lanes/ring-store.ts"

const within = 10

/** The store, and beside it lists that do the same. */
class Both {
  readonly store: RingStore
  readonly lists = new Map<number, { at: number; object: object }[]>()
  time = 0

  constructor(most: number | undefined) {
    this.store = new RingStore({ numbers: 1, objects: true, most }, within)
    this.store.reserve(50)
  }

  add(key: number): void {
    const object = {}
    const cell = this.store.add(key, this.time)
    this.store.cells[cell + 1] = key
    this.store.objects![cell] = object
    const list = this.lists.get(key) ?? []
    list.push({ at: this.time, object })
    this.lists.set(key, list)
  }

  check(): void {
    for (const [key, list] of this.lists) {
      const left = list.filter(({ at }) => at + within > this.time)
      const block = this.store.blockOf(key)
      expect(block === 0 ? 0 : this.store.expire(block, this.time)).toBe(left.length)
      for (const [i, { at, object }] of left.entries()) {
        const cell = this.store.cellOf(block, i)
        expect([this.store.cells[cell], this.store.cells[cell + 1]]).toEqual([at, key])
        expect(this.store.objects![cell]).toBe(object)
      }
    }
  }
}

describe("rings of keys", () => {
  const step = fc.record({ key: fc.nat(12), after: fc.constantFrom(0, 0, 1, 3, 12), act: fc.nat(9) })

  test("hold what lists hold", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), fc.constantFrom(undefined, 3, 12), (steps, most) => {
        const both = new Both(most)
        for (const { key, after, act } of steps) {
          both.time += after
          const { store, lists } = both
          const block = store.blockOf(key)
          const held = block === 0 ? 0 : store.expire(block, both.time)
          const list = (lists.get(key) ?? []).filter(({ at }) => at + within > both.time)
          lists.set(key, list)
          if (act === 0 && block !== 0) {
            store.close(block)
            lists.delete(key)
          } else if (act === 1 && held > 0) {
            store.removeOldest(block)
            list.shift()
          } else if (most === undefined || held < most) both.add(key)
          if (act === 2) store.sweep(both.time)
        }
        both.check()
        both.store.sweepAll(both.time)
        expect(both.store.keys).toBe(
          [...both.lists.values()].filter((list) => list.some(({ at }) => at + within > both.time)).length,
        )
        both.check()
      }),
    )
  })

  test("keys whose events have gone are not kept, though new ones come without end", () => {
    const store = new RingStore({ numbers: 1, objects: false, most: 5 }, within)
    let most = 0
    for (let i = 0; i < 200_000; i++) {
      store.reserve(i + 1)
      store.add(i, i)
      store.sweep(i)
      most = Math.max(most, store.keys)
    }
    expect(most).toBeLessThan(17_000)
    expect(store.cells.length).toBeLessThan(300_000)
  })
})
