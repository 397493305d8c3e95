import { describe, expect, test } from "vitest"
import type {
  FetchedPartition,
  FetchRequest,
  KafkaClient,
  TopicState,
} from "../../../../runtime/connectors/kafka/client.ts"
import { KafkaFault } from "../../../../runtime/connectors/kafka/client.ts"
import { TopicReader } from "../../../../runtime/connectors/kafka/reader.ts"
import { recordBatch } from "../../../support/kafka/batches.ts"
import { readSome, readToEnd } from "../../../support/kafka/reading.ts"

type Answer = (
  node: number,
  request: FetchRequest,
) => Promise<readonly FetchedPartition[]> | readonly FetchedPartition[]

const fetched = (partition: number, more: Partial<FetchedPartition> = {}): FetchedPartition => ({
  partition,
  error: undefined,
  stable: 100,
  aborted: [],
  records: Buffer.alloc(0),
  ...more,
})

const records = (...offsets: number[]) => recordBatch(offsets.map((offset) => ({ offset, value: `{"n":${offset}}` })))

function topic(leaders: readonly number[], id = "id"): TopicState {
  return {
    name: "t",
    error: undefined,
    id,
    rights: ["Read"],
    partitions: leaders.map((leader, number) => ({ number, leader })),
  }
}

/** A reader of a cluster that answers as it is told; `states`: what the topic is, one after the other. */
function make(states: readonly TopicState[], answer: Answer, ends?: ReadonlyMap<number, number>) {
  const logged: string[] = []
  const asked: { readonly node: number; readonly request: FetchRequest }[] = []
  let at = 0
  const client = {
    topics: async () => [states[Math.min(++at, states.length - 1)]!],
    fetch: async (node: number, request: FetchRequest) => {
      asked.push({ node, request })
      return answer(node, request)
    },
    offsets: async (_: string, [partition]: readonly number[], which: string) =>
      new Map([[partition!, which === "end" ? 100 : 0]]),
  } as Partial<KafkaClient> as KafkaClient
  const starts = new Map(states[0]!.partitions.map(({ number }) => [number, 0]))
  const log = (_: string, message: string) => logged.push(message)
  const settings = { client, brokers: ["h:1"], topic: states[0]!, starts, ends, acceptLoss: false, log }
  return { reader: new TopicReader(settings), asked, logged }
}

/** Never answers. */
const silence = () => new Promise<never>(() => {})

describe("a reader of a topic", () => {
  test("asks each partition's leader, and the new one when that has changed", async () => {
    let moved = false
    const { reader, asked } = make([topic([1, 2]), topic([1, 3])], (node, { partitions }) => {
      if (node === 2) {
        moved = true
        return [fetched(1, { error: "NOT_LEADER_OR_FOLLOWER" })]
      }
      const { number, offset } = partitions[0]!
      return offset === 0 && (number === 0 || moved) ? [fetched(number, { records: records(0, 1) })] : silence()
    })
    const lines = await Promise.all(reader.partitions.map((partition) => readSome(partition, 2)))
    expect(lines.map((each) => each.map(({ offset }) => offset))).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(asked.map(({ node }) => node)).toEqual(expect.arrayContaining([1, 2, 3]))
    reader.close()
  })

  test("takes from an answer only what it asked for, whatever comes", async () => {
    const answers = [records(0, 1, 2), records(0, 1, 2, 3, 4), records(3, 5), records(4, 5, 6, 7)]
    const { reader } = make(
      [topic([1])],
      () => [fetched(0, { records: answers.shift() ?? records(0, 9) })],
      new Map([[0, 10]]),
    )
    const lines = await readToEnd(reader.partitions[0]!)
    expect(lines.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9])
    reader.close()
  })

  test("asks for more at once where a batch is larger than what it asked for", async () => {
    const whole = recordBatch([{ offset: 0, value: JSON.stringify({ text: "x".repeat(3 << 20) }) }])
    const { reader, asked } = make(
      [topic([1])],
      (_, { maxPartitionBytes }) => [fetched(0, { records: whole.subarray(0, maxPartitionBytes) })],
      new Map([[0, 1]]),
    )
    expect(await readToEnd(reader.partitions[0]!)).toHaveLength(1)
    expect(asked.map(({ request }) => request.maxPartitionBytes)).toEqual([1 << 20, 2 << 20, 4 << 20])
    reader.close()
  })

  test("asks no more while much of a partition is not read", async () => {
    const large = (offset: number) => recordBatch([{ offset, value: JSON.stringify({ text: "x".repeat(700_000) }) }])
    const { reader, asked } = make([topic([1, 1])], (_, { partitions }) =>
      partitions.map(({ number, offset }) => fetched(number, { records: large(offset) })),
    )
    // Of the second partition as much is held as is allowed; the first one is asked for alone then.
    expect(await readSome(reader.partitions[0]!, 5)).toHaveLength(5)
    reader.close()
    const ofSecond = asked.flatMap(({ request }) => request.partitions.filter(({ number }) => number === 1))
    expect(ofSecond.map(({ offset }) => offset)).toEqual([0, 1])
  })

  test.each<[string, TopicState, RegExp]>([
    ["has more partitions", topic([1, 1]), /has 2 partitions now, and had 1: start the job again/],
    ["was made again", topic([1], "other"), /deleted and made again while it was read/],
  ])("stops where the topic %s", async (_, state, words) => {
    const { reader } = make([topic([1]), state], () => [fetched(0, { error: "NOT_LEADER_OR_FOLLOWER" })])
    const reading = reader.partitions[0]!.read()
    await expect(reading).rejects.toMatchObject({ kind: "failure", message: expect.stringMatching(words) })
    await expect(reader.partitions[0]!.read()).rejects.toThrow(words)
  })

  test("stops where waiting does not help, and says what it was", async () => {
    const { reader } = make([topic([1])], () => {
      throw new KafkaFault("AUTHENTICATION", "no such user")
    })
    await expect(reader.partitions[0]!.read()).rejects.toMatchObject({
      kind: "failure",
      message: expect.stringMatching(/cannot read topic t \(Kafka at h:1\): no such user; check `mechanism`/),
    })
  })

  test("says once that the brokers are away, and that they are back", async () => {
    let failures = 4
    const { reader, logged } = make([topic([-1]), topic([-1]), topic([-1]), topic([-1]), topic([1])], () =>
      failures-- > 0 ? [fetched(0, { records: records(4 - failures) })] : silence(),
    )
    expect(await readSome(reader.partitions[0]!, 2)).toHaveLength(2)
    expect(logged).toEqual([expect.stringMatching(/has no leader now.*waiting for it/), "topic t can be read again"])
    reader.close()
  })
})
