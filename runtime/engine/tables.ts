import type { EngineOptions } from "../abi/engine.ts"
import type { TableSchema } from "../abi/table.ts"
import { LookupTables, type RowDecoder } from "../tables/lookup-tables.ts"
import { fieldsDecoder } from "./decode.ts"
import { messageOf, Refusal } from "./refusal.ts"

/** Rows of tables are read as events are. */
const decoder: RowDecoder = {
  readRow: ({ fields }, values) => {
    const decode = fieldsDecoder(fields, values)
    return (raw) => decode(raw, "")
  },
  explain: (thrown) =>
    thrown instanceof Refusal
      ? { code: thrown.code, reason: thrown.reason.replace(/^the event is /, "a row is ") }
      : { code: "unreadable", reason: `the row cannot be read: ${messageOf(thrown)}` },
}

/** The tables of a rule set with the rows of the engine's options, else those of `former`. Throws for a row that does not fit, and an unknown table. */
export function openTables(
  schemas: readonly TableSchema[],
  given: EngineOptions["tables"] = {},
  former?: LookupTables,
): LookupTables {
  const tables = new LookupTables(schemas, decoder, former)
  for (const [name, rows] of Object.entries(given)) {
    const { refused, problems } = tables.set(name, rows, "json")
    const first = problems.find(({ code }) => code !== "repeated-key")
    if (refused > 0) throw new Error(`a row of the table ${name} does not fit: ${first?.reason}`)
  }
  return tables
}
