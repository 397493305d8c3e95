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

  constructor(view: ResultView, event: EventRecord) {
    this.view = view
    this.event = event
  }
}
