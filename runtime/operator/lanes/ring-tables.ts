import type { EventRecord } from "../../abi/event.ts"
import type { RingForm } from "../../abi/form.ts"
import type { EventSchema, RuleManifest } from "../../abi/rule-set.ts"
import type { Column, Layout, Table, TableLayout } from "../../state/contract.ts"
import { formFingerprint, keptOf } from "../conversion/stored-form.ts"
import { countsTable } from "../counts.ts"
import { ringState } from "../ring.ts"
import { heldCapture } from "./held-capture.ts"

/** The tables of a ring over rows. */
export const ringLaneTables: readonly TableLayout[] = [
  {
    name: "held",
    columns: { key: "value", at: "f64", kept: "value", event: "event" },
    rows: { kind: "snapshots" },
  },
  countsTable,
]

/** The layout of a rule in the form of a ring over rows: one row of the table for each event that is held. */
export function ringLaneLayout(rule: RuleManifest, form: RingForm, events: readonly EventSchema[]): Layout {
  return {
    operator: ringOperator(rule),
    fingerprint: formFingerprint(rule, events, ringState(form, "rows", keptOf(heldCapture(rule, form), events))),
    dividedBy: rule.name,
    tables: ringLaneTables,
  }
}

/** The name of a rule's state. */
export function ringOperator({ was, name }: RuleManifest): string {
  return `ring ${was ?? name}`
}

/** The columns of the table of held events. */
export function heldColumns(table: Table): {
  readonly key: Column<unknown>
  readonly at: Column<number>
  readonly kept: Column<unknown>
  readonly event: Column<EventRecord>
} {
  return {
    key: table.value("key"),
    at: table.number("at"),
    kept: table.value("kept"),
    event: table.value("event") as Column<EventRecord>,
  }
}
