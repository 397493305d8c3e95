import type { HeldEvents } from "./ring-members.ts"

const firstRuns = 16
const firstEvents = 64

/** `first`: the first event alone; `both`: the last one, too. */
export type KeptEnds = "all" | "first" | "both"

/** Runs of events of keys that completed matches in a batch, copied when they are found: one match after the other is taken out again. */
export class FoundRuns {
  /** By event: its time and the numbers that were kept of it. */
  cells: Float64Array<ArrayBuffer>
  /** By event: its texts, or the event as a whole; undefined: neither is kept. */
  objects: unknown[] | undefined = undefined
  readonly stride: number
  /** How many were added. */
  total = 0
  /** The one that is taken: its key, its first event here, and how many it has. */
  key = 0
  first = 0
  count = 0
  private next = 0
  private events = 0
  private keys = new Int32Array(firstRuns)
  /** By run: the number of its first event; how many it has. */
  private firsts = new Int32Array(firstRuns)
  private counts = new Int32Array(firstRuns)
  private readonly ends: KeptEnds

  /** `ends`: which of the events of a run are copied; the others are not asked for. */
  constructor(stride: number, ends: KeptEnds = "all") {
    this.stride = stride
    this.ends = ends
    this.cells = new Float64Array(firstEvents * stride)
  }

  /** Forgets all. */
  clear(): void {
    this.total = 0
    this.next = 0
    this.events = 0
    if (this.objects !== undefined) this.objects.length = 0
  }

  /** Adds `count` events of a block, from the one at `from` on. */
  add(store: HeldEvents, block: number, from: number, count: number): void {
    this.reserve(count)
    const run = this.total++
    this.keys[run] = store.keyOf(block)
    this.firsts[run] = this.events
    this.counts[run] = count
    if (this.ends === "all") {
      for (let i = from; i < from + count; i++) this.copy(store, store.cellOf(block, i))
      return
    }
    if (count > 0) this.copy(store, store.cellOf(block, from))
    if (count > 1 && this.ends === "both") this.copy(store, store.cellOf(block, from + count - 1))
  }

  private copy(store: HeldEvents, cell: number): void {
    const { stride, cells } = this
    const source = store.cells
    const to = this.events++ * stride
    for (let word = 0; word < stride; word++) cells[to + word] = source[cell + word]!
    if (store.objects === undefined) return
    this.objects ??= []
    this.objects.push(store.objects[cell])
  }

  /** Where an event of the run that is taken stands among those of all runs. */
  placeOf(event: number): number {
    return this.first + (this.ends === "all" ? event : Math.min(event, 1))
  }

  /** Takes the next run, in the order in which they were added. */
  take(): void {
    const run = this.next++
    this.key = this.keys[run]!
    this.first = this.firsts[run]!
    this.count = this.counts[run]!
  }

  private reserve(count: number): void {
    if (this.total === this.keys.length) {
      this.keys = twice(this.keys)
      this.firsts = twice(this.firsts)
      this.counts = twice(this.counts)
    }
    const needed = (this.events + count) * this.stride
    if (needed <= this.cells.length) return
    const { cells } = this
    this.cells = new Float64Array(Math.max(needed, 2 * cells.length))
    this.cells.set(cells)
  }
}

function twice(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(2 * numbers.length)
  more.set(numbers)
  return more
}
