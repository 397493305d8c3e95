/**
 * Sinks on the other side of a network: one that takes outputs and mark in one transaction and knows who claimed last, and one to which nothing
 * happens when it is given the same output again. Requests may fail, be late, or take effect without anyone hearing of it.
 */
import {
  ConnectorError,
  type Mark,
  type OutboxRecord,
  type Publisher,
  type SliceIdentity,
} from "../../runtime/connectors/contract.ts"
import { between } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"

export interface NetworkSettings {
  /** How often a request fails, of 1. */
  readonly failures: number
  /** A request, or an answer, is on its way for up to so many milliseconds. */
  readonly slowMs: number
}

/** What readers see of an output. */
export type SeenOutput = Pick<OutboxRecord, "sink" | "line" | "id">

/** A sink that lives on, whatever becomes of the processes. */
export interface WorldSink {
  /** `marked`, `repeatable`: as publishers have it. `file`: each output has its place; `folder`: each checkpoint has a file. */
  readonly kind: "marked" | "repeatable" | "file" | "folder"
  /** All of them, in order. */
  readonly outputs: readonly SeenOutput[]
  /** Nothing comes through before this time. */
  downUntil: number
  /** How a process publishes to it. */
  publisherFor(life: Life, identity: SliceIdentity): Promise<Publisher>
}

export class SimulatedSink implements WorldSink {
  readonly kind: "marked" | "repeatable"
  readonly outputs: OutboxRecord[] = []
  readonly #scheduler: Scheduler
  readonly #network: NetworkSettings
  readonly #ids = new Set<string>()
  readonly #forgetful: boolean
  #epoch = 0
  #mark: Mark | undefined
  downUntil = 0

  /** `forgetful`: it keeps no mark, a planted fault. */
  constructor(kind: "marked" | "repeatable", scheduler: Scheduler, network: NetworkSettings, forgetful: boolean) {
    this.#forgetful = forgetful
    this.kind = kind
    this.#scheduler = scheduler
    this.#network = network
  }

  async publisherFor(life: Life): Promise<Publisher> {
    let epoch = 0
    return {
      kind: this.kind,
      form: "records",
      claim: async () => {
        await this.#way(life)
        epoch = ++this.#epoch
        await this.#way(life)
        await this.#way(life)
        const mark = this.#mark
        await this.#way(life)
        return mark
      },
      publish: async (outputs, mark) => {
        const records: OutboxRecord[] = []
        for await (const some of outputs.records()) records.push(...some)
        if (records.length !== outputs.count) {
          throw new ConnectorError("failure", `${records.length} outputs of ${outputs.count} were handed over`)
        }
        const claimed = epoch
        await this.#send(life, () => this.#commit(claimed, records, mark))
      },
      close: async () => {},
    }
  }

  async #way(life: Life): Promise<void> {
    await this.#scheduler.turn(life, this.#network.slowMs)
    if (this.#scheduler.time < this.downUntil) throw new ConnectorError("failure", "the sink is away")
  }

  /** A request and its answer. What went wrong may have gone wrong before it took effect, after it, or while it is still on its way. */
  async #send(life: Life, commit: () => boolean): Promise<void> {
    const { random } = this.#scheduler
    await this.#way(life)
    if (random() < this.#network.failures) {
      const fate = between(random, 0, 2)
      if (fate === 0) throw new ConnectorError("failure", "the request was lost")
      if (fate === 1) this.#scheduler.later(50 * (this.#network.slowMs + 1), () => void commit())
      else commit()
      await this.#scheduler.turn(life, this.#network.slowMs)
      throw new ConnectorError("failure", "no answer came")
    }
    const taken = commit()
    await this.#scheduler.turn(life, this.#network.slowMs)
    if (!taken) throw new ConnectorError("fenced", "another process has claimed the sink")
  }

  /** False: not the last who claimed. */
  #commit(epoch: number, records: readonly OutboxRecord[], mark: Mark): boolean {
    if (this.kind === "repeatable") {
      for (const record of records) {
        const id = `${record.sink} ${record.id ?? record.line}`
        if (!this.#ids.has(id)) this.outputs.push(record)
        this.#ids.add(id)
      }
      return true
    }
    if (epoch !== this.#epoch) return false
    this.outputs.push(...records)
    if (!this.#forgetful) this.#mark = mark
    return true
  }
}
