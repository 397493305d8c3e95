/** What an engine is given of events that another thread has read and found to be in time: the half of a worker. */
import type { Ingest } from "./engine.ts"
import type { Lines } from "./lines.ts"

/** Of an event: the number of its type, where its line begins, the line's number; and how many lines of the same type follow it, itself among them. */
export const runLength = 4

/** Lines of a block, `runLength` numbers for each run of lines that follow one another; rising. */
export type LineRuns = Int32Array<ArrayBuffer>

/** An event, and its number among all that arrived: what orders events of one time and partition, whoever keeps them. */
export interface RoutedRecord {
  readonly record: Ingest
  readonly arrival: number
}

/** An event that waits for the watermark, on its way from one engine to others which share its keys. Plain data. */
export interface WaitingEvent {
  /** Its number among all that arrived. */
  readonly arrival: number
  /** Orders events of one time: source, then partition. */
  readonly rank: number
  /** As it stands in state. */
  readonly stored: unknown
}

/** Lines of a block, each of which is an event. */
export interface RoutedLines {
  /** Its `lineAt` and `arrival` are there. */
  readonly lines: Lines
  readonly runs: LineRuns
}

/** What the thread that reads has counted since it was said last. */
export interface ArrivalCounts {
  readonly events: number
  readonly late: number
  /** What was said of events there. */
  readonly deadLetters: number
  /** The highest event time ever. */
  readonly highest: number
  /** In the order of the rules. */
  readonly lateByRule: readonly number[]
  /** Events that were in time, in the order of the event types. */
  readonly takenByType: readonly number[]
}
