/** One change at a time: who comes meanwhile waits in a short queue. */
import type { Clock } from "../platform/clock.ts"
import { ControlError } from "./error.ts"

/** Who has the turn. */
export interface Holder {
  /** In words: `a reload by alice`. */
  readonly what: string
  /** Epoch milliseconds. */
  readonly since: number
}

interface Waiting {
  readonly begin: () => void
  readonly refuse: (error: Error) => void
}

export interface TurnLimits {
  /** So many wait; further ones are refused. */
  readonly most: number
  /** So long each waits. */
  readonly waitMs: number
}

export class Turns {
  readonly #limits: TurnLimits
  readonly #clock: Pick<Clock, "now" | "after">
  readonly #waiting = new Set<Waiting>()
  #holder: Holder | undefined
  #closed = false

  constructor(limits: TurnLimits, clock: Pick<Clock, "now" | "after">) {
    this.#limits = limits
    this.#clock = clock
  }

  /**
   * Waits until nobody else has the turn; gives what ends it, which is to be called once. `gone`: aborted when nobody waits for the answer any more. Rejects with `ControlError` where the
   * queue is full, the wait too long, the caller gone or the job about to end.
   */
  async take(what: string, gone: AbortSignal): Promise<() => void> {
    await this.#wait(what, gone)
    return () => {
      this.#holder = undefined
      const [next] = this.#waiting
      next?.begin()
    }
  }

  #wait(what: string, gone: AbortSignal): Promise<void> {
    if (gone.aborted) return Promise.reject(clientGone())
    if (this.#closed) return Promise.reject(stopping())
    if (this.#holder === undefined && this.#waiting.size === 0) {
      this.#begin(what)
      return Promise.resolve()
    }
    if (this.#waiting.size >= this.#limits.most) {
      const words = `${this.#words()}, and ${this.#limits.most} others wait for it already`
      return Promise.reject(new ControlError(429, "busy", `${words}: try again later`))
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting)
        forget()
        gone.removeEventListener("abort", onGone)
      }
      const waiting: Waiting = {
        begin: () => {
          leave()
          this.#begin(what)
          resolve()
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      const onGone = () => waiting.refuse(clientGone())
      const forget = this.#clock.after(this.#limits.waitMs, () =>
        waiting.refuse(new ControlError(409, "busy", `${this.#words()}: try again when that is done`)),
      )
      gone.addEventListener("abort", onGone)
      this.#waiting.add(waiting)
    })
  }

  /** At once, so that nobody comes in between. */
  #begin(what: string): void {
    this.#holder = { what, since: this.#clock.now() }
  }

  #words(): string {
    const { what, since } = this.#holder!
    return `${what} is under way since ${new Date(since).toISOString()}`
  }

  /** Nobody begins any more: who waits is refused. */
  close(): void {
    this.#closed = true
    for (const waiting of [...this.#waiting]) waiting.refuse(stopping())
  }
}

function clientGone(): ControlError {
  return new ControlError(499, "client-gone", "nobody waited for the answer any more, so nothing was begun")
}

function stopping(): ControlError {
  return new ControlError(503, "stopping", "the job is stopping: nothing is changed any more")
}
