/** Engines that are apart, each with the events that a router sends it and no others, give together what one engine gives that has them all. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine, EngineOptions, LateEvent } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { KeyRouter, whyNotApart } from "../../runtime/engine/routes.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const declarations = `
event A { k: string?, n: integer, of: { m: integer }?, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
feature total = sum(A.n) per k over 30 ms
`
/** Rules of every form, with keys of each kind, with derived events and with aggregates. */
const shapes = [
  "when 3 A as a within 25 ms per k alert { sum: sum(a.n) }",
  "when 2+ A as a then B as b within 25 ms per k alert",
  "when A as a then any B as b where b.n > a.n within 25 ms skip none per n alert",
  "when A as a then B as b within 25 ms per k once per 30 ms alert",
  "when A as a then no B for 20 ms per k alert",
  "when A as a where n > 1 per of.m alert",
  "when A as a where n > 1 alert",
  "when 2 A as a within 25 ms alert",
  "when 2 (A | B) as a within 25 ms per k, n alert",
  "each 20 ms of A\n per k having count() > 1 alert { n: count() }",
  "when A as a where count() over 50 ms > 2 per k alert { n: sum(n) over 40 ms }",
  "when A as a where total > 3 per k alert",
  "when B as b where total > 3 per k alert",
  "when B as b where total[b.k] > 3 per k alert",
  "when A as a where (n is new over 30 ms) per of.m alert",
  "when 2 A as a within 25 ms per k emit Found { k: k, n: count(a) }",
]
const ofFound = "rule OfFound { when 2 Found as f within 40 ms per n alert }"
/** Their aggregates have other keys than they. */
const refused = [
  "when A as a where sum(n) per n over 50 ms > 2 per k alert",
  "when B as b where total > 3 per n alert",
  'when A as a where total["x"] > 3 per k alert',
]

const event = fc.record({
  type: fc.constantFrom("A", "A", "B"),
  k: fc.option(fc.constantFrom("x", "y", "z", "u", "v"), { nil: undefined, freq: 8 }),
  n: fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.constant("many") }),
  m: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  after: fc.constantFrom(0, 1, 2, 3, 5, -2, -30, 14),
  /** The watermark moves behind it. */
  marks: fc.boolean(),
})
type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

async function compiled(rules: readonly string[]): Promise<RuleSet> {
  const text = rules.map((shape, at) => `rule R${at} { ${shape} }`).join("\n")
  const more = rules.some((shape) => shape.includes("emit Found")) ? ofFound : ""
  const { rules: set, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}\n${text}\n${more}` }])
  if (set === undefined) throw new Error(diagnostics.map((each) => `${each.text} ${text}`).join("\n"))
  return set
}

/** One engine, and what it says. */
function collect(rules: RuleSet, options: EngineOptions) {
  const lines: string[] = []
  const letters: string[] = []
  const late: string[] = []
  const engine = createEngine(rules, {
    ...options,
    ...linesInto(lines, true),
    onDeadLetter: ({ code, event: of }) => letters.push(`${code} ${JSON.stringify(of)}`),
    onLate: ({ event: of, rules: names }: LateEvent) => {
      for (const name of names) late.push(`${name} ${JSON.stringify(of)}`)
    },
  })
  return { engine, lines, letters, late }
}

function play(
  events: readonly Drawn[],
  to: (record: { type: string; raw: unknown; text: string }) => readonly Engine[],
  all: readonly Engine[],
) {
  let at = 1000
  let highest = 0
  for (const { type, k, n, m, after, marks } of events) {
    at += after
    highest = Math.max(highest, at)
    const raw = {
      k: k ?? (type === "B" ? "x" : undefined),
      n,
      ...(m !== undefined && type === "A" && { of: { m } }),
      at,
    }
    const record = { type, raw, text: JSON.stringify(raw) }
    for (const engine of to(record)) engine.ingest(record)
    if (marks) for (const engine of all) engine.advanceTo(highest - 10)
  }
  for (const engine of all) engine.end()
}

test(
  "engines that are apart give together what one gives",
  async () => {
    let found = 0
    let divided = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...shapes), { minLength: 1, maxLength: 4 }),
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(2, 3, 7, 32),
        async (chosen, events, of) => {
          const rules = await compiled(chosen)
          expect(whyNotApart(rules.manifest)).toEqual([])
          const whole = collect(rules, {})
          play(events, () => [whole.engine], [whole.engine])
          const parts = Array.from({ length: of }, (_, worker) =>
            collect(rules, { share: { worker, of, apart: true } }),
          )
          const engines = parts.map(({ engine }) => engine)
          const router = new KeyRouter(rules.manifest, of)
          play(events, (record) => (router.route(record)?.to ?? [1]).map((one) => engines[one]!), engines)
          expect(parts.flatMap(({ lines }) => lines).sort()).toEqual([...whole.lines].sort())
          expect(parts.flatMap(({ letters }) => letters).sort()).toEqual([...whole.letters].sort())
          // Each rule that has its key; one engine names all that read the type.
          const late = parts.flatMap((part) => part.late).sort()
          expect(whole.late).toEqual(expect.arrayContaining(late))
          found += whole.lines.length
          if (parts.filter(({ lines }) => lines.length > 0).length > 1) divided++
        },
      ),
      { numRuns: Math.ceil(0.2 * pairs), seed },
    )
    expect(found).toBeGreaterThan(0.5 * pairs)
    expect(divided).toBeGreaterThan(0.05 * pairs)
  },
  timeout,
)

test("a rule that asks for aggregates of another key than its own is named", async () => {
  for (const rule of refused) {
    const { manifest } = await compiled([rule])
    expect(whyNotApart(manifest), rule).toEqual([
      expect.stringMatching(/^rule R0 has the key .* aggregates of another one/),
    ])
  }
})
