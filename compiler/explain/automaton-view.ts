import type { RuleAutomaton } from "../../runtime/abi/automaton-view.ts"
import type { EventSchema, Manifest, RuleManifest } from "../../runtime/abi/rule-set.ts"
import { showDuration } from "../2-plan/show-history.ts"
import { guardText } from "../3-automaton/show.ts"
import { layout } from "./layout.ts"

/** What is drawn of a rule: its automaton with the places of the states, names and conditions in words. */
export function automatonView(rule: RuleManifest, { events }: Pick<Manifest, "events">): RuleAutomaton {
  const { automaton, steps, words, durations } = rule
  const cells = layout(automaton)
  const names = { duration: (number: number) => showDuration(durations[number]!) }
  return {
    rule: rule.name,
    form: rule.window === undefined ? (rule.form?.kind ?? "general") : "windows",
    states: automaton.states.map(({ kind, step }, at) => ({
      kind,
      step: step === null ? null : steps[step]!.name,
      ...cells[at]!,
    })),
    edges: automaton.states.flatMap(({ edges }, from) =>
      edges.map(({ action, target, guard }) => ({ from, to: target, action, guard: guardText(guard, names) })),
    ),
    keys: rule.keys.map(({ name }) => name),
    timeFields: timeFieldsOf(rule.inputs.map((input) => events[input]!)),
    conditions: words?.conditions ?? [],
  }
}

function timeFieldsOf(events: readonly EventSchema[]): RuleAutomaton["timeFields"] {
  const found = new Map<string, { readonly field: string; readonly seconds: boolean }>()
  for (const { timeField, fields } of events) {
    const type = fields.find(({ name }) => name === timeField)?.type
    if (timeField === null || type === undefined) continue
    found.set(timeField, { field: timeField, seconds: type.kind === "time" && type.seconds === true })
  }
  return [...found.values()]
}
