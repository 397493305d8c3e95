/** One of several workers of a job: it gets the events of its own keys, and makes their outputs. */
import type { Engine, EngineOptions } from "../../abi/engine.ts"
import type { DroppedCut } from "../../abi/frozen.ts"
import type { Lines } from "../../abi/lines.ts"
import { type LineRuns, type RoutedRecord, runLength } from "../../abi/routed.ts"
import type { RuleSet } from "../../abi/rule-set.ts"
import type { StateCut } from "../../abi/state-cut.ts"
import type { RecordBlock, Sink, SinkRecord } from "../../connectors/contract.ts"
import { messageOf } from "../../engine/refusal.ts"
import { type AheadModels, askAhead } from "../../enrich/ahead.ts"
import { positionAt } from "../../formats/places.ts"
import type { Log } from "../../observe/log.ts"
import type { Clock } from "../../platform/clock.ts"
import type { OpenCold } from "../cold-settings.ts"
import { Counter, type JobCounts } from "../counts.ts"
import { callbacksOf, openEngine } from "../engine.ts"
import { namedTypes, RecordReader, type StreamPartition } from "../inputs.ts"
import { linesOf } from "../lines.ts"
import { type Origin, Outputs } from "../outputs.ts"
import type { CreateEngine, ProcessorSettings } from "../processor.ts"
import type {
  Answer,
  BlockPart,
  Cutting,
  Opening,
  Part,
  Port,
  Request,
  SharedBlock,
  SinkOutputs,
  SinkPlan,
  WorkerBeginning,
  WorkerReport,
} from "./messages.ts"
import { GivenMemory } from "./shared-blocks.ts"

const lineFeed = 10

/** What a worker has of its own. */
export interface WorkerParts {
  readonly rules: RuleSet
  /** The rules that a module exports. */
  readonly load: (url: string) => Promise<RuleSet>
  readonly createEngine: CreateEngine
  readonly models: EngineOptions["models"]
  readonly clock: Clock
  /** Where keys leave memory; absent: as on any machine. */
  readonly openCold?: OpenCold
}

/** Answers requests one after the other until the thread ends. What goes wrong is told, and is the last thing that is said. */
export function serveWorker(port: Port<Answer, Request>, parts: WorkerParts): void {
  let worker: Worker | undefined
  let failed = false
  let last = Promise.resolve()
  const handle = async (request: Exclude<Request, { kind: "prepare" }>): Promise<void> => {
    if (failed) return
    try {
      if (request.kind === "open") {
        const { cold, restored } = request.opening
        const isCold = cold !== undefined || restored?.cold !== undefined
        const openCold = isCold ? (parts.openCold ?? (await import("../cold-state.ts")).openCold) : undefined
        worker = new Worker(port, parts, request.opening, openCold)
        port.post({ kind: "ready", begins: worker.begins() })
      } else await worker!.handle(request)
    } catch (error) {
      failed = true
      port.post(failureOf(error))
    }
  }
  // While rules are loaded others judge.
  const prepare = async (url: string): Promise<void> => {
    try {
      const rules = await parts.load(url)
      last = last.then(() => worker?.prepare(rules))
      port.post({ kind: "prepared", refusal: undefined })
    } catch (error) {
      port.post({ kind: "prepared", refusal: messageOf(error) })
    }
  }
  port.onMessage((request) => {
    if (request.kind === "prepare") void prepare(request.url)
    else last = last.then(() => handle(request))
  })
}

function failureOf(error: unknown): Answer {
  if (!(error instanceof Error)) {
    return { kind: "failed", name: "Error", problem: undefined, message: String(error), stack: undefined }
  }
  const { kind: problem } = error as { readonly kind?: string }
  return { kind: "failed", name: error.name, problem, message: error.message, stack: error.stack }
}

/** Rules at work. */
interface Judge {
  readonly rules: RuleSet
  readonly engine: Engine
  /** What it did not take over: until that was fetched. */
  dropped: DroppedCut | undefined
  /** Where models can be asked for many events at once. */
  readonly ahead: AheadModels | undefined
  readonly reader: RecordReader
}

class Worker {
  readonly #port: Port<Answer, Request>
  readonly #parts: WorkerParts
  readonly #settings: ProcessorSettings
  readonly #partitions: Opening["partitions"]
  #judge: Judge
  /** Rules that may follow; then what is opened of them. */
  #prepared: RuleSet | undefined
  #following: Judge | undefined
  readonly #strict: boolean
  #watermark = Number.NEGATIVE_INFINITY
  readonly #counter = new Counter()
  readonly #outputs: Outputs
  readonly #sinks: readonly KeepingSink[]
  readonly #memory = new GivenMemory()
  #released: number[] = []
  #kept: number[] = []
  #cut: StateCut | undefined

