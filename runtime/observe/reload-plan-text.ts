import type {
  AggregateVerdict,
  Holding,
  ReloadPlan,
  RuleVerdict,
  Verdict,
  WarmUpDone,
  WarmUpPlan,
} from "../abi/reload.ts"

/** What loses most stands first. */
const order: readonly Verdict[] = ["restarted", "removed", "migrated", "restored", "added", "kept", "unchanged"]
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
    warmUpLines(plan.warmUp),
    warnings.map((warning) => line("warning", warning)),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`
}

function headline(plan: ReloadPlan): string {
  const { refusals, warmUp } = plan
  const rebuilt = new Map(warmUp?.rules.map(({ rule, rebuilds }) => [rule, rebuilds]))
  const rules = plan.rules.filter(({ rule }) => rebuilt.get(rule) !== "all")
  if (refusals.length > 0) return "A running job cannot change to these rules."
  const count = (verdict: Verdict): number =>
    rules.filter((rule) => rule.verdict === verdict && rule.loses !== undefined).length
  const aggregates = new Set(
    rules.flatMap(({ rule, aggregates: own }) => {
      const lost = own.filter((each) => isLost(each) && (each.verdict === "removed" || !rebuilt.has(rule)))
      return lost.map(({ series, verdict }) => `${verdict} ${series}`)
    }),
  )
  const lost = [
    counted(count("restarted"), "rule begins empty", "rules begin empty"),
    counted(count("removed"), "rule goes", "rules go"),
    counted(aggregates.size, "aggregate loses what it kept", "aggregates lose what they kept"),
    counted(count("migrated"), "rule loses some of what it holds", "rules lose some of what they hold"),
    counted(rules.filter(({ risk }) => risk !== undefined).length, "rule may begin empty", "rules may begin empty"),
  ].filter((text) => text !== "")
  return lost.length === 0 ? kept(rebuilt.size) : `State is lost: ${lost.join(", ")}.`
}

function kept(rebuilt: number): string {
  if (rebuilt === 0) return "All that the rules hold is kept."
  return `All that the rules hold is kept, or rebuilt from past events (${counted(rebuilt, "rule", "rules")}).`
}

/** What is rebuilt from past events, or was, as plain text: a line or two for each rule. */
export function showWarmUp(warmUp: WarmUpPlan): string {
  return warmUpLines(warmUp).join("\n")
}

function warmUpLines(warmUp: WarmUpPlan | undefined): string[] {
  if (warmUp === undefined) return []
  const { rules, without, done } = warmUp
  if (rules.length + without.length === 0) return [line("warm-up", "no rule begins empty: nothing to rebuild")]
  const words = done === undefined ? "is rebuilt from" : "was rebuilt from"
  const rebuilt = rules.map(({ rule, rebuilds, reach }) => {
    const what = rebuilds === "all" ? rule : `what aggregates of ${rule} keep`
    return line("warm-up", `${what} ${words} the last ${reach}`)
  })
  return [
    ...rebuilt,
    ...(done === undefined ? [] : doneLines(done)),
    ...without.map(({ rule, why }) => line("no warm-up", `${rule} begins without past events: ${why}`)),
  ]
}

function doneLines({ events, outputs, kept: ofJob, readAgain, completeAfter, ...done }: WarmUpDone): string[] {
  const isRead = readAgain.length > 0
  const from = isRead
    ? `read again from the source of ${readAgain.join(", ")}`
    : `kept by the job${ofJob.length === 0 ? "" : ` of ${ofJob.join(", ")}`}`
  const judged = `${events} ${events === 1 ? "event" : "events"} judged, ${from}, in ${done.seconds} s`
  const unsent = outputs === 0 ? "" : `; ${counted(outputs, "output", "outputs")} of that time not sent`
  const more = isRead ? "" : " (the job keeps more with --keep-recent)"
  const lacking = `events up to ${completeAfter} are gone there: what looks further back lacks them${more}`
  return [line("", `${judged}${unsent}`), ...(done.isComplete ? [] : [line("", lacking)])]
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
