import type { Expression, RuleInfo } from "../../lang/check/model.ts"
import { contains } from "../../lang/check/rewrite.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import { conjuncts, walk } from "../1-analyze/walk.ts"
import { expressionsOf } from "./expressions.ts"
import type { LintInput } from "./lint.ts"
import { Builder } from "./logic/build.ts"
import type { Settler } from "./logic/settle.ts"
import { contradict } from "./logic/solve.ts"
import { coreOf, countRange, RuleView, type Unit, unitsOf } from "./rule-view.ts"

/**
 * Conditions that no event can fulfil: of steps, of `having`, and in the brackets of aggregates. Judged are numbers, texts and
 * yes-or-no values that are compared with constants or with each other; parameters may change, so of them only what holds for all values.
 */
export function contradictions({ settler, dead }: LintInput, rule: RuleInfo, report: Report): void {
  const view = new RuleView(settler, rule)
  reportSteps(view, dead, report)
  reportHaving(view, report)
  for (const filter of filtersOf(rule)) reportFilter(settler, filter, "this aggregate never counts an event", report)
}

/** The same of features. */
export function contradictionsOfFeatures({ checked, settler }: LintInput, report: Report): void {
  for (const { history, name } of checked.features) {
    if (history.filter !== undefined)
      reportFilter(settler, history.filter, `feature \`${name}\` never counts an event`, report)
  }
}

/** The places of the conditions of dead steps, which are reported where the rule is analyzed. */
export function deadPlaces(report: Report): ReadonlySet<string> {
  return new Set(report.diagnostics.filter(({ slug }) => slug === "dead-step").map(({ span }) => placeOf(span)))
}

function reportSteps(view: RuleView, told: ReadonlySet<string>, report: Report): void {
  const { rule } = view
  for (const element of view.elements) {
    if (element.where === undefined || told.has(placeOf(element.where.span))) continue
    const what = `step \`${rule.steps[element.step]!.name}\` of rule \`${rule.name}\` can never take an event`
    const builder = new Builder({ rangeOf: (part) => view.rangeOf(part, false) })
    const own = unitsOf(builder, view.ownConditions(element))
    if (!reportContradiction(own, own, what, report))
      reportContradiction([...unitsOf(builder, view.knownAt(element)), ...own], own, what, report)
  }
}

/** What is told of matches that timed out may lack steps, so of them nothing is known. */
function reportHaving(view: RuleView, report: Report): void {
  const { having, name, outputs } = view.rule
  if (having === undefined) return
  const complete = outputs.every(({ onTimeout }) => !onTimeout)
  const builder = new Builder({ rangeOf: (part) => view.rangeOf(part, complete) })
  const own = unitsOf(builder, view.conditions(having))
  const known = complete ? unitsOf(builder, view.knownAt(undefined)) : []
  const what = `rule \`${name}\` never says anything`
  if (!reportContradiction(own, own, what, report)) reportContradiction([...known, ...own], own, what, report)
}

/** The conditions in the brackets of a rule's aggregates; features have theirs where they are declared. */
function filtersOf(rule: RuleInfo): readonly Expression[] {
  const found: Expression[] = rule.trigger.kind === "window" ? rule.trigger.window.measures.flatMap(filterOf) : []
  for (const expression of expressionsOf(rule)) {
    walk(expression, (part) => {
      if (part.kind === "history" && part.feature === undefined) found.push(...filterOf(part.history))
      else if (part.kind === "aggregate" && part.where !== undefined) found.push(part.where)
    })
  }
  return found
}

function filterOf({ filter }: { readonly filter?: Expression }): readonly Expression[] {
  return filter === undefined ? [] : [filter]
}

function reportFilter(settler: Settler, filter: Expression, what: string, report: Report): void {
  const known = conjuncts(filter).map((part) => ({ expression: settler.settle(part), span: part.span }))
  const units = unitsOf(new Builder({ rangeOf: countRange }), known)
  reportContradiction(units, units, what, report)
}

/** Adds the warning, at the last of the author's parts that is needed for it. */
function reportContradiction(units: readonly Unit[], own: readonly Unit[], what: string, report: Report): boolean {
  if (!contradict(units.map(({ formula }) => formula))) return false
  const core = coreOf(units)
  const last = core.findLast((unit) => own.includes(unit))
  if (last === undefined) return true
  const others = core.filter((unit) => unit !== last)
  const text = others.length === 1 ? "and this cannot be true together" : "and these cannot be true together"
  const labels = others.map(({ span }, at) => ({ span, text: at === others.length - 1 ? text : "this" }))
  const why = others.length === 0 ? "its condition is never true" : "its conditions contradict each other"
  const ofKey = core.some(({ expression }) => contains(expression, ({ kind }) => kind === "key"))
  const hint = ofKey ? "the fields of the key (`per`) are the same in all events of a match" : undefined
  report.add(messages.contradiction({ what, why }), last.span, { labels, hint })
  return true
}

function placeOf({ path, start, end }: Span): string {
  return JSON.stringify([path, start, end])
}
