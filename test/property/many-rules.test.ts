/**
 * Many rules that share columns, conditions and events give what the general form gives, and each what it gives alone: line for line, in
 * small steps and large ones, also where the engine is made anew in between with some rules added, gone or changed.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const declarations = `
param least = 1
let few = ["x", "y"]
event A { k: string, c: string?, n: number?, m: number, at: time } timed by at, up to 20 ms late
event B { k: string, c: string, n: number, at: time } timed by at, up to 20 ms late
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const number = word("0", "1", "1.5", "2", "-1")
const code = word('c == "x"', '"y" == c', "c in few", 'c in ["z", "x", "z"]', 'c != "x"', "c not in few")
const bound = fc.oneof(
  fc.tuple(word("n", "n", "n", "m"), word("<", "<=", ">", ">=", "==", "!="), number).map((parts) => parts.join(" ")),
  fc.tuple(number, word("<", ">="), word("n", "m")).map((parts) => parts.join(" ")),
  word(
    "n in 0..1",
    "n in 1..1",
    "m in 1.5..0",
    "n not in 0..1",
    "n > least",
    "n > m",
    "n is missing",
    "n > 0 or m > 1",
  ),
)
const where = fc.oneof(
  { arbitrary: fc.tuple(code, bound).map((parts) => parts.join(" and ")), weight: 3 },
  { arbitrary: fc.tuple(bound, code, bound).map((parts) => parts.join(" and ")), weight: 1 },
  { arbitrary: fc.tuple(bound, bound).map((parts) => parts.join(" and ")), weight: 1 },
  { arbitrary: bound, weight: 2 },
  { arbitrary: code, weight: 1 },
)
const within = word("10 ms", "25 ms", "60 ms")
/** Few conditions, so that rules hold the same events. */
const common = word("", "", " where n > 0", " where m <= 1")
const ring = fc
  .tuple(word("2", "3", "3", "4", "1+", "2+", "2..3"), common, fc.option(where), within, word("per k", "per k", ""))
  .map(([count, first, last, time, key]) => {
    const ends = last === null && /^\d$/.test(count) ? "" : ` then A as b where ${last ?? "m > 1"}`
    return `when ${count} A as a${first}${ends} within ${time} ${key}`
  })
const filter = fc.tuple(where, word("per k", "")).map(([condition, key]) => `when A as a where ${condition} ${key}`)
const output = word(
  "alert { first: first(a).m } without events",
  "alert { first: first(a).m } without events",
  "alert",
  'alert "{count(a)}" without events',
)
const pattern = fc.tuple(fc.oneof(ring, filter), output).map((parts) => parts.join(" "))
/** By rule: what it is before and after the restart; null: it is not there. */
const rule = fc.oneof(
  { arbitrary: pattern.map((text) => [text, text] as const), weight: 6 },
  { arbitrary: pattern.map((text) => [text, null] as const), weight: 1 },
  { arbitrary: pattern.map((text) => [null, text] as const), weight: 1 },
  {
    arbitrary: pattern.map((text) => [text, text.replace(/ where m <= 1/, " where n > 0")] as const),
    weight: 1,
  },
)
/** With one of these, rules judge event by event. */
const guest = word(
  "",
  "",
  "rule Guest { when 2 A as a within 20 ms per k emit Found { n: count(a) } }",
  "rule Guest { when B alert }",
)
const event = fc.record({
  type: word("A", "A", "A", "A", "B"),
  k: word("x", "y"),
  c: fc.option(word("x", "y", "z", "q"), { nil: undefined, freq: 8 }),
  n: fc.option(fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3), { nil: undefined, freq: 8 }),
  m: fc.constantFrom(-1, 0, 1, 1.5, 2),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -8, 14),
})

type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

