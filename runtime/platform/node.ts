import process from "node:process"
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

/** Milliseconds of a clock that never goes back. (Who asks for `performance` loads all that Node can measure: 2 ms of a start.) */
export function elapsedMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e3 + nanoseconds / 1e6
}
