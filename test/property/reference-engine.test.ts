import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { createEngine } from "../../runtime/engine/engine.ts"
import { cases, type ReferenceCase, referenceRun, resultsDifference } from "../reference/generate.ts"
import type { RuleStep } from "../reference/rule.ts"
import { GoldenCollector, goldenRuleSet } from "../support/golden-rule.ts"

/** The engine's answer to a generated rule, handed over as a plan, without language and compiler. */
type Stepping = "deadline" | "watermark"

function engineRun({ rule, events }: ReferenceCase, timeSteps: Stepping) {
  const collector = new GoldenCollector()
  const engine = createEngine(goldenRuleSet(rule), { ...collector, timeSteps })
  for (const [i, event] of events.entries()) engine.push("Event", { i, ...event })
  engine.end()
  return collector.answer()
}

function difference(example: ReferenceCase, stepping: Stepping): string | null {
  const { rule, events } = example
  const expected = referenceRun(rule, events, { stepping })
  const actual = engineRun(example, stepping)
  // A group that repeats or can be skipped can come to the same events in several ways. How many equal timeouts that makes, and which of several
  // matches of one first event survives a skip strategy then, is nobody's promise.
  const repeats = rule.pattern.steps.some(isAmbiguous)
  const { kind } = rule.pattern.skip
  if (expected.repeats === 0 || kind === "default" || kind === "none") {
    // When a match that waited is let out is Flink's choice under its own steps: not compared, as in the golden cases.
    const at = stepping === "deadline"
    const how = { at, distinct: repeats, ordered: at }
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
        expect(difference(example, "deadline")).toBeNull()
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    )
  })

  test.each(["pastLast", "next", "toFirst", "toLast"] as const)("skip %s, as the watermark moves", (skip) => {
    fc.assert(
      fc.property(cases({ skips: [skip] }), (example) => {
        expect(difference(example, "watermark")).toBeNull()
      }),
      { numRuns: Number(process.env.RUNS ?? 150) },
    )
  })
})
