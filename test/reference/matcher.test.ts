/** Where the language goes its own way, and Flink's answers cannot speak for the reference. */
import { describe, expect, test } from "vitest"
import type { Skip, Within } from "./pattern.ts"
import type { Comparison, RuleEvent, RuleEventStep, RuleGroup, RuleStep } from "./rule.ts"
import { referenceRun } from "./run.ts"

const plain = {
  contiguity: "then",
  min: 1,
  max: 1,
  optional: false,
  inner: "relaxed",
  greedy: false,
  until: null,
} as const
const step = (name: string, type: string | null, more: Partial<RuleEventStep> = {}): RuleEventStep => ({
  ...plain,
  name,
  type,
  negated: false,
  where: [],
  ...more,
})
const first = (name: string, type: string | null, more: Partial<RuleEventStep> = {}) =>
  step(name, type, { contiguity: "first", ...more })
const no = (name: string, type: string, more: Partial<RuleEventStep> = {}) =>
  step(name, type, { negated: true, ...more })
const group = (steps: RuleStep[], more: Partial<RuleGroup> = {}): RuleGroup => ({
  ...plain,
  name: "g",
  group: steps,
  ...more,
})
const loop = { max: null }
const whole = (ms: number): Within => ({ ms, mode: "whole" })
const previous = (ms: number): Within => ({ ms, mode: "previous" })

/** Events as `A@1000`, with `v` after a slash: `B@1200/5`. */
function stream(text: string): RuleEvent[] {
  return text.split(" ").map((word) => {
    const [, type, at, v] = /^(\w+)@(\d+)(?:\/(\d+))?$/.exec(word)!
    return { type: type!, k: "k", v: Number(v ?? 0), w: 0, at: Number(at) }
  })
}

/** Results as `1200: a=0 b=1,2`, timeouts with a `-` before. */
function run(steps: RuleStep[], within: Within | null, skip: Skip, events: string): string[] {
  const answer = referenceRun({ pattern: { steps, within, skip }, outOfOrderMs: 0 }, stream(events))
  const text = ({ at, match }: (typeof answer.matches)[number]) =>
    `${at}: ${Object.entries(match)
      .map(([name, indexes]) => `${name}=${indexes.join(",")}`)
      .join(" ")}`
  return [...answer.matches.map(text), ...answer.timeouts.map((timeout) => `-${text(timeout)}`)]
}

const byDefault: Skip = { kind: "default" }
const none: Skip = { kind: "none" }

describe("the default after a match", () => {
  test("the first match is out at once, whatever began before it, and what began by its end is gone", () => {
    const below: Comparison = { field: "v", op: "<", ref: { step: "a", agg: "first", field: "v" }, times: 1, plus: 0 }
    const steps = [first("a", "A"), step("b", null, { where: [below] })]
    expect(run(steps, null, byDefault, "A@1000/1 A@1100/5 B@1200/3 B@1300/0 A@1400/4 B@1500/2")).toEqual([
      "1200: a=1 b=2",
      "1500: a=4 b=5",
    ])
  })

  test("of several completed together: the earliest first event, then the most events, then the earlier events", () => {
    const steps = [first("a", "A"), step("b", "B", { ...loop, inner: "any" }), step("c", "C")]
    expect(run(steps, null, byDefault, "A@1000 A@1001 B@1100 B@1200 C@1300")).toEqual(["1300: a=0 b=2,3 c=4"])
    const two = [first("a", "A"), step("b", "B", { contiguity: "thenAny" }), step("c", "C")]
    expect(run(two, null, byDefault, "A@1000 B@1100 B@1200 C@1300")).toEqual(["1300: a=0 b=1 c=3"])
  })

  test("a loop at the end reports its first event and begins afresh", () => {
    const steps = [first("a", "A"), step("b", "B", loop)]
    expect(run(steps, null, byDefault, "A@1000 B@1100 B@1200 A@1300 B@1400")).toEqual([
      "1100: a=0 b=1",
      "1400: a=3 b=4",
    ])
  })

  test("what is dropped does not time out", () => {
    const steps = [first("a", "A"), step("b", "B")]
    expect(run(steps, whole(500), byDefault, "A@1000 A@1100 B@1200 A@2000")).toEqual(["1200: a=0 b=2", "-2500: a=3"])
  })
})

describe("skip none", () => {
  test("matches of one first event and one event: most events first, then the earlier events", () => {
    const steps = [first("a", "A"), step("b", "B", { ...loop, inner: "any" }), step("c", "C")]
    expect(run(steps, null, none, "A@1000 B@1100 B@1200 B@1300 C@1400")).toEqual([
      "1400: a=0 b=1,2,3 c=4",
      "1400: a=0 b=1,2 c=4",
      "1400: a=0 b=1,3 c=4",
      "1400: a=0 b=1 c=4",
    ])
  })
})

