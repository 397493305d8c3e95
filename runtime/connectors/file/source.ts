import { stat } from "node:fs/promises"
import { resolve } from "node:path"
import { BlockPool, blockBytes } from "../../formats/block-pool.ts"
import { type Line, LineSplitter } from "../../formats/lines.ts"
import {
  type Batch,
  type ConnectorContext,
  ConnectorError,
  type Partition,
  type PastRange,
  type Position,
  type ReadOptions,
  type Settings,
  type Source,
} from "../contract.ts"
import { type Bytes, openBytes } from "./bytes.ts"
import { cutBlock, type Found } from "./cut-block.ts"
import { fileDefaults } from "./declare.ts"
import { expand } from "./glob.ts"
import { CsvLines, type Decoder, JsonLines } from "./records.ts"

interface File {
  /** As the user wrote it or a wildcard found it: for positions and messages. */
  readonly name: string
  readonly path: string
  readonly csvDelimiter: string | undefined
}

/** Opens one file, several by wildcards (in name order, as one partition), or standard input. Throws `ConnectorError`. */
export async function openFileSource(settings: Settings, context: ConnectorContext): Promise<Source> {
  const path = String(settings.path)
  const files = await findFiles(path, settings, context)
  const partition = new FilePartition(path, files, lineLimit(settings))
  await partition.open()
  const resources = path === "-" ? [] : files.map((file) => file.path)
  const replays = await areFiles(resources)
  return {
    partitions: [partition],
    bounded: settings.live !== true,
    replays,
    resources,
    close: () => partition.close(),
  }
}

/** What was read of files, once more, up to a place; undefined: it was standard input or a pipe, or is gone. Throws `ConnectorError`. */
export async function openFilePast(settings: Settings, context: ConnectorContext, { ends }: PastRange) {
  const path = String(settings.path)
  if (path === "-") return undefined
  const files = await findFiles(path, settings, context)
  if (!(await areFiles(files.map((file) => file.path)))) return undefined
  const end = ends.get(path)
  const last = files.find(({ name }) => name === end?.file)
  if (end !== undefined && end.file !== "") {
    if (last === undefined || (await isShorter(last, Number(end.byte)))) return undefined
  }
  const partition = new FilePartition(path, files, lineLimit(settings), end)
  await partition.open()
  const source: Source = { partitions: [partition], bounded: true, close: () => partition.close() }
  return { source, isCut: () => false }
}

/** Whether all can be read again: neither standard input nor pipes. */
async function areFiles(paths: readonly string[]): Promise<boolean> {
  for (const path of paths) if (!(await stat(path)).isFile()) return false
  return paths.length > 0
}

async function isShorter({ path }: File, byte: number): Promise<boolean> {
  return !path.endsWith(".gz") && (await stat(path)).size < byte
}

/** A file that became shorter than what was read of it is another one, or has lost events. */
async function failIfCut(file: File, byte: number): Promise<void> {
  if (!(await isShorter(file, byte))) return
  const { name } = file
  const { size } = await stat(file.path)
  throw new ConnectorError(
    "failure",
    `the file ${name} has ${size} bytes, and the job had read it to byte ${byte}: it was cut or replaced; bring it back, or begin anew with --fresh`,
  )
}

async function findFiles(path: string, settings: Settings, context: ConnectorContext): Promise<File[]> {
  if (path === "-") return [{ name: "-", path: "-", csvDelimiter: delimiter("-", settings) }]
  const found = await expand(resolve(context.folder, path))
  if (found.length === 0) throw new ConnectorError("usage", `no file matches ${path}`)
  const names =
    found.length === 1 && found[0] === resolve(context.folder, path)
      ? [path]
      : found.map((each) => shorten(each, context.folder))
  return found.map((each, at) => ({ name: names[at]!, path: each, csvDelimiter: delimiter(each, settings) }))
}

function shorten(path: string, folder: string): string {
  const base = folder.endsWith("/") ? folder : `${folder}/`
  return path.startsWith(base) ? path.slice(base.length) : path
}

