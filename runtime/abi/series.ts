import type { DurationRef } from "./rule-set.ts"
import type { ValueType } from "./value.ts"

export type AggregateOp =
  | "count"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "stddev"
  | "distinct"
  | "list"
  | "first"
  | "last"
  | "median"
  | "percentile"

/**
 * What is kept of the events of one type, for each key: shared by all aggregates that ask the same about them, whatever their
 * windows. `log`: one entry for each event, in their order. `recent`: each value with when it came last (`distinct`, `new`).
 * `total`: running results for `over forever`.
 */
export interface SeriesSchema {
  /** What is kept, in words; unique, and the name of its state. The same text in another rule set means the same. */
  readonly name: string
  readonly kind: "log" | "recent" | "total"
  readonly event: number
  readonly keys: readonly { readonly type: ValueType; readonly path: readonly string[] }[]
  /**
   * What is captured of an event. An event for which one is missing is not kept, unless `optional`. Empty: only that it was there.
   * `name`: of a field, where conditions that read the place of asking go through the entries.
   */
  readonly columns: readonly { readonly name: string; readonly type: ValueType; readonly optional: boolean }[]
  /** The filter's answer is kept with each entry instead of leaving out the event: windows by count go over all events. */
  readonly counted: boolean
  /** The windows in which it is asked; `measures` refer to them by place. */
  readonly windows: readonly SeriesWindow[]
  /** Parameters that the filter or a value reads: a change begins the series anew. */
  readonly params: readonly string[]
  /** A hash of the author's TypeScript, where the filter or a value calls it: other code makes other content. */
  readonly code?: string
  /** How long after an event it may still be asked as of that event: the sum of these is kept beyond the windows. null: never. */
  readonly lookback: readonly DurationRef[] | null
}

/** As `HistoryWindow` of the checked program. */
export type SeriesWindow =
  | {
      readonly kind: "time"
      readonly length: DurationRef
      readonly previous: boolean
      readonly ending?: DurationRef
    }
  | { readonly kind: "count"; readonly count: number; readonly previous: boolean }
  | { readonly kind: "forever" }

/** One aggregate over a series in one of its windows. */
export interface MeasureSchema {
  readonly series: number
  readonly window: number
  readonly op: AggregateOp | "new"
  /** The column that it is over; absent for `count()`, `new` and where the asker goes through the entries. */
  readonly column?: number
  readonly fraction?: number
  /** Of a decimal column: `avg` and the like are divided by 10^scale. */
  readonly scale?: number
  /** The feature's name, where it is used through one: tests can set it. */
  readonly feature?: string
}

/** The windows of an `each` rule. */
export type WindowShape =
  | {
      readonly kind: "time"
      readonly size: DurationRef
      readonly every?: DurationRef
      /** Aligned to this zone's calendar instead of the epoch. */
      readonly zone?: string
    }
  | { readonly kind: "session"; readonly gap: DurationRef }
  | { readonly kind: "count"; readonly count: number }

export interface WindowMeasure {
  /** What is worked out, in words: the same text means the same state. */
  readonly name: string
  /** Parameters that the filter or the value reads: a change begins it anew. */
  readonly params?: readonly string[]
  /** A hash of the author's TypeScript, where the filter or the value calls it: as in `SeriesSchema`. */
  readonly code?: string
  readonly op: AggregateOp
  /** The value's type; absent for `count()`. */
  readonly type?: ValueType
  readonly fraction?: number
  readonly scale?: number
}
