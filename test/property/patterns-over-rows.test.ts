/** Patterns that run over rows give what they give event by event, line for line: also several of them at once, and after restarts. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleRows } from "../../runtime/abi/rows.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** The condition with `huge` throws where `n` is more than 1. */
const declarations = `
param huge: decimal(2) = 90071992547409.00
param while = 20 ms
fn odd(n: number): boolean = n % 2 == 1
event A { k: string?, n: integer, t: string, b: boolean?, at: time } timed by at, up to 20 ms late
event B { k: string, n: integer, t: string, b: boolean?, at: time } timed by at, up to 20 ms late
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const maybe = (arbitrary: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), arbitrary)

const plain = word(
  "n > 1",
  "n in 0..1",
  't == "u"',
  "huge * n > 1.00",
  "odd(n)",
  'startsWith(t, "u")',
  "n > 0 and odd(n)",
)
const reading = word(
  "n > previous.n",
  "n >= first(x0).n",
  "t == last(x0).t and n > 0",
  "n + sum(x0.n) < 4",
  "n > 1 or odd(count(x0))",
)
/** What registers can say of numbers and booleans: then an event is judged without looking at it as an object. */
const numeric = word(
  "n > previous.n",
  "n != last(x0).n",
  "not (n < previous.n) or odd(n)",
  "n in first(x0).n..2 and n > 0",
  "last(x0).b",
  "previous.b is missing",
  "b != last(x0).b",
  "b == first(x0).b or last(x0).b ?? n > 1",
  "at - last(x0).at > 2 ms",
  "n + count(x0) > previous.n * 2",
  "n > 1 or odd(count(x0))",
)

const type = word("A", "B", "A", "(A | B)")
const quantifier = word("", "", "", "1+ ", "2 ", "1+ consecutive ", "2..3 any ", "optional ", "0+ ", "1..2 ")
const follow = word("next", "then", "then", "then any", "then any", "then within 8 ms")

const element = (at: number) =>
  fc
    .tuple(quantifier, type, maybe(fc.oneof(plain, at === 0 ? plain : reading)), word("", "", "", " greedy"))
    .map(([count, name, where, greedy]) => {
      const after = /\+|\.\./.test(count) && !count.includes("any") ? greedy : ""
      return `${at === 0 && /^(0|optional)/.test(count) ? "" : count}${name} as x${at}${where && ` where ${where}`}${after}`
    })
const absence = (at: number) =>
  fc
    .tuple(word("A", "B"), maybe(fc.oneof(plain, reading)), word("", "", " for 6 ms"))
    .map(([name, where, time]) => `no ${name} as x${at}${where && ` where ${where}`}${time}`)

const sequence = fc
  .tuple(
    element(0),
    fc.array(fc.tuple(follow, fc.nat(9)), { maxLength: 3 }),
    element(1),
    element(2),
    element(3),
    absence(1),
    absence(2),
    absence(3),
  )
  .map(([first, follows, ...others]) => {
    const parts = follows.map(([how, kind], at) => {
      const isAbsent = kind < 2
      const words = isAbsent ? how.replace(/ (any|within .*)/, "") : how
      return `${words} ${others[isAbsent ? at + 3 : at]!.replace(words === "next" ? " for 6 ms" : "none", "")}`
    })
    return [first, ...parts].join("\n    ")
  })
const output = word(
  "alert",
  "alert { n: first(x0).n } without events",
  "alert { n: sum(x0.n) } without events",
  'alert "{count(x0)} {list(x0.t)}" { sum: sum(x0.n) } without events',
  "having sum(x0.n) > 1\n  alert without events",
  "once per 15 ms\n  alert { t: last(x0).t } without events",
  "alert without events\n  on timeout alert low { n: sum(x0.n) } without events",
  "emit Found { n: sum(x0.n) }",
  "alert { n: huge * sum(x0.n) } without events",
)
const rule = fc
  .tuple(
    sequence,
    word("within 12 ms", "within 40 ms", "within 15 ms between events", "within while"),
    word("per k", "per k", "per k, t", ""),
    word("", "skip none"),
    output,
  )
  .map(([text, within, key, skip, out]) => `{\n  when ${text}\n  ${within}\n  ${key}\n  ${skip}\n  ${out}\n}`)
/** Of one event type, asking for single fields of events only, so that registers can say it. */
const small = rule.map((text) =>
  text
    .replaceAll("(A | B)", "A")
    .replace(/\bB\b/g, "A")
    .replace(/sum\(x0\.n( where [^)]*)?\)/g, "first(x0).n")
    .replace("while", "25 ms")
    .replace("{list(x0.t)}", "{last(x0).t} {last(x1).n ?? 0}")
    .replace(/\n {2}alert\n/, "\n  alert { t: last(x0).t, c: count(x0) }\n"),
)
/** Chains whose conditions ask registers for numbers and booleans alone. */
const registered = fc
  .tuple(
    maybe(word("n > 0", "n < 3", "odd(n)", "b")),
    fc.array(
      fc.tuple(
        word("next", "next", "then", "then within 8 ms"),
        word("", "", "1+ consecutive ", "2 ", "2+ consecutive ", "optional ", "0+ consecutive "),
        maybe(fc.oneof({ arbitrary: numeric, weight: 4 }, { arbitrary: plain, weight: 1 })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    word("within 12 ms", "within 40 ms", "within 15 ms between events"),
    word("per k", "per k", "per k, t", ""),
    word("", "skip none"),
    word(
      "alert { t: last(x0).t } without events",
      "alert { n: first(x0).n, c: count(x0) }",
      "having (last(x1).n ?? 1) > 0\n  alert { n: last(x0).n } without events",
      "alert { n: first(x0).n, c: count(x0) } without events",
    ),
  )
  .map(([where, steps, within, key, skip, out]) => {
    const first = `A as x0${where && ` where ${where}`}`
    const others = steps.map(([how, count, test], at) => `${how} ${count}A as x${at + 1}${test && ` where ${test}`}`)
    return `{\n  when ${[first, ...others].join("\n    ")}\n  ${within}\n  ${key}\n  ${skip}\n  ${out}\n}`
  })
/** Every match of single events, each judged by itself. */
const combination = fc
  .tuple(
    fc.array(fc.tuple(word("A", "B", "A"), maybe(word("n > 1", "n in 0..1", 't == "u"', "n > 0"))), {
      minLength: 2,
      maxLength: 4,
    }),
    word("within 12 ms", "within 40 ms", "within 1 second"),
    word("per k", "per k", "per k, t", ""),
    word(
      "alert",
      'alert "{x0.t} {x1.n}" without events',
      "once per 15 ms\n  alert { t: x0.t } without events",
      "emit Found { n: x1.n }",
      "alert { n: huge * x0.n } without events",
    ),
  )
  .map(([steps, within, key, out]) => {
    const parts = steps.map(([name, where], at) => `${name} as x${at}${where && ` where ${where}`}`)
    return `{\n  when ${parts.join("\n    then any ")}\n  ${within}\n  ${key}\n  skip none\n  ${out}\n}`
  })
const event = fc.record({
  type: word("A", "A", "B"),
  k: fc.option(word("x", "x", "y"), { nil: undefined, freq: 8 }),
  n: fc.integer({ min: 0, max: 3 }),
  t: word("u", "uv", "w"),
  b: fc.option(fc.boolean(), { nil: undefined }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -8, 14),
  /** The watermark comes to what was read. */
  moves: fc.nat(3).map((drawn) => drawn === 0),
})
type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

/** What comes out, counters included. `restart`: before which event the engine is made anew from its snapshot's text. */
function answers(rules: RuleSet, events: readonly Drawn[], options: EngineOptions, restart = Number.POSITIVE_INFINITY) {
  const lines: string[] = []
  const all: EngineOptions = {
    ...options,
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: (letter) => lines.push(JSON.stringify(letter)),
    onDropped: ({ rule }) => lines.push(`${rule} began empty`),
  }
  let engine = createEngine(rules, all)
  let at = 1000
  let highest = 0
  for (const [place, { type, k, n, t, b, after, moves }] of events.entries()) {
    if (place === restart) {
      engine = createEngine(rules, { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    }
    at += after
    highest = Math.max(highest, at)
    const key = k ?? (type === "B" ? "x" : undefined)
    engine.ingest({ type, raw: { k: key, n, t, b, at }, position: place })
    if (moves) engine.advanceTo(highest - 21)
    if (place === Math.floor(events.length / 2)) engine.setParam("while", 9)
  }
  engine.end()
  const counts = engine.stats().rules.map(({ keys, partialMatches, silences: _, states: __, ...rest }) => {
    expect({ keys, partialMatches }).toEqual({ keys: 0, partialMatches: 0 })
    return rest
  })
  return { lines, counts }
}

async function compiled(rules: readonly string[]): Promise<RuleSet | undefined> {
  const named = rules.map((text, at) => `rule R${at} ${text.replace("emit Found", `emit Found${at}`)}`)
  const { rules: set } = await compile([{ path: "a.cep", text: `${declarations}\n${named.join("\n")}` }])
  return set
}

/** Whether a condition reads registers, and all that do are tests of those. */
function asksNoObject(rows: RuleRows | undefined): boolean {
  const tests = rows?.registers?.tests ?? []
  return (
    tests.some((test) => test !== null) && rows!.selects.every((select, at) => select !== null || tests[at] !== null)
  )
}

test(
  "a pattern over rows gives what it gives event by event, also after a restart",
  async () => {
    let overRows = 0
    let chains = 0
    let stepped = 0
    let combinations = 0
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { arbitrary: rule, weight: 3 },
            { arbitrary: small, weight: 2 },
            { arbitrary: registered, weight: 3 },
            { arbitrary: combination, weight: 1 },
          ),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.nat(60),
        async (texts, events, restart) => {
          const rules = await compiled(texts)
          // Not all that is drawn makes sense.
          if (rules === undefined) return
          const general = answers(rules, events, { forms: "general" })
          if (rules.manifest.rules.some(({ rows }) => rows?.reads !== undefined)) overRows++
          if (rules.manifest.rules.some(({ rows }) => rows?.registers !== undefined)) chains++
          if (rules.manifest.rules.some(({ rows }) => asksNoObject(rows))) stepped++
          if (rules.manifest.rules.some(({ form }) => form?.kind === "combination")) combinations++
          found += general.counts.reduce((sum, { matches, timeouts }) => sum + matches + timeouts, 0)
          expect(answers(rules, events, {})).toEqual(general)
          expect(answers(rules, events, {}, restart)).toEqual(general)
        },
      ),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(overRows).toBeGreaterThan(0.1 * pairs)
    expect(chains).toBeGreaterThan(0.015 * pairs)
    expect(stepped).toBeGreaterThan(0.02 * pairs)
    expect(combinations).toBeGreaterThan(0.03 * pairs)
    expect(found).toBeGreaterThan(0.5 * pairs)
  },
  timeout,
)

test("a condition that many filters and a pattern share is answered for all of them", async () => {
  const filters = Array.from({ length: 40 }, (_, n) => `{ when A where n > ${n} per k alert without events }`)
  const pattern = "{ when A as x0 where n > 3 next A as x1 where n > x0.n within 1 second per k alert }"
  const rules = await compiled([...filters, pattern])
  expect(rules!.manifest.columns!.indexed!.length).toBeGreaterThan(30)
  const events = Array.from({ length: 200 }, (_, at) => ({
    type: "A" as const,
    k: "x" as const,
    n: (at * 4) % 11,
    t: "u" as const,
    b: undefined,
    after: 1 as const,
    moves: at % 60 === 59,
  }))
  const general = answers(rules!, events, { forms: "general" })
  expect(general.counts.at(-1)!.matches).toBeGreaterThan(20)
  expect(answers(rules!, events, {})).toEqual(general)
})
