/** Which rules may go on where events have passed that they have not seen. */
import { expect, test } from "vitest"
import { wrongBehindGap } from "../../../runtime/engine/gap.ts"
import { compileRules } from "../../support/job.ts"

const head = `event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`

/** What stays says that events came; what does not says, or may, that some did not. */
const goOn = [
  "when A",
  "when 3 A within 1 minute",
  "when 2 A then B within 1 minute",
  "when 3 A within 1 minute skip past last",
  "when A as a then B within 1 minute",
  "when A as a then any B as b where b.n > a.n then A within 1 minute skip none",
  "when A as a then any B within 1 minute skip none",
  "when A as a where n > 1 then A as b where b.n > a.n then within 5 seconds B within 1 minute",
  "when 2 A as a then B as b where b.n > sum(a.n) within 1 minute",
  "when A as a then (A | B) as b where b.n > a.n within 1 minute",
]
const end = [
  "when A as a then no B within 1 minute",
  "when A as a then no B then A within 1 minute",
  "when A as a then no A where n == 1 for 10 seconds then B within 1 minute",
  "when no A for 1 minute",
  "when A as a next B within 1 minute",
  "when A as a next no B within 1 minute",
  "when 3 consecutive A as a then B where n > a.n within 1 minute".replace("n > a.n", "n > sum(a.n)"),
  "when A as a then optional B as b then A as c where c.n > a.n within 1 minute",
  "when 1+ A as a then B as b where b.n > sum(a.n) within 1 minute",
  "when 2..4 A as a then B as b where b.n > sum(a.n) within 1 minute",
  "when 1+ A as a then B within 1 minute",
  "when 2..4 A as a then B within 1 minute",
  "when 1+ A as a until n > 3 then B as b where b.n > sum(a.n) within 1 minute",
  "when A as x then 1+ A as a greedy then B as b where b.n > sum(a.n) within 1 minute",
  "each 1 minute of A",
  "each session of A gap 1 minute",
  "each 3 events of A",
]

const reasonOf = async (rule: string, output = "alert") => {
  const { manifest } = await compileRules(`${head}rule R { ${rule} per k ${output} }`)
  return wrongBehindGap(manifest.rules[0]!)
}

test.each(goOn)("%s goes on", async (rule) => {
  expect(await reasonOf(rule)).toBeUndefined()
})

test.each(
  goOn.filter((rule) => rule.includes("within")),
)("%s does not where it also speaks of timeouts", async (rule) => {
  expect(await reasonOf(rule, "alert on timeout alert")).toContain("on timeout")
})

test.each(end)("%s does not", async (rule) => {
  const isEach = rule.startsWith("each")
  expect(await reasonOf(rule, isEach ? "alert { n: count() }" : "alert")).toBeTypeOf("string")
})