/** The delimiter where the file is CSV. */
export function delimiter(path: string, { format, delimiter: given }: Settings): string | undefined {
  const ending = /\.(csv|tsv)(\.gz)?$/i.exec(path)?.[1]?.toLowerCase()
  if (format === "jsonl" || (format === undefined && ending === undefined)) {
    if (given === undefined) return undefined
    throw new ConnectorError("usage", "`delimiter` is for CSV; add format=csv")
  }
  const text =
    given === undefined ? (ending === "tsv" ? "\t" : ",") : given === "tab" || given === "\\t" ? "\t" : String(given)
  if (text.length !== 1 || /["\r\n]/.test(text)) {
    throw new ConnectorError(
      "usage",
      `the delimiter must be one character (or tab), and is ${JSON.stringify(text)}${text === "" ? " (a shell takes `;` and `|` for itself: put quotes around SPEC)" : ""}`,
    )
  }
  return text
}

function lineLimit({ maxLineBytes }: Settings): number {
  const limit = Number(maxLineBytes ?? fileDefaults.maxLineBytes)
  if (Number.isSafeInteger(limit) && limit > 0) return limit
  throw new ConnectorError("usage", `maxLineBytes must be a whole number above 0, and is ${maxLineBytes}`)
}

/** The file that is being read. */
interface Open {
  readonly bytes: Bytes
  readonly lines: LineSplitter
  readonly decoder: Decoder
}

class FilePartition implements Partition {
  readonly name: string
  readonly #files: readonly File[]
  readonly #maxLineBytes: number
  #at = 0
  #open: Open | undefined
  readonly #pool = new BlockPool()
  #started = false
  /** Behind the file that was read last. */
  #end: Position = { file: "", line: 1, byte: 0 }

  /** Where it ends before its files do. */
  readonly #last: { readonly file: number; readonly byte: number } | undefined

  /** `end`: no record at that place or behind it is handed out. */
  constructor(name: string, files: readonly File[], maxLineBytes: number, end?: Position) {
    this.name = name
    this.#last = end && { file: files.findIndex((file) => file.name === end.file), byte: Number(end.byte) }
    this.#files = files
    this.#maxLineBytes = maxLineBytes
  }

  /** Opens the first file, so that a wrong path is known before the job starts. */
  async open(): Promise<void> {
    this.#open = await this.#openFile(this.#files[0]!, 1, 0)
  }

  async read({ lines = false, csv = false }: ReadOptions = {}): Promise<Batch | null> {
    this.#started = true
    while (this.#at < this.#files.length) {
      const file = this.#files[this.#at]!
      const last = this.#last
      if (last !== undefined && this.#at > last.file) return null
      this.#open ??= await this.#openFile(file, 1, 0)
      const isJson = file.csvDelimiter === undefined
      const isLast = last?.file === this.#at
      const found = await this.#readFile(this.#open, !isLast && (isJson ? lines : csv))
      if (found === null) continue
      if (isLast) {
        const records = found.records.filter(({ position }) => Number(position.byte) < last.byte)
        // Behind this file there is nothing more to read.
        if (records.length < found.records.length) await this.#endHere()
        return { records, values: isJson ? "json" : "text" }
      }
      const { records, block, release } = found
      const position = (line: number, byte: number): Position => ({ file: file.name, line, byte })
      const values = isJson ? "json" : "text"
      const places = { common: { file: file.name } }
      return { records, values, ...(block && { block: { lines: block, position, places, csv: found.csv, release } }) }
    }
    return null
  }

  async #endHere(): Promise<void> {
    await this.close()
    this.#at = this.#files.length
  }

  async #readFile(open: Open, blocks: boolean): Promise<Found | null> {
    if (blocks && open.bytes.readInto !== undefined) {
      const buffer = this.#pool.take()
      // The line that was cut comes first, so that it is whole in its block; one as long as half of it is put together by the splitter.
      const { held } = open.lines
      const before = held <= blockBytes / 2 ? held : 0
      const count = await open.bytes.readInto(buffer.subarray(before), blockBytes - before)
      if (count > 0) {
        if (before > 0) open.lines.handBack(buffer)
        return this.#cut(open, buffer, before + count)
      }
      this.#pool.give(buffer)
      return this.#finish(open)
    }
    const chunk = await open.bytes.read()
    if (chunk === null) return this.#finish(open)
    if (blocks) return cutBlock(open.lines, open.decoder, chunk)
    const lines: Line[] = []
    open.lines.split(chunk, lines)
    return { records: open.decoder.decode(lines), block: undefined, csv: undefined, release: undefined }
  }

  /** The lines of a buffer of the pool. */
  #cut(open: Open, buffer: Buffer, count: number): Found {
    const found = cutBlock(open.lines, open.decoder, buffer.subarray(0, count), buffer)
    if (found.block === undefined) this.#pool.give(buffer)
    return { ...found, release: () => this.#pool.give(buffer) }
  }

  /** What was held back until the end of the file. */
  async #finish(open: Open): Promise<Found | null> {
    const lines: Line[] = []
    open.lines.finish(lines)
    const records = open.decoder.decode(lines)
    records.push(...open.decoder.finish())
    this.#open = undefined
    this.#end = { file: this.#files[this.#at]!.name, ...open.lines.next }
    this.#at++
    await open.bytes.close()
    return records.length > 0 ? { records, block: undefined, csv: undefined, release: undefined } : null
  }

  async #openFile(file: File, line: number, byte: number): Promise<Open> {
    const bytes = await openBytes(file.path, byte)
    const decoder =
      file.csvDelimiter === undefined ? new JsonLines(file.name) : new CsvLines(file.name, file.csvDelimiter)
    return { bytes, lines: new LineSplitter(this.#maxLineBytes, line, byte), decoder }
  }

  position(): Position {
    const file = this.#files[this.#at]
    // Behind the last file: it may have grown when a later run comes.
    if (file === undefined) return this.#end
    const { line, byte } = this.#open?.decoder.openLine ?? this.#open?.lines.next ?? { line: 1, byte: 0 }
    return { file: file.name, line, byte }
  }

  async seek(position: Position): Promise<void> {
    if (this.#started) throw new Error("a partition seeks before it reads")
    await this.close()
    const at = this.#files.findIndex((each) => each.name === position.file)
    if (position.file !== "" && at < 0) {
      throw new ConnectorError(
        "failure",
        `the file ${position.file} is gone, and the job had read it to byte ${position.byte}`,
      )
    }
    this.#at = position.file === "" ? this.#files.length : at
    const file = this.#files[this.#at]
    if (file === undefined) return
    await failIfCut(file, Number(position.byte))
    this.#open = await this.#openFile(file, Number(position.line), Number(position.byte))
    if (file.csvDelimiter !== undefined && Number(position.byte) > 0) await this.#readHeader(file, this.#open.decoder)
  }

  /** The columns' names stand at the start of the file, also for who begins in its middle. */
  async #readHeader(file: File, decoder: Decoder): Promise<void> {
    const { bytes, lines } = await this.#openFile(file, 1, 0)
    const found: Line[] = []
    for (let chunk = await bytes.read(); chunk !== null && found.length === 0; chunk = await bytes.read())
      lines.split(chunk, found)
    await bytes.close()
    decoder.decode(found.slice(0, 1))
  }

  async close(): Promise<void> {
    const open = this.#open
    this.#open = undefined
    await open?.bytes.close()
  }
}
