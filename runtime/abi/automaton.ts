/**
 * The automaton of a pattern: integer states, edges with condition numbers. Built by `compiler/3-automaton`, run by
 * `runtime/match`. (The form is theirs to refine; everything in it is plain data.)
 */
export interface Automaton {
  readonly states: readonly State[]
  readonly start: number
}

export interface State {
  /** Step whose event a `take` out of this state records; null for states that take nothing. */
  readonly step: number | null
  /**
   * `final`: the match is complete. `stop`: the partial match is dropped (an absence was broken). `pending`: only time
   * completes it (a final `then no`).
   */
  readonly kind: "start" | "normal" | "final" | "stop" | "pending"
  /** In the order in which they are tried. */
  readonly edges: readonly Edge[]
}

export interface Edge {
  readonly action: "take" | "ignore" | "proceed"
  readonly target: number
  readonly guard: Guard
}

/** A condition over condition numbers. */
export type Guard =
  | { readonly kind: "always" }
  | { readonly kind: "condition"; readonly condition: number }
  | { readonly kind: "not"; readonly guard: Guard }
  | { readonly kind: "and" | "or"; readonly guards: readonly Guard[] }
