import { describe, expect, test } from "vitest"
import { createEngine } from "../../runtime/engine/engine.ts"
import { goldenDifference } from "../golden/compare.ts"
import { goldenTopics, loadGolden, type RuleCase } from "../golden/load.ts"
import { GoldenCollector, goldenRuleSet } from "../support/golden-rule.ts"

/** Automaton and engine on the golden cases, without language and compiler. */
function answer(golden: RuleCase) {
  const collector = new GoldenCollector()
  const engine = createEngine(goldenRuleSet(golden), collector)
  for (const [i, event] of golden.events.entries()) engine.push("Event", { i, ...event })
  engine.end()
  return collector.answer()
}

for (const topic of goldenTopics) {
  describe(topic, () => {
    const cases = loadGolden(topic).filter(({ judge, expected }) => judge.excluded === null && "matches" in expected)
    test.each(cases.map((golden) => [golden.id, golden] as const))("%s", (_, golden) => {
      expect(goldenDifference(golden, answer(golden))).toBeNull()
    })
  })
}
