import { Buffer } from "node:buffer"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { KafkaClient, TopicState } from "../../runtime/connectors/kafka/client.ts"
import type { KafkaConnection } from "../../runtime/connectors/kafka/connection.ts"
import { RecordCursor } from "../../runtime/connectors/kafka/record-batches.ts"
import { eventually } from "../support/eventually.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

type Connect = (connection: KafkaConnection) => Promise<KafkaClient>

/** What the connector for Kafka relies on, against a real broker: for each client that is to be used with it. */
export function testKafkaClient(name: string, connect: Connect): void {
  describe(`${name} as a client for Kafka`, () => {
    const world = {} as World
    beforeAll(async () => {
      world.kafka = await startKafka()
      world.topics = await openTopics(world.kafka.brokers)
      world.client = await connect({ brokers: [world.kafka.brokers] })
    })
    afterAll(async () => {
      await world.client?.close()
      await world.topics?.close()
      await world.kafka?.remove()
    })
    finding(world)
    bringing(world)
    placing(world)
    hiding(world)
    transacting(world)
    claiming(world)
    telling(world, connect)
    grouping(world, connect)
  })
}

interface World {
  kafka: Kafka
  topics: Topics
  client: KafkaClient
}

function finding(world: World): void {
  test("knows topics by name and id, and makes none", async () => {
    await world.topics.create("known", 3)
    const [known, unknown] = await world.client.topics(["known", "unknown"])
    expect(known).toMatchObject({
      name: "known",
      error: undefined,
      id: expect.stringMatching(/^[\w-]{22}$/),
      rights: ["Read", "Write"],
    })
    expect(known!.partitions).toEqual([0, 1, 2].map((number) => ({ number, leader: 1 })))
    expect(unknown).toMatchObject({ name: "unknown", error: "UNKNOWN_TOPIC_OR_PARTITION", partitions: [] })
    expect(await world.client.topicNames()).not.toContain("unknown")
    await world.topics.remove("known")
    await world.topics.create("known")
    expect((await stateOf(world, "known")).id).not.toBe(known!.id)
  })

  test("finds the earliest offset, the end, and the first one of a time", async () => {
    await world.topics.create("offsets", 2)
    const messages = [10, 20, 30].map((time) => ({ partition: 0, value: "{}", timestamp: String(time) }))
    await world.topics.send("offsets", messages)
    await world.topics.deleteBefore("offsets", 0, 1)
    expect(await world.client.offsets("offsets", [0, 1], "earliest")).toEqual(
      new Map([
        [0, 1],
        [1, 0],
      ]),
    )
    expect(await world.client.offsets("offsets", [0, 1], "end")).toEqual(
      new Map([
        [0, 3],
        [1, 0],
      ]),
    )
    expect(await world.client.offsetsAt("offsets", [0, 1], 25)).toEqual(
      new Map([
        [0, 2],
        [1, 0],
      ]),
    )
    expect(await world.client.offsetsAt("offsets", [0], 31)).toEqual(new Map([[0, 3]]))
    await expect(world.client.offsets("nowhere", [0], "end")).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
    })
  })
}

function bringing(world: World): void {
  test("brings what was sent, with keys, and with no values", async () => {
    await world.topics.create("brought", 2)
    const producer = await world.client.producer()
    const headers = { id: "1", rule: "R" }
    await producer.send(
      [
        {
          topic: "brought",
          messages: [
            { key: "a", value: "ä\n", headers },
            { key: null, value: "" },
          ],
        },
      ],
      "none",
    )
    await producer.send([{ topic: "brought", messages: [{ key: "a", value: "zipped" }] }], "gzip")
    await producer.close()
    await world.topics.send("brought", [{ key: "a", value: null }])
    const all = [...(await readAll(world, "brought", 0)), ...(await readAll(world, "brought", 1))]
    expect(all.filter(({ key }) => key === "a").map(({ value }) => value)).toEqual(["ä\n", "zipped", null])
    expect(all.filter(({ key }) => key === null).map(({ value }) => value)).toEqual([""])
  })
}

function placing(world: World): void {
  test("sends a message to the partition that it names, and none is lost without a word", async () => {
    await world.topics.create("placed", 3)
    const producer = await world.client.producer()
    const messages = [2, 0, 2].map((partition, at) => ({ key: null, value: String(at), partition }))
    await producer.send([{ topic: "placed", messages }], "none")
    const values = await Promise.all([0, 1, 2].map((partition) => readAll(world, "placed", partition)))
    expect(values.map((all) => all.map(({ value }) => value))).toEqual([["1"], [], ["0", "2"]])
    const beyond = [...messages, { key: null, value: "3", partition: 3 }]
    await expect(producer.send([{ topic: "placed", messages: beyond }], "none")).rejects.toMatchObject({
      code: "UNKNOWN_TOPIC_OR_PARTITION",
    })
    await producer.close()
  })
}

