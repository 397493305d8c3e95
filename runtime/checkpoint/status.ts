import type { CheckpointStatus, MadeCheckpoint, PublisherStatus } from "../job/status.ts"
import { type CheckpointManifest, filesOf } from "./manifest.ts"

/** What the checkpoints of a running job were like. */
export class MadeCheckpoints {
  readonly #intervalMs: number
  readonly #since: number
  #newest: MadeCheckpoint | undefined
  #made = 0
  #failed = 0

  /** `since`: now. */
  constructor(intervalMs: number, since: number) {
    this.#intervalMs = intervalMs
    this.#since = since
  }

  /** One could not be made. */
  fail(): void {
    this.#failed++
  }

  /** One is durable. `beganAt`: when its barrier was taken; `before`: the one before it. */
  add(manifest: CheckpointManifest, beganAt: number, now: number, before: CheckpointManifest | undefined): void {
    const known = new Set(before === undefined ? [] : filesOf(before).map(({ file }) => file))
    const written = filesOf(manifest).filter(({ file }) => !known.has(file))
    this.#made++
    this.#newest = {
      number: manifest.number,
      madeAt: now,
      durationMs: now - beganAt,
      bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
      full: manifest.state.every((files) => files.length === 1),
    }
  }

  /** How they stand now. */
  status(restored: number | undefined, publishers: readonly PublisherStatus[], pendingBytes: number): CheckpointStatus {
    return {
      newest: this.#newest,
      made: this.#made,
      failed: this.#failed,
      since: this.#since,
      intervalMs: this.#intervalMs,
      restored,
      pendingBytes,
      publishers,
    }
  }
}
