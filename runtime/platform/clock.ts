/** Time outside of events. One real, one in tests. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls again and again until the function it returns is called; keeps no process alive. */
  every(milliseconds: number, act: () => void): () => void
}
