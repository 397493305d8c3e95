import { Buffer } from "node:buffer"
import type { DeadLetter, LateEvent, LineTarget, Output } from "../abi/engine.ts"
import { ConnectorError, type Position, type Problem, type Sink, type SinkRecord } from "../connectors/contract.ts"
import type { Log } from "../observe/log.ts"
import type { Counter } from "./counts.ts"
import type { OutputTap, OutputWatch } from "./gathered.ts"
import { type Delay, SinkQueue } from "./sink-queue.ts"

/** Where a record came from; travels through the engine as an event's position. */
export interface Origin {
  readonly source: string
  readonly position: Position
  readonly text: string
}

/** A sink that nobody reads: what goes there is only looked at on its way. */
export const unreadSink: Sink = {
  write: async () => {},
  writeLines: async () => {},
  flush: async () => {},
  close: async () => {},
}

/** Who sees the outputs of a job on their way. */
export interface OutputEyes {
  /** Sees what sinks are given that somebody reads. */
  readonly tap?: OutputTap | undefined
  readonly watch?: OutputWatch | undefined
}

export interface OutputSinks {
  /** By name; `alerts` is where outputs without a name go. */
  readonly named: ReadonlyMap<string, Sink>
  readonly standardOutput: Sink
  readonly deadLetters?: Sink | undefined
  readonly late?: Sink | undefined
}

/** Takes all that leaves a job to its sinks, and says the first of each kind of dead letter. */
export class Outputs {
  readonly #named = new Map<string, SinkQueue>()
  readonly #bySink = new Map<Sink, SinkQueue>()
  readonly #unnamed: SinkQueue
  readonly #deadLetters: SinkQueue | undefined
  readonly #late: SinkQueue | undefined
  readonly #queues: readonly SinkQueue[]
  readonly #counter: Counter
  readonly #log: Log
  readonly #watch: OutputWatch | undefined
  readonly #said = new Set<string>()
  /** The first dead letter in words. */
  firstDeadLetter: string | undefined

  /** `version`: of the rule set. `delay`: how long a few lines may wait for others. */
  constructor(
    sinks: OutputSinks,
    counter: Counter,
    log: Log,
    version: string,
    delay?: Delay,
    { tap: reader, watch }: OutputEyes = {},
  ) {
    this.#counter = counter
    this.#log = log
    this.#watch = watch
    const tap = this.#seenBy(reader)
    const unread = this.#seenBy(undefined)
    // Two names may stand for one sink.
    const queues = this.#bySink
    const queueOf = (sink: Sink, tap?: OutputTap): SinkQueue => {
      const known = queues.get(sink) ?? new SinkQueue(sink, version, delay, tap)
      queues.set(sink, known)
      return known
    }
    for (const [name, sink] of sinks.named) this.#named.set(name, queueOf(sink, sink === unreadSink ? unread : tap))
    this.#unnamed = this.#named.get("alerts") ?? queueOf(sinks.standardOutput, tap)
    this.#deadLetters = sinks.deadLetters && queueOf(sinks.deadLetters)
    this.#late = sinks.late && queueOf(sinks.late)
    this.#queues = [...queues.values()]
  }

