import type { AggregateVerdict, Holding, ReloadPlan, RuleVerdict, Verdict } from "../abi/reload.ts"

/** What loses most stands first. */
const order: readonly Verdict[] = ["restarted", "removed", "migrated", "added", "kept", "unchanged"]
const wide = Math.max(...order.map((verdict) => verdict.length)) + 2

/** A plan as plain text for a terminal: what it comes to, a line or two for each rule with the losses first, parameters, warnings, refusals. Ends with a line break. */
export function showPlan(plan: ReloadPlan): string {
  const { rules, params, warnings, refusals } = plan
  const sorted = order.flatMap((verdict) => rules.filter((rule) => placeOf(rule) === verdict).flatMap(ruleLines))
  const sections = [
    [headline(plan)],
    refusals.map((reason) => line("refused", reason)),
    sorted,
    params.map(({ name, why }) => line("param", `${name}: ${why}`)),
    warnings.map((warning) => line("warning", warning)),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`
}

function headline({ rules, refusals }: ReloadPlan): string {
  if (refusals.length > 0) return "A running job cannot change to these rules."
  const count = (verdict: Verdict): number =>
    rules.filter((rule) => rule.verdict === verdict && rule.loses !== undefined).length
  const aggregates = new Set(
    rules.flatMap((rule) => rule.aggregates.filter(isLost).map(({ series, verdict }) => `${verdict} ${series}`)),
  )
  const lost = [
    counted(count("restarted"), "rule begins empty", "rules begin empty"),
    counted(count("removed"), "rule goes", "rules go"),
    counted(aggregates.size, "aggregate loses what it kept", "aggregates lose what they kept"),
    counted(count("migrated"), "rule loses some of what it holds", "rules lose some of what they hold"),
    counted(rules.filter(({ risk }) => risk !== undefined).length, "rule may begin empty", "rules may begin empty"),
  ].filter((text) => text !== "")
  return lost.length === 0 ? "All that the rules hold is kept." : `State is lost: ${lost.join(", ")}.`
}

function counted(count: number, one: string, several: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : several}`
}

function isLost({ verdict }: AggregateVerdict): boolean {
  return verdict === "restarted" || verdict === "removed"
}

/** A rule whose aggregates lose something stands with those that do. */
function placeOf({ verdict, aggregates, risk }: RuleVerdict): Verdict {
  if (verdict !== "restarted" && verdict !== "removed" && (aggregates.some(isLost) || risk !== undefined))
    return "migrated"
  return verdict
}

function ruleLines({ rule, was, verdict, why, loses, risk, aggregates }: RuleVerdict): string[] {
  const name = was === undefined ? rule : `${rule} (was ${was})`
  return [
    line(verdict, verdict === "unchanged" ? name : `${name}: ${why}`),
    ...(loses === undefined ? [] : [line("", `loses ${showHolding(loses)}`)]),
    ...(risk === undefined ? [] : [line("", `may lose: ${risk}`)]),
    ...aggregates.map((each) => line("", `aggregate over \`${each.series}\` ${each.verdict}: ${each.why}`)),
  ]
}

function showHolding({ keys, partialMatches, silences }: Holding): string {
  if (keys === null || partialMatches === null) return "all that it holds"
  const parts = [
    counted(partialMatches, "partial match", "partial matches"),
    counted(silences ?? 0, "silence", "silences"),
  ].filter((text) => text !== "")
  const of = keys === 0 ? "" : ` of ${counted(keys, "key", "keys")}`
  if (parts.length === 0) return silences === null ? "what `once per` keeps" : `nothing at present${of}`
  return `${parts.join(" and ")}${of}`
}

function line(head: string, text: string): string {
  return `${head.padEnd(wide)}${text}`
}
