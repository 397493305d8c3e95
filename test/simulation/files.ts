/**
 * A disk in memory. What was not synced is lost, cut short or torn when the power goes; names that were not synced are there or not. A process
 * that dies alone takes nothing with it but what it was about to do.
 */
import { Buffer } from "node:buffer"
import type { OutputFile, OutputFiles } from "../../runtime/connectors/file/output-files.ts"
import { type Disk, type DiskWriter, filesOn } from "../../runtime/platform/disk.ts"
import type { FileReader, Files } from "../../runtime/platform/files.ts"
import type { SyncFile, SyncFiles } from "../../runtime/platform/sync-files.ts"
import { between, type Random } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"
import { type FileNode, FolderNode, fail, Tree } from "./tree.ts"

/** How a disk behaves, beside what it promises. */
export interface DiskSettings {
  /** An operation takes up to so many milliseconds. */
  readonly slowMs: number
  /** `sync` of files does nothing: a planted fault. */
  readonly skipsSync?: boolean
  /** Asked before each change: true, and it fails, perhaps after it was made. Likewise before each reading of files that cannot wait. */
  readonly fails?: () => boolean
}

/** Does something on a path when the process has its turn. */
type Act = <T>(path: string, operation: () => T) => Promise<T>

export class SimulatedDisk {
  /** How often something was read from files that cannot wait. */
  reads = 0
  readonly #tree = new Tree()
  readonly #scheduler: Scheduler
  readonly #settings: DiskSettings

  constructor(scheduler: Scheduler, settings: DiskSettings) {
    this.#scheduler = scheduler
    this.#settings = settings
  }

  /** The power goes. All processes must be dead. */
  losePower(): void {
    this.#tree.losePower(this.#scheduler.random)
  }

  /** A disk is lost with all that is on it. */
  lose(path: string): void {
    this.#tree.remove(path)
    this.#tree.root.lasting = new Map(this.#tree.root.names)
  }

