/** Where a job's batches are judged: in its own thread, or in several workers. */
import type { Engine, EngineOptions, EngineStats, EngineUsage, TableLoad } from "../abi/engine.ts"
import type { DroppedCut } from "../abi/frozen.ts"
import type { KeyLook } from "../abi/look.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import type { Batch } from "../connectors/contract.ts"
import type { EnricherStats } from "../enrich/contract.ts"
import type { WatermarkTracker } from "../time/watermark.ts"
import type { PulledCut } from "./checkpoints.ts"
import type { Counter, JobCounts } from "./counts.ts"
import { callbacksOf, type OpenedEngine, openEngine } from "./engine.ts"
import { type Dropped, joinedDropped } from "./frozen.ts"
import type { InputPartition, StreamPartition } from "./inputs.ts"
import type { Outputs } from "./outputs.ts"
import { type CreateEngine, Processor, type ProcessorSettings } from "./processor.ts"
import type { NextRules } from "./reload.ts"
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
  /** How far time is by what was handed over: of what judges elsewhere `watermark` may be behind it. */
  readonly passedTo: number
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
  /** At any time before `follow`: makes ready for rules what can be made ready while others judge. Rejects where they cannot be loaded. */
  prepare?(next: NextRules): Promise<void>
  /**
   * After all that was handed over is judged: what takes its place with the state as it lies in memory, which may be itself; undefined: that cannot be, the state has to be cut. Rejects where the rules cannot
   * be run; then this one goes on. `settings`: as it was opened.
   */
  follow?(next: NextRules, settings: ProcessorSettings): Promise<Processing | undefined>
  /** What of the state with which it was opened, or followed, nobody took over: it can be asked for once. Of what was cut there are names alone. undefined: nothing. */
  takeDropped?(): Dropped | undefined
  /** What a rule holds for a key, as `Engine.look` has it. At any time. One call at a time. */
  look(rule: string, key: readonly string[], limit: number): Promise<KeyLook | undefined>
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
  readonly #createEngine: CreateEngine
  #dropped: DroppedCut | undefined

  /** `createEngine` throws for wrong parameters: that becomes a usage error. */
  constructor(rules: RuleSet, createEngine: CreateEngine, settings: ProcessorSettings, parts: ProcessingParts) {
    this.#parts = parts
    this.#createEngine = createEngine
    let opened: OpenedEngine | undefined
    const open = (models: EngineOptions["models"]): Engine => {
      opened = openEngine(rules, createEngine, settings, { ...callbacksOf(settings, parts.outputs), models })
      return opened.engine
    }
    this.#processor = new Processor(rules, open, settings, parts)
    this.#opened = opened!
    this.#dropped = opened!.dropped
  }

  get waiting(): number {
    return this.#processor.engine.counts().waiting
  }

  get watermark(): number {
    return this.#processor.watermark
  }

  get passedTo(): number {
    return this.#processor.engine.counts().watermark
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

  async follow({ rules, params, processing, frozen }: NextRules, settings: ProcessorSettings) {
    if (processing !== undefined || settings.cold !== undefined) return undefined
    const { engine: former, tracker } = this.#processor
    try {
      return new LocalProcessing(
        rules,
        this.#createEngine,
        { ...settings, params, tracker, former, frozen },
        this.#parts,
      )
    } catch (error) {
      former.takeBack()
      throw error
    }
  }

  takeDropped(): Dropped | undefined {
    const dropped = this.#dropped
    this.#dropped = undefined
    return joinedDropped(dropped === undefined ? [] : [dropped])
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

  async look(rule: string, key: readonly string[], limit: number): Promise<KeyLook | undefined> {
    return this.#processor.engine.look(rule, key, limit)
  }

  fails(): boolean {
    return this.#processor.fails()
  }

  check(): void {}

  async close(): Promise<void> {
    this.#opened.close()
  }
}
