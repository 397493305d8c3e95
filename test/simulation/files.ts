/**
 * A disk in memory. What was not synced is lost, cut short or torn when the power goes; names that were not synced are there or not. A process
 * that dies alone takes nothing with it but what it was about to do.
 */
import { dirname } from "node:path"
import { type Disk, type DiskWriter, filesOn } from "../../runtime/platform/disk.ts"
import type { FileReader, Files } from "../../runtime/platform/files.ts"
import { between, type Random } from "../../samples/seeded.ts"
import type { Life, Scheduler } from "./scheduler.ts"

class FileNode {
  bytes = new Uint8Array(0)
  /** So many of them are on the disk for good. */
  synced = 0
}

class FolderNode {
  names = new Map<string, Node>()
  /** As they will be after a loss of power, if nothing else is synced. */
  lasting = new Map<string, Node>()
}

type Node = FileNode | FolderNode

/** How a disk behaves, beside what it promises. */
export interface DiskSettings {
  /** An operation takes up to so many milliseconds. */
  readonly slowMs: number
  /** `sync` of files does nothing: a planted fault. */
  readonly skipsSync?: boolean
  /** Asked before each change: true, and it fails, perhaps after it was made. */
  readonly fails?: () => boolean
}

export class SimulatedDisk {
  readonly #root = new FolderNode()
  readonly #scheduler: Scheduler
  readonly #settings: DiskSettings

  constructor(scheduler: Scheduler, settings: DiskSettings) {
    this.#scheduler = scheduler
    this.#settings = settings
  }

