/**
 * Checkpoints of one slice in a folder: `<number>/…` with the files of its making, and `MANIFEST` last, which is made once: that succeeds for one
 * process only. Whatever lies beside it without being named in a manifest is rubbish of a crash.
 */
import { basename, dirname, join } from "node:path"
import { crc32 } from "node:zlib"
import type { ColdFile } from "../abi/cold-store.ts"
import { ConnectorError } from "../connectors/contract.ts"
import { piecesOf } from "../platform/disk.ts"
import type { Files, FileWriter } from "../platform/files.ts"
import {
  type CheckpointManifest,
  decodeManifest,
  encodeManifest,
  filesOf,
  neededFiles,
  type StoredFile,
} from "./manifest.ts"

const manifestName = "MANIFEST"
const readBytes = 1 << 20
/** So many of the newest are kept. */
const keptCheckpoints = 3

/** A file is not as it was written. */
class DamagedFile extends Error {}

/** Does something with a folder of checkpoints, which messages name so. Throws `ConnectorError` where the system refuses it. */
export async function withStore<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    // Errors of the system have a code; others are not about the folder.
    if (error instanceof ConnectorError || !(error instanceof Error) || !("code" in error)) throw error
    const advice = "see that it is a folder which this process may write, on a disk that has room, and start again"
    throw new ConnectorError(
      "failure",
      `the checkpoints in ${folder} cannot be used: ${error.message}; ${advice}`,
      error,
    )
  }
}

/** A checkpoint as it lies in the store. */
export interface Listed {
  readonly number: number
  readonly manifest?: CheckpointManifest
  /** Why it cannot be used. */
  readonly damage?: string
}

/** A file that is being written: its name is known to nobody before a manifest has it. */
export interface StoredWriter {
  write(bytes: Uint8Array): Promise<void>
  /** Makes it durable (its name with the manifest). */
  finish(): Promise<StoredFile>
  close(): Promise<void>
}

export class CheckpointStore {
  readonly folder: string
  readonly #files: Files

  constructor(files: Files, folder: string) {
    this.#files = files
    this.folder = folder
  }

  /** The folder as messages name it. */
  get shown(): string {
    return this.#files.show(this.folder)
  }

  /** Where this machine's own calls find a file of a checkpoint; undefined: nowhere. */
  localPath(file: string): string | undefined {
    return this.#files.localPath(join(this.folder, file))
  }

