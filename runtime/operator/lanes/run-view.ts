import type { EventRecord } from "../../abi/event.ts"
import type { Rows } from "../../abi/rows.ts"
import type { Fields } from "../../abi/value.ts"
import type { ResultView } from "../contract.ts"
import { type Capture, CapturedEvent, type KeptCursor, type RowCursor } from "./capture.ts"
import type { FoundRuns } from "./found-runs.ts"
import { besideNumber, type HeldLog } from "./held-log.ts"

/** The fields of so many events of a run are looked at without making objects. */
const mostCursors = 16

export interface RunViewOptions {
  /** Of the events that were held. */
  readonly step: number
  readonly type: number
  /** What is kept of them; null: nothing beside the events as a whole. */
  readonly capture: Capture | null
  /** Of the event that completed the match; the same step where the run goes on. */
  readonly lastStep: number
  readonly lastCapture: Capture | null
  readonly runs: FoundRuns
  /** Has whole events; undefined: the runs do. */
  readonly log: HeldLog | undefined
}

/** A match of events that were held, and the one that completed it: another one with each `show`. Of the events no more is made than is asked for. */
export class RunView implements ResultView {
  private readonly options: RunViewOptions
  private event: EventRecord
  /** How many events of the match were held. */
  private held = 0
  private readonly cursors: KeptCursor[] = []
  private readonly fields: Fields[] = []
  /** Whole events of the run at hand, as they were asked for: each is one object. */
  private readonly made: EventRecord[] = []
  private readonly lastCursor: RowCursor
  /** undefined: the event's own. */
  private readonly lastFields: Fields | undefined

  constructor(options: RunViewOptions, rows: Rows, event: EventRecord) {
    this.options = options
    this.event = event
    this.lastCursor = { rows, row: 0 }
    this.lastFields = options.lastCapture?.fieldsAt(this.lastCursor)
  }

  /** Shows the run that was taken last, and the event of a row, which completed it. */
  show(rows: Rows, row: number, event: EventRecord): void {
    const { runs } = this.options
    this.held = runs.count
    this.made.length = 0
    this.event = event
    this.lastCursor.rows = rows
    this.lastCursor.row = row
  }

  count(step: number): number {
    const { options } = this
    return (step === options.step ? this.held : 0) + (step === options.lastStep ? 1 : 0)
  }

  first(step: number): Fields | undefined {
    return this.fieldsOf(step, 0)
  }

  last(step: number): Fields | undefined {
    return this.fieldsOf(step, this.count(step) - 1)
  }

  at(step: number, index: number): Fields | undefined {
    return Number.isInteger(index) && index >= 0 ? this.fieldsOf(step, index) : undefined
  }

  list(step: number): readonly Fields[] {
    const list: Fields[] = []
    for (let i = 0; i < this.count(step); i++) list.push(this.fieldsOf(step, i)!)
    return list
  }

  previous(): Fields | undefined {
    return this.lastFields ?? this.event.fields
  }

  record(step: number, index: number): EventRecord | undefined {
    return Number.isInteger(index) ? this.recordAt(step, index < 0 ? this.count(step) + index : index) : undefined
  }

  previousRecord(): EventRecord | undefined {
    return this.event
  }

  records(step: number): readonly EventRecord[] {
    const records: EventRecord[] = []
    for (let i = 0; i < this.count(step); i++) records.push(this.recordAt(step, i)!)
    return records
  }

  private fieldsOf(step: number, index: number): Fields | undefined {
    const { options } = this
    const held = step === options.step ? this.held : 0
    if (index === held && step === options.lastStep) return this.previous()
    if (index < 0 || index >= held) return undefined
    const { capture, runs, log } = options
    if (capture === null) return this.make(index).fields
    const place = runs.placeOf(index)
    const cell = place * runs.stride + (log === undefined ? 1 : besideNumber)
    const strings = runs.objects?.[place]
    if (index >= mostCursors) return capture.fieldsKept(runs.cells, cell, strings)
    while (this.cursors.length <= index) {
      const cursor: KeptCursor = { cells: runs.cells, cell: 0, strings: undefined }
      this.cursors.push(cursor)
      this.fields.push(capture.fieldsIn(cursor))
    }
    const cursor = this.cursors[index]!
    cursor.cells = runs.cells
    cursor.cell = cell
    cursor.strings = strings
    return this.fields[index]
  }

  private recordAt(step: number, index: number): EventRecord | undefined {
    const held = step === this.options.step ? this.held : 0
    if (index >= 0 && index < held) return this.make(index)
    return index === held && step === this.options.lastStep ? this.event : undefined
  }

  private make(index: number): EventRecord {
    const { capture, runs, log, type } = this.options
    const place = runs.placeOf(index)
    const cell = place * runs.stride
    if (log !== undefined) {
      this.made[index] ??= log.event(runs.cells[cell + 1]!)
      return this.made[index]
    }
    if (capture === null) return runs.objects![place] as EventRecord
    return new CapturedEvent(type, runs.cells[cell]!, capture.fieldsKept(runs.cells, cell + 1, runs.objects?.[place]))
  }
}
