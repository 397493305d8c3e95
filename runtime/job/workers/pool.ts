/**
 * Judges a job's batches in several workers. All get the same batches in the same order, each reads the lines by itself and makes the outputs of
 * its own keys; so every watermark is the same in all of them, and nothing has to be put in order between them.
 */
import type { Engine, RuleStats, TableLoad } from "../../abi/engine.ts"
import type { Batch, RecordBlock, Sink, SourceRecord } from "../../connectors/contract.ts"
import { takesOneEach } from "../barriers.ts"
import type { PulledCut } from "../checkpoints.ts"
import { shareOfCold } from "../cold-settings.ts"
import type { JobCounts } from "../counts.ts"
import type { InputPartition, StreamPartition } from "../inputs.ts"
import { recordsOf } from "../lines.ts"
import type { OutputSinks } from "../outputs.ts"
import type { Processing, ProcessingParts } from "../processing.ts"
import type { ProcessorSettings } from "../processor.ts"
import { WorkerEnd } from "./end.ts"
import type { Answer, Port, Request, SinkPlan, WorkerReport } from "./messages.ts"
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
  readonly start: (worker: number) => StartedWorker
  readonly sinks: OutputSinks
  /** An engine that gets no events: it says what is wrong with parameters and tables. Throws `JobError`. */
  readonly probe: (settings: ProcessorSettings) => Engine
}

/** Batches that were handed out and that some worker has not worked through. */
const mostUnderWay = 4

export class WorkerPool implements Processing {
  readonly #options: PoolOptions
  readonly #settings: ProcessorSettings
  readonly #parts: ProcessingParts
  readonly #probe: Engine
  readonly #workers: readonly WorkerEnd[]
  readonly #sinks: readonly Sink[]
  readonly #blocks: SharedBlocks

  constructor(options: PoolOptions, settings: ProcessorSettings, parts: ProcessingParts) {
    this.#options = options
    this.#settings = settings
    this.#parts = parts
    this.#probe = options.probe(settings)
    this.#blocks = new SharedBlocks(options.count)
    this.#sinks = [...new Set(allSinks(options.sinks))]
    this.#workers = Array.from({ length: options.count }, (_, worker) => this.#start(worker))
    this.#open()
  }

