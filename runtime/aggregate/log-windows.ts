import type { Column } from "../state/contract.ts"
import { none } from "./contract.ts"
import type { Entries } from "./entries.ts"
import { addToSum, sumAt } from "./exact-sum.ts"
import { FloatBlocks, IntBlocks } from "./numbers.ts"
import type { Window } from "./windows.ts"

/** What is counted or summed up of the entries in a window. */
export interface Tally {
  readonly window: number
  /** none: the entries themselves. */
  readonly column: number
  /** Whether the column is summed up, too. */
  readonly sum: boolean
  /** Every entry has the value: the window's size is the count. */
  readonly always: boolean
}

/** A tally's places in the block of a key. */
export interface Slot {
  readonly count: number
  /** none: it has no sum. */
  readonly place: number
}

const oldest = 0
const newest = 1
const size = 2
const perWindow = 3

/**
 * For each key and window which entries of the log are in it: two pointers that only move forward, and running counts and sums.
 * They are moved when the window is asked for, so a window costs nothing in between. An index: at a restore it is begun
 * again from the log, and because sums are exact it comes out the same.
 */
export class LogWindows {
  private readonly entries: Entries
  private readonly head: Column<number>
  /** By window: `oldest`, `newest` (the last that was taken in, gone or not), `size`; then the count of each tally. */
  private ints: IntBlocks
  /** By tally with a sum: it, in two doubles. */
  private sums: FloatBlocks
  /** Sums that do not fit into two doubles, by place. */
  private large = new Map<number, bigint>()
  private readonly tallies: readonly (readonly (Tally & Slot)[])[]

  constructor(entries: Entries, head: Column<number>, windows: number, tallies: readonly Tally[]) {
    this.entries = entries
    this.head = head
    const fresh = Array.from({ length: windows }, () => [none, none, 0]).flat()
    let [counts, sums] = [fresh.length, 0]
    const placed = tallies.map((tally) => ({
      ...tally,
      count: tally.always ? tally.window * perWindow + size : counts++,
      place: tally.sum ? sums++ * 2 : none,
    }))
    this.ints = new IntBlocks([...fresh, ...Array.from({ length: counts - fresh.length }, () => 0)])
    this.sums = new FloatBlocks(sums * 2)
    this.tallies = Array.from({ length: windows }, (_, window) => placed.filter((tally) => tally.window === window))
  }

  /** Goes on with what another one has of the same windows, which is not used any more; false: it counts other things. */
  goOn({ ints, sums, large, tallies }: LogWindows): boolean {
    if (JSON.stringify(tallies) !== JSON.stringify(this.tallies)) return false
    this.ints = ints
    this.sums = sums
    this.large = large
    return true
  }

  /** Makes the windows of all keys empty: of as many as these have room for. */
  beginAll(keys: IntBlocks): void {
    this.ints.beginAll(keys)
    this.sums.beginAll(Math.ceil(keys.data.length / keys.width))
  }

  /** Makes the windows of a key empty, as if nothing of its log had been taken in. */
  begin(row: number): void {
    this.ints.begin(row)
    this.sums.begin(row)
    if (this.large.size === 0) return
    const { width } = this.sums
    for (let place = row * width; place < (row + 1) * width; place += 2) this.large.delete(place)
  }

  /** Moves a window to time `at`; the entry `skip` stays out. */
  move(number: number, window: Window, row: number, at: number, skip: number): void {
    const { entries } = this
    const base = row * this.ints.width + number * perWindow
    const { data } = this.ints
    const tooOld = at - window.reach
    const tooYoung = at - window.ending
    while (data[base + oldest] !== none && entries.at.get(data[base + oldest]!) <= tooOld) this.dropOldest(number, row)
    const last = data[base + newest]!
    let entry = last === none ? this.head.get(row) : entries.next.get(last)
    while (entry !== none && entry !== skip) {
      const time = entries.at.get(entry)
      if (time > tooYoung) break
      data[base + newest] = entry
      if (time > tooOld) this.take(number, row, entry)
      entry = entries.next.get(entry)
    }
    if (window.kind === "count") while (data[base + size]! > window.count) this.dropOldest(number, row)
  }

  /** Before the oldest entry of a key's log is freed. */
  release(row: number, entry: number): void {
    const { data, width } = this.ints
    for (let number = 0; number < this.tallies.length; number++) {
      const base = row * width + number * perWindow
      if (data[base + oldest] === entry) this.dropOldest(number, row)
      if (data[base + newest] === entry) data[base + newest] = none
    }
  }

  /** How many entries are in the window. */
  size(number: number, row: number): number {
    return this.ints.data[row * this.ints.width + number * perWindow + size]!
  }

  /** The first entry in the window; none: it is empty. */
  oldest(number: number, row: number): number {
    return this.ints.data[row * this.ints.width + number * perWindow + oldest]!
  }

  /** The last entry in the window, when it is not empty. */
  newest(number: number, row: number): number {
    return this.ints.data[row * this.ints.width + number * perWindow + newest]!
  }

  /** Where the tally of a window and column stands. */
  slot(window: number, column: number): Slot {
    const found = this.tallies[window]!.find((tally) => tally.column === column)
    if (found === undefined) throw new Error("this window does not count that column")
    return found
  }

  /** How many entries in the window have the tally's value. */
  count({ count }: Slot, row: number): number {
    return this.ints.data[row * this.ints.width + count]!
  }

  /** The sum of the tally's values in the window, rounded once. */
  sum({ place: offset }: Slot, row: number): number {
    return sumAt(this.sums.data, this.large, row * this.sums.width + offset)
  }

  private take(number: number, row: number, entry: number): void {
    const { data } = this.ints
    const base = row * this.ints.width + number * perWindow
    if (data[base + size]!++ === 0) data[base + oldest] = entry
    this.change(number, row, entry, 1)
  }

  private dropOldest(number: number, row: number): void {
    const { data } = this.ints
    const base = row * this.ints.width + number * perWindow
    const entry = data[base + oldest]!
    data[base + oldest] = --data[base + size]! === 0 ? none : this.entries.next.get(entry)
    this.change(number, row, entry, -1)
  }

  private change(number: number, row: number, entry: number, sign: 1 | -1): void {
    const tallies = this.tallies[number]!
    for (let i = 0; i < tallies.length; i++) {
      const { column, count, place, always } = tallies[i]!
      if (!always) {
        if (column === none ? !this.entries.counts(entry) : !this.isPresent(entry, column)) continue
        this.ints.data[row * this.ints.width + count]! += sign
      }
      if (place === none) continue
      addToSum(this.sums.data, this.large, row * this.sums.width + place, sign * this.entries.number(entry, column))
    }
  }

  private isPresent(entry: number, column: number): boolean {
    const { entries } = this
    if (!entries.isNumeric(column)) return entries.value(entry, column) !== undefined
    return !Number.isNaN(entries.number(entry, column))
  }
}
