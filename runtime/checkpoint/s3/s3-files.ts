import { randomBytes } from "node:crypto"
import { sep } from "node:path"
import { ConnectorError } from "../../connectors/contract.ts"
import { piecesOf } from "../../platform/disk.ts"
import type { FileReader, Files, FileWriter } from "../../platform/files.ts"
import type { S3Objects } from "./objects.ts"
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

  /**
   * Sees that the service makes an object once, in a folder: of two requests that say so the second must be refused. Without that two processes could make the same checkpoint.
   * Throws `ConnectorError` that says what the service does instead.
   */
  async prove(folder: string): Promise<void> {
    const key = this.#keyOf(`${folder}/probe-${randomBytes(8).toString("hex")}`)
    const texts = ["first", "second"].map((text) => new TextEncoder().encode(`${text}\n`))
    const made: boolean[] = []
    let left: Uint8Array | undefined
    try {
      for (const text of texts) made.push(await this.#objects.putOnce(key, text))
      left = await this.#objects.get(key)
    } finally {
      // The failure that led here says more than this one's.
      await this.#objects.remove(key).catch(() => {})
    }
    const isFirst =
      left !== undefined && texts[0]!.length === left.length && texts[0]!.every((byte, at) => byte === left[at])
    if (made[1] === false && isFirst) return
    const found = made[1] === true ? "replaced an object in spite of it" : "did not keep the object that was made first"
    throw new ConnectorError(
      "failure",
      `the service of ${this.show(folder)} does not honour \`If-None-Match: *\` (it ${found}): two processes could make the same checkpoint, and outputs come twice. Take a service that does (AWS S3, and newer releases of most others), or a folder`,
    )
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

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#objects.get(this.#keyOf(path))
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

  #keyOf(path: string): string {
    const begin = `/${this.#objects.bucket}`
    const all = slashed(path)
    if (all === begin) return ""
    if (!all.startsWith(`${begin}/`)) throw new Error(`${path} is not in the bucket ${this.#objects.bucket}`)
    return all.slice(begin.length + 1)
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
