import type { Column, OperatorState, TableLayout } from "../state/contract.ts"
import type { CountName, RuleCounts } from "./contract.ts"

const names: readonly CountName[] = ["matches", "timeouts", "filtered", "suppressed", "late", "dropped", "failed"]

/** The table of a rule's counters: one row. Late events are counted by all workers, all else by whose key it is. */
export const countsTable: TableLayout = {
  name: "counts",
  rows: { kind: "single", sums: names.filter((name) => name !== "late") },
  columns: Object.fromEntries(names.map((name) => [name, "f64" as const])),
}

/** A rule's counters over its state. */
export function ruleCounts(state: OperatorState): RuleCounts {
  const table = state.table(countsTable.name)
  if (table.size === 0) table.allocate()
  const columns = Object.fromEntries(names.map((name) => [name, table.number(name)])) as Record<
    CountName,
    Column<number>
  >
  return {
    get: (name) => columns[name].get(0),
    add: (name, more) => columns[name].set(0, columns[name].get(0) + more),
  }
}
