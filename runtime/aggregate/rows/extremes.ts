import type { EntryInts, LogStore } from "./log-store.ts"

/** Numbers of a key: the oldest and the newest entry of its queue, and how many there are. */
const perKey = 3
const bottom = 0
const top = 1
const size = 2

/**
 * The least or greatest value in a window, by key: the queue of those entries in it that no later one beats (Lemire, Streaming
 * Maximum-Minimum Filter Using No More than Three Comparisons per Element, 2006).
 */
export class RowExtremes {
  private readonly log: LogStore
  private readonly column: number
  /** 1: the greatest; −1: the least. */
  private readonly sign: 1 | -1
  /** By entry: those beside it in the queue. */
  private readonly below: EntryInts
  private readonly above: EntryInts
  private keys = new Int32Array(0)

  constructor(log: LogStore, column: number, op: "min" | "max") {
    this.log = log
    this.column = column
    this.sign = op === "max" ? 1 : -1
    this.below = log.ints()
    this.above = log.ints()
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
    const { keys, sign } = this
    const { mask } = this.log
    const values = this.log.values[this.column]!
    const base = key * perKey
    const value = values[entry & mask]!
    let count = keys[base + size]!
    let last = keys[base + top]!
    while (count > 0 && (values[last & mask]! - value) * sign <= 0) {
      last = this.below.data[last & mask]!
      count--
    }
    if (count === 0) keys[base + bottom] = entry
    else {
      this.below.data[entry & mask] = last
      this.above.data[last & mask] = entry
    }
    keys[base + top] = entry
    keys[base + size] = count + 1
  }

  /** The oldest entry goes out of the window. */
  leave(entry: number, key: number): void {
    const { keys } = this
    const base = key * perKey
    if (keys[base + size] === 0 || keys[base + bottom] !== entry) return
    keys[base + bottom] = this.above.data[entry & this.log.mask]!
    keys[base + size] = keys[base + size]! - 1
  }

  /** Writes it to `cells[row]`. NaN: the window holds nothing of the key. */
  read(key: number, cells: Float64Array, row: number): void {
    const base = key * perKey
    cells[row] =
      this.keys[base + size] === 0
        ? Number.NaN
        : this.log.values[this.column]![this.keys[base + bottom]! & this.log.mask]!
  }

  clear(): void {
    this.keys.fill(0)
  }
}
