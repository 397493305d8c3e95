/** What lies on a simulated disk: folders and files, as they are and as they will be after a loss of power. */
import { dirname } from "node:path"
import { between, type Random } from "../../samples/seeded.ts"

/** Bytes that the disk writes at once. */
const blockBytes = 16

/** A file. Its bytes are replaced, never changed: others may hold those that were there. */
export class FileNode {
  /** No other file of the tree has it. */
  readonly number: number
  bytes: Uint8Array = new Uint8Array(0)
  /** As they are on the disk for good. */
  lasting: Uint8Array = this.bytes

  constructor(number: number) {
    this.number = number
  }

  /** Puts bytes at a place; what lies between the end and that place is 0. */
  write(bytes: Uint8Array, place = this.bytes.length): void {
    const now = new Uint8Array(Math.max(this.bytes.length, place + bytes.length))
    now.set(this.bytes)
    now.set(bytes, place)
    this.bytes = now
  }

  truncate(size: number): void {
    const now = new Uint8Array(size)
    now.set(this.bytes.subarray(0, size))
    this.bytes = now
  }

  sync(): void {
    this.lasting = this.bytes
  }
}

export class FolderNode {
  names = new Map<string, Node>()
  /** As they will be after a loss of power, if nothing else is synced. */
  lasting = new Map<string, Node>()
}

export type Node = FileNode | FolderNode

/** All of it, by absolute paths. Folders directly below the root are disks of their own: names of a file are all on one. Throws Node's errors. */
export class Tree {
  readonly root = new FolderNode()
  #files = 0

  makeFolder(path: string): FolderNode {
    if (path === "/") return this.root
    const parent = this.makeFolder(dirname(path))
    const found = parent.names.get(nameOf(path))
    if (found instanceof FileNode) fail("EEXIST", path)
    if (found instanceof FolderNode) return found
    const made = new FolderNode()
    parent.names.set(nameOf(path), made)
    return made
  }

  folder(path: string): FolderNode | undefined {
    if (path === "/") return this.root
    const found = this.folder(dirname(path))?.names.get(nameOf(path))
    return found instanceof FolderNode ? found : undefined
  }

  file(path: string): FileNode | undefined {
    const found = this.folder(dirname(path))?.names.get(nameOf(path))
    return found instanceof FileNode ? found : undefined
  }

  create(path: string): FileNode {
    const folder = this.folder(dirname(path)) ?? fail("ENOENT", path)
    if (folder.names.has(nameOf(path))) fail("EEXIST", path)
    const file = new FileNode(++this.#files)
    folder.names.set(nameOf(path), file)
    return file
  }

  link(from: string, to: string): boolean {
    const file = this.file(from) ?? fail("ENOENT", from)
    const folder = this.folder(dirname(to)) ?? fail("ENOENT", to)
    if (diskOf(from) !== diskOf(to)) fail("EXDEV", to)
    if (folder.names.has(nameOf(to))) return false
    folder.names.set(nameOf(to), file)
    return true
  }

  rename(from: string, to: string): void {
    const file = this.file(from) ?? fail("ENOENT", from)
    const folder = this.folder(dirname(to)) ?? fail("ENOENT", to)
    this.folder(dirname(from))!.names.delete(nameOf(from))
    folder.names.set(nameOf(to), file)
  }

  remove(path: string): void {
    this.folder(dirname(path))?.names.delete(nameOf(path))
  }

  /** Every name that was changed since its folder was synced is as it was or as it is; every file keeps what was synced. */
  losePower(random: Random, folder = this.root): void {
    const names = new Map<string, Node>()
    for (const name of new Set([...folder.lasting.keys(), ...folder.names.keys()])) {
      const [before, now] = [folder.lasting.get(name), folder.names.get(name)]
      const node = before === now || random() < 0.5 ? now : before
      if (node !== undefined) names.set(name, node)
    }
    folder.names = names
    folder.lasting = new Map(names)
    for (const node of names.values()) {
      if (node instanceof FolderNode) this.losePower(random, node)
      else tear(node, random)
    }
  }
}

/** What was not synced is there, is cut short, or has zeros in it; what was written over is the old or the new, block by block. */
function tear(file: FileNode, random: Random): void {
  const { bytes, lasting } = file
  if (bytes === lasting) return
  if (isBehind(lasting, bytes)) file.bytes = tornEnd(bytes, lasting.length, random)
  else file.bytes = mixed(lasting, bytes, random)
  file.lasting = file.bytes
}

function tornEnd(bytes: Uint8Array, synced: number, random: Random): Uint8Array {
  if (bytes.length === synced) return bytes
  const kept = between(random, synced, bytes.length)
  if (random() < 0.5) return bytes.slice(0, kept)
  return random() < 0.7 ? bytes.slice().fill(0, kept, between(random, kept, bytes.length)) : bytes
}

function mixed(before: Uint8Array, now: Uint8Array, random: Random): Uint8Array {
  const mixture = new Uint8Array(random() < 0.5 ? before.length : now.length)
  for (let at = 0; at < mixture.length; at += blockBytes) {
    const from = random() < 0.5 ? before : now
    mixture.set(from.subarray(at, Math.min(at + blockBytes, mixture.length)), at)
  }
  return mixture
}

/** Whether bytes are the beginning of others. */
function isBehind(beginning: Uint8Array, bytes: Uint8Array): boolean {
  return beginning.length <= bytes.length && beginning.every((byte, at) => byte === bytes[at])
}

function diskOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf("/", 1)))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}

/** Throws an error as Node's. */
export function fail(code: string, path: string): never {
  throw Object.assign(new Error(`${code}: ${path}`), { code })
}
