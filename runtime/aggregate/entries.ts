import type { EventRecord } from "../abi/event.ts"
import type { SeriesSchema } from "../abi/series.ts"
import type { Column, OperatorState, Table, TableLayout } from "../state/contract.ts"
import { type Capture, columnTypeOf } from "./capture.ts"
import { none } from "./contract.ts"

/** The table of a log: for each event its time, its place among those of that time, the next of its key, and the captured values. */
export function entriesTable({ columns, counted }: SeriesSchema): TableLayout {
  return {
    name: "entries",
    columns: {
      at: "f64",
      next: "i32",
      order: "i32",
      ...(counted && { counts: "i32" as const }),
      ...Object.fromEntries(columns.map(({ type }, i) => [`v${i}`, columnTypeOf(type)])),
    },
  }
}

/** Entries of all keys. Those of a key are a list in the order of events. */
export class Entries {
  readonly table: Table
  readonly at: Column<number>
  readonly next: Column<number>
  /** The lower 32 bits of the event's sequence: they order events of one time. */
  private readonly order: Column<number>
  private readonly counted: Column<number> | undefined
  /** By column: where its values stand, in one or the other. */
  private readonly numbers: readonly (Column<number> | undefined)[]
  private readonly others: readonly (Column<unknown> | undefined)[]

  constructor(schema: SeriesSchema, state: OperatorState) {
    this.table = state.table("entries")
    this.at = this.table.number("at")
    this.next = this.table.number("next")
    this.order = this.table.number("order")
    this.counted = schema.counted ? this.table.number("counts") : undefined
    const types = schema.columns.map(({ type }) => columnTypeOf(type))
    this.numbers = types.map((type, i) => (type === "f64" ? this.table.number(`v${i}`) : undefined))
    this.others = types.map((type, i) => (type === "f64" ? undefined : this.table.value(`v${i}`)))
  }

  /** An entry for the event that was read last; not in a list yet. */
  add(event: EventRecord, { counts, values }: Capture): number {
    const row = this.table.allocate()
    this.at.set(row, event.at)
    this.next.set(row, none)
    this.order.set(row, event.sequence | 0)
    this.counted?.set(row, counts ? 1 : 0)
    for (let i = 0; i < values.length; i++) {
      const value = counts ? values[i] : undefined
      const numbers = this.numbers[i]
      // Without −0, which a snapshot does not know.
      if (numbers !== undefined) numbers.set(row, value === undefined ? Number.NaN : (value as number) + 0)
      else this.others[i]!.set(row, value)
    }
    return row
  }

  /** Whether it passed the filter: in a log for windows by count others stand, too. */
  counts(row: number): boolean {
    return this.counted === undefined || this.counted.get(row) === 1
  }

  /** A captured number; NaN: missing. */
  number(row: number, column: number): number {
    return this.numbers[column]!.get(row)
  }

  /** Whether a column holds numbers. */
  isNumeric(column: number): boolean {
    return this.numbers[column] !== undefined
  }

  /** A captured value; undefined: missing. */
  value(row: number, column: number): unknown {
    const numbers = this.numbers[column]
    if (numbers === undefined) return this.others[column]!.get(row)
    const value = numbers.get(row)
    return Number.isNaN(value) ? undefined : value
  }

  /** Whether an entry comes before an event or is its own: by time, then by the order of events. */
  isUpTo(row: number, event: EventRecord): boolean {
    const at = this.at.get(row)
    return at < event.at || (at === event.at && ((this.order.get(row) - (event.sequence | 0)) | 0) <= 0)
  }

  isOf(row: number, event: EventRecord): boolean {
    return this.at.get(row) === event.at && this.order.get(row) === (event.sequence | 0)
  }

  /** Whether one entry of a key comes before another one. */
  isBefore(row: number, other: number): boolean {
    const at = this.at.get(row)
    const otherAt = this.at.get(other)
    return at < otherAt || (at === otherAt && ((this.order.get(row) - this.order.get(other)) | 0) < 0)
  }
}
