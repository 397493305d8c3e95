import { describe, expect, test } from "vitest"
import { buildAutomaton } from "../../../compiler/3-automaton/build.ts"
import { automatonDot, showAutomaton } from "../../../compiler/3-automaton/show.ts"
import { absent, group, pattern, step } from "../../support/patterns.ts"

function text(...elements: Parameters<typeof pattern>): string {
  return showAutomaton(buildAutomaton(pattern(...elements), true))
}

describe("the automaton of", () => {
  test("a sequence waits with an ignore edge only where the follow is relaxed", () => {
    expect(text(step(0), step(1, "next"), step(2, "then"), step(3, "then-any"))).toMatchInlineSnapshot(`
      "0 start at step 0
        take    -> 1  if c0
      1 at step 1
        take    -> 2  if c1
      2 at step 2
        take    -> 3  if c2
        ignore  -> 2  if not c2
      3 at step 3
        take    -> 4  if c3
        ignore  -> 3
      4 final
      "
    `)
  })

  test("a loop has a twin that waits without the way on", () => {
    expect(text(step(0), step(1, "then", { max: null }), step(2, "then"))).toMatchInlineSnapshot(`
      "0 start at step 0
        take    -> 1  if c0
      1 at step 1
        take    -> 2  if c1
        ignore  -> 1  if not c1
      2 at step 1
        proceed -> 3
        take    -> 2  if c1
        ignore  -> 4  if not c1
      3 at step 2
        take    -> 5  if c2
        ignore  -> 3  if not c2
      4 at step 1
        take    -> 2  if c1
        ignore  -> 4  if not c1
      5 final
      "
    `)
  })

  test("greedy closes what follows for events that fit the loop", () => {
    expect(text(step(0, "first", { max: null, greedy: true }), step(1, "next"))).toContain(
      "take    -> 4  if c1 and not c0",
    )
  })

  test("until ends a loop's edges for its event", () => {
    expect(text(step(0, "first", { max: null, until: 2 }), step(1, "next"))).toContain("take    -> 1  if not c2 and c0")
  })

  test("an absence in the middle is an edge to a stop state of whoever waits behind it", () => {
    expect(text(step(0), absent(1), step(2, "then"))).toMatchInlineSnapshot(`
      "0 start at step 0
        take    -> 1  if c0
      1 at step 2
        take    -> 2  if c2
        ignore  -> 1  if not c2
        proceed -> 3  if c1
      2 final
      3 stop
      "
    `)
  })

  test("an absence at the end waits for time, and so do optional steps behind one", () => {
    expect(text(step(0), absent(1))).toMatchInlineSnapshot(`
      "0 start at step 0
        take    -> 1  if c0
      1 pending
        ignore  -> 1  if not c1
        proceed -> 2  if c1
      2 stop
      "
    `)
    const optionalEnd = buildAutomaton(pattern(step(0), absent(1), step(2, "then", { optional: true })), true)
    expect(optionalEnd.states.some(({ kind }) => kind === "pending")).toBe(true)
  })

  test("a next absence looks at the next event only", () => {
    expect(text(step(0), absent(1, "next"))).toMatchInlineSnapshot(`
      "0 start at step 0
        take    -> 1  if c0
      1 next absent
        ignore  -> 2  if not c1
        proceed -> 3  if c1
      2 final
      3 stop
      "
    `)
  })

  test("a group that can be skipped in every round is finite and marked as ambiguous", () => {
    const automaton = buildAutomaton(
      pattern(group([step(0, "first", { optional: true })], "first", { max: null }), step(1, "then")),
      true,
    )
    expect(automaton.ambiguous).toBe(true)
    expect(automaton.states.length).toBeLessThan(10)
  })
})

test("no edge leads to the start, targets exist, takes have a step", () => {
  const quantifiers = [
    {},
    { optional: true },
    { min: 2, max: 3 },
    { max: null },
    { min: 0, max: null, greedy: true },
  ] as const
  for (const first of quantifiers) {
    for (const second of quantifiers) {
      const elements = [
        step(0, "first", first),
        group([step(1, "first", second), step(2, "then")], "then", first),
        step(3, "then", second),
      ]
      const { states, start } = buildAutomaton(pattern(...elements), true)
      for (const state of states) {
        for (const edge of state.edges) {
          expect(edge.target).not.toBe(start)
          expect(states[edge.target]).toBeDefined()
          if (edge.action === "take") expect(state.step).not.toBeNull()
        }
      }
    }
  }
})

test("dot names states by steps and conditions", () => {
  const automaton = buildAutomaton(pattern(step(0)), false)
  const names = { step: () => 'say "a"', condition: () => "amount > 5" }
  expect(automatonDot(automaton, names)).toContain('0 [label="0\\nstart at say \\"a\\""]')
  expect(automatonDot(automaton, names)).toContain('0 -> 1 [label="take\\namount > 5", style=solid]')
})
