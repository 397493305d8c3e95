/** What Flink CEP has no words for, from the text of a rule to its alerts: times in seconds, one key. */
import { describe, expect, test } from "vitest"
import { compile } from "../../../compiler/index.ts"
import type { EngineOptions } from "../../../runtime/abi/engine.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileText, type Delivery, hear } from "../../support/compiled.ts"

const types = ["A", "B", "C", "D"]
const declarations = types.map((name) => `event ${name} { k: string, n: integer, at: time } timed by at`).join("\n")

/** `"A0 B5 B7:3"`: an A at 0 s, a B at 5 s, a B at 7 s with n = 3. */
function deliveries(text: string): Delivery[] {
  return text.split(" ").map((word) => {
    const [, type, at, n = "0"] = /^([A-D])(\d+)(?::(\d+))?$/.exec(word)!
    return [type!, { k: "k", n: Number(n), at: Number(at) * 1000 }]
  })
}

/** Each alert as its second and the seconds of its events by step; `!` before those of a timeout. */
async function alerts(rule: string, events: string, restartEvery = 0): Promise<string[]> {
  const rules = await compileText(`${declarations}\nrule R { ${rule} }`)
  const heard = hear(rules, deliveries(events), { restartEvery })
  return heard.alerts.map(({ at, events: steps, timeout }) => {
    const shown = Object.entries(steps ?? {}).map(([step, taken]) => {
      const list = (Array.isArray(taken) ? taken : taken === null ? [] : [taken]) as { at: number }[]
      return `${step}=${list.map((each) => each.at / 1000).join()}`
    })
    return `${timeout === true ? "!" : ""}${Date.parse(at) / 1000} ${shown.join(" ")}`.trim()
  })
}

type Case = readonly [rule: string, events: string, ...found: string[]]

const cases: Record<string, readonly Case[]> = {
  alternatives: [
    ["when (A | B) per k alert", "A0 C1 B2", "0 a=0 b=", "2 a= b=2"],
    ["when A then (B | C) within 1 hour per k skip none alert", "A0 D1 C2 B3", "2 a=0 b= c=2"],
    ["when A next (B | C where n > 0) within 1 hour per k alert", "A0 C1 B2 A3 B4", "4 a=3 b=4 c="],
    ["when A then any (B | C) within 1 hour per k skip none alert", "A0 C2 B3", "2 a=0 b= c=2", "3 a=0 b=3 c="],
    ["when A then ((B then C) | (B as x then D)) within 1 hour per k alert", "A0 B1 D2", "2 a=0 b= c= x=1 d=2"],
    [
      "when (A as x where n > 0 | A as y) within 1 hour per k skip none alert",
      "A0 A1:1",
      "0 x= y=0",
      "1 x=1 y=",
      "1 x= y=1",
    ],
    ["when 3 (A | B) as e within 1 hour per k alert", "A0 C1 B2 A3", "3 e=0,2,3"],
    ["when 2 (A | B) then C within 1 hour per k alert", "A0 B1 C2", "2 a=0 b=1 c=2"],
    ["when A then no (B | C) then D within 1 hour per k alert", "A0 C1 D2 A3 D4", "4 a=3 d=4"],
    ["when A then (B | C then no D) within 10 seconds per k alert", "A0 C1", "10 a=0 b= c=1"],
    [
      "when A then optional (B | C) then D within 1 hour per k alert",
      "A0 D1 A2 C3 D4",
      "1 a=0 b= c= d=1",
      "4 a=2 b= c=3 d=4",
    ],
  ],
  "any order": [
    ["when A then (B & C) within 1 hour per k alert", "A0 D1 C2 D3 C4 B5", "5 a=0 b=5 c=2"],
    ["when A next (B & C) within 1 hour per k alert", "A0 A1 A4 C5 C6 B7", "7 a=4 b=7 c=5"],
    ["when (A as x & A as y) within 1 hour per k skip none alert", "A0 A1", "1 x=0 y=1", "1 x=1 y=0"],
    ["when ((A then B) & C) within 1 hour per k alert", "A0 C1 B2 C3", "3 a=0 b=2 c=3"],
    ["when 2 (A & B) within 1 hour per k alert", "B0 A1 A2 B3", "3 a=1,2 b=0,3"],
    ["when 2 of (A | B | C) within 1 hour per k alert", "B0 B1 A2", "2 a=2 b=0 c="],
    ["when A then optional 2 of (B | C | D) then any A as z within 1 hour per k alert", "A0 A1", "1 a=0 b= c= d= z=1"],
    ["when (A & B where n > a.n) within 1 hour per k alert", "B0:9 A1:5 B2:7", "2 a=1 b=2"],
  ],
  "then within": [
    ["when A then within 5 seconds B per k alert on timeout alert", "A0 B4", "4 a=0 b=4"],
    ["when A then within 5 seconds B per k alert on timeout alert", "A0 B5", "!5 a=0 b="],
    ["when A then within 5 seconds B per k alert on timeout alert", "A7", "!12 a=7 b="],
    ["when A then within 5 seconds B within 3 seconds per k alert on timeout alert", "A0 B4", "!3 a=0 b="],
    ["when A then within 5 seconds 2 B within 1 hour per k alert", "A0 B4 B30", "30 a=0 b=4,30"],
    ["when A then within 5 seconds (B & C) within 1 hour per k alert", "A0 C4 B30", "30 a=0 b=30 c=4"],
    ["when A then within 5 seconds optional B then C within 1 hour per k alert", "A0 B6 C7", "7 a=0 b= c=7"],
    ["when A next within 5 seconds B per k alert on timeout alert", "A0 A9 B10", "!5 a=0 b=", "10 a=9 b=10"],
  ],
  "no for": [
    ["when A then no B for 5 seconds per k alert", "A0 B4 A10 B15", "15 a=10"],
    ["when A then no B for 5 seconds then C within 1 hour per k alert", "A0 B4 C6 A10 B15 C16", "16 a=10 c=16"],
    ["when A then no B for 5 seconds then B as late within 1 hour per k alert", "A0 B4 B6 A10 B15", "15 a=10 late=15"],
    ["when A then no B for 5 seconds then no C for 9 seconds per k alert", "A0 B6 A20 C28", "9 a=0"],
    ["when A then B then no C for 10 seconds within 5 seconds per k alert", "A0 B3 A20 B26", "13 a=0 b=3"],
    ["when 2 A then no B for 5 seconds within 1 hour per k alert", "A0 A1", "6 a=0,1"],
    ["when A then within 9 seconds B then no C for 5 seconds per k alert", "A0 B8", "13 a=0 b=8"],
  ],
  silence: [
    ["when no A for 10 seconds per k alert", "A0 A10 A15", "10", "25"],
    ["when no A as last where n > 0 for 10 seconds per k alert", "A0 A1:1 A5 A30", "11"],
    ["when no A for 10 seconds per k alert", "A3 A3", "13"],
  ],
}

