/**
 * Judges a job's batches in several workers. This thread reads each event once and decides what is said of it, whatever its key; each worker is given those of
 * its own keys, in the order of all, and the watermark behind them.
 */
import type { Engine, EngineOptions, Ingest, TableLoad } from "../../abi/engine.ts"
import type { FrozenState } from "../../abi/frozen.ts"
import type { KeyLook } from "../../abi/look.ts"
import type { ArrivalCounts } from "../../abi/routed.ts"
import type { RuleSet } from "../../abi/rule-set.ts"
import type { WarmedState } from "../../abi/warmed.ts"
import type { Batch, RecordBlock, Sink } from "../../connectors/contract.ts"
import { Router } from "../../engine/router.ts"
import { typesToExchange } from "../../engine/same-ways.ts"
import type { WatermarkTracker } from "../../time/watermark.ts"
import { takesOneEach } from "../barriers.ts"
import type { PulledCut } from "../checkpoints.ts"
import { shareOfCold } from "../cold-settings.ts"
import { type JobCounts, joinedCounts } from "../counts.ts"
import { callbacksOf } from "../engine.ts"
import { JobError } from "../error.ts"
import { type Dropped, type DroppedPart, joinedDropped } from "../frozen.ts"
import type { InputPartition, StreamPartition } from "../inputs.ts"
import { recordsIn } from "../lines.ts"
import type { Origin, OutputSinks } from "../outputs.ts"
import type { Processing, ProcessingParts } from "../processing.ts"
import { Processor, type ProcessorSettings } from "../processor.ts"
import type { NextRules } from "../reload.ts"
import { WorkerEnd } from "./end.ts"
import { joinedLooks, joinedRules, joinedUsage } from "./joined.ts"
import type { Answer, BlockPart, Port, RecordPart, Request, SinkPlan, WorkerReport } from "./messages.ts"
import { SharedBlocks } from "./shared-blocks.ts"

/** A worker that was started. */
export interface StartedWorker {
  readonly port: Port<Request, Answer>
  /** Calls when the worker has ended by itself, with what is known of why. */
  onEnd(take: (reason: string) => void): void
  /** Ends it. Twice is harmless. */
  stop(): Promise<void>
}

export interface PoolOptions {
  readonly count: number
  readonly rules: RuleSet
  readonly start: (worker: number) => StartedWorker
  readonly sinks: OutputSinks
  /** An engine that gets no events: it says what is wrong with parameters and tables. Throws `JobError`. */
  readonly probe: (rules: RuleSet, settings: ProcessorSettings) => Engine
}

/** What stands in checkpoints beside the watermarks. */
interface Arrived {
  /** How many records and lines there were: their numbers go on. Absent where one process had all. */
  readonly arrived?: number
}

/** So much of what a worker has not judged yet may stay in memory. */
const mostBytes = 1 << 22

export class WorkerPool implements Processing {
  readonly #options: PoolOptions
  #rules: RuleSet
  readonly #settings: ProcessorSettings
  readonly #parts: ProcessingParts
  #probe: Engine
  readonly #workers: readonly WorkerEnd[]
  readonly #sinks: readonly Sink[]
  readonly #blocks = new SharedBlocks((place, worker) => this.#workers[worker]!.post({ kind: "forget", place }))
  #processor: Processor<Router>
  /** By worker: records of the batch at hand. */
  readonly #records: RecordPart[][]
  /** The batch at hand. */
  #batch: { readonly partition: number; readonly values: Batch["values"] } = { partition: 0, values: "json" }
  readonly #goesOn: Arrived | undefined
  /** Late events before this run. */
  #lateBefore = 0
  /** By worker what was not taken over last. */
  #dropped: readonly DroppedPart[] = []

  constructor(options: PoolOptions, settings: ProcessorSettings, parts: ProcessingParts) {
    this.#options = options
    this.#rules = options.rules
    this.#settings = settings
    this.#parts = parts
    this.#probe = options.probe(options.rules, settings)
    this.#sinks = [...new Set(allSinks(options.sinks))]
    this.#workers = Array.from({ length: options.count }, (_, worker) => this.#start(worker))
    this.#open()
    // They have it.
    this.#settings = { ...settings, frozen: undefined }
    this.#records = this.#workers.map(() => [])
    this.#goesOn = settings.restored?.watermarks as Arrived | undefined
    // Workers ask models themselves: the results are of use to them alone.
    this.#processor = new Processor(options.rules, () => this.#router(), { ...settings, models: {} }, parts)
  }

