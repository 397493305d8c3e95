/** What the thread of a job and its workers say to each other. Plain data; memory that both see holds the lines of blocks. */
import type { ColdFile } from "../../abi/cold-store.ts"
import type { EngineStats } from "../../abi/engine.ts"
import type { Batch, LinePlaces, SinkRecord, SourceRecord } from "../../connectors/contract.ts"
import type { EnricherStats } from "../../enrich/contract.ts"
import type { Level } from "../../observe/log.ts"
import type { Restored } from "../checkpoints.ts"
import type { ColdSettings } from "../cold-settings.ts"
import type { JobCounts } from "../counts.ts"
import type { StreamPartition } from "../inputs.ts"

/** Which sink takes what, as places among the job's sinks. */
export interface SinkPlan {
  /** Whether each needs the lines alone, as bytes. */
  readonly lines: readonly boolean[]
  readonly named: readonly (readonly [string, number])[]
  readonly standardOutput: number
  readonly deadLetters: number | undefined
  readonly late: number | undefined
}

/** What a worker begins with. */
export interface Opening {
  readonly worker: number
  readonly of: number
  readonly params: Readonly<Record<string, unknown>>
  readonly strict: boolean
  readonly maxAheadMs: number
  readonly restored: Restored | undefined
  readonly cold: ColdSettings | undefined
  readonly partitions: readonly StreamPartition[]
  readonly sinks: SinkPlan
}

/** Lines of a block. The bytes stay until all workers have released them. */
export interface SharedBlock {
  readonly id: number
  readonly memory: SharedArrayBuffer
  readonly from: number
  readonly to: number
  readonly ascii: boolean
  readonly line: number
  readonly byte: number
  readonly places: LinePlaces
}

/** To a worker. Answers come in the order of what they answer. */
export type Request =
  | { readonly kind: "open"; readonly opening: Opening }
  | {
      readonly kind: "batch"
      readonly partition: number
      readonly values: Batch["values"]
      readonly records: readonly SourceRecord[]
      readonly block: SharedBlock | undefined
    }
  | { readonly kind: "ended"; readonly partition: number }
  | { readonly kind: "idle"; readonly partitions: readonly number[]; readonly time: number | undefined }
  | {
      readonly kind: "table"
      readonly name: string
      readonly rows: readonly unknown[]
      readonly values: "json" | "text"
    }
  | { readonly kind: "finish"; readonly close: boolean }
  | { readonly kind: "cut"; readonly full: boolean }
  | { readonly kind: "piece" }
  | { readonly kind: "abandon" }
  | { readonly kind: "result" }

/** Outputs of one sink: lines as bytes, or records. */
export interface SinkOutputs {
  readonly sink: number
  readonly lines: Uint8Array | undefined
  readonly records: readonly SinkRecord[]
}

/** How a worker stands. */
export interface WorkerReport {
  readonly counts: JobCounts
  readonly waiting: number
  readonly watermark: number
  /** By partition. */
  readonly progress: readonly number[]
  readonly fails: boolean
  readonly firstDeadLetter: string | undefined
  /** Blocks that it looks at no more. */
  readonly released: readonly number[]
}

/** From a worker. */
export type Answer =
  | { readonly kind: "ready" }
  /** A batch, an end or a finish was worked through. */
  | { readonly kind: "done"; readonly outputs: readonly SinkOutputs[]; readonly report: WorkerReport }
  | {
      readonly kind: "cut"
      readonly full: boolean
      readonly cold: readonly ColdFile[] | undefined
      readonly watermarks: unknown
    }
  | { readonly kind: "piece"; readonly bytes: Uint8Array | undefined }
  | {
      readonly kind: "result"
      readonly counts: JobCounts
      readonly engine: EngineStats
      readonly calls: EnricherStats | undefined
    }
  | {
      readonly kind: "log"
      readonly level: Level
      readonly message: string
      readonly fields: Readonly<Record<string, unknown>>
    }
  | {
      readonly kind: "failed"
      readonly name: string
      readonly problem: string | undefined
      readonly message: string
      readonly stack: string | undefined
    }

/** One end of the way between two threads. */
export interface Port<Out, In> {
  post(message: Out, move?: readonly ArrayBuffer[]): void
  onMessage(take: (message: In) => void): void
}
