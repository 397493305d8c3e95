/**
 * Takes the outboxes of durable checkpoints to one publisher, in the order of their numbers, until its sink has them. A sink that is away
 * only lengthens the queue.
 */
import {
  ConnectorError,
  type Mark,
  type OutboxRecord,
  type Publisher,
  type StoredOutputs,
} from "../connectors/contract.ts"
import type { PublisherStatus } from "../job/status.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"
import type { StoredOutbox } from "./manifest.ts"
import { decodeRecords } from "./outbox-format.ts"
import type { CheckpointStore } from "./store.ts"

const firstPauseMs = 200
const longestPauseMs = 30_000
/** A mark is forgotten by some sinks when it was not written for days. */
const markEveryMs = 24 * 3_600_000

export interface PublishingSettings {
  readonly name: string
  readonly publisher: Publisher
  readonly lineage: string
  /** Lineages before, each with its greatest number: a mark of theirs is one that nothing was published behind yet. */
  readonly earlier: readonly Mark[]
  readonly attempt: string
  readonly clock: Clock
  readonly log: Log
  /** Of the newest checkpoint that was restored. */
  readonly confirmed: number
  readonly confirmedAt: number
  /** Something changed: a checkpoint was published, or publishing has failed for good. */
  readonly changed: () => void
  /** Whether the store has a checkpoint that another process made behind all of this one's. Throws Node's errors. */
  readonly overtaken: () => Promise<boolean>
}

interface Waiting {
  readonly outputs: StoredOutputs
  /** What is wrong with them where they lie. */
  readonly damage: () => Promise<string | undefined>
  readonly lineage: string
}

export class Publishing {
  readonly #settings: PublishingSettings
  readonly #queue: Waiting[] = []
  #bytes = 0
  #confirmed: number
  #confirmedAt: number
  #running = false
  #failure: { readonly error: unknown } | undefined
  #closed = false
  #endPause: () => void = () => {}
  #failing = false
  #failures = 0
  #publishedAt: number
  /** What was published last has a known outcome; else a new claim comes first. */
  #claimed = true

  constructor(settings: PublishingSettings) {
    this.#settings = settings
    this.#confirmed = settings.confirmed
    this.#confirmedAt = settings.confirmedAt
    this.#publishedAt = settings.clock.now()
  }

  get name(): string {
    return this.#settings.name
  }

  /** The last checkpoint with outputs that the sink is known to hold; 0: none yet. */
  get confirmed(): number {
    return this.#confirmed
  }

  get confirmedAt(): number {
    return this.#confirmedAt
  }

  /** How it stands, under the name of its sinks. */
  status(sinks: string): PublisherStatus {
    return {
      sinks,
      confirmed: this.#confirmed,
      pendingBytes: this.#bytes,
      failing: this.#failing,
      failures: this.#failures,
      publishedAt: this.#publishedAt,
    }
  }

  /** Bytes that wait. */
  get pendingBytes(): number {
    return this.#bytes
  }

  get isIdle(): boolean {
    return this.#queue.length === 0
  }

  /** All checkpoints before this one are published, as far as it had outputs. */
  get next(): number {
    return this.#queue[0]?.outputs.checkpoint ?? Number.POSITIVE_INFINITY
  }

  /** Why nothing is published any more. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure
  }

  /** An outbox of a checkpoint that exists in a store. */
  add(outbox: StoredOutbox, store: CheckpointStore): void {
    const damage = () => store.damageOfFile(outbox.contents)
    this.#enqueue({ outputs: storedOutputs(store, outbox), lineage: outbox.lineage, damage })
  }

