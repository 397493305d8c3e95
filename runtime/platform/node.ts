import { setImmediate } from "node:timers/promises"
import type { Clock } from "./clock.ts"

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(milliseconds, act) {
    const timer = setInterval(act, milliseconds)
    timer.unref()
    return () => clearInterval(timer)
  },
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
  turn: () => setImmediate(),
}