  constructor(port: Port<Answer, Request>, parts: WorkerParts, opening: Opening, openCold: OpenCold | undefined) {
    const { rules, clock } = parts
    this.#port = port
    this.#parts = parts
    this.#partitions = opening.partitions
    const log: Log = (level, message, fields = {}) => port.post({ kind: "log", level, message, fields })
    this.#sinks = opening.sinks.lines.map((lines, place) => new KeepingSink(place, lines))
    this.#outputs = new Outputs(sinksOf(opening.sinks, this.#sinks), this.#counter, log, rules.manifest.version)
    const { worker, of, params, strict, maxAheadMs, restored, frozen, cold } = opening
    const settings = { params, strict, maxAheadMs, cold, openCold, clock, log, share: { worker, of } }
    this.#settings = settings
    this.#strict = strict
    this.#judge = this.#open(rules, { ...settings, restored, frozen })
  }

  #open(rules: RuleSet, settings: ProcessorSettings): Judge {
    const { createEngine, models } = this.#parts
    const ahead = askAhead(rules, models ?? {})
    const given = { ...callbacksOf(settings, this.#outputs), models: ahead?.runners ?? models }
    const { engine, dropped } = openEngine(rules, createEngine, settings, given)
    const reader = new RecordReader(new Set(namedTypes(rules.manifest).map(({ name }) => name)))
    return { rules, engine, dropped, ahead, reader }
  }

  prepare(rules: RuleSet): void {
    this.#prepared = rules
  }

  #follow({ params, arrived, given }: Extract<Request, { kind: "follow" }>): void {
    const { engine: former } = this.#judge
    former.tell(arrived)
    try {
      const following = this.#open(this.#prepared!, { ...this.#settings, ...given, params, former })
      this.#following = following
      this.#port.post({ kind: "follows", begins: beginningOf(following), refusal: undefined })
    } catch (error) {
      this.#port.post({ kind: "follows", begins: undefined, refusal: messageOf(error) })
    }
  }

  #followed({ isUsed, waiting }: Extract<Request, { kind: "followed" }>): void {
    const following = this.#following
    this.#following = undefined
    if (!isUsed || following === undefined) {
      this.#judge.engine.takeBack()
      return
    }
    this.#judge = following
    this.#outputs.version = following.rules.manifest.version
    following.engine.takeWaiting(waiting)
  }

  begins(): WorkerBeginning {
    return beginningOf(this.#judge)
  }

  async handle(request: Exclude<Request, { kind: "open" | "prepare" }>): Promise<void> {
    const { engine } = this.#judge
    switch (request.kind) {
      case "table":
        engine.setTable(request.name, request.rows, request.values)
        return
      case "params":
        engine.setParams(request.values)
        return
      case "cut":
        engine.tell(request.arrived)
        this.#cut = engine.cut(request.full)
        this.#port.post({ kind: "cut", full: this.#cut.full, cold: this.#cut.cold })
        return this.#done()
      case "forget":
        this.#memory.forget(request.place)
        return
      case "piece":
        return this.#piece(request.of)
      case "abandon":
        this.#cutOf(request.of)?.abandon()
        return
      case "result":
        engine.tell(request.arrived)
        this.#port.post({ kind: "result", counts: this.#counts(), engine: engine.stats(), usage: engine.usage() })
        return
      case "waiting":
        this.#port.post({ kind: "waiting", events: engine.waitingEvents(request.types) })
        return
      case "follow":
        return this.#follow(request)
      case "followed":
        return this.#followed(request)
      case "look": {
        const { rule, key, limit } = request.asked
        this.#port.post({ kind: "look", look: engine.look(rule, key, limit) })
        return
      }
      case "batch":
        this.#take(request.parts, request.watermark)
        return this.#done()
      case "finish":
        if (request.close) engine.end()
        return this.#done()
    }
  }

  #take(parts: readonly Part[], watermark: number): void {
    for (const part of parts) {
      const from = this.#partitions[part.partition]!
      this.#takeRecords(part, from)
      if (part.lines !== undefined) this.#takeLines(part.lines, from)
      if (part.watermark !== undefined) this.#moveTo(part.watermark)
    }
    this.#moveTo(watermark)
  }

  #moveTo(watermark: number): void {
    if (watermark <= this.#watermark) return
    this.#watermark = watermark
    this.#judge.engine.advanceTo(watermark)
  }

  #takeRecords({ records, values }: Part, { name, sourceRank, partitionRank }: StreamPartition): void {
    const routed = records.map(({ type, raw, text, position, arrivedAt, arrival, awaited }): RoutedRecord => {
      const origin: Origin = { source: name, position, text }
      const from = { source: sourceRank, partition: partitionRank, arrivedAt, position: origin }
      return { arrival, record: { type, raw, text, values, ...from, ...(awaited !== undefined && { awaited }) } }
    })
    this.#judge.ahead?.ask(routed.map(({ record }) => record))
    for (const each of routed) this.#judge.engine.ingestRouted(each)
  }

  #takeLines({ block, runs, arrivedAt, arrival }: BlockPart, from: StreamPartition): void {
    const given = linesOf(this.#blockOf(block), from, {
      mixed: undefined,
      arrivedAt,
      latest: undefined,
      highest: Number.NEGATIVE_INFINITY,
      ceiling: Number.POSITIVE_INFINITY,
      stops: undefined,
      slow: (record, values) => {
        const reading = this.#judge.reader.read(record, values, from, arrivedAt)
        return reading.kind === "event" ? reading.ingest : undefined
      },
    })
    const lines: Lines = { ...given, arrival, lineAt: (at) => lineAt(runs, given.bytes, at) }
    this.#judge.engine.ingestRoutedLines({ lines, runs })
    // Objects hold it.
    if (lines.release === undefined) this.#kept.push(block.id)
  }

  #blockOf(block: SharedBlock): RecordBlock {
    const { id, to, ascii, line, byte, places } = block
    return {
      lines: { bytes: this.#memory.of(block), from: 0, to, ascii, line, byte, lines: undefined },
      places,
      position: (of, at) => positionAt(places, of, at),
      release: () => this.#released.push(id),
    }
  }

  /** Hands over what was made. */
  async #done(): Promise<void> {
    await this.#outputs.flush()
    const outputs = this.#sinks.flatMap((sink) => sink.taken())
    const move = outputs.flatMap(({ lines }) => (lines === undefined ? [] : [lines.buffer as ArrayBuffer]))
    this.#port.post({ kind: "done", outputs, report: this.#report() }, move)
  }

  #report(): WorkerReport {
    const released = this.#released
    const kept = this.#kept
    this.#released = []
    this.#kept = []
    return {
      counts: this.#counts(),
      waiting: this.#judge.engine.counts().waiting,
      watermark: this.#watermark,
      fails: this.#strict && this.#counter.deadLetters > 0,
      firstDeadLetter: this.#outputs.firstDeadLetter,
      released,
      kept,
    }
  }

  /** Late events are counted where they are read. */
  #counts(): JobCounts {
    return this.#counter.counts({ late: 0 })
  }

  #cutOf(of: Cutting): Pick<StateCut, "next" | "abandon"> | undefined {
    return of === "cut" ? this.#cut : this.#judge.dropped?.cut
  }

  #piece(of: Cutting): void {
    const bytes = this.#cutOf(of)?.next()
    if (bytes === undefined) {
      if (of === "cut") this.#cut = undefined
      else this.#judge.dropped = undefined
    }
    // A copy: the piece's memory may be the engine's own.
    const own = bytes?.slice()
    this.#port.post({ kind: "piece", of, bytes: own }, own === undefined ? [] : [own.buffer])
  }
}

