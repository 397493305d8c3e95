import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Position, Settings, Source } from "../../runtime/connectors/contract.ts"
import { kafkaConnector } from "../../runtime/connectors/kafka/index.ts"
import { eventually } from "../support/eventually.ts"
import { linesOf, readSome, readToEnd, textsOf } from "../support/kafka/reading.ts"
import { openTopics, type Topics } from "../support/kafka/topics.ts"
import { type Kafka, startKafka } from "../support/kafka.ts"

let kafka: Kafka
let topics: Topics
const opened: { close(): Promise<void> }[] = []
const logged: string[] = []

beforeAll(async () => {
  // Segments of a few records, so that there are some to delete.
  kafka = await startKafka({ settings: ["log.roll.ms=1000"] })
  topics = await openTopics(kafka.brokers)
})
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()))
  await topics?.close()
  await kafka?.remove()
})

const context = { folder: ".", log: (_: string, message: string) => logged.push(message) }
const settings = (topic: string, more: Settings = {}): Settings => ({ topic, brokers: kafka.brokers, ...more })

async function open(topic: string, more: Settings = {}, acceptLoss = false): Promise<Source> {
  const source = await kafkaConnector.openSource!(settings(topic, more), { ...context, acceptLoss })
  opened.push(source)
  return source
}

const openToEnd = (topic: string, more: Settings = {}) => open(topic, { until: "end", ...more })
const numbered = (from: number, to: number, partition = 0) =>
  Array.from({ length: to - from }, (_, at) => ({ partition, value: `{"n":${from + at}}` }))
const refused = (topic: string, more: Settings = {}) =>
  open(topic, more).then(
    () => expect.unreachable(),
    (error) => error,
  )

