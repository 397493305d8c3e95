import type { EventRecord } from "../../abi/event.ts"
import type { Result, ResultView } from "../contract.ts"

/** A result of a lane, used for one match after the other: there are many, and each is looked at once. */
export class RowResult implements Result {
  rule = 0
  readonly timeout = false
  readonly view: ResultView
  key: readonly unknown[] = []
  at = 0
  event: EventRecord
  readonly index = 0
  ordinal = 0
  readonly isEvent: boolean

  /** `isEvent`: whether its matches are one event each. */
  constructor(view: ResultView, event: EventRecord, isEvent: boolean) {
    this.view = view
    this.event = event
    this.isEvent = isEvent
  }
}
