import type { Column } from "../state/contract.ts"
import { none } from "./contract.ts"
import type { Entries } from "./entries.ts"
import { IntBlocks } from "./numbers.ts"

const pushed = 0
const bottom = 1
const top = 2
const fronts = 3

/**
 * The least or greatest value of a column in windows that end now: the queue of those entries that no later one beats, for each
 * key (Lemire, Streaming Maximum-Minimum Filter Using No More than Three Comparisons per Element, 2006). One queue serves all
 * windows: each has its front, the oldest entry of the queue that is in it. The newest entry of the log is not in the queue yet, so
 * that it can be left out (`over previous`). It costs a few steps an event, in the worst case on average too, where
 * going through the window costs its length. An index: begun again from the log at a restore.
 */
export class Extremes {
  private readonly entries: Entries
  private readonly column: number
  /** 1: the greatest; −1: the least. */
  private readonly sign: 1 | -1
  private readonly head: Column<number>
  /** By key: the last entry that was pushed (or none), the queue's oldest and newest entry, the front of each window. */
  private ints: IntBlocks
  /** By entry: those beside it in the queue, towards the bottom and the top; `above` one that was beaten is the one that beat it. */
  private below = new IntBlocks([none])
  private above = new IntBlocks([none])

  constructor(entries: Entries, head: Column<number>, column: number, op: "min" | "max", windows: number) {
    this.entries = entries
    this.head = head
    this.column = column
    this.sign = op === "max" ? 1 : -1
    this.ints = new IntBlocks([none, none, none, ...Array.from({ length: windows }, () => none)])
  }

  /** Whether it is about the same values as another one. */
  isLike({ column, sign }: Extremes): boolean {
    return column === this.column && sign === this.sign
  }

  /** Goes on with the queues of another one like it for the same windows, which is not used any more. */
  goOn({ ints, below, above }: Extremes): void {
    this.ints = ints
    this.below = below
    this.above = above
  }

  /** Makes the queue of a key empty, as if nothing of its log had been pushed. */
  begin(row: number): void {
    this.ints.begin(row)
  }

  /** Makes room for an entry. */
  beginEntry(entry: number): void {
    this.below.begin(entry)
    this.above.begin(entry)
  }

  /** Before the oldest entry of a key's log is freed. */
  release(row: number, entry: number): void {
    const base = row * this.ints.width
    const { data } = this.ints
    if (data[base + pushed] === entry) data[base + pushed] = none
    for (let place = base + fronts; place < base + this.ints.width; place++) {
      if (data[place] === entry) data[place] = none
    }
    if (data[base + bottom] !== entry) return
    const next = data[base + top] === entry ? none : this.above.data[entry]!
    data[base + bottom] = next
    if (next === none) data[base + top] = none
    else this.below.data[next] = none
  }

  /**
   * The extreme of a window whose first entry is `oldest` and whose last one is `newest`: the log's last or the one before it.
   * `tail`: the log's last entry. undefined: no value is there.
   */
  ask(window: number, row: number, oldest: number, newest: number, tail: number): unknown {
    this.pushUpTo(row, tail)
    const front = this.moveFront(window, row, oldest)
    const best = front === none ? undefined : this.entries.value(front, this.column)
    if (newest !== tail || !this.hasValue(tail)) return best
    const last = this.entries.value(tail, this.column)
    return best === undefined || this.beats(last, best) ? last : best
  }

  /** Pushes the entries before `tail`. */
  private pushUpTo(row: number, tail: number): void {
    const place = row * this.ints.width + pushed
    const { data } = this.ints
    const last = data[place]!
    let entry = last === none ? this.head.get(row) : this.entries.next.get(last)
    for (; entry !== tail && entry !== none; entry = this.entries.next.get(entry)) {
      data[place] = entry
      if (this.hasValue(entry)) this.push(row, entry)
    }
  }

  private push(row: number, entry: number): void {
    const base = row * this.ints.width
    const { data } = this.ints
    const value = this.entries.value(entry, this.column)
    let last = data[base + top]!
    while (last !== none && !this.beats(this.entries.value(last, this.column), value)) {
      this.above.data[last] = entry
      last = this.below.data[last]!
    }
    this.below.data[entry] = last
    this.above.data[entry] = none
    if (last === none) data[base + bottom] = entry
    else this.above.data[last] = entry
    data[base + top] = entry
  }

  /** The oldest entry of the queue that is not before `oldest`; none: there is none. */
  private moveFront(window: number, row: number, oldest: number): number {
    const base = row * this.ints.width
    const { data } = this.ints
    const place = base + fronts + window
    if (data[base + top] === none) return none
    let front = data[place] === none ? data[base + bottom]! : data[place]!
    while (!this.isQueued(base, front) || this.entries.isBefore(front, oldest)) {
      if (front === data[base + top]) {
        data[place] = front
        return none
      }
      front = this.above.data[front]!
    }
    data[place] = front
    return front
  }

  private isQueued(base: number, entry: number): boolean {
    return entry === this.ints.data[base + top] || this.below.data[this.above.data[entry]!] === entry
  }

  private hasValue(entry: number): boolean {
    return this.entries.value(entry, this.column) !== undefined
  }

  private beats(value: unknown, other: unknown): boolean {
    return this.sign === 1 ? (value as number) > (other as number) : (value as number) < (other as number)
  }
}
