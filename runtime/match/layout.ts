import type { TableLayout } from "../state/contract.ts"

/** No row: rows are numbered from 0. */
export const none = -1

/**
 * The tables of partial matches. A key's partial matches are a list (`head`, `next`) in the order of their heap; the match
 * that has not begun has no row of its own, `start` is its place among them. The events of a partial match are a chain of
 * nodes from the last to the first; chains share their tails.
 */
export const matchTables: readonly TableLayout[] = [
  {
    name: "keys",
    rows: { kind: "key", column: "key" },
    integers: {
      head: { table: "partials", plus: 0 },
      count: "number",
      start: "number",
      completedHead: { table: "partials", plus: 0 },
      completedCount: "number",
      timer: "rebuilt",
    },
    columns: {
      /** The key's values. */
      key: "value",
      head: "i32",
      count: "i32",
      start: "i32",
      /** Completed matches that a skip strategy holds back, likewise. */
      completedHead: "i32",
      completedCount: "i32",
      /** Its place among the timers plus 1; 0: none. */
      timer: "i32",
    },
  },
  {
    name: "partials",
    rows: { kind: "referred" },
    integers: { state: "number", node: { table: "nodes", plus: 0 }, next: { table: "partials", plus: 0 } },
    columns: { state: "i32", node: "i32", next: "i32", startAt: "f64", startSequence: "f64", lastAt: "f64" },
  },
  // What is shared is shared by partial matches of one key: references stay as many.
  {
    name: "nodes",
    columns: { step: "i32", event: "i32", parent: "i32", references: "i32", length: "i32" },
    rows: { kind: "referred" },
    integers: {
      step: "number",
      event: { table: "events", plus: 0 },
      parent: { table: "nodes", plus: 0 },
      references: "number",
      length: "number",
    },
  },
  {
    name: "events",
    columns: { event: "event", references: "i32" },
    rows: { kind: "referred" },
    integers: { references: "number" },
  },
]
