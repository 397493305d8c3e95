/**
 * Forms: cheaper ways to match, for rules of which the compiler (`compiler/4-optimize`) has shown that the answers stay the same.
 * A rule without one is matched in the general form, or has windows. Plain data.
 */

/** `filter`: one event is a match by itself. Which step it belongs to, and what it must fulfil; nothing is kept. */
export interface FilterForm {
  readonly kind: "filter"
  readonly condition: RingStep
}

/**
 * `ring`: `N A` or `N A then B`, each event judged by itself, of which the first match is wanted (skip by default). All
 * partial matches of a key are then later beginnings of the same run of events, so the events that the window still holds, kept once
 * in their order, say all about them.
 */
export interface RingForm {
  readonly kind: "ring"
  readonly first: RingStep
  /** How many events the first step takes; null: all that come before the last. */
  readonly min: number
  readonly max: number | null
  /** null: the first step's last event completes the match. */
  readonly last: RingStep | null
  /** The window, from the first event; ms. */
  readonly withinMs: number
}

/**
 * `combination`: `A then any B then any C`, each event judged by itself, of which every match is wanted (`skip none`). The events that
 * fulfilled a step, once each in their order, stand for all partial matches: any that come one after the other are one.
 */
export interface CombinationForm {
  readonly kind: "combination"
  /** In their order; two at least. */
  readonly steps: readonly RingStep[]
  /** The window, from the first event; ms. */
  readonly withinMs: number
}

export interface RingStep {
  readonly step: number
  /** Number of the condition; it reads the event alone. */
  readonly condition: number
}

export type Form = FilterForm | RingForm | CombinationForm
