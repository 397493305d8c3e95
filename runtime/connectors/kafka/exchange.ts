import {
  type ConnectorContext,
  ConnectorError,
  type Exchange,
  type ExchangeIdentity,
  type ExchangePlace,
  type ExchangeWriter,
  type Facts,
  type Settings,
  type Source,
} from "../contract.ts"
import { type KafkaClient, KafkaFault, type KafkaProducer, type TopicState } from "./client.ts"
import { connectionOf, type KafkaConnection } from "./connection.ts"
import { isPassing } from "./error-names.ts"
import { codeOf, kafkaFailure } from "./failure.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { defaultBatchBytes, MessageBatch } from "./messages.ts"
import { openKafkaSource } from "./source.ts"
import { openTopics } from "./topics.ts"

/** What a slice has not read by then is gone: a slice that does not run for so long cannot go on. */
const leastRetentionMs = 7 * 24 * 3_600_000
const largestMessage = 16 << 20
/** How long a new topic may take until each partition has a leader. */
const readyMs = 30_000
const readyPauseMs = 50

/** So often in a row a topic is not there before it counts as deleted. */
const missingAttempts = 6

/** Errors after which another writer, opened later, may have more luck. */
const again: ReadonlySet<string> = new Set([
  "NOT_ENOUGH_REPLICAS",
  "NOT_ENOUGH_REPLICAS_AFTER_APPEND",
  "UNKNOWN_TOPIC_OR_PARTITION",
  "CLOSED",
  "UNKNOWN",
])

/** The name of a job's topic. */
export function exchangeTopic(job: string): string {
  return `cep.${job}.by.key`
}

/** Makes the topic of a job at its first start; at later ones it must be the one that was made. Throws `ConnectorError`. */
export async function openKafkaExchange(
  settings: Settings,
  identity: ExchangeIdentity,
  context: ConnectorContext,
): Promise<Exchange> {
  const connection = await connectionOf(settings, context)
  const client = await kafkaJsClient(connection)
  const name = exchangeTopic(identity.job)
  const { brokers } = connection
  try {
    const isNew = identity.known === undefined && (await client.createTopic(name, identity.partitions, topicSettings))
    const topic = await readyTopic(client, name, identity)
    await openTopics(client, brokers, [{ name, rights: ["Read", "Write"] }])
    if (identity.known === undefined && !isNew) await failUnlessEmpty(client, topic)
    await checkRetention(client, name, context)
    return new KafkaExchange(connection, settings, topic)
  } catch (error) {
    throw kafkaFailure({ doing: `use topic ${name}, through which events come to the slices,`, brokers }, error)
  } finally {
    await client.close()
  }
}

const topicSettings = {
  "retention.ms": String(leastRetentionMs),
  "retention.bytes": "-1",
  "cleanup.policy": "delete",
  "max.message.bytes": String(largestMessage),
}

/** The topic with all its leaders, as it should be. */
async function readyTopic(client: KafkaClient, name: string, identity: ExchangeIdentity): Promise<TopicState> {
  const { partitions, known } = identity
  const until = performance.now() + readyMs
  for (;;) {
    const [topic] = await client.topics([name])
    const { error, partitions: found } = topic!
    if (error === undefined && found.length > 0 && found.every(({ leader }) => leader >= 0)) {
      if (known !== undefined && known.topicId !== topic!.id) throw another(name)
      if (found.length === partitions) return topic!
      throw new ConnectorError(
        "usage",
        `topic ${name} has ${found.length} partitions, and the job has ${partitions} slices that read one each: the number must not be changed. Begin anew under another --job`,
      )
    }
    if (known !== undefined && error === "UNKNOWN_TOPIC_OR_PARTITION") throw missing(name)
    if (performance.now() > until) {
      throw new KafkaFault(error ?? "LEADER_NOT_AVAILABLE", `topic ${name}: ${error ?? "a partition has no leader"}`)
    }
    await new Promise((resolve) => setTimeout(resolve, readyPauseMs))
  }
}

function missing(name: string): ConnectorError {
  return new ConnectorError(
    "failure",
    `topic ${name}, through which the job's events come to its slices, is gone, and with it what they had not read. Begin anew under another --job`,
  )
}

function another(name: string): ConnectorError {
  return new ConnectorError(
    "failure",
    `topic ${name}, through which the job's events come to its slices, was deleted and made again: what they had not read is gone. Begin anew under another --job`,
  )
}

/** What somebody else has sent would be taken for events. */
async function failUnlessEmpty(client: KafkaClient, { name, partitions }: TopicState): Promise<void> {
  const ends = await client.offsets(
    name,
    partitions.map(({ number }) => number),
    "end",
  )
  if ([...ends.values()].every((end) => end === 0)) return
  throw new ConnectorError(
    "usage",
    `topic ${name} is there and holds events, and this checkpoint directory knows nothing of it: give the --checkpoint-dir that the job had, or another --job, or delete the topic`,
  )
}

