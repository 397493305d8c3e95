/** What a process of the simulated job runs: the real job with its checkpoints, over the world's disk, sinks, source and clock. */
import { Buffer } from "node:buffer"
import { paramsAtStart } from "../../compiler/cli/params-at-start.ts"
import { type ChosenRules, failIfOthers } from "../../compiler/cli/rules-choice.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { NamedPublisher } from "../../runtime/checkpoint/coordinator.ts"
import { Checkpoints } from "../../runtime/checkpoint/coordinator.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import { ConnectorError } from "../../runtime/connectors/contract.ts"
import { dividedRules } from "../../runtime/engine/shares.ts"
import { createEngine } from "../../runtime/index.ts"
import { checkpointRules } from "../../runtime/job/checkpoint-rules.ts"
import { coldOpener } from "../../runtime/job/cold-state.ts"
import { type CreateEngine, Job } from "../../runtime/job/job.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import { type ChangeableJob, changeableJob } from "../../runtime/job/reload.ts"
import { abandonable } from "../../runtime/job/slices/abandon.ts"
import type { Log } from "../../runtime/observe/log.ts"
import { between, pick, type Random } from "../../samples/seeded.ts"
import type { Changes } from "./changes/changes.ts"
import type { SimulatedDisk } from "./files.ts"
import type { Planted } from "./planted.ts"
import type { Life, Scheduler } from "./scheduler.ts"
import type { Settings } from "./settings.ts"
import type { WorldSink } from "./sinks.ts"
import { type PartitionLog, simulatedSource } from "./source.ts"
import { type SimulatedThreads, simulatedThreads } from "./workers.ts"

export const jobName = "payments"
export const jobFolder = `/data/checkpoints/${jobName}`

/** Of a slice. */
export function folderOf(slice = 0): string {
  return `${jobFolder}/${slice}`
}

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
  readonly planted: Planted | undefined
  /** Who changes the rules; absent: nobody. */
  readonly changes?: Changes
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
  /** Another process goes on with its state; absent: nobody else has any. */
  readonly abandon?: AbortSignal
  /** Where rules change: as those of the process were chosen. */
  readonly chosen?: Pick<ChosenRules, "base" | "expects">
}

export interface OpenedJob {
  readonly job: Job
  readonly change: ChangeableJob
  /** Where it has workers. */
  readonly threads: SimulatedThreads | undefined
  /** Whether another process has made checkpoints since. */
  overtaken(): Promise<boolean>
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
    if (slice.chosen !== undefined) {
      await noteBeginning(process, slice, checkpoints)
      watchRules(process, slice, checkpoints)
    }
    if (slice.abandon?.aborted) throw new ConnectorError("fenced", "another process runs it now")
    return openWith(process, slice, checkpoints)
  } catch (error) {
    await checkpoints.close()
    throw error
  }
}

/** What is restored is noted, and whether the rules fit it. */
async function noteBeginning(
  { changes, disk, life, rules }: ProcessParts,
  { slice, attempt, store, chosen, abandon }: SliceParts,
  { restored, restoredRules }: Checkpoints,
): Promise<void> {
  const isShared = abandon !== undefined
  if (!isShared) failIfOthers(chosen!, restoredRules)
  const listed = await new CheckpointStore(disk.filesFor(), store.folder).list()
  const manifest = listed.find(({ number }) => number === restored?.checkpoint)?.manifest
  changes!.history(Number(slice)).begins(attempt, manifest)
  const begun = { life, given: chosen!.base!, runs: rules.manifest.version }
  changes!.begins(attempt, begun, manifest, isShared)
}

