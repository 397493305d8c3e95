import { describe, expect, test } from "vitest"
import { isChain, whyNoChain } from "../../../compiler/4-optimize/chain.ts"
import { compile } from "../../../compiler/index.ts"

async function compiled(rule: string) {
  const text = `
    event A { k: string, n: integer, s: string, at: time } timed by at
    event B { k: string, n: integer, at: time } timed by at
    param wait: duration = 1 hour
    rule R { ${rule} }`
  const { plan, rules, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return { rule: plan!.rules[0]!, manifest: rules.manifest.rules[0]! }
}

describe("patterns in which a partial match never becomes two", () => {
  test.each([
    ["A as a next B as b", true],
    ["A as a then B as b where n > a.n", true],
    ["A as a next 1+ consecutive A as more where n > previous.n next B as b where n < a.n", true],
    ["A as a then within 5 seconds B as b", true],
    // It goes on both with the event and without.
    ["A as a then any B as b then B as c", false],
    ["A as a then 1+ any B as b then A as c", false],
    ["A as a then 1+ B as b then B as c where n > 1", false],
    // Time completes it, or an event that it has no part in.
    ["A as a then no B", false],
    ["A as a next no B", false],
    ["2 (A as a then B as b) then A as c", false],
  ])("%s: %s", async (pattern, wanted) => {
    const { manifest } = await compiled(`when ${pattern} within 1 minute per k skip none alert`)
    expect(isChain(manifest.automaton)).toBe(wanted)
  })
})

test.each([
  ["A as a next A where n > a.n and n != previous.n", 1],
  ["A as a next 1+ consecutive A as more where n > previous.n next A where n < a.n or count(more) > 3", 2],
  ["A as a next optional A as b where n > a.n next A where b.n is missing or at - a.at > 1 second", 2],
  // Texts, and values that functions may fail on, are asked about the event at hand.
  ["A as a next A where s == a.s", 0],
  ["A as a next A where n > sum(a.n)", 0],
])("conditions on registers: %s", async (pattern, wanted) => {
  const { manifest } = await compiled(`when ${pattern} within 1 minute per k alert without events`)
  const tests = manifest.rows!.registers?.tests ?? []
  expect(tests.filter((test) => test !== null).length).toBe(wanted)
})

test.each([
  ["when A as a then A where n > a.n within 1 minute per k alert { n: a.n } without events", undefined],
  ["when A as a then B where n > a.n within 1 minute per k alert without events", "it reads several event types"],
  ["when A as a then A where n > a.n within 1 minute per k alert", undefined],
  ["when A as a then A where n > a.n within wait per k alert without events", "a duration is a parameter"],
  ["when A as a then any A where n > a.n then A within 1 minute per k alert without events", "can become two"],
  [
    "when A as a then A where n > a.n within 1 minute per k alert without events on timeout alert low without events",
    "`on timeout` reports each partial match",
  ],
])("%s: %s", async (text, because) => {
  const { rule, manifest } = await compiled(text)
  const problem = whyNoChain(rule)
  if (because === undefined) expect(problem).toBeUndefined()
  else expect(problem).toContain(because)
  expect(manifest.rows!.registers === undefined).toBe(because !== undefined)
})

describe("conditions on registers as comparisons", () => {
  async function comparisons(where: string) {
    const text = `
      event A { k: string, n: integer, m: number?, d: decimal(2), b: boolean, s: string, at: time } timed by at
      rule R { when A as a next 1+ consecutive A as c where ${where} next A within 1 minute per k alert { n: a.n } without events }`
    const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
    if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
    const { registers } = rules.manifest.rules[0]!.rows!
    return {
      found: registers!.comparisons!.find((one) => one !== null),
      test: registers!.tests!.some((one) => one !== null),
    }
  }

  test.each([
    ["n > a.n", 1],
    ["n > previous.n and m <= a.m", 2],
    ["m != a.m", 1],
    ["d >= a.d and a.b", 2],
    ["n * 2 - 1 == previous.n", 1],
    ["at - a.at < 5 seconds and n > 2", 2],
    ["n > count(a)", 1],
  ])("%s: %i", async (where, wanted) => {
    const { found, test: isTest } = await comparisons(where)
    expect(found).toHaveLength(wanted)
    expect(isTest).toBe(true)
  })

  // What must be rounded, checked, or told from what is missing is asked where JavaScript says how.
  test.each([
    "n > a.n or n > 3",
    "not (n < a.n)",
    "n / 2 > a.n",
    "n % 2 == a.n",
    "at - a.at < 0.5 * 1 minute",
    "d > 1.5 and b == a.b",
    "b == a.b",
    "(m ?? 0) > a.n",
    "abs(n) > a.n",
  ])("%s: none", async (where) => {
    const { found, test: isTest } = await comparisons(where)
    expect(found).toBeUndefined()
    expect(isTest).toBe(true)
  })

  test("sides, cells and columns stand where they are read", async () => {
    const { found } = await comparisons("n - 1 > a.n")
    expect(found).toEqual([{ op: ">", left: { op: "-", left: { column: 0 }, right: 1 }, right: { cell: 4 } }])
  })
})
