import { describe, expect, test } from "vitest"
import { createEngine } from "../../runtime/engine/engine.ts"
import { goldenDifference } from "../golden/compare.ts"
import { goldenTopics, isCompared, loadGolden, type RuleCase } from "../golden/load.ts"
import { GoldenCollector, goldenRuleSet } from "../support/golden-rule.ts"

/** Automaton and engine on a case, without language and compiler; `restart`: from a snapshot's text after every event. */
function answer(golden: RuleCase, restart: boolean) {
  const collector = new GoldenCollector()
  const rules = goldenRuleSet(golden)
  let engine = createEngine(rules, collector)
  for (const [i, event] of golden.events.entries()) {
    engine.push("Event", { i, ...event })
    if (!restart) continue
    const text = JSON.stringify(engine.snapshot())
    engine = createEngine(rules, { ...collector, restore: JSON.parse(text) })
    expect(JSON.stringify(engine.snapshot()) === text, `${golden.id} after event ${i}`).toBe(true)
  }
  engine.end()
  return { answer: collector.answer(), alerts: collector.alerts, stats: engine.stats() }
}

describe.each(goldenTopics)("%s", (topic) => {
  const cases = loadGolden(topic)
  const compared = cases.filter(isCompared)

  test("every compared case is answered as Flink answers it", () => {
    expect(compared.length).toBeGreaterThan(50)
    const different = compared.flatMap((golden) => {
      const difference = goldenDifference(golden, answer(golden, false).answer)
      return difference === null ? [] : [`${golden.id}: ${difference}`]
    })
    expect(different).toEqual([])
  })

  test("a restart after every event, through text, changes nothing: neither answers nor ids nor counters", () => {
    for (const golden of cases) {
      const straight = answer(golden, false)
      const restarted = answer(golden, true)
      expect(restarted, golden.id).toEqual(straight)
    }
  })

  test("ids tell all outputs apart", () => {
    for (const golden of cases) {
      const ids = answer(golden, false).alerts.map(({ id }) => id)
      expect(new Set(ids).size, golden.id).toBe(ids.length)
    }
  })
})