  #start(worker: number): WorkerEnd {
    const end: WorkerEnd = new WorkerEnd(worker, this.#options.start(worker), {
      outputs: (outputs) => {
        for (const { sink, lines, records } of outputs) this.#parts.outputs.pass(this.#sinks[sink]!, lines, records)
        if (outputs.length > 0) this.#parts.outputs.send().catch(() => this.#parts.wake())
      },
      report: (report) => this.#take(worker, report),
      log: (level, message, fields) => this.#settings.log(level, message, fields),
      failed: () => this.#parts.wake(),
    })
    return end
  }

  #take(worker: number, { progress, released }: WorkerReport): void {
    for (const id of released) this.#blocks.release(id)
    if (worker !== 0) return
    for (const [place, partition] of this.#parts.partitions.entries()) partition.progress = progress[place]!
  }

  async start(): Promise<void> {
    await Promise.all(this.#workers.map((end) => end.ready))
  }

  #open(): void {
    const { params, strict, maxAheadMs, restored, cold } = this.#settings
    const { count: of, sinks } = this.#options
    const partitions = this.#parts.partitions.map(plainPartition)
    const plan = planOf(sinks, this.#sinks)
    const oneEach = restored === undefined || takesOneEach(restored, of)
    const all = oneEach ? [] : restored.state.map(shared)
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
    return Math.max(0, ...this.#reports.map(({ waiting }) => waiting))
  }

  get watermark(): number {
    const reports = this.#reports
    const all = reports.length === this.#workers.length
    return all ? Math.min(...reports.map(({ watermark }) => watermark)) : Number.NEGATIVE_INFINITY
  }

  get firstDeadLetter(): string | undefined {
    return this.#reports.flatMap(({ firstDeadLetter }) => firstDeadLetter ?? [])[0]
  }

  /** CSV comes as records: a block's reader would have to be in each worker. */
  takesLines({ name }: StreamPartition, format: "json" | "csv"): boolean {
    return format === "json" && (name === "*" || this.#probe.takesLines(name, "json"))
  }

  setTable(name: string, rows: readonly unknown[], values: "json" | "text"): TableLoad {
    const load = this.#probe.setTable(name, rows, values)
    for (const end of this.#workers) end.post({ kind: "table", name, rows, values })
    return load
  }

  check(): void {
    for (const end of this.#workers) end.check()
  }

  async process({ records, values, block }: Batch, from: InputPartition): Promise<void> {
    from.idle = false
    const partition = this.#parts.partitions.indexOf(from)
    const all = block === undefined || block.places !== undefined ? records : [...records, ...recordsIn(block)]
    const plain = all.map(({ raw, text, position, problem }): SourceRecord => ({ raw, text, position, problem }))
    const shared = block?.places === undefined ? undefined : this.#blocks.share(block)
    for (const end of this.#workers) end.work({ kind: "batch", partition, values, records: plain, block: shared })
    block?.release?.()
    await Promise.all(this.#workers.map((end) => end.fewerThan(mostUnderWay)))
  }

  async ended(partition: InputPartition): Promise<void> {
    for (const end of this.#workers) end.work({ kind: "ended", partition: this.#parts.partitions.indexOf(partition) })
  }

  idle(partitions: readonly InputPartition[], time: number | undefined): void {
    if (partitions.length === 0 && time === undefined) return
    const places = partitions.map((each) => this.#parts.partitions.indexOf(each))
    for (const end of this.#workers) end.work({ kind: "idle", partitions: places, time })
  }

  async finish(close: boolean): Promise<void> {
    for (const end of this.#workers) end.work({ kind: "finish", close })
    await this.#drained()
  }

  async #drained(): Promise<void> {
    await Promise.all(this.#workers.map((end) => end.fewerThan(1)))
  }

  async cut(full: boolean): Promise<{ readonly cuts: readonly PulledCut[]; readonly watermarks: unknown }> {
    const cuts = await Promise.all(this.#workers.map((end) => end.cut(full)))
    await this.#drained()
    return { cuts: cuts.map(({ cut }) => cut), watermarks: cuts[0]!.watermarks }
  }

  counts(): JobCounts {
    const reports = this.#reports.map(({ counts }) => counts)
    return reports.length === 0 ? this.#parts.counter.counts({ late: 0 }) : joinedCounts(reports)
  }

  get read(): number {
    return this.#reports[0]?.counts.read ?? 0
  }

  async stats() {
    const results = await Promise.all(this.#workers.map((end) => end.result()))
    const [first] = results.map(({ engine }) => engine)
    const rules = first!.rules.map((_, at) => joinedRules(results.map(({ engine }) => engine.rules[at]!)))
    const counts = joinedCounts(results.map((each) => each.counts))
    return { counts, engine: { ...first!, deadLetters: counts.deadLetters, rules }, calls: undefined }
  }

  fails(): boolean {
    return this.#reports.some(({ fails }) => fails)
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((end) => end.stop()))
  }
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

/** Of a block whose positions no other thread can work out. */
function recordsIn({ lines, position }: RecordBlock): SourceRecord[] {
  const { bytes, from, to, ascii, line, byte } = lines
  const records: SourceRecord[] = []
  let start = from
  for (let number = line; start <= to; number++) {
    const found = bytes.indexOf(10, start)
    const end = found < 0 || found > to ? to : found
    const at = byte + start - from
    const of = number
    records.push(...recordsOf(bytes.toString(ascii ? "latin1" : "utf8", start, end), () => position(of, at)))
    start = end + 1
  }
  return records
}

/** What is said of events is said by the first worker, what is said of outputs by each for its own. */
function joinedCounts(counts: readonly JobCounts[]): JobCounts {
  const sum = (of: (each: JobCounts) => number): number => counts.reduce((total, each) => total + of(each), 0)
  const tally = (of: (each: JobCounts) => Readonly<Record<string, number>>): Record<string, number> => {
    const totals = new Map<string, number>()
    for (const each of counts) {
      for (const [name, count] of Object.entries(of(each))) totals.set(name, (totals.get(name) ?? 0) + count)
    }
    return Object.fromEntries(totals)
  }
  return {
    ...counts[0]!,
    deadLetters: sum(({ deadLetters }) => deadLetters),
    deadLettersByCode: tally(({ deadLettersByCode }) => deadLettersByCode),
    alerts: sum(({ alerts }) => alerts),
    emitted: sum(({ emitted }) => emitted),
    shadow: sum(({ shadow }) => shadow),
    outputsByRule: tally(({ outputsByRule }) => outputsByRule),
  }
}

function joinedRules(rules: readonly RuleStats[]): RuleStats {
  const sum = (of: (each: RuleStats) => number): number => rules.reduce((total, each) => total + of(each), 0)
  return {
    ...rules[0]!,
    matches: sum(({ matches }) => matches),
    timeouts: sum(({ timeouts }) => timeouts),
    filtered: sum(({ filtered }) => filtered),
    suppressed: sum(({ suppressed }) => suppressed),
    dropped: sum(({ dropped }) => dropped),
    failed: sum(({ failed }) => failed),
    partialMatches: sum(({ partialMatches }) => partialMatches),
    keys: sum(({ keys }) => keys),
    silences: sum(({ silences }) => silences),
  }
}
