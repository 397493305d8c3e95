import fc from "fast-check"
import { expect, test } from "vitest"
import { Combinations } from "../../../runtime/operator/lanes/combination-store.ts"

interface Step {
  readonly steps: readonly number[]
  readonly after: number
}

/** All chains of one event of each step but the last, one behind the other, that began less than `within` ago: written out. */
function plainly(
  events: readonly (Step & { at: number; name: number })[],
  levels: number,
  now: number,
  within: number,
) {
  const chains: number[][] = []
  const go = (chain: readonly number[], from: number): void => {
    if (chain.length === levels) {
      chains.push([...chain])
      return
    }
    for (const [place, { steps, at, name }] of events.entries()) {
      if (place < from || !steps.includes(chain.length) || (chain.length === 0 && at + within <= now)) continue
      go([...chain, name], place + 1)
    }
  }
  go([], 0)
  return chains
}

test("chains are those of the events that the window holds, in order, none of them twice", () => {
  const drawn = fc.array(fc.record({ steps: fc.subarray([0, 1, 2]), after: fc.constantFrom(0, 1, 2, 5) }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(drawn, fc.constantFrom(1, 2, 3), fc.constantFrom(4, 10, 1000), (steps, levels, within) => {
      const store = new Combinations<number>(levels + 1)
      const events: (Step & { at: number; name: number })[] = []
      let at = 0
      for (const [name, step] of steps.entries()) {
        at += step.after
        store.expire(at, within)
        const own = step.steps.filter((one) => one < levels)
        for (const one of own.toReversed()) if (store.reaches(one)) store.add(one, at, name)
        events.push({ steps: own, after: step.after, at, name })
        const found: number[][] = []
        store.each((chain) => found.push([...chain]))
        const wanted = plainly(events, levels, at, within)
        expect(found).toEqual(wanted)
        expect(store.count()).toBe(wanted.length)
      }
    }),
    { numRuns: 300 },
  )
})

test("without the oldest first event what only it had led to is gone too", () => {
  const store = new Combinations<string>(3)
  store.add(0, 1, "a")
  store.add(1, 2, "b")
  store.add(0, 3, "c")
  store.add(1, 4, "d")
  expect(store.size).toBe(4)
  store.removeOldest()
  expect(store.size).toBe(2)
  const found: string[] = []
  store.each((chain) => found.push(chain.join("")))
  expect(found).toEqual(["cd"])
  store.removeOldest()
  expect(store.isEmpty).toBe(true)
  expect(store.size).toBe(0)
})

test("events of long streams do not pile up", () => {
  const store = new Combinations<number>(3)
  for (let at = 0; at < 10_000; at++) {
    store.expire(at, 10)
    store.add(1, at, at)
    store.add(0, at, at)
  }
  expect(store.size).toBeLessThan(25)
  expect(store.levels[0]!.at.length).toBeLessThan(100)
})
