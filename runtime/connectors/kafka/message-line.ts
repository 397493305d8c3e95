import { Buffer, isUtf8 } from "node:buffer"
import { AvroDataError } from "../../formats/avro/input.ts"
import { JsonOutput } from "../../formats/avro/output.ts"
import { type ConnectorContext, ConnectorError, type Problem, type Settings } from "../contract.ts"
import { addFields, addKeyText, type MessageFields, messageFields } from "./message-fields.ts"
import type { RecordCursor } from "./record-batches.ts"
import { type SchemaRegistry, usesRegistry } from "./registry.ts"

/** Of what Confluent's serializers write: a zero byte, then four with the number of the schema. */
const schemaEnd = 5

/** How the messages of a topic become lines of JSON, where the value is not the line as it stands. */
export interface MessageShape {
  /** Lines for one reader of messages, which makes one after the other. */
  line(): MessageLine
  /** Ends what waits for schemas. */
  close(): void
}

interface Parts {
  readonly fields: MessageFields | undefined
  readonly avroValue: boolean
  readonly avroKey: boolean
  readonly registry: SchemaRegistry | undefined
}

/** The shape that settings ask for; undefined: values are lines. Throws `ConnectorError`, also where the schema registry cannot be reached. */
export async function messageShape(settings: Settings, context: ConnectorContext): Promise<MessageShape | undefined> {
  const fields = messageFields(settings)
  const avroValue = settings.format === "avro"
  const avroKey = settings.keyFormat === "avro"
  if (avroKey && fields?.key === undefined) {
    throw new ConnectorError("usage", "`keyFormat` says how the key is read for `keyField`, which is not given")
  }
  if (avroValue || avroKey) {
    const { openRegistry } = await import("./registry-client.ts")
    const registry = await openRegistry(settings, context)
    return shapeOf({ fields, avroValue, avroKey, registry })
  }
  if (usesRegistry(settings)) {
    throw new ConnectorError("usage", "`registry` is for format=avro or keyFormat=avro, and neither is given")
  }
  return fields && shapeOf({ fields, avroValue, avroKey, registry: undefined })
}

function shapeOf(parts: Parts): MessageShape {
  return { line: () => new MessageLine(parts), close: () => parts.registry?.close() }
}

/** Makes the line of one message at a time. Its bytes are used again for the next. */
export class MessageLine {
  readonly #parts: Parts
  readonly #line = new JsonOutput()
  #missing: number | undefined
  bytes: Buffer = this.#line.bytes
  /** -1: the message has no value. */
  valueFrom = -1
  valueTo = -1
  /** The message is no event. */
  problem: Problem | undefined
  /** There is no line break in what was copied. */
  isOneLine = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Makes the line of the message at the cursor. False: that needs a schema, which `load` brings. */
  make(cursor: RecordCursor): boolean {
    this.problem = undefined
    this.#missing = undefined
    this.valueFrom = -1
    this.valueTo = -1
    if (cursor.valueFrom < 0) return true
    this.#line.clear()
    this.problem = this.#write(cursor)
    if (this.#missing !== undefined) return false
    if (this.problem !== undefined) this.#asDelivered(cursor)
    this.bytes = this.#line.bytes
    this.valueFrom = 0
    this.valueTo = this.#line.length
    return true
  }

  /** What was written so far is of no use. */
  #asDelivered({ bytes, valueFrom, valueTo }: RecordCursor): void {
    this.#line.clear()
    if (!this.#parts.avroValue) this.#line.raw(bytes, valueFrom, valueTo)
  }

  #write(cursor: RecordCursor): Problem | undefined {
    const { bytes, valueFrom, valueTo } = cursor
    const { fields, avroValue } = this.#parts
    if (avroValue) {
      const problem = this.#avro(bytes, valueFrom, valueTo, "value")
      if (problem !== undefined) return problem
      this.isOneLine = true
    } else {
      this.#line.raw(bytes, valueFrom, valueTo)
      this.isOneLine = !this.#line.bytes.subarray(0, this.#line.length).includes(lineFeed)
    }
    if (fields === undefined) return undefined
    const problem = addFields(this.#line, cursor, fields, () => this.#key(cursor))
    return problem && (avroValue ? { ...problem, bytes: copy(bytes, valueFrom, valueTo) } : withBytes(problem, cursor))
  }

  #key(cursor: RecordCursor): Problem | undefined {
    const { bytes, keyFrom, keyTo } = cursor
    return this.#parts.avroKey ? this.#avro(bytes, keyFrom, keyTo, "key") : addKeyText(this.#line, cursor)
  }

  /** Appends what Confluent's serializers made of a value. */
  #avro(bytes: Buffer, from: number, to: number, what: "value" | "key"): Problem | undefined {
    const problem = (code: string, reason: string): Problem => {
      const whose = what === "key" ? "the message's key: " : ""
      return { code, reason: `${whose}${reason}`, bytes: copy(bytes, from, to) }
    }
    if (to - from < schemaEnd || bytes[from] !== 0) {
      return problem("not-avro", "it does not begin with a zero byte and the number of a schema")
    }
    const id = bytes.readUInt32BE(from + 1)
    const schema = this.#parts.registry!.known(id)
    if (schema === undefined) {
      this.#missing = id
      return undefined
    }
    if ("code" in schema) return problem(schema.code, schema.reason)
    try {
      schema.append(this.#line, bytes, from + schemaEnd, to)
      return undefined
    } catch (error) {
      if (error instanceof AvroDataError) return problem(error.code, `not Avro of schema ${id}: ${error.message}`)
      throw error
    }
  }

  /** Gets the schema that `make` needs; whether it is to be had shows when `make` is called again. Throws `ConnectorError`. */
  async load(): Promise<void> {
    if (this.#missing !== undefined) await this.#parts.registry!.load(this.#missing)
  }
}

const lineFeed = 0x0a

function copy(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes.subarray(from, to))
}

/** With the value as bytes where it is no text: else a dead letter shows the text. */
function withBytes(problem: Problem, { bytes, valueFrom, valueTo }: RecordCursor): Problem {
  const value = bytes.subarray(valueFrom, valueTo)
  return isUtf8(value) ? problem : { ...problem, bytes: Buffer.from(value) }
}
