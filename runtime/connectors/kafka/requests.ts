import type { Buffer } from "node:buffer"
import {
  type CommittedOffset,
  type FetchedPartition,
  type FetchRequest,
  KafkaFault,
  type Right,
  type TopicState,
} from "./client.ts"
import { errorName } from "./error-names.ts"
import { WireReader, WireWriter } from "./wire.ts"

/** One kind of request in one version of Kafka's protocol (kafka.apache.org/protocol). */
export interface Request<T> {
  readonly key: number
  readonly version: number
  readonly name: string
  readonly body: Buffer
  /** Throws `RangeError` for bytes that are no answer. */
  answer(bytes: Buffer): T
}

/** What is seen: all, or what is committed. */
const isolations = { all: 0, committed: 1 }
const readCommitted = isolations.committed
const noReplica = -1

export interface ClusterState {
  readonly brokers: readonly { readonly node: number; readonly host: string; readonly port: number }[]
  readonly topics: readonly TopicState[]
}

/** All topics where `names` is undefined. Version 12: from Kafka 3.1. */
export function metadataRequest(names: readonly string[] | undefined): Request<ClusterState> {
  // Flexible versions have tags behind the header, which is written by who sends it.
  const body = new WireWriter().noTags()
  if (names === undefined) body.uvarint(0)
  else body.compactList(names, (name) => body.uuid().compactString(name).noTags())
  const noTopicCreation = 0
  const withRights = 1
  body.int8(noTopicCreation).int8(withRights).noTags()
  return { key: 3, version: 12, name: "Metadata", body: body.bytes, answer: clusterOf }
}

function clusterOf(bytes: Buffer): ClusterState {
  const read = new WireReader(bytes)
  read.passTags()
  read.int32() // throttled
  const brokers = read.compactList(() => {
    const broker = { node: read.int32(), host: read.compactString() ?? "", port: read.int32() }
    read.compactString() // rack
    read.passTags()
    return broker
  })
  read.compactString() // cluster
  read.int32() // controller
  const topics = read.compactList(() => {
    const error = errorName(read.int16())
    const name = read.compactString() ?? ""
    const id = read.uuid()
    read.int8() // internal
    const partitions = read.compactList(() => {
      read.int16() // a partition without leader says so
      const number = read.int32()
      const leader = read.int32()
      read.int32() // epoch
      for (let lists = 0; lists < 3; lists++) read.compactList(() => read.int32())
      read.passTags()
      return { number, leader }
    })
    const rights = rightsOf(read.int32())
    read.passTags()
    return { name, error, id, rights, partitions: partitions.sort((a, b) => a.number - b.number) }
  })
  return { brokers, topics }
}

/** A bit for each operation; brokers that do not say set the sign alone. */
function rightsOf(bits: number): readonly Right[] {
  const isUnknown = bits === -0x8000_0000
  const operations: readonly [Right, number][] = [
    ["Read", 3],
    ["Write", 4],
  ]
  return operations.flatMap(([right, bit]) => (isUnknown || (bits & (1 << bit)) !== 0 ? [right] : []))
}

export interface ListedOffset {
  readonly partition: number
  readonly error: string | undefined
  /** -1: there is none at or after the time asked for. */
  readonly offset: number
}

/** `time`: epoch milliseconds; -1 the end of what is seen, -2 the earliest. */
export function offsetsRequest(
  topic: string,
  partitions: readonly number[],
  time: number,
  seen: keyof typeof isolations = "committed",
): Request<ListedOffset[]> {
  const body = new WireWriter().int32(noReplica).int8(isolations[seen])
  body.list([topic], () => {
    body.string(topic).list(partitions, (partition) => body.int32(partition).int64(time))
  })
  const answer = (bytes: Buffer) => {
    const read = new WireReader(bytes)
    read.int32() // throttled
    const topics = read.list(() => {
      read.string()
      return read.list(() => {
        const partition = read.int32()
        const error = errorName(read.int16())
        read.int64() // time
        return { partition, error, offset: read.int64() }
      })
    })
    return topics.flat()
  }
  return { key: 2, version: 2, name: "ListOffsets", body: body.bytes, answer }
}

/** Outside of fetch sessions: each request names all that it wants. Version 13 names the topic by its id: one that was made again is another. */
export function fetchRequest(request: FetchRequest): Request<FetchedPartition[]> {
  const { topicId, partitions, maxWaitMs, maxBytes, maxPartitionBytes } = request
  const minBytes = 1
  const none = -1
  const body = new WireWriter().noTags()
  body.int32(noReplica).int32(maxWaitMs).int32(minBytes).int32(maxBytes).int8(readCommitted)
  body.int32(0).int32(none) // no session
  body.compactList([topicId], () => {
    body.uuid(topicId).compactList(partitions, ({ number, offset }) => {
      body.int32(number).int32(none).int64(offset).int32(none).int64(none).int32(maxPartitionBytes).noTags()
    })
    body.noTags()
  })
  body
    .compactList([], () => {})
    .compactString("")
    .noTags() // nothing to forget, no rack
  return { key: 1, version: 13, name: "Fetch", body: body.bytes, answer: fetchedOf }
}

