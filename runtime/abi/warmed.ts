/** State of rules that an engine of their own has worked out from the events of the past, for an engine that has more rules. Plain data. */
export interface WarmedState {
  /**
   * The pieces of a full cut of that engine. Its rules are some of those that take it over, with the same parameters, and it has judged up to where the engine is that takes the
   * state over.
   */
  readonly state: readonly Uint8Array[]
  /** Series by name that are not taken over, since rules that go on compare the numbers of their events. */
  readonly withoutSeries: readonly string[]
}
