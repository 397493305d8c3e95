/** State of a key that fell silent goes away: millions of keys, each seen once, in a heap that holds few of them. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { promisify } from "node:util"
import { expect, test } from "vitest"

/** `MANY_KEYS=long`: ten million. */
const keys = process.env.MANY_KEYS === "long" ? 10_000_000 : 3_000_000

const run = promisify(execFile)
const script = join(import.meta.dirname, "../support/many-keys.ts")

test("millions of keys seen once each", async () => {
  const { stdout } = await run(process.execPath, ["--max-old-space-size=64", script, String(keys)])
  const { events, most, left } = JSON.parse(stdout) as { events: number; most: number; left: number[] }
  expect(events).toBe(keys)
  expect(most).toBeGreaterThan(500)
  // Of rules with many keys some are counted, so this is about how many there are.
  expect(most, "the keys of the last minute").toBeLessThanOrEqual(650)
  expect(left).toEqual([0, 0, 0])
})
