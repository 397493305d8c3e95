import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

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
      doc: "How long to wait for a connection, and how long a statement may run (default 30).",
    },
  ],
  examples: [
    "postgres:select id, tier from customers?url=postgres://host/shop",
    "postgres:alerts?url=postgres://cep@host/fraud",
  ],
}
