import { Buffer } from "node:buffer"
import type { SinkRecord } from "../contract.ts"
import type { KafkaMessage, TopicMessages } from "./client.ts"

/** What a message takes in a request beside its key, value and headers, at most. */
const overheadBytes = 96
const mostMessages = 5000
/** Of the messages sent at once: they may all go to one partition, whose batches Kafka takes up to 1 MiB of by default. */
export const defaultBatchBytes = 512 << 10

/**
 * The message of an output: the line, and as headers its kind, rule and id, and the version of the rule set. Its key is the value of `keyField`, where one is given and the line
 * has it; else the key of an alert (of several fields: as JSON), and no key for all else.
 */
export function messageOf(record: SinkRecord, keyField: string | undefined): KafkaMessage {
  const { line, kind, rule, id, version } = record
  const headers = {
    "cep-kind": kind,
    ...(rule !== undefined && { "cep-rule": rule }),
    ...(id !== undefined && { "cep-id": id }),
    ...(version !== undefined && { "cep-version": version }),
  }
  return { key: keyOf(record, keyField), value: line, headers }
}

function keyOf({ line, kind }: SinkRecord, keyField: string | undefined): string | null {
  if (keyField === undefined && kind !== "alert") return null
  const value = fieldOf(JSON.parse(line), keyField ?? "key")
  if (keyField !== undefined || typeof value !== "object" || value === null) return textOf(value)
  const parts = Object.values(value)
  return parts.length === 0 ? null : parts.length === 1 ? textOf(parts[0]) : JSON.stringify(value)
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** Gathers messages until there are as many as are sent at once. */
export class MessageBatch {
  readonly #limit: number
  #topics = new Map<string, KafkaMessage[]>()
  #bytes = 0
  #count = 0

  constructor(limitBytes: number) {
    this.#limit = limitBytes
  }

  get isEmpty(): boolean {
    return this.#count === 0
  }

  /** Whether the message is to wait for the next batch. A batch takes one message, however large. */
  isFullFor(message: KafkaMessage): boolean {
    return this.#count > 0 && (this.#count >= mostMessages || this.#bytes + sizeOf(message) > this.#limit)
  }

  add(topic: string, message: KafkaMessage): void {
    const messages = this.#topics.get(topic)
    if (messages === undefined) this.#topics.set(topic, [message])
    else messages.push(message)
    this.#bytes += sizeOf(message)
    this.#count++
  }

  /** What was gathered; empty afterwards. */
  take(): TopicMessages[] {
    const taken = [...this.#topics].map(([topic, messages]) => ({ topic, messages }))
    this.#topics = new Map()
    this.#bytes = 0
    this.#count = 0
    return taken
  }
}

function sizeOf({ key, value, headers = {} }: KafkaMessage): number {
  let bytes = overheadBytes + Buffer.byteLength(value) + (key === null ? 0 : Buffer.byteLength(key))
  for (const [name, text] of Object.entries(headers)) bytes += Buffer.byteLength(name) + Buffer.byteLength(text)
  return bytes
}