function hiding(world: World): void {
  test("says that an offset is not there, and that a topic is another one", async () => {
    await world.topics.create("gone")
    await world.topics.send("gone", [{ value: "1" }, { value: "2" }, { value: "3" }])
    await world.topics.deleteBefore("gone", 0, 2)
    const before = await stateOf(world, "gone")
    const ask = async (offset: number) => {
      const partitions = [{ number: 0, offset }]
      const limits = { maxWaitMs: 0, maxBytes: 1 << 20, maxPartitionBytes: 1 << 20 }
      return (await world.client.fetch(1, { topicId: before.id, partitions, ...limits }))[0]?.error
    }
    expect(await ask(1)).toBe("OFFSET_OUT_OF_RANGE")
    expect(await ask(4)).toBe("OFFSET_OUT_OF_RANGE")
    expect(await ask(2)).toBeUndefined()
    await world.topics.remove("gone")
    await world.topics.create("gone")
    await eventually(async () => expect(await ask(2)).toBe("UNKNOWN_TOPIC_ID"))
  })

  test("shows only what was committed, also where aborted transactions overlap", async () => {
    await world.topics.create("committed")
    const outer = await world.topics.transaction("outer")
    const inner = await world.topics.transaction("inner")
    const good = await world.topics.transaction("good")
    const send = (to: typeof outer, value: string, key: Buffer | null = null) =>
      to.send({ topic: "committed", messages: [{ key, value }] })
    await send(outer, "aborted")
    await send(good, "good 1")
    await send(inner, "aborted")
    await inner.abort()
    // The key of a marker, and no marker.
    await send(outer, "aborted", Buffer.alloc(4))
    await send(outer, "aborted")
    await send(good, "good 2")
    await world.topics.send("committed", [{ value: "outside of transactions" }])
    await outer.abort()
    const ends = (offset: number) =>
      eventually(async () => expect((await world.client.offsets("committed", [0], "end")).get(0)).toBe(offset))
    // What is open holds back all behind it.
    await ends(1)
    await good.commit()
    await ends(10)
    expect((await readAll(world, "committed", 0)).map(({ value }) => value)).toEqual([
      "good 1",
      "good 2",
      "outside of transactions",
    ])
  })
}

function transacting(world: World): void {
  test("commits messages and an offset together, or neither", async () => {
    await world.topics.create("together")
    const transactions = await world.client.transactions("cep.together", 60_000, reachOf("together"))
    const begin = async (value: string) => {
      const place = { topic: "together", partition: 0, offset: 7 }
      const transaction = await transactions.begin("together", { ...place, metadata: `mark of ${value}` })
      await transaction.send([{ topic: "together", messages: [{ key: null, value }] }], "none")
      return transaction
    }
    expect(await world.client.committed("together")).toEqual([])
    await (await begin("first")).commit()
    await (await begin("second")).abort()
    await stable(async () => {
      const committed = await world.client.committed("together")
      expect(committed).toEqual([{ topic: "together", partition: 0, offset: 7, metadata: "mark of first" }])
    })
    expect((await readAll(world, "together", 0)).map(({ value }) => value)).toEqual(["first"])
    await transactions.close()
  })

  test("has a commit in all partitions when it resolves, and keeps it when the broker is killed", async () => {
    await world.topics.create("durable", 8)
    const transactions = await world.client.transactions("cep.durable", 60_000, reachOf("durable"))
    const place = { topic: "durable", partition: 0, offset: 7, metadata: "kept" }
    const messages = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, value: String(at) }))
    const transaction = await transactions.begin("durable", place)
    await transaction.send([{ topic: "durable", messages }], "none")
    await transaction.commit()
    await world.kafka.kill()
    await world.kafka.start()
    await transactions.close()
    await (await world.client.transactions("cep.durable", 60_000, reachOf("durable"))).close()
    expect(await world.client.committed("durable")).toEqual([place])
    const partitions = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((number) => readAll(world, "durable", number)))
    expect(partitions.flat()).toHaveLength(50)
  })
}

