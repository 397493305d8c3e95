/** Where a job's batches are judged: in its own thread, or in several workers. */
import type { Engine, EngineOptions, EngineStats, EngineUsage, TableLoad } from "../abi/engine.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import type { Batch } from "../connectors/contract.ts"
import type { EnricherStats } from "../enrich/contract.ts"
import type { WatermarkTracker } from "../time/watermark.ts"
import type { PulledCut } from "./checkpoints.ts"
import type { Counter, JobCounts } from "./counts.ts"
import { callbacksOf, type OpenedEngine, openEngine } from "./engine.ts"
import type { InputPartition, StreamPartition } from "./inputs.ts"
import type { Outputs } from "./outputs.ts"
import { type CreateEngine, Processor, type ProcessorSettings } from "./processor.ts"
import type { PartitionStatus } from "./status.ts"

/** What a job hands over: where outputs go, what is counted, what is read. */
export interface ProcessingParts {
  readonly outputs: Outputs
  readonly counter: Counter
  readonly partitions: readonly InputPartition[]
  /** Something happened that the job should look at. */
  readonly wake: () => void
}

export type OpenProcessing = (settings: ProcessorSettings, to: ProcessingParts) => Processing

export interface Processing {
  /** Events that wait for the watermark. */
  readonly waiting: number
  readonly watermark: number
  /** What stopped a strict job, in words. */
  readonly firstDeadLetter: string | undefined
  /** Resolves when batches can come. Throws `JobError`. */
  start(): Promise<void>
  /** Whether a partition may hand over lines that were not read. */
  takesLines(partition: StreamPartition, format: "json" | "csv"): boolean
  /** How far the partitions are: whoever takes this one's place goes on with it. */
  readonly tracker: WatermarkTracker
  /** Changes parameters between two events. Throws where one is wrong: then none has changed. */
  setParams(values: Readonly<Record<string, unknown>>): void
  /** Their values, in JSON form. */
  params(): Readonly<Record<string, unknown>>
  /** Replaces a table's rows between two events. */
  setTable(name: string, rows: readonly unknown[], values: "json" | "text"): TableLoad
  /** Resolves when another batch may come. One call at a time. */
  process(batch: Batch, from: InputPartition): Promise<void>
  /** The partition has ended. */
  ended(partition: InputPartition): Promise<void>
  /** Partitions that hold the others back no longer, and how far the clock takes time when all are silent. */
  idle(partitions: readonly InputPartition[], time: number | undefined): void
  /** Everything was judged that can be. `close`: time goes to infinity. */
  finish(close: boolean): Promise<void>
  /** Resolves when all that was handed over is judged and its outputs are in the job's hands, with the state of that moment. */
  cut(full: boolean): Promise<{ readonly cuts: readonly PulledCut[]; readonly watermarks: unknown }>
  counts(): JobCounts
  /** Records that the sources delivered. */
  readonly read: number
  /** At any time. One call at a time. */
  stats(): Promise<ProcessingStats>
  /** Another one takes its place: what it has counted by itself goes to the job's counter. After a cut. */
  handOver?(): void
  /** The partitions by which time goes, where they are not those that the job reads. `now`: epoch milliseconds. */
  awaited?(now: number): readonly PartitionStatus[]
  /** The job is strict, and there was a dead letter. */
  fails(): boolean
  /** Throws what went wrong meanwhile. */
  check(): void
  /** Twice is harmless. */
  close(): Promise<void>
}

/** How what judges stands. */
export interface ProcessingStats {
  readonly counts: JobCounts
  readonly engine: EngineStats
  readonly usage: EngineUsage
  readonly calls: EnricherStats | undefined
}

/** In the job's own thread. */
export class LocalProcessing implements Processing {
  readonly #processor: Processor<Engine>
  readonly #opened: OpenedEngine
  readonly #parts: ProcessingParts

  /** `createEngine` throws for wrong parameters: that becomes a usage error. */
  constructor(rules: RuleSet, createEngine: CreateEngine, settings: ProcessorSettings, parts: ProcessingParts) {
    this.#parts = parts
    let opened: OpenedEngine | undefined
    const open = (models: EngineOptions["models"]): Engine => {
      opened = openEngine(rules, createEngine, settings, { ...callbacksOf(settings, parts.outputs), models })
      return opened.engine
    }
    this.#processor = new Processor(rules, open, settings, parts)
    this.#opened = opened!
  }

  get waiting(): number {
    return this.#processor.engine.counts().waiting
  }

  get watermark(): number {
    return this.#processor.watermark
  }

  get firstDeadLetter(): string | undefined {
    return this.#parts.outputs.firstDeadLetter
  }

  async start(): Promise<void> {}

  takesLines(partition: StreamPartition, format: "json" | "csv"): boolean {
    return this.#processor.takesLines(partition, format)
  }

  get tracker(): WatermarkTracker {
    return this.#processor.tracker
  }

  setParams(values: Readonly<Record<string, unknown>>): void {
    this.#processor.engine.setParams(values)
  }

  params(): Readonly<Record<string, unknown>> {
    return this.#processor.engine.params()
  }

  setTable(name: string, rows: readonly unknown[], values: "json" | "text"): TableLoad {
    return this.#processor.engine.setTable(name, rows, values)
  }

  process(batch: Batch, from: StreamPartition): Promise<void> {
    return this.#processor.process(batch, from)
  }

  async ended(partition: InputPartition): Promise<void> {
    this.#processor.setIdle(partition)
    this.#processor.moveWatermark()
  }

  idle(partitions: readonly InputPartition[], time: number | undefined): void {
    for (const partition of partitions) this.#processor.setIdle(partition)
    this.#processor.moveWatermark()
    if (time !== undefined) this.#processor.moveWatermark(time)
  }

  async finish(close: boolean): Promise<void> {
    if (close) this.#processor.engine.end()
  }

  async cut(full: boolean) {
    const { engine, tracker } = this.#processor
    return { cuts: [engine.cut(full)], watermarks: tracker.snapshot() }
  }

  counts(): JobCounts {
    return this.#parts.counter.counts(this.#processor.engine.counts())
  }

  get read(): number {
    return this.#parts.counter.read
  }

  async stats() {
    const { engine: own, calls } = this.#processor
    const engine = own.stats()
    return { counts: this.#parts.counter.counts(engine), engine, usage: own.usage(), calls }
  }

  fails(): boolean {
    return this.#processor.fails()
  }

  check(): void {}

  async close(): Promise<void> {
    this.#opened.close()
  }
}
