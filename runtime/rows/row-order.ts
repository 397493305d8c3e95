const firstRoom = 1024

/**
 * The order of waiting rows: time, then rank, then arrival. Most arrive in order: they are appended to a run and taken from its front.
 * What comes behind the run's last row waits in a binary heap, and the two are merged. It knows rows by their numbers, which rise as they
 * arrive and go around at 32 bits; `at` and `rank` are columns, `mask` makes places of numbers.
 */
export class RowOrder {
  /** A ring. */
  private run = new Int32Array(firstRoom)
  /** Of the run: how many were ever taken from it and put into it, modulo 2^32. */
  private first = 0
  private last = 0
  private heap = new Int32Array(16)
  private heaped = 0

  get size(): number {
    return ((this.last - this.first) | 0) + this.heaped
  }

  add(number: number, at: Float64Array, rank: Float64Array, mask: number): void {
    const { first, last } = this
    if (first !== last) {
      const previous = this.run[(last - 1) & (this.run.length - 1)]! & mask
      const place = number & mask
      const between = at[place]! - at[previous]!
      if (between < 0 || (between === 0 && rank[place]! < rank[previous]!)) {
        this.insert(number, at, rank, mask)
        return
      }
      if (((last - first) | 0) === this.run.length) this.growRun()
    }
    this.run[last & (this.run.length - 1)] = number
    this.last = (last + 1) | 0
  }

  /** Infinity where none waits. */
  nextAt(at: Float64Array, mask: number): number {
    const run =
      this.first === this.last ? Number.POSITIVE_INFINITY : at[this.run[this.first & (this.run.length - 1)]! & mask]!
    if (this.heaped === 0) return run
    const disorder = at[this.heap[0]! & mask]!
    return disorder < run ? disorder : run
  }

  /** Takes out the first row; only where one waits. */
  poll(at: Float64Array, rank: Float64Array, mask: number): number {
    const head = this.run[this.first & (this.run.length - 1)]!
    const hasRun = this.first !== this.last
    if (this.heaped > 0 && (!hasRun || isBefore(this.heap[0]!, head, at, rank, mask))) {
      return this.pollHeap(at, rank, mask)
    }
    this.first = (this.first + 1) | 0
    return head
  }

  /** Takes out rows up to the watermark, at most so many, as long as all that wait came in order: their places. How many. */
  pollRun(watermark: number, at: Float64Array, mask: number, places: Int32Array, most: number): number {
    if (this.heaped > 0) return 0
    const { run } = this
    const ring = run.length - 1
    const waiting = (this.last - this.first) | 0
    const limit = waiting < most ? waiting : most
    let count = 0
    for (; count < limit; count++) {
      const place = run[(this.first + count) & ring]! & mask
      if (at[place]! > watermark) break
      places[count] = place
    }
    this.first = (this.first + count) | 0
    return count
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

  private growRun(): void {
    const { run, first, last } = this
    const grown = new Int32Array(run.length * 2)
    for (let i = first; i !== last; i = (i + 1) | 0) grown[i & (grown.length - 1)] = run[i & (run.length - 1)]!
    this.run = grown
  }
}

function isBefore(left: number, right: number, at: Float64Array, rank: Float64Array, mask: number): boolean {
  const l = left & mask
  const r = right & mask
  const between = at[l]! - at[r]! || rank[l]! - rank[r]!
  // Numbers go around: of two, the later one is less than half a round ahead.
  return between === 0 ? ((left - right) | 0) < 0 : between < 0
}