/** Each has a topic and a group of one name. */
const reachOf = (name: string) => ({ topics: [name], mark: { group: name, topic: name, partition: 0 } })

function claiming(world: World): void {
  test("shuts out who used the transactional id before, and ends what that one left open", async () => {
    await world.topics.create("claimed")
    const old = await world.client.transactions("cep.claimed", 60_000, reachOf("claimed"))
    const mark = { topic: "claimed", partition: 0, offset: 0, metadata: "" }
    const left = await old.begin("claimed", mark)
    await left.send([{ topic: "claimed", messages: [{ key: null, value: "left" }] }], "none")
    const claimed = await world.client.transactions("cep.claimed", 60_000, reachOf("claimed"))
    expect(await world.client.committed("claimed")).toEqual([])
    const send = () => left.send([{ topic: "claimed", messages: [{ key: null, value: "zombie" }] }], "none")
    await expect(send()).rejects.toMatchObject({
      code: expect.stringMatching(/^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED)$/),
    })
    await expect(left.commit()).rejects.toMatchObject({
      code: expect.stringMatching(/^(INVALID_PRODUCER_EPOCH|PRODUCER_FENCED)$/),
    })
    const fresh = await claimed.begin("claimed", mark)
    await fresh.send([{ topic: "claimed", messages: [{ key: null, value: "new" }] }], "none")
    await fresh.commit()
    await eventually(async () => {
      expect((await readAll(world, "claimed", 0)).map(({ value }) => value)).toEqual(["new"])
    })
    await Promise.all([old.close(), claimed.close()])
  })

  test("has the outcome of a commit in flight settled when a claim returns", async () => {
    await world.topics.create("race")
    for (let round = 0; round < 10; round++) {
      const transactions = await world.client.transactions("cep.race", 60_000, reachOf("race"))
      const mark = { topic: "race", partition: 0, offset: round, metadata: String(round) }
      const transaction = await transactions.begin("race", mark)
      await transaction.send([{ topic: "race", messages: [{ key: null, value: String(round) }] }], "none")
      const committing = transaction.commit().catch(() => {})
      const claimed = await world.client.transactions("cep.race", 60_000, reachOf("race"))
      let found = ""
      await stable(async () => {
        found = (await world.client.committed("race"))[0]?.metadata ?? "none"
      })
      await committing
      expect((await world.client.committed("race"))[0]?.metadata ?? "none").toBe(found)
      const values = (await readAll(world, "race", 0)).map(({ value }) => value)
      expect(values.includes(String(round))).toBe(found === String(round))
      await Promise.all([transactions.close(), claimed.close()])
    }
  })

  test("says what a broker allows, and is told by it", async () => {
    expect(await world.client.brokerSetting("transaction.max.timeout.ms")).toBe("900000")
    await expect(world.client.transactions("cep.long", 900_001, reachOf("long"))).rejects.toMatchObject({
      code: "INVALID_TRANSACTION_TIMEOUT",
    })
  })
}

function telling(world: World, connect: Connect): void {
  test("commits offsets for a group without members", async () => {
    await world.topics.create("lag", 2)
    await world.client.commit(
      "lag",
      "lag",
      new Map([
        [0, 3],
        [1, 5],
      ]),
    )
    expect((await world.topics.committed("lag", "lag")).map(({ offset }) => Number(offset)).sort()).toEqual([3, 5])
  })

  test("keeps a text beside a committed offset", async () => {
    await world.topics.create("noted")
    await world.client.commit("noted", "noted", new Map([[0, 7]]), '{"highest":12}')
    expect(await world.client.committed("noted")).toEqual([
      { topic: "noted", partition: 0, offset: 7, metadata: '{"highest":12}' },
    ])
  })

  test("makes a topic once, and knows its settings", async () => {
    const settings = { "retention.ms": "604800000", "cleanup.policy": "delete" }
    expect(await world.client.createTopic("made", 3, settings)).toBe(true)
    expect(await world.client.createTopic("made", 5, {})).toBe(false)
    await eventually(async () => expect((await stateOf(world, "made")).partitions).toHaveLength(3))
    const found = await world.client.topicSettings("made")
    expect(Object.fromEntries(found)).toMatchObject(settings)
  })

  test("says that a broker is not there", async () => {
    const lost = await connect({ brokers: ["127.0.0.1:1"] })
    await expect(lost.topics(["x"])).rejects.toMatchObject({ code: "CONNECTION", message: /127\.0\.0\.1:1/ })
    await expect(lost.producer()).rejects.toMatchObject({ code: "CONNECTION" })
    await lost.close()
  })

  test("ends what waits when it is closed", async () => {
    await world.topics.create("quiet")
    const own = await connect({ brokers: [world.kafka.brokers] })
    const { id } = (await own.topics(["quiet"]))[0]!
    const limits = { maxWaitMs: 60_000, maxBytes: 1 << 20, maxPartitionBytes: 1 << 20 }
    const waiting = own
      .fetch(1, { topicId: id, partitions: [{ number: 0, offset: 0 }], ...limits })
      .catch((error) => error)
    await own.topics(["quiet"])
    await own.close()
    expect(await waiting).toMatchObject({ name: "KafkaFault" })
    await expect(own.topics(["quiet"])).rejects.toMatchObject({ code: "CLOSED" })
  })
}

