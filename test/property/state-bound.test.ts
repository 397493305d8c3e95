/** No run of events makes the engine hold more partial matches of one key than the compiler said. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import { createEngine } from "../../runtime/index.ts"

const declarations = `
event A { id: string, n: integer, at: time } timed by at
event B { id: string, n: integer, at: time } timed by at
`

const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const count = word("", "2 ", "3 ", "1..2 ", "2..3 ", "2 consecutive ", "1..3 consecutive ", "optional ", "optional 2 ")
const where = word("", "", " where n > 1", " where n in 0..2", " where n == 0")
const element = fc.tuple(count, word("A", "A", "B"), where)
const pattern = fc
  .tuple(
    fc.array(fc.tuple(word("next", "next", "then"), element), { minLength: 0, maxLength: 3 }),
    fc.tuple(word("", "2 ", "3 ", "2 consecutive "), word("A", "B"), where),
    word("", "skip none", "skip past last", "skip to next"),
  )
  .map(([rest, first, skip]) => {
    const parts = [first, ...rest.map(([, each]) => each)]
    const steps = parts.map(([times, type, condition], at) => `${times}${type} as s${at}${condition}`)
    const text = steps.map((step, at) => (at === 0 ? step : `${rest[at - 1]![0]} ${step}`)).join(" ")
    return `when ${text} per id ${skip} alert high`
  })
const events = fc.array(fc.tuple(word("A", "A", "B"), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 40 })

test("the number of partial matches stays within the fixed bound", async () => {
  let bounded = 0
  await fc.assert(
    fc.asyncProperty(pattern, events, async (body, stream) => {
      const { rules, plan } = await compile([{ path: "a.cep", text: `${declarations}\nrule R { ${body} }` }])
      const bound = plan?.rules[0]?.bound
      if (bound?.kind !== "fixed" && bound?.kind !== "none") return
      bounded++
      const most = bound.kind === "none" ? 0 : bound.partialMatches
      const engine = createEngine(rules!)
      for (const [at, [type, n]] of stream.entries()) {
        engine.push(type, { id: "k", n, at: 1000 + at * 10 })
        engine.advanceTo(1000 + at * 10)
        expect(engine.stats().rules[0]!.partialMatches).toBeLessThanOrEqual(most)
      }
    }),
    { numRuns: 400, seed: 7 },
  )
  expect(bounded).toBeGreaterThan(60)
})
