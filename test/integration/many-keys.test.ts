/** State of a key that fell silent goes away: ten million keys, each seen once, in a heap that holds few of them. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, test } from "vitest"

const run = promisify(execFile)
const script = join(import.meta.dirname, "../support/many-keys.ts")

test("ten million keys seen once each", async () => {
  const { stdout } = await run(process.execPath, ["--max-old-space-size=64", script, "10000000"])
  const { events, most, left } = JSON.parse(stdout) as { events: number; most: number; left: number[] }
  expect(events).toBe(10_000_000)
  expect(most).toBeGreaterThan(500)
  // Of rules with many keys some are counted, so this is about how many there are.
  expect(most, "the keys of the last minute").toBeLessThanOrEqual(650)
  expect(left).toEqual([0, 0, 0])
})
