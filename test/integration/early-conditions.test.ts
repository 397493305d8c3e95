/**
 * Whether a match may end at once is asked when a step takes its event. Conditions that read that very step must not fail then,
 * nor be asked where only a later event decides.
 */
import { expect, test } from "vitest"
import { answerOf, compileText, hear, numbered } from "../support/compiled.ts"

async function found(pattern: string, types: string) {
  const rules = await compileText(`
event Event { i: integer, type: string, k: string, v: integer, w: integer, at: time } timed by at
rule Early { when ${pattern} within 1 second per k skip none alert }`)
  const heard = hear(rules, numbered([...types].map((type, i) => ({ type, k: "k", v: 1, w: 0, at: 1000 + i }))))
  expect(heard.dead).toEqual([])
  return answerOf(heard).matches.map(({ at, match }) => [at, match])
}

test.each([
  ['then no Event as b where type == "B" and v == a.v', "A", [[2000, { a: [0], b: undefined }]]],
  ['then no Event as b where type == "B" and v == a.v', "AB", []],
  ['next no Event as b where type == "B" and v == a.v next Event as c', "AC", [[1001, { a: [0], c: [1] }]]],
  ['next no Event as b where type == "B" and v == a.v next Event as c', "ABC", []],
])("the absence in: A as a %s; events %s", async (rest, types, wanted) => {
  expect(await found(`Event as a where type == "A" ${rest}`, types)).toEqual(wanted)
})

test("what can be skipped after a greedy step that reads the one before", async () => {
  const pattern = `Event as a where type == "A"
    then 0..2 Event as b where type == "B" and v == a.v greedy
    then 0..2 Event as c where type == "C"`
  const single = { a: [0], b: [], c: [] }
  expect(await found(pattern, "A")).toEqual([[1000, single]])
  // Not with b alone: a greedy step keeps its events from all that comes after it, the end included, as in Flink.
  expect(await found(pattern, "ABC")).toEqual([
    [1000, single],
    [1002, { a: [0], b: [1], c: [2] }],
  ])
})

test("an optional end after `next no` with a condition on the step before", async () => {
  const pattern = `Event as a where type == "A" next no Event as b where type == "B" and v == a.v
    then optional Event as c where type == "C"`
  expect(await found(pattern, "AC")).toContainEqual([1001, { a: [0], c: [1] }])
})
