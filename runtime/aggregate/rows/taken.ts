import type { RowValues } from "../../abi/rows.ts"
import type { RowsAtHand } from "./contract.ts"

/** What is read of the rows that a filter takes. */
export class TakenRows {
  /** Their places, rising: the first `count`. Valid until the next batch. */
  items: Int32Array = new Int32Array(0)
  count = 0
  /** By column: their values, one behind the other. */
  readonly values: Float64Array<ArrayBuffer>[] = []
  private readonly select: number
  private readonly read: RowValues[] = []

  constructor(select: number) {
    this.select = select
  }

  /** Reads further columns; the number of the first one. */
  add(values: readonly RowValues[]): number {
    const first = this.read.push(...values) - values.length
    for (const _ of values) this.values.push(new Float64Array(0))
    return first
  }

  take(batch: RowsAtHand): void {
    const { values, read } = this
    const { items, count } = batch.chosen(this.select)
    this.items = items
    this.count = count
    for (let column = 0; column < values.length; column++) {
      if (values[column]!.length < count) values[column] = new Float64Array(batch.order.length)
      read[column]!(batch.rows, batch.order, items, count, values[column]!)
    }
  }

  /** Whether a row has all values: numbers that are finite. */
  isWhole(taken: number): boolean {
    const { values } = this
    for (let column = 0; column < values.length; column++) {
      const value = values[column]![taken]!
      if (value - value !== 0) return false
    }
    return true
  }
}