describe("an absence at the end", () => {
  const absent = [first("a", "A"), no("n", "B")]

  test("is dated at its deadline, also at time 0, and is no timeout", () => {
    expect(run(absent, whole(1000), none, "A@0 C@2700")).toEqual(["1000: a=0"])
    expect(run(absent, whole(1000), none, "A@1000")).toEqual(["2000: a=0"])
    expect(run(absent, whole(1000), none, "A@1000 B@1999")).toEqual([])
    expect(run(absent, whole(1000), none, "A@1000 B@2000")).toEqual(["2000: a=0"])
  })

  test("after a repetition waits for every run from its last event on, and no run that could match times out", () => {
    const steps = [first("a", "A", loop), no("n", "B")]
    expect(run(steps, whole(1000), none, "A@1000 A@1100 C@4000")).toEqual(["2000: a=0,1", "2000: a=0", "2100: a=1"])
    expect(run(steps, whole(1000), none, "A@1000 A@1100 B@1500 C@4000")).toEqual([])
    expect(run(steps, whole(1000), byDefault, "A@1000 A@1100 C@4000")).toEqual(["2000: a=0,1"])
  })

  test("after a repetition that is not long enough yet there is a timeout", () => {
    const steps = [first("a", "A", { min: 2, max: null }), no("n", "B")]
    expect(run(steps, whole(1000), none, "A@1000 C@4000")).toEqual(["-2000: a=0"])
  })

  test("counts from the last event with a window between events", () => {
    const steps = [first("a", "A"), step("b", "B"), no("n", "C")]
    expect(run(steps, previous(500), none, "A@1000 B@1400 D@9000")).toEqual(["1900: a=0 b=1"])
  })

  test("one deadline comes after the other, without waiting for a watermark in between", () => {
    expect(run(absent, whole(1000), byDefault, "A@1000 A@1100 C@9000")).toEqual(["2000: a=0", "2100: a=1"])
  })

  test("the next event decides about `next no` before a final absence", () => {
    const steps = [first("a", "A"), no("n", "B", { contiguity: "next" }), no("m", "C")]
    expect(run(steps, whole(1000), none, "A@1000 D@1100 B@1200")).toEqual(["2000: a=0"])
    expect(run(steps, whole(1000), none, "A@1000 B@1100")).toEqual([])
    expect(run(steps, whole(1000), none, "A@1000 D@1100 C@1200")).toEqual([])
    expect(run(steps, whole(1000), none, "A@1000")).toEqual(["-2000: a=0"])
  })
})

describe("a window between events", () => {
  test("binds every wait, loops included, and has its timer", () => {
    const steps = [first("a", "A"), step("b", "B", { min: 2, max: 2 }), step("c", "C")]
    expect(run(steps, previous(500), none, "A@1000 B@1400 B@1800 C@2299")).toEqual(["2299: a=0 b=1,2 c=3"])
    expect(run(steps, previous(500), none, "A@1000 B@1400 B@1800 C@2300")).toEqual(["-2300: a=0 b=1,2"])
    expect(run(steps, previous(500), none, "A@1000 B@1400 B@1900")).toEqual(["-1900: a=0 b=1"])
    expect(run(steps, previous(500), none, "A@1000 B@1500")).toEqual(["-1500: a=0"])
  })
})

describe("groups", () => {
  test("one whose steps can all be left out comes to an end, and reports the same events once", () => {
    const steps = [group([first("a", "A", { optional: true })], { ...loop, contiguity: "first" }), step("c", "C")]
    expect(run(steps, null, none, "A@1000 C@1100")).toEqual(["1100: a=0 c=1", "1100: c=1"])
    const twice = [first("x", "D"), group([first("a", "A", { optional: true })], { max: 2 }), step("c", "C")]
    expect(run(twice, null, none, "D@1000 A@1100 C@1200")).toEqual(["1200: x=0 a=1 c=2", "1200: x=0 c=2"])
  })

  test("a step inside can be skipped to; one without events skips nothing", () => {
    const pair = group([first("a", "A"), step("b", "B")], { ...loop, contiguity: "first" })
    const events = "A@1000 B@1100 A@1200 B@1300 C@1400"
    expect(run([pair, step("c", "C")], null, { kind: "toLast", step: "b" }, events)).toEqual(["1400: a=0,2 b=1,3 c=4"])
    const optional = [first("a", "A"), step("b", "B", { optional: true }), step("c", "C", loop)]
    expect(run(optional, null, { kind: "toFirst", step: "b" }, "A@1000 C@1100 C@1200")).toEqual([
      "1100: a=0 c=1",
      "1200: a=0 c=1,2",
    ])
  })
})

describe("how time moves under Flink's skip strategies", () => {
  const below: Comparison = { field: "v", op: "<", ref: { step: "a", agg: "first", field: "v" }, times: 1, plus: 0 }
  const pattern = {
    steps: [first("a", "A"), step("b", "B", { where: [below] })],
    within: whole(1000),
    skip: { kind: "pastLast" },
  } as const
  // The match 1–3 waits for 0, whose deadline frees it; it then discards 2, whose own deadline is later.
  const events = stream("A@1000/1 A@1100/5 A@1150/2 B@1200/3 C@9000")

  test.each([
    ["watermark", [2000, 2150]],
    ["deadline", [2000]],
  ] as const)("in steps of the %s", (stepping, timeouts) => {
    const answer = referenceRun({ pattern, outOfOrderMs: 0 }, events, { stepping })
    expect(answer.matches).toEqual([{ key: "k", at: 2000, match: { a: [1], b: [3] } }])
    expect(answer.timeouts.map(({ at }) => at)).toEqual(timeouts)
  })
})
