/** The judge of golden cases sees every kind of difference, and only those that count. */
import { describe, expect, test } from "vitest"
import { type GoldenAnswer, type GoldenCase, type GoldenResult, goldenDifference, type Judge } from "./compare.ts"
import { goldenTopics, loadGolden } from "./load.ts"

const events = [0, 1, 2, 3].map((i) => ({ type: "A", k: "k", v: 0, w: 0, at: 1000 + 10 * i }))
const found = (at: number, match: Record<string, number[]>, key = "k"): GoldenResult => ({ key, at, match })

function difference(expected: Partial<GoldenAnswer>, actual: Partial<GoldenAnswer>, judge: Partial<Judge> = {}) {
  const none = { matches: [], timeouts: [], late: [] }
  const golden: GoldenCase = {
    id: "x",
    features: [],
    pattern: { within: { ms: 100, mode: "whole" } },
    outOfOrderMs: 0,
    events,
    expected: { ...none, ...expected },
    cep: "",
    judge: { excluded: null, at: true, distinct: false, ...judge },
  }
  return goldenDifference(golden, { ...none, ...actual })
}

describe("what differs", () => {
  const a = found(1010, { a: [0], b: [1] })

  test.each<[string, Partial<GoldenAnswer>, Partial<GoldenAnswer>]>([
    ["a missing match", { matches: [a] }, {}],
    ["a match too many", {}, { matches: [a] }],
    ["a repeated match", { matches: [a] }, { matches: [a, a] }],
    ["the time of a match", { matches: [a] }, { matches: [{ ...a, at: 1011 }] }],
    ["the key of a match", { matches: [a] }, { matches: [{ ...a, key: "l" }] }],
    ["the step of an event", { matches: [a] }, { matches: [found(1010, { b: [0], a: [1] })] }],
    ["the order of first events", { matches: [a, found(1010, { a: [1] })] }, { matches: [found(1010, { a: [1] }), a] }],
    ["the time of a timeout", { timeouts: [a] }, { timeouts: [{ ...a, at: 1 }] }],
    ["a missing timeout", { timeouts: [a] }, {}],
    ["a late event", { late: [1] }, { late: [1, 2] }],
  ])("%s", (_, expected, actual) => {
    expect(difference(expected, actual)).toMatch(/expected .*found/)
  })
})

describe("what does not differ", () => {
  const [a, b] = [found(1020, { a: [0], c: [2] }), found(1020, { a: [0], b: [1], c: [2] })]

  test("matches of one first event in another order", () => {
    expect(difference({ matches: [a, b] }, { matches: [b, a] })).toBeNull()
  })

  test("timeouts in another order, a step without events", () => {
    expect(difference({ timeouts: [a, b] }, { timeouts: [b, { ...a, match: { ...a.match, b: [] } }] })).toBeNull()
  })

  test("times and order where the judge has no times", () => {
    const other = { ...found(1010, { a: [1] }) }
    expect(difference({ matches: [a, other] }, { matches: [other, { ...a, at: 5 }] }, { at: false })).toBeNull()
  })

  test("repeats where the judge wants distinct results", () => {
    expect(difference({ matches: [a, a] }, { matches: [a] }, { distinct: true })).toBeNull()
  })

  test("anything in an excluded case", () => {
    expect(difference({ matches: [a] }, {}, { excluded: "why" })).toBeNull()
  })
})

test("the files hold all 1,612 cases, and most are compared", () => {
  const cases = goldenTopics.flatMap((topic) => loadGolden(topic))
  expect(cases).toHaveLength(1612)
  expect(new Set(cases.map(({ id }) => id))).toHaveProperty("size", 1612)
  expect(cases.filter(({ judge, expected }) => judge.excluded === null && "matches" in expected)).toHaveLength(1366)
})