async function rulesOf(texts: readonly (string | null)[], guest: string): Promise<RuleSet> {
  const rules = texts.map((text, i) => (text === null ? "" : `rule R${i} { ${text} }`))
  const { rules: set, diagnostics } = await compile([
    { path: "a.cep", text: [declarations, ...rules, guest].join("\n") },
  ])
  if (set === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
  return set
}

interface Run {
  /** Before and after the restart. */
  readonly sets: readonly [RuleSet, RuleSet]
  readonly events: readonly Drawn[]
  readonly restart: number
  /** Time moves on after so many events. */
  readonly step: number
}

/** What comes out, by rule and in order; and the counters of each rule. */
function answers({ sets, events, restart, step }: Run, options: EngineOptions) {
  const lines: string[] = []
  const all: EngineOptions = { ...options, ...linesInto(lines, options.forms !== "general") }
  let engine = createEngine(sets[0], all)
  let at = 1000
  let highest = 0
  let held: readonly string[] = []
  for (const [place, { type, after, ...fields }] of events.entries()) {
    if (place === restart) {
      held = engine.stats().rules.map(({ name, keys, partialMatches }) => `${name} ${keys} ${partialMatches}`)
      engine = createEngine(sets[1], { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    }
    at += after
    highest = Math.max(highest, at)
    engine.ingest({ type, raw: type === "B" ? { ...fields, c: "x", n: 1, at } : { ...fields, at } })
    if (place % step === step - 1) engine.advanceTo(highest - 21)
  }
  engine.end()
  const counts = engine.stats().rules.map(({ name, matches, dropped, keys, partialMatches }) => {
    expect({ keys, partialMatches }).toEqual({ keys: 0, partialMatches: 0 })
    return `${name} ${matches} ${dropped}`
  })
  return { lines, counts, held }
}

/** The same rules, matched in their forms but event by event. */
function onEvents({ manifest, create }: RuleSet): RuleSet {
  const { columns: _, ...rest } = manifest
  return { manifest: { ...rest, rules: manifest.rules.map(({ rows: _, ...rule }) => rule) }, create }
}

/** Without what is held, which a form may see otherwise. */
function told({ lines, counts }: ReturnType<typeof answers>) {
  return { lines, counts }
}

function only(lines: readonly string[], part: string): string[] {
  return lines.filter((line) => line.includes(part))
}

let indexed = 0
let found = 0

async function check(
  rules: readonly (readonly [string | null, string | null])[],
  guest: string,
  run: Omit<Run, "sets">,
  limit: number,
): Promise<void> {
  const before = rules.map(([text]) => text)
  const after = rules.map(([, text]) => text)
  const sets = [await rulesOf(before, guest), await rulesOf(after, guest)] as const
  indexed += sets[0].manifest.columns?.indexed?.length ?? 0
  const rows = answers({ ...run, sets }, {})
  found += rows.lines.length
  const same: Run = { ...run, sets: [sets[0], sets[0]] }
  expect(told(answers(same, {}))).toEqual(told(answers(same, { forms: "general" })))
  const limits = { limits: { partialMatchesPerKey: limit } }
  const byEvent = [onEvents(sets[0]), onEvents(sets[1])] as const
  expect(told(answers({ ...run, sets }, limits))).toEqual(told(answers({ ...run, sets: byEvent }, limits)))
  const changed = rules.findIndex(([first, last]) => first !== last)
  for (const i of [0, changed].filter((one) => one >= 0)) {
    const alone = (texts: readonly (string | null)[]) =>
      rulesOf(
        texts.map((text, other) => (other === i ? text : null)),
        "rule Other { when A alert }",
      )
    const own = answers({ ...run, sets: [await alone(before), await alone(after)] }, {})
    expect(only(rows.lines, `"rule":"R${i}"`)).toEqual(only(own.lines, `"rule":"R${i}"`))
    expect(only(rows.held, `R${i} `)).toEqual(only(own.held, `R${i} `))
  }
}

test(
  "many rules give what the general form gives, and each what it gives alone",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 12, maxLength: 24 }),
        guest,
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.nat(60),
        fc.constantFrom(1, 7, 1000),
        fc.constantFrom(1, 2, 5),
        (rules, guest, events, restart, step, limit) => check(rules, guest, { events, restart, step }, limit),
      ),
      // A smaller case would cost hundreds of compiled rule sets.
      { numRuns: Math.ceil(0.03 * pairs), seed, endOnFailure: true },
    )
    expect(indexed).toBeGreaterThan(0.1 * pairs)
    expect(found).toBeGreaterThan(pairs)
  },
  timeout,
)
