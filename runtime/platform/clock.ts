/** Time outside of events. One real, one in tests. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls again and again until the function it returns is called; keeps no process alive. */
  every(milliseconds: number, act: () => void): () => void
  /** Calls once, unless the function it returns is called before; the process lives until then. */
  after(milliseconds: number, act: () => void): () => void
  /** Whatever else waits for its turn has it. Absent: it has it anyway. */
  turn?(): Promise<void>
}
