/** What a process of the simulated job runs: the real job with its checkpoints, over the world's disk, sinks, source and clock. */
import { Buffer } from "node:buffer"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { NamedPublisher } from "../../runtime/checkpoint/coordinator.ts"
import { Checkpoints } from "../../runtime/checkpoint/coordinator.ts"
import type { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { dividedRules } from "../../runtime/engine/shares.ts"
import { createEngine } from "../../runtime/index.ts"
import { coldOpener } from "../../runtime/job/cold-state.ts"
import { Job } from "../../runtime/job/job.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { between, pick, type Random } from "../../samples/seeded.ts"
import type { SimulatedDisk } from "./files.ts"
import type { Life, Scheduler } from "./scheduler.ts"
import type { Settings } from "./settings.ts"
import type { WorldSink } from "./sinks.ts"
import { type PartitionLog, simulatedSource } from "./source.ts"
import { type SimulatedThreads, simulatedThreads } from "./workers.ts"

export const jobName = "payments"
/** Files of keys that are not in memory are complete when they have so many bytes: each process has one of these. */
const segmentSizes = [1, 400, 1 << 20]

/** What the operator answers to a refusal: the next start has it. */
export type Remedy = "none" | "allow-repeats" | "fresh"

/** What a process has of the world. */
export interface ProcessParts {
  readonly rules: RuleSet
  readonly random: Random
  readonly scheduler: Scheduler
  readonly disk: SimulatedDisk
  readonly settings: Settings
  readonly life: Life
  readonly log: Log
  readonly remedy: Remedy
  readonly isLive: boolean
}

/** What it runs of the job. */
export interface SliceParts {
  readonly slice: string
  /** Random for each process and slice. */
  readonly attempt: string
  readonly store: CheckpointStore
  readonly alerts: WorldSink
  readonly audit: WorldSink
  readonly logs: readonly PartitionLog[]
  /** Of what is read: the number of the first of these partitions. */
  readonly partition: number
  /** Where keys go that are not in memory. */
  readonly stateFolder: string
  readonly stop: AbortSignal
}

export interface OpenedJob {
  readonly job: Job
  /** Where it has workers. */
  readonly threads: SimulatedThreads | undefined
  close(): Promise<void>
}

/** A random name. */
export function nameOf(random: Random): string {
  return Math.floor(random() * 2 ** 32).toString(16)
}

/** Restores the state and opens all that the job needs. */
export async function openJobOf(process: ProcessParts, slice: SliceParts): Promise<OpenedJob> {
  const publishers = await openPublishers(process, slice)
  const checkpoints = await openCheckpoints(process, slice, publishers).catch(async (error) => {
    for (const { publisher } of publishers) await publisher.close().catch(() => {})
    throw error
  })
  try {
    return openWith(process, slice, checkpoints)
  } catch (error) {
    await checkpoints.close()
    throw error
  }
}

async function openPublishers({ life }: ProcessParts, of: SliceParts): Promise<NamedPublisher[]> {
  const { slice, attempt } = of
  const opened: NamedPublisher[] = []
  for (const name of ["alerts", "audit"] as const) {
    const publisher = await of[name].publisherFor(life, { job: jobName, slice, attempt })
    opened.push({ name, resource: name, publisher })
  }
  return opened
}

function openCheckpoints(
  process: ProcessParts,
  slice: SliceParts,
  publishers: readonly NamedPublisher[],
): Promise<Checkpoints> {
  const { rules, random, scheduler, settings, life, log, remedy } = process
  const { format } = rules.manifest
  return Checkpoints.open({
    store: slice.store,
    job: jobName,
    slice: slice.slice,
    attempt: slice.attempt,
    newLineage: nameOf(random),
    intervalMs: settings.intervalMs,
    maxOutboxBytes: settings.maxOutboxBytes,
    publishers,
    rules: { format, names: [], divided: dividedRules(rules.manifest) },
    params: {},
    fresh: remedy === "fresh",
    allowRepeats: remedy === "allow-repeats",
    assumePublished: new Map(),
    clock: scheduler.clockOf(life),
    log,
  })
}

function openWith(process: ProcessParts, slice: SliceParts, checkpoints: Checkpoints): OpenedJob {
  const { rules, random, scheduler, disk, settings, life, log, isLive } = process
  const sinks = sinksOf(checkpoints)
  const { workers, idleAfterMs, blocks } = settings
  const count = oneOf(random, workers)
  const memoryBytes = oneOf(random, settings.memory)
  const cold = memoryBytes === undefined ? undefined : { folder: slice.stateFolder, memoryBytes }
  const openCold = coldOpener({
    files: disk.syncFilesFor(life),
    random: (bytes) => Buffer.from(Array.from({ length: bytes }, () => between(random, 0, 255))),
    segmentBytes: settings.memory.length === 1 ? segmentSizes[2]! : pick(random, segmentSizes),
  })
  const parts = { rules, scheduler, life, sinks, openCold }
  const threads = count > 1 ? simulatedThreads(count, parts) : undefined
  const from = { isLive, blocks, partition: slice.partition }
  const source = simulatedSource(slice.logs, scheduler, life, from)
  const job = new Job(rules, createEngine, {
    inputs: [{ name: "Payment", source, typeField: "type" }],
    sinks,
    params: {},
    cold,
    openCold,
    strict: false,
    atEnd: "close",
    maxAheadMs: 3_600_000,
    idleAfterMs,
    clock: scheduler.clockOf(life),
    log,
    stop: slice.stop,
    checkpoints,
    processing: threads?.processing,
  })
  return { job, threads, close: () => checkpoints.close() }
}

function sinksOf(checkpoints: Checkpoints): OutputSinks {
  const named = new Map([
    ["alerts", checkpoints.sinkOf("alerts", 0)],
    ["audit", checkpoints.sinkOf("audit", 0)],
  ])
  return {
    named,
    standardOutput: named.get("alerts")!,
    late: checkpoints.sinkOf("alerts", 1),
    deadLetters: checkpoints.sinkOf("audit", 1),
  }
}

/** Draws only where there is a choice. */
function oneOf<T>(random: Random, items: readonly T[]): T {
  return items.length === 1 ? items[0]! : pick(random, items)
}
