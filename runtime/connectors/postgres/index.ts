import type { Connector } from "../contract.ts"
import { postgresDeclaration } from "./declare.ts"
import { openPostgresTable } from "./table.ts"

/** PostgreSQL: rows of lookup tables. */
export const postgresConnector: Connector = {
  declaration: postgresDeclaration,
  openTable: openPostgresTable,
}
