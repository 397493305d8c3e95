import { ConnectorError } from "../contract.ts"
import { type KafkaClient, KafkaFault, type TopicState } from "./client.ts"
import { isPassing } from "./error-names.ts"
import { codeOf, kafkaFailure } from "./failure.ts"
import type { MessageLine, MessageShape } from "./message-line.ts"
import { KafkaPartition, type PartitionHost } from "./partition.ts"
import { Pause } from "./pause.ts"
import { admitPosition } from "./position.ts"

/** How long a broker waits for records; where some partitions have enough for now, not so long that they starve. */
const idleWaitMs = 500
const busyWaitMs = 50
/** Of one answer; of a partition in it at least, and at most where a batch is larger. */
const answerBytes = 8 << 20
const leastPartitionBytes = 64 << 10
const mostPartitionBytes = 1 << 20
const largestBatch = 128 << 20
/** How often new partitions and a new topic of the same name are looked for. */
const refreshMs = 30_000
const firstPauseMs = 100
const longestPauseMs = 5000
/** Failing attempts before the log says so: a change of leaders is over sooner. */
const quietAttempts = 2
/** So often in a row a topic is not there before it counts as deleted. */
const missingAttempts = 6

/** What only asking again who leads, or what topic this is, can tell. */
const unclear: ReadonlySet<string> = new Set([
  "UNKNOWN_TOPIC_OR_PARTITION",
  "UNKNOWN_TOPIC_ID",
  "INCONSISTENT_TOPIC_ID",
  "TLS",
])

export interface ReaderSettings {
  readonly client: KafkaClient
  readonly brokers: readonly string[]
  readonly topic: TopicState
  /** Which of its partitions are read; left out: all. */
  readonly partitions?: readonly number[]
  /** By partition: the first offset to read. */
  readonly starts: ReadonlyMap<number, number>
  /** By partition: the offset behind the last one to read; left out: it never ends. */
  readonly ends: ReadonlyMap<number, number> | undefined
  /** How messages become lines; undefined: their values are. */
  readonly shape?: MessageShape | undefined
  /** Records that were deleted before they were read are counted and passed over. */
  readonly acceptLoss: boolean
  readonly log: (level: "info" | "warn" | "error", message: string) => void
}

/**
 * Fetches a topic's partitions from the brokers that lead them, one request at a time for each broker, for the partitions that have room. When a broker
 * goes away it waits and goes on; what waiting cannot mend rejects the partitions' reads.
 */
export class TopicReader implements PartitionHost {
  readonly partitions: readonly KafkaPartition[]
  readonly topic: string
  readonly topicId: string
  readonly #settings: ReaderSettings
  #leaders: ReadonlyMap<number, number>
  /** Brokers that were asked and have not answered. */
  readonly #asked = new Set<number>()
  #partitionBytes: number
  #refreshedAt = performance.now()
  #isRecovering = false
  #saidAway = false
  #missing = 0
  #turn = 0
  #isClosed = false
  readonly #pause = new Pause()

  constructor(settings: ReaderSettings) {
    this.#settings = settings
    const { topic, starts, ends, partitions = topic.partitions.map(({ number }) => number) } = settings
    this.topic = topic.name
    this.topicId = topic.id
    this.#leaders = leadersOf(topic)
    this.partitions = partitions.map(
      (number) => new KafkaPartition(this, number, starts.get(number)!, ends?.get(number) ?? Number.POSITIVE_INFINITY),
    )
    const share = Math.floor((64 << 20) / Math.max(partitions.length, 1))
    this.#partitionBytes = Math.min(mostPartitionBytes, Math.max(leastPartitionBytes, share))
  }

  line(): MessageLine | undefined {
    return this.#settings.shape?.line()
  }

  async admit(partition: number, stored: { readonly offset: number; readonly topicId: string }): Promise<number> {
    try {
      return await this.#admit(partition, stored)
    } catch (error) {
      throw this.failureOf(error)
    }
  }

