import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { createEngine } from "../../../runtime/index.ts"
import { MapColdStore } from "../../support/map-cold-store.ts"

const rules = `event A { k: string, n: integer, at: time } timed by at
rule Pair { when A as a where n > 1 then A as b where b.n < a.n within 1 hour per k alert }`

test("a key that is not in memory is not said to hold nothing", async () => {
  const made = await compile([{ path: "rules.cep", text: rules }])
  const store = new MapColdStore()
  const cold = createEngine(made.rules!, { cold: { store, memoryBytes: 0 } })
  const warm = createEngine(made.rules!)
  for (const engine of [cold, warm]) {
    for (let at = 0; at < 3000; at++) engine.push("A", { k: `k${at % 300}`, n: 5, at: 1_000_000 + at })
  }
  expect(store.keys).toBeGreaterThan(0)
  const keys = Array.from({ length: 300 }, (_, at) => `k${at}`)
  let away = 0
  for (const key of keys) {
    const found = cold.look("Pair", [key], 1)
    if (found?.notLookedAt === undefined) expect(found?.partialCount).toBe(warm.look("Pair", [key], 1)?.partialCount)
    else {
      expect(found).toMatchObject({ notLookedAt: store.keys, partials: [], partialCount: 0 })
      away++
    }
  }
  expect(away).toBeGreaterThan(0)
  expect(away).toBeLessThanOrEqual(store.keys)
  // With all in memory nothing is away; nor is there a key of a rule that does not exist.
  expect(warm.look("Pair", ["other"], 1)).toBeUndefined()
  expect(cold.look("Other", ["k1"], 1)).toBeUndefined()
})
