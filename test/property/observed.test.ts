/** Rules that are observed while tests run say what they say otherwise, and what is counted can happen. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Compiled, compile } from "../../compiler/index.ts"
import { type Complete, observed } from "../../compiler/testing/observed-rules.ts"
import { endingStates, possibleEdges } from "../../compiler/testing/possible-edges.ts"
import { ProbedRules } from "../../compiler/testing/probed-rules.ts"
import { batches, toCep } from "../reference/generate.ts"
import { type Delivery, hear, numbered } from "../support/compiled.ts"
import { declarations, event, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

async function probed(text: string): Promise<{ plain: Compiled; compiled: Complete; rules: ProbedRules }> {
  const sources = [{ path: "rules.cep", text }]
  const plain = await compile(sources)
  const { options, probes } = observed()
  const compiled = (await compile(sources, options)) as Complete
  if (compiled.rules === undefined) throw new Error(compiled.diagnostics.map((each) => each.text).join("\n"))
  return { plain, compiled, rules: new ProbedRules(compiled.rules, compiled.plan, probes().points) }
}

/** Partial matches that time ended in all streams. */
let endedByTime = 0

/** Checks one stream; gives how many edges it took. */
function check(
  { plain, compiled, rules }: Awaited<ReturnType<typeof probed>>,
  deliveries: readonly Delivery[],
): number {
  const wanted = hear(plain.rules!, deliveries)
  const found = hear(rules.rules, deliveries, rules.engine)
  expect(found.outputs).toEqual(wanted.outputs)
  expect(found.dead).toEqual(wanted.dead)
  const counts = ({ stats }: typeof found) =>
    stats.rules.map(({ matches, filtered, suppressed, timeouts, failed }) => ({
      matches,
      filtered,
      suppressed,
      timeouts,
      failed,
    }))
  expect(counts(found)).toEqual(counts(wanted))
  let taken = 0
  const marks = rules.take()
  // What is counted does not depend on the forms that an engine is asked for.
  hear(rules.rules, deliveries, { ...rules.engine, forms: "general" })
  expect(rules.take()).toEqual(marks)
  for (const [at, { edges, ends }] of marks.rules.entries()) {
    const possible = possibleEdges(compiled.automata[at]!, compiled.plan.rules[at]!)
    const { states } = compiled.automata[at]!
    // The timeouts that the chosen forms count are the partial matches that time ended in states that time out.
    const timeouts = ends.reduce((sum, { ended }, state) => sum + (states[state]!.timesOut ? ended : 0), 0)
    const speaks = compiled.plan.rules[at]!.outputs.some(({ onTimeout }) => onTimeout)
    expect(speaks ? timeouts : 0).toBe(wanted.stats.rules[at]!.timeouts)
    const endings = endingStates(compiled.automata[at]!, compiled.plan.rules[at]!, possible)
    for (const [state, { ended, completed }] of ends.entries()) {
      if (ended + completed === 0) continue
      endedByTime += ended
      const completes = states[state]!.kind === "pending"
      expect(endings, `time is said to end nothing in state ${state}`).toContainEqual({ state, completes })
      expect(completes ? ended : completed).toBe(0)
    }
    for (const [state, each] of edges.entries()) {
      for (const [edge, { hits }] of each.entries()) {
        if (hits === 0) continue
        taken++
        expect(possible[state]!.has(edge), `edge ${edge} of state ${state} is said to be impossible`).toBe(true)
      }
    }
  }
  return taken
}

test("patterns of all kinds", { timeout }, async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(batches(5, { beyond: true }), async ({ rule, streams }) => {
      const rules = await probed(toCep(rule))
      for (const stream of streams) taken += check(rules, numbered(stream))
    }),
    { numRuns: Math.ceil(0.02 * pairs), seed },
  )
  expect(taken).toBeGreaterThan(pairs / 20)
  expect(endedByTime).toBeGreaterThan(pairs / 20)
})

test("sets of rules of all forms", { timeout }, async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(set, fc.array(event, { minLength: 20, maxLength: 60 }), async (texts, events) => {
      const named = texts.map((one, at) => `rule R${at} { ${one.replace("Found", `Found${at}`)} }`)
      const rules = await probed(`${declarations}${named.join("\n")}`)
      let at = 1000
      const deliveries = events.map(({ type, k, m, b, n, o, after }, id): Delivery => {
        at += after
        return [type, { id, k, m, n, ...(type === "A" && { b, o }), at }]
      })
      taken += check(rules, deliveries)
    }),
    { numRuns: Math.ceil(0.02 * pairs), seed },
  )
  expect(taken).toBeGreaterThan(pairs / 20)
})