  /** `tap`, and who watches all outputs. */
  #seenBy(tap: OutputTap | undefined): OutputTap | undefined {
    const watch = this.#watch
    if (watch === undefined) return tap
    return {
      lines: (lines) => {
        tap?.lines(lines)
        watch.lines(lines)
        this.#settle()
      },
      records: (records) => {
        tap?.records(records)
        watch.records(records)
        this.#settle()
      },
    }
  }

  #settle(): void {
    if (this.#watch !== undefined && this.#queues.every(({ isEmpty }) => isEmpty)) this.#watch.settled()
  }

  /** Of the rule set whose outputs come from here on. What was gathered is sent on before. */
  set version(version: string) {
    this.#watch?.begin()
    for (const queue of this.#queues) queue.version = version
  }

  /** An alert or a derived event. Those of shadow rules are only counted where no sink is called `shadow`. */
  output(output: Output): void {
    this.#counter.output(output)
    this.#queueOf(output)?.addOutput(output)
  }

  /** Where the lines of such outputs may be written at once; undefined: they are to come to `output`. */
  linesOf(output: Pick<Output, "kind" | "rule" | "sink" | "shadow">): LineTarget | undefined {
    return this.#queueOf(output)?.lineTarget(this.#counter.tallyOf(output))
  }

  #queueOf({ sink, shadow }: Pick<Output, "sink" | "shadow">): SinkQueue | undefined {
    if (shadow && !this.#named.has("shadow")) return undefined
    return sink === null ? this.#unnamed : (this.#named.get(sink) ?? this.#unnamed)
  }

  /** An event that the engine refused, or on which a rule failed. */
  refused(letter: DeadLetter): void {
    const { code, reason, rule, type, event } = letter
    // An event that a rule made of no other one has no place in a source.
    const made: Origin = { source: type, position: {}, text: JSON.stringify(event) ?? "" }
    this.#bury((letter.position as Origin | undefined) ?? made, { code, reason }, rule)
  }

  /** A record that is no event. */
  unreadable(origin: Origin, problem: Problem): void {
    this.#bury(origin, problem)
  }

  /** Whether there is a sink for late events. */
  get wantsLate(): boolean {
    return this.#late !== undefined
  }

  /** An event behind the watermark; only where there is a sink for such events. */
  late(event: LateEvent): void {
    const { source, position, text } = event.position as Origin
    const reason = `dated ${iso(event.at)}, and the watermark is at ${iso(event.watermark)}`
    const { type, rules } = event
    const line = JSON.stringify({ source, position, code: "late", reason, event: type, rules, raw: text })
    this.#late!.add({ line, kind: "late" })
  }

  #bury(origin: Origin, { code, reason, bytes }: Problem, rule?: string): void {
    const { source, position, text } = origin
    this.#counter.deadLetter(code, source)
    const words = `dead letter from ${source}${place(position)}: ${reason} (${code})`
    this.firstDeadLetter ??= words
    const kind = JSON.stringify([source, code, rule])
    if (!this.#said.has(kind)) {
      this.#said.add(kind)
      this.#log("warn", `${words}; further ones of this kind are counted only`, {
        source,
        position,
        code,
        reason,
        rule,
      })
    }
    if (this.#deadLetters === undefined) return
    const raw = bytes === undefined ? { raw: text } : { rawBase64: Buffer.from(bytes).toString("base64") }
    const line = JSON.stringify({ source, position, code, reason, ...(rule === undefined ? {} : { rule }), ...raw })
    this.#deadLetters.add({ line, kind: "dead-letter", ...(rule === undefined ? {} : { rule }) })
  }

  /** What a worker has made for a sink. */
  pass(sink: Sink, lines: Uint8Array | undefined, records: readonly SinkRecord[]): void {
    const queue = this.#bySink.get(sink)!
    if (lines !== undefined) queue.addLines(lines)
    for (const record of records) queue.add(record)
  }

  get full(): boolean {
    return this.#queues.some((queue) => queue.full)
  }

  /** Passes on what was gathered; waits for sinks that are slow. */
  async send(): Promise<void> {
    for (const queue of this.#queues) await queue.send()
    this.#settle()
  }

  /** Throws what a sink threw. */
  check(): void {
    for (const queue of this.#queues) queue.check()
  }

  /**
   * Everything is out. A sink that fails does not keep the others from their lines: the first error comes at the end, one that
   * is no closed output before one that is.
   */
  async flush(): Promise<void> {
    const results = await Promise.allSettled(this.#queues.map((queue) => queue.flush()))
    this.#settle()
    const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []))
    if (errors.length > 0) throw errors.find((error) => !isClosed(error)) ?? errors[0]
  }
}

/** Whether an error says that an output's reader went away. */
export function isClosed(error: unknown): boolean {
  return error instanceof ConnectorError && error.kind === "closed"
}

/** Where it stands, in words with their space in front. */
function place(position: Position): string {
  if (position.file !== undefined && position.line !== undefined) {
    return position.file === "-" ? ` at line ${position.line}` : ` at ${position.file}:${position.line}`
  }
  const parts = Object.entries(position).map(([name, value]) => `${name} ${value}`)
  return parts.length === 0 ? "" : ` at ${parts.join(", ")}`
}

function iso(time: number): string {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time)
}
