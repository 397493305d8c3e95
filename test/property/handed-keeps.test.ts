/**
 * What is kept of past events and by rules that judge events as objects, in an engine that goes on with another one's state as it lies in memory: the same as in one that is restored from a cut. The versions of
 * the rules are compiled once, so that many streams go through them.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { bothForms, compileText, type Forms } from "../support/compiled.ts"
import { linesInto } from "../support/lines-into.ts"
import { declarations, event, latenessMs } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** Rules of one rule set, by version: another version of a rule has the same name. */
type Versions = readonly (readonly string[])[]

const shown = "alert { id: a.id } without events"
const families: Record<string, Versions> = {
  "logs of rows": [
    [`One { when A as a where count() per k over 10 ms >= 2 ${shown} }`],
    [`One { when A as a where count() per k over 25 ms >= 2 ${shown} }`],
    [`One { when A as a where count() per k over 10 ms >= 2 and sum(n) per k over 25 ms > 2 ${shown} }`],
    [
      `One { when A as a where count() per k over 25 ms >= 2 ${shown} }`,
      `Two { when A as a where sum(n) per k over 10 ms > 1 and max(n) per k over 10 ms > 1 ${shown} }`,
    ],
    [
      `Two { when A as a where sum(n) per k over 25 ms > 1 and max(n) per k over 10 ms > 1 ${shown} }`,
      `One { when A as a where count() per k over previous 10 ms >= 2 ${shown} }`,
    ],
    [
      `Two { when A as a where sum(n) per k over 40 ms > 1 and max(n) per k over 25 ms > 1 ${shown} }`,
      `Three { when A as a where avg(n) per k over 10 ms > 1 and min(n) per k over 10 ms ending 10 ms ago <= 1 ${shown} }`,
    ],
    [
      `Three { when A as a where avg(n) per k over 25 ms > 1 and min(n) per k over 25 ms ending 10 ms ago <= 1 ${shown} }`,
      `Four { when A as a where sum(o) per k over 25 ms > 1 and sum(n where m == "x") per m over 10 ms > 0 ${shown} }`,
    ],
    [
      `Four { when A as a where sum(o) per k over 10 ms > 1 and sum(n where m == "x") per m over 40 ms > 0 ${shown} }`,
      `Five { when A as a where count() over forever > 3 and sum(n) per k over forever > 2 and max(n) per m over forever > 1 ${shown} }`,
    ],
    [
      `Five { when A as a where count() over forever > 3 and sum(n) per k over forever > 2 and min(n where n >= least) per m over forever > 1 ${shown} }`,
      `Six { when A as a where sum(n where n >= least) per k over 25 ms > 2 ${shown} }`,
    ],
    [
      `Seven { when A as a where sum(id) per k over 25 ms > 9 and avg(n) per k over 25 ms > 1 ${shown} }`,
      `Two { when A as a where max(n) per k over 40 ms > 1 ${shown} }`,
    ],
    [`Seven { when A as a where avg(n) per k over 25 ms > 1 and sum(id) per k over 10 ms > 9 ${shown} }`],
  ],
  "logs and values of events": [
    [`One { when A as a where last(o) per k over 10 ms is present and stddev(n) per k over 10 ms > 0 ${shown} }`],
    [`One { when A as a where last(o) per k over 25 ms is present and stddev(n) per k over 25 ms > 0 ${shown} }`],
    [
      `One { when A as a where stddev(n) per k over wait > 0 ${shown} }`,
      `Two { when A as a where max(o) per k over 10 ms > 1 ${shown} }`,
    ],
    [
      `Two { when A as a where max(o) per k over 10 ms > 1 and sum(o) per k over 25 ms > 1 ${shown} }`,
      `Three { when A as a where sum(n) per k over last 3 events > 3 and count() per k over 25 ms >= 2 ${shown} }`,
    ],
    [
      `Two { when A as a where max(o) per k over 25 ms > 1 ${shown} }`,
      `Three { when A as a where sum(n) per k over last 5 events > 3 ${shown} }`,
    ],
    [
      `Three { when A as a where sum(n) per k over 10 ms > 2 and min(n) per k over last 3 events > 0 ${shown} }`,
      `Four { when A as a where distinct(n) per k over 20 ms > 1 or m is new per k over 10 ms ${shown} }`,
    ],
    [`Four { when A as a where distinct(n) per k over 10 ms > 1 or m is new per k over 30 ms ${shown} }`],
    [
      `Four { when A as a where distinct(n) per k over 20 ms > 2 or distinct(m) per k over last 3 events > 1 ${shown} }`,
      `Five { when A as a where last(o) per k over forever is present and sum(o) per k over forever > 2 ${shown} }`,
    ],
    [
      `Five { when A as a where sum(o) per k over forever > 3 and max(n where n >= least) per m over forever > 1 ${shown} }`,
      `Six { when A as a where sum(o where n >= least) per k over 25 ms > 1 ${shown} }`,
    ],
  ],
}