  /** What stands in a file; nothing where there is none. */
  bytesOf(path: string): Buffer {
    return Buffer.from(this.#tree.file(path)?.bytes ?? [])
  }

  /** What stands in the files of a folder that are not hidden, in the order of their names. */
  shownIn(path: string): Buffer {
    const names = [...(this.#tree.folder(path)?.names.keys() ?? [])].filter((name) => !name.startsWith(".")).sort()
    return Buffer.concat(names.map((name) => this.bytesOf(`${path}/${name}`)))
  }

  /** Somebody cuts a file. */
  cut(path: string, size: number): void {
    this.#tree.file(path)?.truncate(size)
  }

  /** One byte of a file becomes another. False: there is no such file, or it is empty. */
  rot(path: string): boolean {
    const { random } = this.#scheduler
    const file = this.#tree.file(path)
    if (file === undefined || file.bytes.length === 0) return false
    const isWhole = file.lasting === file.bytes
    file.bytes = file.bytes.slice()
    const at = between(random, 0, file.bytes.length - 1)
    file.bytes[at] = file.bytes[at]! ^ between(random, 1, 255)
    if (isWhole) file.lasting = file.bytes
    return true
  }

  /** The files of checkpoints on the disk as a process sees it. */
  filesFor(life?: Life): Files {
    return filesOn(this.diskFor(life))
  }

  /** The disk as a process sees it: each operation takes a turn before it acts and one after. Without a process it acts at once. */
  diskFor(life?: Life): Disk {
    const tree = this.#tree
    const skipsSync = this.#settings.skipsSync === true
    const act = this.#reading(life)
    const change = this.#changing(life)
    return {
      makeFolder: (path) => change(path, () => void tree.makeFolder(path)),
      list: (path) => act(path, () => [...(tree.folder(path)?.names.keys() ?? [])].sort()),
      folders: (path) =>
        act(path, () => {
          const names = [...(tree.folder(path)?.names ?? [])]
          return names.flatMap(([name, node]) => (node instanceof FolderNode ? [name] : [])).sort()
        }),
      read: (path) => act(path, () => tree.file(path)?.bytes.slice()),
      openRead: async (path) => readerOf(path, await act(path, () => tree.file(path) ?? fail("ENOENT", path)), act),
      create: async (path) => writerOf(path, await change(path, () => tree.create(path)), change, skipsSync),
      syncFile: (path) =>
        change(path, () => {
          const file = tree.file(path) ?? fail("ENOENT", path)
          if (!skipsSync) file.sync()
        }),
      link: (from, to) => change(to, () => tree.link(from, to)),
      remove: (path) => change(path, () => tree.remove(path)),
      removeFolder: (path) => change(path, () => tree.remove(path)),
      syncFolder: (path) =>
        change(path, () => {
          const folder = tree.folder(path) ?? fail("ENOENT", path)
          folder.lasting = new Map(folder.names)
        }),
    }
  }

  /** The same for publishers. What is written may come in two parts, and a process that dies has written the first. */
  outputFilesFor(life: Life): OutputFiles {
    const tree = this.#tree
    const files = this.diskFor(life)
    const [act, change] = [this.#reading(life), this.#changing(life)]
    const { random } = this.#scheduler
    const { skipsSync = false } = this.#settings
    const open = (path: string, file: FileNode) => outputFileOf(path, file, { act, change, random, skipsSync })
    return {
      makeFolder: files.makeFolder,
      open: async (path) => open(path, await change(path, () => tree.file(path) ?? tree.create(path))),
      create: async (path) => open(path, await change(path, () => tree.create(path))),
      read: (path) => act(path, () => tree.file(path)?.bytes ?? fail("ENOENT", path)),
      list: files.list,
      identify: (path) => act(path, () => String((tree.file(path) ?? fail("ENOENT", path)).number)),
      link: files.link,
      rename: (from, to) => change(to, () => tree.rename(from, to)),
      remove: files.remove,
      syncFolder: files.syncFolder,
    }
  }

  /** The same for who cannot wait: each operation acts at once. */
  syncFilesFor(life: Life): SyncFiles {
    const tree = this.#tree
    const act: ActAtOnce = (path, operation) => {
      if (life.dead) fail("EBADF", path)
      return this.#settings.fails?.() === true ? fail("EIO", path) : operation()
    }
    return {
      makeFolder: (path) => act(path, () => void tree.makeFolder(path)),
      create: (path) => act(path, () => this.#syncFile(path, tree.create(path), act)),
      open: (path) => act(path, () => this.#syncFile(path, tree.file(path) ?? fail("ENOENT", path), act)),
      remove: (path) => act(path, () => tree.remove(path)),
    }
  }

  #syncFile(path: string, file: FileNode, act: ActAtOnce): SyncFile {
    return {
      size: file.bytes.length,
      append: (bytes) => act(path, () => file.write(bytes)),
      read: (into, offset) =>
        act(path, () => {
          this.reads++
          const found = file.bytes.subarray(offset, offset + into.length)
          into.set(found)
          return found.length
        }),
      close: () => {},
    }
  }

  #reading(life: Life | undefined): Act {
    return async (_, operation) => {
      if (life === undefined) return operation()
      await this.#scheduler.turn(life, this.#settings.slowMs)
      const result = operation()
      await this.#scheduler.turn(life)
      return result
    }
  }

  #changing(life: Life | undefined): Act {
    const act = this.#reading(life)
    return (path, operation) =>
      act(path, () => {
        if (life === undefined || this.#settings.fails?.() !== true) return operation()
        if (this.#scheduler.random() < 0.5) operation()
        return fail("EIO", path)
      })
  }
}

interface Acts {
  readonly act: Act
  readonly change: Act
  readonly random: Random
  readonly skipsSync: boolean
}

function outputFileOf(path: string, file: FileNode, { act, change, random, skipsSync }: Acts): OutputFile {
  return {
    look: () => act(path, () => ({ identity: String(file.number), isFile: true, size: file.bytes.length })),
    readAt: (place, length) => act(path, () => Buffer.from(file.bytes.slice(place, place + length))),
    writeAt: async (bytes, place) => {
      const first = between(random, 0, bytes.length)
      if (first > 0) await change(path, () => file.write(bytes.subarray(0, first), place))
      if (first < bytes.length) await change(path, () => file.write(bytes.subarray(first), place + first))
    },
    truncate: (size) => change(path, () => file.truncate(size)),
    sync: () =>
      change(path, () => {
        if (!skipsSync) file.sync()
      }),
    close: async () => {},
  }
}

type ActAtOnce = <T>(path: string, operation: () => T) => T

function readerOf(path: string, file: FileNode, act: Act): FileReader {
  return {
    size: file.bytes.length,
    read: (offset, length) => act(path, () => file.bytes.slice(offset, offset + length)),
    close: async () => {},
  }
}

function writerOf(path: string, file: FileNode, change: Act, skipsSync: boolean): DiskWriter {
  return {
    // The caller may use its buffer again once the call has returned, not before.
    write: (bytes) => change(path, () => file.write(bytes)),
    sync: () =>
      change(path, () => {
        if (!skipsSync) file.sync()
      }),
    close: async () => {},
  }
}
