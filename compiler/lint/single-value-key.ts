import type { KeyInfo, RuleInfo } from "../../lang/check/model.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { Span } from "../../lang/source.ts"
import type { LintInput } from "./lint.ts"
import { Builder } from "./logic/build.ts"
import { all, type Formula, type Term } from "./logic/formula.ts"
import { contradict } from "./logic/solve.ts"
import { rangeOfValues, type ValueSet, without } from "./logic/value-set.ts"
import { coreOf, RuleView, type Unit, unitsOf } from "./rule-view.ts"

/** More values than this are not tried one by one. */
const maxValues = 16

/** Keys that are the same in all matches, since the conditions leave one value: they divide nothing. */
export function singleValueKeys(input: LintInput, rule: RuleInfo, report: Report): void {
  const view = new RuleView(input.settler, rule)
  for (const key of rule.keys) {
    const found = onlyValueOf(view, key)
    if (found === undefined) continue
    const labels = found.core.map(({ span }) => ({ span, text: "leaves one value" }))
    const span = keySpan(input, rule.name, key.name) ?? rule.span
    const value = written(key, found.value)
    report.add(messages.singleValueKey({ key: key.name, rule: rule.name, value }), span, { labels })
  }
}

/** The value that a key always has, and the conditions that make it so. */
function onlyValueOf(
  view: RuleView,
  key: KeyInfo,
): { value: string | number | boolean; core: readonly Unit[] } | undefined {
  const builder = new Builder()
  const units = unitsOf(builder, view.knownOfKey())
  const formulas = units.map(({ formula }) => formula)
  const wanted = JSON.stringify({ kind: "key", name: key.name })
  const term = all(...formulas)
  const own = termOf(term, wanted) ?? enumTerm(key, wanted)
  if (own === undefined || contradict(formulas)) return undefined
  for (const value of candidates(all(...formulas), own)) {
    const others = without(own.values.range, rangeOfValues([value], own.values.range))
    const another: Formula = { kind: "in", term: own, set: { missing: false, range: others } }
    if (contradict([...formulas, another])) return { value, core: coreOf(units, [another]) }
  }
  return undefined
}

/** The key as the formulas know it. */
function termOf(formula: Formula, wanted: string): Term | undefined {
  if (formula.kind === "in") return formula.term.key === wanted ? formula.term : undefined
  if (formula.kind === "pair") return [formula.left, formula.right].find(({ key }) => key === wanted)
  for (const part of formula.parts) {
    const found = termOf(part, wanted)
    if (found !== undefined) return found
  }
  return undefined
}

/** A type that has one value alone needs no condition. */
function enumTerm({ type }: KeyInfo, key: string): Term | undefined {
  if (type.kind !== "enum" || type.values.length !== 1) return undefined
  const range = { kind: "names", except: false, items: new Set(type.values) } as const
  return { key, values: { missing: false, range } }
}

/** The values that a condition names for the key, and those of a key that has few. */
function candidates(formula: Formula, term: Term): readonly (string | number | boolean)[] {
  const found = new Set<string | number | boolean>(listed(term.values))
  const visit = (each: Formula): void => {
    if (each.kind === "and" || each.kind === "or") each.parts.forEach(visit)
    else if (each.kind === "in" && each.term.key === term.key) for (const value of listed(each.set)) found.add(value)
  }
  visit(formula)
  return [...found].slice(0, maxValues)
}

function listed({ range }: ValueSet): readonly (string | number | boolean)[] {
  if (range.kind === "numbers") {
    // Of whole numbers those at the ends: `> 1 and < 3` leaves one.
    return range.intervals.flatMap(({ from, to }) => [from, from + 1, to, to - 1]).filter(Number.isFinite)
  }
  return range.except ? [] : [...range.items]
}

/** A value as the author would write it. */
function written({ type }: KeyInfo, value: string | number | boolean): string {
  return type.kind === "decimal" ? (Number(value) / 10 ** type.scale).toFixed(type.scale) : JSON.stringify(value)
}

/** Where the key is written in the rule's `per`. */
function keySpan(input: LintInput, rule: string, key: string): Span | undefined {
  const clause = input.written(rule)?.clauses.find((each) => each.kind === "per")
  const node = clause?.kind === "per" ? clause.keys.find(({ path }) => path.at(-1)?.text === key) : undefined
  return node?.span ?? clause?.span
}