  /** A checkpoint without outputs: the mark alone, when the last one is a day old. */
  addEmpty(checkpoint: number): void {
    const { publisher, attempt, clock, lineage } = this.#settings
    if (this.#queue.length === 0) this.#publishedAt = clock.now()
    if (publisher.kind !== "marked" || this.#queue.length > 0) return
    if (clock.now() - this.#confirmedAt < markEveryMs) return
    this.#enqueue({ outputs: noOutputs(checkpoint, attempt), lineage, damage: async () => undefined })
  }

  #enqueue(waiting: Waiting): void {
    this.#queue.push(waiting)
    this.#bytes += waiting.outputs.bytes
    if (!this.#running) void this.#run()
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#running = true
    let pauseMs = firstPauseMs
    while (this.#queue.length > 0 && !this.#closed && this.#failure === undefined) {
      try {
        if (!this.#claimed) await this.#claimAgain()
        if (this.#failure === undefined) await this.#publishNext()
        pauseMs = firstPauseMs
      } catch (error) {
        if (this.#closed) break
        await this.#failed(error, pauseMs)
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
    this.#running = false
    this.#settings.changed()
  }

  async #publishNext(): Promise<void> {
    const { publisher, clock, changed, log, name } = this.#settings
    const { outputs, lineage, damage } = this.#queue[0]!
    if (outputs.checkpoint > this.#confirmed) {
      const found = await damage()
      if (found !== undefined) return this.#stopDamaged(outputs.checkpoint, found)
      await publisher.publish(outputs, { lineage, checkpoint: outputs.checkpoint })
      this.#confirmed = outputs.checkpoint
      this.#confirmedAt = clock.now()
    }
    this.#queue.shift()
    this.#bytes -= outputs.bytes
    if (this.#failing)
      log("info", `${name}: outputs are published again, up to checkpoint ${outputs.checkpoint}`, { sink: name })
    this.#failing = false
    this.#publishedAt = clock.now()
    changed()
  }

  /** Whether it was published is not known: a new claim settles that. */
  async #failed(error: unknown, pauseMs: number): Promise<void> {
    if (isFenced(error)) return this.#stop(error)
    const { name, log } = this.#settings
    const reason = error instanceof Error ? error.message : String(error)
    if (!this.#failing) {
      const kept = `its outputs are kept in the checkpoints and tried again`
      log("warn", `${name}: outputs cannot be published: ${reason}; ${kept}`, { sink: name, error: reason })
    }
    this.#failing = true
    this.#failures++
    this.#claimed = false
    await this.#pause(pauseMs)
  }

  /** What the sink holds after a new claim is what counts. */
  async #claimAgain(): Promise<void> {
    const { publisher, name, lineage, earlier, overtaken } = this.#settings
    // Also where a sink has no mark that says so; what is to be published may be gone with its checkpoint.
    if (await overtaken()) return this.#stopOvertaken()
    const mark = await publisher.claim()
    this.#claimed = true
    if (publisher.kind !== "marked" || mark === undefined) return
    const newest = this.#queue.at(-1)?.outputs.checkpoint ?? this.#confirmed
    const isBefore = earlier.some((each) => each.lineage === mark.lineage && mark.checkpoint <= each.checkpoint)
    const isOurs = mark.lineage === lineage || isBefore
    if (!isOurs || mark.checkpoint > newest) {
      const found = `the sink ${name} holds checkpoint ${mark.checkpoint}${isOurs ? "" : " of another lineage"}`
      this.#stop(new ConnectorError("fenced", `${found}: another process has taken over, and this one stops`))
      return
    }
    this.#confirmed = Math.max(this.#confirmed, mark.checkpoint)
  }

  /** Nothing of it is published: the next start decides from what then lies there. */
  async #stopDamaged(checkpoint: number, damage: string): Promise<void> {
    const { name, overtaken } = this.#settings
    // Another process removes old checkpoints, which is no damage.
    if (await overtaken()) return this.#stopOvertaken()
    const what = `${name}: the outputs of checkpoint ${checkpoint} are damaged (${damage}), and none of them is published`
    this.#stop(new ConnectorError("failure", `${what}; see to the disk, and start again`))
  }

  #stopOvertaken(): void {
    const { name } = this.#settings
    this.#stop(new ConnectorError("fenced", `${name}: another process has made checkpoints since, and this one stops`))
  }

  #stop(error: unknown): void {
    this.#failure = { error }
    this.#settings.changed()
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#settings.clock.after(milliseconds, resolve)
      this.#endPause = () => {
        cancel()
        resolve()
      }
    })
  }

  /** Ends trying. */
  async close(): Promise<void> {
    this.#closed = true
    this.#endPause()
    await this.#settings.publisher.close()
  }
}

function isFenced(error: unknown): boolean {
  return error instanceof ConnectorError && (error.kind === "fenced" || error.kind === "usage")
}

/** An outbox as a publisher reads it. */
export function storedOutputs(store: CheckpointStore, outbox: StoredOutbox): StoredOutputs {
  const { checkpoint, attempt, count, offset, contents } = outbox
  return {
    checkpoint,
    attempt,
    count,
    bytes: contents.bytes,
    offset,
    records: () => decodeRecords(store.whole(contents)),
    chunks: () => store.whole(contents),
  }
}

function noOutputs(checkpoint: number, attempt: string): StoredOutputs {
  return {
    checkpoint,
    attempt,
    count: 0,
    bytes: 0,
    offset: 0,
    async *records(): AsyncIterable<OutboxRecord[]> {},
    async *chunks(): AsyncIterable<Uint8Array> {},
  }
}
