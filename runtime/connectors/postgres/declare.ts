import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

/** What holds where nothing else is given. */
export const postgresDefaults = { timeoutSeconds: 30 } as const

export const postgresDeclaration: ConnectorDeclaration = {
  name: "postgres",
  doc: "Rows of a PostgreSQL database, by a query, and outputs as rows of a table. What `url` leaves out comes from the environment (`PGHOST`, `PGUSER`, `PGPASSWORD`, …) and the file of passwords, as for `psql`.",
  use: ["table", "sink"],
  options: [
    {
      name: "query",
      type: "text",
      use: ["table"],
      required: true,
      positional: true,
      doc: "One `select`; its columns have the names of the table's fields. It runs in a transaction that can only read.",
    },
    {
      name: "table",
      type: "text",
      use: ["sink"],
      required: true,
      positional: true,
      doc: "The table that takes outputs. Each column that is called like a field of the outputs gets it (`id`, `rule`, `at`, …), a column `output` the whole. Of rows with the same `id` there is one, where that column is unique.",
    },
    { name: "url", type: "text", doc: "The database: `postgres://user@host:5432/database`." },
    {
      name: "timeoutSeconds",
      type: "number",
      default: postgresDefaults.timeoutSeconds,
      unit: "seconds",
      doc: "How long to wait for a connection, and how long a statement may run.",
    },
  ],
  examples: [
    "postgres:select id, tier from customers?url=postgres://host/shop",
    "postgres:alerts?url=postgres://cep@host/fraud",
  ],
  promises: {
    sink: "With checkpoints each output comes exactly once: rows and the checkpoint's number are one transaction. Without, or with `delivery=at-least-once`, rows with the same `id` are one where that column is unique.",
    table: "The rows are those of one transaction.",
  },
}
