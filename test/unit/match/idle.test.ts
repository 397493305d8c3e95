import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { beginsNothing, changesNothing, conditionsAfter } from "../../../runtime/match/idle.ts"
import { programOf } from "../../../runtime/match/program.ts"

async function automatonOf(pattern: string) {
  const text = `
    event A { k: string, n: integer, at: time } timed by at
    event B { k: string, n: integer, at: time } timed by at
    rule R { when ${pattern} within 1 minute per k skip none alert }`
  const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return rules.manifest.rules[0]!.automaton
}

describe("events that fulfil none of the known conditions", () => {
  test.each<[pattern: string, known: number[], begins: boolean, moves: boolean]>([
    ["A as a where n > 1 then any B as b where n > 2", [0, 1], true, true],
    // The second condition may throw, and is asked of every event of a key that has begun.
    ["A as a where n > 1 then any B as b where n > a.n", [0], true, false],
    // A strict step is broken by any event.
    ["A as a where n > 1 next B as b where n > 2", [0, 1], true, false],
    ["A as a where n > 1 then no B as b where n > 2", [0, 1], true, true],
    ["A as a where n > 1 then B as b", [0, 1], true, true],
    // Nothing is known of the condition that begins a match.
    ["A as a where n > 1 then B as b", [1], false, true],
    ["optional A as a where n > 1 then B as b where n > 2", [0, 1], true, true],
    ["optional A as a where n > 1 then B as b where n > 2", [0], false, false],
  ])("%s, known: %j", async (pattern, known, begins, moves) => {
    const automaton = await automatonOf(pattern)
    const states = programOf(automaton)
    expect(beginsNothing(states, automaton.start, new Set(known))).toBe(begins)
    expect(changesNothing(states, new Set(known))).toBe(moves)
  })

  test("the conditions that an event meets first", async () => {
    const automaton = await automatonOf("A as a where n > 1 then any B as b where n > 2")
    expect([...conditionsAfter(programOf(automaton), automaton.start)]).toEqual([0])
  })
})
