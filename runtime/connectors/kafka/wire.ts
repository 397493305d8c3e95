import { Buffer } from "node:buffer"

/** Reads values of Kafka's protocol one after the other. Throws `RangeError` where the bytes end before a value does. */
export class WireReader {
  readonly bytes: Buffer
  at = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  int8(): number {
    return this.bytes.readInt8(this.#pass(1))
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#pass(2))
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#pass(4))
  }

  /** Exact up to 2^53: offsets, times and producer ids are far below. */
  int64(): number {
    const at = this.#pass(8)
    return this.bytes.readInt32BE(at) * 2 ** 32 + this.bytes.readUInt32BE(at + 4)
  }

  /** Without sign, seven bits a byte. */
  uvarint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes.readUInt8(this.at++)
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  uuid(): string {
    const at = this.#pass(16)
    return this.bytes.toString("base64url", at, at + 16)
  }

  string(): string | null {
    return this.#text(this.int16())
  }

  compactString(): string | null {
    return this.#text(this.uvarint() - 1)
  }

  /** Bytes, not copied; null and none are the same. */
  compactData(): Buffer {
    const length = Math.max(this.uvarint() - 1, 0)
    const at = this.#pass(length)
    return this.bytes.subarray(at, at + length)
  }

  /** Bytes, not copied; null and none are the same. */
  data(): Buffer {
    const length = Math.max(this.int32(), 0)
    const at = this.#pass(length)
    return this.bytes.subarray(at, at + length)
  }

  list<T>(item: () => T): T[] {
    return this.#items(this.int32(), item)
  }

  compactList<T>(item: () => T): T[] {
    return this.#items(this.uvarint() - 1, item)
  }

  /** What later versions add to a value. */
  passTags(): void {
    for (let count = this.uvarint(); count > 0; count--) {
      this.uvarint()
      const length = this.uvarint()
      this.#pass(length)
    }
  }

  #text(length: number): string | null {
    if (length < 0) return null
    const at = this.#pass(length)
    return this.bytes.toString("utf8", at, at + length)
  }

  #items<T>(count: number, item: () => T): T[] {
    const items: T[] = []
    for (let left = count; left > 0; left--) items.push(item())
    return items
  }

  #pass(length: number): number {
    const at = this.at
    if (at + length > this.bytes.length) throw new RangeError("a message of Kafka's protocol ends too early")
    this.at += length
    return at
  }
}

/** Writes values of Kafka's protocol one after the other. */
export class WireWriter {
  readonly #parts: Buffer[] = []

  get bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }

  int8(value: number): this {
    return this.#add(1, (bytes) => bytes.writeInt8(value))
  }

  int16(value: number): this {
    return this.#add(2, (bytes) => bytes.writeInt16BE(value))
  }

  int32(value: number): this {
    return this.#add(4, (bytes) => bytes.writeInt32BE(value))
  }

  int64(value: number): this {
    return this.#add(8, (bytes) => bytes.writeBigInt64BE(BigInt(value)))
  }

  uvarint(value: number): this {
    const digits: number[] = []
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128)
    this.#parts.push(Buffer.from([...digits, rest]))
    return this
  }

  /** As `WireReader.uuid` gives it; left out: none. */
  uuid(text?: string): this {
    this.#parts.push(text === undefined ? Buffer.alloc(16) : Buffer.from(text, "base64url"))
    return this
  }

  string(value: string): this {
    const bytes = Buffer.from(value)
    this.int16(bytes.length)
    this.#parts.push(bytes)
    return this
  }

  compactString(value: string): this {
    const bytes = Buffer.from(value)
    this.uvarint(bytes.length + 1)
    this.#parts.push(bytes)
    return this
  }

  data(bytes: Buffer): this {
    this.int32(bytes.length)
    this.#parts.push(bytes)
    return this
  }

  list<T>(items: readonly T[], item: (each: T) => void): this {
    this.int32(items.length)
    items.forEach(item)
    return this
  }

  compactList<T>(items: readonly T[], item: (each: T) => void): this {
    this.uvarint(items.length + 1)
    items.forEach(item)
    return this
  }

  noTags(): this {
    return this.uvarint(0)
  }

  #add(length: number, write: (bytes: Buffer) => void): this {
    const bytes = Buffer.alloc(length)
    write(bytes)
    this.#parts.push(bytes)
    return this
  }
}