describe.each(Object.entries(cases))("%s", (_, all) => {
  test.each(all)("%s: %s", async (rule, events, ...found) => {
    expect(await alerts(rule, events)).toEqual(found)
    expect(await alerts(rule, events, 1), "restarted after every event").toEqual(found)
  })
})

test("a duration that is a param can be changed while something waits", async () => {
  const rules = await compileText(
    `${declarations}\nparam wait = 5 seconds\nrule R { when A then no B for wait per k alert }`,
  )
  const heard = hear(rules, deliveries("A0 C1 C8 C30"), {
    before: (engine, index) => index === 1 && engine.setParam("wait", 10_000),
  })
  expect(heard.alerts.map(({ at }) => Date.parse(at))).toEqual([10_000])
})

test("a duration that becomes shorter puts nothing into the past", async () => {
  const rules = await compileText(
    `${declarations}
    param wait = 1 hour
    rule R { when A then no B for wait per k emit Missed {} alert }
    rule Next { when no Missed for 1 minute per k alert }
    rule Hour { each 1 minute of Missed per k alert }
    rule Sum { when Missed per k alert { count: count() over 1 minute } }`,
  )
  const run = (restart: boolean) => {
    const alerts: string[] = []
    const ids = new Set<string>()
    const options: EngineOptions = {
      onAlert: ({ rule, at, data, id }) => {
        alerts.push(`${rule} ${Date.parse(at) / 1000} ${data?.count ?? ""}`.trim())
        ids.add(id)
      },
    }
    let engine = createEngine(rules, options)
    engine.push("A", { k: "k", n: 0, at: 0 })
    engine.push("A", { k: "k", n: 0, at: 1_800_000 })
    engine.advanceTo(3_605_000)
    if (restart) {
      engine = createEngine(rules, { ...options, restore: engine.snapshot(), params: { wait: 60_000 } })
    } else engine.setParam("wait", 60_000)
    engine.end()
    expect(ids.size).toBe(alerts.length)
    return alerts
  }
  const found = ["R 3600", "Sum 3600 1", "R 3605.001", "Sum 3605.001 2", "Hour 3660", "Next 3665.001"]
  expect(run(false)).toEqual(found)
  expect(run(true)).toEqual(found)
})

test("a deadline that was one before a duration became shorter makes another id", async () => {
  const rules = await compileText(
    `${declarations}\nparam wait = 5 seconds\nrule R { when A then no B for wait per k alert }`,
  )
  const ids: string[] = []
  const engine = createEngine(rules, { onAlert: ({ id }) => void ids.push(id) })
  for (const at of [0, 3_000]) engine.push("A", { k: "k", n: 0, at })
  engine.advanceTo(6_000)
  engine.setParam("wait", 2_000)
  engine.end()
  expect(new Set(ids).size).toBe(2)
})

test.each([
  [
    "when A then within 5 minutes B per k",
    "every A per k for at most 5 minutes; for n of them at most about n partial matches",
  ],
  [
    "when A then within 5 minutes B then no C for 1 hour per k",
    "every A or B per k for at most 5 minutes + 1 hour; for n of them at most about n partial matches",
  ],
  ["when no A for 5 minutes per k", "at most 1 event and 1 partial match per k"],
  ["when (A | B) per k", "none: each event is judged alone"],
])("%s has the bound", async (rule, bound) => {
  const { plan } = await compile([{ path: "a.cep", text: `${declarations}\nrule R { ${rule} alert }` }])
  expect(plan?.rules[0]?.boundText).toBe(bound)
})

test.each([
  "when (A & B) per k",
  "when A then (B & C) per k",
  "when A then within 1 hour 1+ B then C per k",
])("%s can grow for ever", async (rule) => {
  const { diagnostics } = await compile([{ path: "a.cep", text: `${declarations}\nrule R { ${rule} alert }` }])
  expect(diagnostics.map(({ slug }) => slug)).toContainEqual(expect.stringMatching(/^unbounded-/))
})

test("six branches in any order have a place for each set of them", async () => {
  const branches = ["A", "B", "C", "D", "A as a2 where n > 1", "B as b2 where n > 1"].join(" & ")
  const { automata } = await compile([
    { path: "a.cep", text: `${declarations}\nrule R { when (${branches}) within 1 hour per k alert }` },
  ])
  expect(automata![0]!.states.length).toBe(1 + 2 ** 6 - 1 + 6 * 2 ** 5)
})
