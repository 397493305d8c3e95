/** Requests about transactions that kafkajs does not make, or not alone. All are in versions of before Kafka 4, where a transaction has what was added to it, records or not. */
import type { Buffer } from "node:buffer"
import { errorName } from "./error-names.ts"
import { errorAlone, errorOfPartitions, type Request } from "./requests.ts"
import { WireReader, WireWriter } from "./wire.ts"

/** An answer that says whether it went well. */
export interface Done {
  readonly error: string | undefined
}

export interface TransactionState extends Done {
  /** `Empty`, `Ongoing`, `PrepareCommit`, `CompleteCommit`, … */
  readonly state: string
}

/** How the last transaction of a transactional id stands. From Kafka 3.0. */
export function transactionRequest(id: string): Request<TransactionState> {
  const body = new WireWriter().noTags()
  body.compactList([id], (each) => body.compactString(each)).noTags()
  const answer = (bytes: Buffer): TransactionState => {
    const read = new WireReader(bytes)
    read.passTags()
    read.int32() // throttled
    const [found] = read.compactList(() => {
      const error = errorName(read.int16())
      read.compactString() // id
      const state = read.compactString() ?? ""
      read.int32() // timeout
      read.int64() // begun at
      read.int64() // producer
      read.int16() // epoch
      read.compactList(() => {
        read.compactString()
        read.compactList(() => read.int32())
        read.passTags()
      })
      read.passTags()
      return { error, state }
    })
    return found ?? { error: "UNKNOWN_SERVER_ERROR", state: "" }
  }
  return { key: 65, version: 0, name: "DescribeTransactions", body: body.bytes, answer }
}

/** Who may write in the name of a transactional id: everyone of an earlier epoch is fenced. */
export interface ProducerIdentity {
  readonly producer: number
  readonly epoch: number
}

export interface ClaimedProducer extends ProducerIdentity, Done {}

/** Claims a transactional id. Where a transaction is open it is aborted, and the answer is `CONCURRENT_TRANSACTIONS` until that is done. */
export function claimRequest(id: string, timeoutMs: number): Request<ClaimedProducer> {
  const body = new WireWriter().string(id).int32(timeoutMs)
  const answer = (bytes: Buffer): ClaimedProducer => {
    const read = new WireReader(bytes)
    read.int32() // throttled
    return { error: errorName(read.int16()), producer: read.int64(), epoch: read.int16() }
  }
  return { key: 22, version: 1, name: "InitProducerId", body: body.bytes, answer }
}

/** Partitions of a topic. */
export interface TopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

/** Adds partitions to the open transaction, or opens one with them. The answer is the first error. */
export function addPartitionsRequest(
  id: string,
  { producer, epoch }: ProducerIdentity,
  added: readonly TopicPartitions[],
): Request<Done> {
  const body = new WireWriter().string(id).int64(producer).int16(epoch)
  body.list(added, ({ topic, partitions }) => {
    body.string(topic).list(partitions, (partition) => body.int32(partition))
  })
  const answer = (bytes: Buffer): Done => ({ error: errorOfPartitions(bytes) })
  return { key: 24, version: 1, name: "AddPartitionsToTxn", body: body.bytes, answer }
}

/** Likewise the partition that holds a group's offsets. */
export function addOffsetsRequest(id: string, { producer, epoch }: ProducerIdentity, group: string): Request<Done> {
  const body = new WireWriter().string(id).int64(producer).int16(epoch).string(group)
  return { key: 25, version: 1, name: "AddOffsetsToTxn", body: body.bytes, answer: done }
}

/** Decides the open transaction: the outcome is then brought to all that was added. */
export function endRequest(
  id: string,
  { producer, epoch }: ProducerIdentity,
  outcome: "commit" | "abort",
): Request<Done> {
  const body = new WireWriter().string(id).int64(producer).int16(epoch)
  body.int8(outcome === "commit" ? 1 : 0)
  return { key: 26, version: 1, name: "EndTxn", body: body.bytes, answer: done }
}

function done(bytes: Buffer): Done {
  return { error: errorAlone(bytes) }
}