function fetchedOf(bytes: Buffer): FetchedPartition[] {
  const read = new WireReader(bytes)
  read.passTags()
  read.int32() // throttled
  const failed = errorName(read.int16())
  read.int32() // session
  const topics = read.compactList(() => {
    read.uuid()
    const partitions = read.compactList(() => {
      const partition = read.int32()
      const error = errorName(read.int16()) ?? failed
      read.int64() // high watermark
      const stable = read.int64()
      read.int64() // start of the log
      const aborted = read.compactList(() => {
        const transaction = { producer: read.int64(), firstOffset: read.int64() }
        read.passTags()
        return transaction
      })
      read.int32() // a replica to be preferred
      const records = read.compactData()
      read.passTags()
      return { partition, error, stable, aborted, records }
    })
    read.passTags()
    return partitions
  })
  if (failed !== undefined && topics.length === 0) throw new KafkaFault(failed, `Kafka refuses to be read: ${failed}`)
  return topics.flat()
}

export interface GroupOffsets {
  readonly error: string | undefined
  readonly offsets: readonly CommittedOffset[]
}

/**
 * What a group holds, behind every transaction that commits for it: version 7 knows of them (`require_stable`). Of a place only, or all: then nothing is said of
 * places that it holds nothing of yet, also where the first is on its way.
 */
export function committedRequest(
  group: string,
  place?: { readonly topic: string; readonly partition: number },
): Request<GroupOffsets> {
  const allTopics = 0
  const onlyStable = 1
  const body = new WireWriter().noTags().compactString(group)
  if (place === undefined) body.uvarint(allTopics)
  else {
    body.compactList([place], ({ topic, partition }) => {
      body.compactString(topic).compactList([partition], (number) => body.int32(number))
      body.noTags()
    })
  }
  body.int8(onlyStable).noTags()
  const answer = (bytes: Buffer): GroupOffsets => {
    const read = new WireReader(bytes)
    read.passTags()
    read.int32() // throttled
    let failed: string | undefined
    const topics = read.compactList(() => {
      const topic = read.compactString() ?? ""
      const partitions = read.compactList(() => {
        const partition = read.int32()
        const offset = read.int64()
        read.int32() // epoch of the leader
        const metadata = read.compactString() ?? ""
        failed = errorName(read.int16()) ?? failed
        read.passTags()
        return { topic, partition, offset, metadata }
      })
      read.passTags()
      return partitions
    })
    failed = errorName(read.int16()) ?? failed
    return { error: failed, offsets: topics.flat().filter(({ offset }) => offset >= 0) }
  }
  return { key: 9, version: 7, name: "OffsetFetch", body: body.bytes, answer }
}

/** The answer is the first error. */
export function commitRequest(
  group: string,
  topic: string,
  offsets: ReadonlyMap<number, number>,
  metadata = "",
): Request<string | undefined> {
  const noGeneration = -1
  const defaultRetention = -1
  const body = new WireWriter().string(group).int32(noGeneration).string("").int64(defaultRetention)
  body.list([topic], () => {
    body.string(topic).list([...offsets], ([partition, offset]) => body.int32(partition).int64(offset).string(metadata))
  })
  return { key: 8, version: 3, name: "OffsetCommit", body: body.bytes, answer: errorOfPartitions }
}

/** The first error of an answer that has one for each partition, and nothing else. */
export function errorOfPartitions(bytes: Buffer): string | undefined {
  const read = new WireReader(bytes)
  read.int32() // throttled
  const topics = read.list(() => {
    read.string()
    return read.list(() => {
      read.int32()
      return errorName(read.int16())
    })
  })
  return topics.flat().find((error) => error !== undefined)
}

/** The error of an answer that has nothing else. */
export function errorAlone(bytes: Buffer): string | undefined {
  const read = new WireReader(bytes)
  read.int32() // throttled
  return errorName(read.int16())
}

export interface Coordinator {
  readonly error: string | undefined
  readonly node: number
}

/** The broker that looks after a group, or after a transactional id. */
export function coordinatorRequest(name: string, of: "group" | "transactions"): Request<Coordinator> {
  const body = new WireWriter().string(name).int8(of === "group" ? 0 : 1)
  const answer = (bytes: Buffer) => {
    const read = new WireReader(bytes)
    read.int32() // throttled
    const error = errorName(read.int16())
    read.string() // words
    return { error, node: read.int32() }
  }
  return { key: 10, version: 1, name: "FindCoordinator", body: body.bytes, answer }
}
