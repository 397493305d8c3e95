/** The state of the protocol's model: the store, the sinks, and the processes that believe that the job is theirs. */

/** Outputs of a checkpoint: those of the events `from` to `to - 1`. */
export interface Outbox {
  readonly number: number
  readonly from: number
  readonly to: number
}

export interface Manifest {
  readonly number: number
  readonly lineage: number
  readonly earlier: readonly ModelMark[]
  /** So many events are judged. */
  readonly position: number
  /** By sink, in rising order. */
  readonly held: readonly (readonly Outbox[])[]
  readonly confirmed: readonly number[]
  /** Its name outlives a loss of power. */
  readonly lasts: boolean
  readonly damage: "" | "state" | "all"
}

export interface ModelMark {
  readonly lineage: number
  readonly checkpoint: number
}

/** A transaction that was sent and not answered: it takes effect later, or never. */
export interface Request {
  readonly outbox: Outbox
  readonly mark: ModelMark
}

export interface ModelSink {
  /** Which process claimed last; 0: none that is alive. Repeatable sinks are claimed by nobody. */
  readonly owner: number
  readonly mark: ModelMark | null
  /** How often it has each event's output; a repeatable sink has it or not. */
  readonly counts: readonly number[]
  /** Requests of the owner; those of others are refused, so they need not be kept. */
  readonly inFlight: readonly Request[]
}

/** A checkpoint in the making. */
export interface Cut {
  readonly outbox: Outbox
  readonly held: readonly (readonly Outbox[])[]
  readonly confirmed: readonly number[]
}

export type PublisherState = "idle" | "unknown" | "claimed"

export interface Process {
  readonly id: number
  /** `claim` and `mark` of the sink `sink`; then `list`; then it runs: `cut` (a checkpoint may be begun), `link`, `sync`. */
  readonly at: "claim" | "mark" | "list" | "cut" | "link" | "sync"
  readonly sink: number
  /** What the marks said, by sink, until the decision. */
  readonly marks: readonly (ModelMark | null)[]
  /** What it saw of the store before its time (`listFirst`). */
  readonly listed: readonly Manifest[] | null
  readonly allowRepeats: boolean
  readonly lineage: number
  readonly earlier: readonly ModelMark[]
  /** Until its first checkpoint is made, marks are of the restored lineage. */
  readonly markLineage: number
  readonly position: number
  /** The newest checkpoint that it made or restored. */
  readonly number: number
  readonly next: number
  readonly queues: readonly (readonly Outbox[])[]
  readonly confirmed: readonly number[]
  readonly publishers: readonly PublisherState[]
  readonly cut: Cut | null
}

export interface World {
  readonly store: readonly Manifest[]
  /** Numbers of outboxes whose bytes a loss of power may take, and of those that it took. */
  readonly unsynced: readonly number[]
  readonly lost: readonly number[]
  readonly sinks: readonly ModelSink[]
  readonly processes: readonly Process[]
  readonly damages: number
  /** How often outputs came again because the operator allowed it. */
  readonly allowed: number
  /** The lineage that began then last; 0: none. */
  readonly allowedLineage: number
  /** Whether the last process was refused; `late`: although the newest checkpoint is whole and of a lineage that began with repeats. */
  readonly refused: "no" | "yes" | "late"
}

/** What of the protocol is left out or turned round. */
export interface Wrong {
  /** A manifest replaces one with its number. */
  readonly overwrite?: boolean
  /** Marks are read before the claim. */
  readonly marksFirst?: boolean
  /** The store is listed before the claim. */
  readonly listFirst?: boolean
  /** Outputs are published as soon as the interval ends. */
  readonly publishFirst?: boolean
  /** After an unknown outcome the same claim goes on. */
  readonly sameEpoch?: boolean
  /** After an unknown outcome the mark is not compared with the own number. */
  readonly blindAfterUnknown?: boolean
  /** The outbox is not synced before its manifest is made. */
  readonly unsyncedOutbox?: boolean
  /** The folder is not synced before outputs are published. */
  readonly unsyncedName?: boolean
  /** What a start finds is not synced before it is published. */
  readonly unsyncedFound?: boolean
  /** A checkpoint lets go of outboxes that were sent, whether or not the sink has them. */
  readonly droppedOutbox?: boolean
  /** Going back behind a damaged checkpoint begins no lineage. */
  readonly keptLineage?: boolean
  /** Lineages that were left are not remembered. */
  readonly forgottenLineages?: boolean
}

export interface Shape {
  readonly sinks: readonly ("marked" | "repeatable")[]
  readonly events: number
  /** So many processes may be alive at once. Any number of them may come one after the other, each may crash at every step. */
  readonly processes: number
  /** Empty intervals up to this number of a checkpoint. */
  readonly emptyUpTo?: number
  /** The newest checkpoint may be damaged so often. */
  readonly damages?: number
  /** After a refusal the operator may allow repeats, so often. */
  readonly allowRepeats?: number
  readonly powerLoss?: boolean
  /** A refusal is as good as an end: for what is wrong behind it. */
  readonly refusals?: boolean
  readonly wrong?: Wrong
}