const odd = 'startsWith(m, "x") or huge * n > 1.00'
Object.assign(families, {
  windows: [
    [
      "One { each 10 ms of A per k alert { n: count(), s: sum(n) } }",
      "Two { each session of A gap 6 ms per m alert { n: count() } }",
    ],
    [
      "One { each 15 ms of A per k alert { n: count(), s: sum(n) } }",
      "Two { each session of A gap wait per m alert { n: count() } }",
    ],
    [
      "Three { each 30 ms of A every 10 ms per k, m once per 25 ms alert { n: count(where n >= least) } }",
      "One { each 10 ms of A per k having count() > 1 alert { n: count(), s: sum(n) } }",
    ],
    [
      "Four { each 3 events of A per k alert { l: list(id) } }",
      "Three { each 40 ms of A every 10 ms per k, m once per 40 ms alert { n: count(where n >= least) } }",
      "Two { each session of A gap 20 ms per m alert { n: count() } }",
    ],
    [
      "Four { each 5 events of A where n > 0 per k alert { l: list(id) } }",
      "One { each 40 ms of A per k alert { n: count(), s: sum(n) } }",
    ],
  ],
  "patterns and rings of events": [
    [
      `One { when 2 A as a where ${odd} within 8 ms per k alert { id: last(a).id } without events }`,
      `Two { when A as a where ${odd} then no B as e where n > a.n within 8 ms per k alert without events on timeout alert low without events }`,
    ],
    [
      `One { when 2 A as a where ${odd} within 40 ms per k alert { id: last(a).n } without events }`,
      `Two { when A as a where ${odd} then no B as e where n > a.n within 40 ms per k alert without events on timeout alert low without events }`,
    ],
    [
      `Three { when 2..3 A as a where ${odd} then B as e where m != upper(m) within 40 ms per k once per 15 ms alert { b: a[0].b } }`,
      `Two { when A as a where ${odd} then no B as e where n > a.n within wait per k once per wait alert without events on timeout alert low without events }`,
      `Four { when 1+ A as a where ${odd} then B as e where n > sum(a.n) within 40 ms per k skip past last alert }`,
    ],
    [
      `Four { when 1+ A as a where ${odd} then B as e where n > sum(a.n) within 20 ms per k skip past last alert { id: e.id } }`,
      `Three { when 2..3 A as a where ${odd} then B as e where m != upper(m) within 15 ms per k once per 40 ms alert { o: a[0].o } }`,
      `One { when 2 A as a where ${odd} within 25 ms per k alert { o: last(a).o } without events }`,
    ],
    [
      `One { when 3 A as a where ${odd} within 25 ms per k alert { o: last(a).o } without events }`,
      `Five { when A as a where ${odd} then A as e where n >= a.n then B as f within 60 ms per n skip none alert }`,
    ],
    [
      `Five { when A as a where ${odd} then A as e where n >= a.n then B as f within 25 ms per n skip none alert { a: a.id } }`,
    ],
    [
      `Two { when A as a where ${odd} then no B as e where n > a.n within 15 ms per m alert without events on timeout alert low without events }`,
      `Five { when A as a where ${odd} then A as e where n >= a.n then B as f within 25 ms per n skip none alert low }`,
    ],
  ],
})

