import { afterAll, beforeAll, expect, test } from "vitest"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { alerts, outputsOf } from "../support/kafka/outputs.ts"
import { type KafkaProxy, startProxy } from "../support/kafka/proxy.ts"
import { textsOf } from "../support/kafka/reading.ts"
import { openTopics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let proxy: KafkaProxy

beforeAll(async () => {
  proxy = await startProxy()
  kafka = await startKafka({ listeners: { PROXIED: "PLAINTEXT" }, advertised: { PROXIED: proxy.place } })
  proxy.to(kafka.listeners.PROXIED!)
  const topics = await openTopics(kafka.brokers)
  await topics.create("alerts", 2)
  await topics.close()
})
afterAll(async () => {
  await proxy?.close()
  await kafka?.remove()
})

/** What readers see of what is committed, sorted. */
async function seen(): Promise<string[]> {
  const settings = { topic: "alerts", brokers: kafka.brokers, until: "end" }
  const source = await kafkaConnector.openSource!(settings, { folder: "." })
  try {
    return (await textsOf(source)).flat().sort()
  } finally {
    await source.close()
  }
}

test("a commit whose outcome is not known is settled by the claim: each checkpoint is published once", async () => {
  const settings = { topic: "alerts", brokers: proxy.place }
  const identity = { job: "unknown", slice: "0", attempt: "x" }
  const publisher = await kafkaConnector.openPublisher!([settings], identity, { folder: "." })
  const publish = (n: number) =>
    publisher.publish(outputsOf(n, [alerts(n * 100, n * 100 + 50)]), { lineage: "l", checkpoint: n })
  let mark = await publisher.claim()
  const outcomes = { lost: 0, kept: 0 }
  for (let n = 1; n <= 12; n++) {
    proxy.cutNext(n % 2 === 0 ? "request" : "answer")
    await expect(publish(n)).rejects.toMatchObject({ kind: "failure" })
    mark = await publisher.claim()
    if (mark?.checkpoint === n) outcomes.kept++
    else {
      outcomes.lost++
      await publish(n)
    }
  }
  // A commit that the broker did not get is aborted; one that it got is kept, though nobody was told.
  expect(outcomes).toEqual({ lost: 6, kept: 6 })
  const all = Array.from({ length: 12 }, (_, at) => alerts((at + 1) * 100, (at + 1) * 100 + 50))
  const lines = all.flatMap((records) => records.map(({ line }) => line)).sort()
  await eventually(async () => expect(await seen()).toEqual(lines))
  await publisher.close()
})