interface Read {
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

/** All of a partition that is to be seen now. */
async function readAll(world: World, name: string, number: number, from = 0): Promise<Read[]> {
  const { client } = world
  const topic = await stateOf(world, name)
  const all: Read[] = []
  const end = (await client.offsets(topic.name, [number], "end")).get(number)!
  for (let next = from; next < end; ) {
    const limits = { maxWaitMs: 100, maxBytes: 1 << 20, maxPartitionBytes: 1 << 20 }
    const [answer] = await client.fetch(1, { topicId: topic.id, partitions: [{ number, offset: next }], ...limits })
    expect(answer!.error).toBeUndefined()
    const cursor = new RecordCursor(answer!.records, answer!.aborted, next)
    while (cursor.next()) {
      const { bytes, keyFrom, keyTo, valueFrom, valueTo, offset } = cursor
      const key = keyFrom < 0 ? null : bytes.toString("utf8", keyFrom, keyTo)
      all.push({ offset, key, value: valueFrom < 0 ? null : bytes.toString("utf8", valueFrom, valueTo) })
    }
    next = cursor.nextOffset
  }
  return all
}

/** Again while a commit is under way. */
async function stable(look: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await look()
    } catch (error) {
      if ((error as { code?: string }).code !== "UNSTABLE_OFFSET_COMMIT") throw error
    }
  }
}

async function stateOf({ client }: World, topic: string): Promise<TopicState> {
  return (await client.topics([topic]))[0]!
}

function grouping(world: World, connect: Connect): void {
  const times = { sessionMs: 6000, rebalanceMs: 6000 }

  test("members of a group agree, and learn when they are to agree anew", async () => {
    const other = await connect({ brokers: [world.kafka.brokers] })
    try {
      const [a, b] = [world.client.group("members"), other.group("members")]
      const join = (member: string, said: string) => ({ member, protocol: "p", metadata: Buffer.from(said), ...times })
      const alone = await a.join(join("", "first"))
      expect(alone).toMatchObject({ leader: alone.member, members: [{ metadata: Buffer.from("first") }] })
      const given = await a.sync(alone.member, alone.generation, new Map([[alone.member, Buffer.from("all")]]))
      expect(given.toString()).toBe("all")
      await a.beat(alone.member, alone.generation)

      const second = b.join(join("", "second"))
      await eventually(() => expect(a.beat(alone.member, alone.generation)).rejects.toMatchObject(rebalance))
      const [first, joined] = await Promise.all([a.join(join(alone.member, "first again")), second])
      expect(joined).toMatchObject({ generation: first.generation, leader: alone.member, members: [] })
      expect(first.members.map(({ metadata }) => metadata.toString()).sort()).toEqual(["first again", "second"])
      const half = (name: string): [string, Buffer] => [name, Buffer.from(name)]
      const decided = new Map([half(first.member), half(joined.member)])
      const [own, others] = await Promise.all([
        a.sync(first.member, first.generation, decided),
        b.sync(joined.member, joined.generation, new Map()),
      ])
      expect([own.toString(), others.toString()]).toEqual([first.member, joined.member])

      await b.leave(joined.member)
      await expect(b.beat(joined.member, joined.generation)).rejects.toMatchObject({ code: "UNKNOWN_MEMBER_ID" })
      await expect(a.beat(first.member, first.generation)).rejects.toMatchObject(rebalance)
      const another = { ...join("", "third"), protocol: "q" }
      await expect(b.join(another)).rejects.toMatchObject({ code: "INCONSISTENT_GROUP_PROTOCOL" })
      await a.leave(first.member)
    } finally {
      await other.close()
    }
  })
}

const rebalance = { code: "REBALANCE_IN_PROGRESS" }
