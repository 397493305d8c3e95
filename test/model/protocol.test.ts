/**
 * The protocol holds in every order of its steps, with any number of processes one after the other and two or three at once. And the model would
 * find it if it did not: each of the wrong protocols is caught.
 */
import { describe, expect, test } from "vitest"
import { explore } from "./checker.ts"
import { Protocol } from "./protocol.ts"
import type { Shape, Wrong } from "./world.ts"

const one: Shape = { sinks: ["marked"], events: 2, processes: 2, powerLoss: true }

/** One empty checkpoint, and one that may be damaged after it was published. */
const repeated = { events: 1, emptyUpTo: 1, damages: 1, allowRepeats: 1, powerLoss: false }

/** What is explored, and at least how many states that must be, or the model has lost its steps. */
const shapes: Readonly<Record<string, readonly [Shape, number]>> = {
  "one marked sink": [{ ...one, emptyUpTo: 1 }, 20_000],
  "one repeatable sink": [{ ...one, sinks: ["repeatable"] }, 10_000],
  "three processes at once": [{ ...one, events: 1, processes: 3 }, 10_000],
  "two marked sinks": [{ ...one, sinks: ["marked", "marked"], events: 1 }, 10_000],
  "a marked sink and a repeatable one": [{ ...one, sinks: ["marked", "repeatable"], events: 1 }, 5000],
  "a checkpoint that is damaged": [{ ...one, damages: 1, powerLoss: false }, 100_000],
  "repeats that were allowed": [{ ...one, ...repeated }, 20_000],
}

/** Minutes, with `MODEL=long`. */
const large: typeof shapes = {
  "three events": [{ ...one, events: 3, emptyUpTo: 2 }, 500_000],
  "two events, three processes": [{ ...one, processes: 3 }, 500_000],
  "two events, two marked sinks": [{ ...one, sinks: ["marked", "marked"] }, 500_000],
  "two events, both kinds of sinks": [{ ...one, sinks: ["marked", "repeatable"] }, 500_000],
  "two events, repeats that were allowed": [{ ...one, damages: 1, allowRepeats: 1 }, 200_000],
}

describe("every output appears exactly once, and no start is refused without need", () => {
  const all = process.env.MODEL === "long" ? { ...shapes, ...large } : shapes
  for (const [name, [shape, least]] of Object.entries(all)) {
    test(name, { timeout: 1_800_000 }, () => {
      const { violation, states, ends } = explore(new Protocol(shape))
      if (violation !== undefined) expect.fail([violation.what, ...violation.trace].join("\n  "))
      expect(states).toBeGreaterThan(least)
      expect(ends).toBeGreaterThan(0)
    })
  }
})

describe("a wrong protocol is found", () => {
  const twice = /has the output of event \d 2 times/
  const refused = /a start is refused although nothing was damaged/
  const found: Readonly<Record<string, readonly [Wrong, RegExp, Partial<Shape>?]>> = {
    "a manifest that is replaced": [{ overwrite: true }, /2 times|lacks the output/, { refusals: true, emptyUpTo: 1 }],
    "marks that are read before the claim": [{ marksFirst: true }, twice],
    "a store that is listed before the claim": [{ listFirst: true }, refused],
    "outputs that are published before their checkpoint is made": [{ publishFirst: true }, refused],
    "the same epoch after an unknown outcome": [{ sameEpoch: true }, twice],
    "an unknown outcome after which the mark is not compared": [{ blindAfterUnknown: true }, twice],
    "an outbox that is not synced before its manifest": [{ unsyncedOutbox: true }, refused],
    "a manifest whose name is not synced before its outputs are published": [{ unsyncedName: true }, refused],
    "a manifest that was found, and is not synced before its outputs are published": [{ unsyncedFound: true }, refused],
    "an outbox that is let go of before the sink has it": [{ droppedOutbox: true }, /lacks the output of event \d/],
    "a damaged checkpoint that is left without a new lineage": [
      { keptLineage: true },
      twice,
      { emptyUpTo: 1, events: 1, damages: 1, powerLoss: false },
    ],
    "a lineage that was left and is not remembered": [
      { forgottenLineages: true },
      /a start is refused although repeats were allowed before/,
      repeated,
    ],
  }
  for (const [name, [wrong, what, more]] of Object.entries(found)) {
    test(name, () => {
      expect(explore(new Protocol({ ...one, ...more, wrong })).violation?.what).toMatch(what)
    })
  }
})