  /** Makes the folder, and its name and those above it last: what is synced in a folder that is lost is lost with it. */
  prepare(): Promise<void> {
    return makeLastingFolder(this.#files, this.folder)
  }

  /** All that have a manifest, by rising number; the manifests are read, the files not. */
  async list(): Promise<Listed[]> {
    return this.#listAbove(-1)
  }

  /** The newest whose manifest can be read; undefined: there is none. Older ones are not looked at. */
  async newest(): Promise<CheckpointManifest | undefined> {
    for (const number of (await this.#numbers()).sort((a, b) => b - a)) {
      const bytes = await this.#files.read(this.#manifestPath(number))
      const manifest = bytes && listed(number, bytes).manifest
      if (manifest !== undefined) return manifest
    }
    return undefined
  }

  async #listAbove(least: number): Promise<Listed[]> {
    const found: Listed[] = []
    for (const number of (await this.#numbers()).filter((each) => each > least)) {
      const bytes = await this.#files.read(this.#manifestPath(number))
      if (bytes !== undefined) found.push(listed(number, bytes))
    }
    return found.sort((a, b) => a.number - b.number)
  }

  /** Of folders; whether they have manifests is another thing. */
  async #numbers(): Promise<number[]> {
    return (await this.#files.list(this.folder)).filter((name) => /^\d{10}$/.test(name)).map(Number)
  }

  #manifestPath(number: number): string {
    return join(this.folder, folderOf(number), manifestName)
  }

  /** Reads every file that is needed to go on from a checkpoint. Returns what is wrong with the first that is not as its manifest says. */
  async damageOf(manifest: CheckpointManifest): Promise<string | undefined> {
    for (const stored of neededFiles(manifest)) {
      const damage = await this.damageOfFile(stored)
      if (damage !== undefined) return damage
    }
    return undefined
  }

  /** What is wrong with a file, read as a whole; undefined: it is as it was written. */
  async damageOfFile(stored: StoredFile): Promise<string | undefined> {
    try {
      for await (const _ of this.whole(stored));
      return undefined
    } catch (error) {
      if (error instanceof DamagedFile) return error.message
      // A store that cannot be reached says nothing about the file.
      if (error instanceof ConnectorError) throw error
      return `${stored.file} cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** The bytes of a file, some at a time. Rejects with the store's errors. */
  async *pieces(file: string, size = readBytes): AsyncIterable<Uint8Array> {
    const reader = await this.#files.openRead(join(this.folder, file))
    try {
      yield* piecesOf(reader, size)
    } finally {
      await reader.close()
    }
  }

  /** The same of a file that must be as it was written: rejects where it is not, which may be at its end only. */
  async *whole({ file, bytes, crc32: expected }: StoredFile): AsyncIterable<Uint8Array> {
    let sum = 0
    let size = 0
    for await (const piece of this.pieces(file)) {
      sum = crc32(piece, sum)
      size += piece.length
      yield piece
    }
    if (size !== bytes) throw new DamagedFile(`${file} has ${size} bytes instead of ${bytes}`)
    if (sum !== expected) throw new DamagedFile(`the checksum of ${file} does not agree with its contents`)
  }

  /** Begins a file of a checkpoint to come. `name` is unique to this process and file. */
  async create(number: number, name: string): Promise<StoredWriter> {
    const folder = join(this.folder, folderOf(number))
    await this.#files.makeFolder(folder)
    return new Writer(await this.#files.create(join(folder, name)), `${folderOf(number)}/${name}`)
  }

  /**
   * A file of this machine that does not change any more becomes one of a checkpoint to come, under its own name. `path`: absolute. Rejects with the store's
   * errors, and Node's.
   */
  async adopt(number: number, { path, bytes, crc32: sum }: ColdFile): Promise<StoredFile> {
    const file = `${folderOf(number)}/${basename(path)}`
    const to = join(this.folder, file)
    await this.#files.makeFolder(dirname(to))
    await this.#files.adopt(path, to)
    return { file, bytes, crc32: sum }
  }

  /**
   * Makes the checkpoint: from now on it exists, durably. False: another process has made one with this number. All its files must be finished.
   */
  async publish(manifest: CheckpointManifest): Promise<boolean> {
    const { number, attempt } = manifest
    // A number whose checkpoint was removed since is free again: a process that hung so long has lost all the same.
    if (await this.hasAbove(number)) return false
    const folder = join(this.folder, folderOf(number))
    await this.#files.makeFolder(folder)
    // The names of the files must last before the manifest does, and that of the folder.
    await this.#files.syncFolder(folder)
    await this.#files.syncFolder(this.folder)
    const path = this.#manifestPath(number)
    const written =
      (await this.#files.makeOnce(path, encodeManifest(manifest), attempt)) || (await this.#isOwn(number, attempt))
    // Also who hung meanwhile. The manifest stays, since those above may be of somebody who has gone on from it, and may yet be lost with the power; where they are not it is old soon.
    return written && !(await this.hasAbove(number))
  }

  /** Whether there is a checkpoint with a greater number. */
  async hasAbove(number: number): Promise<boolean> {
    return (await this.#listAbove(number)).length > 0
  }

  /** An answer may have been lost on the way (to object stores and network file systems): then it was we who made it. */
  async #isOwn(number: number, attempt: string): Promise<boolean> {
    const bytes = await this.#files.read(this.#manifestPath(number))
    return bytes !== undefined && listed(number, bytes).manifest?.attempt === attempt
  }

  /** The names of a checkpoint that is there last. */
  async sync(number: number): Promise<void> {
    await this.#files.syncFolder(join(this.folder, folderOf(number)))
    await this.#files.syncFolder(this.folder)
  }

  /** Removes what neither the newest checkpoints nor anything that they refer to needs, nor a return to the rules before. */
  async retain(): Promise<void> {
    const whole = (await this.list()).flatMap(({ manifest }) => manifest ?? [])
    const newest = whole.slice(-keptCheckpoints)
    const oldest = newest[0]?.number
    if (oldest === undefined) return
    const changed = lastChange(whole)
    const kept = changed === undefined ? newest : [changed, ...newest]
    const needed = new Set(kept.flatMap(filesOf).map(({ file }) => file))
    const numbers = (await this.#numbers()).filter((number) => number < oldest && number !== changed?.number)
    const old = new Map(numbers.map((number): [string, string[]] => [folderOf(number), []]))
    for (const file of await this.#files.listBelow(this.folder)) old.get(file.split("/")[0]!)?.push(file)
    // The manifests go first, all of them: what has one must be complete, also where it refers to files of another.
    for (const [name, files] of old) if (files.includes(`${name}/${manifestName}`)) await this.#unmake(name)
    for (const [name, files] of old) await this.#clear(name, files, needed)
  }

  /** Removes all of it. */
  async clear(): Promise<void> {
    for (const name of await this.#files.folders(this.folder)) await this.#files.removeFolder(join(this.folder, name))
  }

  async #unmake(name: string): Promise<void> {
    const folder = join(this.folder, name)
    await this.#files.remove(join(folder, manifestName))
    await this.#files.syncFolder(folder)
  }

  async #clear(name: string, files: readonly string[], needed: ReadonlySet<string>): Promise<void> {
    const rest = files.filter((file) => file !== `${name}/${manifestName}`)
    const rubbish = rest.filter((file) => !needed.has(file))
    for (const file of rubbish) await this.#files.remove(join(this.folder, file))
    if (rubbish.length === rest.length) await this.#files.removeFolder(join(this.folder, name))
  }
}

class Writer implements StoredWriter {
  readonly #writer: FileWriter
  readonly #file: string
  #bytes = 0
  #crc32 = 0

  constructor(writer: FileWriter, file: string) {
    this.#writer = writer
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#crc32 = crc32(bytes, this.#crc32)
    this.#bytes += bytes.length
    await this.#writer.write(bytes)
  }

  async finish(): Promise<StoredFile> {
    await this.#writer.finish()
    return { file: this.#file, bytes: this.#bytes, crc32: this.#crc32 }
  }

  close(): Promise<void> {
    return this.#writer.close()
  }
}

/**
 * The checkpoint at whose barrier the rules were changed that run now: it names the rules before, and says where the sources were then. Undefined: they were
 * not changed while the job ran, or were changed at a start since. `manifests`: by rising number.
 */
export function lastChange(manifests: readonly CheckpointManifest[]): CheckpointManifest | undefined {
  const at = manifests.findLastIndex(({ rules }) => rules.next !== undefined)
  const changed = manifests[at]
  const isNow = manifests
    .slice(at + 1)
    .every(({ lineage, rules }) => lineage === changed?.lineage && rules.version === changed.rules.next)
  return isNow ? changed : undefined
}

/** Makes a folder; its name and those above it last when this resolves: what is synced in a folder that is lost is lost with it. */
export async function makeLastingFolder(files: Files, folder: string): Promise<void> {
  await files.makeFolder(folder)
  for (let path = dirname(folder); ; path = dirname(path)) {
    await files.syncFolder(path).catch(failUnlessForbidden)
    if (path === dirname(path)) return
  }
}

/** A folder that this process may not read is not one that it has made. */
function failUnlessForbidden(error: unknown): void {
  const { code } = error as { readonly code?: unknown }
  if (code !== "EACCES" && code !== "EPERM") throw error
}

function folderOf(number: number): string {
  return String(number).padStart(10, "0")
}

function listed(number: number, bytes: Uint8Array): Listed {
  try {
    const manifest = decodeManifest(bytes)
    if (manifest.number === number) return { number, manifest }
    return { number, damage: `its manifest is that of checkpoint ${manifest.number}` }
  } catch (error) {
    return { number, damage: `its manifest cannot be used: ${error instanceof Error ? error.message : String(error)}` }
  }
}
