/** What a job hands to those who judge its past events once more. Plain data, for other threads. */
import type { Batch, Position, SourceRecord } from "../../connectors/contract.ts"
import type { BatchTime, StreamPartition } from "../inputs.ts"
import type { KeptLines } from "../kept-lines.ts"

/** Events of one partition, as a source brought them. */
export interface PastBatch {
  /** `StreamPartition.key`. */
  readonly partition: string
  readonly values: Batch["values"]
  readonly records: readonly SourceRecord[]
  /** Lines that come behind the records, each with its line feed. */
  readonly lines?: KeptLines | undefined
  /** Epoch milliseconds. */
  readonly arrivedAt: number
  readonly time: BatchTime
}

/** How a job stands between two batches: everything that was read is handed over. */
export interface Standing {
  /** The watermark by what was handed over. */
  readonly watermark: number
  readonly partitions: readonly PartitionStanding[]
}

export interface PartitionStanding {
  /** Of the partition, with the place of its source. */
  readonly of: StreamPartition
  /** Its name in its source. */
  readonly name: string
  /** Behind everything that the job has of it. */
  readonly place: Position
  /** The highest time among its events; -Infinity: there was none. */
  readonly highest: number
}
