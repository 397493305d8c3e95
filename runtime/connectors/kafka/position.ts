import { ConnectorError, type Position } from "../contract.ts"

/** A place that `KafkaPartition.position` gave: the next offset to read. */
export interface KafkaPosition {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly offset: number
}

/** What a partition holds now. */
export interface Held {
  readonly topicId: string
  readonly earliest: number
  readonly end: number
}

export interface AdmittedPosition {
  /** Where reading goes on. */
  readonly offset: number
  /** How many records are gone that were not read. */
  readonly lost: number
}

/** Reads a stored position. Throws `ConnectorError` where it is none of this partition. */
export function readPosition(stored: Position, topic: string, partition: number): KafkaPosition {
  const { offset, topicId = "" } = stored
  if (stored.topic !== topic || stored.partition !== partition || !Number.isSafeInteger(offset) || Number(offset) < 0) {
    throw new ConnectorError(
      "failure",
      `the stored position ${JSON.stringify(stored)} is none of topic ${topic}, partition ${partition}: the source was changed`,
    )
  }
  return { topic, partition, offset: Number(offset), topicId: String(topicId) }
}

/**
 * Whether reading may go on at a position. Records that were deleted before they were read, and a topic that is not the one that was read, stop the
 * job: `ConnectorError`. With `acceptLoss` deleted records are counted instead, and reading goes on at the first one that is there.
 */
export function admitPosition(position: KafkaPosition, held: Held, acceptLoss: boolean): AdmittedPosition {
  const { topic, partition, offset, topicId } = position
  const place = `topic ${topic}, partition ${partition}`
  if (topicId !== "" && topicId !== held.topicId) {
    throw new ConnectorError(
      "failure",
      `${place}: the topic was deleted and made again since it was read to offset ${offset}; its offsets mean other records now. Begin anew with --fresh`,
    )
  }
  if (offset > held.end) {
    throw new ConnectorError(
      "failure",
      `${place} ends at offset ${held.end}, and the job had read it to ${offset}: records were lost in Kafka, or the topic is another. Begin anew with --fresh after looking`,
    )
  }
  const lost = held.earliest - offset
  if (lost <= 0) return { offset, lost: 0 }
  if (acceptLoss) return { offset: held.earliest, lost }
  throw new ConnectorError(
    "failure",
    `${place}: ${lost} offsets from ${offset} on were deleted before the job read them (the first one that is there is ${held.earliest}). Raise retention.ms of the topic; --accept-loss goes on without them`,
  )
}
