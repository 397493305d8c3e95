/** What recovery looks at and what it decides. The decision is a pure function of them (`decideRecovery`). */
import type { Mark } from "../connectors/contract.ts"

/** A checkpoint of the store, as far as it can be read. */
export interface FoundCheckpoint {
  readonly number: number
  /** Why it cannot be restored; absent: it is whole. */
  readonly damage?: string
  /** Unknown where the manifest cannot be read. */
  readonly lineage?: string
  /**
   * Lineages of the job whose place this one took, each with the greatest number that it can have reached: a sink that has got nothing since may
   * still have a mark of theirs. As `earlier` of the decision after which the lineage began; the same in all its checkpoints.
   */
  readonly earlier?: readonly Mark[]
  /** By publisher: outputs of which checkpoints it still holds (its own among them), in rising order. Numbers without outputs are not listed. */
  readonly outboxes: ReadonlyMap<string, readonly number[]>
  /** By publisher: up to which checkpoint its sink was known to hold the outputs when this checkpoint was made; 0: none yet. */
  readonly confirmed: ReadonlyMap<string, number>
}

/** A publisher after its claim. */
export interface ClaimedPublisher {
  readonly name: string
  readonly kind: "marked" | "repeatable"
  /** What its sink says; always undefined for `repeatable`. */
  readonly mark: Mark | undefined
}

export interface RecoveryRequest {
  /** In rising order of their numbers. */
  readonly checkpoints: readonly FoundCheckpoint[]
  readonly publishers: readonly ClaimedPublisher[]
  readonly job: string
  /** `--fresh`: begin empty whatever there is. */
  readonly fresh: boolean
  /** `--allow-repeats`: go back to an older checkpoint even where its successor's outputs are out. */
  readonly allowRepeats: boolean
  /** `--assume-published SINK=N`. */
  readonly assumePublished: ReadonlyMap<string, number>
}

/** What of a restored checkpoint's outboxes is published before the job goes on. */
export interface Republish {
  readonly publisher: string
  readonly checkpoints: readonly number[]
}

export type RecoveryDecision =
  /** Nothing is restored, and a new lineage begins with the checkpoint `next`. */
  | {
      readonly kind: "begin"
      readonly next: number
      /** For the new lineage's checkpoints (`FoundCheckpoint.earlier`). */
      readonly earlier: readonly Mark[]
      readonly warnings: readonly string[]
    }
  | {
      readonly kind: "restore"
      readonly checkpoint: number
      /**
       * The state goes back behind a checkpoint that was made: what follows is of a new lineage. No mark may name it before its first checkpoint is
       * made: until then marks are of the restored one.
       */
      readonly newLineage: boolean
      /** Outputs that sinks have come again (`allowRepeats`); else publishers go on where the restored checkpoint's were. */
      readonly repeats: boolean
      /** For the next checkpoints (`FoundCheckpoint.earlier`). */
      readonly earlier: readonly Mark[]
      /** The number of the next checkpoint. */
      readonly next: number
      readonly republish: readonly Republish[]
      readonly warnings: readonly string[]
    }
  /** The words say what is wrong, why it matters and what to do. */
  | { readonly kind: "refuse"; readonly reason: string }
