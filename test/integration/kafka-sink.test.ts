import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { Publisher, Settings, SinkRecord, SliceIdentity } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { alerts, outputsOf } from "../support/kafka/outputs.ts"
import { textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let topics: Topics
const open: { close(): Promise<void> }[] = []
const logged: string[] = []

beforeAll(async () => {
  kafka = await startKafka()
  topics = await openTopics(kafka.brokers)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})
afterAll(async () => {
  await topics?.close()
  await kafka?.remove()
})

const context = { folder: ".", log: (_: string, message: string) => logged.push(message) }
const settings = (topic: string, more: Settings = {}): Settings => ({ topic, brokers: kafka.brokers, ...more })

/** All that a topic holds for readers of what is committed. */
async function seen(topic: string): Promise<string[]> {
  const source = await kafkaConnector.openSource!(settings(topic, { until: "end" }), context)
  try {
    return (await textsOf(source)).flat()
  } finally {
    await source.close()
  }
}

const alert = (n: number) => alerts(n, n + 1)[0]!
const linesOf = (records: readonly SinkRecord[]) => records.map(({ line }) => line)

describe("a topic as a sink", () => {
  async function sink(topic: string, more: Settings = {}) {
    const opened = await kafkaConnector.openSink!(settings(topic, more), context)
    open.push(opened)
    return opened
  }

  test("has all that was written, in order", async () => {
    await topics.create("written")
    const to = await sink("written", { compression: "gzip" })
    await to.write(alerts(0, 3))
    await to.write([])
    await to.write(alerts(3, 9))
    await to.flush()
    expect(await seen("written")).toEqual(linesOf(alerts(0, 9)))
    await to.close()
    await to.close()
    await expect(to.write(alerts(9, 10))).rejects.toMatchObject({ name: "ConnectorError" })
  })

  test("has equal keys in one partition, with the headers beside the line", async () => {
    await topics.create("keyed", 4)
    const to = await sink("keyed")
    await to.write([...alerts(0, 20), ...alerts(0, 20)])
    const source = await kafkaConnector.openSource!(settings("keyed", { until: "end" }), context)
    open.push(source)
    const partitions = await textsOf(source)
    expect(partitions.flat()).toHaveLength(40)
    expect(partitions.filter((texts) => texts.length > 0).length).toBeGreaterThan(1)
    for (const texts of partitions) {
      for (const text of texts) expect(texts.filter((other) => other === text)).toHaveLength(2)
    }
  })

  test("takes more than fits into one request, and less where the topic allows less", async () => {
    await topics.create("small", 1, { "max.message.bytes": "5000" })
    const to = await sink("small")
    const many = alerts(0, 20_000)
    await to.write(many)
    expect(await seen("small")).toEqual(linesOf(many))
    const large = { ...alert(1), line: JSON.stringify({ key: {}, text: "x".repeat(10_000) }) }
    await expect(to.write([large])).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot write to topic small .*raise `max\.message\.bytes`/),
    })
  })

  test("is not made, and says so", async () => {
    await topics.create("payments")
    await expect(sink("payment")).rejects.toMatchObject({
      kind: "usage",
      message: expect.stringMatching(/has no topic payment,.*did you mean payments\?/),
    })
  })
})

