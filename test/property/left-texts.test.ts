/** Texts of events whose numbers say that no rule wants them get no codes: it is seen in nothing that comes out, whatever rules come next. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { EngineOptions, Output } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { compileRules } from "../support/job.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()
const latenessMs = 20

const declarations = `event A {
  id: integer, s: string, k: string?, n: number?, d: decimal(2)?, b: boolean, kind: "card" | "cash", at: time
} timed by at, up to ${latenessMs} ms late
`
/** All conditions compare numbers, and something more. */
const few = [
  "rule Pair { when A as one where n < 2 then A as two where n > 5 and s == one.s within 50 ms per k alert { s: two.s, k: one.k } without events }",
  'rule One { when A as a where b and kind == "card" alert { s: a.s, k: a.k } }',
  "rule Both { when A as one where n < 2 and n != 1 then any A as two where d - 1 >= 4.5 within 60 ms per s, kind skip none alert { one: one.id, two: two.id } without events }",
  "rule Twice { when 2 A as a where n + 1 > 6.5 within 90 ms per k, n alert { first: first(a).s, last: last(a).k } without events }",
  "rule Late { when A as a where d <= -1 and k is missing alert { s: a.s } without events }",
]
/** These want others. */
const more = [
  "rule All { when 3 A as a within 60 ms per k alert { last: last(a).s } without events }",
  "rule Other { when A as a where n >= 2 and n <= 5 alert { s: a.s, k: a.k } without events }",
  'rule Word { when A as a where s == "y" or k == "b" alert { id: a.id } without events }',
]

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values)
const event = fc.record(
  {
    id: fc.integer({ min: 0, max: 9 }),
    s: oneOf("x", "y", "é", "a longer text than a short one, which no one keeps in a word or two of a table"),
    k: oneOf("a", "b"),
    n: oneOf<number | null>(0, 1, 2, 3, 5, 5.5, 6, 9, null),
    d: oneOf(-1, 0, 5.5, 5.49),
    b: fc.boolean(),
    kind: oneOf("card", "cash"),
    after: oneOf(0, 1, 2, 5, 10, -7, -15, -40),
  },
  { requiredKeys: ["id", "s", "b", "kind", "after"] },
)

const drawn = fc.record({
  events: fc.array(event, { minLength: 5, maxLength: 60 }).map((list) => {
    let at = 1_700_000_000_000
    return list.map(({ after, ...fields }) => {
      at += after
      return { ...fields, at }
    })
  }),
  rules: fc.subarray(few, { minLength: 1 }),
  next: fc.subarray([...few, ...more], { minLength: 1 }),
  /** Where the rules change, as a part of all events. */
  change: fc.double({ min: 0, max: 1, noNaN: true }),
  how: oneOf("handed over" as const, "restored" as const),
})

type Way = "push" | "pushAll" | "ingest"

const compiled = new Map<string, Promise<RuleSet>>()
function rulesOf(rules: readonly string[]): Promise<RuleSet> {
  const text = declarations + rules.join("\n")
  const known = compiled.get(text) ?? compileRules(text)
  compiled.set(text, known)
  return known
}

/** What comes out before the rules change and behind that. */
async function answers(
  { events, rules, next, change, how }: Awaited<typeof drawn extends fc.Arbitrary<infer T> ? T : never>,
  way: Way,
) {
  const told: string[] = []
  /** Of a list they are told before what comes out. */
  const late: string[] = []
  const options: EngineOptions = {
    onOutput: (output: Output) => told.push(output.line()),
    onLate: ({ at, rules: named }) => late.push(`${at} ${named}`),
  }
  let engine = createEngine(await rulesOf(rules), options)
  let highest = Number.NEGATIVE_INFINITY
  const feed = (list: readonly object[]): void => {
    if (way === "pushAll") engine.pushAll("A", list)
    if (way === "push") for (const one of list) engine.push("A", one)
    if (way !== "ingest") return
    for (const one of list) {
      const at = engine.ingest({ type: "A", raw: one, text: JSON.stringify(one) })
      if (at !== null) highest = Math.max(highest, at)
      engine.advanceTo(highest - latenessMs - 1)
    }
  }
  const place = Math.floor(change * events.length)
  feed(events.slice(0, place))
  const restore = how === "restored" ? { restore: engine.snapshot() } : { former: engine }
  engine = createEngine(await rulesOf(next), { ...options, ...restore })
  told.push("the rules change")
  feed(events.slice(place))
  engine.end()
  return { told, late, events: engine.stats().events, counts: engine.counts() }
}

test(
  "objects whose texts were left alone give what records give, and so they do under other rules",
  async () => {
    let alerts = 0
    await fc.assert(
      fc.asyncProperty(drawn, async (one) => {
        const records = await answers(one, "ingest")
        expect(await answers(one, "pushAll")).toEqual(records)
        expect(await answers(one, "push")).toEqual(records)
        alerts += records.told.length
      }),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(alerts).toBeGreaterThan(0.3 * pairs)
  },
  timeout,
)
