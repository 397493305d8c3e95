/** Aggregates that are kept of rows are what they are when they are kept of events as objects: line for line, counters included. */
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
event A { id: integer, k: string?, m: string, b: boolean, n: number, o: number?, d: duration, p: decimal(2), at: time }
  timed by at, up to 12 ms late
event B { id: integer, k: string?, m: string, at: time } timed by at, up to 12 ms late
feature seen = count(A) per k over 15 ms
feature most = max(A.n) per m over 40 ms
feature all = sum(A.n) over 30 ms
feature other = sum(A.n where b) per k (A.m) over 30 ms
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const window = word(
  "10 ms",
  "10 ms",
  "25 ms",
  "previous 10 ms",
  "previous 25 ms",
  "10 ms ending 5 ms ago",
  "20 ms ending 8 ms ago",
  "forever",
)
const aggregate = fc
  .tuple(
    word(
      "count()",
      "count(o)",
      "sum(n)",
      "avg(n)",
      "min(n)",
      "max(n)",
      "sum(o)",
      "avg(o)",
      "max(o)",
      "avg(d)",
      "sum(d)",
      "max(d)",
      "avg(p)",
      "min(p)",
      "sum(p)",
      "sum(n + id)",
    ),
    word("", "", " where n >= least", " where b", ' where m == "x"', " where o is present"),
    word("", "", "", " per m", " per k, m", " per b"),
    window,
  )
  .map(([call, where, per, over]) => {
    const filtered = where === "" ? call : call.replace(/\)$/, call === "count()" ? `${where.slice(1)})` : `${where})`)
    return { text: `${filtered}${per} over ${over}`, isDuration: call.includes("(d)"), isDecimal: call.includes("(p)") }
  })
const test_ = fc
  .tuple(aggregate, word(">", "<=", "==", "!="), fc.constantFrom(0, 1, 2, 3, 4))
  .map(
    ([{ text, isDuration, isDecimal }, sign, n]) =>
      `${text} ${sign} ${isDuration ? `${n} ms` : isDecimal ? `${n}.50` : n}`,
  )
const feature = fc
  .tuple(word("seen", "most", "all", "other"), fc.constantFrom(1, 2, 3))
  .map(([name, n]) => `${name} >= ${n}`)
const condition = fc
  .tuple(
    fc.oneof({ weight: 5, arbitrary: test_ }, { weight: 1, arbitrary: feature }),
    word(" and ", " or "),
    fc.option(test_, { nil: undefined }),
  )
  .map(([left, join, right]) => (right === undefined ? left : `${left}${join}${right}`))
const key = word("per k", "per k", "per k", "per m", "per k, m", "per b", "")
const rule = fc
  .tuple(
    condition,
    key,
    fc.array(aggregate, { maxLength: 2 }),
    word("single", "single", "single", "several", "of B", "emit"),
  )
  .map(([where, per, shown, kind]) => {
    const name = "NAME"
    const values = shown.map(({ text }, at) => `v${at}: ${text}`)
    const data = `{ ${["id: a.id", ...values].join(", ")} }`
    switch (kind) {
      case "of B":
        return `rule ${name} { when B as a where seen >= 1 or most > 2 ${per.includes("b") ? "" : per} alert { id: a.id, all: all, seen: seen, most: most } }`
      case "several":
        return `rule ${name} { when 2 A as a where ${where} within 20 ms ${per} alert "{count(a)}" without events }`
      case "emit":
        return `rule ${name} { when A as a where ${where} ${per} emit Found${name} { id: a.id } }`
      default:
        return `rule ${name} { when A as a where ${where} ${per} alert ${data} without events }`
    }
  })
const event = fc.record({
  type: word("A", "A", "A", "B"),
  k: fc.option(word("x", "x", "y"), { nil: undefined, freq: 8 }),
  m: word("x", "y", "z"),
  b: fc.boolean(),
  n: fc.constantFrom(0, 1, 2, 3, -1, 0.1, 0.2, 1e300, 5e-324),
  o: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  p: fc.option(fc.constantFrom(90_071_992_547_409, -90_071_992_547_409, 60_000_000_000_000), {
    nil: undefined,
    freq: 2,
  }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -6, 14),
})

