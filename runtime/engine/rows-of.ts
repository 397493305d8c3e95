import type { RowsSchema } from "../abi/rows.ts"
import type { Manifest } from "../abi/rule-set.ts"

const noRows: RowsSchema = { events: [], numbers: 0, codes: 0, texts: 0, domains: [], spaces: [] }

/** How the events of a rule set stand in rows. */
export function rowsOf({ columns }: Manifest): RowsSchema {
  return columns ?? noRows
}
