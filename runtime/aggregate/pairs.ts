import { none } from "./contract.ts"

/**
 * Finds rows by two whole numbers that their owner keeps: a hash table of rows with linear probing, of which entries are
 * taken out by moving those behind them up (Knuth, The Art of Computer Programming, 6.4, algorithm R). An index.
 */
export class PairIndex {
  private slots: Int32Array
  private used: number
  private readonly first: (row: number) => number
  private readonly second: (row: number) => number

  /** `first`, `second`: the numbers of a row. `former`: one of the same rows, with which it goes on. */
  constructor(first: (row: number) => number, second: (row: number) => number, former?: PairIndex) {
    this.slots = former?.slots ?? new Int32Array(16).fill(none)
    this.used = former?.used ?? 0
    this.first = first
    this.second = second
  }

  /** none: no row has them. */
  find(first: number, second: number): number {
    const { slots } = this
    for (let slot = this.home(first, second); slots[slot] !== none; slot = this.next(slot)) {
      const row = slots[slot]!
      if (this.first(row) === first && this.second(row) === second) return row
    }
    return none
  }

  /** A row that is not in the table yet. */
  add(row: number): void {
    if ((this.used + 1) * 3 > this.slots.length * 2) this.grow()
    this.used++
    this.place(row)
  }

  /** A row that is in the table, while it has its numbers still. */
  remove(row: number): void {
    const { slots } = this
    let slot = this.homeOf(row)
    while (slots[slot] !== row) slot = this.next(slot)
    this.used--
    for (let hole = slot; ; ) {
      slots[hole] = none
      let later = hole
      do {
        later = this.next(later)
        if (slots[later] === none) return
      } while (this.liesBetween(hole, this.homeOf(slots[later]!), later))
      slots[hole] = slots[later]!
      hole = later
    }
  }

  /** Whether a row whose home is `home` and that is at `slot` is found without the hole. */
  private liesBetween(hole: number, home: number, slot: number): boolean {
    return hole <= slot ? hole < home && home <= slot : hole < home || home <= slot
  }

  private place(row: number): void {
    let slot = this.homeOf(row)
    while (this.slots[slot] !== none) slot = this.next(slot)
    this.slots[slot] = row
  }

  private grow(): void {
    const rows = this.slots.filter((row) => row !== none)
    this.slots = new Int32Array(this.slots.length * 2).fill(none)
    for (const row of rows) this.place(row)
  }

  private next(slot: number): number {
    return (slot + 1) & (this.slots.length - 1)
  }

  private homeOf(row: number): number {
    return this.home(this.first(row), this.second(row))
  }

  private home(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) & (this.slots.length - 1)
  }
}