async function checkRetention(client: KafkaClient, name: string, { log }: ConnectorContext): Promise<void> {
  let found: ReadonlyMap<string, string>
  try {
    found = await client.topicSettings(name)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log?.("warn", `how long topic ${name} keeps events cannot be seen (${reason}): 7 days are needed`)
    return
  }
  const retention = Number(found.get("retention.ms") ?? -1)
  if (retention >= 0 && retention < leastRetentionMs) {
    throw new ConnectorError(
      "usage",
      `topic ${name} keeps events for ${retention} ms, and a slice that nobody runs for longer would lose some: set its retention.ms to ${leastRetentionMs} (7 days) or more`,
    )
  }
  const policy = found.get("cleanup.policy")
  if (policy === undefined || policy === "delete") return
  throw new ConnectorError("usage", `topic ${name} has cleanup.policy=${policy}, which loses events: set it to delete`)
}

class KafkaExchange implements Exchange {
  readonly name: string
  readonly facts: Facts
  readonly #connection: KafkaConnection
  readonly #settings: Settings
  readonly #topic: TopicState
  /** So often in a row it was not there when it was to be written. */
  #missing = 0

  constructor(connection: KafkaConnection, settings: Settings, topic: TopicState) {
    this.#connection = connection
    this.#settings = settings
    this.#topic = topic
    this.name = topic.name
    this.facts = { topic: topic.name, topicId: topic.id }
  }

  async openWriter(reader: string): Promise<ExchangeWriter> {
    const { name, id } = this.#topic
    const { brokers } = this.#connection
    const client = await kafkaJsClient(this.#connection)
    try {
      const [topic] = await client.topics([name])
      const isMissing = topic!.error === "UNKNOWN_TOPIC_OR_PARTITION"
      this.#missing = isMissing ? this.#missing + 1 : 0
      if (this.#missing >= missingAttempts) throw missing(name)
      if (topic!.error !== undefined) throw new KafkaFault(topic!.error, `topic ${name}: ${topic!.error}`)
      if (topic!.id !== id) throw another(name)
      return new KafkaExchangeWriter(client, brokers, name, reader, await client.producer())
    } catch (error) {
      await client.close()
      throw kafkaFailure({ doing: `write to topic ${name}`, brokers }, error)
    }
  }

  /** As a source of values that are JSON: nothing of what is said about the events' own topic. */
  openPartition(partition: number, context: ConnectorContext): Promise<Source> {
    const { format: _, keyFormat: __, keyField: ___, headers: ____, timestampField: _____, ...rest } = this.#settings
    const { group: ______, until: _______, registry: ________, ...settings } = rest
    const own = { ...settings, topic: this.#topic.name, from: "earliest" }
    return openKafkaSource(own, { ...context, partition })
  }

  isPassing(error: unknown): boolean {
    const cause = error instanceof ConnectorError ? error.cause : error
    if (!(cause instanceof KafkaFault)) return false
    const code = codeOf(cause)
    return isPassing(code) || again.has(code)
  }
}

class KafkaExchangeWriter implements ExchangeWriter {
  readonly #client: KafkaClient
  readonly #brokers: readonly string[]
  readonly #topic: string
  readonly #group: string
  readonly #producer: KafkaProducer

  constructor(client: KafkaClient, brokers: readonly string[], topic: string, reader: string, producer: KafkaProducer) {
    this.#client = client
    this.#brokers = brokers
    this.#topic = topic
    this.#group = `${topic}.${reader}`
    this.#producer = producer
  }

  async send(messages: readonly { readonly partition: number; readonly text: string }[]): Promise<void> {
    for (let sent = 0; sent < messages.length; ) {
      const batch = new MessageBatch(defaultBatchBytes)
      let at = sent
      for (; at < messages.length; at++) {
        const { partition, text } = messages[at]!
        const message = { key: null, value: text, partition }
        if (batch.isFullFor(message)) break
        batch.add(this.#topic, message)
      }
      try {
        await this.#producer.send(batch.take(), "none")
        sent = at
      } catch (error) {
        throw kafkaFailure({ doing: `write to topic ${this.#topic}`, brokers: this.#brokers }, error)
      }
    }
  }

  async committed(): Promise<ExchangePlace | undefined> {
    try {
      const all = await this.#client.committed(this.#group)
      const found = all.find(({ topic, partition }) => topic === this.#topic && partition === 0)
      return found && { offset: found.offset, note: found.metadata }
    } catch (error) {
      throw this.#groupFailure("read", error)
    }
  }

  async commit({ offset, note }: ExchangePlace): Promise<void> {
    try {
      await this.#client.commit(this.#group, this.#topic, new Map([[0, offset]]), note)
    } catch (error) {
      throw this.#groupFailure("commit", error)
    }
  }

  #groupFailure(doing: string, error: unknown): ConnectorError {
    return kafkaFailure({ doing: `${doing} the position in group ${this.#group}`, brokers: this.#brokers }, error)
  }

  async close(): Promise<void> {
    await this.#producer.close()
    await this.#client.close()
  }
}
