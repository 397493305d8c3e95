import {
  type ConnectorContext,
  ConnectorError,
  type PastRange,
  type Position,
  type Settings,
  type Source,
} from "../contract.ts"
import type { KafkaClient, TopicState } from "./client.ts"
import { connectionOf } from "./connection.ts"
import { kafkaDefaults } from "./declare.ts"
import { kafkaFailure } from "./failure.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { LagReport } from "./lag.ts"
import { messageShape } from "./message-line.ts"
import type { KafkaPartition } from "./partition.ts"
import { admitPosition, readPosition } from "./position.ts"
import { TopicReader } from "./reader.ts"
import { topicResource } from "./resource.ts"
import { openTopics } from "./topics.ts"

/** How many partitions a topic has. Throws `ConnectorError`. */
export async function countKafkaPartitions(settings: Settings, context: ConnectorContext): Promise<number> {
  const connection = await connectionOf(settings, context)
  const client = await kafkaJsClient(connection)
  const { brokers } = connection
  const name = String(settings.topic)
  try {
    const [topic] = await openTopics(client, brokers, [{ name, rights: ["Read"] }])
    return topic!.partitions.length
  } catch (error) {
    throw kafkaFailure({ doing: `read topic ${name}`, brokers }, error)
  } finally {
    await client.close()
  }
}

/** What was read of a topic, once more, up to the places that are given. Throws `ConnectorError`. */
export async function openKafkaPast(settings: Settings, context: ConnectorContext, { since, ends }: PastRange) {
  const { group: _, until: _until, from: _from, ...own } = settings
  const from: Settings = since > 0 ? { from: new Date(since).toISOString() } : {}
  const { source, reader, ends: now, earliest } = await openTopic({ ...own, ...from }, context)
  try {
    const { topic, topicId } = reader
    for (const partition of reader.partitions) {
      const { name, number } = partition
      const end = ends.get(name)
      // One that is not named was not read.
      if (end === undefined) partition.endAt(0)
      else {
        const position = readPosition(end, topic, number)
        admitPosition(position, { topicId, earliest: 0, end: now.get(number)! }, false)
        partition.endAt(position.offset)
      }
    }
  } catch (error) {
    await source.close()
    throw error
  }
  return { source: { ...source, bounded: true }, isCut: (partition: string) => earliest.has(partition) }
}

/** Opens a topic: one partition for each of its own, or one of them (`context.partition`). Live, or to its end as of now (`until=end`). Throws `ConnectorError`. */
export async function openKafkaSource(settings: Settings, context: ConnectorContext): Promise<Source> {
  return (await openTopic(settings, context)).source
}

/** `earliest`: the names of the partitions that are read from the first record that they still have, and of which some are gone. */
async function openTopic(settings: Settings, context: ConnectorContext) {
  const { from, until } = checked(settings)
  const connection = await connectionOf(settings, context)
  const shape = await messageShape(settings, context)
  const client = await kafkaJsClient(connection)
  const { brokers } = connection
  const name = String(settings.topic)
  try {
    const [topic] = await openTopics(client, brokers, [{ name, rights: ["Read"] }])
    const numbers = partitionsOf(topic!, context.partition)
    const ends = await client.offsets(name, numbers, "end")
    const starts = await startsOf(client, name, numbers, from, ends)
    const firsts = typeof from === "number" ? await client.offsets(name, numbers, "earliest") : starts
    const isFirst = (number: number) => firsts.get(number)! > 0 && firsts.get(number) === starts.get(number)
    const cut = numbers.filter(isFirst).map((number) => `${name}/${number}`)
    const reader = new TopicReader({
      client,
      brokers,
      topic: topic!,
      partitions: numbers,
      starts,
      ends: until === "end" ? ends : undefined,
      shape,
      acceptLoss: context.acceptLoss === true,
      log: context.log ?? (() => {}),
    })
    // In a job with checkpoints only what it will never read again is done.
    let finished: ReadonlyMap<string, Position> = new Map()
    const places = () => placesOf(reader.partitions, context.hasCheckpoints === true ? finished : undefined)
    const { group } = settings
    const lag = group === undefined ? undefined : new LagReport(client, String(group), name, places, context)
    const close = async () => {
      reader.close()
      shape?.close()
      await lag?.close()
      await client.close()
    }
    const source: Source = {
      partitions: reader.partitions,
      bounded: until === "end",
      resources: [topicResource(settings)],
      finished: (positions) => {
        finished = positions
      },
      close,
    }
    return { source, reader, ends, earliest: new Set(cut) }
  } catch (error) {
    shape?.close()
    await client.close()
    throw kafkaFailure({ doing: `read topic ${name}`, brokers }, error)
  }
}

function partitionsOf({ name, partitions }: TopicState, only: number | undefined): number[] {
  const all = partitions.map(({ number }) => number)
  if (only === undefined) return all
  if (all.includes(only)) return [only]
  throw new ConnectorError("failure", `topic ${name} has ${all.length} partitions, and partition ${only} is to be read`)
}

function checked(settings: Settings): { from: "earliest" | "latest" | number; until: "end" | undefined } {
  const { from = kafkaDefaults.from } = settings
  const until = settings.until === "end" ? "end" : undefined
  if (from === "earliest" || from === "latest") return { from, until }
  const time = /^\d{4}-\d\d-\d\d/.test(String(from)) ? Date.parse(String(from)) : Number.NaN
  if (Number.isNaN(time)) {
    throw new ConnectorError(
      "usage",
      `\`from\` must be earliest, latest or a time such as 2026-01-31T10:00:00Z, and is ${from}`,
    )
  }
  return { from: time, until }
}

async function startsOf(
  client: KafkaClient,
  topic: string,
  partitions: readonly number[],
  from: "earliest" | "latest" | number,
  ends: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, number>> {
  if (from === "latest") return ends
  return from === "earliest" ? client.offsets(topic, partitions, "earliest") : client.offsetsAt(topic, partitions, from)
}

/** Where the partitions are, or were in `finished`; those that are not in there are left out. */
function placesOf(
  partitions: readonly KafkaPartition[],
  finished: ReadonlyMap<string, Position> | undefined,
): ReadonlyMap<number, number> {
  const places = new Map<number, number>()
  for (const partition of partitions) {
    const position = finished === undefined ? partition.position() : finished.get(partition.name)
    if (position !== undefined) places.set(partition.number, Number(position.offset))
  }
  return places
}