type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

/** Where the engine is made anew from its snapshot's text or, at odd places, from cuts of its state, with which rules (absent: the same) and options. */
interface Restart {
  readonly before: number
  readonly rules?: RuleSet
  readonly options: EngineOptions
}

async function compiled(drawn: readonly string[]): Promise<RuleSet> {
  const text = `${declarations}\n${drawn.join("\n")}`
  const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(`${diagnostics.map((one) => one.text).join("\n")}\n${text}`)
  return rules
}

/** The rules as tests run them, which watch each condition. */
function withoutRows({ manifest: { columns: _, ...manifest }, create }: RuleSet): RuleSet {
  return { manifest: { ...manifest, rules: manifest.rules.map(({ rows: __, ...rule }) => rule) }, create }
}

/** What comes out, and what is known at the end. */
function answers(rules: RuleSet, events: readonly Drawn[], options: EngineOptions, restart?: Restart) {
  const lines: string[] = []
  const callbacks: EngineOptions = {
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: ({ code }) => lines.push(code),
    onDropped: (dropped) => lines.push(JSON.stringify(dropped)),
  }
  let engine = createEngine(rules, { ...callbacks, ...options })
  const pieces: Uint8Array[] = []
  const cut = (): void => {
    const state = engine.cut(false)
    for (let piece = state.next(); piece !== undefined; piece = state.next()) pieces.push(piece)
  }
  let at = 1000
  for (const [id, { type, after, n, p, ...fields }] of events.entries()) {
    const byCuts = restart !== undefined && restart.before % 2 === 1 && id <= restart.before
    if (byCuts && (id % 7 === 0 || id === restart.before)) cut()
    if (restart?.before === id) {
      const state = byCuts
        ? { restoreCut: pieces }
        : { restore: JSON.parse(JSON.stringify(engine.snapshot())) as unknown }
      engine = createEngine(restart.rules ?? rules, { ...callbacks, ...restart.options, ...state })
    }
    at += after
    engine.push(type, { id, ...fields, n, d: Math.trunc(Math.abs(n) % 7), p: p ?? id / 4, at })
  }
  engine.end()
  const { rules: counts, series, ...rest } = engine.stats()
  return { lines, counts: counts.map(({ keys: _, partialMatches: __, states: ___, ...each }) => each), series, rest }
}

test(
  "aggregates of rows are those of objects, also after a restart in the same form or the other",
  async () => {
    let kept = 0
    let mixed = 0
    let found = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.nat(60),
        async (drawn, events, before) => {
          const texts = drawn.map((one, at) => one.replaceAll("NAME", `R${at}`))
          const rules = await compiled(texts)
          const { manifest } = rules
          const hasRings = manifest.rules.some(({ form }) => form?.kind === "ring")
          const general = answers(rules, events, { forms: "general" })
          const ofRows = manifest.columns?.series?.length ?? 0
          if (ofRows > 0) {
            kept++
            found += general.lines.length
          }
          if (ofRows > 0 && ofRows < manifest.series.length) mixed++
          expect(answers(rules, events, {})).toEqual(general)
          expect(answers(rules, events, {}, { before, options: {} })).toEqual(general)
          expect(answers(withoutRows(rules), events, {})).toEqual(general)
          // Series that are new are not complete, those that were there are.
          const fewer = await compiled(texts.slice(0, 1))
          const changed: Restart = { before, rules, options: { forms: "general" } }
          const expected = answers(fewer, events, { forms: "general" }, changed)
          if (!hasRings) expect(answers(fewer, events, {}, { ...changed, options: {} })).toEqual(expected)
          // What a ring holds is not taken over by another form.
          if (hasRings) return
          const other: EngineOptions = { forms: "general" }
          expect(answers(rules, events, {}, { before, options: other })).toEqual(general)
          expect(answers(rules, events, other, { before, options: {} })).toEqual(general)
        },
      ),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(kept).toBeGreaterThan(0.15 * pairs)
    expect(mixed).toBeGreaterThan(0)
    expect(found).toBeGreaterThan(3 * pairs)
  },
  timeout,
)
