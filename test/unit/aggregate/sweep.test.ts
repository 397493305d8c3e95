import fc from "fast-check"
import { expect, test } from "vitest"
import { Sweep } from "../../../runtime/aggregate/sweep.ts"

test("a key goes when its last event is as old as said, at most a sixteenth later, and never earlier", () => {
  const step = fc.record({ wait: fc.integer({ min: 0, max: 9 }), key: fc.integer({ min: 0, max: 5 }) })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.array(step, { maxLength: 60 }), (age, steps) => {
      const sweep = new Sweep(age)
      const last = new Map<number, number>()
      const slack = Math.max(1, Math.ceil(age / 16))
      let now = 0
      for (const { wait, key } of steps) {
        now += wait
        if (!last.has(key)) sweep.add(key, now)
        last.set(key, now)
        const before = now - age
        sweep.run(
          now,
          (row) => last.get(row)!,
          (row) => {
            expect(last.get(row)).toBeLessThanOrEqual(before)
            last.delete(row)
          },
        )
        for (const at of last.values()) expect(at).toBeGreaterThan(before - slack)
      }
    }),
  )
})

test("keys that are kept for ever cost nothing", () => {
  const sweep = new Sweep(Number.POSITIVE_INFINITY)
  sweep.add(1, 0)
  sweep.run(
    Number.POSITIVE_INFINITY,
    () => 0,
    () => expect.fail("it is kept"),
  )
})

test("times beyond what doubles hold exactly end, too", () => {
  const sweep = new Sweep(1)
  sweep.add(1, 1e300)
  const freed: number[] = []
  sweep.run(
    2e300,
    () => 1e300,
    (row) => void freed.push(row),
  )
  expect(freed).toEqual([1])
})
