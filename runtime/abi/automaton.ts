/**
 * The automaton of a pattern: integer states, edges with condition numbers. Built by `compiler/3-automaton`, run by
 * `runtime/match`. Plain data.
 */
export interface Automaton {
  readonly states: readonly State[]
  /** Where every match begins; no edge leads back to it. */
  readonly start: number
  /**
   * Some partial matches can come to the same state with the same events in two ways (a repeated group): of such only
   * the first is kept.
   */
  readonly ambiguous: boolean
}

export interface State {
  /** Step whose event a `take` out of this state records; null for states that take nothing. */
  readonly step: number | null
  /**
   * `final`: the match is complete. `stop`: the partial match is dropped (an absence was broken). `pending`: only time
   * completes it (a final `then no`). `next-absent`: the very next event decides (`next no`).
   */
  readonly kind: "start" | "normal" | "next-absent" | "pending" | "final" | "stop"
  /**
   * Whether a partial match here times out when its window ends. Not where all is there but a final absence, so that its
   * events match at the deadline.
   */
  readonly timesOut: boolean
  /**
   * Numbers of durations: a partial match ends here that long after its last event (the longest counts), whatever its window:
   * then all ways on are closed (`then within`), or an absence is known (`no … for`). Empty: only the window ends it.
   */
  readonly expires: readonly number[]
  /** In the order in which they are tried. */
  readonly edges: readonly Edge[]
}

/**
 * `take` records the event, `ignore` passes over it. `proceed` goes on to the target within the same event; at a take it is
 * also followed to a `final` or `pending` state, which the match so far then reaches at once.
 */
export interface Edge {
  readonly action: "take" | "ignore" | "proceed"
  readonly target: number
  readonly guard: Guard
}

/** A condition over condition numbers. */
export type Guard =
  | { readonly kind: "always" }
  | { readonly kind: "condition"; readonly condition: number }
  /** The event comes less than duration number `duration` after the last event of the partial match. */
  | { readonly kind: "soon"; readonly duration: number }
  | { readonly kind: "not"; readonly guard: Guard }
  | { readonly kind: "and" | "or"; readonly guards: readonly Guard[] }