function beginningOf({ engine, dropped }: Judge): WorkerBeginning {
  const begins = { counts: engine.counts(), params: engine.params() }
  if (dropped === undefined) return { ...begins, dropped }
  const { cut, ...facts } = dropped
  return { ...begins, dropped: { ...facts, isCut: cut !== undefined } }
}

function sinksOf(plan: SinkPlan, sinks: readonly Sink[]) {
  const at = (place: number | undefined): Sink | undefined => (place === undefined ? undefined : sinks[place])
  return {
    named: new Map(plan.named.map(([name, place]) => [name, sinks[place]!])),
    standardOutput: sinks[plan.standardOutput]!,
    deadLetters: at(plan.deadLetters),
    late: at(plan.late),
  }
}

/** Keeps what it gets until it is taken. */
class KeepingSink implements Sink {
  readonly #place: number
  #pieces: Uint8Array[] = []
  #records: SinkRecord[] = []
  readonly writeLines?: (lines: Uint8Array) => Promise<void>

  constructor(place: number, lines: boolean) {
    this.#place = place
    if (lines) this.writeLines = async (bytes) => void this.#pieces.push(bytes.slice())
  }

  async write(records: readonly SinkRecord[]): Promise<void> {
    this.#records.push(...records)
  }

  async flush(): Promise<void> {}
  async close(): Promise<void> {}

  taken(): SinkOutputs[] {
    const pieces = this.#pieces
    const records = this.#records
    if (pieces.length === 0 && records.length === 0) return []
    this.#pieces = []
    this.#records = []
    return [{ sink: this.#place, lines: pieces.length === 0 ? undefined : joined(pieces), records }]
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces
  if (pieces.length === 1) return only!
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

/** The number of the line that begins at a place, which is in one of the runs. */
function lineAt(runs: LineRuns, bytes: Uint8Array, place: number): number {
  let low = 0
  for (let high = runs.length / runLength - 1; low < high; ) {
    const middle = (low + high + 1) >> 1
    if (runs[middle * runLength + 1]! <= place) low = middle
    else high = middle - 1
  }
  let line = runs[low * runLength + 2]!
  for (let from = runs[low * runLength + 1]!; from < place; line++) from = bytes.indexOf(lineFeed, from) + 1
  return line
}
