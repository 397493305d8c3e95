/** What a plan says of a return to the rules before: what comes back of what the change had dropped. */
import type { BroughtBack } from "../abi/frozen.ts"
import type { AggregateVerdict, FrozenNow, RuleVerdict, Verdict } from "../abi/reload.ts"
import type { Manifest } from "../abi/rule-set.ts"
import { formatIso } from "../time/iso.ts"
import { broughtBack, type Gap, gapOf, keepsSeries } from "./thaw.ts"

/** The verdicts of a plan, where the rules are those of which state is kept: else they are as they were. */
export function withReturns(
  verdicts: readonly RuleVerdict[],
  manifest: Manifest,
  frozen: FrozenNow | undefined,
): readonly RuleVerdict[] {
  if (frozen?.version !== manifest.version) return verdicts
  const gap = gapOf(frozen.after, frozen.until)
  const returns = broughtBack(manifest, frozen, gap !== undefined)
  return verdicts.map((verdict) => {
    const own = returns.find(({ rule }) => rule === verdict.rule)
    return own === undefined ? verdict : returned(verdict, own, frozen, gap)
  })
}

/** In words: what was not seen. */
export function gapWords({ after, until }: Gap): string {
  return `it has not seen ${Number.isFinite(after) ? `${formatIso(after)} to ` : "what came before "}${formatIso(until)}`
}

const anew: readonly Verdict[] = ["added", "restarted"]

function returned(verdict: RuleVerdict, own: BroughtBack, frozen: FrozenNow, gap: Gap | undefined): RuleVerdict {
  const unseen = gap === undefined ? "" : `${gapWords(gap)}: `
  const aggregates = verdict.aggregates.map((each): AggregateVerdict => {
    if (!anew.includes(each.verdict) || !keepsSeries(frozen, each.series)) return each
    if (gap === undefined) return { series: each.series, verdict: "restored", why: "what was kept for it comes back" }
    const lacks =
      "what was kept for it comes back, and lacks what came meanwhile: its windows are complete when they hold nothing from before the return"
    return { series: each.series, verdict: "restored", why: lacks }
  })
  if (!anew.includes(verdict.verdict)) return { ...verdict, aggregates }
  if (own.how === "none") return { ...verdict, aggregates, why: `${unseen}${own.why}; ${verdict.why}` }
  return { ...verdict, verdict: "restored", aggregates, why: `${unseen}${own.why}` }
}
