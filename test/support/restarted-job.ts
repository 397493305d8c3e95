/**
 * Jobs that are stopped in the middle and go on from their checkpoints, in this process: real sources, sinks, checkpoints and workers, whose messages are
 * copied as between threads. A crash is a source that fails: nothing is finished then.
 */
import { join } from "node:path"
import { MessageChannel } from "node:worker_threads"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { Checkpoints } from "../../runtime/checkpoint/coordinator.ts"
import { CheckpointStore } from "../../runtime/checkpoint/store.ts"
import type { Partition, ReadOptions } from "../../runtime/connectors/contract.ts"
import { connectors } from "../../runtime/connectors/index.ts"
import { createEngine } from "../../runtime/index.ts"
import { checkpointRules } from "../../runtime/job/checkpoint-rules.ts"
import { openCold } from "../../runtime/job/cold-state.ts"
import { makeEngine } from "../../runtime/job/engine.ts"
import { Job } from "../../runtime/job/job.ts"
import type { OutputSinks } from "../../runtime/job/outputs.ts"
import type { OpenProcessing } from "../../runtime/job/processing.ts"
import { type CheckpointRequest, openJob } from "../../runtime/job/setup.ts"
import { type StartedWorker, WorkerPool } from "../../runtime/job/workers/pool.ts"
import { serveWorker, type WorkerParts } from "../../runtime/job/workers/worker.ts"
import type { Clock } from "../../runtime/platform/clock.ts"
import { systemClock } from "../../runtime/platform/node.ts"
import { systemFiles } from "../../runtime/platform/node-files.ts"

/** Where state is held: about how many bytes of it stay in memory; undefined: all. So few that every key leaves. */
export const backends: Readonly<Record<string, number | undefined>> = { memory: undefined, disk: 1 }

export interface RestartedJob {
  readonly rules: RuleSet
  /** Where relative paths of the rules begin. */
  readonly folder: string
  readonly sources: ReadonlyMap<string, string>
  /** Paths without `.jsonl`: what is written begins so. */
  readonly outputs: string
  /** One of `backends`. */
  readonly backend: string
}

export interface Run {
  readonly parallelism: number
  /** Where the checkpoints are; left out: there are none. */
  readonly checkpoints?: string
  readonly savepoint?: CheckpointStore
  /** The job fails after it has read so many batches and made a checkpoint. Or it is stopped. */
  readonly crashAfter?: number
  readonly stopAfter?: number
}

/** How a run ended, what was said on the way, and the number of workers of the checkpoint with which it began (0: there was none). */
export interface RunEnd {
  readonly ending: "crash" | "stopped" | "end"
  readonly restored: number
  readonly warnings: readonly string[]
}

/** How many were begun. */
let states = 0

class Crash extends Error {}

/** Runs a job once. */
export async function runOnce(job: RestartedJob, run: Run): Promise<RunEnd> {
  const { rules, folder, sources, outputs, backend } = job
  const memoryBytes = backends[backend]
  // What a process that is gone has left lies in a folder of its own.
  const cold = memoryBytes === undefined ? undefined : { folder: `${outputs}state-${states++}`, memoryBytes }
  const warnings: string[] = []
  const log = (level: string, message: string): void => void (level === "warn" && warnings.push(message))
  const clock = new TickingClock()
  const stopper = new AbortController()
  let opened: Checkpoints | undefined
  const checkpoints = run.checkpoints === undefined ? undefined : request(rules, run, clock, log, (it) => (opened = it))
  const context = { folder, acceptLoss: false, log }
  const sinks = new Map([["alerts", `file:${outputs}alerts.jsonl`]])
  const given = { sources, sinks, deadLetters: `file:${outputs}dead.jsonl`, late: `file:${outputs}late.jsonl` }
  const parts = await openJob(rules.manifest, { ...given, connectors, context, checkpoints })
  const first = opened?.next ?? 0
  let reads = 0
  const beforeRead = async (): Promise<void> => {
    clock.tick()
    reads++
    if (reads > (run.stopAfter ?? Number.POSITIVE_INFINITY)) stopper.abort()
    if (reads <= (run.crashAfter ?? Number.POSITIVE_INFINITY)) return
    const store = storeOf(run)
    while (!(await store.hasAbove(first - 1))) await new Promise((resolve) => setImmediate(resolve))
    throw new Crash("the process is gone")
  }
  try {
    const { parallelism } = run
    const settings = {
      inputs: parts.inputs.map((input) => ({
        ...input,
        source: {
          bounded: input.source.bounded,
          partitions: input.source.partitions.map((partition) => watched(partition, beforeRead)),
          close: () => input.source.close(),
        },
      })),
      tables: parts.tables,
      sinks: parts.sinks,
      checkpoints: parts.checkpoints,
      processing: parallelism === 1 ? undefined : inProcess(parallelism, rules, parts.sinks),
      models: parts.models,
      cold,
      openCold,
      params: {},
      strict: false,
      atEnd: "close" as const,
      maxAheadMs: 3_600_000,
      idleAfterMs: 30_000,
      clock,
      log,
      stop: stopper.signal,
    }
    const ending = await new Job(rules, createEngine, settings).run().then(
      (result) => (result.ending === "stopped" ? "stopped" : "end"),
      (error: unknown) => {
        if (error instanceof Crash) return "crash" as const
        throw error
      },
    )
    return { ending, restored: parts.checkpoints?.restored?.state.length ?? 0, warnings }
  } finally {
    await parts.close()
  }
}

