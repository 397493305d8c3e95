import type { EventRecord } from "../abi/event.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Fields } from "../abi/value.ts"
import { accumulator } from "./accumulate.ts"
import { type AggregateMeasure, none, type Select } from "./contract.ts"
import type { Entries } from "./entries.ts"
import { RowList } from "./numbers.ts"
import type { Window } from "./windows.ts"

/**
 * Goes through the entries of a window one by one: for aggregates that need all values, for conditions that read the place of asking, and as of
 * events that are past.
 */
export class LogWalk {
  private readonly schema: SeriesSchema
  private readonly entries: Entries
  /** Used again for each question. */
  private readonly found = new RowList()
  /** The captured fields of one entry, likewise. */
  private readonly element: Record<string, unknown> = {}

  constructor(schema: SeriesSchema, entries: Entries) {
    this.schema = schema
    this.entries = entries
    // Own properties from the start, whatever their names.
    for (const { name } of schema.columns) {
      Object.defineProperty(this.element, name, { value: undefined, writable: true, enumerable: true })
    }
  }

  /** The entries from `oldest` to `newest`. */
  range(oldest: number, newest: number): RowList {
    const { found, entries } = this
    found.length = 0
    for (let entry = oldest; entry !== none; entry = entries.next.get(entry)) {
      found.push(entry)
      if (entry === newest) break
    }
    return found
  }

  /** The entries of a key's log that are in a window as of an event: those after it do not exist. */
  asOf(head: number, window: Window, at: EventRecord): RowList {
    const { found, entries } = this
    found.length = 0
    const tooOld = at.at - window.reach
    const tooYoung = at.at - window.ending
    for (let entry = head; entry !== none && entries.isUpTo(entry, at); entry = entries.next.get(entry)) {
      if (window.previous && entries.isOf(entry, at)) break
      const time = entries.at.get(entry)
      if (time > tooOld && time <= tooYoung) found.push(entry)
    }
    if (window.kind === "count") found.keepLast(window.count)
    return found
  }

  /** The aggregate over entries. */
  evaluate(measure: AggregateMeasure, found: RowList, select?: Select): unknown {
    const { op, column, fraction, scale } = measure
    const { start, add, result } = accumulator(op, { fraction, scale })
    let state = start()
    for (let i = 0; i < found.length; i++) {
      const entry = found.data[i]!
      if (!this.entries.counts(entry)) continue
      if (select !== undefined) state = add(state, select(this.fieldsOf(entry)))
      else state = add(state, column === undefined ? true : this.entries.value(entry, column))
    }
    return result(state)
  }

  private fieldsOf(entry: number): Fields {
    const { columns } = this.schema
    for (let i = 0; i < columns.length; i++) this.element[columns[i]!.name] = this.entries.value(entry, i)
    return this.element
  }
}
