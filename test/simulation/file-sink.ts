/** Files on the simulated disk as sinks of the job, written by the real publishers. */
import { Buffer } from "node:buffer"
import { gunzipSync, gzipSync } from "node:zlib"
import type { Publisher, SliceIdentity } from "../../runtime/connectors/contract.ts"
import type { OutputFiles } from "../../runtime/connectors/file/output-files.ts"
import { FilePublisher, type Layout, plainLayout } from "../../runtime/connectors/file/publish-file.ts"
import { openFilePublisher } from "../../runtime/connectors/file/publisher.ts"
import type { Processes } from "../../runtime/platform/processes.ts"
import type { SimulatedDisk } from "./files.ts"
import type { Life } from "./scheduler.ts"
import type { FileKind } from "./settings.ts"
import type { SeenOutput, WorldSink } from "./sinks.ts"

/** They lie on a disk of their own. */
const folder = "/outputs"
const endings: Readonly<Record<FileKind, string>> = { plain: ".jsonl", gzip: ".jsonl.gz", folder: "/" }

/** In no thread: when one would be done is not the world's to say. */
const compression = {
  gzip: async (bytes: Buffer) => gzipSync(bytes),
  gunzip: async (bytes: Buffer) => gunzipSync(bytes),
}

export class FileSink implements WorldSink {
  readonly kind: "file" | "folder"
  /** A file is never away. */
  downUntil = 0
  readonly #path: string
  readonly #fileKind: FileKind
  readonly #disk: SimulatedDisk
  readonly #processesFor: (life: Life) => Processes
  readonly #planted: string | undefined

  /** `planted`: a fault of the product, where it is one of publishers to files. */
  constructor(
    name: string,
    kind: FileKind,
    disk: SimulatedDisk,
    processesFor: (life: Life) => Processes,
    planted: string | undefined,
  ) {
    this.kind = kind === "folder" ? "folder" : "file"
    this.#path = `${name}${endings[kind]}`
    this.#fileKind = kind
    this.#disk = disk
    this.#processesFor = processesFor
    this.#planted = planted
  }

  publisherFor(life: Life, identity: SliceIdentity): Promise<Publisher> {
    const files = this.#filesFor(life)
    const machine = { files, processes: this.#processesFor(life), compression }
    const [settings, context] = [{ path: this.#path }, { folder }]
    if (this.#planted !== "a file's length is trusted") return openFilePublisher([settings], identity, context, machine)
    return Promise.resolve(new FilePublisher(settings, identity, context, machine, trustingLayout))
  }

  #filesFor(life: Life): OutputFiles {
    const files = this.#disk.outputFilesFor(life)
    if (this.#planted !== "a part is not synced") return files
    return { ...files, create: async (path) => ({ ...(await files.create(path)), sync: async () => {} }) }
  }

  get outputs(): readonly SeenOutput[] {
    const text = this.#contents().toString("utf8")
    if (text !== "" && !text.endsWith("\n")) return [...recordsOf(text), recordOf("a line without an end")]
    return recordsOf(text)
  }

  #contents(): Buffer {
    const path = `${folder}/${this.#path}`
    if (this.#fileKind !== "folder") {
      const bytes = this.#disk.bytesOf(path)
      return this.#fileKind === "gzip" ? unzipped(bytes) : bytes
    }
    return this.#disk.shownIn(path.slice(0, -1))
  }
}

function recordsOf(text: string): SeenOutput[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : [recordOf(line)]))
}

/** What was said of a line besides is not in the file: an output of a rule has its name. */
function recordOf(line: string): SeenOutput {
  try {
    const { rule, id } = JSON.parse(line) as { readonly rule?: string; readonly id?: string }
    return { sink: rule === undefined ? 1 : 0, line, ...(id !== undefined && { id }) }
  } catch {
    return { sink: 0, line }
  }
}

function unzipped(bytes: Buffer): Buffer {
  try {
    return bytes.length === 0 ? bytes : gunzipSync(bytes)
  } catch (error) {
    return Buffer.from(`it cannot be read: ${error}\n`)
  }
}

/** Adds what is behind the end, and takes what is before it for what it should be. */
function trustingLayout(): Layout {
  const { end } = plainLayout()
  return {
    end,
    async put(file, outputs, base) {
      const { size } = await file.look()
      let place = base + outputs.offset
      for await (const chunk of outputs.chunks()) {
        const known = Math.min(Math.max(size - place, 0), chunk.length)
        if (known < chunk.length) await file.writeAt(chunk.subarray(known), place + known)
        place += chunk.length
      }
    },
  }
}
