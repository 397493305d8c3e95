import { Buffer, isUtf8 } from "node:buffer"
import { AvroDataError } from "./input.ts"

/** A line that has become so large is not kept when it is done. */
const keptBytes = 1 << 20
/** No event is larger: a few bytes may stand for many. */
const mostBytes = 64 << 20
/** Texts that are shorter are copied byte by byte, which costs less than a call. */
const shortText = 24

/** So many digits every number of JSON keeps when it is read as a double. */
const exactDigits = 15

const quote = 0x22
const backslash = 0x5c
const space = 0x20
const zero = 0x30
const minus = 0x2d

/** One JSON text as bytes, written from left to right. */
export class JsonOutput {
  bytes: Buffer = Buffer.allocUnsafe(4096)
  length = 0

  clear(): void {
    this.length = 0
    if (this.bytes.length > keptBytes) this.bytes = Buffer.allocUnsafe(4096)
  }

  /** Throws `AvroDataError` where it would become too large. */
  reserve(more: number): void {
    const needed = this.length + more
    if (needed <= this.bytes.length) return
    if (needed > mostBytes) {
      throw new AvroDataError("too-large", `as JSON the message has more than ${mostBytes} bytes`)
    }
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  byte(byte: number): void {
    if (this.length === this.bytes.length) this.reserve(1)
    this.bytes[this.length++] = byte
  }

  /** Bytes as they are. */
  raw(source: Uint8Array, from = 0, to = source.length): void {
    this.reserve(to - from)
    this.#copy(source, from, to)
  }

  #copy(source: Uint8Array, from: number, to: number): void {
    const target = this.bytes
    let at = this.length
    if (to - from < shortText) for (let each = from; each < to; each++) target[at++] = source[each]!
    else {
      target.set(source.subarray(from, to), at)
      at += to - from
    }
    this.length = at
  }

  /** A text of ASCII as it is. */
  ascii(text: string): void {
    this.reserve(text.length)
    this.length += this.bytes.write(text, this.length, "latin1")
  }

  whole(value: number): void {
    if (!(value >= 0 && value < 1_000_000_000)) {
      this.ascii(String(value))
      return
    }
    this.reserve(10)
    let digits = 1
    for (let limit = 10; limit <= value; limit *= 10) digits++
    const end = this.length + digits
    for (let at = end - 1, rest = value; at >= this.length; at--) {
      const next = (rest / 10) | 0
      this.bytes[at] = zero + rest - next * 10
      rest = next
    }
    this.length = end
  }

  /** A text of UTF-8 in quotes; false: it is none, and nothing is written. */
  text(source: Buffer, from: number, to: number): boolean {
    // What must be escaped takes six bytes at most.
    this.reserve(to - from + 2)
    let all = 0
    let plain = from
    for (; plain < to; plain++) {
      const byte = source[plain]!
      if (byte < space || byte === quote || byte === backslash) break
      all |= byte
    }
    if (plain < to) return this.#escaped(source, from, to)
    if (all >= 0x80 && !isUtf8(source.subarray(from, to))) return false
    this.bytes[this.length++] = quote
    this.#copy(source, from, to)
    this.bytes[this.length++] = quote
    return true
  }

  #escaped(source: Buffer, from: number, to: number): boolean {
    if (!isUtf8(source.subarray(from, to))) return false
    this.string(source.toString("utf8", from, to))
    return true
  }

  /** A text in quotes. */
  string(text: string): void {
    const json = JSON.stringify(text)
    this.reserve(Buffer.byteLength(json))
    this.length += this.bytes.write(json, this.length, "utf8")
  }

  /** A whole number of which `scale` digits stand behind the point. As a text where a number of JSON would not be read exactly. */
  decimal(unscaled: bigint, scale: number): void {
    let digits = (unscaled < 0n ? -unscaled : unscaled).toString()
    let behind = scale
    // What need not be there is not what makes it inexact.
    if (digits.length > exactDigits) {
      const zeros = Math.min(behind, digits.length - digits.replace(/0+$/, "").length)
      if (digits.length - zeros <= exactDigits) {
        digits = digits.slice(0, digits.length - zeros)
        behind -= zeros
      }
    }
    const inQuotes = digits.length > exactDigits
    if (inQuotes) this.byte(quote)
    if (unscaled < 0n) this.byte(minus)
    const all = digits.padStart(behind + 1, "0")
    this.ascii(behind === 0 ? all : `${all.slice(0, -behind)}.${all.slice(-behind)}`)
    if (inQuotes) this.byte(quote)
  }
}
