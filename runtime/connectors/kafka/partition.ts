import { Buffer } from "node:buffer"
import type { Batch, Partition, Position, ReadOptions } from "../contract.ts"
import { BatchMaker } from "./block.ts"
import type { FetchedPartition } from "./client.ts"
import type { MessageLine } from "./message-line.ts"
import { readPosition } from "./position.ts"
import { endOffset, RecordCursor } from "./record-batches.ts"

/** What a partition needs of who reads its topic. */
export interface PartitionHost {
  readonly topic: string
  readonly topicId: string
  /** Makes the lines of one partition; undefined: values are lines. */
  line(): MessageLine | undefined
  /** Checks a stored offset against what Kafka holds; the offset to go on from. Throws `ConnectorError`. */
  admit(partition: number, stored: { readonly offset: number; readonly topicId: string }): Promise<number>
  /** The first `read` of any partition: all positions are known. Again is harmless. */
  begin(): void
  /** There is room for more. */
  wake(): void
  failureOf(error: unknown): Error
}

/** Fetched and not yet handed out, before no more is asked for. */
const enoughBytes = 1 << 20

/** One partition of a topic. Bytes come in by `accept`, when the reader of the topic has them, and go out by `read`. */
export class KafkaPartition implements Partition {
  readonly name: string
  readonly number: number
  readonly #host: PartitionHost
  readonly #queue: FetchedPartition[] = []
  #queuedBytes = 0
  #maker: BatchMaker
  #end: number
  #fetchOffset: number
  /** Behind the last record that may be seen, as the last answer said. */
  #stable: number | undefined
  #failure: Error | undefined
  /** A `read` waits. */
  #waiting: (() => void) | undefined
  isStarted = false
  wasSought = false

  /** `start`: the first offset to read; `end`: the one behind the last one. */
  constructor(host: PartitionHost, number: number, start: number, end: number) {
    this.#host = host
    this.number = number
    this.name = `${host.topic}/${number}`
    this.#end = end
    this.#fetchOffset = start
    this.#maker = new BatchMaker(host.topic, number, start, end, host.line())
  }

  get isHeldUp(): boolean {
    return this.#maker.waits
  }

  /** The offset to be asked for next; undefined: nothing is wanted now. */
  get wanted(): number | undefined {
    if (!this.isStarted || this.#queuedBytes >= enoughBytes || this.#fetchOffset >= this.#end) return undefined
    return this.#fetchOffset
  }

  async read({ lines = false }: ReadOptions = {}): Promise<Batch | null> {
    if (!this.isStarted) this.#host.begin()
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure
      if (this.#maker.isEmpty && !this.#nextAnswer()) {
        if (this.#maker.next >= this.#end) return null
        await this.#more()
        continue
      }
      const batch = this.#take(lines)
      if (batch.records.length > 0 || batch.block !== undefined) return batch
      if (this.#maker.waits) await this.#maker.load()
    }
  }

  #take(lines: boolean): Batch {
    try {
      return this.#maker.take(lines)
    } catch (error) {
      throw this.#host.failureOf(error)
    }
  }

  #nextAnswer(): boolean {
    const answer = this.#queue.shift()
    if (answer === undefined) return false
    this.#queuedBytes -= answer.records.length
    this.#maker.give(new RecordCursor(answer.records, answer.aborted, this.#maker.next))
    this.#host.wake()
    return true
  }

  #more(): Promise<void> {
    const more = new Promise<void>((resolve) => {
      this.#waiting = resolve
    })
    this.#host.wake()
    return more
  }

  position(): Position {
    const { topic, topicId } = this.#host
    return { topic, topicId, partition: this.number, offset: this.#maker.next }
  }

  behind(): number | undefined {
    return this.#stable === undefined ? undefined : Math.max(0, this.#stable - this.#maker.next)
  }

  async seek(stored: Position): Promise<void> {
    if (this.isStarted) throw new Error("a partition seeks before it reads")
    const position = readPosition(stored, this.#host.topic, this.number)
    this.startAt(await this.#host.admit(this.number, position))
    this.wasSought = true
  }

  /** Where reading begins. Before the first `read`. */
  startAt(offset: number): void {
    this.#fetchOffset = offset
    this.#maker = new BatchMaker(this.#host.topic, this.number, offset, this.#end, this.#host.line())
  }

  /** Reading ends before that offset. Before the first `read`. */
  endAt(offset: number): void {
    this.#end = offset
    this.startAt(this.#fetchOffset)
  }

  /** Takes what was asked for at `offset`. False: there were bytes, and not one whole batch. */
  accept(answer: FetchedPartition, offset: number): boolean {
    this.#stable = Math.min(answer.stable, this.#end)
    if (offset !== this.#fetchOffset || answer.records.length === 0) return true
    this.#fetchOffset = endOffset(answer.records, offset)
    if (this.#fetchOffset === offset) return false
    // What came in one answer shares its memory: a partition that waits should not hold that of all others.
    const isSmall = 2 * answer.records.length < answer.records.buffer.byteLength
    this.#queue.push(isSmall ? { ...answer, records: Buffer.from(answer.records) } : answer)
    this.#queuedBytes += answer.records.length
    this.#resume()
    return true
  }

  /** What lies before `offset` is not there any more. */
  skipTo(offset: number): void {
    this.#fetchOffset = offset
  }

  /** Reads reject from now on. The first one counts. */
  fail(error: Error): void {
    this.#failure ??= error
    this.#resume()
  }

  #resume(): void {
    const resume = this.#waiting
    this.#waiting = undefined
    resume?.()
  }
}
