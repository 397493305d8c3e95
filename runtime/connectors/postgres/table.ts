import type { Client, ClientConfig, QueryArrayResult } from "pg"
import { ConnectorError, type Settings, type TableRows, type TableSource } from "../contract.ts"
import { databaseOf, makeClient } from "./connect.ts"
import { postgresFailure } from "./failure.ts"
import { typeParsers } from "./values.ts"

/** Opens a query as the rows of a table; each `read` connects, asks and leaves. Throws `ConnectorError`. */
export async function openPostgresTable(settings: Settings): Promise<TableSource> {
  const table = new PostgresTable(settings)
  return { read: () => table.read(), close: () => table.close() }
}

class PostgresTable {
  readonly #query: string
  readonly #config: ClientConfig
  readonly #place: string
  #client: Client | undefined
  #closed = false

  constructor(settings: Settings) {
    const { place, config, timeoutMs } = databaseOf(settings)
    this.#query = String(settings.query)
    this.#place = place
    this.#config = { ...config, statement_timeout: timeoutMs, types: typeParsers }
  }

  async read(): Promise<TableRows> {
    try {
      const client = await makeClient(this.#config)
      this.#client = client
      await client.connect()
      await client.query("begin transaction read only")
      await client.query("set local datestyle = iso; set local time zone 'UTC'; set local intervalstyle = postgres")
      // Extended: one statement alone.
      const asked = { text: this.#query, rowMode: "array" as const, queryMode: "extended" }
      return rowsOf(await client.query<unknown[]>(asked))
    } catch (error) {
      if (this.#closed) throw new ConnectorError("closed", "the table was closed", error)
      throw postgresFailure(this.#place, this.#query, error)
    } finally {
      const client = this.#client
      this.#client = undefined
      await client?.end().catch(() => {})
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end().catch(() => {})
  }
}

/** Rows as objects by the names of the columns. */
function rowsOf({ fields, rows }: QueryArrayResult): TableRows {
  const names = fields.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw new ConnectorError("usage", `the query has two columns called ${twice}: give one another name with \`as\``)
  }
  const objects = rows.map((row: unknown[]) => {
    const made: Record<string, unknown> = Object.create(null)
    for (const [at, name] of names.entries()) made[name] = row[at]
    return made
  })
  return { rows: objects, columns: names, values: "json", problems: [] }
}
