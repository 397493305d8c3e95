import fc from "fast-check"
import { expect, test } from "vitest"
import { FlinkHeap } from "./flink-heap.ts"

const byRank = (a: { rank: number }, b: { rank: number }) => a.rank - b.rank

function drain<T>(heap: FlinkHeap<T>): T[] {
  const all: T[] = []
  for (let next = heap.poll(); next !== undefined; next = heap.poll()) all.push(next)
  return all
}

test("gives elements by rank, also after a removal", () => {
  const ranks = fc.array(fc.nat(9), { maxLength: 40 })
  const property = fc.property(ranks, fc.nat(9), (list, gone) => {
    const heap = new FlinkHeap(
      byRank,
      list.map((rank) => ({ rank })),
    )
    heap.removeAll(({ rank }) => rank === gone)
    const kept = list.filter((rank) => rank !== gone).sort((a, b) => a - b)
    expect(heap.peek()?.rank).toBe(kept[0])
    expect(drain(heap).map(({ rank }) => rank)).toEqual(kept)
  })
  fc.assert(property, { seed: 1 })
})

test("keeps equal ranks where they were put, and gives the first, then the last backwards", () => {
  const items = ["a", "b", "c", "d", "e"].map((name) => ({ rank: 1, name }))
  const heap = new FlinkHeap(byRank, items)
  expect(heap.items()).toEqual(items)
  expect(drain(heap).map((item) => (item as (typeof items)[number]).name)).toEqual(["a", "e", "d", "c", "b"])
})
