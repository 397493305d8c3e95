/**
 * Runs a rule set: sources → engine → sinks. One loop; everything that waits is in it. Sources are pulled, so what is slow
 * anywhere slows the reading, and memory holds one batch a partition.
 */
import type { Engine, EngineOptions, Ingest, Output } from "../abi/engine.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import type { Batch, RecordBlock, SourceRecord } from "../connectors/contract.ts"
import { type AheadModels, askAhead } from "../enrich/ahead.ts"
import type { CallFailure, Enricher, EnricherOptions } from "../enrich/contract.ts"
import { createEnricher } from "../enrich/enricher.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import { trackWatermark, type WatermarkTracker } from "../time/watermark.ts"
import { barrierOf, restoreOptions, resumePartitions, seekPartitions } from "./barriers.ts"
import type { JobCheckpoints } from "./checkpoints.ts"
import { Counter, type Ending, type JobCounts, type JobResult } from "./counts.ts"
import { JobError } from "./error.ts"
import { type InputPartition, type JobInput, namedTypes, partitionsOf, RecordReader } from "./inputs.ts"
import { linesOf } from "./lines.ts"
import { isClosed, type OutputSinks, Outputs } from "./outputs.ts"
import type { Delay } from "./sink-queue.ts"
import type { JobTables, TableHost, TableStatus } from "./tables.ts"

export interface JobSettings {
  readonly inputs: readonly JobInput[]
  readonly sinks: OutputSinks
  /** The lookup tables of the rules, read for the first time; those that are not here stay empty. */
  readonly tables?: JobTables
  readonly params: Readonly<Record<string, unknown>>
  /** A dead letter ends the job with an error. */
  readonly strict: boolean
  /** What the end of bounded input means: `close`, no event will come any more; `stop`, the watermark stays. */
  readonly atEnd: "close" | "stop"
  /** Events of live sources dated later than this after the clock are refused. */
  readonly maxAheadMs: number
  /** A live partition that is silent for so long holds the others back no longer. */
  readonly idleAfterMs: number
  readonly clock: Clock
  readonly log: Log
  /** Aborted: reading stops, what was read is finished. */
  readonly stop: AbortSignal
  readonly observer?: JobObserver
  /** What runs the models of the rules. */
  readonly models?: EngineOptions["models"]
  /** Where the job has checkpoints. */
  readonly checkpoints?: JobCheckpoints | undefined
  /** Of asynchronous functions. */
  readonly calls?: Pick<EnricherOptions, "concurrency" | "timeoutMs">
}

/** Who looks on: for evaluations of a job. */
export interface JobObserver {
  /** An event that the engine took, also a late one, before it is judged. `at`: its time. */
  event(event: Ingest, at: number): void
  /** An output that a sink gets, also one of a shadow rule. `lastEvent.position` is the `position` of an event. */
  output(output: Output): void
}

export type CreateEngine = (rules: RuleSet, options: EngineOptions) => Engine

/** How a job stands while it runs. */
export interface JobProgress extends JobCounts {
  readonly watermark: number
  /** Where the rules have tables. */
  readonly tables?: readonly TableStatus[]
}

/** Events that wait for the watermark before live partitions that are ahead are read no more. */
const maxWaiting = 200_000
const idleCheckMs = 1000
const boundedDelayMs = 50
/** Codes of dead letters that come in the order of judging, between the outputs. */
const failuresOfRules: ReadonlySet<string> = new Set(["condition-failed", "output-failed"])

export class Job {
  readonly #settings: JobSettings
  readonly #engine: Engine
  readonly #partitions: readonly InputPartition[]
  readonly #tracker: WatermarkTracker
  /** The types that the rules name. */
  readonly #named: readonly string[]
  readonly #reader: RecordReader
  readonly #counter = new Counter()
  readonly #outputs: Outputs
  /** Where the rules call asynchronous functions. */
  readonly #enricher: Enricher | undefined
  /** Where models can be asked for many events at once. */
  readonly #ahead: AheadModels | undefined
  /** Whose batch is under way. */
  #processing: InputPartition | undefined
  #watermark = Number.NEGATIVE_INFINITY
  #wake: () => void = () => {}
  /** The job is strict, and what comes now is behind the event on which a rule failed: it is not written. */
  #ruleFailed = false

