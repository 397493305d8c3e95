import { type ConnectorContext, ConnectorError, type Settings, type Sink, type SinkRecord } from "../contract.ts"
import { type KafkaClient, KafkaFault, type KafkaProducer } from "./client.ts"
import { connectionOf } from "./connection.ts"
import { kafkaDefaults } from "./declare.ts"
import { isPassing } from "./error-names.ts"
import { codeOf, isTooLarge, kafkaFailure } from "./failure.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { defaultBatchBytes, MessageBatch, messageOf } from "./messages.ts"
import { openTopics } from "./topics.ts"

const firstPauseMs = 100
const longestPauseMs = 2000

/** What settings say about messages that are sent. */
export interface SinkOptions {
  readonly topic: string
  /** The field whose value is a message's key. */
  readonly key: string | undefined
  readonly compression: "none" | "gzip"
  /** How long sending is tried. */
  readonly timeoutMs: number
}

/** Checks a sink's settings. Throws `ConnectorError` (usage). */
export function sinkOptions(settings: Settings): SinkOptions {
  const { topic, keyField, timeoutSeconds = kafkaDefaults.timeoutSeconds } = settings
  const compression = settings.compression === "gzip" ? "gzip" : kafkaDefaults.compression
  const timeoutMs = Number(timeoutSeconds) * 1000
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new ConnectorError("usage", `timeoutSeconds must be above 0 and at most 2147483, and is ${timeoutSeconds}`)
  }
  return { topic: String(topic), key: keyField === undefined ? undefined : String(keyField), compression, timeoutMs }
}

/** Opens a topic for messages that are sent as they come, at least once. Throws `ConnectorError`. */
export async function openKafkaSink(settings: Settings, context: ConnectorContext): Promise<Sink> {
  const options = sinkOptions(settings)
  const connection = await connectionOf(settings, context)
  const client = await kafkaJsClient(connection)
  const { brokers } = connection
  try {
    await openTopics(client, brokers, [{ name: options.topic, rights: ["Write"] }])
    const sink = new KafkaSink(client, brokers, options, context)
    await sink.open()
    return sink
  } catch (error) {
    await client.close()
    throw kafkaFailure({ doing: `write to topic ${options.topic}`, brokers }, error)
  }
}

class KafkaSink implements Sink {
  readonly #client: KafkaClient
  readonly #brokers: readonly string[]
  readonly #options: SinkOptions
  readonly #context: ConnectorContext
  #producer: KafkaProducer | undefined
  #batchBytes = defaultBatchBytes
  #isClosed = false

  constructor(client: KafkaClient, brokers: readonly string[], options: SinkOptions, context: ConnectorContext) {
    this.#client = client
    this.#brokers = brokers
    this.#options = options
    this.#context = context
  }

  async open(): Promise<void> {
    this.#producer = await this.#client.producer()
  }

  async write(records: readonly SinkRecord[]): Promise<void> {
    const until = performance.now() + this.#options.timeoutMs
    let isAway = false
    let pauseMs = firstPauseMs
    // What was sent is not sent again when what comes behind it fails.
    for (let sent = 0; sent < records.length; ) {
      try {
        sent += await this.#sendSome(records, sent)
        if (isAway) this.#context.log?.("info", `topic ${this.#options.topic} can be written again`)
        isAway = false
      } catch (error) {
        const failure = this.#failureOf(error)
        if (this.#mayHelpToSplit(error)) continue
        if (this.#isClosed || !canRetry(error) || performance.now() + pauseMs > until) throw failure
        if (!isAway) this.#context.log?.("warn", `${failure.message}; trying again`)
        isAway = true
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
  }

  /** How many were sent. */
  async #sendSome(records: readonly SinkRecord[], from: number): Promise<number> {
    const { topic, key, compression } = this.#options
    const batch = new MessageBatch(this.#batchBytes)
    let at = from
    for (; at < records.length; at++) {
      const message = messageOf(records[at]!, key)
      if (batch.isFullFor(message)) break
      batch.add(topic, message)
    }
    try {
      if (this.#isClosed) throw new KafkaFault("CLOSED", "the sink was closed")
      this.#producer ??= await this.#client.producer()
      await this.#producer.send(batch.take(), compression)
    } catch (error) {
      // Whether it arrived is not known: a new producer does not mix up its numbers with those of the old one.
      const producer = this.#producer
      this.#producer = undefined
      await producer?.close()
      throw error
    }
    return at - from
  }

  /** Topics may take less at once than Kafka's default. */
  #mayHelpToSplit(error: unknown): boolean {
    if (!isTooLarge(error) || this.#batchBytes < 2048) return false
    this.#batchBytes /= 4
    return true
  }

  #failureOf(error: unknown): ConnectorError {
    return kafkaFailure({ doing: `write to topic ${this.#options.topic}`, brokers: this.#brokers }, error)
  }

  /** `write` waits for the copies. */
  async flush(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#producer?.close()
    await this.#client.close()
  }
}

/** Numbers that a new producer does not have, too. */
const ofProducer: ReadonlySet<string> = new Set([
  "OUT_OF_ORDER_SEQUENCE_NUMBER",
  "UNKNOWN_PRODUCER_ID",
  "INVALID_PRODUCER_EPOCH",
  "NOT_ENOUGH_REPLICAS",
  "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "UNKNOWN",
])

function canRetry(error: unknown): boolean {
  return isPassing(codeOf(error)) || ofProducer.has(codeOf(error))
}
