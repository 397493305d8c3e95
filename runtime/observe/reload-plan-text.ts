import type { ReloadPlan, Verdict } from "../abi/reload.ts"

/** What loses most stands first. */
const order: readonly Verdict[] = ["restarted", "removed", "migrated", "added", "kept", "unchanged"]

/** A plan as plain text for a terminal: a line for each rule, losses first, then parameters, warnings and refusals. Ends with a line break. */
export function showPlan({ rules, params, warnings, refusals }: ReloadPlan): string {
  const sorted = order.flatMap((verdict) => rules.filter((rule) => rule.verdict === verdict))
  const lines = [
    ...refusals.map((reason) => `refused    ${reason}`),
    ...sorted.map(({ rule, verdict, why }) => `${verdict.padEnd(10)} ${rule}${why === "" ? "" : `: ${why}`}`),
    ...params.map(({ name, why }) => `param      ${name}: ${why}`),
    ...warnings.map((warning) => `warning    ${warning}`),
  ]
  return `${lines.join("\n")}\n`
}
