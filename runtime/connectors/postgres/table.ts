import type { Client, ClientConfig, QueryArrayResult } from "pg"
import { ConnectorError, type Settings, type TableRows, type TableSource } from "../contract.ts"
import { describePlace, postgresFailure } from "./failure.ts"
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

  constructor({ query, url, timeoutSeconds = 30 }: Settings) {
    const timeoutMs = Math.round(Number(timeoutSeconds) * 1000)
    if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
      throw new ConnectorError("usage", `timeoutSeconds must be above 0 and at most 2147483, and is ${timeoutSeconds}`)
    }
    this.#query = String(query)
    this.#place = describePlace(url === undefined ? undefined : String(url))
    this.#config = {
      ...(url === undefined ? {} : { connectionString: String(url) }),
      application_name: "cepheus",
      connectionTimeoutMillis: timeoutMs,
      statement_timeout: timeoutMs,
      // The server stops the query; where it answers no more, this side does.
      query_timeout: timeoutMs + 5000,
      types: typeParsers,
    }
  }

  async read(): Promise<TableRows> {
    const { Client: PgClient } = (await import("pg")).default
    try {
      const client = new PgClient(this.#config)
      this.#client = client
      // A connection that breaks says so twice: here, and by the call that waits for it.
      client.on("error", () => {})
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