/** Notes whose state a checkpoint has where rules change. */
function watchRules({ changes }: ProcessParts, { slice, attempt }: SliceParts, checkpoints: Checkpoints): void {
  const change = checkpoints.changeRules.bind(checkpoints)
  checkpoints.changeRules = (rules, params, state) => {
    if (state === "next") changes!.history(Number(slice)).becomesNext(attempt, checkpoints.next)
    change(rules, params, state)
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
  const { base } = slice.chosen ?? {}
  const plain = { format, names: [], divided: dividedRules(rules.manifest) }
  const named = { ...checkpointRules(rules.manifest), ...(base !== undefined && { base }) }
  return Checkpoints.open({
    store: slice.store,
    job: jobName,
    slice: slice.slice,
    attempt: slice.attempt,
    newLineage: nameOf(random),
    intervalMs: settings.intervalMs,
    maxOutboxBytes: settings.maxOutboxBytes,
    publishers,
    rules: slice.chosen === undefined ? plain : named,
    params: {},
    fresh: remedy === "fresh",
    allowRepeats: remedy === "allow-repeats",
    assumePublished: new Map(),
    clock: scheduler.clockOf(life),
    log,
  })
}

function openWith(process: ProcessParts, slice: SliceParts, checkpoints: Checkpoints): OpenedJob {
  const { rules, random, scheduler, disk, settings, life, log, isLive, changes, planted } = process
  if (planted === "an answer before the checkpoint") hurry(checkpoints)
  const sinks = sinksOf(checkpoints)
  const { workers, idleAfterMs, blocks, readMs } = settings
  const count = oneOf(random, workers)
  const memoryBytes = oneOf(random, settings.memory)
  const cold = memoryBytes === undefined ? undefined : { folder: slice.stateFolder, memoryBytes }
  const openCold = coldOpener({
    files: disk.syncFilesFor(life),
    random: (bytes) => Buffer.from(Array.from({ length: bytes }, () => between(random, 0, 255))),
    segmentBytes: settings.memory.length === 1 ? segmentSizes[2]! : pick(random, segmentSizes),
  })
  const create = changes === undefined ? createEngine : changingEngine(process, slice, checkpoints)
  const threads = count > 1 ? simulatedThreads(count, { ...process, sinks, openCold, createEngine: create }) : undefined
  const from = { isLive, blocks, slowMs: readMs, partition: slice.partition }
  const source = simulatedSource(slice.logs, scheduler, life, from)
  const hasParams = changes !== undefined && planted !== "a parameter that is forgotten"
  const params = hasParams ? paramsAtStart(rules.manifest.params, {}, checkpoints, log) : {}
  const job = new Job(rules, create, {
    inputs: [{ name: "Payment", source, typeField: "type" }],
    sinks,
    params,
    cold,
    openCold,
    strict: false,
    atEnd: "close",
    maxAheadMs: 3_600_000,
    idleAfterMs,
    clock: scheduler.clockOf(life),
    log,
    stop: slice.stop,
    checkpoints: slice.abandon === undefined ? checkpoints : abandonable(checkpoints, slice.abandon),
    processing: threads?.processingOf(rules),
  })
  const change = changeableJob(job, { rules, params: {} }, async (next) => threads?.processingOf(next.rules))
  return { job, change, threads, overtaken: () => checkpoints.overtaken(), close: () => checkpoints.close() }
}

/** Says that a checkpoint is made before it is. */
function hurry(checkpoints: Checkpoints): void {
  const take = checkpoints.take.bind(checkpoints)
  checkpoints.take = (barrier) => {
    void take(barrier)
    return Promise.resolve(checkpoints.next - 1)
  }
}

/** Engines of which is noted when they come to the end, and that cannot be opened now and then where rules change. */
function changingEngine(
  { changes, life }: ProcessParts,
  { slice, attempt }: SliceParts,
  checkpoints: Checkpoints,
): CreateEngine {
  let isBegun = false
  return (rules, options) => {
    const isRestored = options.restoreCut !== undefined || options.restoreParts !== undefined
    if ((options.former !== undefined || (isBegun && isRestored)) && changes!.fails(life)) throw new Error("no room")
    isBegun = true
    const engine = createEngine(rules, options)
    const end = engine.end.bind(engine)
    return Object.assign(engine, {
      end: () => {
        changes!.history(Number(slice)).closes(attempt, checkpoints.next)
        end()
      },
    })
  }
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
