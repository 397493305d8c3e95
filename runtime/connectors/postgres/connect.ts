import type { Client, ClientConfig } from "pg"
import { ConnectorError, type Settings } from "../contract.ts"
import { postgresDefaults } from "./declare.ts"
import { describePlace } from "./failure.ts"

/** A database, and how it is asked. */
export interface Database {
  /** In words, without a password. */
  readonly place: string
  readonly config: ClientConfig
  readonly timeoutMs: number
}

/** The database of some settings. Throws `ConnectorError` (usage). */
export function databaseOf({ url, timeoutSeconds = postgresDefaults.timeoutSeconds }: Settings): Database {
  const timeoutMs = Math.round(Number(timeoutSeconds) * 1000)
  if (!(timeoutMs > 0 && timeoutMs < 2 ** 31)) {
    throw new ConnectorError("usage", `timeoutSeconds must be above 0 and at most 2147483, and is ${timeoutSeconds}`)
  }
  return {
    place: describePlace(url === undefined ? undefined : String(url)),
    config: {
      ...(url === undefined ? {} : { connectionString: String(url) }),
      application_name: "cepheus",
      connectionTimeoutMillis: timeoutMs,
      // The server stops a statement; where it answers no more, this side does.
      query_timeout: timeoutMs + 5000,
    },
    timeoutMs,
  }
}

/** A client that is not connected. What breaks its connection is said by the call that waits for it. */
export async function makeClient(config: ClientConfig): Promise<Client> {
  const { Client: PgClient } = (await import("pg")).default
  const client = new PgClient(config)
  client.on("error", () => {})
  return client
}

/** Connects. Throws what the connection throws. */
export async function connect(config: ClientConfig): Promise<Client> {
  const client = await makeClient(config)
  try {
    await client.connect()
    return client
  } catch (error) {
    // Not waited for: where nothing answers, the end does not either.
    void client.end().catch(() => {})
    throw error
  }
}
