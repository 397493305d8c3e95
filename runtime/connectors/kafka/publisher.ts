import {
  type ConnectorContext,
  ConnectorError,
  type Mark,
  type Publisher,
  type Settings,
  type SliceIdentity,
  type StoredOutputs,
} from "../contract.ts"
import { type KafkaClient, KafkaFault, type KafkaTransaction, type KafkaTransactions } from "./client.ts"
import { connectionOf } from "./connection.ts"
import { codeOf, isTooLarge, kafkaFailure } from "./failure.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { quickly } from "./kafkajs-connections.ts"
import { defaultBatchBytes, MessageBatch, messageOf } from "./messages.ts"
import { type SinkOptions, sinkOptions } from "./sink.ts"
import { type NeededTopic, openTopics } from "./topics.ts"

/** The broker aborts a transaction that is open for longer. It covers publishing one checkpoint. */
const transactionMs = 60_000
/** So near to its end a transaction may have been ended by the broker. */
const doubtMs = 5000
const unstablePauseMs = 20

/** Codes of answers that a commit, or the end of a transaction, is still under way. */
const underWay: ReadonlySet<string> = new Set([
  "UNSTABLE_OFFSET_COMMIT",
  "CONCURRENT_TRANSACTIONS",
  // Whoever looks after it reads what it must know first.
  "COORDINATOR_LOAD_IN_PROGRESS",
])

/** Opens the topics of one cluster that a slice publishes to. Throws `ConnectorError`. */
export async function openKafkaPublisher(
  sinks: readonly Settings[],
  identity: SliceIdentity,
  context: ConnectorContext,
): Promise<Publisher> {
  const options = sinks.map(sinkOptions)
  const connection = await connectionOf(sinks[0]!, context)
  const client = await kafkaJsClient(connection)
  const { brokers } = connection
  try {
    // The mark is an offset of the first topic, and only who may read a topic commits offsets of it.
    const first: NeededTopic = { name: options[0]!.topic, rights: ["Read"] }
    const written = options.map(({ topic }): NeededTopic => ({ name: topic, rights: ["Write"] }))
    await openTopics(client, brokers, [first, ...written])
    return new KafkaPublisher(client, brokers, options, identity)
  } catch (error) {
    await client.close()
    throw kafkaFailure({ doing: `write to ${topicsOf(options)}`, brokers }, error)
  }
}

/** How a mark stands in an offset's metadata. */
export function markText({ lineage, checkpoint }: Mark): string {
  return `cep1 ${lineage} ${checkpoint}`
}

/** The mark of an offset's metadata; undefined where it is none. */
export function readMark(metadata: string): Mark | undefined {
  const [, lineage, checkpoint] = /^cep1 (\S+) (\d{1,15})$/.exec(metadata) ?? []
  return lineage === undefined ? undefined : { lineage, checkpoint: Number(checkpoint) }
}

/**
 * One transaction for each checkpoint: the messages, and the checkpoint's number as the metadata of an offset that a group of the slice's own commits.
 * After any doubt the transactional id is claimed anew, and nothing is tried again under the old epoch: a request that comes late could join it.
 */
class KafkaPublisher implements Publisher {
  readonly kind = "marked"
  readonly form = "records"
  readonly #client: KafkaClient
  readonly #brokers: readonly string[]
  readonly #sinks: readonly SinkOptions[]
  /** The transactional id, and the group that holds the mark. */
  readonly #id: string
  /** Undefined: not claimed, or in doubt since. */
  #transactions: KafkaTransactions | undefined
  #batchBytes = defaultBatchBytes
  /** What the group holds, as far as this publisher knows. */
  #mark: Mark | undefined
  /** Another process has claimed since. */
  #fenced: ConnectorError | undefined

  constructor(client: KafkaClient, brokers: readonly string[], sinks: readonly SinkOptions[], identity: SliceIdentity) {
    this.#client = client
    this.#brokers = brokers
    this.#sinks = sinks
    this.#id = `cep.${identity.job}.${identity.slice}`
  }

