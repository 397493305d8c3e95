import type { EventRecord } from "../../abi/event.ts"
import type { Rows } from "../../abi/rows.ts"
import type { Fields } from "../../abi/value.ts"
import type { ResultView } from "../contract.ts"
import type { Capture, RowCursor } from "./capture.ts"

/** A match of one event, that of a row: another one with each `show`. */
export class EventView implements ResultView {
  private readonly step: number
  private event: EventRecord
  private readonly cursor: RowCursor
  /** undefined: the event's own. */
  private readonly fields: Fields | undefined

  /** `capture`: null: the event as a whole. */
  constructor(step: number, capture: Capture | null, rows: Rows, event: EventRecord) {
    this.step = step
    this.event = event
    this.cursor = { rows, row: 0 }
    this.fields = capture?.fieldsAt(this.cursor)
  }

  /** Shows the event of a row. */
  show(rows: Rows, row: number, event: EventRecord): void {
    this.cursor.rows = rows
    this.cursor.row = row
    this.event = event
  }

  count(step: number): number {
    return step === this.step ? 1 : 0
  }

  first(step: number): Fields | undefined {
    return step === this.step ? this.previous() : undefined
  }

  last(step: number): Fields | undefined {
    return this.first(step)
  }

  at(step: number, index: number): Fields | undefined {
    return index === 0 ? this.first(step) : undefined
  }

  list(step: number): readonly Fields[] {
    return step === this.step ? [this.previous()] : []
  }

  previous(): Fields {
    return this.fields ?? this.event.fields
  }

  record(step: number, index: number): EventRecord | undefined {
    return step === this.step && (index === 0 || index === -1) ? this.event : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.event
  }

  records(step: number): readonly EventRecord[] {
    return step === this.step ? [this.event] : []
  }
}
