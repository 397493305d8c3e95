import { Buffer } from "node:buffer"
import { constants, openSync, readSync } from "node:fs"
import { type FileHandle, open, stat } from "node:fs/promises"
import process from "node:process"
import type { Readable } from "node:stream"
import { setImmediate } from "node:timers/promises"
import type { Gunzip } from "node:zlib"
import { elapsedMs } from "../../platform/node.ts"
import { ConnectorError } from "../contract.ts"
import { fileFailure } from "./failure.ts"

/** A stream of bytes that is pulled. */
export interface Bytes {
  /** The next bytes, or null at the end; they hold until the next call. */
  read(): Promise<Buffer | null>
  /** Likewise into a buffer of the caller's, where that is possible; how many, 0 at the end. */
  readInto?(buffer: Buffer, length: number): Promise<number>
  close(): Promise<void>
}

/** Also the most that a batch of records comes from. */
const chunkBytes = 128 * 1024

/** Opens a file, a pipe or (`-`) standard input; `.gz` is decompressed. Throws `ConnectorError`. */
export async function openBytes(path: string, from = 0): Promise<Bytes> {
  if (path === "-") return new StreamBytes(process.stdin, "standard input")
  try {
    const kind = await stat(path)
    if (kind.isDirectory()) {
      throw new ConnectorError(
        "usage",
        `cannot read ${path}: it is a folder; name its files, as in ${path.replace(/\/$/, "")}/*.jsonl`,
      )
    }
    if (!kind.isFile()) return new StreamBytes(await openPipe(path), path)
    const file = await open(path, "r")
    if (!path.endsWith(".gz")) return new FileBytes(file, path, from)
    const { createGunzip } = await import("node:zlib")
    const bytes = new GzipBytes(file, path, createGunzip({ chunkSize: chunkBytes }))
    await skip(bytes, from)
    return bytes
  } catch (error) {
    throw fileFailure("read", path, error)
  }
}

/** A pipe is read without a thread that waits in it, so that the process can end at any time. */
async function openPipe(path: string): Promise<Readable> {
  const { Socket } = await import("node:net")
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false })
}

async function skip(bytes: GzipBytes, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const chunk = await bytes.read()
    if (chunk === null) return
    if (chunk.length > left) bytes.unread(chunk.subarray(left))
    left -= chunk.length
  }
}

/** A read that takes no longer found its bytes in memory: reading them at once costs less than a thread that does it. */
const quickMs = 20
/** So many reads are left to a thread when one was not quick. */
const carefulReads = 16
/** After so many reads at once whatever else waits in the process has its turn. */
const readsAtOnce = 4

class FileBytes implements Bytes {
  readonly #file: FileHandle
  readonly #path: string
  #buffer: Buffer | undefined
  #at: number
  /** Reads to come that a thread does: nobody knows yet how quick they are. */
  #careful = 1
  #atOnce = 0

  constructor(file: FileHandle, path: string, from: number) {
    this.#file = file
    this.#path = path
    this.#at = from
  }

  async read(): Promise<Buffer | null> {
    this.#buffer ??= Buffer.allocUnsafeSlow(chunkBytes)
    const bytesRead = await this.readInto(this.#buffer, chunkBytes)
    return bytesRead === 0 ? null : this.#buffer.subarray(0, bytesRead)
  }

  async readInto(buffer: Buffer, length: number): Promise<number> {
    try {
      const before = elapsedMs()
      const bytesRead = await this.#readAt(buffer, length)
      if (elapsedMs() - before > quickMs) this.#careful = carefulReads
      else if (this.#careful > 0) this.#careful--
      this.#at += bytesRead
      if (++this.#atOnce % readsAtOnce === 0) await setImmediate()
      return bytesRead
    } catch (error) {
      throw fileFailure("read", this.#path, error)
    }
  }

  async #readAt(buffer: Buffer, length: number): Promise<number> {
    if (this.#careful === 0) return readSync(this.#file.fd, buffer, 0, length, this.#at)
    return (await this.#file.read(buffer, 0, length, this.#at)).bytesRead
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

class StreamBytes implements Bytes {
  readonly #stream: Readable
  readonly #name: string
  readonly #chunks: AsyncIterator<Buffer>

  constructor(stream: Readable, name: string) {
    this.#stream = stream
    this.#name = name
    this.#chunks = stream.iterator({ destroyOnReturn: false })
  }

  async read(): Promise<Buffer | null> {
    try {
      const next = await this.#chunks.next()
      return next.done === true ? null : next.value
    } catch (error) {
      throw fileFailure("read", this.#name, error)
    }
  }

  async close(): Promise<void> {
    this.#stream.on("error", () => {})
    this.#stream.destroy()
  }
}

/** Decompresses a file: a piece of it goes in when all that came of the piece before was read. */
class GzipBytes implements Bytes {
  readonly #file: FileHandle
  readonly #path: string
  readonly #gunzip: Gunzip
  readonly #buffer = Buffer.allocUnsafeSlow(chunkBytes)
  #ready: Buffer[] = []
  #compressed = 0
  #failure: Error | undefined
  #ended = false
  #wake: () => void = () => {}

  constructor(file: FileHandle, path: string, gunzip: Gunzip) {
    this.#file = file
    this.#path = path
    this.#gunzip = gunzip
    this.#gunzip.on("data", (chunk: Buffer) => {
      this.#ready.push(chunk)
    })
    this.#gunzip.on("error", (error) => {
      this.#failure = error
      this.#wake()
    })
    this.#gunzip.on("end", () => {
      this.#ended = true
      this.#wake()
    })
  }

  unread(bytes: Buffer): void {
    this.#ready.unshift(bytes)
  }

  async read(): Promise<Buffer | null> {
    for (;;) {
      const chunk = this.#ready.shift()
      if (chunk !== undefined) return chunk
      if (this.#failure !== undefined) throw this.#broken(this.#failure)
      if (this.#ended) return null
      await this.#feed()
    }
  }

  async #feed(): Promise<void> {
    let bytesRead: number
    try {
      bytesRead = (await this.#file.read(this.#buffer, 0, chunkBytes, this.#compressed)).bytesRead
    } catch (error) {
      throw fileFailure("read", this.#path, error)
    }
    this.#compressed += bytesRead
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      if (bytesRead === 0) this.#gunzip.end()
      else this.#gunzip.write(this.#buffer.subarray(0, bytesRead), () => resolve())
    })
  }

  #broken(error: Error): ConnectorError {
    const cut = "code" in error && error.code === "Z_BUF_ERROR"
    const reason = cut
      ? `its compressed data stops in the middle, at byte ${this.#compressed}: the file is cut off; get the whole file`
      : `its compressed data is damaged before byte ${this.#compressed} (${error.message}); get the file anew`
    return new ConnectorError("failure", `cannot read ${this.#path}: ${reason}`, error)
  }

  async close(): Promise<void> {
    this.#gunzip.destroy()
    await this.#file.close()
  }
}