  /** The power goes. All processes must be dead. */
  losePower(): void {
    crash(this.#root, this.#scheduler.random)
  }

  /** One byte of a file becomes another. False: there is no such file, or it is empty. */
  rot(path: string): boolean {
    const { random } = this.#scheduler
    const file = this.#file(path)
    if (file === undefined || file.bytes.length === 0) return false
    // Others may hold the bytes that were there.
    file.bytes = file.bytes.slice()
    const at = between(random, 0, file.bytes.length - 1)
    file.bytes[at] = file.bytes[at]! ^ between(random, 1, 255)
    return true
  }

  /** The files of checkpoints on the disk as a process sees it. */
  filesFor(life?: Life): Files {
    return filesOn(this.diskFor(life))
  }

  /** The disk as a process sees it: each operation takes a turn before it acts and one after. Without a process it acts at once. */
  diskFor(life?: Life): Disk {
    const { slowMs, skipsSync, fails } = this.#settings
    const act = async <T>(operation: () => T): Promise<T> => {
      if (life === undefined) return operation()
      await this.#scheduler.turn(life, slowMs)
      const result = operation()
      await this.#scheduler.turn(life)
      return result
    }
    const change = <T>(path: string, operation: () => T): Promise<T> =>
      act(() => {
        if (life === undefined || fails?.() !== true) return operation()
        if (this.#scheduler.random() < 0.5) operation()
        return fail("EIO", path)
      })
    return {
      makeFolder: (path) => change(path, () => void this.#makeFolder(path)),
      list: (path) => act(() => [...(this.#folder(path)?.names.keys() ?? [])].sort()),
      folders: (path) =>
        act(() => {
          const names = [...(this.#folder(path)?.names ?? [])]
          return names.flatMap(([name, node]) => (node instanceof FolderNode ? [name] : [])).sort()
        }),
      read: (path) => act(() => this.#file(path)?.bytes.slice()),
      openRead: async (path) => {
        const file = await act(() => this.#file(path) ?? fail("ENOENT", path))
        return readerOf(file, act)
      },
      create: async (path) => {
        const file = await change(path, () => this.#create(path))
        return writerOf(file, (operation) => change(path, operation), skipsSync === true)
      },
      syncFile: (path) =>
        change(path, () => {
          const file = this.#file(path) ?? fail("ENOENT", path)
          if (skipsSync !== true) file.synced = file.bytes.length
        }),
      link: (from, to) => change(to, () => this.#link(from, to)),
      remove: (path) => change(path, () => this.#remove(path)),
      removeFolder: (path) => change(path, () => this.#remove(path)),
      syncFolder: (path) =>
        change(path, () => {
          const folder = this.#folder(path) ?? fail("ENOENT", path)
          folder.lasting = new Map(folder.names)
        }),
    }
  }

  #makeFolder(path: string): FolderNode {
    if (path === "/") return this.#root
    const parent = this.#makeFolder(dirname(path))
    const found = parent.names.get(nameOf(path))
    if (found instanceof FileNode) fail("EEXIST", path)
    if (found instanceof FolderNode) return found
    const made = new FolderNode()
    parent.names.set(nameOf(path), made)
    return made
  }

  #folder(path: string): FolderNode | undefined {
    if (path === "/") return this.#root
    const found = this.#folder(dirname(path))?.names.get(nameOf(path))
    return found instanceof FolderNode ? found : undefined
  }

  #file(path: string): FileNode | undefined {
    const found = this.#folder(dirname(path))?.names.get(nameOf(path))
    return found instanceof FileNode ? found : undefined
  }

  #create(path: string): FileNode {
    const folder = this.#folder(dirname(path)) ?? fail("ENOENT", path)
    if (folder.names.has(nameOf(path))) fail("EEXIST", path)
    const file = new FileNode()
    folder.names.set(nameOf(path), file)
    return file
  }

  #link(from: string, to: string): boolean {
    const file = this.#file(from) ?? fail("ENOENT", from)
    const folder = this.#folder(dirname(to)) ?? fail("ENOENT", to)
    if (folder.names.has(nameOf(to))) return false
    folder.names.set(nameOf(to), file)
    return true
  }

  #remove(path: string): void {
    this.#folder(dirname(path))?.names.delete(nameOf(path))
  }
}

type Act = <T>(operation: () => T) => Promise<T>

function readerOf(file: FileNode, act: Act): FileReader {
  return {
    size: file.bytes.length,
    read: (offset, length) => act(() => file.bytes.slice(offset, offset + length)),
    close: async () => {},
  }
}

function writerOf(file: FileNode, act: Act, skipsSync: boolean): DiskWriter {
  return {
    write: (bytes) => {
      // The caller may use its buffer again once the call has returned, not before.
      return act(() => {
        const more = new Uint8Array(file.bytes.length + bytes.length)
        more.set(file.bytes)
        more.set(bytes, file.bytes.length)
        file.bytes = more
      })
    },
    sync: () =>
      act(() => {
        if (!skipsSync) file.synced = file.bytes.length
      }),
    close: async () => {},
  }
}

/** Every name that was changed since its folder was synced is as it was or as it is; every file keeps what was synced. */
function crash(folder: FolderNode, random: Random): void {
  const names = new Map<string, Node>()
  for (const name of new Set([...folder.lasting.keys(), ...folder.names.keys()])) {
    const [before, now] = [folder.lasting.get(name), folder.names.get(name)]
    const node = before === now || random() < 0.5 ? now : before
    if (node !== undefined) names.set(name, node)
  }
  folder.names = names
  folder.lasting = new Map(names)
  for (const node of names.values()) {
    if (node instanceof FolderNode) crash(node, random)
    else tear(node, random)
  }
}

/** What was not synced is there, is cut short, or has zeros in it. */
function tear(file: FileNode, random: Random): void {
  const { bytes, synced } = file
  if (bytes.length > synced) {
    const kept = between(random, synced, bytes.length)
    if (random() < 0.5) file.bytes = bytes.slice(0, kept)
    else if (random() < 0.7) file.bytes = bytes.slice().fill(0, kept, between(random, kept, bytes.length))
  }
  file.synced = file.bytes.length
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}

function fail(code: string, path: string): never {
  throw Object.assign(new Error(`${code}: ${path}`), { code })
}