describe("a topic as a source", () => {
  test("has a partition for each of its own, and ends where it ended at the start", async () => {
    await topics.create("parts", 3)
    await topics.send("parts", [...numbered(0, 3, 0), ...numbered(3, 5, 2)])
    const source = await openToEnd("parts")
    await topics.send("parts", numbered(9, 10, 1))
    expect(source.bounded).toBe(true)
    expect(source.partitions.map(({ name }) => name)).toEqual(["parts/0", "parts/1", "parts/2"])
    expect(await textsOf(source)).toEqual([['{"n":0}', '{"n":1}', '{"n":2}'], [], ['{"n":3}', '{"n":4}']])
    const positions = source.partitions.map((partition) => partition.position())
    expect(positions.map(({ offset }) => offset)).toEqual([3, 0, 2])
    expect(positions[0]).toEqual({ topic: "parts", topicId: expect.any(String), partition: 0, offset: 3 })
  })

  test("reads the same as lines and as records, compressed or not, whatever the size", async () => {
    await topics.create("sizes", 1, { "max.message.bytes": "8000000" })
    const values = [10, 70_000, 300_000, 2_500_000, 10].map((length) => JSON.stringify({ text: "x".repeat(length) }))
    for (const value of values) await topics.send("sizes", [{ value }, { value: "no json" }, { value: '{"a":\n1}' }])
    await topics.send("sizes", [{ key: "k", value: null }, { value: '{"last":"ä"}' }], 1)
    const expected = [...values.flatMap((value) => [value, "no json", '{"a":\n1}']), "", '{"last":"ä"}']
    expect((await textsOf(await openToEnd("sizes"), { lines: true }))[0]).toEqual(expected)
    const lines = await readToEnd((await openToEnd("sizes")).partitions[0]!)
    expect(lines.map(({ text }) => text)).toEqual(expected)
    expect(lines.map(({ offset }) => offset)).toEqual(expected.map((_, at) => at))
    expect(lines.filter(({ problem }) => problem !== undefined).map(({ problem }) => problem)).toEqual([
      ...values.map(() => "not-json"),
      "no-value",
    ])
  })

  test.each(["gzip", "snappy", "lz4", "zstd"])("reads what is compressed with %s", async (codec) => {
    await topics.create(codec, 1, { "compression.type": codec, "max.message.bytes": "8000000" })
    const words = ["payment", "account", "merchant", "refund"]
    const values = Array.from({ length: 5000 }, (_, n) => {
      const text = `${words[n % 4]} ${words[(n * 7) % 4]} ${(n * 2_654_435_761) % 1000}`
      return JSON.stringify({ n, text: n % 1000 === 0 ? text.repeat(5000) : text })
    })
    for (let from = 0; from < values.length; from += 500) {
      await topics.send(
        codec,
        values.slice(from, from + 500).map((value) => ({ value })),
      )
    }
    await topics.send(codec, [{ value: "{}" }])
    expect((await textsOf(await openToEnd(codec), { lines: true }))[0]).toEqual([...values, "{}"])
  })

  test("begins at the earliest record, the latest, or a time", async () => {
    await topics.create("from")
    const at = (time: string) => String(Date.parse(time))
    await topics.send("from", [
      { value: '{"n":1}', timestamp: at("2020-01-01T00:00:00Z") },
      { value: '{"n":2}', timestamp: at("2020-01-02T00:00:00Z") },
    ])
    expect(await textsOf(await openToEnd("from"))).toEqual([['{"n":1}', '{"n":2}']])
    expect(await textsOf(await openToEnd("from", { from: "latest" }))).toEqual([[]])
    expect(await textsOf(await openToEnd("from", { from: "2020-01-01T12:00:00Z" }))).toEqual([['{"n":2}']])
    expect(await textsOf(await openToEnd("from", { from: "2020-02-01" }))).toEqual([[]])
    const live = await open("from", { from: "latest" })
    expect(live.bounded).toBe(false)
    await topics.send("from", [{ value: '{"n":3}' }])
    expect(await readSome(live.partitions[0]!, 1)).toEqual([{ text: '{"n":3}', offset: 2 }])
  })

  test("goes on at any position that it has given", async () => {
    await topics.create("resumed")
    for (let from = 0; from < 40; from += 10) {
      await topics.send("resumed", [...numbered(from, from + 9), { value: `odd ${from}` }])
    }
    const aborted = await topics.transaction("resumed")
    await aborted.send({ topic: "resumed", messages: numbered(-5, 0) })
    await aborted.abort()
    await topics.send("resumed", numbered(40, 50))
    // The end of a transaction is written a little later than it is known.
    await eventually(async () => {
      expect((await textsOf(await openToEnd("resumed")))[0]).toHaveLength(50)
    })
    const source = await openToEnd("resumed")
    const partition = source.partitions[0]!
    const lines = { lines: true }
    const positions: Position[] = []
    const read: string[][] = []
    for (let batch = await partition.read(lines); batch !== null; batch = await partition.read(lines)) {
      positions.push(partition.position())
      read.push(linesOf(batch).map(({ text }) => text))
    }
    expect(read.flat()).toHaveLength(50)
    expect(read.length).toBeGreaterThan(4)
    for (const [at, position] of positions.entries()) {
      const again = await openToEnd("resumed")
      await again.partitions[0]!.seek(position)
      expect(again.partitions[0]!.position()).toEqual(position)
      expect((await textsOf(again)).flat()).toEqual(read.slice(at + 1).flat())
    }
  })

  test("does not see what was aborted, and not yet what is open", async () => {
    await topics.create("isolated")
    const aborted = await topics.transaction("isolated-1")
    await aborted.send({ topic: "isolated", messages: numbered(0, 2) })
    await aborted.abort()
    const committed = await topics.transaction("isolated-2")
    await committed.send({ topic: "isolated", messages: numbered(2, 4) })
    await committed.commit()
    const open = await topics.transaction("isolated-3")
    await open.send({ topic: "isolated", messages: numbered(4, 6) })
    const seen = async () => (await textsOf(await openToEnd("isolated"), { lines: true }))[0]
    await eventually(async () => expect(await seen()).toEqual(['{"n":2}', '{"n":3}']))
    await open.commit()
    await eventually(async () => expect(await seen()).toHaveLength(4))
  })

  test("holds little of what nobody reads, and loses nothing of it", async () => {
    await topics.create("slow", 2)
    const value = JSON.stringify({ text: "x".repeat(1000) })
    for (let round = 0; round < 10; round++) {
      await topics.send(
        "slow",
        Array.from({ length: 500 }, (_, at) => ({ partition: at % 2, value })),
      )
    }
    const source = await openToEnd("slow")
    const [first, second] = source.partitions
    // One partition is read to its end while nobody reads the other.
    expect(await readToEnd(first!, { lines: true })).toHaveLength(2500)
    const lines = await readToEnd(second!, { lines: true })
    expect(lines.map(({ offset }) => offset)).toEqual(Array.from({ length: 2500 }, (_, at) => at))
  })

  test("reads partitions that came after a checkpoint from their beginning", async () => {
    await topics.create("grown", 1)
    await topics.send("grown", numbered(0, 2))
    const before = await openToEnd("grown")
    await textsOf(before)
    const position = before.partitions[0]!.position()
    await topics.addPartitions("grown", 2)
    const later = await openTopics(kafka.brokers)
    await later.send("grown", numbered(2, 4, 1))
    await later.close()
    const after = await openToEnd("grown", { from: "latest" })
    await after.partitions[0]!.seek(position)
    expect(await textsOf(after)).toEqual([[], ['{"n":2}', '{"n":3}']])
  })

  test("commits what was read to a group, for tools that show lag", async () => {
    await topics.create("lagging")
    await topics.send("lagging", numbered(0, 7))
    const source = await openToEnd("lagging", { group: "watchers" })
    await textsOf(source)
    await source.close()
    await source.close()
    expect((await topics.committed("watchers", "lagging"))[0]).toMatchObject({ offset: "7" })
  })

  test("commits only what is finished in a job with checkpoints", async () => {
    await topics.create("checkpointed", 2)
    await topics.send("checkpointed", [...numbered(0, 7), ...numbered(7, 9, 1)])
    const settingsOf = settings("checkpointed", { until: "end", group: "finished" })
    const read = async (finished: readonly (readonly [string, number])[]) => {
      const source = await kafkaConnector.openSource!(settingsOf, { ...context, hasCheckpoints: true })
      opened.push(source)
      await textsOf(source)
      source.finished!(new Map(finished.map(([name, offset]) => [name, { offset }])))
      await source.close()
      return (await topics.committed("finished", "checkpointed")).map(({ offset }) => offset).sort()
    }
    expect(await read([])).toEqual(["-1", "-1"])
    expect(await read([["checkpointed/0", 3]])).toEqual(["-1", "3"])
    expect(
      await read([
        ["checkpointed/0", 4],
        ["checkpointed/1", 2],
      ]),
    ).toEqual(["2", "4"])
  })
})

