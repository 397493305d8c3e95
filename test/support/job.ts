import { compile } from "../../compiler/index.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { Partition, Sink, SinkRecord, Source, SourceRecord } from "../../runtime/connectors/contract.ts"
import { createEngine } from "../../runtime/index.ts"
import { type CreateEngine, Job, type JobSettings } from "../../runtime/job/job.ts"
import type { Level } from "../../runtime/observe/log.ts"
import type { Clock } from "../../runtime/platform/clock.ts"

/** Compiles rules that must be right. */
export async function compileRules(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "test.cep", text }])
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return rules
}

/** A record as a source of JSON lines delivers it. */
export function record(raw: unknown, line = 1): SourceRecord {
  return { raw, text: JSON.stringify(raw), position: { line }, problem: undefined }
}

/** A partition whose batches a test gives; a live one waits for more, and tells when it does. */
export class TestPartition implements Partition {
  readonly name: string
  /** How many reads were begun. */
  reads = 0
  readonly #batches: (readonly SourceRecord[])[]
  #ended: boolean
  #deliver: (() => void) | undefined

  constructor(name: string, batches: readonly (readonly SourceRecord[])[], ended = true) {
    this.name = name
    this.#batches = [...batches]
    this.#ended = ended
  }

  give(...records: SourceRecord[]): void {
    this.#batches.push(records)
    this.#deliver?.()
  }

  end(): void {
    this.#ended = true
    this.#deliver?.()
  }

  async read() {
    this.reads++
    while (this.#batches.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#deliver = resolve
      })
    }
    const records = this.#batches.shift()
    return records === undefined ? null : { records, values: "json" as const }
  }

  position() {
    return {}
  }

  async seek() {}
}

/** A source around partitions. */
export function source(partitions: readonly Partition[], bounded = true): Source {
  return { partitions, bounded, close: async () => {} }
}

/** A sink that keeps what it gets. `gate`: each write waits for it. */
export class TestSink implements Sink {
  readonly records: SinkRecord[] = []
  gate: Promise<void> = Promise.resolve()
  writing = 0
  mostAtOnce = 0

  async write(records: readonly SinkRecord[]): Promise<void> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.writing)
    await this.gate
    this.records.push(...records)
    this.writing--
  }

  get values(): Record<string, unknown>[] {
    return this.records.map(({ line }) => JSON.parse(line))
  }

  async flush() {}
  async close() {}
}

/** A clock that a test moves. */
export class TestClock implements Clock {
  time: number
  readonly #acts = new Set<() => void>()
  readonly #timers = new Set<{ readonly at: number; readonly act: () => void }>()

  constructor(time = 0) {
    this.time = time
  }

  now() {
    return this.time
  }

  every(_: number, act: () => void) {
    this.#acts.add(act)
    return () => void this.#acts.delete(act)
  }

  after(milliseconds: number, act: () => void) {
    const timer = { at: this.time + milliseconds, act }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Moves time, then does all that is due, and all that is done again and again. */
  pass(milliseconds: number): void {
    this.time += milliseconds
    for (const timer of [...this.#timers]) {
      if (timer.at > this.time) continue
      this.#timers.delete(timer)
      timer.act()
    }
    for (const act of this.#acts) act()
  }
}

export interface JobRun {
  readonly job: Job
  readonly output: TestSink
  readonly deadLetters: TestSink
  readonly late: TestSink
  readonly clock: TestClock
  readonly logged: { level: Level; message: string }[]
  readonly stop: AbortController
}

/** A job over sources by name, with sinks that keep everything. */
export function makeJob(
  rules: RuleSet,
  sources: Readonly<Record<string, Source>>,
  {
    createEngine: create = createEngine,
    named = new Map(),
    ...more
  }: Partial<JobSettings> & { createEngine?: CreateEngine; named?: ReadonlyMap<string, Sink> } = {},
): JobRun {
  const output = new TestSink()
  const deadLetters = new TestSink()
  const late = new TestSink()
  const clock = new TestClock()
  const logged: JobRun["logged"] = []
  const stop = new AbortController()
  const job = new Job(rules, create, {
    inputs: Object.entries(sources).map(([name, each]) => ({ name, source: each, typeField: "type" })),
    sinks: { named, standardOutput: output, deadLetters, late },
    params: {},
    strict: false,
    atEnd: "close",
    maxAheadMs: 3_600_000,
    idleAfterMs: 30_000,
    clock,
    log: (level, message) => logged.push({ level, message }),
    stop: stop.signal,
    ...more,
  })
  return { job, output, deadLetters, late, clock, logged, stop }
}

/** How a job ended, but for its last watermark; where it fails, with what, and what it had done. */
export async function resultOf(job: Job) {
  try {
    const { engine, ...result } = await job.run()
    return { ...result, engine: { ...engine, watermark: 0 } }
  } catch (error) {
    return { error: String(error), ...job.progress() }
  }
}

/** Lets everything that can go on without time go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
