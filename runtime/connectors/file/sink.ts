import { type FileHandle, open } from "node:fs/promises"
import { dirname, resolve } from "node:path"
import process from "node:process"
import type { Writable } from "node:stream"
import { type ConnectorContext, ConnectorError, type Settings, type Sink, type SinkRecord } from "../contract.ts"
import { fileFailure } from "./failure.ts"
import { makeFolder } from "./folder.ts"

/**
 * Opens a file (folders are made; written anew unless `append` is set; `.gz` is compressed) or standard output (`-`) for JSON lines.
 * Throws `ConnectorError`.
 */
export async function openFileSink(settings: Settings, context: ConnectorContext): Promise<Sink> {
  const name = sinkName(settings)
  if (isFolder(name)) {
    const advice = `give --checkpoint-dir and leave \`delivery\` out, or name a file, as in file:${name}alerts.jsonl`
    throw new ConnectorError("usage", `${name} is a folder, in which each checkpoint makes a file; ${advice}`)
  }
  if (name === "-") return new StreamSink(process.stdout, "standard output")
  const path = resolve(context.folder, name)
  try {
    await makeFolder(dirname(path))
    const file = await open(path, settings.append === true ? "a" : "w")
    return path.endsWith(".gz") ? await gzipSink(file, name) : new FileSink(file, name)
  } catch (error) {
    throw fileFailure("write", name, error)
  }
}

/** The path of a sink, as it was given. Throws `ConnectorError` where its options do not fit a sink. */
export function sinkName({ path, format }: Settings): string {
  if (format !== undefined && format !== "jsonl") {
    throw new ConnectorError("usage", `a sink writes JSON lines, not ${format}`)
  }
  return String(path)
}

/** Whether a sink is a folder of files. */
export function isFolder(name: string): boolean {
  return name.endsWith("/")
}

/** The file that a sink writes. */
export function fileResource(settings: Settings, context: ConnectorContext): string {
  return settings.path === "-" ? "-" : resolve(context.folder, String(settings.path))
}

function joined(records: readonly SinkRecord[]): string {
  let text = ""
  for (const record of records) text += `${record.line}\n`
  return text
}

class FileSink implements Sink {
  readonly #file: FileHandle
  readonly #name: string
  #closed = false

  constructor(file: FileHandle, name: string) {
    this.#file = file
    this.#name = name
  }

  write(records: readonly SinkRecord[]): Promise<void> {
    return this.#append(joined(records))
  }

  writeLines(lines: Uint8Array): Promise<void> {
    return this.#append(lines)
  }

  async #append(data: string | Uint8Array): Promise<void> {
    try {
      await this.#file.appendFile(data)
    } catch (error) {
      throw fileFailure("write", this.#name, error)
    }
  }

  /** A write that was waited for is with the system. */
  async flush(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#file.close()
  }
}

async function gzipSink(file: FileHandle, name: string): Promise<Sink> {
  const [{ createGzip }, { pipeline }] = await Promise.all([import("node:zlib"), import("node:stream/promises")])
  const gzip = createGzip()
  const written = pipeline(gzip, file.createWriteStream())
  written.catch((error) => gzip.destroy(error))
  return new StreamSink(gzip, name, async () => {
    gzip.end()
    await written.catch((error) => {
      throw fileFailure("write", name, error)
    })
  })
}

/** Writes to a stream; resolves when the stream has passed the text on, so that a slow reader is felt. */
class StreamSink implements Sink {
  readonly #stream: Writable
  readonly #name: string
  readonly #end: (() => Promise<void>) | undefined
  #failure: Error | undefined
  #closed = false
  readonly #onError = (error: Error) => {
    this.#failure ??= error
  }

  constructor(stream: Writable, name: string, end?: () => Promise<void>) {
    this.#stream = stream
    this.#name = name
    this.#end = end
    // Each slice of a job has such a sink on standard output: that many listeners are meant.
    stream.setMaxListeners(stream.getMaxListeners() + 1)
    stream.on("error", this.#onError)
  }

  write(records: readonly SinkRecord[]): Promise<void> {
    return this.#write(joined(records))
  }

  writeLines(lines: Uint8Array): Promise<void> {
    return this.#write(lines)
  }

  #write(data: string | Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(fileFailure("write", this.#name, this.#failure))
      this.#stream.write(data, (error) => {
        if (error) reject(fileFailure("write", this.#name, error))
        else resolve()
      })
    })
  }

  /** `write` waits for the stream. */
  async flush(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#end?.()
    // What still comes of standard output after its last sink must not end the process.
    if (this.#stream.listenerCount("error") === 1) return
    this.#stream.removeListener("error", this.#onError)
    this.#stream.setMaxListeners(this.#stream.getMaxListeners() - 1)
  }
}
