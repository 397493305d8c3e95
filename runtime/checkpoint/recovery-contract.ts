/** What recovery looks at and what it decides. The decision is a pure function of them (`decideRecovery`). */
import type { Mark } from "../connectors/contract.ts"

/** A checkpoint of the store, as far as it can be read. */
export interface FoundCheckpoint {
  readonly number: number
  /** Why it cannot be restored; absent: it is whole. */
  readonly damage?: string
  /** Unknown where the manifest cannot be read. */
  readonly lineage?: string
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
  | { readonly kind: "begin"; readonly next: number; readonly warnings: readonly string[] }
  | {
      readonly kind: "restore"
      readonly checkpoint: number
      /** Going back behind outputs that are out already: they come again, under a new lineage. */
      readonly newLineage: boolean
      /** The number of the next checkpoint. */
      readonly next: number
      readonly republish: readonly Republish[]
      readonly warnings: readonly string[]
    }
  /** The words say what is wrong, why it matters and what to do. */
  | { readonly kind: "refuse"; readonly reason: string }
