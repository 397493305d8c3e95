import type { KeyLook } from "../abi/look.ts"
import type { JobStatus } from "../job/status.ts"
import type { ControlActions } from "./actions.ts"

/** What the control interface shows of a job, and what it can do to it. */
export interface ControlHost {
  /** Under which it has its checkpoints, or that of its first file. */
  readonly job: string
  /** Of the rule set that judges. */
  readonly version: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly phase: "starting" | "running" | "stopping"
  /** Of the job, or of each slice that is in this process. Rejects where a part of the job has failed. */
  statuses(): Promise<readonly JobStatus[]>
  /** What a rule holds for a key, of each part that is here and holds something; absent: it cannot be told. Rejects where the job has ended. */
  looks?(rule: string, key: readonly string[], limit: number): Promise<readonly KeyLook[]>
  /** The last outputs as their sinks get them, oldest first; absent: they are not gathered. */
  recent?(limit: number): readonly unknown[]
  /** How long events are kept for dry runs, milliseconds; absent: they are not. */
  readonly keptMs?: number | undefined
  /** undefined, or absent: nothing can be done to the job now, or at all. */
  readonly actions?: ControlActions | undefined
  /** What of the job this process should run and does not yet, in words. */
  notReady?(): readonly string[]
  /** Of a job in slices how many there are, and how many of them run in this process. */
  share?(): { readonly slices: number; readonly here: number } | undefined
  /** Epoch milliseconds. */
  now(): number
}