function storeOf({ checkpoints }: Run): CheckpointStore {
  return new CheckpointStore(systemFiles, join(checkpoints!, "job", "0"))
}

function request(
  rules: RuleSet,
  run: Run,
  clock: Clock,
  log: Parameters<typeof Checkpoints.open>[0]["log"],
  opened: (checkpoints: Checkpoints) => void,
): CheckpointRequest {
  const attempt = `attempt${Math.floor(performance.now() * 1000).toString(16)}`
  return {
    identity: { job: "job", slice: "0", attempt },
    async open({ all: publishers }) {
      const { manifest } = rules
      const checkpoints = await Checkpoints.open({
        store: storeOf(run),
        job: "job",
        slice: "0",
        attempt,
        newLineage: `lineage-${attempt}`,
        intervalMs: 1000,
        maxOutboxBytes: 1 << 30,
        publishers,
        rules: checkpointRules(manifest),
        params: {},
        fresh: false,
        allowRepeats: false,
        assumePublished: new Map(),
        savepoint: run.savepoint,
        clock,
        log,
      })
      opened(checkpoints)
      return checkpoints
    },
  }
}

/** What is done again and again is done when `tick` is called. */
class TickingClock implements Clock {
  readonly #acts = new Set<() => void>()

  now(): number {
    return systemClock.now()
  }

  every(_: number, act: () => void): () => void {
    this.#acts.add(act)
    return () => void this.#acts.delete(act)
  }

  after(milliseconds: number, act: () => void): () => void {
    return systemClock.after(milliseconds, act)
  }

  tick(): void {
    for (const act of [...this.#acts]) act()
  }
}

function watched(partition: Partition, beforeRead: () => Promise<void>): Partition {
  return {
    name: partition.name,
    async read(options?: ReadOptions) {
      await beforeRead()
      return partition.read(options)
    },
    position: () => partition.position(),
    seek: (position) => partition.seek(position),
  }
}

function inProcess(count: number, rules: RuleSet, sinks: OutputSinks): OpenProcessing {
  return (settings, to) => {
    const start = () =>
      startInProcess({ rules, load: async () => rules, createEngine, models: settings.models, clock: systemClock })
    const probe = (of: RuleSet) =>
      makeEngine(of, createEngine, { params: settings.params, models: settings.models ?? {} })
    return new WorkerPool({ count, rules, sinks, start, probe }, settings, to)
  }
}

function startInProcess(parts: WorkerParts): StartedWorker {
  const { port1, port2 } = new MessageChannel()
  serveWorker(
    {
      post: (answer, move = []) => port1.postMessage(answer, [...move]),
      onMessage: (take) => void port1.on("message", take),
    },
    parts,
  )
  return {
    port: {
      post: (message, move = []) => port2.postMessage(message, [...move]),
      onMessage: (take) => void port2.on("message", take),
    },
    onEnd: () => {},
    stop: async () => port2.close(),
  }
}
