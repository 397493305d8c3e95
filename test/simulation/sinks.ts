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
import type { Planted } from "./planted.ts"
import type { Life, Scheduler } from "./scheduler.ts"

export interface NetworkSettings {
  /** How often a request fails, of 1. */
  readonly failures: number
  /** A request, or an answer, is on its way for up to so many milliseconds. */
  readonly slowMs: number
}

/** What readers see of an output. */
export type SeenOutput = Pick<OutboxRecord, "sink" | "line" | "id" | "version">

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

interface SliceState {
  epoch: number
  mark: Mark | undefined
  /** Commits of which nobody has heard. */
  readonly underWay: (() => boolean)[]
}

export class SimulatedSink implements WorldSink {
  readonly kind: "marked" | "repeatable"
  readonly outputs: OutboxRecord[] = []
  readonly #scheduler: Scheduler
  readonly #network: NetworkSettings
  readonly #ids = new Set<string>()
  readonly #planted: Planted | undefined
  /** What the sink knows of each slice. */
  readonly #slices = new Map<string, SliceState>()
  downUntil = 0

  constructor(kind: "marked" | "repeatable", scheduler: Scheduler, network: NetworkSettings, planted?: Planted) {
    this.#planted = planted
    this.kind = kind
    this.#scheduler = scheduler
    this.#network = network
  }

  async publisherFor(life: Life, { slice }: SliceIdentity): Promise<Publisher> {
    let epoch = 0
    const state = this.#stateOf(slice)
    return {
      kind: this.kind,
      form: "records",
      claim: async () => {
        await this.#way(life)
        // What the last one has under way is settled first, one way or the other. Beside a planted fault it just fails later.
        if (this.#planted === undefined) this.#settle(state)
        if (this.#planted !== "a claim that is skipped") state.epoch++
        epoch = state.epoch
        await this.#way(life)
        await this.#way(life)
        const { mark } = state
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
        await this.#send(life, state, () => this.#commit(state, claimed, records, mark))
      },
      close: async () => {},
    }
  }

  async #way(life: Life): Promise<void> {
    await this.#scheduler.turn(life, this.#network.slowMs)
    if (this.#scheduler.time < this.downUntil) throw new ConnectorError("failure", "the sink is away")
  }

  /** A request and its answer. What went wrong may have gone wrong before it took effect, after it, or while it is still on its way. */
  async #send(life: Life, state: SliceState, commit: () => boolean): Promise<void> {
    const { random } = this.#scheduler
    await this.#way(life)
    if (random() < this.#network.failures) {
      const fate = between(random, 0, 2)
      if (fate === 0) throw new ConnectorError("failure", "the request was lost")
      if (fate === 1) this.#goesOn(state, commit)
      else commit()
      await this.#scheduler.turn(life, this.#network.slowMs)
      throw new ConnectorError("failure", "no answer came")
    }
    const taken = commit()
    await this.#scheduler.turn(life, this.#network.slowMs)
    if (!taken) throw new ConnectorError("fenced", "another process has claimed the sink")
  }

  /** It takes effect some time later, or when somebody claims. */
  #goesOn({ underWay }: SliceState, commit: () => boolean): void {
    underWay.push(commit)
    this.#scheduler.later(50 * (this.#network.slowMs + 1), () => {
      const at = underWay.indexOf(commit)
      if (at < 0) return
      underWay.splice(at, 1)
      commit()
    })
  }

  #settle({ underWay }: SliceState): void {
    for (const commit of underWay.splice(0)) if (this.#scheduler.random() < 0.5) commit()
  }

  #stateOf(slice: string): SliceState {
    const known = this.#slices.get(slice) ?? { epoch: 0, mark: undefined, underWay: [] }
    this.#slices.set(slice, known)
    return known
  }

  /** False: not the last who claimed. */
  #commit(state: SliceState, epoch: number, records: readonly OutboxRecord[], mark: Mark): boolean {
    if (this.kind === "repeatable") {
      for (const record of records) {
        const id = `${record.sink} ${record.id ?? record.line}`
        if (!this.#ids.has(id)) this.outputs.push(record)
        this.#ids.add(id)
      }
      return true
    }
    if (epoch !== state.epoch) return false
    this.outputs.push(...records)
    if (this.#planted !== "a mark that is not kept") state.mark = mark
    return true
  }
}
