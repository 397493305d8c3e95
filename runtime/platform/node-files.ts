import type { Dirent } from "node:fs"
import { link, mkdir, open, readdir, readFile, rm } from "node:fs/promises"
import { type Disk, type DiskWriter, filesOn } from "./disk.ts"
import type { FileReader, Files } from "./files.ts"

/** What this machine can do with its files. */
export const systemDisk: Disk = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true })
  },
  async list(path) {
    return (await entriesOf(path)).map(({ name }) => name).sort()
  },
  async folders(path) {
    return (await entriesOf(path)).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
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
  async remove(path) {
    await rm(path, { force: true })
  },
  async removeFolder(path) {
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

/** The machine's files. */
export const systemFiles: Files = filesOn(systemDisk)

async function entriesOf(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === "ENOENT") return []
    throw error
  }
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

class NodeWriter implements DiskWriter {
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
