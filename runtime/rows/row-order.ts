import { Ranges } from "./number-ranges.ts"

/**
 * The order of waiting rows: time, then rank, then arrival. Most arrive in order: they go behind a run and are taken from its front,
 * as ranges of their numbers. What comes behind the run's last row waits in a binary heap, and the two are merged. It knows rows by their
 * numbers, which rise as they arrive and go around at 32 bits; `at` and `rank` are columns, `mask` makes places of numbers.
 */
export class RowOrder {
  private readonly run = new Ranges()
  private heap = new Int32Array(16)
  private heaped = 0

  get size(): number {
    return this.run.size + this.heaped
  }

  /** Adds rows that arrived one after another. */
  add(first: number, count: number, at: Float64Array, rank: Float64Array, mask: number): void {
    const { run } = this
    const end = (first + count) | 0
    let number = first
    for (;;) {
      const from = number
      let place = run.size === 0 ? from & mask : run.last & mask
      for (; number !== end; number = (number + 1) | 0) {
        const next = number & mask
        const between = at[next]! - at[place]!
        if (between < 0 || (between === 0 && rank[next]! < rank[place]!)) break
        place = next
      }
      run.add(from, number)
      if (number === end) return
      this.insert(number, at, rank, mask)
      number = (number + 1) | 0
    }
  }

  /** Likewise rows of one rank, of which none is before the one before it. */
  addRising(first: number, count: number, at: Float64Array, rank: Float64Array, mask: number): void {
    const { run } = this
    const isNext = run.size === 0 || !isBefore(first, run.last, at, rank, mask)
    if (isNext) run.add(first, (first + count) | 0)
    else this.add(first, count, at, rank, mask)
  }

  /** Infinity where none waits. */
  nextAt(at: Float64Array, mask: number): number {
    const run = this.run.size === 0 ? Number.POSITIVE_INFINITY : at[this.run.first & mask]!
    if (this.heaped === 0) return run
    const disorder = at[this.heap[0]! & mask]!
    return disorder < run ? disorder : run
  }

  /** Takes out the first row; only where one waits. */
  poll(at: Float64Array, rank: Float64Array, mask: number): number {
    const { run } = this
    if (this.heaped === 0) return run.shift()
    const isFirst = run.size === 0 || isBefore(this.heap[0]!, run.first, at, rank, mask)
    return isFirst ? this.pollHeap(at, rank, mask) : run.shift()
  }

  /**
   * Takes out rows of the run up to the watermark that come before all others: writes their places to `places` from `count` on, until there
   * are `most`. How many there are then.
   */
  pollRun(watermark: number, at: Float64Array, mask: number, places: Int32Array, count: number, most: number): number {
    const { run } = this
    const before = this.heaped === 0 ? Number.POSITIVE_INFINITY : at[this.heap[0]! & mask]!
    let total = count
    while (run.size > 0 && total < most) {
      const from = run.first
      const limit = Math.min(run.firstLength, most - total)
      const taken = dueRows(from, limit, at, mask, watermark, before)
      const end = total + taken
      for (let number = from; total < end; number = (number + 1) | 0) places[total++] = number & mask
      run.drop(taken)
      if (taken < limit) break
    }
    return total
  }

  private insert(number: number, at: Float64Array, rank: Float64Array, mask: number): void {
    if (this.heaped === this.heap.length) {
      const heap = new Int32Array(this.heaped * 2)
      heap.set(this.heap)
      this.heap = heap
    }
    const { heap } = this
    let slot = this.heaped++
    while (slot > 0) {
      const parent = (slot - 1) >>> 1
      if (!isBefore(number, heap[parent]!, at, rank, mask)) break
      heap[slot] = heap[parent]!
      slot = parent
    }
    heap[slot] = number
  }

  private pollHeap(at: Float64Array, rank: Float64Array, mask: number): number {
    const { heap } = this
    const found = heap[0]!
    const size = --this.heaped
    const moved = heap[size]!
    let slot = 0
    for (let child = 1; child < size; child = 2 * slot + 1) {
      if (child + 1 < size && isBefore(heap[child + 1]!, heap[child]!, at, rank, mask)) child++
      if (isBefore(moved, heap[child]!, at, rank, mask)) break
      heap[slot] = heap[child]!
      slot = child
    }
    heap[slot] = moved
    return found
  }
}

function isBefore(left: number, right: number, at: Float64Array, rank: Float64Array, mask: number): boolean {
  const l = left & mask
  const r = right & mask
  const between = at[l]! - at[r]! || rank[l]! - rank[r]!
  // Numbers go around: of two, the later one is less than half a round ahead.
  return between === 0 ? ((left - right) | 0) < 0 : between < 0
}

/** How many of the first `limit` rows from `from` on, whose times never fall, are at most at the watermark and before `before`. */
function dueRows(
  from: number,
  limit: number,
  at: Float64Array,
  mask: number,
  watermark: number,
  before: number,
): number {
  let due = 0
  let rest = limit
  // Mostly all of them are.
  for (let half = limit; rest > 0; half = (rest + 1) >> 1) {
    const time = at[(from + due + half - 1) & mask]!
    if (time <= watermark && time < before) {
      due += half
      rest -= half
    } else rest = half - 1
  }
  return due
}
