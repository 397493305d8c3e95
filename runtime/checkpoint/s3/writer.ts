import { Buffer } from "node:buffer"
import type { CompletedPart } from "@aws-sdk/client-s3"
import { ConnectorError } from "../../connectors/contract.ts"
import type { FileWriter } from "../../platform/files.ts"
import type { S3Objects } from "./objects.ts"

/** How an object is cut into parts. */
export interface PartSizes {
  /** Of the first ones, in bytes; services want 5 MiB at least. An object that is smaller goes in one request. */
  readonly first: number
  /** After so many they are twice as large. */
  readonly doubledAfter: number
  /** Services take no more. */
  readonly most: number
}

/** 496 GiB in all, and parts of 8 MiB up to 16 GiB. */
export const partSizes: PartSizes = { first: 8 << 20, doubledAfter: 2000, most: 10_000 }

/** Writes an object. It is there when `finish` has resolved, and not before. While a part is on its way the next is gathered: more is never held. */
export class S3Writer implements FileWriter {
  readonly #objects: S3Objects
  readonly #key: string
  readonly #sizes: PartSizes
  #gathered: Uint8Array[] = []
  #bytes = 0
  #total = 0
  #upload: string | undefined
  #parts = 0
  #sent: CompletedPart[] = []
  #sending: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(objects: S3Objects, key: string, sizes = partSizes) {
    this.#objects = objects
    this.#key = key
    this.#sizes = sizes
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      const room = this.#partBytes() - this.#bytes
      // The caller uses its bytes again.
      const piece = bytes.slice(at, at + room)
      this.#gathered.push(piece)
      this.#bytes += piece.length
      this.#total += piece.length
      at += piece.length
      if (piece.length === room) await this.#send()
    }
  }

  async finish(): Promise<void> {
    if (this.#upload === undefined) await this.#objects.put(this.#key, this.#take())
    else {
      if (this.#bytes > 0) await this.#send()
      await this.#sending
      await this.#objects.endParts(this.#key, this.#upload, this.#sent, this.#total)
    }
    this.#isOver = true
  }

  async close(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#gathered = []
    await this.#sending.catch(() => {})
    // What stays of it where the service cannot be reached is for the bucket's own rule: nothing can be told to it now.
    if (this.#upload !== undefined) await this.#objects.dropParts(this.#key, this.#upload).catch(() => {})
  }

  #partBytes(): number {
    return this.#sizes.first * 2 ** Math.floor(this.#parts / this.#sizes.doubledAfter)
  }

  /** Waits for the part before, and begins to send what was gathered. Rejects where one before could not be sent. */
  async #send(): Promise<void> {
    if (this.#parts === this.#sizes.most) {
      const size = `${(this.#total / 2 ** 30).toFixed(0)} GiB`
      throw new ConnectorError(
        "failure",
        `${this.#objects.show(this.#key)} would have more than ${size}, which is the most for a file in S3: give more --parallelism`,
      )
    }
    const part = this.#take()
    const number = ++this.#parts
    this.#upload ??= await this.#objects.beginParts(this.#key)
    const upload = this.#upload
    await this.#sending
    this.#sending = this.#objects.putPart(this.#key, upload, number, part).then((sent) => {
      this.#sent.push(sent)
    })
    // Whoever writes or finishes is told.
    this.#sending.catch(() => {})
  }

  #take(): Uint8Array {
    const [first, ...more] = this.#gathered
    const bytes = first !== undefined && more.length === 0 ? first : Buffer.concat(this.#gathered)
    this.#gathered = []
    this.#bytes = 0
    return bytes
  }
}
