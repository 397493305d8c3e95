import fc from "fast-check"
import { expect, test } from "vitest"
import { createEngine } from "../../runtime/engine/engine.ts"
import { cases, type Rule, type RuleEvent } from "../reference/generate.ts"
import { goldenRuleSet } from "../support/golden-rule.ts"

/** All lines that come out, in order. `jumps`: how many events are handed over between two moves of the watermark. */
function lines(rule: Rule, events: readonly (RuleEvent & { i: number })[], jumps = 1): string[] {
  const out: string[] = []
  const engine = createEngine(goldenRuleSet(rule), {
    onOutput: (output) => out.push(output.line()),
    timeSteps: "deadline",
  })
  let highest = Number.NEGATIVE_INFINITY
  for (const [place, event] of events.entries()) {
    highest = Math.max(highest, engine.ingest({ type: "Event", raw: event })!)
    if (place % jumps === 0) engine.advanceTo(highest - rule.outOfOrderMs - 1)
  }
  engine.end()
  expect(engine.stats()).toMatchObject({ late: 0, deadLetters: 0 })
  return out
}

const inOrder = cases({ late: false }).map(({ rule, events }) => ({
  rule: { ...rule, outOfOrderMs: 200 },
  events: events.map((event, i) => ({ i, ...event })).sort((left, right) => left.at - right.at),
}))

test("events shuffled within the lateness, those of one time kept in order, give the lines of sorted ones", () => {
  fc.assert(
    fc.property(inOrder, fc.array(fc.nat(200), { minLength: 40, maxLength: 40 }), ({ rule, events }, delays) => {
      const times = [...new Set(events.map(({ at }) => at))]
      const arrival = new Map(times.map((at, i) => [at, at + delays[i % delays.length]!]))
      const shuffled = events.toSorted((left, right) => arrival.get(left.at)! - arrival.get(right.at)!)
      expect(lines(rule, shuffled)).toEqual(lines(rule, events))
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  )
})

test("how far the watermark moves at once changes nothing", () => {
  fc.assert(
    fc.property(inOrder, fc.integer({ min: 2, max: 40 }), ({ rule, events }, jumps) => {
      expect(lines(rule, events, jumps)).toEqual(lines(rule, events))
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  )
})
