/**
 * The loop of a window that is asked for counts, and for what sums of one column at most say: as most are. It looks at arrays alone that are the same from its beginning to its
 * end, and calls nothing that is long, so that none is checked anew for each event. What it leaves out ends it, and the window goes on in its own way.
 */
import { addCut } from "../split-sum.ts"
import { type LogChunk, placeMask } from "./log-store.ts"
import type { LoggedRows } from "./window.ts"

/** So many rows at most in one go: what is read for them stays in the processor's nearest cache. */
export const plainRows = 128

/** How the numbers of a window lie. */
export interface PlainNumbers {
  /** For each key: how many entries, then sums as two doubles. */
  readonly totals: Float64Array
  readonly stride: number
  /** The place of the sum among a key's numbers, and the column of the log that is summed up; 0: there is none. */
  readonly sum: number
  readonly column: number
  readonly reach: number
}

/** Where the loop is, and what it has read. */
export class PlainPass {
  /** The place of the row that comes next. */
  place = 0
  /** The first entry that has not left the window, and the first that has not come in. */
  left = 0
  entered = 0
  /** Keys of which something is held. */
  keys = 0
  /** A sum cannot be kept in this way: the row at `place` is to be gone on with in the other one. */
  isInexact = false
  /** By row, from the one on where `run` began: entries of its key, and their sum, as of its event; NaN: it has no key. */
  readonly counts = new Float64Array(plainRows)
  readonly sums = new Float64Array(plainRows)

  /** Sets where it is. */
  begin(place: number, { left, entered, keys }: Readonly<Record<"left" | "entered" | "keys", number>>): void {
    this.place = place
    this.left = left
    this.entered = entered
    this.keys = keys
  }

  /**
   * Goes on up to the row at `end`, `plainRows` further at most, or until entries of another chunk are needed. `leaving` and `entering`: the chunks of the entries `left` and `entered`; times of
   * `leaving` are of 32 bits.
   */
  run(numbers: PlainNumbers, leaving: LogChunk, entering: LogChunk, step: LoggedRows, end: number): void {
    const { totals, stride, sum, column, reach } = numbers
    const { order, keys, logged, added, first } = step
    const { counts, sums, place: begin } = this
    const { at } = step.rows
    const mask = placeMask
    const leavingAt = leaving.at as Int32Array
    const { base, key: leavingKey } = leaving
    const leavingValues = sum > 0 ? leaving.values[column]! : totals
    const enteringValues = sum > 0 ? entering.values[column]! : totals
    let { place, left, entered, keys: held } = this
    let entry = (entered - first) | 0
    let next = entry < added ? logged[entry]! : end
    const isAll = added === step.count
    let isInexact = false
    rows: while (place < end) {
      const tooOld = at[order[place]!]! - reach
      while (left !== entered) {
        const slot = left & mask
        if (base + leavingAt[slot]! > tooOld) break
        const cell = leavingKey[slot]! * stride
        const rest = totals[cell]! - 1
        if (rest === 0) {
          held--
          if (sum > 0) {
            totals[cell + sum] = 0
            totals[cell + sum + 1] = 0
          }
        } else if (sum > 0 && !addCut(totals, cell + sum, leavingValues, slot, -1)) {
          isInexact = true
          break rows
        }
        totals[cell] = rest
        left = (left + 1) | 0
        if ((left & mask) === 0) break rows
      }
      const key = keys[place]!
      const cell = key * stride
      if (place === next) {
        const slot = entered & mask
        if (sum > 0 && !addCut(totals, cell + sum, enteringValues, slot, 1)) {
          isInexact = true
          break
        }
        const before = totals[cell]!
        if (before === 0) held++
        totals[cell] = before + 1
        entered = (entered + 1) | 0
        entry++
        next = isAll ? place + 1 : entry < added ? logged[entry]! : end
      }
      counts[place - begin] = key < 0 ? Number.NaN : totals[cell]!
      if (sum > 0) sums[place - begin] = key < 0 ? Number.NaN : totals[cell + sum]! + totals[cell + sum + 1]!
      place++
      if ((entered & mask) === 0) break
    }
    this.place = place
    this.left = left
    this.entered = entered
    this.keys = held
    this.isInexact = isInexact
  }
}
