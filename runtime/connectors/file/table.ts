import { stat } from "node:fs/promises"
import { resolve } from "node:path"
import { type ConnectorContext, ConnectorError, type Settings, type TableRows, type TableSource } from "../contract.ts"
import { fileFailure } from "./failure.ts"
import { expand } from "./glob.ts"
import { delimiter, openFileSource } from "./source.ts"

/** How often files are read again that were written meanwhile. */
const attempts = 3

/** Opens files as the rows of a table. They are read again when their size or time of change is another. Throws `ConnectorError`. */
export async function openFileTable(settings: Settings, context: ConnectorContext): Promise<TableSource> {
  if (settings.path === "-") throw new ConnectorError("usage", "a table is read from a file, not from standard input")
  const table = new FileTable(settings, context)
  const resources = await expand(resolve(context.folder, String(settings.path)))
  return { resources, read: () => table.read(), close: async () => table.close() }
}

class FileTable {
  readonly #settings: Settings
  readonly #context: ConnectorContext
  /** How the files stood when they were read last. */
  #seen: string | undefined
  #closed = false

  constructor(settings: Settings, context: ConnectorContext) {
    this.#settings = { ...settings, live: false }
    this.#context = context
  }

  async read(): Promise<TableRows | undefined> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = await this.#state()
      if (before === this.#seen) return undefined
      const rows = await this.#readAll()
      if ((await this.#state()) !== before) continue
      this.#seen = before
      return rows
    }
    const advice = "write it under another name and rename it when it is complete"
    throw new ConnectorError("failure", `${this.#settings.path} is being written while it is read: ${advice}`)
  }

  close(): void {
    this.#closed = true
  }

  async #state(): Promise<string> {
    const path = String(this.#settings.path)
    const files = await expand(resolve(this.#context.folder, path))
    if (files.length === 0) throw new ConnectorError("usage", `no file matches ${path}`)
    const states = files.map(async (file) => {
      try {
        const { size, mtimeMs, ino } = await stat(file)
        return [file, size, mtimeMs, ino]
      } catch (error) {
        throw fileFailure("read", file, error)
      }
    })
    return JSON.stringify(await Promise.all(states))
  }

  /** A file of no bytes is often one that somebody begins to write; CSV without rows has a first line. */
  #mayBeEmpty(): void {
    const { path } = this.#settings
    if (delimiter(String(path), this.#settings) === undefined) return
    throw new ConnectorError("failure", `${path} is empty: the first line of CSV names the columns`)
  }

  async #readAll(): Promise<TableRows> {
    const source = await openFileSource(this.#settings, this.#context)
    const rows: unknown[] = []
    const problems: TableRows["problems"][number][] = []
    let values: TableRows["values"] | undefined
    let bytes = false
    try {
      const partition = source.partitions[0]!
      for (let batch = await partition.read(); batch !== null; batch = await partition.read()) {
        if (this.#closed) throw new ConnectorError("closed", "the table was closed")
        bytes = true
        if (batch.records.length === 0) continue
        if (values !== undefined && values !== batch.values) {
          throw new ConnectorError("usage", `${this.#settings.path}: a table's files are all CSV or all JSON lines`)
        }
        values = batch.values
        for (const { raw, problem, position } of batch.records) {
          if (problem === undefined) rows.push(raw)
          else problems.push({ problem, position })
        }
      }
    } finally {
      await source.close()
    }
    if (!bytes) this.#mayBeEmpty()
    // In CSV each row has all columns of the first line.
    const columns = values === "text" && rows.length > 0 ? { columns: Object.keys(rows[0] as object) } : {}
    return { rows, ...columns, values: values ?? "json", problems }
  }
}