describe("a position that cannot be gone on from", () => {
  async function stored(topic: string, read: number): Promise<Position> {
    const source = await openToEnd(topic)
    await textsOf(source)
    return { ...source.partitions[0]!.position(), offset: read }
  }

  test("stops the job where records were deleted, unless that is accepted", async () => {
    await topics.create("short")
    await topics.send("short", numbered(0, 10))
    const position = await stored("short", 4)
    await topics.deleteBefore("short", 0, 6)
    const source = await openToEnd("short")
    await expect(source.partitions[0]!.seek(position)).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/partition 0: 2 offsets from 4 on were deleted before the job read them/),
    })
    const accepting = await open("short", { until: "end" }, true)
    await accepting.partitions[0]!.seek(position)
    expect(await textsOf(accepting)).toEqual([numbered(6, 10).map(({ value }) => value)])
    expect(logged).toContainEqual(expect.stringMatching(/topic short, partition 0: 2 offsets were deleted/))
  })

  test("stops a running job whose next records retention deletes", async () => {
    await topics.create("raced")
    await topics.send("raced", numbered(0, 10))
    const live = await open("raced")
    await live.partitions[0]!.seek({ ...live.partitions[0]!.position(), offset: 2 })
    await topics.deleteBefore("raced", 0, 5)
    await expect(readSome(live.partitions[0]!, 1)).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/3 offsets from 2 on were deleted/),
    })
  })

  test("stops the job where the topic was made again, also while it runs", async () => {
    await topics.create("again")
    await topics.send("again", numbered(0, 3))
    const position = await stored("again", 3)
    const live = await open("again")
    expect(await readSome(live.partitions[0]!, 3)).toHaveLength(3)
    await topics.remove("again")
    await topics.create("again")
    await topics.send("again", numbered(0, 9))
    await expect(readSome(live.partitions[0]!, 1)).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/topic again was deleted and made again while it was read/),
    })
    const source = await openToEnd("again")
    await expect(source.partitions[0]!.seek(position)).rejects.toMatchObject({
      message: expect.stringMatching(/deleted and made again since it was read to offset 3/),
    })
  })

  test("stops the job where the topic is gone", async () => {
    await topics.create("deleted")
    const live = await open("deleted")
    const reading = readSome(live.partitions[0]!, 1).catch((error) => error)
    await topics.remove("deleted")
    expect(await reading).toMatchObject({ kind: "failure", message: expect.stringMatching(/topic deleted is gone/) })
  })
})

describe("a source that cannot be opened says why", () => {
  test("for a topic that is not there, with the name that was meant", async () => {
    await topics.create("transactions")
    expect(await refused("transaktions")).toMatchObject({
      kind: "usage",
      message: `Kafka at ${kafka.brokers} has no topic transaktions, or this user may not see it; did you mean transactions?`,
    })
    expect(await refused("qqqqqqqq")).toMatchObject({ message: expect.stringMatching(/make the topic first/) })
    expect(await refused("no topic's name")).toMatchObject({ kind: "usage" })
  })

  test("for a broker that is not there", async () => {
    const brokers = "127.0.0.1:1"
    expect(await refused("transactions", { brokers })).toMatchObject({
      kind: "failure",
      message: expect.stringMatching(
        /cannot read topic transactions \(Kafka at 127\.0\.0\.1:1\): .*ECONNREFUSED.*check that the broker runs/,
      ),
    })
    // One of several is enough.
    const source = await open("transactions", { brokers: `${brokers},${kafka.brokers}`, until: "end" })
    expect(await textsOf(source)).toEqual([[]])
  })
})