  #router(): Router {
    const { now, onLate, onDeadLetter }: EngineOptions = callbacksOf(this.#settings, this.#parts.outputs)
    return new Router(this.#rules, {
      ...(now !== undefined && { now }),
      ...(onLate !== undefined && { onLate }),
      ...(onDeadLetter !== undefined && { onDeadLetter }),
      workers: this.#options.count,
      stepsMatter: this.#probe.stepsMatter,
      onRecord: (worker, record, arrival) => this.#records[worker]!.push(recordPart(record, arrival)),
      onStep: (watermark) => this.#passRecords(watermark),
    })
  }

  #start(worker: number): WorkerEnd {
    const end: WorkerEnd = new WorkerEnd(worker, this.#options.start(worker), {
      outputs: (outputs) => {
        for (const { sink, lines, records } of outputs) this.#parts.outputs.pass(this.#sinks[sink]!, lines, records)
        if (outputs.length > 0) this.#parts.outputs.send().catch(() => this.#parts.wake())
      },
      report: (report) => this.#take(report),
      log: (level, message, fields) => this.#settings.log(level, message, fields),
      failed: () => this.#parts.wake(),
    })
    return end
  }

  #take({ released, kept }: WorkerReport): void {
    for (const id of released) this.#blocks.release(id)
    for (const id of kept) this.#blocks.release(id, true)
  }

  async start(): Promise<void> {
    const begins = await Promise.all(this.#workers.map((end) => end.ready))
    this.#dropped = this.#workers.flatMap((end, at) => end.droppedOf(begins[at]!) ?? [])
    const { counts, params } = begins[0]!
    this.#probe.setParams(params)
    this.#lateBefore = counts.late
    this.#processor.engine.begin(counts.watermark, this.#goesOn?.arrived)
  }

  #open(): void {
    const { params, strict, maxAheadMs, restored, frozen, cold } = this.#settings
    const { count: of, sinks } = this.#options
    const partitions = this.#parts.partitions.map(plainPartition)
    const plan = planOf(sinks, this.#sinks)
    const oneEach = restored === undefined || takesOneEach(restored, of)
    const all = oneEach ? [] : restored.state.map(shared)
    const frozenOf = divided(frozen, of)
    for (const [worker, end] of this.#workers.entries()) {
      const state = oneEach ? restored?.state.map((one, at) => (at === worker ? one : [])) : all
      const own = restored && { ...restored, state: state! }
      end.open({
        worker,
        of,
        params,
        strict,
        maxAheadMs,
        restored: own,
        frozen: frozenOf(worker),
        cold: shareOfCold(cold, worker, of),
        partitions,
        sinks: plan,
      })
    }
  }

  get #reports(): readonly WorkerReport[] {
    return this.#workers.flatMap(({ report }) => report ?? [])
  }

  get waiting(): number {
    return this.#reports.reduce((sum, { waiting }) => sum + waiting, 0)
  }

  get watermark(): number {
    const reports = this.#reports
    const all = reports.length === this.#workers.length
    return all ? Math.min(...reports.map(({ watermark }) => watermark)) : Number.NEGATIVE_INFINITY
  }

  get passedTo(): number {
    return this.#processor.engine.watermark
  }

  get firstDeadLetter(): string | undefined {
    const { firstDeadLetter } = this.#parts.outputs
    return firstDeadLetter ?? this.#reports.flatMap((each) => each.firstDeadLetter ?? [])[0]
  }

  /** CSV comes as records: a block's reader would have to be in each worker. */
  takesLines(partition: StreamPartition, format: "json" | "csv"): boolean {
    // Models can be asked for many records at once.
    const asksModels = (this.#rules.manifest.rows ?? []).length > 0
    return format === "json" && !asksModels && this.#processor.takesLines(partition, format)
  }

  setTable(name: string, rows: readonly unknown[], values: "json" | "text"): TableLoad {
    const load = this.#probe.setTable(name, rows, values)
    for (const end of this.#workers) {
      end.flush()
      end.post({ kind: "table", name, rows, values })
    }
    return load
  }

  get tracker(): WatermarkTracker {
    return this.#processor.tracker
  }

  setParams(values: Readonly<Record<string, unknown>>): void {
    this.#probe.setParams(values)
    for (const end of this.#workers) {
      end.flush()
      end.post({ kind: "params", values })
    }
  }

  params(): Readonly<Record<string, unknown>> {
    return this.#probe.params()
  }

  check(): void {
    for (const end of this.#workers) end.check()
  }

  async process({ records, values, block }: Batch, from: InputPartition): Promise<void> {
    this.#batch = { partition: this.#parts.partitions.indexOf(from), values }
    // A read that was begun under former rules may bring what these cannot take.
    const isShared = block?.places !== undefined && block.csv === undefined && this.takesLines(from, "json")
    const all = block === undefined || isShared ? records : [...records, ...recordsIn(block)]
    // Its memory is given back here, when it was copied.
    const own = isShared ? { ...block, release: undefined } : undefined
    await this.#processor.process({ records: all, values, ...(own !== undefined && { block: own }) }, from)
    this.#passRecords(undefined)
    if (isShared) this.#passBlock(block)
    block?.release?.()
    this.#passWatermark()
    // What came before a dead letter of a strict job is judged.
    if (this.#processor.fails()) await this.#drained()
    else await Promise.all(this.#workers.map((end) => end.lessThan(mostBytes)))
  }

  /** Hands over the records so far. `watermark`: as in a part. */
  #passRecords(watermark: number | undefined): void {
    for (const [worker, end] of this.#workers.entries()) {
      const records = this.#records[worker]!
      if (records.length === 0 && watermark === undefined) continue
      this.#records[worker] = []
      const bytes = records.reduce((sum, { text }) => sum + text.length, 0)
      end.add({ ...this.#batch, records, lines: undefined, watermark }, bytes)
    }
  }

  #passBlock(block: RecordBlock): void {
    const { runs, ...about } = this.#processor.engine.takeBlock()
    const users = runs.filter((each) => each !== undefined).length
    if (users === 0) return
    const shared = this.#blocks.share(block, users)
    for (const [worker, own] of runs.entries()) {
      if (own === undefined) continue
      const lines: BlockPart = { block: shared.blockFor(worker), runs: own, ...about }
      this.#workers[worker]!.add({ ...this.#batch, records: [], lines, watermark: undefined }, shared.bytes)
    }
  }

  #passWatermark(): void {
    for (const end of this.#workers) end.passTo(this.#processor.watermark)
  }

  async ended(partition: InputPartition): Promise<void> {
    this.#processor.setIdle(partition)
    this.#processor.moveWatermark()
    this.#passWatermark()
  }

  idle(partitions: readonly InputPartition[], time: number | undefined): void {
    for (const partition of partitions) this.#processor.setIdle(partition)
    this.#processor.moveWatermark()
    if (time !== undefined) this.#processor.moveWatermark(time)
    this.#passWatermark()
  }

  async finish(close: boolean): Promise<void> {
    for (const end of this.#workers) end.finish(close)
    await this.#drained()
  }

  async #drained(): Promise<void> {
    await Promise.all(this.#workers.map((end) => end.drained()))
  }

  async cut(full: boolean): Promise<{ readonly cuts: readonly PulledCut[]; readonly watermarks: unknown }> {
    const arrived = this.#told()
    const { tracker, engine } = this.#processor
    const watermarks = { ...(tracker.snapshot() as object), arrived: engine.arrived }
    const cuts = await Promise.all(this.#workers.map((end, worker) => end.cut(full, arrived[worker]!)))
    await this.#drained()
    return { cuts, watermarks }
  }

  async prepare({ url }: NextRules): Promise<void> {
    if (url === undefined) return
    const refusals = await Promise.all(this.#workers.map((end) => end.prepare(url)))
    const refusal = refusals.find((each) => each !== undefined)
    if (refusal !== undefined) throw new JobError("usage", refusal)
  }

  /** Each worker goes on with what it has, and with what others have of the events that wait: where what the rules keep is where it was. */
  async follow({ rules, params, url, processing, frozen }: NextRules, settings: ProcessorSettings) {
    const warmed = settings.warmed && sharedState(settings.warmed)
    const isHere = processing !== undefined && url !== undefined && settings.cold === undefined
    const types = isHere ? typesToExchange(this.#rules.manifest, rules.manifest) : undefined
    if (types === undefined) return undefined
    const former = this.#probe
    const probe = this.#options.probe(rules, { ...settings, params, former })
    await this.#drained()
    const told = this.#told()
    const { arrived } = this.#processor.engine
    const held = types.length === 0 ? [] : await Promise.all(this.#workers.map((end) => end.waiting(types)))
    const frozenOf = divided(frozen, this.#workers.length)
    const answers = await Promise.all(
      this.#workers.map((end, at) => end.follow(params, told[at]!, { warmed, frozen: frozenOf(at) })),
    )
    const refusal = answers.find((each) => each.refusal !== undefined)?.refusal
    if (refusal !== undefined) {
      for (const end of this.#workers) end.followed(false, [])
      former.takeBack()
      throw new JobError("usage", refusal)
    }
    const { counts, params: now } = answers[0]!.begins!
    this.#dropped = this.#workers.flatMap((end, at) => end.droppedOf(answers[at]!.begins!) ?? [])
    this.#rules = rules
    this.#probe = probe
    probe.setParams(now)
    const nothing = { restored: undefined, warmed: undefined }
    const own = { ...this.#settings, ...settings, ...nothing, models: {}, tracker: this.tracker }
    this.#processor = new Processor(rules, () => this.#router(), own, this.#parts)
    const lacking = this.#processor.engine.lacking(held)
    for (const [worker, end] of this.#workers.entries()) end.followed(true, lacking[worker] ?? [])
    this.#lateBefore = counts.late
    this.#processor.engine.begin(counts.watermark, arrived)
    return this
  }

  /** By worker what it is told of what was counted here: all have the same numbers, but for those that are added up, which one has. */
  #told(): ArrivalCounts[] {
    const counts = this.#processor.engine.takeCounts()
    const ofOthers = { ...counts, deadLetters: 0, takenByType: [] }
    return this.#workers.map((_, worker) => (worker === 0 ? counts : ofOthers))
  }

  takeDropped(): Dropped | undefined {
    const dropped = this.#dropped
    this.#dropped = []
    return joinedDropped(dropped)
  }

  counts(): JobCounts {
    return this.#joined(this.#reports.map(({ counts }) => counts))
  }

  /** What is said of events is said here, what is said of outputs by each worker for its own. */
  #joined(reports: readonly JobCounts[]): JobCounts {
    const late = this.#lateBefore + this.#processor.engine.late
    return joinedCounts([this.#parts.counter.counts({ late }), ...reports])
  }

  get read(): number {
    return this.#parts.counter.read
  }

  async stats() {
    const arrived = this.#told()
    const results = await Promise.all(this.#workers.map((end, worker) => end.result(arrived[worker]!)))
    const usage = joinedUsage(results.map((each) => each.usage))
    const [first] = results.map(({ engine }) => engine)
    const rules = first!.rules.map((_, at) => joinedRules(results.map(({ engine }) => engine.rules[at]!)))
    const counts = this.#joined(results.map((each) => each.counts))
    const deadLetters = results.reduce((sum, { engine }) => sum + engine.deadLetters, 0)
    return { counts, engine: { ...first!, deadLetters, rules }, usage, calls: this.#processor.calls }
  }

  /** A key is that of one worker. */
  async look(rule: string, key: readonly string[], limit: number): Promise<KeyLook | undefined> {
    const looks = await Promise.all(this.#workers.map((end) => end.look({ rule, key, limit })))
    return joinedLooks(looks)
  }

  handOver(): void {
    for (const { counts } of this.#reports) this.#parts.counter.takeOver(counts)
  }

  fails(): boolean {
    return this.#processor.fails() || this.#reports.some(({ fails }) => fails)
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((end) => end.stop()))
  }
}

function recordPart({ type, raw, text, arrivedAt, awaited, position }: Ingest, arrival: number): RecordPart {
  const { position: place } = position as Origin
  return { type, raw, text: text!, position: place, arrivedAt: arrivedAt!, arrival, awaited }
}

/** What each worker is given of what was kept: its own part, where there are as many; else all of it. */
function divided(frozen: FrozenState | undefined, workers: number): (worker: number) => FrozenState | undefined {
  if (frozen === undefined) return () => undefined
  const oneEach = frozen.parts.length === workers
  const parts = oneEach ? frozen.parts : frozen.parts.map(shared)
  return (worker) => ({ ...frozen, parts: oneEach ? parts.map((one, at) => (at === worker ? one : [])) : parts })
}

/** Pieces of state in memory that all workers see: each of them looks at all. */
function shared(pieces: readonly Uint8Array[]): Uint8Array[] {
  const all = new Uint8Array(new SharedArrayBuffer(pieces.reduce((sum, { length }) => sum + length, 0)))
  let end = 0
  return pieces.map((piece) => {
    all.set(piece, end)
    end += piece.length
    return all.subarray(end - piece.length, end)
  })
}

function sharedState({ state, ...rest }: WarmedState): WarmedState {
  return { ...rest, state: shared(state) }
}

function allSinks({ standardOutput, named, deadLetters, late }: OutputSinks): Sink[] {
  return [standardOutput, ...named.values(), ...(deadLetters ? [deadLetters] : []), ...(late ? [late] : [])]
}

function planOf({ standardOutput, named, deadLetters, late }: OutputSinks, sinks: readonly Sink[]): SinkPlan {
  const place = (sink: Sink | undefined): number | undefined => (sink === undefined ? undefined : sinks.indexOf(sink))
  return {
    lines: sinks.map(({ writeLines }) => writeLines !== undefined),
    named: [...named].map(([name, sink]) => [name, sinks.indexOf(sink)]),
    standardOutput: sinks.indexOf(standardOutput),
    deadLetters: place(deadLetters),
    late: place(late),
  }
}

function plainPartition(partition: InputPartition): StreamPartition {
  const { name, typeField, bounded, key, latenessMs, sourceRank, partitionRank, progress, idle } = partition
  return { name, typeField, bounded, key, latenessMs, sourceRank, partitionRank, progress, idle }
}
