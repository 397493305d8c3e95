import type { Client } from "pg"
import { ConnectorError, type Settings, type Sink, type SinkRecord } from "../contract.ts"
import { connect, type Database, databaseOf } from "./connect.ts"
import { writeFailure } from "./failure.ts"
import { inserts } from "./rows.ts"
import { type TableShape, tableShape } from "./shape.ts"

/** Opens a table for outputs that are written as they are made. Throws `ConnectorError`. */
export async function openPostgresSink(settings: Settings): Promise<Sink> {
  const sink = new PostgresSink(databaseOf(settings), String(settings.table))
  await sink.open()
  return sink
}

class PostgresSink implements Sink {
  readonly #database: Database
  readonly #table: string
  readonly #doing: string
  #client: Client | undefined
  #shape: TableShape | undefined
  #closed = false

  constructor(database: Database, table: string) {
    this.#database = database
    this.#table = table
    this.#doing = `write into the table ${table}`
  }

  async open(): Promise<void> {
    await this.#run(async (client) => {
      this.#shape = await tableShape(client, this.#table, this.#database.place)
    })
  }

  write(records: readonly SinkRecord[]): Promise<void> {
    return this.#run(async (client) => {
      const lines = records.map(({ line }) => line)
      for (const { text, values } of inserts(this.#shape!, lines)) await client.query(text, [...values])
    })
  }

  /** A connection that broke while nothing was written is made anew. */
  async #run(act: (client: Client) => Promise<void>): Promise<void> {
    if (this.#closed) throw new ConnectorError("closed", "the sink was closed")
    try {
      this.#client ??= await this.#connect()
      await act(this.#client)
    } catch (error) {
      this.#drop(this.#client)
      throw writeFailure(this.#database.place, this.#doing, error)
    }
  }

  async #connect(): Promise<Client> {
    const client = await connect(this.#database.config)
    client.on("error", () => this.#drop(client))
    return client
  }

  #drop(client: Client | undefined): void {
    if (client === undefined || client !== this.#client) return
    this.#client = undefined
    void client.end().catch(() => {})
  }

  /** A write that was waited for is committed. */
  async flush(): Promise<void> {}

  async close(): Promise<void> {
    this.#closed = true
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }
}
