import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"

const events = `
event A { id: string, card: string, n: number, at: time } timed by at
event B { id: string, card: string, n: number, at: time } timed by at
param wait = 10 minutes
`

/** A rule's body, and its state bound. */
const bounds: readonly (readonly [string, string])[] = [
  ["when A per card", "none: each event is judged alone"],
  [
    "each session of A gap 1 minute per card having median(n) > 3",
    "at most one open window per card, each with every value for `median`; a session has no greatest length",
  ],
  ["when 5 A per card", "at most 4 events and 4 partial matches per card"],
  ["when 5 A as a where n > 3 per card", "at most 4 events and 4 partial matches per card"],
  ["when 5 A per card skip none", "at most 4 events and 4 partial matches per card"],
  ["when 3+ A per card", "at most 2 events and 2 partial matches per card"],
  ["when A as x then A as y then A as z per card", "at most 2 events and 2 partial matches per card"],
  ["when A as x where n > 1 then A as y per card", "at most 1 event and 1 partial match per card"],
  ["when A as x where n > 1 then A as y then A as z per card", "at most 4 events and 2 partial matches per card"],
  ["when A next B per card", "at most 1 event and 1 partial match per card"],
  ["when A as x next A as y where n > x.n next B per card", "at most 2 events and 2 partial matches per card"],
  ["when 3 consecutive A as a next B per card", "at most 3 events and 3 partial matches per card"],
  ["when A next no B per card", "at most 1 event and 1 partial match per card"],
  ["when A next optional A as y next B per card", "at most 2 events and 4 partial matches per card"],
  ["when 1..2 consecutive A as a next B per card", "at most 2 events and 4 partial matches per card"],
  ["when 5 A within 1 minute per card, id", "at most 4 events and 4 partial matches per card, id"],
  [
    "when A then B within 1 hour per card",
    "every A of the last 1 hour per card; for n of them at most about n partial matches",
  ],
  [
    "when 1+ A as a then B within 90 seconds per card",
    "every A of the last 90 seconds per card; for n of them at most about n^2 partial matches",
  ],
  [
    "when 1+ A as a next B within 2 days per card",
    "every A of the last 2 days per card; for n of them at most about n partial matches",
  ],
  [
    "when A then any A as y then any B within 1 hour per card skip none",
    "every A of the last 1 hour per card; for n of them at most about n^3 partial matches",
  ],
  [
    "when 1+ any A as a then B within 1 hour per card",
    "every A of the last 1 hour per card; for n of them up to 2^n partial matches, held by the engine's limit",
  ],
  [
    "when A then no B within wait per card",
    "every A of the last wait (now 10 minutes) per card; for n of them at most about n partial matches",
  ],
  [
    "when A then B within 1 hour between events per card",
    "every A per card for as long as each follows the one before within 1 hour; for n of them at most about n partial matches",
  ],
  [
    "when A then B within forever per card",
    "no bound (`within forever`): what waits per card is kept until it matches",
  ],
]

/** A rule's body, and the codes of what is wrong with it. */
const refused: readonly (readonly [string, readonly string[]])[] = [
  ["when A then B per card", ["unbounded-wait"]],
  ["when A then any A as y per card skip none", ["unbounded-wait"]],
  ["when 3 A as a where n > previous.n per card", ["unbounded-wait"]],
  ["when 3+ A as a per card skip none", ["unbounded-repetition"]],
  ["when 1+ consecutive A as a next B per card", ["unbounded-repetition"]],
  ["when 2 (A then B) per card", ["unbounded-wait"]],
  ["when 2+ (A next B) next A as z per card", ["unbounded-repetition"]],
  ["when 5 A", ["state-without-key"]],
  ["when A", []],
  ["when A as a where n > 1 and false per card", ["dead-step"]],
  ["when 1+ A as a then B within 1 hour between events per card", ["moving-deadline"]],
  ["when 1+ A as a within 1 hour between events per card", []],
  ["when A then B within forever per card", []],
]

async function compiled(body: string) {
  return await compile([{ path: "a.cep", text: `${events}\nrule R {\n  ${body}\n  alert high\n}` }])
}

describe("state bound", () => {
  test.each(bounds)("%s", async (body, expected) => {
    const { plan, diagnostics } = await compiled(body)
    expect(diagnostics.filter((one) => one.level === "error").map((one) => one.text)).toEqual([])
    expect(plan!.rules[0]!.boundText).toBe(expected)
  })
})

describe("what is reported", () => {
  test.each(refused)("%s", async (body, expected) => {
    const { diagnostics, rules } = await compiled(body)
    expect(diagnostics.map((one) => one.slug)).toEqual(expected)
    expect(rules === undefined).toBe(diagnostics.some((one) => one.level === "error"))
  })
})

test("the repair of an unbounded rule compiles", async () => {
  const text = `${events}\nrule R {\n  when A then B where n > 3\n  per card\n  alert high\n}`
  const { diagnostics } = await compile([{ path: "a.cep", text }])
  const { span, replacement } = diagnostics[0]!.fix!
  const repaired = text.slice(0, span.start) + replacement + text.slice(span.end)
  expect(repaired).toContain("where n > 3\n  within 1 hour\n  per card")
  expect((await compile([{ path: "a.cep", text: repaired }])).rules).toBeDefined()
})
