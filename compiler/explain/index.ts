import type { Automaton } from "../../runtime/abi/automaton.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import { showDuration } from "../2-plan/show-history.ts"
import { showRulePlan } from "../2-plan/show-plan.ts"
import { type AutomatonNames, automatonDot, showAutomaton } from "../3-automaton/show.ts"
import { formOf } from "../4-optimize/form.ts"
import { RowRules } from "../4-optimize/rows.ts"
import { automatonSvg } from "./svg.ts"

/** What is explained: a rule of a compilation. */
export interface Explained {
  readonly plan: Plan
  readonly rule: RulePlan
  readonly automaton: Automaton
  /** The generated module, for the code of the rule's functions. */
  readonly code: string
}

/** Plan, automaton, state bound and the code of each condition of a rule, for people. */
export function explain(explained: Explained): string {
  const { plan, rule, automaton } = explained
  return [
    showRulePlan(rule, plan),
    "",
    `form ${showForm(rule)}`,
    `runs ${showRows(rule, plan)}`,
    "",
    "automaton",
    indented(showAutomaton(automaton, namesOf(rule))),
    "",
    "code",
    indented(codeOf(explained)),
    "",
  ].join("\n")
}

/** How the engine matches the rule, and why so. */
function showForm(rule: RulePlan): string {
  const { name, because } = formOf(rule)
  return `${name}: ${because}`
}

/** Whether it runs over rows of columns, and which; else why it wants an object for each event. */
function showRows(rule: RulePlan, plan: Plan): string {
  const decision = new RowRules(plan).decide(rule)
  if (decision.kind === "events") return `event by event: ${decision.because}`
  const { conditions, keys, captures, reads = [], registers } = decision
  const names = [...keys].flatMap(([event, parts]) => {
    const ofType = <T extends { readonly event: number }>(all: readonly (T | null)[]) =>
      all.filter((one) => one?.event === event) as T[]
    const read = new Set([
      ...parts,
      ...ofType(conditions).flatMap(({ fields }) => [...fields.keys()]),
      ...ofType([...captures, ...reads]).flatMap(({ fields }) => fields),
    ])
    const { name: type, fields } = plan.events[event]!
    return fields.flatMap(({ name }, place) => (read.has(place) ? [keys.size > 1 ? `${type}.${name}` : name] : []))
  })
  const rows = names.length === 0 ? "over rows" : `over rows of columns: ${names.join(", ")}`
  const aggregates = rule.asks.map((measure) => `m${measure}`)
  return [
    rows,
    ...(registers === undefined ? [] : ["a partial match never becomes two, so each is kept as registers"]),
    ...(aggregates.length === 0 ? [] : [`its aggregates are kept of rows: ${aggregates.join(", ")}`]),
  ].join("; ")
}

/** The rule's automaton in Graphviz' language. */
export function explainDot({ automaton, rule }: Explained): string {
  return automatonDot(automaton, namesOf(rule))
}

/** The rule's automaton as a picture. */
export function explainSvg({ automaton, rule }: Explained): string {
  return automatonSvg(automaton, namesOf(rule))
}

function namesOf(rule: RulePlan): AutomatonNames {
  return {
    step: (step) => rule.steps[step]!.name,
    condition: (number) => `c${number}`,
    duration: (number) => showDuration(rule.durations[number]!),
  }
}

/** The part of the generated module that belongs to the rule. */
function codeOf({ code, rule, plan }: Explained): string {
  const lines = code.split("\n")
  const heads = lines.flatMap((line, at) => (line.startsWith("  // rule ") ? [at] : []))
  const place = plan.rules.indexOf(rule)
  const start = heads[place]
  if (start === undefined) return ""
  const end = heads[place + 1] ?? lines.findIndex((line, at) => at > start && line === "  return {")
  return lines
    .slice(start + 1, end)
    .map((line) => line.slice(2))
    .join("\n")
    .trim()
}

function indented(text: string): string {
  return text.trimEnd().replace(/^(?=.)/gm, "  ")
}
