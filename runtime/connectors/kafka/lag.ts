import type { ConnectorContext } from "../contract.ts"
import type { KafkaClient } from "./client.ts"
import { quickly } from "./kafkajs-connections.ts"
import type { TopicReader } from "./reader.ts"

const everyMs = 5000
/** A group that was never used may have to be made first. */
const lastMs = 10_000

/**
 * Commits what was read to a group, so that tools show the job's lag. Nothing is ever read from there: where a job goes on stands in its
 * checkpoints. Failing to commit stops nothing; the first time is logged.
 */
export class LagReport {
  readonly #client: KafkaClient
  readonly #group: string
  readonly #reader: TopicReader
  readonly #context: ConnectorContext
  readonly #timer: NodeJS.Timeout
  #committed = new Map<number, number>()
  #running: Promise<void> | undefined
  #saidFailure = false

  constructor(client: KafkaClient, group: string, reader: TopicReader, context: ConnectorContext) {
    this.#client = client
    this.#group = group
    this.#reader = reader
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
    const now = new Map(this.#reader.partitions.map((each) => [each.number, Number(each.position().offset)]))
    const moved = new Map([...now].filter(([partition, offset]) => this.#committed.get(partition) !== offset))
    if (moved.size === 0) return
    try {
      await this.#client.commit(this.#group, this.#reader.topic, moved)
      this.#committed = now
    } catch (error) {
      if (this.#saidFailure) return
      this.#saidFailure = true
      const reason = error instanceof Error ? error.message : String(error)
      this.#context.log?.(
        "warn",
        `the group ${this.#group} does not show what was read of topic ${this.#reader.topic}: ${reason}`,
      )
    }
  }
}
