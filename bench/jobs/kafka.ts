/** Events and alerts of whole jobs in topics of a broker that is started for them. The broker takes its share of the processor, which no figure counts. */
import { rmSync } from "node:fs"
import kafkajs from "kafkajs"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { textsOf } from "../../test/support/kafka/reading.ts"
import { openTopics, type Topics } from "../../test/support/kafka/topics.ts"
import { startKafka } from "../../test/support/kafka.ts"
import { eventsIn } from "../streams/files.ts"
import type { Transaction } from "../streams/transactions.ts"
import { type Place, runFolder } from "./places.ts"

const topicOf = { all: "events", none: "no-events" } as const
/** Messages of one request. */
const batchMessages = 10_000
/** Flink gives alerts the time of their events, which lies months back: by default a broker would delete them before they are read. */
const keepAll = { "retention.ms": "-1" }

/** Starts a broker and fills a topic with the events of a file, by account. Throws where the topic does not hold all of them afterwards. */
export async function topicsOf(input: string, events: number, partitions: number): Promise<Place> {
  const kafka = await startKafka()
  let topics: Topics | undefined
  const close = async () => {
    await topics?.close()
    await kafka.remove()
  }
  try {
    topics = await openTopics(kafka.brokers)
    await topics.create(topicOf.none, partitions, keepAll)
    await topics.create(topicOf.all, partitions, keepAll)
    await fill(topics, input)
    const held = await messagesIn(kafka.brokers, topicOf.all)
    if (held !== events) throw new Error(`the topic has ${held} messages after ${events} events were sent`)
  } catch (error) {
    await close()
    throw error
  }
  return { open: runsOn(kafka.brokers, topics, partitions), close }
}

function runsOn(brokers: string, topics: Topics, partitions: number): Place["open"] {
  let runs = 0
  return async (events) => {
    const output = `alerts-${++runs}`
    await topics.create(output, partitions, keepAll)
    const folder = runFolder()
    return {
      folder,
      source: `kafka:${topicOf[events]}?brokers=${brokers}&until=end`,
      sink: `kafka:${output}?brokers=${brokers}`,
      flink: ["kafka", topicOf[events], output, brokers],
      async eachAlert(take) {
        for (const line of await committedIn(brokers, output)) take(line)
      },
      async remove() {
        rmSync(folder, { recursive: true, force: true })
        await topics.remove(output)
      },
    }
  }
}

/** The account is the message's key, which decides its partition. */
async function fill(topics: Topics, input: string): Promise<void> {
  let messages: { key: string; value: string }[] = []
  for (const event of eventsIn(input) as Iterable<Transaction>) {
    messages.push({ key: event.account, value: JSON.stringify(event) })
    if (messages.length < batchMessages) continue
    await topics.send(topicOf.all, messages)
    messages = []
  }
  if (messages.length > 0) await topics.send(topicOf.all, messages)
}

async function messagesIn(brokers: string, topic: string): Promise<number> {
  const admin = new kafkajs.Kafka({ brokers: [brokers], logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    const offsets = await admin.fetchTopicOffsets(topic)
    return offsets.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0)
  } finally {
    await admin.disconnect()
  }
}

/** The values of a topic's messages that readers of what is committed see. */
async function committedIn(brokers: string, topic: string): Promise<string[]> {
  const source = await kafkaConnector.openSource!({ topic, brokers, until: "end" }, { folder: "." })
  try {
    return (await textsOf(source)).flat()
  } finally {
    await source.close()
  }
}
