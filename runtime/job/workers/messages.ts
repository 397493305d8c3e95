/** What the thread of a job and its workers say to each other. Plain data; memory that both see holds the lines of blocks. */
import type { ColdFile } from "../../abi/cold-store.ts"
import type { AwaitedValues, EngineCounts, EngineStats, EngineUsage } from "../../abi/engine.ts"
import type { DroppedCut, FrozenState } from "../../abi/frozen.ts"
import type { KeyLook } from "../../abi/look.ts"
import type { ArrivalCounts, LineRuns, WaitingEvent } from "../../abi/routed.ts"
import type { WarmedState } from "../../abi/warmed.ts"
import type { Batch, LinePlaces, Position, SinkRecord } from "../../connectors/contract.ts"
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

/** What rules that follow are given beside the state as it lies. */
export interface GivenState {
  /** As in `EngineOptions`, for all workers. */
  readonly warmed: WarmedState | undefined
  /** What these rules had when others took their place. */
  readonly frozen: FrozenState | undefined
}

/** What a worker begins with. */
export interface Opening {
  readonly worker: number
  readonly of: number
  readonly params: Readonly<Record<string, unknown>>
  readonly strict: boolean
  readonly maxAheadMs: number
  readonly restored: Restored | undefined
  readonly frozen: FrozenState | undefined
  readonly cold: ColdSettings | undefined
  readonly partitions: readonly StreamPartition[]
  readonly sinks: SinkPlan
}

/** Lines of a block. The bytes stay until all workers that were given some have released them. */
export interface SharedBlock {
  readonly id: number
  /** Which memory it stands in, and that memory where the worker has not been given it before: to hand it over costs more than all else of a message. */
  readonly place: number
  readonly memory: SharedArrayBuffer | undefined
  /** Where the last line's line feed stands; the first line begins at 0. */
  readonly to: number
  readonly ascii: boolean
  readonly line: number
  readonly byte: number
  readonly places: LinePlaces
}

/** Of a block the lines that a worker needs. */
export interface BlockPart {
  readonly block: SharedBlock
  readonly runs: LineRuns
  readonly arrivedAt: number
  /** The number of the block's first line among all that arrived. */
  readonly arrival: number
}

/** An event that stands in no block. */
export interface RecordPart {
  readonly type: string
  readonly raw: unknown
  readonly text: string
  readonly position: Position
  readonly arrivedAt: number
  /** Its number among all that arrived. */
  readonly arrival: number
  readonly awaited: AwaitedValues | undefined
}

/** What a worker needs of a batch of a partition: records, then lines. */
export interface Part {
  readonly partition: number
  readonly values: Batch["values"]
  readonly records: readonly RecordPart[]
  readonly lines: BlockPart | undefined
  /** Where it matters how far the watermark moves at once: it is there before the next part. */
  readonly watermark: number | undefined
}

/** What a rule holds for a key. */
export interface AskedLook {
  readonly rule: string
  readonly key: readonly string[]
  readonly limit: number
}

/** To a worker. Answers come in the order of what they answer. */
export type Request =
  | { readonly kind: "open"; readonly opening: Opening }
  /** The watermark behind all parts. */
  | { readonly kind: "batch"; readonly parts: readonly Part[]; readonly watermark: number }
  | {
      readonly kind: "table"
      readonly name: string
      readonly rows: readonly unknown[]
      readonly values: "json" | "text"
    }
  | { readonly kind: "params"; readonly values: Readonly<Record<string, unknown>> }
  /** Memory that comes no more. */
  | { readonly kind: "forget"; readonly place: number }
  | { readonly kind: "finish"; readonly close: boolean }
  | { readonly kind: "cut"; readonly full: boolean; readonly arrived: ArrivalCounts }
  | { readonly kind: "piece"; readonly of: Cutting }
  | { readonly kind: "abandon"; readonly of: Cutting }
  /** Other rules may follow: they are loaded beside all else. */
  | { readonly kind: "prepare"; readonly url: string }
  /** An engine of the rules that were prepared last is opened with the state as it lies. */
  | {
      readonly kind: "follow"
      readonly params: Readonly<Record<string, unknown>>
      readonly arrived: ArrivalCounts
      readonly given: GivenState
    }
  /** The events of some types that wait are asked for: other workers may need them. */
  | { readonly kind: "waiting"; readonly types: readonly string[] }
  /** What followed judges from now on; or it is not used. `waiting`: what it needs of events that wait with others. */
  | { readonly kind: "followed"; readonly isUsed: boolean; readonly waiting: readonly WaitingEvent[] }
  | { readonly kind: "result"; readonly arrived: ArrivalCounts }
  | { readonly kind: "look"; readonly asked: AskedLook }

/** What is fetched piece by piece: the state at the last `cut`, or what was dropped last. */
export type Cutting = "cut" | "dropped"

/** Outputs of one sink: lines as bytes, or records. */
export interface SinkOutputs {
  readonly sink: number
  readonly lines: Uint8Array | undefined
  readonly records: readonly SinkRecord[]
}

/** What a worker has begun with. */
export interface WorkerBeginning {
  readonly counts: EngineCounts
  /** In JSON form, with those that were changed before. */
  readonly params: Readonly<Record<string, unknown>>
  /** What it did not take over. `isCut`: the state is to be fetched, or abandoned. */
  readonly dropped: (Omit<DroppedCut, "cut"> & { readonly isCut: boolean }) | undefined
}

/** How a worker stands. */
export interface WorkerReport {
  readonly counts: JobCounts
  readonly waiting: number
  readonly watermark: number
  readonly fails: boolean
  readonly firstDeadLetter: string | undefined
  /** Blocks that it looks at no more, and those that it keeps: nobody else can have their memory. */
  readonly released: readonly number[]
  readonly kept: readonly number[]
}

/** From a worker. */
export type Answer =
  /** What it begins with. */
  | { readonly kind: "ready"; readonly begins: WorkerBeginning }
  /** A batch, a cut or a finish was worked through. */
  | { readonly kind: "done"; readonly outputs: readonly SinkOutputs[]; readonly report: WorkerReport }
  | { readonly kind: "cut"; readonly full: boolean; readonly cold: readonly ColdFile[] | undefined }
  | { readonly kind: "piece"; readonly of: Cutting; readonly bytes: Uint8Array | undefined }
  /** `refusal`: why it cannot; all is as it was. */
  | { readonly kind: "prepared"; readonly refusal: string | undefined }
  | { readonly kind: "follows"; readonly begins: WorkerBeginning | undefined; readonly refusal: string | undefined }
  | { readonly kind: "waiting"; readonly events: readonly WaitingEvent[] }
  | {
      readonly kind: "result"
      readonly counts: JobCounts
      readonly engine: EngineStats
      readonly usage: EngineUsage
    }
  | {
      readonly kind: "look"
      readonly look: KeyLook | undefined
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
