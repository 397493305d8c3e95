/**
 * A log with partitions as a broker keeps it, and what reads it: fetches bring a few records, may bring some a second time after partitions were
 * given out anew, and begin wherever the broker thinks the group stands. The partition admits what is at or behind its own position, rising.
 */
import { Buffer } from "node:buffer"
import type {
  Batch,
  Partition,
  Position,
  ReadOptions,
  RecordBlock,
  Source,
  SourceRecord,
} from "../../runtime/connectors/contract.ts"
import { decodeJson } from "../../runtime/formats/json.ts"
import { positionAt } from "../../runtime/formats/places.ts"
import { between } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"

/** The texts of a partition; their places are their offsets. */
export type PartitionLog = readonly string[]

export interface SourceSettings {
  /** Where the logs end it waits for more, which never comes; else it ends there. */
  readonly isLive: boolean
  /** It hands over lines that were not read, where they are wanted. */
  readonly blocks: boolean
  /** A fetch takes up to so many milliseconds. */
  readonly slowMs: number
  /** The number of the first partition. */
  readonly partition: number
}

/** The source of a process. */
export function simulatedSource(
  logs: readonly PartitionLog[],
  scheduler: Scheduler,
  life: Life,
  settings: SourceSettings,
): Source {
  return {
    bounded: !settings.isLive,
    partitions: logs.map(
      (log, at) => new LogPartition(`log/${settings.partition + at}`, log, scheduler, life, settings),
    ),
    close: async () => {},
  }
}

class LogPartition implements Partition {
  readonly name: string
  readonly #log: PartitionLog
  readonly #scheduler: Scheduler
  readonly #life: Life
  readonly #settings: SourceSettings
  /** The next record that is handed out. */
  #offset = 0
  /** Where the next fetch begins. */
  #fetchFrom = 0

  constructor(name: string, log: PartitionLog, scheduler: Scheduler, life: Life, settings: SourceSettings) {
    this.#settings = settings
    this.name = name
    this.#log = log
    this.#scheduler = scheduler
    this.#life = life
  }

  async read({ lines = false }: ReadOptions = {}): Promise<Batch | null> {
    const { random } = this.#scheduler
    await this.#scheduler.turn(this.#life, this.#settings.slowMs)
    if (this.#offset >= this.#log.length) return this.#settings.isLive ? new Promise(() => {}) : null
    // The partitions were given out anew: the broker begins somewhere before.
    if (random() < 0.1) this.#fetchFrom = between(random, 0, this.#offset)
    const end = Math.min(this.#log.length, this.#fetchFrom + between(random, 0, 6))
    const from = Math.max(this.#fetchFrom, this.#offset)
    const texts = this.#log.slice(from, end)
    this.#offset = Math.max(this.#offset, end)
    this.#fetchFrom = end
    if (lines && this.#settings.blocks && texts.length > 0) {
      return { records: [], values: "json", block: blockOf(texts, this.name, from) }
    }
    return {
      records: texts.map((text, at) => recordOf(text, { partition: this.name, offset: from + at })),
      values: "json",
    }
  }

  position(): Position {
    return { partition: this.name, offset: this.#offset }
  }

  async seek({ offset }: Position): Promise<void> {
    await this.#scheduler.turn(this.#life, 3)
    if (typeof offset !== "number") throw new Error("a position without an offset")
    this.#offset = offset
    this.#fetchFrom = offset
  }
}

/** Lines whose positions are the texts' offsets. */
function blockOf(texts: readonly string[], partition: string, offset: number): RecordBlock {
  const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(""))
  const places = { common: { partition }, runs: { lines: [1], offsets: [offset] } }
  return {
    lines: { bytes, from: 0, to: bytes.length - 1, ascii: true, line: 1, byte: 0, lines: undefined },
    places,
    position: (line, byte) => positionAt(places, line, byte),
  }
}

/** A text as a record. */
export function recordOf(text: string, position: Position): SourceRecord {
  const { value: raw, problem } = decodeJson(text)
  return problem === undefined
    ? { raw, text, position, problem: undefined }
    : { raw: undefined, text, position, problem }
}
