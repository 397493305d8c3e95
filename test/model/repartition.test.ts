/** What readers send reaches each slice exactly once, whoever crashes, comes back or was never gone; and the model finds it where that is not so. */
import { describe, expect, test } from "vitest"
import { explore } from "./checker.ts"
import { type HopShape, Repartition, type WrongHop } from "./repartition.ts"

const one: HopShape = {
  routes: [[0], [0, 1]],
  slices: 2,
  readers: 2,
  starts: 2,
  batch: 2,
  sliceFaults: 2,
}

/** What is explored, and at least how many states that must be, or the model has lost its steps. */
const shapes: Readonly<Record<string, readonly [HopShape, number]>> = {
  "two readers, two slices": [one, 50_000],
  "three readers at once": [
    { ...one, routes: [[0], [0]], slices: 1, readers: 3, starts: 3, batch: 1, sliceFaults: 2 },
    50_000,
  ],
  "one slice that crashes again and again": [
    { ...one, routes: [[0], [], [0]], slices: 1, readers: 2, starts: 2, sliceFaults: 4 },
    50_000,
  ],
}

/** Minutes, with `MODEL=long`. */
const large: typeof shapes = {
  "three readers, three events": [
    { ...one, routes: [[0], [0], [0]], slices: 1, readers: 3, starts: 3, batch: 2 },
    100_000,
  ],
}

describe("every event reaches each of its slices exactly once, and no marker comes before it", () => {
  const all = process.env.MODEL === "long" ? { ...shapes, ...large } : shapes
  for (const [name, [shape, least]] of Object.entries(all)) {
    test(name, { timeout: 1_800_000 }, () => {
      const { violation, states, ends } = explore(new Repartition(shape), 6_000_000)
      if (violation !== undefined) expect.fail([violation.what, ...violation.trace].join("\n  "))
      expect(states).toBeGreaterThan(least)
      expect(ends).toBeGreaterThan(0)
    })
  }
})

describe("a wrong hop is found", () => {
  const lost = /never gets event \d|has come, and it has not/
  const found: Readonly<Record<string, readonly [WrongHop, RegExp]>> = {
    "a reader that skips a failed send": [{ skipsFailed: true }, lost],
    "a slice that does not store what it has seen with its checkpoint": [{ forgetsSeen: true }, /twice/],
    "positions that are committed before all has arrived": [{ commitsEarly: true }, lost],
    "a reader that sends before all that it sent before has arrived": [{ sendsAhead: true }, lost],
    "a slice that takes whatever comes": [{ takesAll: true }, /twice/],
    "a marker that speaks for what is sent behind it": [{ marksAhead: true }, lost],
    "a reader that begins where the topic ends": [{ startsAtEnd: true }, lost],
  }
  for (const [name, [wrong, what]] of Object.entries(found)) {
    test(name, () => {
      expect(explore(new Repartition({ ...one, wrong })).violation?.what).toMatch(what)
    })
  }
})
