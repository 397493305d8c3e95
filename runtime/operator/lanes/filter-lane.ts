import type { EventRecord } from "../../abi/event.ts"
import { noKey } from "../../rows/key-space.ts"
import type { OperatorState } from "../../state/contract.ts"
import type { Result, RuleCounts } from "../contract.ts"
import { ruleCounts } from "../counts.ts"
import type { Batch, Lane, LaneHost, ResultMaker, RunMaker, ShownRun } from "./contract.ts"
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

/** Nothing is held of such a match. */
const noRun: ShownRun = { cells: new Float64Array(0), stride: 1, count: 0, placeOf: () => 0 }

/** A rule whose pattern is one event. */
export class FilterLane implements Lane, ResultMaker, RunMaker {
  readonly counts: RuleCounts
  readonly space: number
  readonly selects: readonly number[]
  readonly tells: readonly number[]
  readonly isOfRows = true
  private readonly options: FilterLaneOptions
  /** What each match looks up stands here, side by side. */
  private readonly index: number
  private readonly matches: EventMatches
  /** Its number among those that share the matches. */
  private readonly member: number
  /** Where the batch at hand goes on among the chosen rows. */
  private cursor = 0

  constructor(options: FilterLaneOptions) {
    this.options = options
    this.index = options.index
    this.matches = options.matches
    this.member = options.matches.join()
    this.space = options.space
    this.selects = [options.select]
    this.tells = this.selects
    this.counts = this.countsOver(ruleCounts(options.state))
  }

  begin(): void {
    this.cursor = 0
  }

  run(batch: Batch, to: number): void {
    const { items, count } = batch.chosen(this.options.select)
    if (this.cursor === count || items[this.cursor]! >= to) return
    const keys = batch.keysOf(this.space)
    const { host } = this.options
    while (this.cursor < count && items[this.cursor]! < to) {
      const place = items[this.cursor++]!
      if (keys[place] !== noKey && this.isSure(batch, place)) host.foundBy(this.index, place)
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
    const match = this.matches.at(batch, place, this, this.index)
    if (match !== undefined) this.matches.count(this.member)
    return match
  }

  heldNumber(): null {
    return null
  }

  takeRun(): ShownRun {
    this.matches.count(this.member)
    return noRun
  }

  ordinalAt(place: number): number {
    return this.options.host.ordinal(this, this.index, place)
  }

  store(): void {
    // Its counters are up to date when they were looked at.
    this.counts.get("matches")
  }

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

  /** Matches go into the state when somebody looks: there are many, and many rules. */
  private countsOver(counts: RuleCounts): RuleCounts {
    return {
      get: (name) => {
        counts.add("matches", this.matches.takeCount(this.member))
        return counts.get(name)
      },
      add: (name, more) => counts.add(name, more),
    }
  }
}
