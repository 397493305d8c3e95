import { pick, type Random } from "../../samples/seeded.ts"

/** What a simulated world is like. */
export interface Settings {
  /** Operations of the disk take up to so long. */
  readonly slowMs: number
  /** How often a change on the disk fails, of 1, while faults may come. */
  readonly diskFailures: number
  /** Whether a file may be damaged where it lies. */
  readonly rots: boolean
  readonly intervalMs: number
  readonly maxOutboxBytes: number
  /** Each process has one of these numbers of workers. */
  readonly workers: readonly number[]
  /** The source hands over lines that were not read, instead of records. */
  readonly blocks: boolean
  /** For so long the source is live; 0: it has an end from the beginning. */
  readonly liveMs: number
  readonly idleAfterMs: number
}

/** The same without what does not help to find a mistake in the protocol: so it is found in fewer worlds. */
export function plainSettings(random: Random): Settings {
  const { slowMs, maxOutboxBytes } = drawSettings(random)
  const intervalMs = pick(random, [2, 10, 30, 100])
  const still = { liveMs: 0, idleAfterMs: 30_000, blocks: false, workers: [1], diskFailures: 0, rots: false }
  return { slowMs, maxOutboxBytes, intervalMs, ...still }
}

export function drawSettings(random: Random): Settings {
  const isLive = random() < 0.25
  const workers = pick(random, [[1], [1], [2], [3], [1, 2, 3]])
  return {
    slowMs: pick(random, [0, 1, 5, 30]),
    diskFailures: pick(random, [0, 0, 0, 0.01]),
    rots: random() < 0.3,
    // Time goes by where nothing happens, and with it come checkpoints.
    intervalMs: pick(random, isLive ? [30, 100, 400] : [2, 10, 30, 100]),
    maxOutboxBytes: pick(random, [500, 1 << 20]),
    workers,
    blocks: random() < 0.5,
    liveMs: isLive ? pick(random, [500, 3000]) : 0,
    idleAfterMs: isLive ? pick(random, [300, 1e9]) : 30_000,
  }
}
