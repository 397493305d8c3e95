import type { EventRecord } from "../../abi/event.ts"
import type { ShownValue } from "../../abi/rows.ts"
import type { Fields } from "../../abi/value.ts"
import type { RowBatch } from "../../rows/batch.ts"
import type { Operator, Result } from "../contract.ts"

/** The events that are judged next. */
export type Batch = RowBatch<EventRecord>

/** What lanes are given by the engine. */
export interface LaneHost {
  /** The event at a place of the batch; with these fields alone where they are given. */
  event(batch: Batch, place: number, fields?: Fields): EventRecord
  /** The values of a key of the batch; they are not changed. */
  key(batch: Batch, space: number, id: number): readonly unknown[]
  /** The event at a place, to be kept beyond this batch. */
  kept(batch: Batch, place: number): EventRecord
  /** The sequence number of the event at a place. */
  sequenceAt(place: number): number
  /** No deadline is before this time; what would be comes at it. */
  readonly present: number
  /** A condition failed on the event at that place; the lane is as before. */
  failed(lane: Lane, place: number, thrown: unknown): void
  /** What a deadline brought that came at `time`. What it shows is looked at at once, or its events are asked for before the lane goes on. */
  due(time: number, result: Result): void
  /** A match that the event at that place completed. What it shows is looked at at once, or its events are asked for before the lane goes on. */
  found(lane: Lane, place: number, result: Result): void
  /** Likewise of one that the lane of that rule, a `ResultMaker`, makes when its turn comes, while the batch is at hand. */
  foundBy(rule: number, place: number): void
  /** What a condition says of the event at a place of the batch. Where it fails it says no, and the failure is reported. */
  asks(lane: Lane, place: number, condition: (event: EventRecord) => boolean): boolean
  /** How many events that the rule reads, with the same text and the same key, came before the one at that place at the same time. */
  ordinal(lane: Lane, rule: number, place: number): number
  /** Up to this time all events were judged. */
  judged(): number
}

/** Makes the results of matches that one event is. */
export interface ResultMaker {
  resultAt(batch: Batch, place: number): Result | undefined
}

/** A field of the first or the last event of a step, as an output shows it. */
export type ShownField = Extract<ShownValue, { readonly step: number }>

/** Events of a match that were held, one behind the other: the one that is shown first, and the one that is shown last. */
export interface ShownRun {
  /** Each event: its time, and the numbers that were kept of it. */
  readonly cells: Float64Array
  readonly stride: number
  /** How many events were held. */
  readonly count: number
  placeOf(event: number): number
}

/** A lane whose lines can be made of columns and numbers that were kept, without a result for each match. What it reports has its key. */
export interface RunMaker {
  /** As that of a lane. */
  readonly space: number
  /** Which number of a held event a value is; null: it is a field of the event that completed the match; undefined: it is none that is kept. */
  heldNumber(value: ShownField): number | null | undefined
  /** Takes the next match, in place of `resultAt`. */
  takeRun(): ShownRun
  /** As `LaneHost.ordinal`. */
  ordinalAt(place: number): number
}

/** A rule at work on rows of events. */
export interface Lane extends Operator {
  /** The conditions that it asks for: it has to do with the events alone that one of them chooses. Absent: with all of its input. */
  readonly selects?: readonly number[]
  /** Conditions that a lane without `selects` looks up in the batch. */
  readonly looksAt?: readonly number[]
  /** Judging a row that none of these conditions chooses brings nothing out, and sets no deadline. Absent: any row may. */
  readonly tells?: readonly number[]
  /** Every row that one of its conditions chooses is a match, which it makes when asked. */
  readonly isOfRows?: true
  /** It has deadlines of its own. */
  readonly isTimed?: true
  /** A batch begins; where it has `selects`, one in which it has something to do. */
  begin(batch: Batch): void
  /** Judges the events of the batch from where it is up to the place `to`, which is left out. */
  run(batch: Batch, to: number): void
  /** The place of its keys among the key spaces of the rule set. */
  readonly space: number
  /** Whether it keeps something for a key. Absent: it never does, or another lane says it. */
  holds?(key: number): boolean
  /** All events up to the watermark were judged. */
  passed?(watermark: number): void
  /** Writes its state into its tables, for a snapshot. */
  store(): void
  /** Cuts of the state take what it holds by key or in its tables as they are. Absent: it is stored for them, too. */
  readonly isKept?: true
}
