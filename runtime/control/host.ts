import type { JobStatus } from "../job/status.ts"

/** What the control interface shows of a job. */
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
  /** What of the job this process should run and does not yet, in words. */
  notReady?(): readonly string[]
  /** Epoch milliseconds. */
  now(): number
}
