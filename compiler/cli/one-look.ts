/** Looks, one at a time: whoever asks while one is under way gets one more behind it. */
export class OneLook {
  readonly #look: () => Promise<void>
  readonly #failed: (error: unknown) => void | Promise<void>
  #busy: Promise<void> | undefined
  #again = false
  #closed = false

  /** `failed`: what `look` rejects with. */
  constructor(look: () => Promise<void>, failed: (error: unknown) => void | Promise<void>) {
    this.#look = look
    this.#failed = failed
  }

  /** Resolves when nothing is left to look at. */
  ask(): Promise<void> {
    if (this.#busy !== undefined) {
      this.#again = true
      return this.#busy
    }
    this.#busy = this.#look()
      .catch((error: unknown) => this.#failed(error))
      .then(() => {
        this.#busy = undefined
        if (!this.#again || this.#closed) return undefined
        this.#again = false
        return this.ask()
      })
    return this.#busy
  }

  /** None begins behind the one that is under way; resolves when that is done. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#busy
  }
}
