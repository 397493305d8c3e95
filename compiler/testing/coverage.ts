/** What tests have taken of the rules: states and edges of automata, parts of conditions, and what became of matches. */
import type { Checked } from "../../lang/check/model.ts"
import type { Source, Span } from "../../lang/source.ts"
import type { Automaton, Edge, State } from "../../runtime/abi/automaton.ts"
import type { RuleStats } from "../../runtime/abi/engine.ts"
import type { Plan, RulePlan } from "../2-plan/plan.ts"
import type { ProbePoint } from "../5-emit/probes.ts"
import { endingStates, possibleEdges } from "./possible-edges.ts"
import type { Marks } from "./probed-rules.ts"
import { oneLine } from "./source-text.ts"

/** Something that a test can bring about. */
export interface CoverageItem {
  readonly kind: "state" | "transition" | "condition" | "outcome"
  readonly span: Span
  /** What it is: "`drain` takes an event". */
  readonly text: string
  /** What to say where it never was: "`drain` never took an event". */
  readonly never: string
  hits: number
  /** Of one of two that belong together: whether the other comes next or came before. */
  readonly other?: 1 | -1
  /** Of a transition: the number of the state that it leaves. Of a state: its own. */
  readonly state?: number
}

/** What was taken of one rule, or of one function that rules use. */
export interface OwnerCoverage {
  readonly name: string
  readonly kind: "rule" | "function"
  readonly span: Span
  readonly items: readonly CoverageItem[]
}

/** How much of it was taken. */
export interface CoverageTotal {
  readonly taken: number
  readonly all: number
  /** From 0 to 100; 100 where there is nothing to take. */
  readonly percent: number
}

/** What became of the matches of a rule. */
export type RuleOutcomes = Pick<RuleStats, "matches" | "timeouts" | "filtered" | "suppressed">

export interface CoverageInput {
  readonly plan: Plan
  /** In the order of the plan's rules. */
  readonly automata: readonly Automaton[]
  readonly checked: Checked
  readonly points: readonly (ProbePoint | undefined)[]
  readonly sources: readonly Source[]
  readonly marks: Marks
  /** In the order of the plan's rules. */
  readonly outcomes: readonly RuleOutcomes[]
}

/** What marks say of each rule and of each function with conditions, in the order of the files. */
export function coverageOf(input: CoverageInput): OwnerCoverage[] {
  const { plan, points } = input
  const rules = plan.rules.map((rule, at): OwnerCoverage => {
    const { span } = rule
    const items = [
      ...patternItems(input, rule, at),
      ...conditionItems(input, (owner) => "rule" in owner && owner.rule === at),
      ...outcomeItems(rule, input.outcomes[at]!),
    ]
    return { name: rule.name, kind: "rule", span, items }
  })
  const functions = plan.functions.flatMap(({ name, span }): OwnerCoverage[] => {
    const isOwn = (owner: ProbePoint["owner"]) => "function" in owner && owner.function === name
    if (!points.some((point) => point !== undefined && isOwn(point.owner))) return []
    return [{ name, kind: "function", span, items: conditionItems(input, isOwn) }]
  })
  return [...rules, ...functions]
}

/** What several runs have taken together; rules and items that are the same count once. */
export function mergeCoverage(all: readonly OwnerCoverage[]): OwnerCoverage[] {
  const merged = new Map<string, { owner: OwnerCoverage; items: Map<string, CoverageItem> }>()
  for (const owner of all) {
    const { kind, name, span } = owner
    const known = merged.get(JSON.stringify([span.path, kind, name])) ?? { owner, items: new Map() }
    merged.set(JSON.stringify([span.path, kind, name]), known)
    const seen = new Map<string, number>()
    for (const item of owner.items) {
      const same = JSON.stringify([item.kind, item.span.start, item.text])
      const place = seen.get(same) ?? 0
      seen.set(same, place + 1)
      const before = known.items.get(`${place} ${same}`)
      if (before === undefined) known.items.set(`${place} ${same}`, { ...item })
      else before.hits += item.hits
    }
  }
  return [...merged.values()].map(({ owner, items }) => ({ ...owner, items: [...items.values()] }))
}

