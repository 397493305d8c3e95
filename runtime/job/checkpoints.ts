/** What a job needs of whoever makes its checkpoints. */
import type { ColdFile } from "../abi/cold-store.ts"
import type { FrozenFacts, FrozenState } from "../abi/frozen.ts"
import type { WarmedState } from "../abi/warmed.ts"
import type { CheckpointRules } from "../checkpoint/manifest.ts"
import type { Position } from "../connectors/contract.ts"
import type { FrozenRules } from "./frozen.ts"
import type { CheckpointStatus } from "./status.ts"

/** Where a partition of a source goes on. */
export interface PartitionPlace {
  readonly input: string
  readonly partition: string
  readonly position: Position
}

/** A cut of the state of one engine, which may be in another thread. */
export interface PulledCut {
  /** All state; else what changed since the cut before. */
  readonly full: boolean
  /** Where keys are not in memory: the files that have them. They stay until the next cut begins. */
  readonly cold?: readonly ColdFile[] | undefined
  /** The next piece; undefined at the end. One call at a time. */
  next(): Uint8Array | undefined | Promise<Uint8Array | undefined>
  /** The checkpoint came to nothing. */
  abandon(): void
}

/** A job between two events: everything before is in it, nothing after. */
export interface Barrier {
  /** One for each worker. */
  readonly cuts: readonly PulledCut[]
  readonly sources: readonly PartitionPlace[]
  /** Of the watermark tracker. */
  readonly watermarks: unknown
}

/** What a job goes on from. */
export interface Restored {
  readonly checkpoint: number
  /** For each worker the pieces of a whole cut, and of those that followed it. */
  readonly state: readonly (readonly Uint8Array[])[]
  /** For each worker the files of keys that were not in memory; absent: none were. */
  readonly cold?: readonly (readonly ColdFile[])[]
  /** There are other rules than were: also as many workers cannot take over each what one of them had, since others may need it now. */
  readonly dividedAnew: boolean
  readonly sources: readonly PartitionPlace[]
  readonly watermarks: unknown
  /** What rules begin with that would begin empty; absent: they do. */
  readonly warmed?: WarmedState | undefined
}

export interface JobCheckpoints {
  readonly restored: Restored | undefined
  /** The state of `restored` was taken over: it is held no more, by nobody. */
  takenOver?(): void
  /** It is time for a barrier. */
  readonly due: boolean
  /** One is being made beside the job. */
  readonly isSaving: boolean
  /** The next cut should be of all state. */
  readonly wantsFull: boolean
  /** So many outputs wait for their sinks that reading should wait, too. */
  readonly full: boolean
  /** The places of the newest checkpoint whose outputs all sinks have; undefined: there is none yet. Another array for another checkpoint. */
  readonly finished?: readonly PartitionPlace[] | undefined
  /** How they stand. */
  status?(): CheckpointStatus
  /** `wake` is called when `due` or `full` may have changed, or something failed. `params`: values of all parameters, in JSON form. */
  attach(wake: () => void, params?: () => Readonly<Record<string, unknown>>): void
  /** Parameters were set while the job ran, perhaps in a process before: checkpoints say which values they have. */
  paramsSet?(names: Iterable<string>): void
  /** Throws what went wrong. */
  check(): void
  /** Resolves when there is room for outputs, a checkpoint is due, or the signal is aborted. */
  room(signal: AbortSignal): Promise<void>
  /**
   * Ends the interval: the outputs so far belong to it. The checkpoint is made while the job goes on; resolves with its number when it is, and never where it cannot be made: `check`
   * says why.
   */
  take(barrier: Barrier): Promise<number>
  /**
   * Other rules judge what comes behind the next barrier: call it in the same turn as `take`, once they are ready to. That checkpoint has what the rules so far have judged and names these, so that a
   * start goes on with them. `state`: whose state it has; where that is of the former ones, the next one has all state (`wantsFull`). They must be among the job's versions before.
   * `frozen`: what these drop, which is kept until the next change; where the state is that of the former ones it is in it. undefined: nothing.
   */
  changeRules?(
    next: CheckpointRules,
    params: Readonly<Record<string, unknown>>,
    state: "former" | "next",
    frozen?: FrozenRules,
  ): void
  /** What the last change of the rules has dropped, in the newest checkpoint; undefined: nothing. */
  readonly frozen?: FrozenFacts | undefined
  /** Reads it. Rejects with the store's errors, and where it is damaged. */
  thaw?(): Promise<FrozenState | undefined>
  /** The last checkpoint, and all of it published; a job that is stopped waits only so long for its sinks. */
  finish(barrier: () => Promise<Barrier>, stop: AbortSignal): Promise<void>
}
