import type { Rows, RowValues } from "../../abi/rows.ts"
import type { Keeper, Measure } from "../contract.ts"

/** The rows that are judged next, in the order of their events. */
export interface RowsAtHand {
  readonly rows: Rows
  /** Their places in the columns. */
  readonly order: Int32Array
  readonly count: number
  /** The sequence number of the first event. */
  readonly sequence: number
  /** The rows that a condition chooses: places in `order`, rising. */
  chosen(select: number): { readonly items: Int32Array; readonly count: number }
  /** By place in `order`: the id of the event's key, negative where it lacks a part. */
  keysOf(space: number): Int32Array
}

/** Keys by their ids. */
export interface RowKeys {
  /** Ids are less than this. */
  readonly limit: number
  values(id: number): unknown[]
  idOf(values: readonly unknown[]): number
}

/** How a series reads rows. */
export interface RowSource {
  /** Which rows it takes: no index may find them, since what that finds may ask for measures. */
  readonly select: number
  /** No value of a row that it takes is missing. */
  readonly whole: boolean
  readonly space: number
  readonly keys: RowKeys
  /** In the order of its columns. */
  readonly values: readonly RowValues[]
  /** By number of the measure: the column of rows that holds it. */
  readonly columns: ReadonlyMap<number, number>
}

/** A measure and the column of rows that holds it. */
export interface RowMeasure extends Measure {
  readonly into: number
}

/** What is kept of rows for aggregates. Between two calls of the engine all it knows can be written into its tables. */
export interface RowSeries extends Keeper {
  /** The place of its keys among the key spaces. */
  readonly space: number
  /** Whether it keeps something of a key. */
  holds(key: number): boolean
  /** Takes in the rows that are judged next, and works out its measures for each as of its event. */
  take(batch: RowsAtHand): void
  /** The sequence numbers that the events of the last batch got, by place, where they did not follow one another. */
  number(sequences: Int32Array): void
  /** Writes its state into its tables, for a snapshot: cuts of the state take it as it is. */
  store(): void
}

/** The measures of a series that have a column. */
export function rowMeasures(measures: readonly Measure[], columns: ReadonlyMap<number, number>): RowMeasure[] {
  return measures.flatMap((measure) => {
    const into = columns.get(measure.number)
    return into === undefined ? [] : [{ ...measure, into }]
  })
}
