/**
 * What `cep check` says of rules, against what they do: drawn rules are run on drawn events. A step that can never match must not,
 * a rule that is covered must never alert where the other does not, a key with one value must have one.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Diagnostic } from "../../lang/diagnostic.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { type Delivery, hear } from "../support/compiled.ts"

const runs = { numRuns: Number(process.env.RUNS ?? 6), endOnFailure: true }
const rulesAtOnce = 40

const declarations = `
event E { i: integer, k: string, n: integer, m: integer?, x: number, d: decimal(1)?, s: "a" | "b" | "c", t: string?, b: boolean, f: boolean?, at: time } timed by at
param level = 1
let few = [0, 2]
let pair = 1 + 1
fn near(v: integer): boolean = v >= 1 and v < 3
fn known(v: string?): boolean = v in ["p", "q"]
`

type Event = Readonly<Record<string, unknown>> & { readonly i: number; readonly k: string; readonly at: number }

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const small = fc.integer({ min: -1, max: 3 })
const drawnEvent = fc.record({
  k: fc.constantFrom("k1", "k2"),
  n: small,
  m: maybe(small),
  x: fc.constantFrom(-1, 0, 0.5, 1, 1.5, 2, 3),
  d: maybe(fc.constantFrom(0, 0.1, 0.2, 1, 1.5, 2)),
  s: fc.constantFrom("a", "b", "c"),
  t: maybe(fc.constantFrom("p", "q", "r")),
  b: fc.boolean(),
  f: maybe(fc.boolean()),
  gap: fc.integer({ min: 0, max: 3 }),
})

/** Events in order, some at the same time. */
const drawnEvents = fc.array(drawnEvent, { minLength: 250, maxLength: 250 }).map((events) => {
  let at = 1000
  return events.map(({ gap, ...fields }, i): Event => {
    at += gap
    return { i, ...fields, at }
  })
})

const word = (...words: readonly string[]) => fc.constantFrom(...words)
const constant = fc.integer({ min: -1, max: 3 }).map(String)
const compare = word("==", "!=", "<", "<=", ">", ">=")

/** A comparison or question; `fields` are the names of an earlier event's fields too. */
function atom(earlier: readonly string[]): fc.Arbitrary<string> {
  const of = (...names: string[]) =>
    word(...names, ...earlier.flatMap((step) => names.map((name) => `${step}.${name}`)))
  const whole = of("n", "m")
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(whole, compare, constant).map((parts) => parts.join(" ")) },
    { weight: 2, arbitrary: fc.tuple(whole, compare, whole).map((parts) => parts.join(" ")) },
    fc.tuple(of("x"), compare, word("0", "0.5", "1", "pair", "level", "n")).map((parts) => parts.join(" ")),
    fc.tuple(of("d"), compare, word("0.1", "0.2", "1", "1.5")).map((parts) => parts.join(" ")),
    fc.tuple(of("s"), word("==", "!="), word('"a"', '"b"')).map((parts) => parts.join(" ")),
    fc.tuple(of("t"), compare, word('"p"', '"q"', "t")).map((parts) => parts.join(" ")),
    fc.tuple(of("s"), word("in", "not in"), word('["a", "b"]', '["c"]')).map((parts) => parts.join(" ")),
    fc.tuple(whole, word("in", "not in"), word("few", "[1, 3]", "1..2", "0..level")).map((parts) => parts.join(" ")),
    fc.tuple(of("m", "t", "f", "d"), word("is missing", "is present")).map((parts) => parts.join(" ")),
    fc.tuple(of("t"), word("matches /p/", "not matches /p/")).map((parts) => parts.join(" ")),
    fc.tuple(word("(m ?? 1)", "(m ?? n)"), compare, constant).map((parts) => parts.join(" ")),
    word("b", "f", "(f ?? b)", "near(n)", "near(m)", "known(t)", "(n > 1 if b else n < 1)", "abs(n) > 1", "n + 1 > 2"),
  )
}

function condition(...earlier: string[]): fc.Arbitrary<string> {
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 3, arbitrary: atom(earlier) },
      { weight: 5, arbitrary: fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => `(${left} and ${right})`) },
      { weight: 2, arbitrary: fc.tuple(tie("tree"), tie("tree")).map(([left, right]) => `(${left} or ${right})`) },
      { weight: 1, arbitrary: tie("tree").map((inner) => `not (${inner})`) },
    ),
  }))
  // Several parts: one alone hardly ever contradicts itself.
  return fc.array(tree, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(" and "))
}

interface Checked {
  readonly rules: RuleSet
  readonly warnings: readonly Diagnostic[]
  readonly text: string
}

async function checked(bodies: readonly string[]): Promise<Checked> {
  const text = `${declarations}${bodies.map((body, at) => `rule R${at} { ${body} }`).join("\n")}`
  const { rules, diagnostics } = await compile([{ path: "main.cep", text }], { lint: true })
  if (rules === undefined)
    throw new Error(`${diagnostics.map(({ code, text }) => `${code} ${text}`).join("\n")}\n${text}`)
  return { rules, warnings: diagnostics, text }
}

