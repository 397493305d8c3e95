import type { EventRecord } from "../abi/event.ts"
import type { SeriesProgram } from "../abi/rule-set.ts"
import type { AggregateOp, MeasureSchema, SeriesSchema } from "../abi/series.ts"
import type { Fields } from "../abi/value.ts"
import type { OperatorState } from "../state/contract.ts"
import type { About } from "./about.ts"
import type { Identity } from "./identity.ts"

/** An aggregate as a series is asked for it. */
export interface Measure extends MeasureSchema {
  readonly number: number
}

/** An aggregate that is not `new`. */
export type AggregateMeasure = Measure & { readonly op: AggregateOp }

/** For conditions that read the place of asking: the value of an entry that counts, undefined to pass over it. */
export type Select = (element: Fields) => unknown

/** What is kept of the events of one type for aggregates. */
export interface Keeper {
  /** Frees what no event after `time` can ask for. */
  forget(time: number): void
  /** Durations have other values now. */
  resize(): void
  /** Begins anew. */
  clear(): void
  readonly keys: number
  /** Entries or values that are kept. */
  readonly entries: number
}

/** What is kept of events as objects. Everything it knows between two events is in its tables. */
export interface Series extends Keeper {
  /** Takes in the event at hand. Throws what the filter or a value throws: then the event does not count here. */
  update(event: EventRecord): void
  /** The aggregate for a key as of an event; `current`: it is the one at hand. */
  ask(measure: AggregateMeasure, key: Identity, at: EventRecord, current: boolean, select?: Select): unknown
  /** Whether no event of the key in the measure's window but `at` had these parts. */
  isNew(measure: Measure, key: Identity, at: EventRecord, current: boolean, parts: readonly unknown[]): boolean
}

/** What a series is made of. */
export interface SeriesOptions {
  readonly schema: SeriesSchema
  readonly program: SeriesProgram
  readonly state: OperatorState
  /** Those over this series. */
  readonly measures: readonly Measure[]
  /** Live: a changed value is seen at once. */
  readonly params: Readonly<Record<string, unknown>>
  readonly about: About
}

/** No row: rows are numbered from 0. */
export const none = -1