/** All lengths of time change at once. */
const lengths = (ms: number): readonly string[] => [
  `Ring { when 3 A as a where m != upper(m) within ${ms} ms per k alert { id: last(a).id } without events }`,
  `Absence { when A as a where m != upper(m) then no B as e where n > a.n within ${ms} ms per k alert without events }`,
  `Run { when 1+ A as a where m != upper(m) then B as e where n > sum(a.n) within ${ms} ms per k once per ${ms} ms alert }`,
  `Together { when A as a where m != upper(m) then B as e within ${ms} ms per k skip past last alert }`,
  `Windows { each ${ms} ms of A per k once per ${ms} ms alert { n: count(), l: list(id) } }`,
  `Sums { when A as a where sum(o) per k over ${ms} ms >= 3 ${shown} }`,
  `Most { when A as a where max(o) per k over ${ms} ms <= 2 ${shown} }`,
  `Values { when A as a where distinct(n) per k over ${ms} ms > 2 ${shown} }`,
  `Counts { when A as a where count() per k over ${ms} ms > 3 and min(n) per k over ${ms} ms > 0 ${shown} }`,
  // What others let go of is there for these.
  `Long { when A as a where sum(o) per k over 60 ms >= 5 or count() per k over 60 ms > 6 or distinct(n) per k over 60 ms > 3 ${shown} }`,
  `Earlier { when A as a where sum(n) per k over ${ms} ms ending 5 ms ago > 3 ${shown} }`,
]
Object.assign(families, { "other lengths": [lengths(60), lengths(12), lengths(30)] })

function cutOf(engine: Engine): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return pieces
}

/** The versions that follow one another: few of them, so that one comes back soon. */
const few = fc.array(fc.nat(109), { minLength: 1, maxLength: 3 })

const part = fc.record({
  version: fc.nat(5),
  events: fc.oneof(
    { arbitrary: fc.array(event, { maxLength: 25 }), weight: 4 },
    { arbitrary: fc.constant([]), weight: 1 },
  ),
  least: fc.constantFrom(1, 1, 1, 2),
  /** The last events wait when the next version comes. */
  waits: fc.boolean(),
  /** Other rules are tried before, and are not used. */
  tried: fc.option(fc.nat(5), { nil: undefined, freq: 3 }),
  /** A cut is taken of it, so that what changes is noted. */
  isCut: fc.boolean(),
})
type Part = typeof part extends fc.Arbitrary<infer P> ? P : never

/** Runs the parts, and says what came out and what is known in the end. `isHanded`: an engine goes on with what lies in memory, else with a cut. */
function run(versions: readonly RuleSet[], parts: readonly Part[], forms: Forms, isHanded: boolean) {
  const lines: string[] = []
  const options: EngineOptions = {
    ...linesInto(lines, true),
    forms,
    onDropped: ({ rule, series, reason }) => lines.push(JSON.stringify({ rule, series, reason })),
  }
  const rulesOf = (number: number): RuleSet => versions[number % versions.length]!
  let engine: Engine | undefined
  let at = 1000
  let highest = 0
  let id = 0
  for (const { version, events, least, waits, tried, isCut } of parts) {
    const former = engine
    const given = { ...options, params: { least } }
    lines.push(`version ${version % versions.length}`)
    if (former === undefined) engine = createEngine(rulesOf(version), given)
    else if (isHanded) {
      if (tried !== undefined) {
        createEngine(rulesOf(tried), { former, forms })
        former.takeBack()
      }
      engine = createEngine(rulesOf(version), { ...given, former })
    } else engine = createEngine(rulesOf(version), { ...given, restoreCut: cutOf(former) })
    for (const { type, after, moves, k, m, b, n, o } of events) {
      at += after
      highest = Math.max(highest, at)
      engine.ingest({ type, raw: { id: id++, k, m, n, ...(type === "A" && { b, o }), at } })
      if (moves) engine.advanceTo(highest - latenessMs - 1)
    }
    if (!waits) engine.advanceTo(highest)
    if (isCut) cutOf(engine)
  }
  engine!.end()
  const { rules, series } = engine!.stats()
  return { lines, rules, series }
}

const cases = Object.entries(families).flatMap(([name, family]) => bothForms.map((forms) => ({ name, forms, family })))

test.each(cases)(
  "$name lie in memory as a cut of them says, in $forms forms",
  async ({ family, forms }) => {
    const all = await Promise.all(
      family.map((rules) => compileText(`${declarations}${rules.map((each) => `rule ${each}`).join("\n")}`)),
    )
    fc.assert(
      fc.property(few, fc.array(part, { minLength: 2, maxLength: 6 }), (places, parts) => {
        const versions = places.map((place) => all[place % all.length]!)
        expect(run(versions, parts, forms, true)).toEqual(run(versions, parts, forms, false))
      }),
      { numRuns: Math.ceil(pairs / 10), seed },
    )
  },
  timeout,
)
