import type { Expression, RuleInfo } from "../../lang/check/model.ts"
import type { Type } from "../../lang/check/types.ts"
import { ruleExpressions, walk } from "./walk.ts"

/** The fields of each event type that a rule reads (first names of paths), sorted; keys included. */
export function fieldsRead(rule: RuleInfo): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>(rule.inputs.map((name) => [name, new Set()]))
  for (const key of rule.keys) {
    for (const [event, path] of Object.entries(key.paths)) found.get(event)?.add(path[0]!)
  }
  const visit = (expression: Expression) => {
    if (expression.kind !== "member") return
    for (const event of eventsOf(expression.object.type)) found.get(event)?.add(expression.field)
  }
  for (const expression of ruleExpressions(rule)) walk(expression, visit)
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([event, fields]) => [event, [...fields].sort()]))
}

function eventsOf(type: Type): readonly string[] {
  if (type.kind === "optional") return eventsOf(type.of)
  return type.kind === "event" ? type.events : []
}
