import type { DurationRef, RuleManifest } from "../../abi/rule-set.ts"
import type { ProgramState } from "../../match/program.ts"
import { lastAtCell, startAtCell, stateCell } from "./registers.ts"

const never = Number.POSITIVE_INFINITY

/** When partial matches of chains end by themselves: from their cells. */
export class ChainEnds {
  /** The first partial match of a key is the first to end. */
  readonly inOrder: boolean
  private readonly withinMs: number
  /** The window is counted from the last event. */
  private readonly isBetween: boolean
  /** By state: ms after the last event; Infinity where it does not end by itself. */
  private readonly expires: readonly number[]

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

  /** Whether the partial match at a cell has ended at `time`. */
  hasEnded(cells: Float64Array, cell: number, time: number): boolean {
    if (this.inOrder) return cells[cell + startAtCell]! + this.withinMs <= time
    const end = this.of(cells, cell)
    return end <= time && end !== never
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
