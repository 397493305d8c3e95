/**
 * A log with partitions as a broker keeps it, and what reads it: fetches bring a few records, may bring some a second time after partitions were
 * given out anew, and begin wherever the broker thinks the group stands. The partition admits what is at or behind its own position, rising.
 */
import type { Batch, Partition, Position, Source, SourceRecord } from "../../runtime/connectors/contract.ts"
import { decodeJson } from "../../runtime/formats/json.ts"
import { between } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"

/** The texts of a partition; their places are their offsets. */
export type PartitionLog = readonly string[]

/** The source of a process: bounded, it ends where the logs end. */
export function simulatedSource(logs: readonly PartitionLog[], scheduler: Scheduler, life: Life): Source {
  return {
    bounded: true,
    partitions: logs.map((log, at) => new LogPartition(`log/${at}`, log, scheduler, life)),
    close: async () => {},
  }
}

class LogPartition implements Partition {
  readonly name: string
  readonly #log: PartitionLog
  readonly #scheduler: Scheduler
  readonly #life: Life
  /** The next record that is handed out. */
  #offset = 0
  /** Where the next fetch begins. */
  #fetchFrom = 0

  constructor(name: string, log: PartitionLog, scheduler: Scheduler, life: Life) {
    this.name = name
    this.#log = log
    this.#scheduler = scheduler
    this.#life = life
  }

  async read(): Promise<Batch | null> {
    const { random } = this.#scheduler
    await this.#scheduler.turn(this.#life, 3)
    if (this.#offset >= this.#log.length) return null
    // The partitions were given out anew: the broker begins somewhere before.
    if (random() < 0.1) this.#fetchFrom = between(random, 0, this.#offset)
    const end = Math.min(this.#log.length, this.#fetchFrom + between(random, 0, 6))
    const records: SourceRecord[] = []
    for (let offset = this.#fetchFrom; offset < end; offset++) {
      if (offset < this.#offset) continue
      records.push(recordOf(this.#log[offset]!, { partition: this.name, offset }))
      this.#offset = offset + 1
    }
    this.#fetchFrom = end
    return { records, values: "json" }
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

function recordOf(text: string, position: Position): SourceRecord {
  const { value: raw, problem } = decodeJson(text)
  return problem === undefined
    ? { raw, text, position, problem: undefined }
    : { raw: undefined, text, position, problem }
}
