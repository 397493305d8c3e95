import type { FileReader } from "../../platform/files.ts"
import type { ObjectPart, S3Objects } from "./objects.ts"

/** So much is asked for at once; a reader holds twice as much at most. */
export const blockBytes = 8 << 20

/** Reads an object in blocks; where they are read one behind the other, the next one is under way meanwhile. */
export class S3Reader implements FileReader {
  readonly size: number
  readonly #objects: S3Objects
  readonly #key: string
  readonly #tag: string | undefined
  readonly #blockBytes: number
  #at = 0
  #block: Promise<Uint8Array>
  #next: Promise<Uint8Array> | undefined

  private constructor(objects: S3Objects, key: string, first: ObjectPart, block: number) {
    this.#objects = objects
    this.#key = key
    this.#blockBytes = block
    this.size = first.size
    this.#tag = first.tag
    this.#block = Promise.resolve(first.bytes)
    this.#ahead()
  }

  /** Rejects with `ENOENT` where there is no such object. */
  static async open(objects: S3Objects, key: string, block = blockBytes): Promise<S3Reader> {
    return new S3Reader(objects, key, await objects.getRange(key, 0, block), block)
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)))
    for (let filled = 0; filled < bytes.length; ) {
      const from = offset + filled
      const block = await this.#blockOf(Math.floor(from / this.#blockBytes))
      const part = block.subarray(from % this.#blockBytes, (from % this.#blockBytes) + bytes.length - filled)
      if (part.length === 0) throw new Error(`${this.#objects.show(this.#key)} ends within its ${this.size} bytes`)
      bytes.set(part, filled)
      filled += part.length
    }
    return bytes
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => {})
    this.#next = undefined
    this.#block = Promise.reject(new Error("the reader was closed"))
    this.#block.catch(() => {})
  }

  #blockOf(number: number): Promise<Uint8Array> {
    if (number === this.#at) return this.#block
    this.#block = number === this.#at + 1 && this.#next !== undefined ? this.#next : this.#fetch(number)
    this.#at = number
    this.#ahead()
    return this.#block
  }

  #ahead(): void {
    const number = this.#at + 1
    this.#next = number * this.#blockBytes < this.size ? this.#fetch(number) : undefined
    // Whoever comes there is told.
    this.#next?.catch(() => {})
  }

  async #fetch(number: number): Promise<Uint8Array> {
    return (await this.#objects.getRange(this.#key, number * this.#blockBytes, this.#blockBytes, this.#tag)).bytes
  }
}