/** How much of some rules was taken. */
export function totalOf(owners: readonly OwnerCoverage[]): CoverageTotal {
  const items = owners.flatMap((owner) => owner.items)
  const taken = items.filter(({ hits }) => hits > 0).length
  const all = items.length
  return { taken, all, percent: all === 0 ? 100 : (taken / all) * 100 }
}

/**
 * What was never taken, in words, in the order of the text. Of a state that no partial match came to, its edges say nothing new; nor does a
 * condition that was never asked say that it was neither true nor false.
 */
export function gapsOf({ items }: OwnerCoverage): { readonly span: Span; readonly text: string }[] {
  const unreached = new Set(items.flatMap(({ kind, hits, state }) => (kind === "state" && hits === 0 ? [state] : [])))
  const gaps: { span: Span; text: string }[] = []
  for (const [at, item] of items.entries()) {
    if (item.hits > 0 || (item.kind === "transition" && unreached.has(item.state))) continue
    const other = item.other === undefined ? undefined : items[at + item.other]
    if (other?.hits !== 0) gaps.push({ span: item.span, text: item.never })
    else if (item.other === 1) {
      gaps.push({ span: item.span, text: item.never.replace(/ was never \w+$/, " was never asked") })
    }
  }
  const unique = new Map(gaps.map((gap) => [`${gap.span.start} ${gap.text}`, gap]))
  return [...unique.values()].sort((a, b) => a.span.start - b.span.start)
}

function patternItems(input: CoverageInput, rule: RulePlan, at: number): CoverageItem[] {
  const { checked, marks, automata } = input
  const info = checked.rules.find(({ name }) => name === rule.name)
  const { edges } = marks.rules[at]!
  const { states } = automata[at]!
  const spanOf = (step: number | null): Span => (step === null ? undefined : info?.steps[step]?.span) ?? rule.span
  const possible = possibleEdges(automata[at]!, rule)
  const reached = states.map(() => 0)
  const reachable = new Set<number>()
  for (const [source, state] of states.entries()) {
    for (const [edge, { target, action }] of state.edges.entries()) {
      if (possible[source]!.has(edge)) reachable.add(target)
      // A partial match that waits where it is has not come there by waiting.
      if (target !== source || action === "take") reached[target]! += edges[source]![edge]!.hits
    }
  }
  const items: CoverageItem[] = []
  for (const [number, state] of states.entries()) {
    const words = reachable.has(number) ? stateWords(state, rule) : undefined
    const hits = reached[number]!
    if (words !== undefined) items.push({ kind: "state", span: spanOf(state.step), ...words, hits, state: number })
    for (const edge of possible[number]!) {
      const each = state.edges[edge]!
      const target = states[each.target]!
      const place = stepOf(state, each, target, rule)
      const transition = edgeWords(state, each, target, rule, number)
      const open = edges[number]![edge]!.hits
      items.push({ kind: "transition", span: spanOf(place), ...transition, hits: open, state: number })
    }
  }
  const endings = endingStates(automata[at]!, rule, possible)
  for (const { state } of endings.filter(({ completes }) => !completes)) {
    const place = states[state]!.step
    const from = `(state ${state})`
    const text = `time ends a partial match at ${nameOf(rule, place)} ${from}`
    const never = `time never ended a partial match at ${nameOf(rule, place)} ${from}`
    const hits = marks.rules[at]!.ends[state]!.ended
    items.push({ kind: "transition", span: spanOf(place), text, never, hits, state })
  }
  const completing = endings.filter(({ completes }) => completes)
  if (completing.length > 0) {
    const hits = completing.reduce((sum, { state }) => sum + marks.rules[at]!.ends[state]!.completed, 0)
    const never = "no match was ever completed by the end of an absence"
    items.push({ kind: "transition", span: rule.span, text: "time completes a match", never, hits })
  }
  return items
}

type Words = Pick<CoverageItem, "text" | "never">

const nameOf = (rule: RulePlan, step: number | null): string => `\`${step === null ? "?" : rule.steps[step]!.name}\``

