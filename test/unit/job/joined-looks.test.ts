import { expect, test } from "vitest"
import type { KeyLook } from "../../../runtime/abi/look.ts"
import { joinedLooks } from "../../../runtime/job/workers/joined.ts"

const empty: KeyLook = { key: [], partials: [], partialCount: 0, heldBack: 0, windows: [], silences: [] }

test("of several workers the one that has the key in memory tells, whatever others did not look at", () => {
  const away = { ...empty, notLookedAt: 3 }
  const found = { ...empty, key: ["c1"], partialCount: 2 }
  expect(joinedLooks([away, undefined, found, away])).toBe(found)
  expect(joinedLooks([away, undefined, { ...empty, notLookedAt: 4 }])).toEqual({ ...empty, notLookedAt: 7 })
  expect(joinedLooks([undefined, away])).toEqual(away)
  expect(joinedLooks([undefined, undefined])).toBeUndefined()
})
