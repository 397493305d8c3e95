import type { DurationInfo } from "../../lang/check/model.ts"
import type { DurationRef } from "../../runtime/abi/rule-set.ts"
import type { Ask, MatchPlace } from "./asks.ts"

/** How many events and partial matches one key can hold. */
export type StateBound =
  | { readonly kind: "none" }
  /** At most this many partial matches and events. */
  | { readonly kind: "fixed"; readonly partialMatches: number; readonly events: number }
  /** All events that the pattern may keep within the duration (and the partial matches they make; `growth` in n events). */
  | {
      readonly kind: "window"
      readonly duration: DurationRef
      readonly growth: Growth["kind"]
      readonly degree?: number
    }
  /** Likewise for a rule without a window of its own, each of whose waits has an end: they take no longer than all together. */
  | {
      readonly kind: "waits"
      readonly durations: readonly DurationInfo[]
      readonly growth: Growth["kind"]
      readonly degree?: number
    }
  /** The open windows of an `each` rule. */
  | { readonly kind: "windows" }
  /** The rule says `forever`. */
  | { readonly kind: "forever" }

/** How the number of partial matches grows with the number n of events that are kept. `degree`: of a polynomial, 1 for linear. */
export interface Growth {
  readonly kind: "linear" | "polynomial" | "exponential"
  readonly degree: number
}

/** What the analysis knows of one rule. */
export interface RuleFacts {
  readonly bound: StateBound
  /** The aggregates over past events that it asks. */
  readonly asks: readonly Ask[]
  /** Where, for aggregates, the outputs of its matches stand. */
  readonly place: MatchPlace
  /** How long after an event it may ask as of it, the sum of these; undefined: there is no such time. */
  readonly reach: readonly DurationInfo[] | undefined
}

/** Facts about all rules, in the order of `Checked.rules`. */
export interface Facts {
  readonly rules: readonly RuleFacts[]
}
