/** A callback that throws ends the call in the middle of events that are judged together: none is lost, and none is judged twice. */
import { expect, test } from "vitest"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"

const overRows = `
  event A { k: string, n: integer, at: time } timed by at
  rule Large { when A as a where n > 1 per k alert { n: a.n } without events }
  rule Sums { when A as a where sum(n) over 1 minute > 0 per k alert { n: a.n, s: sum(n) over 1 minute } without events }
  rule Rising { when A as a then A as b where n > a.n within 1 minute per k alert { a: a.n, b: b.n } without events }
`
const derived = `
  rule Derives { when A as a where n == 3 per k emit Found { n: a.n } }
  rule Reads { when Found as f alert { n: f.n } without events }
`

test.each([
  ["a batch as a whole", overRows, {}],
  ["a batch event by event", overRows + derived, {}],
  ["in the general form", overRows + derived, { forms: "general" }],
] as const)("a snapshot after a callback threw: %s", async (_, text, options) => {
  const rules = await compileRules(text)
  const answers = (restarts: boolean): string[] => {
    const lines: string[] = []
    let throws = true
    const all: EngineOptions = {
      ...options,
      onOutput: (output) => {
        lines.push(output.line())
        if (!throws) return
        throws = false
        throw new Error("no room")
      },
    }
    let engine = createEngine(rules, all)
    for (let i = 0; i < 5; i++) engine.ingest({ type: "A", raw: { k: "x", n: i, at: i } })
    expect(() => engine.advanceTo(10)).toThrow("no room")
    if (restarts) engine = createEngine(rules, { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    engine.ingest({ type: "A", raw: { k: "x", n: 7, at: 20 } })
    engine.end()
    return lines
  }
  const lines = answers(false)
  expect(answers(true)).toEqual(lines)
  expect(lines.filter((line) => line.includes('"rule":"Sums"')).length).toBe(5)
})
