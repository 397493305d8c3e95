import { afterAll, beforeAll } from "vitest"
import type { SliceIdentity } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { type PublisherHarness, publisherSuite } from "../conformance/publisher.ts"
import { textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let topics: Topics
let made = 0

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
})

const context = { folder: "." }

/** Two topics, and a job of their own: what a job published before stays in its group. */
async function make(): Promise<PublisherHarness> {
  const run = ++made
  const sinks = [0, 1].map((sink) => ({ topic: `out-${run}-${sink}`, brokers: kafka.brokers }))
  for (const { topic } of sinks) await topics.create(topic, 1, { "max.message.bytes": "8000000" })
  const open = (identity: SliceIdentity) =>
    kafkaConnector.openPublisher!(sinks, { ...identity, job: `${identity.job}-${run}` }, context)
  return {
    open,
    // A transaction that it left open is ended by the next claim.
    kill: async () => {},
    async read(sink) {
      const source = await kafkaConnector.openSource!({ ...sinks[sink]!, until: "end" }, context)
      try {
        return (await textsOf(source)).flat().map((text) => JSON.parse(text))
      } finally {
        await source.close()
      }
    },
    async remove() {
      for (const { topic } of sinks) await topics.remove(topic)
    },
  }
}

publisherSuite({ name: "topics of Kafka", sinks: 2, rivals: "fenced", make })
