import type { EventSchema, RuleManifest } from "../abi/rule-set.ts"
import type { Layout, TableLayout } from "../state/contract.ts"
import { timerTable } from "../time/timers.ts"
import { countsTable } from "./counts.ts"
import { keyShape } from "./key.ts"

/**
 * The open windows of all keys: one row each. `events`: how many went into it; `opened`: the place of its first event in the order of
 * events; `older`: the key's window that was opened before it, plus 1; `results`: the measures' running results.
 */
const windowTable: TableLayout = {
  name: "windows",
  rows: { kind: "key", column: "key" },
  integers: { older: { table: "windows", plus: 1 }, timer: "rebuilt" },
  columns: {
    key: "value",
    start: "f64",
    end: "f64",
    opened: "f64",
    events: "f64",
    older: "i32",
    timer: "i32",
    results: "value",
  },
}

/** One row: the parameters in the measures, as [name, value], for which the running results hold. */
const paramTable: TableLayout = { name: "params", columns: { values: "value" }, rows: { kind: "single", sums: [] } }

/**
 * The layout of an `each` rule: state fits as long as the kind of the windows, what is worked out of their events, the inputs and the
 * keys are the same. Their length is kept with each window, so it may change.
 */
export function windowLayout(rule: RuleManifest, events: readonly EventSchema[]): Layout {
  const { inputs, keys } = keyShape(rule, events)
  const measures = rule.window?.measures.map(({ name, type, code }) => [
    name,
    type ?? null,
    ...(code === undefined ? [] : [code]),
  ])
  return {
    operator: `window ${rule.was ?? rule.name}`,
    fingerprint: JSON.stringify([kindOf(rule), measures, inputs, keys]),
    dividedBy: rule.name,
    tables: [windowTable, paramTable, timerTable, countsTable],
  }
}

function kindOf({ window }: RuleManifest): string {
  if (window?.shape.kind !== "time") return window?.shape.kind ?? "none"
  return window.shape.every === undefined ? "following" : "sliding"
}
