import { describe, expect, test } from "vitest"
import { absent, group, step } from "../../support/patterns.ts"
import { collect, letters, payment, within } from "../../support/payments.ts"
import type { HandRule } from "../../support/rule-set.ts"
import { ruleSet } from "../../support/rule-set.ts"

function answers(rule: HandRule, ...events: string[]): string[] {
  const run = collect(ruleSet([payment], [rule]))
  run.play(...events)
  run.engine.end()
  expect(run.dead).toEqual([])
  return run.shown()
}

describe("without a skip clause", () => {
  test("the first match is reported at once, though an earlier partial match lives", () => {
    const rule = letters("R", [step(0), step(1, "next"), step(2, "then")])
    expect(answers(rule, "A1", "B2", "A3", "B4", "C5", "C6")).toEqual(["a: A1, b: B2, c: C5 @5"])
    const loop = letters("R", [step(0), step(1, "then", { min: 2, max: 2 })])
    expect(answers(loop, "A1", "A2", "B3", "B4", "B5", "B6")).toEqual(["a: A1, b: B3 B4 @4"])
  })

  test("the rule starts afresh after the last event", () => {
    const six = letters("R", [step(0, "first", { min: 3, max: 3 })])
    expect(answers(six, "A1", "A2", "A3", "A4", "A5", "A6", "A7")).toEqual(["a: A1 A2 A3 @3", "a: A4 A5 A6 @6"])
  })

  test("of several completed together the earliest, then the longest comes", () => {
    const rule = letters("R", [step(0), step(1, "then", { max: null, inner: "any" }), step(2, "then")])
    expect(answers(rule, "A1", "B2", "A3", "B4", "B5", "C6")).toEqual(["a: A1, b: B2 B4 B5, c: C6 @6"])
  })

  test("at a deadline what began after the reported match's last event lives on", () => {
    const rule = letters("R", [step(0), absent(1)], { within: within(10), outputs: [{}, { onTimeout: true }] })
    expect(answers(rule, "A1", "A4", "C20")).toEqual(["a: A1 @11", "a: A4 @14"])
  })
})

describe("skip none", () => {
  test("reports every match: most events first, then the earlier events", () => {
    const rule = letters("R", [step(0), step(1, "then", { max: null, inner: "any" }), step(2, "then")], {
      skip: { kind: "none" },
    })
    expect(answers(rule, "A1", "B2", "B3", "B4", "C5").map((line) => line.replace("a: A1, b: ", ""))).toEqual([
      "B2 B3 B4, c: C5 @5",
      "B2 B3, c: C5 @5",
      "B2 B4, c: C5 @5",
      "B2, c: C5 @5",
    ])
  })
})

describe("skip past last", () => {
  const same = letters("R", [step(0), step(1, "then")], {
    skip: { kind: "past-last" },
    within: within(10),
    conditions: [
      (event) => event.fields.kind === "A",
      (event, match) => event.fields.kind === "B" && event.fields.amount === match.first(0)?.amount,
    ],
  })

  function play(...events: [kind: string, seconds: number, amount: number][]): string[] {
    const run = collect(ruleSet([payment], [same]))
    for (const [letter, seconds, amount] of events) {
      const event = { kind: letter, amount, account: "x", at: seconds * 1000, text: `${letter}${seconds}` }
      run.engine.push("Payment", event)
    }
    run.engine.end()
    return run.shown()
  }

  test("holds a match back while an earlier partial match lives, and dates it when it is let out", () => {
    expect(play(["A", 1, 1], ["A", 2, 2], ["B", 3, 2])).toEqual(["a: A2, b: B3 @11"])
  })

  test("drops what was held back when the earlier match comes after all", () => {
    expect(play(["A", 1, 1], ["A", 2, 2], ["B", 3, 2], ["B", 4, 1])).toEqual(["a: A1, b: B4 @4"])
  })
})

describe("a final absence", () => {
  const timeouts = { outputs: [{}, { onTimeout: true }] }

  test("is known and dated at its deadline, exactly", () => {
    const rule = letters("R", [step(0), absent(1)], { within: within(10), ...timeouts })
    expect(answers(rule, "A1", "B10")).toEqual([])
    expect(answers(rule, "A1", "B11")).toEqual(["a: A1 @11"])
    expect(answers(rule, "A1")).toEqual(["a: A1 @11"])
    expect(answers(rule, "A0")).toEqual(["a: A0 @10"])
  })

  test("also after a repetition, without another event, and under each skip strategy", () => {
    for (const skip of [{ kind: "default" }, { kind: "past-last" }] as const) {
      const rule = letters("R", [step(0, "first", { max: null }), absent(1)], { within: within(10), skip })
      expect(answers(rule, "A1", "A2")[0]).toBe("a: A1 A2 @11")
      expect(answers(rule, "A1", "B2")).toEqual([])
    }
  })

  test("waits for the deadline when only optional steps follow the absence", () => {
    const rule = letters("R", [step(0), absent(1), step(2, "then", { optional: true })], {
      within: within(10),
      skip: { kind: "none" },
    })
    expect(answers(rule, "A1", "C3", "D4")).toEqual(["a: A1, c: C3 @3", "a: A1 @11"])
    expect(answers(rule, "A1", "B3", "C4")).toEqual([])
  })

  test("a next absence decides by the next event, and times out with the window", () => {
    const rule = letters("R", [step(0), absent(1, "next")], { within: within(10), ...timeouts })
    expect(answers(rule, "A1", "C2")).toEqual(["a: A1 @2"])
    expect(answers(rule, "A1", "B2")).toEqual([])
    expect(answers(rule, "A1", "C11")).toEqual(["timeout a: A1 @11"])
    expect(answers(letters("R", [step(0), absent(1, "next")]), "A1")).toEqual([])
  })
})

