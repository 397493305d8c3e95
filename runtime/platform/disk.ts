/** What a disk can do, and the files of checkpoints made of that. */
import { basename, dirname, join } from "node:path"
import type { FileReader, Files } from "./files.ts"

/** A disk: files that grow, names that last when their folder was synced, and second names, which are what is made once. Errors are Node's (`code`). */
export interface Disk extends Pick<Files, "makeFolder" | "list" | "folders" | "read" | "remove" | "syncFolder"> {
  openRead(path: string): Promise<FileReader>
  /** A new file; fails where there is one (`EEXIST`). */
  create(path: string): Promise<DiskWriter>
  /** A second name for a file. False: the name is taken already. Of several who try at once one succeeds. */
  link(from: string, to: string): Promise<boolean>
  /** What was written to a file lasts. */
  syncFile(path: string): Promise<void>
  removeFolder(path: string): Promise<void>
}

export interface DiskWriter {
  /** Appends. One call at a time. */
  write(bytes: Uint8Array): Promise<void>
  /** What was written lasts. The name lasts with `syncFolder`. */
  sync(): Promise<void>
  /** Twice is harmless. */
  close(): Promise<void>
}

const copiedBytes = 1 << 20
/** Another disk, or one that knows no second names: then bytes are copied. */
const mayCopy: ReadonlySet<string> = new Set(["EXDEV", "EPERM", "ENOTSUP", "EMLINK", "EOPNOTSUPP"])

/** The files of a disk. */
export function filesOn(disk: Disk): Files {
  const { makeFolder, list, folders, read, openRead, remove, removeFolder, syncFolder } = disk
  const create = async (path: string) => {
    const writer = await disk.create(path)
    return {
      write: (bytes: Uint8Array) => writer.write(bytes),
      finish: async () => {
        await writer.sync()
        await writer.close()
      },
      close: () => writer.close(),
    }
  }
  /** A link is the one thing that a disk makes once and whole: what is linked was written under another name. */
  const makeOnce = async (path: string, bytes: Uint8Array, by: string) => {
    const folder = dirname(path)
    const draft = join(folder, `${basename(path).toLowerCase()}-${by}`)
    await disk.remove(draft)
    const writer = await create(draft)
    try {
      await writer.write(bytes)
      await writer.finish()
    } finally {
      await writer.close()
    }
    const made = await disk.link(draft, path)
    await disk.syncFolder(folder)
    await disk.remove(draft)
    return made
  }
  const copy = async (from: string, to: string) => {
    const reader = await disk.openRead(from)
    try {
      const writer = await create(to)
      try {
        for await (const piece of piecesOf(reader, copiedBytes)) await writer.write(piece)
        await writer.finish()
      } finally {
        await writer.close()
      }
    } finally {
      await reader.close()
    }
  }
  const adopt = async (local: string, path: string) => {
    await disk.syncFile(local)
    try {
      await disk.link(local, path)
    } catch (error) {
      if (!mayCopy.has((error as { readonly code?: string }).code ?? "")) throw error
      await copy(local, path)
    }
  }
  const own = { show: (path: string) => path, localPath: (path: string) => path, create, makeOnce, adopt }
  return { makeFolder, list, folders, read, openRead, remove, removeFolder, syncFolder, ...own }
}

/** The bytes of a file from its beginning, some at a time. */
export async function* piecesOf(reader: FileReader, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < reader.size; ) {
    const piece = await reader.read(at, size)
    if (piece.length === 0) return
    at += piece.length
    yield piece
  }
}
