const firstRoom = 64

/** A queue of numbers (32 bits, going around) that mostly follow one another: kept as ranges. */
export class Ranges {
  /** How many numbers it holds. */
  size = 0
  /** Rings: where each range begins, and behind its end. */
  private starts = new Int32Array(firstRoom)
  private ends = new Int32Array(firstRoom)
  /** How many ranges were ever taken and put in, modulo 2^32. */
  private taken = 0
  private put = 0

  /** The first number; only where there is one. */
  get first(): number {
    return this.starts[this.taken & (this.starts.length - 1)]!
  }

  /** How many follow one another from the first one on, itself included. */
  get firstLength(): number {
    const range = this.taken & (this.starts.length - 1)
    return (this.ends[range]! - this.starts[range]!) | 0
  }

  /** The last number; only where there is one. */
  get last(): number {
    return (this.ends[(this.put - 1) & (this.ends.length - 1)]! - 1) | 0
  }

  /** Adds the numbers from `from` up to `to`, which is left out. */
  add(from: number, to: number): void {
    if (from === to) return
    const isNext = this.size > 0 && ((this.last + 1) | 0) === from
    this.size += (to - from) | 0
    if (isNext) {
      this.ends[(this.put - 1) & (this.ends.length - 1)] = to
      return
    }
    if (((this.put - this.taken) | 0) === this.starts.length) this.grow()
    const range = this.put & (this.starts.length - 1)
    this.starts[range] = from
    this.ends[range] = to
    this.put = (this.put + 1) | 0
  }

  /** Takes out the first number; only where there is one. */
  shift(): number {
    const { first } = this
    this.drop(1)
    return first
  }

  /** Takes out as many numbers, of those that follow one another from the first one on. */
  drop(count: number): void {
    const range = this.taken & (this.starts.length - 1)
    this.size -= count
    this.starts[range] = (this.starts[range]! + count) | 0
    if (this.starts[range] === this.ends[range]) this.taken = (this.taken + 1) | 0
  }

  private grow(): void {
    const mask = this.starts.length - 1
    const starts = new Int32Array(this.starts.length * 2)
    const ends = new Int32Array(starts.length)
    for (let i = this.taken; i !== this.put; i = (i + 1) | 0) {
      starts[i & (starts.length - 1)] = this.starts[i & mask]!
      ends[i & (starts.length - 1)] = this.ends[i & mask]!
    }
    this.starts = starts
    this.ends = ends
  }
}
