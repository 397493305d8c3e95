import { vi } from "vitest"

/** A guard against what never comes; nothing depends on being quick. Below the limit of a test, so that what was missing is said. */
const guardMs = 600_000

/** Waits until something that others do has come: until `holds` neither throws nor rejects. Resolves with what it gives. */
export function eventually<Result>(holds: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(holds, { timeout: guardMs, interval: 20 })
}
