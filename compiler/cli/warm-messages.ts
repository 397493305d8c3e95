/** What is said between a job and the thread that judges its past events once more. */
import type { Settings } from "../../runtime/connectors/contract.ts"
import type { KeptEvents } from "../../runtime/control/recent-events.ts"
import type { PastBatch, Standing } from "../../runtime/job/warm-up/past.ts"

/** A source of the job, as it was opened. */
export interface PastSource {
  /** Event type, or `*`. */
  readonly name: string
  readonly connector: string
  readonly settings: Settings
}

/** What is judged first: all from before the job's standing. */
export interface WarmBegin {
  readonly kind: "begin"
  /** The text of the module of the next rules. */
  readonly module: string
  /** The names of those that are judged. */
  readonly rules: readonly string[]
  /** In JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  /** The SPECs of lookup tables that the job was started with. */
  readonly tables: ReadonlyMap<string, string>
  /** Where relative paths begin. */
  readonly folder: string
  readonly maxAheadMs: number
  readonly standing: Standing
  /** How far they look back, in ms. */
  readonly reachMs: number
  readonly sources: readonly PastSource[]
  /** What the job has kept. */
  readonly kept: KeptEvents | undefined
}

export type WarmRequest =
  | WarmBegin
  /** What came meanwhile. */
  | { readonly kind: "more"; readonly batches: readonly PastBatch[] }
  /** The rest, and where the job is. */
  | { readonly kind: "finish"; readonly batches: readonly PastBatch[]; readonly watermark: number }

/** Where past events came from. */
export interface WarmHistory {
  /** The sources that were read once more. */
  readonly readAgain: readonly string[]
  /** Those of which the events that the job keeps were taken. */
  readonly kept: readonly string[]
  /** Epoch ms: all events after it were judged. */
  readonly completeAfter: number
  readonly isComplete: boolean
}

export type WarmAnswer =
  | { readonly kind: "begun"; readonly history: WarmHistory }
  | { readonly kind: "judged" }
  | {
      readonly kind: "finished"
      readonly state: readonly Uint8Array[]
      readonly events: number
      readonly outputs: number
    }
  /** It came to nothing: why, in words. */
  | { readonly kind: "failed"; readonly reason: string }

/** With which such a thread begins. */
export interface WarmStart {
  readonly warms: true
}

/** Whether a thread was started for that. */
export function isWarmStart(workerData: unknown): workerData is WarmStart {
  return typeof workerData === "object" && workerData !== null && "warms" in workerData
}
