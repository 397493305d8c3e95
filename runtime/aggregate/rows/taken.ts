import type { RowSource, RowsAtHand } from "./contract.ts"

/** What a series reads of the rows that it takes. */
export class TakenRows {
  private readonly source: RowSource
  /** By column: the values of the chosen rows, one behind the other. */
  private readonly values: Float64Array<ArrayBuffer>[]

  constructor(source: RowSource) {
    this.source = source
    this.values = source.values.map(() => new Float64Array(0))
  }

  /** The places of the rows that its filter chooses, and their values by column. Valid until the next batch. */
  read(batch: RowsAtHand): {
    readonly items: Int32Array
    readonly count: number
    readonly values: readonly Float64Array[]
  } {
    const { values, source } = this
    const { items, count } = batch.chosen(source.select)
    for (let column = 0; column < values.length; column++) {
      if (values[column]!.length < count) values[column] = new Float64Array(batch.order.length)
      source.values[column]!(batch.rows, batch.order, items, count, values[column]!)
    }
    return { items, count, values }
  }

  /** Whether a chosen row has all values: numbers that are finite. */
  isWhole(chosen: number): boolean {
    const { values } = this
    for (let column = 0; column < values.length; column++) {
      const value = values[column]![chosen]!
      if (value - value !== 0) return false
    }
    return true
  }
}
