import type { RingStore } from "./ring-store.ts"

const firstRuns = 16
const firstEvents = 64

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
  /** By run: the number of its first event; behind the last one that of the next. */
  private firsts = new Int32Array(firstRuns + 1)

  constructor(stride: number) {
    this.stride = stride
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
  add(
    store: Pick<RingStore, "cells" | "objects" | "cellOf" | "keyOf">,
    block: number,
    from: number,
    count: number,
  ): void {
    this.reserve(count)
    const { stride, cells } = this
    const source = store.cells
    let to = this.events * stride
    for (let i = from; i < from + count; i++) {
      const cell = store.cellOf(block, i)
      for (let word = 0; word < stride; word++) cells[to++] = source[cell + word]!
      if (store.objects !== undefined) {
        this.objects ??= []
        this.objects.push(store.objects[cell])
      }
    }
    this.events += count
    this.keys[this.total++] = store.keyOf(block)
    this.firsts[this.total] = this.events
  }

  /** Takes the next run, in the order in which they were added. */
  take(): void {
    const run = this.next++
    this.key = this.keys[run]!
    this.first = this.firsts[run]!
    this.count = this.firsts[run + 1]! - this.first
  }

  private reserve(count: number): void {
    if (this.total === this.keys.length) {
      const { keys, firsts } = this
      this.keys = new Int32Array(2 * keys.length)
      this.keys.set(keys)
      this.firsts = new Int32Array(2 * keys.length + 1)
      this.firsts.set(firsts)
    }
    const needed = (this.events + count) * this.stride
    if (needed <= this.cells.length) return
    const { cells } = this
    this.cells = new Float64Array(Math.max(needed, 2 * cells.length))
    this.cells.set(cells)
  }
}
