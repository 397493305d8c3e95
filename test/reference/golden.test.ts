/** The reference gives Flink's answers: without that, agreeing with it would mean little. */
import { describe, expect, test } from "vitest"
import { goldenDifference } from "../golden/compare.ts"
import { goldenTopics, isCompared, loadGolden } from "../golden/load.ts"
import { referenceRun } from "./run.ts"
import { toCep } from "./to-cep.ts"

/** The cases in which Flink's answer depends on how far the watermark jumped: with one deadline after the other it differs. */
const dependOnWatermarkSteps = [
  "g-event-time-0075",
  "g-iterative-0038",
  "g-iterative-0069",
  "g-iterative-0117",
  "g-negation-0107",
  "g-negation-0138",
  "g-skip-0122",
]

describe.each(goldenTopics)("%s", (topic) => {
  const cases = loadGolden(topic)
  const compared = cases.filter(isCompared)

  test("every compared case is answered as Flink answers it", () => {
    const differences = compared.flatMap((each) => {
      const difference = goldenDifference(each, referenceRun(each, each.events))
      return difference === null ? [] : [`${each.id}: ${difference}`]
    })
    expect(compared.length).toBeGreaterThan(0)
    expect(differences).toEqual([])
  })

  test("with one deadline after the other, only the known cases differ", () => {
    const differ = compared.filter(
      (each) => goldenDifference(each, referenceRun(each, each.events, { stepping: "deadline" })) !== null,
    )
    const ids = compared.map(({ id }) => id)
    expect(differ.map(({ id }) => id)).toEqual(dependOnWatermarkSteps.filter((id) => ids.includes(id)))
  })

  test("every pattern prints as the case's rule", () => {
    for (const each of cases) expect(toCep(each), each.id).toBe(each.cep)
  })
})
