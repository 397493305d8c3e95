import { Buffer } from "node:buffer"
import { RecordFormatError } from "./format-error.ts"

/** What decompression has made so far: both formats copy from it. Grows up to a limit. */
export class CopyingOutput {
  #bytes: Buffer
  #length = 0
  readonly #limit: number

  /** `expected`: how many bytes it will probably be. */
  constructor(expected: number, limit: number) {
    this.#limit = limit
    this.#bytes = Buffer.allocUnsafe(Math.min(Math.max(expected, 64), limit))
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Throws `RecordFormatError` where the source ends before. */
  append(source: Buffer, from: number, length: number): void {
    if (from + length > source.length) throw new RecordFormatError("compressed messages end too early")
    this.#reserve(length)
    source.copy(this.#bytes, this.#length, from, from + length)
    this.#length += length
  }

  /** Appends what stands `back` bytes before the end; it may reach into what it appends. */
  repeat(back: number, length: number): void {
    if (back < 1 || back > this.#length)
      throw new RecordFormatError("compressed messages copy from before their beginning")
    this.#reserve(length)
    const bytes = this.#bytes
    let to = this.#length
    if (back >= length) bytes.copyWithin(to, to - back, to - back + length)
    else for (const end = to + length; to < end; to++) bytes[to] = bytes[to - back]!
    this.#length += length
  }

  #reserve(length: number): void {
    const needed = this.#length + length
    if (needed > this.#limit) throw new RecordFormatError(`compressed messages grow to more than ${this.#limit} bytes`)
    if (needed <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(needed, 2 * this.#bytes.length)))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
