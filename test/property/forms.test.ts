/** Rules that the compiler matches in a cheaper form give what the general form gives, line for line. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** The condition with `huge` throws where `n` is more than 1. */
const declarations = `
param huge: decimal(2) = 90071992547409.00
event A { k: string?, n: integer, tags: string[]?, at: time } timed by at, up to 20 ms late
event B { k: string, n: integer, at: time } timed by at, up to 20 ms late
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const where = word("", " where n > 1", " where n in 0..1", " where huge * n > 1.00")
const first = fc.tuple(word("1+", "2", "3", "2+", "2..3", "1..2", "5"), word("A", "B", "(A | B)"), where)
const last = fc.option(fc.tuple(word("A", "B", "(A | B)"), where), { nil: undefined })
const output = word(
  "alert",
  'alert "{count(a)} until {last(a).n}" { sum: sum(a.n), first: first(a).n } without events',
  "having sum(a.n) > 3 alert { all: list(a.n) }",
  "once per 30 ms alert",
  "emit Found { n: count(a) }",
)
const rule = fc
  .tuple(first, last, word("10 ms", "25 ms", "1 second"), word("per k", "per k", ""), output)
  .map(([[count, type, condition], end, within, key, out]) => {
    const then = end === undefined ? "" : ` then ${end[0]} as b${end[1]}`
    const [before, after] = out.startsWith("having") || out.startsWith("once") ? [out, ""] : ["", out]
    return `rule R { when ${count} ${type} as a${condition}${then} within ${within} ${key} ${before} ${after} }`
  })
const event = fc.record({
  type: word("A", "A", "B"),
  k: fc.option(word("x", "x", "y"), { nil: undefined, freq: 8 }),
  n: fc.integer({ min: 0, max: 3 }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -8, 14),
})

type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

/** What comes out, counters included. `restart`: before which event the engine is made anew from its snapshot's text. */
function answers(rules: RuleSet, events: readonly Drawn[], options: EngineOptions, restart = Number.POSITIVE_INFINITY) {
  const lines: string[] = []
  const all: EngineOptions = {
    ...options,
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: ({ code }) => lines.push(code),
  }
  let engine = createEngine(rules, all)
  let at = 1000
  for (const [place, { type, k, n, after }] of events.entries()) {
    if (place === restart)
      engine = createEngine(rules, { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    at += after
    engine.push(type, { k: k ?? (type === "B" ? "x" : undefined), n, ...(n > 2 ? { tags: ["many"] } : {}), at })
  }
  engine.end()
  const { matches, dropped, failed, late, filtered, suppressed, keys, partialMatches } = engine.stats().rules[0]!
  expect({ keys, partialMatches }).toEqual({ keys: 0, partialMatches: 0 })
  return { lines, counts: { matches, dropped, failed, late, filtered, suppressed } }
}

test(
  "a ring gives what the general form gives, also after a restart",
  async () => {
    let rings = 0
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        rule,
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.nat(60),
        async (text, events, restart) => {
          const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}\n${text}` }])
          if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
          const general = answers(rules, events, { forms: "general" })
          if (rules.manifest.rules[0]!.form?.kind !== "ring") return
          rings++
          found += general.counts.matches
          expect(answers(rules, events, {})).toEqual(general)
          expect(answers(rules, events, {}, restart)).toEqual(general)
        },
      ),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(rings).toBeGreaterThan(0.15 * pairs)
    expect(found).toBeGreaterThan(0.25 * pairs)
  },
  timeout,
)
