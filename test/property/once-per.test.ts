/**
 * `once per` against a model that knows nothing of state: all outputs of the rule without the clause, looked through again and
 * again from the beginning.
 */
import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { compileText, type Delivery, hear } from "../support/compiled.ts"

const minute = 60_000
const day = 1440 * minute
const silence = 30 * minute
const runs = { numRuns: Number(process.env.RUNS ?? 150) }

const skips = ["", "skip none", "skip past last", "skip to next", "skip to last b"]

function text(skip: string, once: string): string {
  return `
    event E { i: integer, k: string, kind: "A" | "B" | "C", v: integer, at: time } timed by at, up to 10 minutes late
    param quiet = 30 minutes
    rule R {
      when E as a where kind == "A" then any E as b where kind == "B"
      within 1 hour
      per k
      ${skip}
      having a.v + b.v > 3
      ${once}
      alert score b.v
      emit Made { a: a.i, b: b.i }
      on timeout alert low
    }`
}

interface Case {
  readonly all: RuleSet
  readonly once: RuleSet
}

const cases = new Map<string, Case>()
beforeAll(async () => {
  for (const skip of skips) {
    cases.set(skip, { all: await compileText(text(skip, "")), once: await compileText(text(skip, "once per quiet")) })
  }
})

interface Line {
  readonly rule?: string
  readonly event?: string
  readonly timeout?: boolean
  readonly suppressed?: number
  readonly key?: { readonly k: string }
  readonly data?: { readonly k: string }
  readonly at: string
  readonly id: string
}

function linesOf(rules: RuleSet, deliveries: readonly Delivery[], restartEvery = 0): Line[] {
  const { outputs, late, dead } = hear(rules, deliveries, { restartEvery })
  expect([...late, ...dead]).toEqual([])
  return outputs.map((line) => JSON.parse(line.slice("R: ".length)) as Line)
}

const keyOf = (line: Line) => `${line.key?.k ?? line.data?.k} ${line.timeout === true ? "timeout" : "match"}`

/** The outputs in groups, those of one match together: a match has an alert and then an emit, a timeout one alert. */
function matchesOf(lines: readonly Line[]): Line[][] {
  const matches: Line[][] = []
  for (const line of lines) {
    if (line.event === "Made") matches.at(-1)!.push(line)
    else matches.push([line])
  }
  return matches
}

/** Which matches come out: one by one, each compared with the one of its key that came out last. */
function expected(all: readonly Line[]): Line[] {
  const out: Line[][] = []
  const shown: { key: string; at: number }[] = []
  const hidden: { key: string; at: number; after: number }[] = []
  for (const match of matchesOf(all)) {
    const key = keyOf(match[0]!)
    const at = Date.parse(match[0]!.at)
    const last = shown.findLastIndex((each) => each.key === key)
    const from = last < 0 ? Number.NEGATIVE_INFINITY : shown[last]!.at
    if (at < from + silence) {
      hidden.push({ key, at, after: last })
      continue
    }
    const count = hidden.filter((each) => each.key === key && each.after === last).length
    const suppressed = at < from + silence + day ? count : 0
    shown.push({ key, at })
    out.push(suppressed === 0 ? match : [{ ...match[0]!, suppressed }, ...match.slice(1)])
  }
  return out.flat()
}

const events = fc
  .array(
    fc.record({
      k: fc.constantFrom("x", "y"),
      kind: fc.constantFrom("A" as const, "B" as const, "B" as const, "C" as const),
      v: fc.integer({ min: 0, max: 4 }),
      after: fc.constantFrom(0, 0, 1, minute, 5 * minute, 15 * minute - 1, silence, 61 * minute, day + silence),
    }),
    { minLength: 5, maxLength: 60 },
  )
  .map((drawn) => {
    let at = day
    return drawn.map(({ after, ...rest }, i) => {
      at += after
      return { i, ...rest, at }
    })
  })

const deliveries = (list: readonly object[]): Delivery[] => list.map((event) => ["E", event])

test.each(skips)("silences those that a silence covers, and says how many (%s)", (skip) => {
  const { all, once } = cases.get(skip)!
  fc.assert(
    fc.property(events, (list) => {
      const straight = deliveries(list)
      expect(linesOf(once, straight)).toEqual(expected(linesOf(all, straight)))
    }),
    runs,
  )
})

test.each(skips)("restarts and another order of arrival change nothing (%s)", (skip) => {
  const { once } = cases.get(skip)!
  const delays = fc.array(fc.nat(9 * minute), { minLength: 60, maxLength: 60 })
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 7 }), delays, (list, restartEvery, delay) => {
      const straight = linesOf(once, deliveries(list))
      expect(linesOf(once, deliveries(list), restartEvery)).toEqual(straight)
      const times = [...new Set(list.map(({ at }) => at))]
      const arrival = new Map(times.map((at, i) => [at, at + delay[i % delay.length]!]))
      const shuffled = list.toSorted((left, right) => arrival.get(left.at)! - arrival.get(right.at)!)
      expect(linesOf(once, deliveries(shuffled), restartEvery)).toEqual(straight)
    }),
    runs,
  )
})