describe("publishing a checkpoint to topics", () => {
  const identity = (job: string): SliceIdentity => ({ job, slice: "0", attempt: "x" })

  async function publisher(job: string, names: readonly string[], more: Settings = {}): Promise<Publisher> {
    const sinks = names.map((name) => settings(name, more))
    const opened = await kafkaConnector.openPublisher!(sinks, identity(job), context)
    open.push(opened)
    return opened
  }

  const mark = (checkpoint: number, lineage = "l") => ({ lineage, checkpoint })

  test("shows all of it, with the mark, or nothing", async () => {
    await topics.create("first", 2)
    await topics.create("second")
    const own = await publisher("both", ["first", "second"])
    expect(await own.claim()).toBeUndefined()
    await own.publish(outputsOf(1, [alerts(0, 5), alerts(5, 7)]), mark(1))
    await own.publish(outputsOf(2, [[], alerts(7, 8)]), mark(2))
    await eventually(async () => expect(await seen("second")).toEqual(linesOf(alerts(5, 8))))
    expect((await seen("first")).sort()).toEqual(linesOf(alerts(0, 5)))
    await expect(
      own.publish(outputsOf(3, [alerts(8, 9)], new Error("the outbox is gone")), mark(3)),
    ).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot publish checkpoint 3 to topics first, second.*the outbox is gone/),
    })
    // After any doubt the caller claims again.
    await expect(own.publish(outputsOf(3, [alerts(8, 9)]), mark(3))).rejects.toThrow("must claim first")
    expect(await own.claim()).toEqual(mark(2))
    await own.publish(outputsOf(3, [alerts(8, 9)]), mark(3))
    await eventually(async () => expect((await seen("first")).sort()).toEqual(linesOf([...alerts(0, 5), alert(8)])))
  })

  test("keeps the mark for the next process, also of a checkpoint without outputs, and where sinks change their order", async () => {
    await topics.create("kept-a")
    await topics.create("kept-b")
    const before = await publisher("kept", ["kept-a", "kept-b"])
    await before.claim()
    await before.publish(outputsOf(1, [alerts(0, 1)]), mark(1))
    await before.publish(outputsOf(2, []), mark(2))
    await before.close()
    const after = await publisher("kept", ["kept-b", "kept-a"])
    expect(await after.claim()).toEqual(mark(2))
    await after.publish(outputsOf(3, []), mark(3))
    expect(await (await publisher("kept", ["kept-a"])).claim()).toEqual(mark(3))
    expect(await (await publisher("other job", ["kept-a"])).claim()).toBeUndefined()
  })

  test("shuts out a process that claimed before, whatever it does", async () => {
    await topics.create("fenced")
    const zombie = await publisher("fenced", ["fenced"])
    await zombie.claim()
    await zombie.publish(outputsOf(1, [alerts(0, 1)]), mark(1))
    const successor = await publisher("fenced", ["fenced"])
    expect(await successor.claim()).toEqual(mark(1))
    await expect(zombie.publish(outputsOf(2, [alerts(90, 99)]), mark(2))).rejects.toMatchObject({
      kind: "fenced",
      message: expect.stringMatching(/another process publishes for cep\.fenced\.0 now/),
    })
    await successor.publish(outputsOf(2, [alerts(1, 2)]), mark(2))
    await eventually(async () => expect(await seen("fenced")).toEqual(linesOf(alerts(0, 2))))
  })

  test("takes large outboxes, in batches that the topic allows", async () => {
    await topics.create("large", 1, { "max.message.bytes": "20000" })
    const own = await publisher("large", ["large"], { compression: "gzip" })
    const many = alerts(0, 30_000)
    await own.claim()
    // Too large a batch is a doubt like any other: the next try sends smaller ones.
    for (let tries = 0; tries < 5; tries++) {
      const done = await own.publish(outputsOf(1, [many]), mark(1)).then(
        () => true,
        async (error) => {
          expect(error).toMatchObject({ message: expect.stringMatching(/max\.message\.bytes/) })
          expect(await own.claim()).toBeUndefined()
          return false
        },
      )
      if (done) break
    }
    await eventually(async () => expect(await seen("large")).toEqual(linesOf(many)))
    expect(await own.claim()).toEqual(mark(1))
  })

  test("refuses a group that somebody else uses", async () => {
    await topics.create("foreign")
    const taker = await topics.transaction("foreign")
    const offsets = { topic: "foreign", partitions: [{ partition: 0, offset: "5" }] }
    await taker.sendOffsets({ consumerGroupId: "cep.foreign.0", topics: [offsets] })
    await taker.commit()
    const own = await publisher("foreign", ["foreign"])
    const refusal = {
      kind: "failure",
      message: expect.stringMatching(/group cep\.foreign\.0 holds an offset .* that is no mark of a job/),
    }
    // The broker answers a commit before others see what it holds.
    await eventually(() => expect(own.claim()).rejects.toMatchObject(refusal))
  })

  test("one cluster and one user are one publisher, and outputs at least once are none of its business", () => {
    const of = (more: Settings) => kafkaConnector.publisherOf!(settings("t", more), context)
    expect(of({})).toBe(of({ keyField: "x" }))
    expect(of({})).not.toBe(of({ username: "u" }))
    expect(kafkaConnector.isImmediate!(settings("t"))).toBe(false)
    expect(kafkaConnector.isImmediate!(settings("t", { delivery: "at-least-once" }))).toBe(true)
  })
})

describe("a broker that goes away", () => {
  test("is waited for by the source, which goes on where it was", async () => {
    await topics.create("outlived")
    await topics.send("outlived", [{ value: '{"n":1}' }])
    const source = await kafkaConnector.openSource!(settings("outlived"), context)
    open.push(source)
    const partition = source.partitions[0]!
    expect((await partition.read())!.records.map(({ text }) => text)).toEqual(['{"n":1}'])
    const next = partition.read()
    logged.length = 0
    await kafka.kill()
    await eventually(() =>
      expect(logged).toContainEqual(expect.stringMatching(/cannot read topic outlived .*waiting for it/)),
    )
    await kafka.start()
    const writer = await openTopics(kafka.brokers)
    await writer.send("outlived", [{ value: '{"n":2}' }])
    await writer.close()
    expect((await next)!.records.map(({ text }) => text)).toEqual(['{"n":2}'])
    await eventually(() => expect(logged).toContain("topic outlived can be read again"))
  })

  test("makes the publisher reject, and after a claim it goes on", async () => {
    await topics.create("returned")
    const sinks = [settings("returned")]
    const own = await kafkaConnector.openPublisher!(sinks, { job: "returned", slice: "0", attempt: "x" }, context)
    open.push(own)
    await own.claim()
    const publish = (checkpoint: number, records: readonly SinkRecord[]) =>
      own.publish(outputsOf(checkpoint, [records]), { lineage: "l", checkpoint })
    await publish(1, alerts(0, 1))
    await kafka.kill()
    await expect(publish(2, alerts(1, 2))).rejects.toMatchObject({ kind: "failure" })
    await expect(own.claim()).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot claim topic returned/),
    })
    await kafka.start()
    expect(await own.claim()).toEqual({ lineage: "l", checkpoint: 1 })
    await publish(2, alerts(1, 2))
    await eventually(async () => expect(await seen("returned")).toEqual(linesOf(alerts(0, 2))))
  })

  test("is waited for by a sink without checkpoints", async () => {
    await topics.create("waited")
    const to = await kafkaConnector.openSink!(settings("waited"), context)
    open.push(to)
    await to.write(alerts(0, 1))
    await kafka.kill()
    logged.length = 0
    const writing = to.write(alerts(1, 3))
    await eventually(() =>
      expect(logged).toContainEqual(expect.stringMatching(/cannot write to topic waited .*trying again/)),
    )
    await kafka.start()
    await writing
    expect([...new Set(await seen("waited"))]).toEqual(linesOf(alerts(0, 3)))
    const impatient = await kafkaConnector.openSink!(settings("waited", { timeoutSeconds: 0.2 }), context)
    open.push(impatient)
    await kafka.kill()
    await expect(impatient.write(alerts(3, 4))).rejects.toMatchObject({ kind: "failure" })
    await kafka.start()
  })
})
