import type { ColdFile } from "./cold-store.ts"

/**
 * The state of an engine at one moment, on its way into a checkpoint. Taking the cut is quick; its bytes are fetched piece by piece while
 * the engine goes on: what changes before it was handed out is copied first.
 */
export interface StateCut {
  /** All state; else what changed since the cut before, to be put behind it. */
  readonly full: boolean
  /** Where keys are not in memory: the files that have them. */
  readonly cold?: readonly ColdFile[]
  /** The next piece; undefined at the end. */
  next(): Uint8Array | undefined
  /** The checkpoint came to nothing: what it held counts as changed in the next cut. Throws where that was begun already. */
  abandon(): void
}
