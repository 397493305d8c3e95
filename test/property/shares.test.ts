/** Engines that share the keys of a rule set together give what one engine gives: each output once, whatever the number of engines. */
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
event A { k: string?, n: integer, at: time } timed by at, up to 20 ms late
event B { k: string, n: integer, at: time } timed by at, up to 20 ms late
`
/** Rules of every form, with keys of each kind, with derived events and with aggregates. */
const shapes = [
  "when 3 A as a within 25 ms per k alert { sum: sum(a.n) }",
  "when 2+ A as a then B as b within 25 ms per k alert",
  "when A as a then any B as b where b.n > a.n within 25 ms skip none per k alert",
  "when A as a then B as b where b.n > a.n within 25 ms per k once per 30 ms alert",
  "when A as a then no B for 20 ms per k alert",
  "when A as a where n > 1 per k alert",
  "when A as a where n > 1 alert",
  "when 2 A as a within 25 ms alert",
  "when 2 A as a within 25 ms per n alert",
  "when 2 (A | B) as a within 25 ms per k, n alert",
  "each 20 ms of A\n per k having count() > 1 alert { n: count() }",
  "when A as a where count() over 50 ms > 2 per k alert { n: sum(n) over 40 ms }",
  "when A as a where sum(n) per n over 50 ms > 2 per k alert",
  "when A as a then B as b within 25 ms per k skip past last alert",
  "when 2 A as a within 25 ms per k emit Found { k: k, n: count(a) }",
]
const event = fc.record({
  type: fc.constantFrom("A", "A", "B"),
  k: fc.option(fc.constantFrom("x", "y", "z", "u", "v"), { nil: undefined, freq: 8 }),
  n: fc.integer({ min: 0, max: 3 }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -30, 14),
})
type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

function answers(rules: RuleSet, events: readonly Drawn[], options: EngineOptions) {
  const lines: string[] = []
  const letters: string[] = []
  const late: unknown[] = []
  const engine = createEngine(rules, {
    ...options,
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: ({ code, event: of }) => letters.push(`${code} ${JSON.stringify(of)}`),
    onLate: ({ event: of }) => late.push(of),
  })
  let at = 1000
  for (const { type, k, n, after } of events) {
    at += after
    engine.push(type, { k: k ?? (type === "B" ? "x" : undefined), n, at })
  }
  engine.end()
  return { lines, letters, late }
}

test(
  "several engines give together what one gives",
  async () => {
    let found = 0
    let divided = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(shapes.length - 1), { minLength: 1, maxLength: 4 }),
        fc.array(event, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(2, 3, 7),
        fc.constantFrom("chosen" as const, "general" as const),
        async (chosen, events, of, forms) => {
          const readsFound = chosen.includes(shapes.length - 1)
            ? "rule OfFound { when 2 Found as f within 40 ms per n alert }"
            : ""
          const text = chosen.map((shape, at) => `rule R${at} { ${shapes[shape]} }`).join("\n")
          const { rules, diagnostics } = await compile([
            { path: "a.cep", text: `${declarations}\n${text}\n${readsFound}` },
          ])
          if (rules === undefined) throw new Error(diagnostics.map((each) => `${each.text} ${text}`).join("\n"))
          const whole = answers(rules, events, { forms })
          const parts = Array.from({ length: of }, (_, worker) =>
            answers(rules, events, { forms, share: { worker, of } }),
          )
          expect(parts.flatMap(({ lines }) => lines).sort()).toEqual([...whole.lines].sort())
          expect(parts.flatMap(({ letters }) => letters).sort()).toEqual([...whole.letters].sort())
          expect(parts.flatMap(({ late }) => late)).toEqual(whole.late)
          found += whole.lines.length
          if (parts.filter(({ lines }) => lines.length > 0).length > 1) divided++
        },
      ),
      { numRuns: Math.ceil(0.2 * pairs), seed },
    )
    expect(found).toBeGreaterThan(pairs)
    expect(divided).toBeGreaterThan(0.05 * pairs)
  },
  timeout,
)