  /** `createEngine` throws for wrong parameters: that becomes a usage error. */
  constructor(rules: RuleSet, createEngine: CreateEngine, settings: JobSettings) {
    this.#settings = settings
    const { clock, params, models = {} } = settings
    // Where nothing is live nobody waits for an alert, and more of them are written at once.
    const isLive = settings.inputs.some(({ source }) => !source.bounded)
    const after: Delay["after"] = (milliseconds, act) => clock.after(milliseconds, act)
    const delay = isLive ? undefined : { ms: boundedDelayMs, after, failed: () => this.#wake() }
    this.#outputs = new Outputs(settings.sinks, this.#counter, settings.log, delay)
    this.#ahead = askAhead(rules, models)
    const restored = settings.checkpoints?.restored
    this.#engine = makeEngine(rules, createEngine, {
      ...restoreOptions(restored, settings.log),
      params,
      models: this.#ahead?.runners ?? models,
      now: () => clock.now(),
      onOutput: (output) => {
        if (this.#ruleFailed) return
        settings.observer?.output(output)
        this.#outputs.output(output)
      },
      // Where nobody looks at each of them on the way.
      ...(settings.observer === undefined &&
        !settings.strict && { linesOf: (output) => this.#outputs.linesOf(output) }),
      onDeadLetter: (letter) => {
        // A block is judged as a whole, also what stands behind the event on which a rule failed.
        if (settings.strict && failuresOfRules.has(letter.code)) this.#ruleFailed = true
        this.#outputs.refused(letter)
      },
      ...(this.#outputs.wantsLate && { onLate: (late) => this.#outputs.late(late) }),
    })
    const set: TableHost["set"] = (name, rows, values) => this.#engine.setTable(name, rows, values)
    settings.tables?.attach({ set, clock, log: settings.log })
    this.#enricher = rules.manifest.awaited.length === 0 ? undefined : this.#openEnricher(rules)
    this.#partitions = partitionsOf(settings.inputs, rules.manifest, clock.now())
    const lateness = new Map(this.#partitions.map(({ key, latenessMs }) => [key, latenessMs]))
    this.#tracker = trackWatermark(lateness, restored?.watermarks)
    if (restored !== undefined) resumePartitions(this.#partitions, this.#tracker)
    this.#watermark = this.#tracker.current()
    this.#named = namedTypes(rules.manifest).map(({ name }) => name)
    this.#reader = new RecordReader(new Set(this.#named))
  }

  /** The counts of this moment. */
  progress(): JobProgress {
    return { ...this.#counter.counts(this.#engine.counts()), watermark: this.#watermark, ...this.#tables() }
  }

  /** Whether the rules see all that they should, and why not. */
  ready(): { readonly ready: boolean; readonly reasons: readonly string[] } {
    const reasons = this.#settings.tables?.reasons() ?? []
    return { ready: reasons.length === 0, reasons }
  }

  #tables(): { readonly tables?: readonly TableStatus[] } {
    const tables = this.#settings.tables?.status() ?? []
    return tables.length === 0 ? {} : { tables }
  }

  /** Runs to the end. Sources and sinks stay open: who opened them closes them. Throws `JobError` and `ConnectorError`. */
  async run(): Promise<JobResult> {
    const { stop, clock } = this.#settings
    const onStop = () => this.#wake()
    stop.addEventListener("abort", onStop)
    const live = this.#partitions.some(({ input }) => !input.source.bounded)
    this.#settings.checkpoints?.attach(() => this.#wake())
    const endRefreshes = this.#settings.tables?.watch(clock)
    const endIdleChecks = live ? clock.every(idleCheckMs, () => this.#checkIdle()) : () => {}
    try {
      const ending = await this.#readAll().catch((error) => this.#giveUp(error))
      const calls = this.#enricher?.stats()
      const engine = this.#engine.stats()
      return {
        ...this.#counter.counts(engine),
        ending,
        engine,
        ...(calls && { calls }),
        ...this.#tables(),
      }
    } finally {
      endIdleChecks()
      endRefreshes?.()
      stop.removeEventListener("abort", onStop)
    }
  }

  async #readAll(): Promise<Ending> {
    const { stop, atEnd, checkpoints } = this.#settings
    await seekPartitions(this.#partitions, checkpoints?.restored)
    for (;;) {
      const partition = await this.#next()
      if (partition === undefined) break
      await this.#take(partition)
    }
    const ending = stop.aborted ? "stopped" : "end"
    if (ending === "end" && atEnd === "close") this.#engine.end()
    await this.#outputs.flush()
    this.#failIfStrict()
    await checkpoints?.finish(() => this.#barrier(checkpoints), stop)
    return ending
  }

  /** Between two batches: outputs that wait for checkpoints leave room for others, and a checkpoint is taken where one is due. */
  async #pause(checkpoints: JobCheckpoints): Promise<void> {
    checkpoints.check()
    if (checkpoints.due) {
      await this.#outputs.flush()
      checkpoints.take(this.#barrier(checkpoints))
    }
    if (checkpoints.full) await checkpoints.room(this.#settings.stop)
  }

  #barrier(checkpoints: JobCheckpoints) {
    return barrierOf(this.#engine, this.#partitions, this.#tracker, checkpoints)
  }

  /** The next partition that has something; nothing when all have ended or the job is stopped. */
  async #next(): Promise<InputPartition | undefined> {
    const { stop, checkpoints } = this.#settings
    for (;;) {
      if (checkpoints !== undefined) await this.#pause(checkpoints)
      const open = this.#partitions.filter(({ ended }) => !ended)
      if (stop.aborted || open.length === 0) return undefined
      this.#startReads(open)
      const ready = open.find((partition) => partition.ready !== undefined)
      if (ready !== undefined) return ready
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      this.#outputs.check()
    }
  }

  /** Of bounded partitions the one furthest behind is read, of live ones all that are not too far ahead. */
  #startReads(open: readonly InputPartition[]): void {
    const behind = furthestBehind(open.filter(({ input }) => input.source.bounded))
    if (behind !== undefined) this.#startRead(behind)
    const live = open.filter(({ input }) => !input.source.bounded)
    if (live.length === 0) return
    const crowded = this.#engine.counts().waiting > maxWaiting
    const last = furthestBehind(open)
    for (const partition of live) if (!crowded || partition === last || partition.idle) this.#startRead(partition)
  }

  #startRead(partition: InputPartition): void {
    if (partition.reading || partition.ready !== undefined) return
    partition.reading = true
    const done = (ready: InputPartition["ready"]) => {
      partition.reading = false
      partition.ready = ready
      this.#wake()
    }
    const lines = this.#takesLines(partition, "json")
    partition.partition.read({ lines, csv: this.#takesLines(partition, "csv") }).then(
      (batch) => done({ batch }),
      (error) => done({ error }),
    )
  }

  async #take(partition: InputPartition): Promise<void> {
    const ready = partition.ready!
    partition.ready = undefined
    if ("error" in ready) throw ready.error
    if (ready.batch === null) {
      partition.ended = true
      this.#tracker.setIdle(partition.key)
      this.#moveWatermark()
    } else {
      await this.#process(ready.batch, partition)
    }
    partition.place = partition.partition.position()
    await this.#outputs.send()
    this.#failIfStrict()
  }

  async #process(batch: Batch, from: InputPartition): Promise<void> {
    const events = this.#foresee(this.#eventsOf(batch, from))
    this.#processing = from
    // Without asynchronous calls nothing waits between two events.
    if (this.#enricher === undefined) {
      for (const event of events) if (this.#accept(event, from)) await this.#outputs.send()
    } else {
      for await (const event of this.#enricher.inOrder(events)) {
        if (this.#accept(event, from)) await this.#outputs.send()
      }
    }
    if (batch.block !== undefined && !this.#fails()) this.#processBlock(batch.block, from)
    this.#processing = undefined
    from.heardAt = this.#settings.clock.now()
  }

  /** Whether the engine can read the partition's lines by itself: nobody looks at each event on the way. */
  #takesLines({ input }: InputPartition, format: "json" | "csv"): boolean {
    const isSeen = this.#settings.observer !== undefined || this.#enricher !== undefined || this.#ahead !== undefined
    if (isSeen) return false
    if (input.name !== "*") return this.#engine.takesLines(input.name, format)
    return format === "json" && this.#named.some((type) => this.#engine.takesLines(type))
  }

  #processBlock(block: RecordBlock, from: InputPartition): void {
    const { clock, maxAheadMs } = this.#settings
    const arrivedAt = clock.now()
    const latest = from.input.source.bounded ? undefined : arrivedAt + maxAheadMs
    const { name, typeField: field } = from.input
    const passOver = (type: string): void => {
      this.#counter.read++
      this.#counter.passOver(type)
    }
    const lines = linesOf(block, from, {
      mixed: name === "*" ? { field, known: this.#named, passOver } : undefined,
      arrivedAt,
      latest,
      highest: this.#tracker.highest(from.key),
      ceiling: this.#tracker.ceiling(from.key),
      stops: this.#settings.strict ? () => this.#fails() : undefined,
      slow: (record, values) => this.#ingestOf(record, values, from, arrivedAt, latest),
    })
    const taken = this.#engine.ingestLines(lines)
    block.lines.lines = taken.lines
    this.#counter.read += taken.read
    if (taken.highest > Number.NEGATIVE_INFINITY) this.#observe(from, taken.highest)
  }

  /** Models are asked for all events of a batch at once, where that is possible. */
  #foresee(events: Iterable<Ingest>): Iterable<Ingest> {
    if (this.#ahead === undefined) return events
    const all = [...events]
    this.#ahead.ask(all)
    return all
  }

  /** The events of a batch; what is none is counted. Ends early where the job is strict. */
  *#eventsOf({ records, values }: Batch, from: InputPartition): Generator<Ingest> {
    const { clock, maxAheadMs } = this.#settings
    const arrivedAt = clock.now()
    const latest = from.input.source.bounded ? undefined : arrivedAt + maxAheadMs
    for (const record of records) {
      const event = this.#ingestOf(record, values, from, arrivedAt, latest)
      if (event !== undefined) yield event
      if (this.#fails()) return
    }
  }

  /** The event of a record; undefined: it is none, which is counted. */
  #ingestOf(
    record: SourceRecord,
    values: Batch["values"],
    from: InputPartition,
    arrivedAt: number,
    latest: number | undefined,
  ): Ingest | undefined {
    this.#counter.read++
    const reading = this.#reader.read(record, values, from, arrivedAt)
    if (reading.kind === "event") return latest === undefined ? reading.ingest : { ...reading.ingest, latest }
    if (reading.kind === "other") this.#counter.passOver(reading.type)
    else this.#outputs.unreadable(reading.origin, reading.problem)
    return undefined
  }

  /** Hands an event to the engine. True: so much waits for the sinks that they come first. */
  #accept(event: Ingest, from: InputPartition): boolean {
    const at = this.#engine.ingest(event)
    if (at !== null) {
      this.#settings.observer?.event(event, at)
      this.#observe(from, at)
    }
    return this.#outputs.full
  }

  #openEnricher(rules: RuleSet): Enricher {
    const { clock, calls, log } = this.#settings
    const said = new Set<string>()
    const onFailure = ({ function: name, kind, reason, type }: CallFailure): void => {
      if (said.has(`${kind} ${name}`)) return
      said.add(`${kind} ${name}`)
      const words = `${name} gave no result for an event of type ${type}: ${reason}`
      log("warn", `${words}; it is missing there (${kind}); further ones of this kind are counted only`, {
        function: name,
        kind,
        reason,
      })
    }
    return createEnricher(rules, { ...calls, onFailure, after: (milliseconds, act) => clock.after(milliseconds, act) })
  }

  #observe(from: InputPartition, at: number): void {
    const progress = at - from.latenessMs
    if (progress <= from.progress && !from.idle) return
    from.progress = Math.max(progress, from.progress)
    from.idle = false
    this.#tracker.observe(from.key, at)
    this.#moveWatermark()
  }

  #moveWatermark(to = this.#tracker.current()): void {
    if (to <= this.#watermark) return
    this.#watermark = to
    this.#engine.advanceTo(to)
  }

  /** Live partitions that are silent hold nobody back; when all are, time goes on by the clock, as far behind it as they are silent. */
  #checkIdle(): void {
    const { clock, idleAfterMs } = this.#settings
    const now = clock.now()
    const open = this.#partitions.filter(({ ended }) => !ended)
    for (const partition of open) {
      if (partition.input.source.bounded || partition.idle || partition.ready !== undefined) continue
      if (partition === this.#processing) continue
      if (now - partition.heardAt < idleAfterMs) continue
      partition.idle = true
      this.#tracker.setIdle(partition.key)
    }
    this.#moveWatermark()
    if (open.length > 0 && open.every(({ idle }) => idle)) {
      const lateness = Math.max(...open.map(({ latenessMs }) => latenessMs))
      this.#moveWatermark(now - idleAfterMs - lateness - 1)
    }
    this.#outputs.send().catch(() => this.#wake())
  }

  /** The other sinks get their lines first. A reader of an output that goes away has seen enough: that is no failure. */
  async #giveUp(error: unknown): Promise<Ending> {
    const further = await this.#outputs.flush().catch((each: unknown) => each)
    if (!isClosed(error)) throw error
    if (further !== undefined && !isClosed(further)) throw further
    return "output-closed"
  }

  /** The job is strict, and there was a dead letter. */
  #fails(): boolean {
    return this.#settings.strict && this.#counter.deadLetters > 0
  }

  #failIfStrict(): void {
    if (!this.#fails()) return
    const first = this.#outputs.firstDeadLetter
    throw new JobError("failure", `${first}; --strict stops at the first. Repair it, or run without --strict`)
  }
}

function makeEngine(rules: RuleSet, createEngine: CreateEngine, options: EngineOptions): Engine {
  try {
    return createEngine(rules, options)
  } catch (error) {
    throw new JobError("usage", error instanceof Error ? error.message : String(error), error)
  }
}

function furthestBehind(partitions: readonly InputPartition[]): InputPartition | undefined {
  let found: InputPartition | undefined
  for (const partition of partitions) if (found === undefined || partition.progress < found.progress) found = partition
  return found
}
