/** Events that wait in a slice before readers that are ahead of its time read on. */
const mostWaiting = 200_000

/** A slice as it stands. */
export interface Crowd {
  readonly waiting: number
  readonly watermark: number
}

/**
 * Between slices and readers of one process: a reader that is ahead of the others waits while events crowd in the slices, which wait for the others. The one that
 * holds time back goes on.
 */
export class Pressure {
  readonly #slices = new Set<Crowd>()

  /** Until the function that it returns is called. */
  add(slice: Crowd): () => void {
    this.#slices.add(slice)
    return () => this.#slices.delete(slice)
  }

  /** Whether a reader that is at this time should wait. */
  holds(watermark: number): boolean {
    for (const slice of this.#slices) {
      if (slice.waiting > mostWaiting && watermark > slice.watermark) return true
    }
    return false
  }
}
