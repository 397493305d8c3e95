import { type ConnectorContext, ConnectorError, type Settings, type TableRows, type TableSource } from "../contract.ts"
import { messageRecord } from "./block.ts"
import { type KafkaClient, KafkaFault, type TopicState } from "./client.ts"
import { connectionOf, type KafkaConnection } from "./connection.ts"
import { kafkaFailure } from "./failure.ts"
import { kafkaJsClient } from "./kafkajs-client.ts"
import { type MessageLine, type MessageShape, messageShape } from "./message-line.ts"
import { endOffset, RecordCursor } from "./record-batches.ts"
import { topicResource } from "./resource.ts"
import { openTopics } from "./topics.ts"

const maxWaitMs = 500
const leastBytes = 1 << 20
const largestBatch = 128 << 20

/**
 * Opens a topic as the rows of a table: of each key the latest value, a message without value takes the row away. The first `read` goes through the
 * topic to its end as of then, each later one through what has come since. Throws `ConnectorError`.
 */
export async function openKafkaTable(settings: Settings, context: ConnectorContext): Promise<TableSource> {
  const openShape = (): Promise<MessageShape | undefined> => messageShape(settings, context)
  const table = new KafkaTable(String(settings.topic), await connectionOf(settings, context), openShape)
  return { resources: [topicResource(settings)], read: () => table.read(), close: () => table.close() }
}

type TableProblem = TableRows["problems"][number]

class KafkaTable {
  readonly #name: string
  readonly #connection: KafkaConnection
  readonly #openShape: () => Promise<MessageShape | undefined>
  #client: KafkaClient | undefined
  #shape: MessageShape | undefined
  #line: MessageLine | undefined
  /** By key: a row, or why the latest value is none. */
  #rows = new Map<string, { readonly raw: unknown } | TableProblem>()
  /** Messages without a key belong to no row. */
  #withoutKey: TableProblem[] = []
  #next = new Map<number, number>()
  #topicId = ""
  #isClosed = false

  constructor(name: string, connection: KafkaConnection, openShape: () => Promise<MessageShape | undefined>) {
    this.#name = name
    this.#connection = connection
    this.#openShape = openShape
  }

  async read(): Promise<TableRows | undefined> {
    const { brokers } = this.#connection
    try {
      if (this.#isClosed) throw new ConnectorError("closed", "the table was closed")
      if (this.#client === undefined) {
        this.#shape ??= await this.#openShape()
        this.#line ??= this.#shape?.line()
        this.#client = await kafkaJsClient(this.#connection)
      }
      if (!(await this.#readOn(this.#client))) return undefined
      const all = [...this.#rows.values()]
      const problems = [...this.#withoutKey, ...all.filter((each): each is TableProblem => "problem" in each)]
      return { rows: all.flatMap((each) => ("raw" in each ? [each.raw] : [])), values: "json", problems }
    } catch (error) {
      if (this.#isClosed) throw new ConnectorError("closed", "the table was closed", error)
      throw kafkaFailure({ doing: `read topic ${this.#name}`, brokers }, error)
    }
  }

  /** False: nothing has come since the last time. */
  async #readOn(client: KafkaClient): Promise<boolean> {
    const needed = { name: this.#name, rights: ["Read" as const] }
    const [found] = await openTopics(client, this.#connection.brokers, [needed])
    const topic = found!
    const numbers = topic.partitions.map(({ number }) => number)
    const [starts, ends] = await Promise.all([
      client.offsets(this.#name, numbers, "earliest"),
      client.offsets(this.#name, numbers, "end"),
    ])
    // What was deleted before it was read here, or another topic: the rows are read from the beginning.
    const isNew = topic.id !== this.#topicId
    if (isNew || numbers.some((number) => (this.#next.get(number) ?? 0) < starts.get(number)!)) this.#forget(topic.id)
    let changed = isNew
    for (const number of numbers) {
      const from = Math.max(this.#next.get(number) ?? 0, starts.get(number)!)
      if (from >= ends.get(number)!) continue
      changed = true
      await this.#readPartition(client, topic, number, from, ends.get(number)!)
    }
    return changed
  }

  #forget(topicId: string): void {
    this.#rows = new Map()
    this.#withoutKey = []
    this.#next = new Map()
    this.#topicId = topicId
  }

  async #readPartition(
    client: KafkaClient,
    topic: TopicState,
    number: number,
    from: number,
    end: number,
  ): Promise<void> {
    const { leader } = topic.partitions.find((partition) => partition.number === number)!
    let bytes = leastBytes
    for (let next = from; next < end; ) {
      const asked = {
        topicId: topic.id,
        partitions: [{ number, offset: next }],
        maxWaitMs,
        maxBytes: bytes,
        maxPartitionBytes: bytes,
      }
      const [answer] = await client.fetch(leader, asked)
      if (answer === undefined) throw new KafkaFault("PROTOCOL", "the broker's answer is empty")
      if (answer.error !== undefined) {
        throw new KafkaFault(answer.error, `partition ${number} of topic ${topic.name}: ${answer.error}`)
      }
      const cursor = new RecordCursor(answer.records, answer.aborted, next)
      while (cursor.next() && cursor.offset < end) {
        while (this.#line?.make(cursor) === false) await this.#line.load()
        this.#take(cursor, number)
      }
      const reached = endOffset(answer.records, next)
      if (reached === next && answer.records.length > 0) bytes = Math.min(bytes * 2, largestBatch)
      next = reached
      this.#next.set(number, Math.min(next, end))
    }
  }

  #take(cursor: RecordCursor, partition: number): void {
    const { bytes, keyFrom, keyTo, offset } = cursor
    const position = { topic: this.#name, partition, offset }
    if (keyFrom < 0) {
      const problem = { code: "no-key", reason: "the message has no key, so it is the row of none" }
      this.#withoutKey.push({ problem, position })
      return
    }
    const key = bytes.toString("latin1", keyFrom, keyTo)
    this.#rows.delete(key)
    if (cursor.valueFrom < 0) return
    const { raw, problem } = messageRecord(this.#line ?? cursor, this.#line?.problem, position)
    this.#rows.set(key, problem === undefined ? { raw } : { problem, position })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#shape?.close()
    await this.#client?.close()
  }
}
