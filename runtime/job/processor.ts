/**
 * What happens to batches once they were read: records to events, events to the engine or to what divides them among workers, and its time.
 */
import type { Engine, EngineOptions, Ingest, Output } from "../abi/engine.ts"
import type { FrozenState } from "../abi/frozen.ts"
import type { RuleSet } from "../abi/rule-set.ts"
import type { WarmedState } from "../abi/warmed.ts"
import type { Batch, RecordBlock, SourceRecord } from "../connectors/contract.ts"
import { type AheadModels, askAhead } from "../enrich/ahead.ts"
import type { CallFailure, Enricher, EnricherOptions } from "../enrich/contract.ts"
import { createEnricher } from "../enrich/enricher.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import { trackWatermark, type WatermarkTracker } from "../time/watermark.ts"
import type { Restored } from "./checkpoints.ts"
import type { ColdSettings, OpenCold } from "./cold-settings.ts"
import type { Counter } from "./counts.ts"
import { namedTypes, RecordReader, type StreamPartition } from "./inputs.ts"
import { linesOf, recordsIn } from "./lines.ts"
import type { Outputs } from "./outputs.ts"

export type CreateEngine = (rules: RuleSet, options: EngineOptions) => Engine

/** Who looks on: for evaluations of a job. */
export interface JobObserver {
  /** An event that the engine took, also a late one, before it is judged. `at`: its time. */
  event(event: Ingest, at: number): void
  /** An output that a sink gets, also one of a shadow rule. `lastEvent.position` is the `position` of an event. */
  output(output: Output): void
}

export interface ProcessorSettings {
  readonly params: Readonly<Record<string, unknown>>
  /** A dead letter ends the job with an error. */
  readonly strict: boolean
  /** Events of live sources dated later than this after the clock are refused. */
  readonly maxAheadMs: number
  readonly clock: Clock
  readonly log: Log
  readonly observer?: JobObserver | undefined
  /** What runs the models of the rules. */
  readonly models?: EngineOptions["models"]
  /** Of asynchronous functions. */
  readonly calls?: Pick<EnricherOptions, "concurrency" | "timeoutMs"> | undefined
  readonly restored?: Restored | undefined
  /** In place of `restored`: whose state is gone on with as it lies in memory. */
  readonly former?: Engine | undefined
  /** Beside both: what rules begin with that would begin empty. */
  readonly warmed?: WarmedState | undefined
  /** What the rules had before others took their place. */
  readonly frozen?: FrozenState | undefined
  /** Keys that are not used lately leave memory. */
  readonly cold?: ColdSettings | undefined
  /** Where there are such keys, also in the checkpoint. */
  readonly openCold?: OpenCold | undefined
  /** One of several that share the keys of the rules. */
  readonly share?: EngineOptions["share"]
  /** What says how far time is; absent: the events that come. */
  readonly tracker?: WatermarkTracker
}

/** What takes events: an engine, or what finds the workers that need them. */
export type Taker = Pick<Engine, "ingest" | "takesLines" | "ingestLines" | "advanceTo">

/** Of what takes outputs to sinks what whoever hands over events needs. */
type Taken = Pick<Outputs, "full" | "send" | "unreadable">

export class Processor<T extends Taker> {
  readonly engine: T
  readonly tracker: WatermarkTracker
  readonly #settings: Omit<ProcessorSettings, "restored" | "former" | "warmed" | "frozen">
  /** The types that the rules name. */
  readonly #named: readonly string[]
  readonly #reader: RecordReader
  readonly #counter: Counter
  readonly #outputs: Taken
  /** Where the rules call asynchronous functions. */
  readonly #enricher: Enricher | undefined
  /** Where models can be asked for many events at once. */
  readonly #ahead: AheadModels | undefined
  #watermark = Number.NEGATIVE_INFINITY