interface Heard {
  readonly rule: string
  readonly at: number
  readonly key: string
  /** Numbers of the events shown, in order. */
  readonly events: readonly number[]
  readonly data: string
  /** The steps that took events. */
  readonly steps: readonly string[]
}

/** All alerts by rule. */
function alertsOf(rules: RuleSet, events: readonly Event[]): Map<string, Heard[]> {
  const deliveries = events.map((event): Delivery => ["E", event])
  const { alerts, dead, late } = hear(rules, deliveries)
  expect([...dead, ...late]).toEqual([])
  const byRule = new Map<string, Heard[]>()
  for (const alert of alerts) {
    const { rule, at, key, data, events: shown } = JSON.parse(JSON.stringify(alert)) as Record<string, unknown>
    const taken = Object.entries((shown ?? {}) as Record<string, Event | Event[] | null>)
    const held = taken.flatMap(([, events]) => events ?? [])
    const heard: Heard = {
      rule: String(rule),
      at: Date.parse(String(at)),
      key: JSON.stringify(key),
      events: held.map(({ i }) => i).toSorted((a, b) => a - b),
      data: JSON.stringify(data),
      steps: taken.flatMap(([step, events]) => ([events ?? []].flat().length === 0 ? [] : step)),
    }
    byRule.set(heard.rule, [...(byRule.get(heard.rule) ?? []), heard])
  }
  return byRule
}

/** The rules of which a warning speaks, by its words. */
function named({ text }: Diagnostic): string[] {
  return [...text.matchAll(/rule `(R\d+)`/g)].map(([, name]) => name!)
}

const told = new Map<string, number>()
function count(kind: string): void {
  told.set(kind, (told.get(kind) ?? 0) + 1)
}

/** Else nothing was tried: the drawn rules must be such that there is something to say. */
function toldOften(kind: string): void {
  expect(told.get(kind) ?? 0, kind).toBeGreaterThan(5)
}

/** A rule that never says anything must not, and what a rule says must not show a step that can never take an event. */
async function neverHolds(bodies: readonly string[], events: readonly Event[], kind: string): Promise<void> {
  const { rules, warnings, text } = await checked(bodies)
  const alerts = alertsOf(rules, events)
  for (const warning of warnings) {
    if (warning.slug !== "contradiction") continue
    const step = /^step `(\w+)`/.exec(warning.text)?.[1]
    if ((kind === "having") === (step === undefined)) count(kind)
    const heard = alerts.get(named(warning)[0]!) ?? []
    const wrong = heard.filter(({ steps }) => step === undefined || steps.includes(step))
    expect(wrong, `${warning.text}\n${text}`).toEqual([])
  }
}

const many = (body: fc.Arbitrary<string>) => fc.array(body, { minLength: rulesAtOnce, maxLength: rulesAtOnce })

test("a step that can never take an event takes none", async () => {
  const body = condition().map((where) => `when E as p where ${where} per k alert`)
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) => neverHolds(bodies, events, "step")),
    runs,
  )
  toldOften("step")
})

test("nor does one that names earlier steps and the key", async () => {
  const body = fc.tuple(condition(), condition("one"), condition("one", "two"), word("k", "n", "s", "k, b")).map(
    ([first, second, third, key]) =>
      `when E as one where ${first} then any E as two where ${second} then any E as three where ${third}
          within 9 ms per ${key} skip none alert on timeout alert low`,
  )
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) =>
      neverHolds(bodies, events.slice(0, 120), "later step"),
    ),
    runs,
  )
  toldOften("later step")
})

test("a rule whose `having` is never true says nothing", async () => {
  const counts = fc
    .tuple(word("count(some)", "end.n", "sum(some.n)"), compare, constant)
    .map((parts) => parts.join(" "))
  const body = fc
    .tuple(
      word("2", "1+", "2..3", "0+"),
      condition(),
      word("", "n > 1 and", "n == 2 and"),
      fc.array(counts, { minLength: 1, maxLength: 3 }),
    )
    .map(
      ([quantifier, first, second, having]) =>
        `when E then ${quantifier} E as some where ${first} then E as end where ${second} b within 9 ms per k having ${having.join(" and ")} alert`,
    )
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) => neverHolds(bodies, events, "having")),
    runs,
  )
  toldOften("having")
})

