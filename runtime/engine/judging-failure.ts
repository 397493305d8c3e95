import type { RunningRule } from "./rules.ts"
import type { StoredEvent } from "./stored-event.ts"

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
