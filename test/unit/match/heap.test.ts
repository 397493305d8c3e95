import fc from "fast-check"
import { expect, test } from "vitest"
import { Heap } from "../../../runtime/match/heap.ts"

const order = { compare: (left: number, right: number) => Math.floor(left / 10) - Math.floor(right / 10) }

function drain(heap: Heap): number[] {
  const items: number[] = []
  while (heap.size > 0) items.push(heap.poll())
  return items
}

test("items come out in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), (items) => {
      const heap = new Heap(order)
      for (const item of items) heap.add(item)
      const tens = drain(heap).map((item) => Math.floor(item / 10))
      expect(tens).toEqual(items.map((item) => Math.floor(item / 10)).sort((a, b) => a - b))
    }),
  )
})

test("equal items come out as from an array heap that moves the last entry to the root", () => {
  const heap = new Heap(order)
  for (const item of [1, 2, 3, 4, 5]) heap.add(item)
  expect(heap.rows.toArray()).toEqual([1, 2, 3, 4, 5])
  expect(drain(heap)).toEqual([1, 5, 4, 3, 2])
})

test("removing rebuilds, and keeps the order of the array where nothing has to move", () => {
  const heap = new Heap(order)
  for (const item of [1, 31, 11, 41, 51, 12, 2]) heap.add(item)
  const removed: number[] = []
  heap.remove((item) => {
    if (item !== 1 && item !== 31) return false
    removed.push(item)
    return true
  })
  expect(removed.sort((a, b) => a - b)).toEqual([1, 31])
  expect(drain(heap).map((item) => Math.floor(item / 10))).toEqual([0, 1, 1, 4, 5])
})
