import { expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import { why } from "../../../compiler/why/index.ts"

const rules = `use { nextOf } from "./asked.ts"
event A { n: integer, at: time } timed by at
event B { n: integer, at: time } timed by at
rule R { when A as a where nextOf(n) > 1 then B as b within 1 minute alert }`

// A service that would say something else the second time.
const asked = `const shared = globalThis as { askedOnce?: number }
export async function nextOf(n: number): Promise<number> {
  shared.askedOnce = (shared.askedOnce ?? 0) + 1
  return shared.askedOnce > 1 ? 0 : n + 1
}`

test("an asynchronous function is asked once, however many replays a reason takes", async () => {
  const sources = [
    { path: "rules.cep", text: rules },
    { path: "asked.ts", text: asked },
  ]
  const compiled = await compile(sources, { entries: ["rules.cep"], explains: true })
  expect(compiled.diagnostics.filter(({ level }) => level === "error")).toEqual([])
  const at = Date.UTC(2026, 0, 31, 10)
  const events = [
    { type: "A", event: { n: 1, at } },
    { type: "B", event: { n: 1, at: at + 65_000 } },
  ]
  const report = await why(sources, compiled, events, { rule: "R", key: [] })
  expect(report).toMatchObject({ reason: "window", confirmedBy: "within 1 minute 6 seconds it fires" })
})
