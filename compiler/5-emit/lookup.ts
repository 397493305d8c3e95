import type { Expression } from "../../lang/check/model.ts"
import { binding, type Code, call } from "./code.ts"
import type { Emits } from "./compare.ts"
import type { Of, Scope } from "./context.ts"
import { eventCode } from "./history.ts"
import { bare } from "./missing.ts"

/** The row of a table (missing where there is none), or whether there is one: a question to the host. */
export function emitLookup(expression: Of<"lookup" | "in-table">, scope: Scope, emits: Emits): Code {
  const table = scope.module.tables.get(expression.table)
  if (table === undefined) throw new Error(`no table ${expression.table} in the module`)
  const keys = expression.keys.map((key) => emits.value(key, scope).text)
  const at = expression.at === undefined ? "" : `, ${timeCode(expression.at, scope, emits)}`
  const row = `host.row(${table}, [${keys.join(", ")}]${at})`
  return expression.kind === "lookup" ? call(row) : { text: `${row} !== undefined`, binds: binding.equality }
}

/** The time of the event, or the time itself. */
function timeCode(at: Expression, scope: Scope, emits: Emits): string {
  if (bare(at.type).kind !== "event") return emits.value(at, scope).text
  const event = eventCode(at, scope, emits)
  if (at.kind === "candidate") return `${event}.at`
  return event.includes(" && ") ? `(${event})?.at` : `${event}?.at`
}
