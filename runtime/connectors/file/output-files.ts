import { Buffer } from "node:buffer"
import { constants } from "node:fs"
import { type FileHandle, open, readdir, readFile, rename, rm, stat } from "node:fs/promises"
import { systemDisk } from "../../platform/node-files.ts"
import { makeFolder } from "./folder.ts"

/**
 * Files as publishers need them: written at places, looked at, shown under other names. One real, one in simulations, where a crash loses or tears whatever
 * was not synced. Paths are absolute; errors are Node's (`code`).
 */
export interface OutputFiles {
  /** Makes the folder and those above it. */
  makeFolder(path: string): Promise<void>
  /** Opens a file for reading and writing; a new one where there is none. */
  open(path: string): Promise<OutputFile>
  /** A new file; fails where there is one (`EEXIST`). */
  create(path: string): Promise<OutputFile>
  /** The whole file. */
  read(path: string): Promise<Uint8Array>
  /** Names in a folder, in no order. */
  list(path: string): Promise<string[]>
  /** Which file has the name, whatever its names; fails where there is none (`ENOENT`). */
  identify(path: string): Promise<string>
  /** A second name for a file. False: the name is taken already. Of several who try at once one succeeds. */
  link(from: string, to: string): Promise<boolean>
  /** Replaces what is there. */
  rename(from: string, to: string): Promise<void>
  /** A file; nothing where there is none. */
  remove(path: string): Promise<void>
  /** What was made, renamed or removed in the folder lasts. */
  syncFolder(path: string): Promise<void>
}

export interface OutputFile {
  /** Which file it is, whatever its names; `isFile`: its end can be found. */
  look(): Promise<{ readonly identity: string; readonly isFile: boolean; readonly size: number }>
  /** Up to `length` bytes from a place; fewer only at the end. */
  readAt(place: number, length: number): Promise<Buffer>
  writeAt(bytes: Uint8Array, place: number): Promise<void>
  truncate(size: number): Promise<void>
  /** What was written lasts. The name lasts with `syncFolder`. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** The machine's files. */
export const systemOutputFiles: OutputFiles = {
  makeFolder,
  open: async (path) => new NodeOutputFile(await open(path, constants.O_RDWR | constants.O_CREAT, 0o666)),
  create: async (path) => new NodeOutputFile(await open(path, "wx")),
  read: (path) => readFile(path),
  list: (path) => readdir(path),
  identify: async (path) => identityOf(await stat(path)),
  link: (from, to) => systemDisk.link(from, to),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder: (path) => systemDisk.syncFolder(path),
}

class NodeOutputFile implements OutputFile {
  readonly #file: FileHandle

  constructor(file: FileHandle) {
    this.#file = file
  }

  async look(): Promise<{ readonly identity: string; readonly isFile: boolean; readonly size: number }> {
    const stats = await this.#file.stat()
    return { identity: identityOf(stats), isFile: stats.isFile(), size: stats.size }
  }

  async readAt(place: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length)
    let read = 0
    while (read < length) {
      const { bytesRead } = await this.#file.read(bytes, read, length - read, place + read)
      if (bytesRead === 0) break
      read += bytesRead
    }
    return bytes.subarray(0, read)
  }

  async writeAt(bytes: Uint8Array, place: number): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      at += (await this.#file.write(bytes, at, bytes.length - at, place + at)).bytesWritten
    }
  }

  truncate(size: number): Promise<void> {
    return this.#file.truncate(size)
  }

  sync(): Promise<void> {
    return this.#file.sync()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

function identityOf({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev} ${ino}`
}
