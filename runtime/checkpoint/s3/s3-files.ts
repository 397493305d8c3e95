import { sep } from "node:path"
import { piecesOf } from "../../platform/disk.ts"
import type { FileReader, Files, FileWriter } from "../../platform/files.ts"
import type { S3Objects } from "./objects.ts"
import { proveOnce } from "./proof.ts"
import { S3Reader } from "./reader.ts"
import { S3Writer } from "./writer.ts"

const adoptedBytes = 1 << 20
/** So many objects are removed at once. */
const removedAtOnce = 8
const folderEnd = "/"

/**
 * The files of checkpoints as objects of a bucket. Paths are `/BUCKET/KEY`; a folder is what keys have in common up to a slash. What the service has
 * acknowledged lasts and is seen by all, so that nothing has to be synced.
 */
export class S3Files implements Files {
  readonly #objects: S3Objects
  readonly #local: Pick<Files, "openRead">

  /** `local`: the files of this machine, from which some are adopted. */
  constructor(objects: S3Objects, local: Pick<Files, "openRead">) {
    this.#objects = objects
    this.#local = local
  }

  /** Sees that the service makes an object once, in a folder. Throws `ConnectorError` that says what it does instead. */
  async prove(folder: string): Promise<void> {
    await proveOnce(this.#objects, `${this.#prefixOf(folder)}probe`)
  }

  show(path: string): string {
    return `s3:/${slashed(path)}`
  }

  localPath(): undefined {}

  async makeFolder(): Promise<void> {}

  async list(path: string): Promise<string[]> {
    const { files, folders } = await this.#entries(path)
    return [...files, ...folders].sort()
  }

  async folders(path: string): Promise<string[]> {
    return (await this.#entries(path)).folders.sort()
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    // Above the bucket there is nothing.
    return this.#isInside(path) ? this.#objects.get(this.#keyOf(path)) : undefined
  }

  openRead(path: string): Promise<FileReader> {
    return S3Reader.open(this.#objects, this.#keyOf(path))
  }

  async create(path: string): Promise<FileWriter> {
    return new S3Writer(this.#objects, this.#keyOf(path))
  }

  makeOnce(path: string, bytes: Uint8Array): Promise<boolean> {
    return this.#objects.putOnce(this.#keyOf(path), bytes)
  }

  async adopt(local: string, path: string): Promise<void> {
    const reader = await this.#local.openRead(local)
    try {
      const writer = await this.create(path)
      try {
        for await (const piece of piecesOf(reader, adoptedBytes)) await writer.write(piece)
        await writer.finish()
      } finally {
        await writer.close()
      }
    } finally {
      await reader.close()
    }
  }

  remove(path: string): Promise<void> {
    return this.#objects.remove(this.#keyOf(path))
  }

  async removeFolder(path: string): Promise<void> {
    for await (const { keys } of this.#objects.list(this.#prefixOf(path))) {
      for (let at = 0; at < keys.length; at += removedAtOnce) {
        await Promise.all(keys.slice(at, at + removedAtOnce).map((key) => this.#objects.remove(key)))
      }
    }
  }

  async syncFolder(): Promise<void> {}

  async #entries(path: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
    const prefix = this.#prefixOf(path)
    const files: string[] = []
    const folders: string[] = []
    for await (const { keys, common } of this.#objects.list(prefix, folderEnd)) {
      // Some tools make an object for the folder itself.
      files.push(...keys.map((key) => key.slice(prefix.length)).filter((name) => name !== ""))
      folders.push(...common.map((each) => each.slice(prefix.length, -folderEnd.length)))
    }
    return { files, folders }
  }

  #isInside(path: string): boolean {
    return `${slashed(path)}/`.startsWith(`/${this.#objects.bucket}/`)
  }

  #keyOf(path: string): string {
    if (!this.#isInside(path)) throw new Error(`${path} is not in the bucket ${this.#objects.bucket}`)
    return slashed(path).slice(this.#objects.bucket.length + 2)
  }

  #prefixOf(path: string): string {
    const key = this.#keyOf(path)
    return key === "" ? "" : `${key}${folderEnd}`
  }
}

/** Paths are put together by the machine's own rules. */
function slashed(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/")
}
