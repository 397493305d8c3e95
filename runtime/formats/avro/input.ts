import type { Buffer } from "node:buffer"

/** Bytes that are not what their schema says. The message says where and why. */
export class AvroDataError extends Error {
  readonly code: "not-avro" | "too-deep" | "too-large" | "invalid-utf8"

  constructor(code: AvroDataError["code"], message: string) {
    super(message)
    this.code = code
  }
}

const tooLong = "a number is longer than ten bytes"

/** Reads what Avro's binary form is made of. All methods throw `AvroDataError` where the bytes end too early. */
export class AvroInput {
  bytes: Buffer
  at = 0
  /** What is behind is not read. */
  to = 0

  /** `bytes` may be replaced and used again. */
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get left(): number {
    return this.to - this.at
  }

  fail(reason: string): AvroDataError {
    return new AvroDataError("not-avro", reason)
  }

  byte(): number {
    if (this.at >= this.to) throw this.fail("the message ends too early")
    return this.bytes[this.at++]!
  }

  /** The place of so many bytes, which are gone past. */
  take(length: number): number {
    const from = this.at
    if (length < 0 || length > this.to - from) {
      throw this.fail(`${length} bytes should follow, and the message has ${this.to - from} more`)
    }
    this.at = from + length
    return from
  }

  /** A length, a count, the number of a branch: all that are no error are far smaller than what a double holds exactly. */
  count(): number {
    return Number(this.long())
  }

  /** A whole number of 32 bits. */
  int(): number {
    const value = this.long()
    if (typeof value !== "number" || value < -(2 ** 31) || value >= 2 ** 31) {
      throw this.fail(`${value} is no number of 32 bits`)
    }
    return value
  }

  /** A whole number of 64 bits: seven bits a byte, the lowest first, the sign in the lowest bit. As a bigint where a double would not be exact. */
  long(): number | bigint {
    let byte = this.byte()
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    // Two halves of 28 bits each, since operators on bits have 32.
    let low = byte & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      byte = this.byte()
      low |= (byte & 0x7f) << shift
      if (byte < 0x80) return (low >>> 1) ^ -(low & 1)
    }
    let high = 0
    for (let shift = 0; shift < 28; shift += 7) {
      byte = this.byte()
      high |= (byte & 0x7f) << shift
      if (byte < 0x80) return this.#whole(low, high, 0)
    }
    let highest = 0
    for (let shift = 0; shift < 14; shift += 7) {
      byte = this.byte()
      highest |= (byte & 0x7f) << shift
      if (byte < 0x80) return this.#whole(low, high, highest)
    }
    throw this.fail(tooLong)
  }

  #whole(low: number, high: number, highest: number): number | bigint {
    // Half of it is exact in a double: 27 bits of the low part and 26 of the high one.
    if (highest === 0 && high < 2 ** 26) {
      const half = high * 2 ** 27 + (low >>> 1)
      return (low & 1) === 0 ? half : -half - 1
    }
    if (highest >= 2 ** 8) throw this.fail("a number has more than 64 bits")
    const all = (BigInt(highest) << 56n) | (BigInt(high) << 28n) | BigInt(low)
    return (all & 1n) === 0n ? all >> 1n : -(all >> 1n) - 1n
  }
}
