import { type LogStore, placeMask } from "./log-store.ts"

/** Numbers of a key: the oldest and the newest entry of its queue, and how many there are. */
const perKey = 3
const bottom = 0
const top = 1
const size = 2

/** Queues of the log before, and where their links stand now among the numbers of an entry. */
export interface FormerExtremes {
  readonly extremes: RowExtremes
  readonly below: number
  readonly above: number
}

/**
 * The least or greatest value in a window, by key: the queue of those entries in it that no later one beats (Lemire, Streaming
 * Maximum-Minimum Filter Using No More than Three Comparisons per Element, 2006).
 */
export class RowExtremes {
  private readonly log: LogStore
  private readonly column: number
  /** 1: the greatest; −1: the least. */
  private readonly sign: 1 | -1
  /** The places among the numbers of an entry of those beside it in the queue. */
  readonly below: number
  readonly above: number
  private keys: Int32Array

  /** `former`: one with whose queues it goes on. */
  constructor(log: LogStore, column: number, op: "min" | "max", former?: FormerExtremes) {
    this.log = log
    this.column = column
    this.sign = op === "max" ? 1 : -1
    this.keys = former?.extremes.keys ?? new Int32Array(0)
    this.below = former?.below ?? log.addInts()
    this.above = former?.above ?? log.addInts()
  }

  /** Keys below the limit can come. */
  reserve(limit: number): void {
    if (limit * perKey <= this.keys.length) return
    const keys = new Int32Array(Math.max(limit * perKey, this.keys.length * 2))
    keys.set(this.keys)
    this.keys = keys
  }

  /** The newest entry comes into the window. */
  enter(entry: number, key: number): void {
    const { keys, sign, below, above, log } = this
    const base = key * perKey
    const value = this.valueOf(entry)
    let count = keys[base + size]!
    let last = keys[base + top]!
    while (count > 0 && (this.valueOf(last) - value) * sign <= 0) {
      last = log.chunkOf(last).ints[below]![last & placeMask]!
      count--
    }
    if (count === 0) keys[base + bottom] = entry
    else {
      log.chunkOf(entry).ints[below]![entry & placeMask] = last
      log.chunkOf(last).ints[above]![last & placeMask] = entry
    }
    keys[base + top] = entry
    keys[base + size] = count + 1
  }

  /** The oldest entry goes out of the window. */
  leave(entry: number, key: number): void {
    const { keys } = this
    const base = key * perKey
    if (keys[base + size] === 0 || keys[base + bottom] !== entry) return
    // Of the last one there it says nothing, which nobody reads.
    keys[base + bottom] = this.log.chunkOf(entry).ints[this.above]![entry & placeMask]!
    keys[base + size] = keys[base + size]! - 1
  }

  /** Writes it to `cells[row]`. NaN: the window holds nothing of the key. */
  read(key: number, cells: Float64Array, row: number): void {
    const base = key * perKey
    cells[row] = this.keys[base + size] === 0 ? Number.NaN : this.valueOf(this.keys[base + bottom]!)
  }

  private valueOf(entry: number): number {
    return this.log.chunkOf(entry).values[this.column]![entry & placeMask]!
  }

  clear(): void {
    this.keys.fill(0)
  }
}
