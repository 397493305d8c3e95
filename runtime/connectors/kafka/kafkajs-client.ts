import type { Admin, Kafka, Producer, Transaction } from "kafkajs"
import {
  type CommittedOffset,
  type FetchedPartition,
  type FetchRequest,
  type KafkaClient,
  KafkaFault,
  type KafkaGroup,
  type KafkaProducer,
  type KafkaTransaction,
  type KafkaTransactions,
  type TopicMessages,
  type TopicState,
  type TransactionReach,
} from "./client.ts"
import type { KafkaConnection } from "./connection.ts"
import { isPassing } from "./error-names.ts"
import { groupOf, isOfMembers } from "./group-requests.ts"
import { Connections, configOf, quickly, Sockets } from "./kafkajs-connections.ts"
import { faultOf } from "./kafkajs-faults.ts"
import {
  commitRequest,
  committedRequest,
  fetchRequest,
  type GroupOffsets,
  offsetsRequest,
  type Request,
} from "./requests.ts"
import { type Settling, settle, type Unfinished } from "./settle.ts"
import { type TopicPartitions, transactionRequest } from "./transaction-requests.ts"

const endTime = -1
const earliestTime = -2
const topicResource = 2
const brokerResource = 4
const usualCopies = -1
const allCopies = -1
/**
 * Of what a producer sends kafkajs retries nothing: it chooses the partitions of messages without a key anew, and sends again what arrived where a
 * broker was connected anew meanwhile.
 */
const retry = { retries: 0 }
/** Right after a commit Kafka 4 answers for some milliseconds that the transaction is still ending. */
const endingPauseMs = 5
const endingMs = 30_000
const leaderAttempts = 20
const leaderPauseMs = 100
const notYet: ReadonlySet<string> = new Set([
  "CONCURRENT_TRANSACTIONS",
  "NOT_COORDINATOR",
  "COORDINATOR_NOT_AVAILABLE",
  "COORDINATOR_LOAD_IN_PROGRESS",
])

/** Connects when it is first used, through kafkajs, which is loaded now. */
export async function kafkaJsClient(connection: KafkaConnection): Promise<KafkaClient> {
  const { Kafka: KafkaJs, Partitioners } = (await import("kafkajs")).default
  const sockets = new Sockets()
  const kafka = new KafkaJs(await configOf(connection, sockets))
  return new KafkaJsClient(kafka, connection, sockets, Partitioners.DefaultPartitioner)
}

class KafkaJsClient implements KafkaClient {
  readonly #kafka: Kafka
  readonly #connections: Connections
  readonly #sockets: Sockets
  readonly #partitioner: () => ReturnType<typeof import("kafkajs").Partitioners.DefaultPartitioner>
  readonly #producers = new Set<Producer>()
  /** Outcomes of transactions that are being brought to where Kafka has forgotten them. */
  readonly #unfinished = new Map<string, Unfinished>()

  constructor(
    kafka: Kafka,
    { brokers }: KafkaConnection,
    sockets: Sockets,
    partitioner: typeof import("kafkajs").Partitioners.DefaultPartitioner,
  ) {
    this.#kafka = kafka
    this.#connections = new Connections(kafka, brokers)
    this.#sockets = sockets
    this.#partitioner = partitioner
  }

  async topics(names: readonly string[]): Promise<readonly TopicState[]> {
    const { topics } = await this.#connections.cluster(names)
    return names.map((name) => topics.find((topic) => topic.name === name) ?? unknownTopic(name))
  }

