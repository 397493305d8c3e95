import type { ConnectorContext } from "../contract.ts"
import type { KafkaClient } from "./client.ts"
import { quickly } from "./kafkajs-connections.ts"

const everyMs = 5000
/** A group that was never used may have to be made first. */
const lastMs = 10_000

/** By partition: the offset behind what is done. */
export type DonePlaces = () => ReadonlyMap<number, number>

/**
 * Commits how far a job is to a group, so that tools show its lag. Nothing is ever read from there: where a job goes on stands in its
 * checkpoints. Failing to commit stops nothing; the first time is logged.
 */
export class LagReport {
  readonly #client: KafkaClient
  readonly #group: string
  readonly #topic: string
  readonly #places: DonePlaces
  readonly #context: ConnectorContext
  readonly #timer: NodeJS.Timeout
  #committed: ReadonlyMap<number, number> = new Map()
  #running: Promise<void> | undefined
  #saidFailure = false

  constructor(client: KafkaClient, group: string, topic: string, places: DonePlaces, context: ConnectorContext) {
    this.#client = client
    this.#group = group
    this.#topic = topic
    this.#places = places
    this.#context = context
    this.#timer = setInterval(() => void this.#report(), everyMs)
    this.#timer.unref()
  }

  /** Commits once more, if that is quickly done. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await quickly(
      (async () => {
        await this.#running
        await this.#report()
      })(),
      lastMs,
    )
  }

  #report(): Promise<void> {
    this.#running ??= this.#commit().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #commit(): Promise<void> {
    const now = this.#places()
    const moved = new Map([...now].filter(([partition, offset]) => this.#committed.get(partition) !== offset))
    if (moved.size === 0) return
    try {
      await this.#client.commit(this.#group, this.#topic, moved)
      this.#committed = now
    } catch (error) {
      if (this.#saidFailure) return
      this.#saidFailure = true
      const reason = error instanceof Error ? error.message : String(error)
      this.#context.log?.(
        "warn",
        `the group ${this.#group} does not show what was read of topic ${this.#topic}: ${reason}`,
      )
    }
  }
}
