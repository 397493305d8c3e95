import type { DurationRef, RuleManifest } from "../abi/rule-set.ts"
import type { Timing } from "./contract.ts"

/** With which lengths of time something is worked out. */
export function timingOf(lengths: readonly DurationRef[]): Timing {
  return { lengths: JSON.stringify(lengths), isFixed: lengths.every(({ kind }) => kind === "fixed") }
}

/** Of a rule's pattern: its window, and the durations in it. */
export function patternTiming({ within, durations }: Pick<RuleManifest, "within" | "durations">): Timing {
  return timingOf(within.kind === "none" ? durations : [within.duration, ...durations])
}
