import { IntList } from "./int-list.ts"

/**
 * The order of partial matches is part of the meaning: which of several with the same first event survives a skip strategy
 * depends on it. It is that of a binary heap in an array as the Java platform's `PriorityQueue` documents it (`add` moves up
 * only while strictly smaller, `poll` puts the last entry at the root and moves it down, removing several rebuilds), whose
 * entries compare equal when they have the same first event.
 */
export interface Order {
  /** Below 0 when `left` comes before `right`, 0 when neither does. */
  compare(left: number, right: number): number
}

/** A heap of row numbers. */
export class Heap {
  /** In heap order. */
  readonly rows = new IntList()
  private readonly order: Order

  constructor(order: Order) {
    this.order = order
  }

  get size(): number {
    return this.rows.size
  }

  /** The first; only of a heap that is not empty. */
  first(): number {
    return this.rows.at(0)
  }

  clear(): void {
    this.rows.clear()
  }

  add(item: number): void {
    const { rows, order } = this
    let slot = rows.size
    rows.push(item)
    const { items } = rows
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (order.compare(item, items[parent]!) >= 0) break
      items[slot] = items[parent]!
      slot = parent
    }
    items[slot] = item
  }

  /** Takes out the first; only of a heap that is not empty. */
  poll(): number {
    const { rows } = this
    const first = rows.at(0)
    const last = rows.at(--rows.size)
    if (rows.size > 0) this.sink(0, last)
    return first
  }

  /** Removes the items that `doomed` accepts and calls it once for each, in array order. */
  remove(doomed: (item: number) => boolean): void {
    const { items, size } = this.rows
    let kept = 0
    for (let i = 0; i < size; i++) {
      const item = items[i]!
      if (!doomed(item)) items[kept++] = item
    }
    if (kept === size) return
    this.rows.size = kept
    for (let slot = (kept >>> 1) - 1; slot >= 0; slot--) this.sink(slot, items[slot]!)
  }

  private sink(slot: number, item: number): void {
    const { order } = this
    const { items, size } = this.rows
    const half = size >>> 1
    while (slot < half) {
      let child = 2 * slot + 1
      if (child + 1 < size && order.compare(items[child]!, items[child + 1]!) > 0) child++
      if (order.compare(item, items[child]!) <= 0) break
      items[slot] = items[child]!
      slot = child
    }
    items[slot] = item
  }
}
