import type { Buffer } from "node:buffer"

/**
 * What this connector needs of a client for Kafka, so that another one can take its place. All calls reject with `KafkaFault`. What a
 * client must do beyond the types stands in `test/conformance/kafka-client.ts`, which runs against a real broker.
 */
export interface KafkaClient {
  /** The topics as they are now; in the order of the names. Creates none. */
  topics(names: readonly string[]): Promise<readonly TopicState[]>
  topicNames(): Promise<readonly string[]>
  /** By partition: the first offset that is still there, or the end of what `read_committed` may see (of an empty partition: the next offset). */
  offsets(topic: string, partitions: readonly number[], which: "earliest" | "end"): Promise<ReadonlyMap<number, number>>
  /** By partition: the first offset with that time (epoch milliseconds) or a later one; the end where there is none. */
  offsetsAt(topic: string, partitions: readonly number[], time: number): Promise<ReadonlyMap<number, number>>
  /** Asks one broker for records, with isolation `read_committed`; waits until there are some, or for the given time. */
  fetch(node: number, request: FetchRequest): Promise<readonly FetchedPartition[]>
  /** What a group holds, behind every commit that was begun before. Rejects with `UNSTABLE_OFFSET_COMMIT` while one is under way. */
  committed(group: string): Promise<readonly CommittedOffset[]>
  /** Commits for a group without members; `metadata`: a text beside each offset. */
  commit(group: string, topic: string, offsets: ReadonlyMap<number, number>, metadata?: string): Promise<void>
  /** Makes a topic, with as many copies as is usual there; false: there is one of that name. */
  createTopic(name: string, partitions: number, settings: Readonly<Record<string, string>>): Promise<boolean>
  /** Settings of a topic by name, those that it has from the broker among them. */
  topicSettings(name: string): Promise<ReadonlyMap<string, string>>
  /** Its members' side of a group: whoever agrees in it on who does what. */
  group(name: string): KafkaGroup
  /** A setting of the broker; undefined where it must not be read. */
  brokerSetting(name: string): Promise<string | undefined>
  /** A producer for messages without transactions. */
  producer(): Promise<KafkaProducer>
  /**
   * A new producer under a transactional id. When it resolves, everyone who used the id before is fenced, and what they left open has come to its end, in
   * all that they may have reached. `timeoutMs`: the broker aborts a transaction that is open for longer.
   */
  transactions(id: string, timeoutMs: number, reach: TransactionReach): Promise<KafkaTransactions>
  /** Ends calls that wait, with a rejection. Twice is harmless. */
  close(): Promise<void>
}

/** How a member speaks to the broker that looks after its group. What it cannot go on with is a `KafkaFault` with the protocol's code. */
export interface KafkaGroup {
  /** Waits until all members have joined anew, or are late. Who is thrown out begins with an empty `member`. */
  join(request: GroupJoin): Promise<GroupJoined>
  /** What the leader has decided for this member; the leader brings it for all. */
  sync(member: string, generation: number, assignments: ReadonlyMap<string, Buffer>): Promise<Buffer>
  /** That it lives. Rejects with `REBALANCE_IN_PROGRESS` where all are to join anew. */
  beat(member: string, generation: number): Promise<void>
  leave(member: string): Promise<void>
}

export interface GroupJoin {
  /** As the group has named it; empty: it has not. */
  readonly member: string
  /** All members must have the same. */
  readonly protocol: string
  readonly metadata: Buffer
  /** Who is silent for so long is thrown out. */
  readonly sessionMs: number
  /** How long the others are waited for. */
  readonly rebalanceMs: number
}

export interface GroupJoined {
  readonly generation: number
  readonly member: string
  readonly leader: string
  /** For the leader alone: all members. */
  readonly members: readonly { readonly member: string; readonly metadata: Buffer }[]
}

/** What a user may do with a topic, in Kafka's words. */
export type Right = "Read" | "Write"

export interface TopicState {
  readonly name: string
  /** Undefined: the topic is well. */
  readonly error: string | undefined
  /** The same for as long as the topic is not deleted and made again. */
  readonly id: string
  /** What this user may do. */
  readonly rights: readonly Right[]
  /** In rising order of their numbers. */
  readonly partitions: readonly PartitionState[]
}

export interface PartitionState {
  readonly number: number
  /** The broker to ask; -1: none at the moment. */
  readonly leader: number
}

export interface FetchRequest {
  /** `TopicState.id`. */
  readonly topicId: string
  readonly partitions: readonly { readonly number: number; readonly offset: number }[]
  readonly maxWaitMs: number
  readonly maxBytes: number
  readonly maxPartitionBytes: number
}

export interface FetchedPartition {
  readonly partition: number
  /** Undefined: it went well. */
  readonly error: string | undefined
  /** The end of what `read_committed` may see. */
  readonly stable: number
  /** Transactions that were aborted, in no order. */
  readonly aborted: readonly AbortedTransaction[]
  /** Whole record batches as the broker stores them; the first may begin before the offset asked for, the last may be cut off. */
  readonly records: Buffer
}

export interface AbortedTransaction {
  readonly producer: number
  readonly firstOffset: number
}

export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly metadata: string
}

export interface KafkaMessage {
  readonly key: string | null
  readonly value: string
  /** Where it goes; absent: where its key, or chance, says. */
  readonly partition?: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface TopicMessages {
  readonly topic: string
  readonly messages: KafkaMessage[]
}

export interface KafkaProducer {
  /** Resolves when all in-sync copies have the messages. Nothing is tried twice: after a rejection it is not known what arrived. One call at a time. */
  send(batch: readonly TopicMessages[], compression: "none" | "gzip"): Promise<void>
  close(): Promise<void>
}

/** What transactions of an id may touch. */
export interface TransactionReach {
  readonly topics: readonly string[]
  /** Of what they commit an offset, and for which group. */
  readonly mark: { readonly group: string; readonly topic: string; readonly partition: number }
}

export interface KafkaTransactions {
  /** Begins a transaction, one at a time, and commits an offset with it. Waits until the transaction before has come to its end. */
  begin(group: string, committed: CommittedOffset): Promise<KafkaTransaction>
  close(): Promise<void>
}

export interface KafkaTransaction {
  /** As for a producer: nothing is tried twice, so that nothing is written twice. */
  send(batch: readonly TopicMessages[], compression: "none" | "gzip"): Promise<void>
  /** Resolves when all partitions have the outcome: readers see the messages, and it outlives a broker that is killed. */
  commit(): Promise<void>
  abort(): Promise<void>
}

/** Why a call came to nothing. */
export class KafkaFault extends Error {
  /** The protocol's name of the error (`UNKNOWN_TOPIC_OR_PARTITION`), or `CONNECTION`, `TIMEOUT`, `TLS`, `AUTHENTICATION`, `CLOSED`, `PROTOCOL`. */
  readonly code: string

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = "KafkaFault"
    this.code = code
  }
}