/** Conditions that often follow from one another. */
const nested = fc
  .array(
    word(
      "n > 0",
      "n > 1",
      "n >= 1",
      "m > 0",
      "m > 1",
      's == "a"',
      's in ["a", "b"]',
      's != "c"',
      "b",
      "t is present",
      't == "p"',
      "n > m",
      "near(n)",
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.join(" and "))

/** Calls `holds` for every alert of a covered rule, with the alerts of the rule that is said to cover it. */
async function covered(
  bodies: readonly string[],
  events: readonly Event[],
  kind: string,
  holds: (narrow: Heard, wide: Heard) => boolean,
): Promise<void> {
  const { rules, warnings, text } = await checked(bodies)
  const alerts = alertsOf(rules, events)
  for (const warning of warnings) {
    if (warning.slug !== "covered-rule") continue
    const [narrow = "", wide = ""] = named(warning)
    for (const each of alerts.get(narrow) ?? []) {
      count(kind)
      const found = (alerts.get(wide) ?? []).some((other) => other.key === each.key && holds(each, other))
      if (!found) expect.fail(`${warning.text}, but not at ${JSON.stringify(each)}\n${text}\n${JSON.stringify(events)}`)
    }
  }
}

const severity = word("low", "low", "medium")

test("a rule of one event that is covered alerts on nothing else", async () => {
  const aggregate = word(
    "",
    "",
    " and count() over 5 ms > 1",
    " and count() over 5 ms > 2",
    " and sum(n) over 5 ms > 3",
  )
  const body = fc
    .tuple(fc.oneof(nested, nested, condition()), aggregate, severity, word("per k", "per k", "per s"))
    .map(([where, asked, level, key]) => `when E as p where ${where}${asked} ${key} alert ${level}`)
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) =>
      covered(bodies, events, "covered event", (narrow, wide) => narrow.events[0] === wide.events[0]),
    ),
    runs,
  )
  toldOften("covered event")
})

test("a rule of several events that is covered alerts where the other does", async () => {
  const quantifier = word("", "", "2", "3", "1+", "2+", "2..3", "1..2")
  const step = fc.tuple(quantifier, fc.oneof(nested, word("n > 0", "b")))
  const body = fc
    .tuple(fc.array(step, { minLength: 1, maxLength: 3 }), word("6 ms", "9 ms", "15 ms"), severity)
    .map(([steps, within, level]) => {
      const pattern = steps.map(([times, where], at) => `${times} E as s${at} where ${where}`).join(" then ")
      return `when ${pattern} within ${within} per k alert ${level}`
    })
  // The wide rule ends at one of the events of the narrow match, or between them.
  const inside = ({ events }: Heard, wide: Heard) =>
    wide.events.at(-1)! >= events[0]! && wide.events.at(-1)! <= events.at(-1)!
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) => covered(bodies, events, "covered events", inside)),
    runs,
  )
  toldOften("covered events")
})

test("windows that are covered are told by the other rule", async () => {
  const having = word(
    "count() > 1",
    "count() > 2",
    "count() >= 2",
    "sum(n) > 3",
    "sum(n) > 4",
    "max(m) > 1",
    "max(m) > 2",
  )
  const body = fc
    .tuple(
      word("5 ms", "10 ms"),
      word("", "where n > 0", "where n >= 1", "where b"),
      fc.array(having, { minLength: 1, maxLength: 2 }),
    )
    .map(([size, where, conditions]) => `each ${size} of E ${where} per k having ${conditions.join(" and ")} alert`)
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) =>
      covered(bodies, events, "covered windows", (narrow, wide) => narrow.at === wide.at),
    ),
    runs,
  )
  toldOften("covered windows")
})

test("silences that are covered were told by the other rule", async () => {
  const body = fc
    .tuple(word("n > 0", "n >= 1", "b", "b and n > 0"), word("3 ms", "5 ms", "8 ms"))
    .map(([where, wait]) => `when no E as e where ${where} for ${wait} per k alert { i: e.i }`)
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, (bodies, events) =>
      covered(bodies, events, "covered silence", (narrow, wide) => narrow.data === wide.data && wide.at <= narrow.at),
    ),
    runs,
  )
  toldOften("covered silence")
})

test("a key with one value has one", async () => {
  const body = fc
    .tuple(condition(), condition("one"), word("n", "s", "b", "t", "d"), word("", "on timeout alert low"))
    .map(
      ([first, second, key, timeout]) =>
        `when E as one where ${first} then E as two where ${second} within 9 ms per ${key} alert ${timeout}`,
    )
  await fc.assert(
    fc.asyncProperty(many(body), drawnEvents, async (bodies, events) => {
      const { rules, warnings, text } = await checked(bodies)
      const alerts = alertsOf(rules, events)
      for (const warning of warnings) {
        if (warning.slug !== "single-value-key") continue
        count("key")
        const keys = new Set((alerts.get(named(warning)[0]!) ?? []).map(({ key }) => key))
        expect(keys.size, `${warning.text}\n${text}`).toBeLessThan(2)
        const value = /always (.*?):/.exec(warning.text)![1]!
        for (const key of keys)
          expect(Number(JSON.parse(value)), key).toEqual(Number(Object.values(JSON.parse(key))[0]))
      }
    }),
    runs,
  )
  toldOften("key")
})
