import type { Column, Table, TableLayout } from "../state/contract.ts"

/** The table of `Timers`: a binary heap whose slots are the rows. */
export const timerTable: TableLayout = {
  name: "timers",
  columns: { at: "f64", key: "i32" },
  rows: { kind: "rebuilt" },
  integers: { key: "rebuilt" },
}

/**
 * One timer for each key row, the earliest first (of equal times the smaller row). The table's rows are the heap's slots:
 * only the last one is ever freed, so it is the next one allocated.
 */
export class Timers {
  private readonly table: Table
  private readonly at: Column<number>
  private readonly key: Column<number>
  /** The slot of a key's timer plus 1; 0: none. */
  private readonly slot: Column<number>

  constructor(table: Table, slot: Column<number>) {
    this.table = table
    this.at = table.number("at")
    this.key = table.number("key")
    this.slot = slot
  }

  get size(): number {
    return this.table.size
  }

  /** When the first timer is due; Infinity without timers. */
  next(): number {
    return this.table.size === 0 ? Number.POSITIVE_INFINITY : this.at.get(0)
  }

  /** The key row of the first timer. */
  nextKey(): number {
    return this.key.get(0)
  }

  /** When the key's timer is due; Infinity when it has none. */
  of(key: number): number {
    const slot = this.slot.get(key) - 1
    return slot < 0 ? Number.POSITIVE_INFINITY : this.at.get(slot)
  }

  /** Sets or moves the key's timer; Infinity removes it. */
  set(key: number, at: number): void {
    const slot = this.slot.get(key) - 1
    if (at === Number.POSITIVE_INFINITY) {
      if (slot >= 0) this.remove(key, slot)
      return
    }
    if (slot < 0) {
      this.rise(this.table.allocate(), key, at)
    } else if (at < this.at.get(slot)) this.rise(slot, key, at)
    else if (at > this.at.get(slot)) this.sink(slot, key, at)
  }

  /** Sets the timers of these keys, all that have one among them, to when `due` says. Not one by one: where many change, that would move each through the whole heap. */
  reset(keys: Iterable<number>, due: (key: number) => number): void {
    const others: number[] = []
    for (const key of keys) {
      const slot = this.slot.get(key) - 1
      const at = due(key)
      if (slot >= 0 && at !== Number.POSITIVE_INFINITY) {
        if (at !== this.at.get(slot)) this.at.set(slot, at)
      } else if (slot >= 0 || at !== Number.POSITIVE_INFINITY) others.push(key)
    }
    for (let slot = (this.table.size >>> 1) - 1; slot >= 0; slot--)
      this.sink(slot, this.key.get(slot), this.at.get(slot))
    for (const key of others) this.set(key, due(key))
  }

  /** All timers are due earlier, by so many ms. */
  advance(by: number): void {
    for (let slot = 0; slot < this.table.size; slot++) this.at.set(slot, this.at.get(slot) - by)
  }

  private remove(key: number, slot: number): void {
    const last = this.table.size - 1
    const lastKey = this.key.get(last)
    const lastAt = this.at.get(last)
    this.table.free(last)
    this.slot.set(key, 0)
    if (slot === last) return
    this.rise(slot, lastKey, lastAt)
    if (this.slot.get(lastKey) === slot + 1) this.sink(slot, lastKey, lastAt)
  }

  private before(at: number, key: number, slot: number): boolean {
    const other = this.at.get(slot)
    return at < other || (at === other && key < this.key.get(slot))
  }

  private place(slot: number, key: number, at: number): void {
    this.at.set(slot, at)
    this.key.set(slot, key)
    this.slot.set(key, slot + 1)
  }

  private rise(slot: number, key: number, at: number): void {
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (!this.before(at, key, parent)) break
      this.place(slot, this.key.get(parent), this.at.get(parent))
      slot = parent
    }
    this.place(slot, key, at)
  }

  private sink(slot: number, key: number, at: number): void {
    const size = this.table.size
    for (let child = 2 * slot + 1; child < size; child = 2 * slot + 1) {
      if (child + 1 < size && this.before(this.at.get(child + 1), this.key.get(child + 1), child)) child++
      if (this.before(at, key, child)) break
      this.place(slot, this.key.get(child), this.at.get(child))
      slot = child
    }
    this.place(slot, key, at)
  }
}
