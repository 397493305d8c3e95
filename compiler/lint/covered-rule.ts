import type { RuleInfo } from "../../lang/check/model.ts"
import type { Report } from "../../lang/diagnostic.ts"
import { messages } from "../../lang/messages/generated.ts"
import type { LintInput } from "./lint.ts"

/**
 * Rules that tell nothing new: another one alerts on the same key wherever they do, as severely, to the same sink. What is compared
 * is what can be proved: single events; events that follow each other with `then` and whose conditions look at nothing but the event
 * itself; windows; silences. See the page of the message for why it holds.
 */
export function coveredRules({ checked, judge }: LintInput, report: Report): void {
  const covered = new Set<RuleInfo>()
  const groups = groupsOf(checked.rules)
  for (const [at, rule] of checked.rules.entries()) {
    // Of two that cover each other the first one stays.
    const other = groups
      .get(groupOf(rule))!
      .find(
        ({ rule: each, place }) =>
          each !== rule && !covered.has(each) && judge.covers(each, rule) && (place < at || !judge.covers(rule, each)),
      )?.rule
    if (other === undefined) continue
    covered.add(rule)
    report.add(messages.coveredRule({ rule: rule.name, other: other.name }), rule.span, {
      labels: [{ span: other.span, text: "this rule covers it" }],
    })
  }
}

/** A rule, and its place among all. */
interface Placed {
  readonly rule: RuleInfo
  readonly place: number
}

/** Only rules of one form and key are compared: a set of thousands has millions of pairs. */
function groupsOf(rules: readonly RuleInfo[]): ReadonlyMap<string, readonly Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const [place, rule] of rules.entries()) {
    const group = groupOf(rule)
    const placed = groups.get(group)
    if (placed === undefined) groups.set(group, [{ rule, place }])
    else placed.push({ rule, place })
  }
  return groups
}

function groupOf({ trigger, keys }: RuleInfo): string {
  return JSON.stringify([trigger.kind, trigger.pattern.elements.length, keys.map(({ name }) => name).toSorted()])
}
