import type { DurationRef, RuleManifest } from "../../abi/rule-set.ts"
import type { ProgramState } from "../../match/program.ts"
import { type ChainStore, noBlock } from "./chain-store.ts"
import { type Counted, countHeld, stepOver } from "./counted.ts"
import { lastAtCell, startAtCell, stateCell } from "./registers.ts"

const never = Number.POSITIVE_INFINITY

export interface EndsShape {
  readonly withinMs: number
  /** The window is counted from the last event. */
  readonly isBetween: boolean
  /** By state: ms after the last event; Infinity where it does not end by itself. */
  readonly expires: readonly number[]
}

/** When partial matches of chains end by themselves: from their cells. */
export class ChainEnds implements EndsShape {
  /** The first partial match of a key is the first to end. */
  readonly inOrder: boolean
  readonly withinMs: number
  readonly isBetween: boolean
  readonly expires: readonly number[]

  /** `durationOf`: the ms of a duration number of the automaton. */
  constructor(
    { within }: Pick<RuleManifest, "within">,
    states: readonly ProgramState[],
    durationOf: (number: number) => number,
  ) {
    this.withinMs = within.kind === "none" ? never : msOf(within.duration)
    this.isBetween = within.kind === "between-events"
    this.expires = states.map(({ expires }) => (expires.length === 0 ? never : Math.max(...expires.map(durationOf))))
    this.inOrder = !this.isBetween && this.expires.every((ms) => ms === never)
  }

  /** Whether some partial match ends later than it would by others of the same automaton. */
  isLaterThan(others: ChainEnds): boolean {
    return this.withinMs > others.withinMs || this.expires.some((ms, state) => ms > others.expires[state]!)
  }

  /** Whether the partial match at a cell has ended at `time`. */
  hasEnded(cells: Float64Array, cell: number, time: number): boolean {
    if (this.inOrder) return cells[cell + startAtCell]! + this.withinMs <= time
    const end = this.of(cells, cell)
    return end <= time && end !== never
  }

  /** Lets go of a block's partial matches that have ended at `time`; how many are left. The block is closed where there are none. */
  expire(partials: ChainStore, block: number, time: number): number {
    const { cells } = partials
    const count = partials.count(block)
    if (this.inOrder && !this.hasEnded(cells, partials.cellOf(block, 0), time)) return count
    let kept = 0
    for (let i = 0; i < count; i++) {
      if (this.hasEnded(cells, partials.cellOf(block, i), time)) continue
      if (kept !== i) partials.move(block, i, kept)
      kept++
    }
    if (kept !== count) partials.keep(block, kept)
    return kept
  }

  /** Whether some of a block's partial matches have ended at `time`. */
  canExpire(partials: ChainStore, block: number, time: number): boolean {
    for (let i = 0; i < partials.count(block); i++)
      if (this.hasEnded(partials.cells, partials.cellOf(block, i), time)) return true
    return false
  }

  /** Whether some have not. */
  holds(partials: ChainStore, block: number, time: number): boolean {
    for (let i = 0; i < partials.count(block); i++)
      if (!this.hasEnded(partials.cells, partials.cellOf(block, i), time)) return true
    return false
  }

  /** The partial matches that have not ended at `time`. */
  count(partials: ChainStore, time: number): Counted {
    return countHeld(partials.blocks.length, (key) => {
      let held = 0
      for (const _ of this.live(partials, key, time)) held++
      return held
    })
  }

  /** Likewise how many of them are in each of so many states. */
  countByState(partials: ChainStore, time: number, states: number): readonly number[] {
    const counts = new Array<number>(states).fill(0)
    const limit = partials.blocks.length
    const step = stepOver(limit)
    for (let key = 0; key < limit; key += step)
      for (const cell of this.live(partials, key, time)) counts[partials.cells[cell + stateCell]!]! += step
    return counts
  }

  private *live(partials: ChainStore, key: number, time: number): Iterable<number> {
    const block = partials.blocks[key]!
    if (block === noBlock) return
    for (let i = 0; i < partials.count(block); i++) {
      const cell = partials.cellOf(block, i)
      if (!this.hasEnded(partials.cells, cell, time)) yield cell
    }
  }

  /** When all partial matches of a block have ended. */
  lastOf(partials: ChainStore, block: number): number {
    let last = Number.NEGATIVE_INFINITY
    for (let i = 0; i < partials.count(block); i++)
      last = Math.max(last, this.of(partials.cells, partials.cellOf(block, i)))
    return last
  }

  /** When it ends; Infinity: not by itself. */
  of(cells: Float64Array, cell: number): number {
    const lastAt = cells[cell + lastAtCell]!
    const from = this.isBetween ? lastAt : cells[cell + startAtCell]!
    return Math.min(from + this.withinMs, lastAt + this.expires[cells[cell + stateCell]!]!)
  }
}

/** The length of a duration that is no parameter; Infinity of others. */
export function msOf(duration: DurationRef): number {
  return duration.kind === "fixed" ? duration.ms : never
}
