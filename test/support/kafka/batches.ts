import { Buffer } from "node:buffer"
import { gzipSync, zstdCompressSync } from "node:zlib"

export interface BatchRecord {
  readonly offset: number
  readonly key?: Buffer | string | null
  readonly value?: Buffer | string | null
  /** Also several of one name, as pairs. */
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string | Buffer | null])[]
  /** Epoch milliseconds (default: 0). */
  readonly time?: number
}

export interface BatchOptions {
  readonly baseOffset?: number
  readonly lastOffset?: number
  readonly producer?: number
  readonly epoch?: number
  readonly transactional?: boolean
  readonly control?: boolean
  /** The broker's time, which counts instead of those of the records. */
  readonly appendTime?: number
  readonly codec?: "none" | "gzip" | "snappy" | "lz4" | "zstd"
}

/** A record batch as a broker stores it, but for the checksum. */
export function recordBatch(records: readonly BatchRecord[], options: BatchOptions = {}): Buffer {
  const { baseOffset = records[0]?.offset ?? 0, producer = -1, codec = "none" } = options
  const last = options.lastOffset ?? records.at(-1)?.offset ?? baseOffset
  const baseTime = records[0]?.time ?? 0
  const plain = Buffer.concat(records.map((each) => recordOf(each, baseOffset, baseTime)))
  const body = codec === "gzip" ? gzipSync(plain) : codec === "zstd" ? zstdCompressSync(plain) : plain
  const head = Buffer.alloc(61)
  head.writeBigInt64BE(BigInt(baseOffset), 0)
  head.writeInt32BE(head.length + body.length - 12, 8)
  head.writeInt8(2, 16)
  const appended = options.appendTime === undefined ? 0 : 8
  const flags = appended + (options.transactional ? 16 : 0) + (options.control ? 32 : 0)
  head.writeInt16BE(["none", "gzip", "snappy", "lz4", "zstd"].indexOf(codec) + flags, 21)
  head.writeInt32BE(last - baseOffset, 23)
  head.writeBigInt64BE(BigInt(baseTime), 27)
  head.writeBigInt64BE(BigInt(options.appendTime ?? baseTime), 35)
  head.writeBigInt64BE(BigInt(producer), 43)
  head.writeInt16BE(options.epoch ?? 0, 51)
  head.writeInt32BE(records.length, 57)
  return Buffer.concat([head, body])
}

/** The same batch with its checksum, as a broker takes it. */
export function withChecksum(batch: Buffer): Buffer {
  const whole = Buffer.from(batch)
  let sum = -1
  for (const byte of whole.subarray(21)) {
    sum ^= byte
    // CRC-32C, its polynomial in reverse.
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0x82f63b78 : 0)
  }
  whole.writeUInt32BE(~sum >>> 0, 17)
  return whole
}

/** The batch that ends a transaction. */
export function marker(kind: "abort" | "commit", offset: number, producer: number): Buffer {
  const key = Buffer.from([0, 0, 0, kind === "abort" ? 0 : 1])
  return recordBatch([{ offset, key, value: Buffer.alloc(6) }], { producer, transactional: true, control: true })
}

function recordOf(
  { offset, key = null, value = null, headers = {}, time = 0 }: BatchRecord,
  baseOffset: number,
  baseTime: number,
): Buffer {
  const pairs = Array.isArray(headers) ? headers : Object.entries(headers)
  const entries = pairs.flatMap(([name, text]) => [sized(name), sized(text)])
  const parts = [Buffer.from([0]), varint(time - baseTime), varint(offset - baseOffset), sized(key), sized(value)]
  const body = Buffer.concat([...parts, varint(entries.length / 2), ...entries])
  return Buffer.concat([varint(body.length), body])
}

function sized(data: Buffer | string | null): Buffer {
  if (data === null) return varint(-1)
  const bytes = Buffer.from(data as string)
  return Buffer.concat([varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}
