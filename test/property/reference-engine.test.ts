import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { createEngine } from "../../runtime/engine/engine.ts"
import { cases, type ReferenceCase, referenceRun, resultsDifference } from "../reference/generate.ts"
import type { RuleStep } from "../reference/rule.ts"
import { GoldenCollector, goldenRuleSet } from "../support/golden-rule.ts"

/** The engine's answer to a generated rule, handed over as a plan, without language and compiler. */
function engineRun({ rule, events }: ReferenceCase) {
  const collector = new GoldenCollector()
  const engine = createEngine(goldenRuleSet(rule), collector)
  for (const [i, event] of events.entries()) engine.push("Event", { i, ...event })
  engine.end()
  return collector.answer()
}

function difference(example: ReferenceCase): string | null {
  const { rule, events } = example
  const expected = referenceRun(rule, events, { stepping: "deadline" })
  const actual = engineRun(example)
  // A group that repeats or can be skipped can come to the same events in several ways. How many equal timeouts that makes, and which of several
  // matches of one first event survives a skip strategy then, is nobody's promise.
  const repeats = rule.pattern.steps.some(isAmbiguous)
  const { kind } = rule.pattern.skip
  if (expected.repeats === 0 || kind === "default" || kind === "none") {
    const how = { at: true, distinct: repeats, ordered: true }
    const matches = resultsDifference(expected.matches, actual.matches, events, how)
    if (matches !== null) return `matches: ${matches}`
  }
  const timeouts = resultsDifference(expected.timeouts, actual.timeouts, events, {
    at: true,
    distinct: repeats,
    ordered: false,
  })
  if (rule.pattern.within !== null && timeouts !== null) return `timeouts: ${timeouts}`
  return expected.late.join() === actual.late.join() ? null : `late: ${actual.late.join()}`
}

function isAmbiguous(step: RuleStep): boolean {
  return "group" in step && (step.max !== 1 || step.optional || step.min === 0 || step.group.some(isAmbiguous))
}

describe("the engine agrees with the reference matcher", () => {
  test.each(["default", "none", "pastLast", "next", "toFirst", "toLast"] as const)("skip %s", (skip) => {
    fc.assert(
      fc.property(cases({ skips: [skip] }), (example) => {
        expect(difference(example)).toBeNull()
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    )
  })
})
