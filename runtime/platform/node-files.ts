import { link, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises"
import type { FileReader, Files, FileWriter } from "./files.ts"

/** The machine's files. */
export const systemFiles: Files = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true })
  },
  async list(path) {
    try {
      return (await readdir(path)).sort()
    } catch (error) {
      if (codeOf(error) === "ENOENT") return []
      throw error
    }
  },
  async read(path) {
    try {
      return await readFile(path)
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined
      throw error
    }
  },
  async openRead(path) {
    const file = await open(path, "r")
    try {
      return new NodeReader(file, (await file.stat()).size)
    } catch (error) {
      await file.close()
      throw error
    }
  },
  async create(path) {
    return new NodeWriter(await open(path, "wx"))
  },
  async link(from, to) {
    try {
      await link(from, to)
      return true
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false
      throw error
    }
  },
  async syncFile(path) {
    const file = await open(path, "r")
    try {
      await file.sync()
    } finally {
      await file.close()
    }
  },
  rename,
  async remove(path) {
    await rm(path, { recursive: true, force: true })
  },
  async syncFolder(path) {
    const folder = await open(path, "r")
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
}

type Handle = Awaited<ReturnType<typeof open>>

class NodeReader implements FileReader {
  readonly size: number
  readonly #file: Handle

  constructor(file: Handle, size: number) {
    this.#file = file
    this.size = size
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, filled, bytes.length - filled, offset + filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

class NodeWriter implements FileWriter {
  readonly #file: Handle
  #closed = false

  constructor(file: Handle) {
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.appendFile(bytes)
  }

  sync(): Promise<void> {
    return this.#file.sync()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#file.close()
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code
}