  async topicNames(): Promise<readonly string[]> {
    return (await this.#connections.cluster(undefined)).topics.map(({ name }) => name)
  }

  offsets(topic: string, partitions: readonly number[], which: "earliest" | "end"): Promise<Map<number, number>> {
    return this.#offsets(topic, partitions, which === "end" ? endTime : earliestTime)
  }

  async offsetsAt(topic: string, partitions: readonly number[], time: number): Promise<Map<number, number>> {
    const found = await this.#offsets(topic, partitions, time)
    const none = [...found].flatMap(([partition, offset]) => (offset < 0 ? [partition] : []))
    if (none.length === 0) return found
    return new Map([...found, ...(await this.#offsets(topic, none, endTime))])
  }

  /** Asks again while leaders change. */
  async #offsets(
    topic: string,
    partitions: readonly number[],
    time: number,
    seen: "all" | "committed" = "committed",
  ): Promise<Map<number, number>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#offsetsNow(topic, partitions, time, seen)
      } catch (error) {
        if (attempt === leaderAttempts || !isOfLeaders(error)) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, leaderPauseMs))
    }
  }

  async #offsetsNow(
    topic: string,
    partitions: readonly number[],
    time: number,
    seen: "all" | "committed",
  ): Promise<Map<number, number>> {
    const [state] = await this.topics([topic])
    if (state!.error !== undefined) throw new KafkaFault(state!.error, `topic ${topic}: ${state!.error}`)
    const leaders = new Map<number, number[]>()
    for (const number of partitions) {
      const leader = state!.partitions.find((partition) => partition.number === number)?.leader ?? -1
      if (leader < 0) {
        throw new KafkaFault("LEADER_NOT_AVAILABLE", `partition ${number} of topic ${topic} has no leader now`)
      }
      leaders.set(leader, [...(leaders.get(leader) ?? []), number])
    }
    const asked = [...leaders].map(([node, numbers]) =>
      this.#connections.send(node, offsetsRequest(topic, numbers, time, seen)),
    )
    const answers = (await Promise.all(asked)).flat()
    const failed = answers.find(({ error }) => error !== undefined)
    if (failed?.error !== undefined) throw new KafkaFault(failed.error, `topic ${topic}: ${failed.error}`)
    return new Map(answers.map(({ partition, offset }) => [partition, offset]))
  }

  fetch(node: number, request: FetchRequest): Promise<readonly FetchedPartition[]> {
    return this.#connections.send(node, fetchRequest(request))
  }

  async committed(group: string): Promise<readonly CommittedOffset[]> {
    return this.#committed(group, committedRequest(group))
  }

  async #committed(group: string, request: Request<GroupOffsets>): Promise<readonly CommittedOffset[]> {
    return (await this.#connections.sendToCoordinator("group", group, request, ({ error }) => error)).offsets
  }

  async commit(group: string, topic: string, offsets: ReadonlyMap<number, number>, metadata?: string): Promise<void> {
    const wrap = { ...commitRequest(group, topic, offsets, metadata) }
    const request = { ...wrap, answer: (bytes: Buffer) => ({ error: wrap.answer(bytes) }) }
    await this.#connections.sendToCoordinator("group", group, request, ({ error }) => error)
  }

  group(name: string): KafkaGroup {
    return groupOf(name, (request) =>
      this.#connections.sendToCoordinator("group", name, request, ({ error }) =>
        isOfMembers(error) ? undefined : error,
      ),
    )
  }

  createTopic(name: string, partitions: number, settings: Readonly<Record<string, string>>): Promise<boolean> {
    const configEntries = Object.entries(settings).map(([key, value]) => ({ name: key, value }))
    return this.#asAdmin(async (admin) => {
      const topics = [{ topic: name, numPartitions: partitions, replicationFactor: usualCopies, configEntries }]
      return admin.createTopics({ topics, waitForLeaders: false })
    })
  }

  topicSettings(name: string): Promise<ReadonlyMap<string, string>> {
    return this.#asAdmin(async (admin) => {
      const { resources } = await admin.describeConfigs({
        resources: [{ type: topicResource, name }],
        includeSynonyms: false,
      })
      const entries = resources[0]?.configEntries ?? []
      return new Map(entries.map(({ configName, configValue }) => [configName, configValue]))
    })
  }

  async #asAdmin<T>(act: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin({ retry })
    try {
      await admin.connect()
      return await act(admin)
    } catch (error) {
      throw faultOf(error)
    } finally {
      await quickly(admin.disconnect())
    }
  }

  async brokerSetting(name: string): Promise<string | undefined> {
    const admin: Admin = this.#kafka.admin({ retry })
    try {
      await admin.connect()
      const { brokers } = await admin.describeCluster()
      const resource = { type: brokerResource, name: String(brokers[0]?.nodeId), configNames: [name] }
      const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false })
      return resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue
    } catch {
      return undefined
    } finally {
      await quickly(admin.disconnect())
    }
  }

  async producer(): Promise<KafkaProducer> {
    const producer = this.#open({})
    await this.#orClosed(producer, producer.connect())
    return { send: (batch, compression) => sendTo(producer, batch, compression), close: () => this.#close(producer) }
  }

  async transactions(id: string, timeoutMs: number, reach: TransactionReach): Promise<KafkaTransactions> {
    await this.#connections.findTransactionalId(id)
    await settle(id, timeoutMs, reach, this.#settling(id))
    const producer = this.#open({ transactionalId: id, transactionTimeout: timeoutMs })
    const claim = async () => {
      await producer.connect()
      // The id is claimed with the first transaction.
      await (await producer.transaction()).abort()
    }
    await this.#orClosed(producer, claim())
    const begin = async (group: string, committed: CommittedOffset) => {
      const transaction = await producer.transaction().catch(rethrow)
      await commitWith(transaction, group, committed)
      return new JsTransaction(transaction, () => this.#untilEnded(id))
    }
    return { begin, close: () => this.#close(producer) }
  }

  #settling(id: string): Settling {
    return {
      ask: (request, errorOf) => this.#connections.sendToCoordinator("transactions", id, request, errorOf),
      open: (topic) => this.#openPartitions(topic),
      isOpen: (mark) => this.#isOpen(mark),
      unfinished: this.#unfinished,
    }
  }

  async #isOpen({ group, ...place }: TransactionReach["mark"]): Promise<boolean> {
    try {
      await this.#committed(group, committedRequest(group, place))
      return false
    } catch (error) {
      if (error instanceof KafkaFault && error.code === "UNSTABLE_OFFSET_COMMIT") return true
      throw error
    }
  }

  /** Those whose end is not where that of what is committed is. */
  async #openPartitions(topic: string): Promise<TopicPartitions> {
    const [state] = await this.topics([topic])
    const partitions = (state?.partitions ?? []).map(({ number }) => number)
    // What comes between the two only makes one look open that is not.
    const committed = await this.#offsets(topic, partitions, endTime)
    const all = await this.#offsets(topic, partitions, endTime, "all")
    return { topic, partitions: partitions.filter((number) => committed.get(number)! < all.get(number)!) }
  }

  /**
   * Waits until the outcome of a transaction is in every partition. Before that Kafka has only promised it, and forgets the promise for partitions
   * that have no leader when it comes to them, as right after a broker was killed.
   */
  async #untilEnded(id: string): Promise<void> {
    const until = performance.now() + endingMs
    for (;;) {
      const request = transactionRequest(id)
      const { state } = await this.#connections.sendToCoordinator("transactions", id, request, ({ error }) => error)
      if (state !== "PrepareCommit") return
      if (performance.now() > until) throw new KafkaFault("TIMEOUT", `the commit of ${id} does not come to its end`)
      await new Promise((resolve) => setTimeout(resolve, endingPauseMs))
    }
  }

  #open(options: { transactionalId?: string; transactionTimeout?: number }): Producer {
    const createPartitioner = this.#partitioner
    const more = { maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner, retry }
    const producer = this.#kafka.producer({ ...options, ...more })
    this.#producers.add(producer)
    return producer
  }

  async #orClosed(producer: Producer, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      await this.#close(producer)
      throw faultOf(error)
    }
  }

  async #close(producer: Producer): Promise<void> {
    this.#producers.delete(producer)
    await quickly(producer.disconnect())
  }

  async close(): Promise<void> {
    await Promise.all([this.#connections.close(), ...[...this.#producers].map((producer) => this.#close(producer))])
    this.#sockets.destroy()
  }
}

class JsTransaction implements KafkaTransaction {
  readonly #transaction: Transaction
  readonly #untilEnded: () => Promise<void>

  constructor(transaction: Transaction, untilEnded: () => Promise<void>) {
    this.#transaction = transaction
    this.#untilEnded = untilEnded
  }

  send(batch: readonly TopicMessages[], compression: "none" | "gzip"): Promise<void> {
    return sendTo(this.#transaction, batch, compression)
  }

  async commit(): Promise<void> {
    await this.#transaction.commit().catch(rethrow)
    await this.#untilEnded()
  }

  async abort(): Promise<void> {
    await this.#transaction.abort().catch(rethrow)
  }
}

function isOfLeaders(error: unknown): boolean {
  if (!(error instanceof KafkaFault) || error.code === "CONNECTION" || error.code === "TIMEOUT") return false
  return isPassing(error.code)
}

/** Where the transaction before is still ending, or nobody looks after the group yet, asks until that is over: nothing was sent then. */
async function commitWith(transaction: Transaction, group: string, committed: CommittedOffset): Promise<void> {
  const { topic, partition, offset, metadata } = committed
  const topics = [{ topic, partitions: [{ partition, offset: String(offset), metadata }] }]
  const until = performance.now() + endingMs
  for (;;) {
    try {
      return await transaction.sendOffsets({ consumerGroupId: group, topics })
    } catch (error) {
      const fault = faultOf(error)
      if (!notYet.has(fault.code) || performance.now() > until) throw fault
    }
    await new Promise((resolve) => setTimeout(resolve, endingPauseMs))
  }
}

async function sendTo(
  sender: Pick<Producer, "sendBatch">,
  batch: readonly TopicMessages[],
  compression: "none" | "gzip",
): Promise<void> {
  const topicMessages = batch.map(({ topic, messages }) => ({ topic, messages: messages.map((each) => ({ ...each })) }))
  const codec = compression === "gzip" ? 1 : 0
  const sent = await sender.sendBatch({ acks: allCopies, compression: codec, topicMessages }).catch(rethrow)
  // Messages for a partition that it does not know are left out by kafkajs without a word.
  const topics = new Set(sent.map(({ topicName }) => topicName))
  const places = new Set(sent.map(({ topicName, partition }) => `${partition} ${topicName}`))
  const lost = batch.find(
    ({ topic, messages }) =>
      !topics.has(topic) ||
      messages.some(({ partition }) => partition !== undefined && !places.has(`${partition} ${topic}`)),
  )
  if (lost !== undefined) throw new KafkaFault("UNKNOWN_TOPIC_OR_PARTITION", `nothing was sent to topic ${lost.topic}`)
}

function rethrow(error: unknown): never {
  throw faultOf(error)
}

function unknownTopic(name: string): TopicState {
  return { name, error: "UNKNOWN_TOPIC_OR_PARTITION", id: "", rights: [], partitions: [] }
}
