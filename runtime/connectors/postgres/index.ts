import type { Connector, Settings } from "../contract.ts"
import { postgresDeclaration } from "./declare.ts"
import { databaseKey } from "./failure.ts"
import { openPostgresPublisher } from "./publisher.ts"
import { openPostgresSink } from "./sink.ts"
import { openPostgresTable } from "./table.ts"

/** PostgreSQL: rows of lookup tables, and tables that take outputs. */
export const postgresConnector: Connector = {
  declaration: postgresDeclaration,
  openTable: openPostgresTable,
  openSink: openPostgresSink,
  resource: (settings) => `${databaseOfSink(settings)} ${settings.table}`,
  openPublisher: openPostgresPublisher,
  publisherOf: databaseOfSink,
}

function databaseOfSink({ url }: Settings): string {
  return databaseKey(url === undefined ? undefined : String(url))
}