function stateWords(state: State, rule: RulePlan): Words | undefined {
  switch (state.kind) {
    case "start":
    case "stop":
      return undefined
    case "final":
      return { text: "the pattern is complete", never: "no event completed the pattern" }
    case "pending":
      return { text: "only time is missing", never: "nothing ever waited for the end of an absence" }
    default: {
      const name = nameOf(rule, state.step)
      return { text: `a partial match is at ${name}`, never: `no partial match was ever at ${name}` }
    }
  }
}

/** The step that an edge is about. */
function stepOf(state: State, edge: Edge, target: State, rule: RulePlan): number | null {
  if (state.step !== null && target.kind !== "stop") return state.step
  const [condition] = conditionsOf(edge.guard)
  return condition === undefined ? (state.step ?? target.step) : rule.conditions[condition]!.step
}

function conditionsOf(guard: Edge["guard"]): readonly number[] {
  if (guard.kind === "condition") return [guard.condition]
  if (guard.kind === "not") return conditionsOf(guard.guard)
  return guard.kind === "and" || guard.kind === "or" ? guard.guards.flatMap(conditionsOf) : []
}

function edgeWords(state: State, edge: Edge, target: State, rule: RulePlan, number: number): Words {
  const step = nameOf(rule, stepOf(state, edge, target, rule))
  const from = `(edge ${number} -> ${edge.target})`
  if (edge.action === "take") {
    const more = edge.target === number ? " one more event" : " an event"
    return { text: `${step} takes${more} ${from}`, never: `${step} never took${more} ${from}` }
  }
  if (edge.action === "ignore") {
    return {
      text: `an event passes by at ${step} ${from}`,
      never: `no event ever passed by at ${step} ${from}`,
    }
  }
  if (target.kind === "stop") {
    return { text: `${step} ends a partial match ${from}`, never: `\`no\` ${step} never ended a partial match ${from}` }
  }
  const to =
    target.kind === "final" ? "the end" : target.kind === "pending" ? "the deadline" : nameOf(rule, target.step)
  return { text: `${step} goes on to ${to} ${from}`, never: `${step} never went on to ${to} ${from}` }
}

function conditionItems(
  { points, marks, sources }: CoverageInput,
  isOwn: (owner: ProbePoint["owner"]) => boolean,
): CoverageItem[] {
  return points.flatMap((point, number): CoverageItem[] => {
    if (point === undefined || !isOwn(point.owner)) return []
    const { span } = point
    const text = `\`${oneLine(sources, span)}\``
    const { yes: held, no: failed } = marks.points[number]!
    const [what, first, second] =
      point.kind === "coalesce" ? [`the left side of ${text}`, "there", "missing"] : [text, "true", "false"]
    const item = (outcome: string, hits: number, other: 1 | -1): CoverageItem => {
      return {
        kind: "condition",
        span,
        text: `${what} is ${outcome}`,
        never: `${what} was never ${outcome}`,
        hits,
        other,
      }
    }
    return [item(first!, held, 1), item(second!, failed, -1)]
  })
}

function outcomeItems(rule: RulePlan, { matches, timeouts, filtered, suppressed }: RuleOutcomes): CoverageItem[] {
  const { span } = rule
  const items: CoverageItem[] = []
  if (rule.window !== undefined) {
    items.push({ kind: "outcome", span, text: "a window is over", never: "no window was ever over", hits: matches })
  }
  if (rule.oncePer !== undefined) {
    const said = Math.max(0, matches + timeouts - filtered - suppressed)
    items.push(
      {
        kind: "outcome",
        span,
        text: "`once per` lets an output through",
        never: "`once per` never let an output through",
        hits: said,
      },
      {
        kind: "outcome",
        span,
        text: "`once per` keeps a repetition silent",
        never: "`once per` never kept a repetition silent",
        hits: suppressed,
      },
    )
  }
  for (const output of rule.outputs.filter(({ onTimeout }) => onTimeout)) {
    const words = { text: "`on timeout` speaks", never: "`on timeout` never spoke" }
    items.push({ kind: "outcome", span: output.span, ...words, hits: timeouts })
  }
  return items
}
