/** Which events a rule reads, before anything is checked: by its trigger, and through features. */
import type { Span } from "../source.ts"
import type { Name, PatternNode, RuleDecl, SingleNode, Trigger } from "../syntax/ast.ts"
import type { Declared } from "./context.ts"
import type { NameFinder } from "./names-in.ts"

type Names = ReadonlyMap<string, Declared>

/** The names of the events that a rule reads, each with the first place where it names it or a feature of it. */
export function readsOf(rule: RuleDecl, names: Names, find: NameFinder): ReadonlyMap<string, Span> {
  const reads = new Map<string, Span>()
  const add = (name: string, span: Span) => {
    if (!reads.has(name)) reads.set(name, span)
  }
  for (const { text, span } of eventsOfTrigger(rule.trigger)) add(text, span)
  addFeatures(rule, names, find, add)
  return reads
}

/** Where a trigger names an event type first; undefined: nowhere. */
export function mentionOf(trigger: Trigger | undefined, event: string): Span | undefined {
  return eventsOfTrigger(trigger).find(({ text }) => text === event)?.span
}

function eventsOfTrigger(trigger: Trigger | undefined) {
  if (trigger === undefined) return []
  return trigger.kind === "when" ? eventsOfPattern(trigger.pattern) : [trigger.event]
}

function eventsOfPattern(pattern: PatternNode): RuleDecl["name"][] {
  return pattern.elements
    .flatMap((element) => (element.kind === "k-of" ? element.options : [element.single]))
    .flatMap(eventsOfSingle)
}

function eventsOfSingle({ target }: SingleNode): RuleDecl["name"][] {
  if (target.kind === "event") return [target.name]
  return target.kind === "group" ? target.patterns.flatMap(eventsOfPattern) : []
}

/** Of the features that a rule uses, itself or in functions that it calls, the names in them: one is that of the event. */
function addFeatures(rule: RuleDecl, names: Names, find: NameFinder, add: (name: string, span: Span) => void): void {
  const seen = new Set<string>()
  const visit = (found: readonly Name[], place: Span | undefined): void => {
    for (const { text, span } of found) {
      const declared = names.get(text)
      if (declared === undefined || seen.has(text)) continue
      seen.add(text)
      const at = place ?? span
      if (declared.kind === "feature") for (const name of find(declared.node, declared.node.value)) add(name.text, at)
      else if (declared.kind === "fn") visit(find(declared.node, declared.node.body), at)
    }
  }
  const { lets, trigger, clauses, outputs } = rule
  visit(find(rule, [lets, trigger, clauses, outputs]), undefined)
}
