/** Judges the past events of a job once more, by some rules of a set that is to follow: for the state that these would have. Nothing is delivered. */
import type { Engine, EngineOptions } from "../../abi/engine.ts"
import type { RuleSet } from "../../abi/rule-set.ts"
import type { Batch, ReadOptions } from "../../connectors/contract.ts"
import { Counter } from "../counts.ts"
import { makeEngine } from "../engine.ts"
import type { StreamPartition } from "../inputs.ts"
import { keptRecords } from "../kept-lines.ts"
import { type CreateEngine, Processor } from "../processor.ts"
import type { PastBatch, Standing } from "./past.ts"
import { PastTime } from "./past-time.ts"

export interface RebuildSettings {
  readonly createEngine: CreateEngine
  /** In JSON form. */
  readonly params: Readonly<Record<string, unknown>>
  readonly models: EngineOptions["models"]
  /** Nothing up to this event time counts. */
  readonly after: number
  /** The job when this begins. */
  readonly standing: Standing
  /** As in the job. */
  readonly maxAheadMs: number
}

/** What came of it. */
export interface Rebuilt {
  /** The pieces of a cut. */
  readonly state: readonly Uint8Array<ArrayBuffer>[]
  /** Events that counted. */
  readonly events: number
  /** Outputs that the rules would have made, of which none is delivered. */
  readonly outputs: number
}

/** One call at a time. */
export class Rebuild {
  readonly engine: Engine
  /** Outputs so far. */
  outputs = 0
  readonly #processor: Processor<Engine>
  readonly #time: PastTime
  readonly #partitions: ReadonlyMap<string, StreamPartition>
  readonly #maxAheadMs: number
  /** The highest time that the job had of each partition. */
  readonly #latest: ReadonlyMap<string, number>
  /** By the clock of the job: when the events at hand came. */
  #now = 0

  constructor(rules: RuleSet, settings: RebuildSettings) {
    const { createEngine, params, models, after, standing, maxAheadMs } = settings
    // What is dated too far ahead is refused as in a job that is live.
    const partitions = standing.partitions.map(({ of }) => ({
      ...of,
      progress: Number.NEGATIVE_INFINITY,
      idle: false,
    }))
    this.#partitions = new Map(partitions.map((each) => [each.key, each]))
    this.#latest = new Map(standing.partitions.map(({ of, highest }) => [of.key, highest]))
    this.#time = new PastTime(partitions, after, standing.watermark)
    this.#maxAheadMs = maxAheadMs
    const open = (runners: EngineOptions["models"]): Engine =>
      makeEngine(rules, createEngine, {
        params,
        models: runners ?? {},
        beginsAfter: after,
        now: () => this.#now,
        onOutput: () => void this.outputs++,
      })
    this.#processor = new Processor(
      rules,
      open,
      {
        params,
        strict: false,
        maxAheadMs,
        clock: { now: () => this.#now, every: () => () => {}, after: () => () => {} },
        log: () => {},
        tracker: this.#time,
        models,
      },
      { outputs: nobody, counter: new Counter(), partitions },
    )
    this.engine = this.#processor.engine
    this.engine.advanceTo(after)
  }

  /** Of a partition of the job. Throws for another one. */
  partition(key: string): StreamPartition {
    const found = this.#partitions.get(key)
    if (found === undefined) throw new Error(`no partition ${key}`)
    return found
  }

  /** How a batch is to be read that is judged next. */
  readOptions(from: StreamPartition): ReadOptions {
    return {
      lines: this.#processor.takesLines(from, "json"),
      csv: this.#processor.takesLines(from, "csv"),
    }
  }

  /** A partition of the job, for `judgeAgain`. */
  again(key: string): StreamPartition {
    return { ...this.partition(key), bounded: false }
  }

  /**
   * A batch from before all that `take` gets, read once more. What is dated later than all that the job had of the partition is none of its events: it was refused. `from`: as `again` gave it.
   */
  async judgeAgain(batch: Batch, from: StreamPartition): Promise<void> {
    // No later than so long behind the clock.
    this.#now = this.#latest.get(from.key)! - this.#maxAheadMs
    await this.#processor.process(batch, from)
  }

  /** Nothing more of a partition comes by `judgeAgain`. */
  ended(from: StreamPartition): void {
    this.#time.setIdle(from.key)
    this.#processor.moveWatermark()
  }

  /** A batch as the job had it, in the order in which it had them. */
  async take(past: PastBatch): Promise<void> {
    const from = this.partition(past.partition)
    this.#now = past.arrivedAt
    this.#time.begin(from.key, past.time)
    this.#processor.moveWatermark()
    from.progress = past.time.highest - from.latenessMs
    for (const batch of batchesOf(past)) await this.#processor.process(batch, from)
  }

  /** The job is at that watermark, and all that it has read was taken. The state of this moment. */
  finish(watermark: number): Rebuilt {
    this.#processor.moveWatermark(watermark)
    const { watermark: reached, events } = this.engine.counts()
    if (reached !== watermark) throw new Error(`past events were judged to ${reached}, and the job is at ${watermark}`)
    const cut = this.engine.cut(true)
    const state: Uint8Array<ArrayBuffer>[] = []
    for (let piece = cut.next(); piece !== undefined; piece = cut.next()) state.push(new Uint8Array(piece))
    return { state, events, outputs: this.outputs }
  }
}

/** Records that are no events were said by the job. */
const nobody = { full: false, send: async () => {}, unreadable: () => {} }

function batchesOf({ records, lines, values }: PastBatch): Batch[] {
  const own = records.length === 0 ? [] : [{ records, values }]
  return lines === undefined ? own : [...own, { records: keptRecords(lines), values: lines.csv ? "text" : "json" }]
}
