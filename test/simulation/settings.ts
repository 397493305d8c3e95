import { pick, type Random, seeded } from "../../samples/seeded.ts"

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
  /** A fetch of the source takes up to so long. */
  readonly readMs: number
  /** At most so many things go wrong. */
  readonly faults: number
  /** The source hands over lines that were not read, instead of records. */
  readonly blocks: boolean
  /** For so long the source is live; 0: it has an end from the beginning. */
  readonly liveMs: number
  readonly idleAfterMs: number
  /** Of each process so much state stays in memory, one of these, in bytes; undefined: all. */
  readonly memory: readonly (number | undefined)[]
  /** What is not in memory lies on a disk of the machine, which may be lost with it; else beside the checkpoints. */
  readonly ownDisk: boolean
  /** Alerts and audit may be files; undefined: something on the other side of a network. */
  readonly files: readonly [FileKind | undefined, FileKind | undefined]
  /** Processes run on so many machines, one after the other. */
  readonly machines: number
  /** Into so many slices the job is divided, one for each partition; 0: it is not. */
  readonly slices: number
  /** How processes know which slices to run: a group that changes its mind, or for good. */
  readonly members: "group" | "fixed"
  /** So often somebody asks for a change of the rules, at most; 0: never. */
  readonly changes: number
  /** Rules that fail within so many milliseconds are taken back. */
  readonly guardMs: number | undefined
}

/** `folder`: a file for each checkpoint. */
export type FileKind = "plain" | "gzip" | "folder"

/** What most worlds have. */
const usual = {
  memory: [undefined],
  ownDisk: false,
  files: [undefined, undefined],
  machines: 1,
  readMs: 3,
  faults: 6,
  slices: 0,
  members: "group",
  changes: 0,
  guardMs: undefined,
} satisfies Partial<Settings>

/** The same without what does not help to find a mistake in the protocol: so it is found in fewer worlds. */
export function plainSettings(random: Random): Settings {
  const { slowMs, maxOutboxBytes } = drawSettings(random)
  const intervalMs = pick(random, [2, 10, 30, 100])
  const still = { liveMs: 0, idleAfterMs: 30_000, blocks: false, workers: [1], diskFailures: 0, rots: false }
  return { ...usual, slowMs, maxOutboxBytes, intervalMs, ...still }
}

/** The settings of a world, and what it has beside the usual. */
export function worldSettings(seed: number, random: Random, slices: number): Settings {
  // From numbers of their own: what worlds can have is added to without making others of those that lack it.
  const own = seeded(seed ^ 0x2545f491)
  const settings = drawSettings(random)
  const memory = pick(own, [[undefined], [undefined], [undefined], [0], [0, 1000, undefined]])
  const ownDisk = own() < 0.3
  const kinds: readonly FileKind[] = ["plain", "gzip", "folder"]
  const file = () => (own() < 0.3 ? pick(own, kinds) : undefined)
  const files = [file(), file()] as const
  // Who begins a file that others write from another machine may empty it too late.
  const machines = files.some((kind) => kind === "plain" || kind === "gzip") ? 1 : pick(own, [1, 3])
  const world = { ...settings, memory, ownDisk, files, machines }
  return changing(slices > 0 ? divided(world, own, slices) : world, seeded(seed ^ 0x27d4eb2f))
}

/** Perhaps the same job whose rules change. Nothing is damaged where it lies, and there is time for changes. */
function changing(settings: Settings, random: Random): Settings {
  const changes = pick(random, [0, 0, 0, 0, 12])
  return changes === 0 ? settings : withChanges(settings, changes, random)
}

export function withChanges(settings: Settings, changes: number, random: Random): Settings {
  const readMs = pick(random, [10, 30, 60])
  // Where processes share a job each looks after its own part, and goes back to what it had itself.
  const guardMs = settings.slices > 0 ? undefined : pick(random, [undefined, 40, 200])
  return { ...settings, changes, rots: false, readMs, guardMs, faults: 12 }
}

/** Into how many slices the job of a world is divided; 0: it is not. */
export function drawSlices(seed: number): number {
  return pick(seeded(seed ^ 0x1b873593), [0, 0, 0, 0, 0, 0, 2, 3])
}

/** The same job in slices. Its source has an end, nothing is damaged where it lies, and no file is written by two of them. */
function divided(settings: Settings, random: Random, slices: number): Settings {
  const files = settings.files.map((kind) => kind && ("folder" as const))
  const [alerts, audit] = [files[0], files[1]]
  return {
    ...settings,
    files: [alerts, audit],
    machines: 3,
    liveMs: 0,
    idleAfterMs: 30_000,
    rots: false,
    // Time enough to be moved about.
    readMs: pick(random, [3, 20, 60]),
    intervalMs: pick(random, [10, 30, 100]),
    faults: 12,
    slices,
    members: pick(random, ["group", "group", "fixed"] as const),
  }
}

export function drawSettings(random: Random): Settings {
  const isLive = random() < 0.25
  const workers = pick(random, [[1], [1], [2], [3], [1, 2, 3]])
  return {
    ...usual,
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
