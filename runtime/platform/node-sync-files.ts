import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs"
import type { SyncFile, SyncFiles } from "./sync-files.ts"

/** The machine's files. */
export const systemSyncFiles: SyncFiles = {
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  create: (path) => new NodeFile(openSync(path, "ax+")),
  open: (path) => new NodeFile(openSync(path, "r")),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
}

class NodeFile implements SyncFile {
  readonly size: number
  readonly #file: number
  #closed = false

  constructor(file: number) {
    this.#file = file
    this.size = fstatSync(file).size
  }

  append(bytes: Uint8Array): void {
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#file, bytes, written, bytes.length - written)
    }
  }

  read(into: Uint8Array, offset: number): number {
    let filled = 0
    while (filled < into.length) {
      const count = readSync(this.#file, into, filled, into.length - filled, offset + filled)
      if (count === 0) break
      filled += count
    }
    return filled
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    closeSync(this.#file)
  }
}
