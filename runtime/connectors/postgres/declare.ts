import type { ConnectorDeclaration } from "../../../lang/catalog.ts"

export const postgresDeclaration: ConnectorDeclaration = {
  name: "postgres",
  doc: "Rows of a PostgreSQL database, by a query. What `url` leaves out comes from the environment (`PGHOST`, `PGUSER`, `PGPASSWORD`, …) and the file of passwords, as for `psql`.",
  use: ["table"],
  options: [
    {
      name: "query",
      type: "text",
      required: true,
      positional: true,
      doc: "One `select`; its columns have the names of the table's fields. It runs in a transaction that can only read.",
    },
    { name: "url", type: "text", doc: "The database: `postgres://user@host:5432/database`." },
    {
      name: "timeoutSeconds",
      type: "number",
      doc: "How long to wait for a connection, and how long the query may run (default 30).",
    },
  ],
  examples: ["postgres:select id, tier from customers?url=postgres://host/shop"],
}