  /** Throws what the client threw, too: while the job runs that may pass. */
  async #admit(partition: number, stored: { readonly offset: number; readonly topicId: string }): Promise<number> {
    const { client, acceptLoss } = this.#settings
    const [earliest, end] = await Promise.all([
      client.offsets(this.topic, [partition], "earliest"),
      client.offsets(this.topic, [partition], "end"),
    ])
    const held = { topicId: this.topicId, earliest: earliest.get(partition)!, end: end.get(partition)! }
    const { offset, lost } = admitPosition({ ...stored, topic: this.topic, partition }, held, acceptLoss)
    if (lost > 0) this.#sayLost(partition, lost, offset)
    return offset
  }

  failureOf(error: unknown): Error {
    return kafkaFailure({ doing: `read topic ${this.topic}`, brokers: this.#settings.brokers }, error)
  }

  /** Partitions that came after the job's last checkpoint are read from their beginning. */
  begin(): void {
    const wasSought = this.partitions.some((partition) => partition.wasSought)
    for (const partition of this.partitions) {
      if (wasSought && !partition.wasSought && !partition.isStarted) partition.startAt(0)
      partition.isStarted = true
    }
  }

  wake(): void {
    if (this.#isClosed || this.#isRecovering) return
    const byLeader = new Map<number, KafkaPartition[]>()
    let full = 0
    for (const partition of this.partitions) {
      if (partition.wanted === undefined) full++
      else {
        const leader = this.#leaders.get(partition.number) ?? -1
        byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition])
      }
    }
    const maxWaitMs = full > 0 ? busyWaitMs : idleWaitMs
    for (const [leader, wanting] of byLeader) {
      if (!this.#asked.has(leader)) void this.#ask(leader, wanting, maxWaitMs)
    }
  }

  async #ask(leader: number, wanting: readonly KafkaPartition[], maxWaitMs: number): Promise<void> {
    this.#asked.add(leader)
    try {
      await this.#fetch(leader, wanting, maxWaitMs)
      this.#missing = 0
      if (this.#saidAway) this.#settings.log("info", `topic ${this.topic} can be read again`)
      this.#saidAway = false
      if (performance.now() - this.#refreshedAt > refreshMs) await this.#refresh()
    } catch (error) {
      this.#asked.delete(leader)
      await this.#recover(error)
    }
    this.#asked.delete(leader)
    this.wake()
  }

  async #fetch(leader: number, wanting: readonly KafkaPartition[], maxWaitMs: number): Promise<void> {
    if (leader < 0) throw new KafkaFault("LEADER_NOT_AVAILABLE", `a partition of topic ${this.topic} has no leader now`)
    // The first one of a request gets at least one batch, however large: each has its turn.
    const turn = this.#turn++ % wanting.length
    const inTurn = [...wanting.slice(turn), ...wanting.slice(0, turn)]
    const offsets = new Map(inTurn.map((partition) => [partition.number, partition.wanted!]))
    const answers = await this.#settings.client.fetch(leader, {
      topicId: this.topicId,
      partitions: [...offsets].map(([number, offset]) => ({ number, offset })),
      maxWaitMs,
      maxBytes: Math.max(answerBytes, this.#partitionBytes),
      maxPartitionBytes: this.#partitionBytes,
    })
    let fault: KafkaFault | undefined
    for (const answer of answers) {
      const partition = wanting.find(({ number }) => number === answer.partition)
      const offset = offsets.get(answer.partition)
      if (partition === undefined || offset === undefined) continue
      if (answer.error === "OFFSET_OUT_OF_RANGE") await this.#outOfRange(partition, offset)
      else if (answer.error !== undefined) {
        fault ??= new KafkaFault(answer.error, `partition ${answer.partition} of topic ${this.topic}: ${answer.error}`)
      } else if (!partition.accept(answer, offset)) {
        this.#partitionBytes = Math.min(this.#partitionBytes * 2, largestBatch)
      }
    }
    if (fault !== undefined) throw fault
  }

  /** The offset is not there: it was deleted, or the topic is another. Where it is there after all, it is asked for again. */
  async #outOfRange(partition: KafkaPartition, offset: number): Promise<void> {
    partition.skipTo(await this.#admit(partition.number, { offset, topicId: this.topicId }))
  }

  #sayLost(partition: number, lost: number, next: number): void {
    this.#settings.log(
      "error",
      `topic ${this.topic}, partition ${partition}: ${lost} offsets were deleted before they were read; reading goes on at ${next}`,
    )
  }

  /** Who leads the partitions now. Throws where the topic is gone, another, or has more partitions. */
  async #refresh(): Promise<void> {
    const [topic] = await this.#settings.client.topics([this.topic])
    const { error, id, partitions } = topic!
    if (error !== undefined) {
      if (error === "UNKNOWN_TOPIC_OR_PARTITION" && ++this.#missing >= missingAttempts) {
        throw new ConnectorError("failure", `topic ${this.topic} is gone: it was deleted while it was read`)
      }
      throw new KafkaFault(error, `topic ${this.topic}: ${error}`)
    }
    if (id !== this.topicId) {
      throw new ConnectorError(
        "failure",
        `topic ${this.topic} was deleted and made again while it was read; its offsets mean other records now. Begin anew with --fresh`,
      )
    }
    const known = this.#settings.topic.partitions.length
    if (partitions.length !== known) {
      throw new ConnectorError(
        "failure",
        `topic ${this.topic} has ${partitions.length} partitions now, and had ${known}: start the job again, which says what that means for it`,
      )
    }
    this.#leaders = leadersOf(topic!)
    this.#refreshedAt = performance.now()
    if (this.partitions.some(({ number }) => (this.#leaders.get(number) ?? -1) < 0)) {
      throw new KafkaFault("LEADER_NOT_AVAILABLE", `a partition of topic ${this.topic} has no leader now`)
    }
  }

  /** Waits until Kafka can be asked again; gives up where waiting does not help. */
  async #recover(first: unknown): Promise<void> {
    if (this.#isRecovering) return
    this.#isRecovering = true
    let error = first
    let pauseMs = firstPauseMs
    for (let attempt = 1; !this.#isClosed; attempt++) {
      if (!canWait(error)) {
        this.#fail(error)
        break
      }
      if (attempt > quietAttempts && !this.#saidAway) {
        this.#saidAway = true
        this.#settings.log("warn", `${this.failureOf(error).message}; waiting for it`)
      }
      await this.#pause.for(pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      try {
        await this.#refresh()
        break
      } catch (next) {
        error = next
      }
    }
    this.#isRecovering = false
  }

  #fail(error: unknown): void {
    this.#isClosed = true
    for (const partition of this.partitions) partition.fail(this.failureOf(error))
  }

  /** Fetches no more; reads that wait do so for ever. */
  close(): void {
    this.#isClosed = true
    this.#pause.end()
  }
}

function canWait(error: unknown): boolean {
  const code = codeOf(error)
  return isPassing(code) || unclear.has(code)
}

function leadersOf({ partitions }: TopicState): Map<number, number> {
  return new Map(partitions.map(({ number, leader }) => [number, leader]))
}
