/** What Kafka has forgotten gets its outcome, wherever the connection is lost while it is brought: against a small model of the cluster. */
import { describe, expect, test } from "vitest"
import { KafkaFault } from "../../../../runtime/connectors/kafka/client.ts"
import type { Request } from "../../../../runtime/connectors/kafka/requests.ts"
import { type Settling, settle, type Unfinished } from "../../../../runtime/connectors/kafka/settle.ts"
import { WireReader } from "../../../../runtime/connectors/kafka/wire.ts"

const id = "job"
const reach = { topics: ["alerts"], mark: { group: id, topic: "alerts", partition: 0 } }
type Outcome = "commit" | "abort"

/** A coordinator with one transactional id, and what it has left without an outcome: two partitions and the mark. */
class Cluster implements Settling {
  readonly unfinished = new Map<string, Unfinished>()
  readonly open_ = new Set(["0", "2", "mark"])
  /** By what was left: the outcomes that came to it. */
  readonly brought = new Map<string, Outcome[]>()
  asked = 0
  private state: string
  private epoch = 4
  private readonly added = new Set<string>()
  private readonly lostAt: number
  private readonly isLostBefore: boolean

  /** The connection is lost with the request of that number, before or behind its effect. */
  constructor(last: Outcome, lostAt = -1, isLostBefore = false) {
    this.state = last === "commit" ? "CompleteCommit" : "CompleteAbort"
    this.lostAt = lostAt
    this.isLostBefore = isLostBefore
  }

  async ask<T>({ name, body }: Request<T>, errorOf: (answer: T) => string | undefined): Promise<T> {
    const isLost = this.asked++ === this.lostAt
    if (isLost && this.isLostBefore) throw new KafkaFault("CONNECTION", "lost")
    const answer = this.answerTo(name, new WireReader(body)) as T
    if (isLost) throw new KafkaFault("CONNECTION", "lost")
    const error = errorOf(answer)
    if (error !== undefined) throw new KafkaFault(error, error)
    return answer
  }

  async open(topic: string) {
    const partitions = [...this.open_].filter((part) => part !== "mark").map(Number)
    return { topic, partitions }
  }

  async isOpen() {
    return this.open_.has("mark")
  }

  /** Another process claims. */
  claimElsewhere(): void {
    this.claim()
  }

  private answerTo(name: string, read: WireReader): object {
    if (name === "DescribeTransactions") return { error: undefined, state: this.state }
    expect(read.string()).toBe(id)
    if (name === "InitProducerId") return this.claim()
    expect(read.int64()).toBe(7)
    if (read.int16() !== this.epoch) return { error: "INVALID_PRODUCER_EPOCH" }
    if (name === "EndTxn") return this.end(read.int8() === 1 ? "commit" : "abort")
    this.state = "Ongoing"
    const isMark = name === "AddOffsetsToTxn"
    for (const part of this.open_) if ((part === "mark") === isMark) this.added.add(part)
    return { error: undefined }
  }

  private claim(): object {
    const wasOngoing = this.state === "Ongoing"
    if (wasOngoing) this.bring("abort")
    this.state = wasOngoing ? "CompleteAbort" : "Empty"
    this.epoch++
    return wasOngoing ? { error: "CONCURRENT_TRANSACTIONS" } : { error: undefined, producer: 7, epoch: this.epoch }
  }

  private end(outcome: Outcome): object {
    this.bring(outcome)
    this.state = outcome === "commit" ? "CompleteCommit" : "CompleteAbort"
    return { error: undefined }
  }

  private bring(outcome: Outcome): void {
    for (const part of this.added) {
      this.open_.delete(part)
      this.brought.set(part, [...(this.brought.get(part) ?? []), outcome])
    }
    this.added.clear()
  }
}

describe.each(["commit", "abort"] as const)("after a %s", (outcome) => {
  const all = new Map(["0", "2", "mark"].map((part) => [part, [outcome]]))

  test("it is brought to all that is open", async () => {
    const cluster = new Cluster(outcome)
    await settle(id, 1000, reach, cluster)
    expect(cluster.brought).toEqual(all)
    expect(cluster.unfinished.size).toBe(0)
  })

  for (const before of [true, false]) {
    test(`also where the connection is lost ${before ? "before" : "behind"} any of the requests`, async () => {
      const whole = new Cluster(outcome)
      await settle(id, 1000, reach, whole)
      expect(whole.asked).toBeGreaterThanOrEqual(6)
      for (let lost = 0; lost < whole.asked; lost++) {
        const cluster = new Cluster(outcome, lost, before)
        await expect(settle(id, 1000, reach, cluster)).rejects.toThrow("lost")
        await settle(id, 1000, reach, cluster)
        expect([lost, cluster.brought]).toEqual([lost, all])
        expect(cluster.unfinished.size).toBe(0)
      }
    })
  }
})

test("nothing is claimed where nothing is open", async () => {
  const cluster = new Cluster("commit")
  cluster.open_.clear()
  await settle(id, 1000, reach, cluster)
  expect(cluster.asked).toBe(1)
})

test("where another process has claimed since, this one knows nothing any more", async () => {
  // Lost behind what was added.
  const cluster = new Cluster("commit", 2, false)
  await expect(settle(id, 1000, reach, cluster)).rejects.toThrow("lost")
  expect(cluster.unfinished.size).toBe(1)
  cluster.claimElsewhere()
  cluster.open_.add("0")
  await expect(settle(id, 1000, reach, cluster)).rejects.toThrow("INVALID_PRODUCER_EPOCH")
  expect(cluster.unfinished.size).toBe(0)
})
