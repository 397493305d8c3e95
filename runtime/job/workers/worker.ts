/** One of several workers of a job: it gets all events, and makes the outputs of its own keys. */
import { Buffer } from "node:buffer"
import type { EngineOptions } from "../../abi/engine.ts"
import type { RuleSet } from "../../abi/rule-set.ts"
import type { StateCut } from "../../abi/state-cut.ts"
import type { RecordBlock, Sink, SinkRecord } from "../../connectors/contract.ts"
import { positionAt } from "../../formats/places.ts"
import type { Log } from "../../observe/log.ts"
import type { Clock } from "../../platform/clock.ts"
import type { OpenCold } from "../cold-settings.ts"
import { Counter } from "../counts.ts"
import { Outputs } from "../outputs.ts"
import { type CreateEngine, Processor } from "../processor.ts"
import type { Answer, Opening, Port, Request, SharedBlock, SinkOutputs, SinkPlan, WorkerReport } from "./messages.ts"

/** What a worker has of its own. */
export interface WorkerParts {
  readonly rules: RuleSet
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
  const handle = async (request: Request): Promise<void> => {
    if (failed) return
    try {
      if (request.kind === "open") {
        const { cold, restored } = request.opening
        const isCold = cold !== undefined || restored?.cold !== undefined
        const openCold = isCold ? (parts.openCold ?? (await import("../cold-state.ts")).openCold) : undefined
        worker = new Worker(port, parts, request.opening, openCold)
        port.post({ kind: "ready" })
      } else await worker!.handle(request)
    } catch (error) {
      failed = true
      port.post(failureOf(error))
    }
  }
  port.onMessage((request) => {
    last = last.then(() => handle(request))
  })
}

function failureOf(error: unknown): Answer {
  if (!(error instanceof Error)) {
    return { kind: "failed", name: "Error", problem: undefined, message: String(error), stack: undefined }
  }
  const { kind: problem } = error as { readonly kind?: string }
  return { kind: "failed", name: error.name, problem, message: error.message, stack: error.stack }
}

class Worker {
  readonly #port: Port<Answer, Request>
  readonly #partitions: Opening["partitions"]
  readonly #processor: Processor
  readonly #counter = new Counter()
  readonly #outputs: Outputs
  readonly #sinks: readonly KeepingSink[]
  #released: number[] = []
  #cut: StateCut | undefined

  constructor(
    port: Port<Answer, Request>,
    { rules, createEngine, models, clock }: WorkerParts,
    opening: Opening,
    openCold: OpenCold | undefined,
  ) {
    this.#port = port
    this.#partitions = opening.partitions
    const log: Log = (level, message, fields = {}) => port.post({ kind: "log", level, message, fields })
    this.#sinks = opening.sinks.lines.map((lines, place) => new KeepingSink(place, lines))
    this.#outputs = new Outputs(sinksOf(opening.sinks, this.#sinks), this.#counter, log, rules.manifest.version)
    const { worker, of, params, strict, maxAheadMs, restored, cold, partitions } = opening
    const settings = { params, strict, maxAheadMs, restored, cold, openCold, clock, log, models, share: { worker, of } }
    const to = { outputs: this.#outputs, counter: this.#counter, partitions }
    this.#processor = new Processor(rules, createEngine, settings, to)
  }

  async handle(request: Exclude<Request, { kind: "open" }>): Promise<void> {
    const { engine, tracker } = this.#processor
    switch (request.kind) {
      case "table":
        engine.setTable(request.name, request.rows, request.values)
        return
      case "cut":
        this.#cut = engine.cut(request.full)
        this.#port.post({ kind: "cut", full: this.#cut.full, cold: this.#cut.cold, watermarks: tracker.snapshot() })
        return this.#done()
      case "piece":
        return this.#piece()
      case "abandon":
        this.#cut?.abandon()
        return
      case "result":
        this.#port.post({
          kind: "result",
          counts: this.#counts(),
          engine: engine.stats(),
          calls: this.#processor.calls,
        })
        return
      default:
        await this.#work(request)
        return this.#done()
    }
  }

  async #work(request: Extract<Request, { kind: "batch" | "ended" | "idle" | "finish" }>): Promise<void> {
    const processor = this.#processor
    const partitions = this.#partitions
    switch (request.kind) {
      case "batch": {
        const { records, values, block } = request
        const batch = { records, values, ...(block !== undefined && { block: this.#blockOf(block) }) }
        await processor.process(batch, partitions[request.partition]!)
        return
      }
      case "ended":
        processor.setIdle(partitions[request.partition]!)
        processor.moveWatermark()
        return
      case "idle":
        for (const place of request.partitions) {
          partitions[place]!.idle = true
          processor.setIdle(partitions[place]!)
        }
        processor.moveWatermark()
        if (request.time !== undefined) processor.moveWatermark(request.time)
        return
      case "finish":
        if (request.close) processor.engine.end()
    }
  }

  #blockOf({ id, memory, from, to, ascii, line, byte, places }: SharedBlock): RecordBlock {
    return {
      lines: { bytes: Buffer.from(memory), from, to, ascii, line, byte, lines: undefined },
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
    const { engine, watermark } = this.#processor
    const released = this.#released
    this.#released = []
    return {
      counts: this.#counts(),
      waiting: engine.counts().waiting,
      watermark,
      progress: this.#partitions.map(({ progress }) => progress),
      fails: this.#processor.fails(),
      firstDeadLetter: this.#outputs.firstDeadLetter,
      released,
    }
  }

  #counts() {
    return this.#counter.counts(this.#processor.engine.counts())
  }

  #piece(): void {
    const bytes = this.#cut?.next()
    if (bytes === undefined) this.#cut = undefined
    // A copy: the piece's memory may be the engine's own.
    const own = bytes?.slice()
    this.#port.post({ kind: "piece", bytes: own }, own === undefined ? [] : [own.buffer])
  }
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