  async claim(): Promise<Mark | undefined> {
    await this.#letGo()
    this.#fenced = undefined
    try {
      const reach = { topics: this.#sinks.map(({ topic }) => topic), mark: { group: this.#id, ...this.#markPlace } }
      this.#transactions = await patiently(() => this.#client.transactions(this.#id, transactionMs, reach))
      this.#mark = await this.#readMark()
      return this.#mark
    } catch (error) {
      await this.#letGo()
      throw await this.#claimFailure(error)
    }
  }

  /** Of which partition the mark is an offset. */
  get #markPlace() {
    return { topic: this.#sinks[0]!.topic, partition: 0 }
  }

  /** Of all that the group holds the latest: which of the sinks is the first one may have changed. */
  async #readMark(): Promise<Mark | undefined> {
    const offsets = await patiently(() => this.#client.committed(this.#id))
    let latest: Mark | undefined
    for (const { topic, partition, metadata } of offsets) {
      const mark = readMark(metadata)
      if (mark === undefined) {
        throw new ConnectorError(
          "failure",
          `the group ${this.#id} holds an offset of topic ${topic}, partition ${partition}, that is no mark of a job (${JSON.stringify(metadata)}): somebody else uses the group. Give this job another name (--job)`,
        )
      }
      if (latest === undefined || mark.checkpoint > latest.checkpoint) latest = mark
    }
    return latest
  }

  async #claimFailure(error: unknown): Promise<ConnectorError> {
    if (codeOf(error) !== "INVALID_TRANSACTION_TIMEOUT") return this.#failureOf("claim", error)
    const most = await this.#client.brokerSetting("transaction.max.timeout.ms")
    const known = most === undefined ? "" : ` (${most})`
    return new ConnectorError(
      "usage",
      `Kafka at ${this.#brokers.join(",")} allows no transactions of ${transactionMs} ms: raise its transaction.max.timeout.ms${known}`,
      error,
    )
  }

  async publish(outputs: StoredOutputs, mark: Mark): Promise<void> {
    const transactions = this.#transactions
    if (this.#fenced !== undefined) throw this.#fenced
    if (this.#isOut(mark)) return
    if (transactions === undefined) throw new ConnectorError("failure", `the publisher ${this.#id} must claim first`)
    const begunAt = performance.now()
    let open: KafkaTransaction | undefined
    try {
      // The number is in the metadata; the offset means nothing.
      const place = { ...this.#markPlace, offset: mark.checkpoint }
      open = await transactions.begin(this.#id, { ...place, metadata: markText(mark) })
      await this.#send(open, outputs)
      await open.commit()
      this.#mark = mark
    } catch (error) {
      // Only so that readers do not wait for the next claim.
      if (open !== undefined && !(error instanceof KafkaFault)) await quickly(open.abort())
      await this.#letGo()
      if (isTooLarge(error)) this.#batchBytes = Math.max(this.#batchBytes / 4, 1024)
      const failure = this.#publishFailure(error, mark, performance.now() - begunAt)
      if (failure.kind === "fenced") this.#fenced = failure
      throw failure
    }
  }

  #isOut({ lineage, checkpoint }: Mark): boolean {
    return this.#mark?.lineage === lineage && this.#mark.checkpoint >= checkpoint
  }

  async #send(transaction: KafkaTransaction, outputs: StoredOutputs): Promise<void> {
    const batches = { none: new MessageBatch(this.#batchBytes), gzip: new MessageBatch(this.#batchBytes) }
    for await (const records of outputs.records()) {
      for (const record of records) {
        const sink = this.#sinks[record.sink]
        if (sink === undefined) throw new Error(`an output is for sink ${record.sink} of ${this.#sinks.length}`)
        const batch = batches[sink.compression]
        const message = messageOf(record, sink.key)
        if (batch.isFullFor(message)) await transaction.send(batch.take(), sink.compression)
        batch.add(sink.topic, message)
      }
    }
    if (!batches.none.isEmpty) await transaction.send(batches.none.take(), "none")
    if (!batches.gzip.isEmpty) await transaction.send(batches.gzip.take(), "gzip")
  }

  /** The broker ends a transaction that takes too long as a successor would: then nobody else need have claimed. */
  #publishFailure(error: unknown, { checkpoint }: Mark, tookMs: number): ConnectorError {
    const failure = this.#failureOf(`publish checkpoint ${checkpoint} to`, error)
    if (failure.kind !== "fenced") return failure
    const seconds = Math.round(tookMs / 1000)
    if (tookMs < transactionMs - doubtMs) {
      const words = `another process publishes for ${this.#id} now: this one stops`
      return new ConnectorError("fenced", `${failure.message}; ${words}`, error)
    }
    return new ConnectorError(
      "failure",
      `${failure.message}; it took ${seconds} s, and Kafka ends a transaction after ${transactionMs / 1000} s`,
      error,
    )
  }

  #failureOf(doing: string, error: unknown): ConnectorError {
    return kafkaFailure({ doing: `${doing} ${topicsOf(this.#sinks)}`, brokers: this.#brokers }, error)
  }

  async #letGo(): Promise<void> {
    const transactions = this.#transactions
    this.#transactions = undefined
    await transactions?.close()
  }

  async close(): Promise<void> {
    await this.#letGo()
    await this.#client.close()
  }
}

/** Asks again while a commit of somebody else is under way. No longer than a transaction can last. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const until = performance.now() + transactionMs + doubtMs
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!underWay.has(codeOf(error)) || performance.now() > until) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, unstablePauseMs))
  }
}

function topicsOf(sinks: readonly SinkOptions[]): string {
  const names = [...new Set(sinks.map(({ topic }) => topic))]
  return `topic${names.length === 1 ? "" : "s"} ${names.join(", ")}`
}
