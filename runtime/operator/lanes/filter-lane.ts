import type { EventRecord } from "../../abi/event.ts"
import { noKey } from "../../rows/key-space.ts"
import type { OperatorState } from "../../state/contract.ts"
import type { Result, RuleCounts } from "../contract.ts"
import { ruleCounts } from "../counts.ts"
import type { Batch, Lane, LaneHost, ResultMaker } from "./contract.ts"
import type { EventMatches } from "./event-matches.ts"

export interface FilterLaneOptions {
  readonly index: number
  readonly space: number
  readonly select: number
  /** Columns that make the condition fail where they hold no safe whole number; then it is asked itself. */
  readonly checked: readonly number[]
  readonly condition: (event: EventRecord) => boolean
  /** Those of all rules that find the same in an event. */
  readonly matches: EventMatches
  readonly state: OperatorState
  readonly host: LaneHost
}

/** A rule whose pattern is one event. */
export class FilterLane implements Lane, ResultMaker {
  readonly counts: RuleCounts
  readonly space: number
  readonly selects: readonly number[]
  private readonly options: FilterLaneOptions
  /** Where the batch at hand goes on among the chosen rows. */
  private cursor = 0

  constructor(options: FilterLaneOptions) {
    this.options = options
    this.space = options.space
    this.selects = [options.select]
    this.counts = ruleCounts(options.state)
  }

  begin(): void {
    this.cursor = 0
  }

  run(batch: Batch, to: number): void {
    const { items, count } = batch.chosen(this.options.select)
    if (this.cursor === count || items[this.cursor]! >= to) return
    const keys = batch.keysOf(this.space)
    const { host, index } = this.options
    while (this.cursor < count && items[this.cursor]! < to) {
      const place = items[this.cursor++]!
      if (keys[place] !== noKey && this.isSure(batch, place)) host.foundBy(this, index, place)
    }
  }

  /** Whether the condition holds for a row that was chosen. */
  private isSure({ rows, order }: Batch, place: number): boolean {
    const { checked, host, condition } = this.options
    if (checked.length === 0) return true
    // NaN is a missing one, which makes nothing fail.
    const isHuge = checked.some((column) => Math.abs(rows.numbers[column]![order[place]!]!) > Number.MAX_SAFE_INTEGER)
    return !isHuge || host.asks(this, place, condition)
  }

  resultAt(batch: Batch, place: number): Result | undefined {
    const { index, matches } = this.options
    if (batch.keysOf(this.space)[place] === noKey) return undefined
    this.counts.add("matches", 1)
    const { event, view, key, ordinal } = matches.at(batch, place, this, index)
    return { rule: index, timeout: false, view, key, at: event.at, event, index: 0, ordinal }
  }

  store(): void {}

  nextDeadline(): number {
    return Number.POSITIVE_INFINITY
  }

  fire(): void {}

  resetTimers(): void {}

  partialMatches(): number {
    return 0
  }

  keys(): number {
    return 0
  }
}
