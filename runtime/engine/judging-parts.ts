import type { RowSelect } from "../abi/rows.ts"
import type { Manifest } from "../abi/rule-set.ts"
import type { History } from "../aggregate/history.ts"
import type { Result } from "../operator/contract.ts"
import type { Batch } from "../operator/lanes/contract.ts"
import type { SelectIndex } from "../rows/select-index.ts"
import type { StateBackend } from "../state/contract.ts"
import type { Clock } from "./clock.ts"
import type { Instant } from "./instant.ts"
import type { RowEvents } from "./row-events.ts"
import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

/** What judging needs of the engine. */
export interface JudgingHost {
  /** A match or timeout. */
  result(result: Result): void
  /** Writes the line of the match that a rule's lane makes when asked, if it can be written without that. False: nothing was done. */
  writeRow(rule: number, batch: Batch, place: number): boolean
  /** A condition of the rule failed on the event. */
  failed(rule: RunningRule, event: StoredEvent, thrown: unknown): void
  /** Hands out what came of the last event or deadline. May throw: then judging goes on there at the next call. */
  deliver(): void
}

/** A condition that failed on an event. */
export class Failure {
  readonly rule: RunningRule
  readonly event: StoredEvent
  readonly thrown: unknown

  constructor(rule: RunningRule, event: StoredEvent, thrown: unknown) {
    this.rule = rule
    this.event = event
    this.thrown = thrown
  }
}

export interface JudgingParts {
  readonly manifest: Manifest
  readonly events: RowEvents
  readonly selects: readonly RowSelect[]
  /** Of the conditions behind them. */
  readonly index: SelectIndex
  readonly clock: Clock
  readonly instant: Instant
  readonly history: History
  readonly backend: Pick<StateBackend, "isCutting">
  readonly host: JudgingHost
}
