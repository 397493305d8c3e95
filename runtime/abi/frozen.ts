/** What a change of rules has dropped, as it was then: for a return to the rules before. */
import type { StateCut } from "./state-cut.ts"

/** Of one engine: what the rules before had and those that took their place did not take over. */
export interface DroppedCut {
  /** The names under which it was kept. */
  readonly operators: readonly string[]
  /** Likewise of what they took over in another form, which may say less than it did. */
  readonly converted: readonly string[]
  /** Epoch ms of event time: all up to there was judged by the rules before; -Infinity: nothing was. */
  readonly after: number
  /**
   * All of it, as a full cut that begins when its first piece is fetched. Until its end, or until it is abandoned, the engine gives no numbers of keys back, and none can go on with its state.
   * undefined: there is nothing, or the engine began with a cut that somebody has, and it is in that one.
   */
  readonly cut: Pick<StateCut, "next" | "abandon"> | undefined
}

/** State that was dropped, of all engines of a job. */
export interface FrozenState {
  /** The operators that were dropped by all of them. */
  readonly operators: readonly string[]
  /** Those that were converted: they are gone back to where nothing was judged since. */
  readonly converted: readonly string[]
  /** As in `DroppedCut`. */
  readonly after: number
  /** By engine that kept it the pieces of a cut and of those behind it, which may hold more than these operators. */
  readonly parts: readonly (readonly Uint8Array[])[]
}

/** What is known of it without looking at the state. */
export interface FrozenFacts extends Omit<FrozenState, "parts"> {
  /** That of the rules which had it. */
  readonly version: string
}

/** State that was dropped, for an engine of the rules that had it. */
export interface Thawing extends Omit<FrozenState, "parts"> {
  /** What one engine kept, all of which this one takes over. */
  readonly cut?: readonly Uint8Array[]
  /** In place of `cut`: what each of several has kept. The engine takes over what is its own. */
  readonly parts?: readonly (readonly Uint8Array[])[]
}

/** What a return to rules brings back of one of them. */
export interface BroughtBack {
  readonly rule: string
  /** `all`: no event came between. `part`: what the events that it has not seen cannot have made wrong. `none`: nothing that it held for its matches. */
  readonly how: "all" | "part" | "none"
  /** In words: what stays away, and why. */
  readonly why: string
}