describe("windows", () => {
  test("are open at their end and time out at it, without another event of the key", () => {
    const rule = letters("R", [step(0), step(1, "then")], { within: within(10), outputs: [{}, { onTimeout: true }] })
    expect(answers(rule, "A1", "B10")).toEqual(["a: A1, b: B10 @10"])
    expect(answers(rule, "A1", "B11")).toEqual(["timeout a: A1 @11"])
    expect(answers(rule, "A1", "A2y", "C30z")).toEqual(["timeout a: A1 @11", "timeout a: A2y @12"])
  })

  test("between events bind every wait, with a timer", () => {
    const rule = letters("R", [step(0), step(1, "then"), step(2, "then")], {
      within: within(10, "between-events"),
      outputs: [{}, { onTimeout: true }],
    })
    expect(answers(rule, "A1", "B10", "C19")).toEqual(["a: A1, b: B10, c: C19 @19"])
    expect(answers(rule, "A1", "B10", "C20")).toEqual(["timeout a: A1, b: B10 @20"])
    expect(answers(rule, "A1")).toEqual(["timeout a: A1 @11"])
  })

  test("no timeout for what an absence ended", () => {
    const rule = letters("R", [step(0), absent(1), step(2, "then")], {
      within: within(10),
      outputs: [{}, { onTimeout: true }],
    })
    expect(answers(rule, "A1", "B2", "D30")).toEqual([])
    expect(answers(rule, "A1", "D30")).toEqual(["timeout a: A1 @11"])
  })
})

describe("groups whose steps can all be skipped", () => {
  const optional = group([step(0, "first", { optional: true })], "then", { max: null })

  test("terminate, and report each set of events once", () => {
    const rule = letters("R", [step(3), optional, step(2, "then")], { skip: { kind: "none" } })
    expect(answers(rule, "D1", "A2", "A3", "C4").sort()).toEqual([
      "a: A2 A3, c: C4, d: D1 @4",
      "a: A2, c: C4, d: D1 @4",
      "c: C4, d: D1 @4",
    ])
  })

  test("do not gather partial matches while nothing happens", () => {
    const run = collect(
      ruleSet([payment], [letters("R", [step(3), optional, step(2, "then")], { skip: { kind: "none" } })]),
    )
    run.play("D1", "A2")
    for (let i = 3; i < 200; i++) run.play(`E${i}`)
    expect(run.engine.stats().rules[0]!.partialMatches).toBeLessThan(10)
  })
})

describe("what a key holds", () => {
  test("is freed as soon as it holds nothing", () => {
    const run = collect(ruleSet([payment], [letters("R", [step(0), step(1, "next")])]))
    for (let i = 1; i < 100; i++) run.play(`A${2 * i}k${i}`, `C${2 * i + 1}k${i}`)
    run.engine.end()
    expect(run.engine.stats().rules[0]).toMatchObject({ keys: 0, partialMatches: 0 })
  })

  test("is bounded: the oldest partial match is dropped at the limit and counted", () => {
    const rules = ruleSet([payment], [letters("R", [step(0), step(1, "then")], { skip: { kind: "none" } })])
    const run = collect(rules, { limits: { partialMatchesPerKey: 3 } })
    run.play("A1", "A2", "A3", "A4", "A5", "B6")
    run.engine.end()
    expect(run.shown()).toEqual(["a: A3, b: B6 @6", "a: A4, b: B6 @6", "a: A5, b: B6 @6"])
    expect(run.engine.stats().rules[0]!.dropped).toBe(2)
  })

  test("a chain of many events is let go of without recursion", () => {
    const run = collect(ruleSet([payment], [letters("R", [step(0, "first", { min: 20_000, max: 20_000 })], {})]), {
      limits: { partialMatchesPerKey: 1 },
    })
    for (let i = 1; i <= 20_000; i++) run.play(`A${i}`)
    run.engine.end()
    expect(run.engine.stats().rules[0]!.keys).toBeLessThanOrEqual(1)
  })
})