  /** `open`: makes what takes the events; `models`: as it asks them. */
  constructor(
    rules: RuleSet,
    open: (models: NonNullable<EngineOptions["models"]>) => T,
    settings: ProcessorSettings,
    to: { readonly outputs: Taken; readonly counter: Counter; readonly partitions: readonly StreamPartition[] },
  ) {
    // What is restored is let go of when the engine has it.
    const { restored, former: _, warmed: _warmed, frozen: _frozen, ...kept } = settings
    this.#settings = kept
    this.#outputs = to.outputs
    this.#counter = to.counter
    const { models = {} } = settings
    this.#ahead = askAhead(rules, models)
    this.engine = open(this.#ahead?.runners ?? models)
    this.#enricher = rules.manifest.awaited.length === 0 ? undefined : this.#openEnricher(rules)
    const lateness = new Map(to.partitions.map(({ key, latenessMs }) => [key, latenessMs]))
    this.tracker = settings.tracker ?? trackWatermark(lateness, restored?.watermarks)
    for (const each of restored === undefined ? [] : to.partitions) {
      each.progress = this.tracker.highest(each.key) - each.latenessMs
    }
    this.#watermark = this.tracker.current()
    this.#named = namedTypes(rules.manifest).map(({ name }) => name)
    this.#reader = new RecordReader(new Set(this.#named))
  }

  get watermark(): number {
    return this.#watermark
  }

  /** Of asynchronous functions, where the rules call some. */
  get calls() {
    return this.#enricher?.stats()
  }

  /** A batch of a partition, from its first event to its last. `outputs` are sent on where they are many. */
  async process(given: Batch, from: StreamPartition): Promise<void> {
    const batch = this.#takable(given, from)
    const events = this.#foresee(this.#eventsOf(batch, from))
    // Without asynchronous calls nothing waits between two events.
    if (this.#enricher === undefined) {
      for (const event of events) if (this.#accept(event, from)) await this.#outputs.send()
    } else {
      for await (const event of this.#enricher.inOrder(events)) {
        if (this.#accept(event, from)) await this.#outputs.send()
      }
    }
    if (batch.block !== undefined && !this.fails()) this.#processBlock(batch.block, from)
  }

  /** A read that was begun under former rules may bring lines that these do not take. */
  #takable(batch: Batch, from: StreamPartition): Batch {
    const { records, block } = batch
    if (block === undefined || this.takesLines(from, block.csv === undefined ? "json" : "csv")) return batch
    const { csv, release } = block
    const all = [...records, ...recordsIn(block)]
    release?.()
    return { records: all, values: csv === undefined ? "json" : "text" }
  }

  /** Whether the engine can read the partition's lines by itself: nobody looks at each event on the way. */
  takesLines({ name }: StreamPartition, format: "json" | "csv"): boolean {
    const isSeen = this.#settings.observer !== undefined || this.#enricher !== undefined || this.#ahead !== undefined
    if (isSeen) return false
    if (name !== "*") return this.engine.takesLines(name, format)
    return format === "json" && this.#named.some((type) => this.engine.takesLines(type))
  }

  #processBlock(block: RecordBlock, from: StreamPartition): void {
    const { clock, maxAheadMs } = this.#settings
    const arrivedAt = clock.now()
    const latest = from.bounded ? undefined : arrivedAt + maxAheadMs
    const { name, typeField: field } = from
    const passOver = (type: string): void => {
      this.#counter.read++
      this.#counter.passOver(type)
    }
    const lines = linesOf(block, from, {
      mixed: name === "*" ? { field, known: this.#named, passOver } : undefined,
      arrivedAt,
      latest,
      highest: this.tracker.highest(from.key),
      ceiling: this.tracker.ceiling(from.key),
      stops: this.#settings.strict ? () => this.fails() : undefined,
      slow: (record, values) => this.#ingestOf(record, values, from, arrivedAt, latest),
    })
    const taken = this.engine.ingestLines(lines)
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
  *#eventsOf({ records, values }: Batch, from: StreamPartition): Generator<Ingest> {
    const { clock, maxAheadMs } = this.#settings
    const arrivedAt = clock.now()
    const latest = from.bounded ? undefined : arrivedAt + maxAheadMs
    for (const record of records) {
      const event = this.#ingestOf(record, values, from, arrivedAt, latest)
      if (event !== undefined) yield event
      if (this.fails()) return
    }
  }

  /** The event of a record; undefined: it is none, which is counted. */
  #ingestOf(
    record: SourceRecord,
    values: Batch["values"],
    from: StreamPartition,
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
  #accept(event: Ingest, from: StreamPartition): boolean {
    const at = this.engine.ingest(event)
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

  #observe(from: StreamPartition, at: number): void {
    const progress = at - from.latenessMs
    if (progress <= from.progress && !from.idle) return
    from.progress = Math.max(progress, from.progress)
    from.idle = false
    this.tracker.observe(from.key, at)
    this.moveWatermark()
  }

  /** Moves time to where the partitions let it go, or to a given moment. */
  moveWatermark(to = this.tracker.current()): void {
    if (to <= this.#watermark) return
    this.#watermark = to
    this.engine.advanceTo(to)
  }

  /** The partition holds the others back no longer. */
  setIdle(partition: StreamPartition): void {
    this.tracker.setIdle(partition.key)
  }

  /** The job is strict, and there was a dead letter. */
  fails(): boolean {
    return this.#settings.strict && this.#counter.deadLetters > 0
  }
}
