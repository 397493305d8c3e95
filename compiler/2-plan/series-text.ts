import type { Checked, DurationInfo, HistoryInfo, HistoryWindow } from "../../lang/check/model.ts"
import { durationOf } from "../1-analyze/bound-text.ts"
import type { RuleFacts } from "../1-analyze/facts.ts"
import { formOf, type HistoryForm } from "../1-analyze/history-form.ts"
import { contentText, keyText } from "./series-name.ts"

interface Kept {
  readonly form: HistoryForm
  readonly history: HistoryInfo
  readonly later: boolean
}

/**
 * What is kept of past events for a rule's aggregates, for people: each thing once, with the longest time for which the rule
 * asks. Empty where it has none.
 */
export function aggregatesText({ asks, reach }: RuleFacts, events: Checked["events"]): string {
  const kept = new Map<string, Kept>()
  for (const { expression, later } of asks) {
    const { history } = expression
    const form = formOf(history, later, events.find(({ name }) => name === history.event)!.fields)
    const what = `${history.window.kind === "count"} ${contentText(form, history)} ${keyText(history)}`
    const known = kept.get(what)
    const longer = known === undefined || lengthOf(history.window) > lengthOf(known.history.window)
    kept.set(what, { ...(longer ? { form, history } : known), later: later || known?.later === true })
  }
  return [...kept.values()].map((one) => keptText(one, reach ?? [])).join("; ")
}

function keptText({ form, history, later }: Kept, reach: readonly DurationInfo[]): string {
  const key = keyText(history)
  return [contentText(form, history), spanText(form, history, later ? reach : []), key === "" ? "in all" : key].join(
    " ",
  )
}

function spanText({ kind }: HistoryForm, { window }: HistoryInfo, reach: readonly DurationInfo[]): string {
  if (window.kind === "forever") return kind === "total" ? "(one result)" : "(forever)"
  const before = reach.length === 0 ? "" : ` and ${reach.map(durationOf).join(" + ")}`
  if (window.kind === "count") return `of the last ${window.count} events${before}`
  const { length, ending } = window
  return `of the last ${[length, ...(ending === undefined ? [] : [ending])].map(durationOf).join(" + ")}${before}`
}

/** Of two windows of one series the longer one has the greater number. */
function lengthOf(window: HistoryWindow): number {
  if (window.kind === "forever") return Number.POSITIVE_INFINITY
  return window.kind === "count" ? window.count : window.length.ms + (window.ending?.ms ?? 0)
}
