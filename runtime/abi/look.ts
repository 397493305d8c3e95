/** What a running engine holds for one key of one rule: plain data. */

/** An event that a partial match holds, as far as it was kept. */
export interface LookEvent {
  readonly step: string
  /** null: it was not kept. */
  readonly type: string | null
  /** Epoch ms; null: it was not kept. */
  readonly at: number | null
  /** As it arrived; left out where only fields of it are kept: those that the rule reads. */
  readonly event?: unknown
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface LookPartial {
  /** Epoch ms: of its first event, and of its last one. */
  readonly began: number
  readonly last: number
  /** When time ends it; null: only an event can. */
  readonly ends: number | null
  /** Names of the steps that it waits for; none: only time has to pass. */
  readonly waitsFor: readonly string[]
  /** How many events are missing at least. */
  readonly missing: number
  /** All that are known: of some forms only the first and the last of a step are kept. */
  readonly events: readonly LookEvent[]
}

export interface LookSilence {
  readonly timeout: boolean
  /** Epoch ms. */
  readonly until: number
  /** How many were kept silent so far. */
  readonly suppressed: number
}

export interface LookWindow {
  readonly start: number
  /** null: no time ends it. */
  readonly end: number | null
  readonly events: number
}

export interface KeyLook {
  /** What was asked cannot be: the rule has another key. Then all else is empty. */
  readonly problem?: string
  /** Nothing was found in memory, and of so many keys what they hold is in a store, where nobody looked: the key may be one of them. Then all else is empty. */
  readonly notLookedAt?: number
  /** In the inside form. */
  readonly key: readonly unknown[]
  /** The one nearest to complete first; at most as many as were asked for. */
  readonly partials: readonly LookPartial[]
  readonly partialCount: number
  /** Complete matches that a skip strategy holds back. */
  readonly heldBack: number
  readonly windows: readonly LookWindow[]
  readonly silences: readonly LookSilence[]
}
