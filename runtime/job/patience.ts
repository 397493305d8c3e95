import { ConnectorError } from "../connectors/contract.ts"
import type { Log } from "../observe/log.ts"
import type { Clock } from "../platform/clock.ts"

/** How a start waits for what is away. */
export interface Patience {
  /** What `act` gives; where it rejects with what waiting can help, it is called again. */
  attempt<T>(act: () => Promise<T>): Promise<T>
}

export interface PatienceSettings {
  /** From the first failure on, for all that is waited for together. */
  readonly timeoutMs: number
  readonly clock: Clock
  readonly log: Log
  /** Aborted: nothing is waited for any more. */
  readonly stop?: AbortSignal
}

const firstPauseMs = 500
const longestPauseMs = 10_000

/** Fails at once. */
export const noPatience: Patience = { attempt: (act) => act() }

/** Whether an error is one that may pass: a server that is away, or not ready. Also one that others stand around. */
export function mayPass(error: unknown): boolean {
  return error instanceof ConnectorError && (error.passes || mayPass(error.cause))
}

/** Tries again with growing pauses, says so, and gives up after some time: rejects with the last error then. */
export class StartPatience implements Patience {
  readonly #settings: PatienceSettings
  #until: number | undefined

  constructor(settings: PatienceSettings) {
    this.#settings = settings
  }

  async attempt<T>(act: () => Promise<T>): Promise<T> {
    const { clock, log, timeoutMs, stop } = this.#settings
    const seconds = `${timeoutMs / 1000} s`
    let waited = false
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const found = await act()
        if (waited) log("info", "what was away is there, and the start goes on")
        return found
      } catch (error) {
        if (!(error instanceof ConnectorError) || !mayPass(error)) throw error
        this.#until ??= clock.now() + timeoutMs
        const restMs = Math.min(pauseMs, this.#until - clock.now())
        if (stop?.aborted === true || timeoutMs === 0) throw error
        if (restMs <= 0) {
          const words = `it was waited for, ${seconds} at most: --start-timeout`
          throw new ConnectorError(error.kind, `${error.message} (${words})`, error)
        }
        waited = true
        const next = `the next try is in ${restMs / 1000} s`
        log("warn", `${error.message}; the start waits for it, ${seconds} at most (--start-timeout): ${next}`)
        await this.#pause(restMs)
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { clock, stop } = this.#settings
    await new Promise<void>((resolve) => {
      const end = () => {
        cancel()
        stop?.removeEventListener("abort", end)
        resolve()
      }
      const cancel = clock.after(milliseconds, end)
      stop?.addEventListener("abort", end, { once: true })
    })
  }
}
