/**
 * What Kafka forgets of a transaction: a broker that was killed leaves partitions without its outcome, which happens by chance. Here the same is made on purpose: a broker that does not ask
 * whether a partition belongs to a transaction takes what comes behind its end.
 */
import { afterAll, beforeAll, expect, test } from "vitest"
import type { KafkaClient } from "../../runtime/connectors/kafka/client.ts"
import { errorName } from "../../runtime/connectors/kafka/error-names.ts"
import { kafkaJsClient } from "../../runtime/connectors/kafka/kafkajs-client.ts"
import { Connections, configOf, Sockets } from "../../runtime/connectors/kafka/kafkajs-connections.ts"
import type { Request } from "../../runtime/connectors/kafka/requests.ts"
import {
  addOffsetsRequest,
  addPartitionsRequest,
  claimRequest,
  type Done,
  endRequest,
  type ProducerIdentity,
  transactionRequest,
} from "../../runtime/connectors/kafka/transaction-requests.ts"
import { WireReader, WireWriter } from "../../runtime/connectors/kafka/wire.ts"
import { eventually } from "../support/eventually.ts"
import { recordBatch, withChecksum } from "../support/kafka/batches.ts"
import { sortedTexts } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let topics: Topics
let client: KafkaClient
let connections: Connections

beforeAll(async () => {
  kafka = await startKafka({ settings: ["transaction.partition.verification.enable=false"] })
  topics = await openTopics(kafka.brokers)
  const connection = { brokers: [kafka.brokers] }
  client = await kafkaJsClient(connection)
  const { Kafka: KafkaJs } = (await import("kafkajs")).default
  connections = new Connections(new KafkaJs(await configOf(connection, new Sockets())), connection.brokers)
})
afterAll(async () => {
  await connections?.close()
  await client?.close()
  await topics?.close()
  await kafka?.remove()
})

/** The id, its group and its topic have one name. */
const reachOf = (name: string) => ({ topics: [name], mark: { group: name, topic: name, partition: 0 } })

/** Asks the broker that looks after the id: all of them are one. */
const ask = <T extends Done>(id: string, request: Request<T>) =>
  connections.sendToCoordinator("transactions", id, request, ({ error }) => error)

/** Sends a message of a transaction. */
function produceRequest(id: string, { producer, epoch }: ProducerIdentity, partition: number, value: string) {
  const batch = withChecksum(recordBatch([{ offset: 0, value }], { producer, epoch, transactional: true }))
  const allCopies = -1
  const body = new WireWriter().string(id).int16(allCopies).int32(10_000)
  body.list([id], (topic) => body.string(topic).list([partition], (number) => body.int32(number).data(batch)))
  return { key: 0, version: 3, name: "Produce", body: body.bytes, answer: errorOfTopics }
}

/** Commits an offset with a transaction. */
function commitRequest(id: string, { producer, epoch }: ProducerIdentity, metadata: string) {
  const body = new WireWriter().string(id).string(id).int64(producer).int16(epoch)
  body.list([id], (topic) => body.string(topic).list([0], (number) => body.int32(number).int64(0).string(metadata)))
  const answer = (bytes: Buffer) => errorOfTopics(bytes.subarray(4))
  return { key: 28, version: 0, name: "TxnOffsetCommit", body: body.bytes, answer }
}

function errorOfTopics(bytes: Buffer): Done {
  const read = new WireReader(bytes)
  read.int32()
  read.string()
  read.int32()
  read.int32()
  return { error: errorName(read.int16()) }
}

/** A transaction that is over, with what the broker has not brought its outcome to: a message in the second partition, an offset, or both. */
async function forget(id: string, outcome: "commit" | "abort", what: ("message" | "mark")[]): Promise<void> {
  await topics.create(id, 2)
  await (await client.transactions(id, 60_000, reachOf(id))).close()
  const producer = await ask(id, claimRequest(id, 60_000))
  const tell = (request: Request<Done>) => eventually(() => ask(id, request))
  await tell(addPartitionsRequest(id, producer, [{ topic: id, partitions: [0] }]))
  await tell(addOffsetsRequest(id, producer, id))
  await tell(produceRequest(id, producer, 0, "brought"))
  await tell(endRequest(id, producer, outcome))
  await eventually(async () => {
    const { state } = await ask(id, transactionRequest(id))
    expect(state).toBe(outcome === "commit" ? "CompleteCommit" : "CompleteAbort")
  })
  if (what.includes("message")) await tell(produceRequest(id, producer, 1, "forgotten"))
  expect((await client.offsets(id, [1], "end")).get(1)).toBe(0)
  if (!what.includes("mark")) return
  const mark = commitRequest(id, producer, "mark")
  await eventually(() => connections.sendToCoordinator("group", id, mark, ({ error }) => error))
  // It is the group's first one.
  expect(await client.committed(id)).toEqual([])
}

const seen = (topic: string) => sortedTexts(kafka.brokers, topic)

const forgotten: { readonly what: ("message" | "mark")[] }[] = [
  { what: ["message", "mark"] },
  { what: ["message"] },
  { what: ["mark"] },
]
test.each(forgotten)("a claim brings a commit to where the broker has forgotten it: $what", async ({ what }) => {
  const id = `cep.committed.${what.join(".")}`
  await forget(id, "commit", what)
  const claimed = await client.transactions(id, 60_000, reachOf(id))
  expect(await client.committed(id)).toMatchObject(what.includes("mark") ? [{ metadata: "mark" }] : [])
  expect(await seen(id)).toEqual(what.includes("message") ? ["brought", "forgotten"] : ["brought"])
  await claimed.close()
})

test("a claim ends what was aborted before the next transaction could commit it", async () => {
  const id = "cep.aborted.0"
  await forget(id, "abort", ["message", "mark"])
  const claimed = await client.transactions(id, 60_000, reachOf(id))
  expect(await client.committed(id)).toEqual([])
  const transaction = await claimed.begin(id, { topic: id, partition: 0, offset: 0, metadata: "next" })
  const messages = [0, 1].map((partition) => ({ key: null, value: `new ${partition}`, partition }))
  await transaction.send([{ topic: id, messages }], "none")
  await transaction.commit()
  await eventually(async () => expect(await seen(id)).toEqual(["new 0", "new 1"]))
  await claimed.close()
})

test("a claim writes nothing where nothing was forgotten", async () => {
  const id = "cep.whole.0"
  await topics.create(id, 1)
  const first = await client.transactions(id, 60_000, reachOf(id))
  const transaction = await first.begin(id, { topic: id, partition: 0, offset: 0, metadata: "whole" })
  await transaction.send([{ topic: id, messages: [{ key: null, value: "whole" }] }], "none")
  await transaction.commit()
  await first.close()
  const end = await client.offsets(id, [0], "end")
  await (await client.transactions(id, 60_000, reachOf(id))).close()
  expect(await client.offsets(id, [0], "end")).toEqual(end)
})
