/**
 * Forms that keep events alone tell in which states the partial matches are that follow from them: so far from complete as those of the general form are, after any event. `PAIRS=100000 SEED=…` for a
 * long run.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine } from "../../runtime/abi/engine.ts"
import type { RuleManifest } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { Steps } from "../../runtime/match/steps.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const declarations = `
event A { k: string, n: integer, at: time } timed by at
event B { k: string, n: integer, at: time } timed by at
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
/** `startsWith` is no condition over rows: such rules judge events as objects. */
const where = word("", " where n > 1", " where n < 3", ' where startsWith(k, "x") and n < 3')
const rest = fc.tuple(word("8 ms", "25 ms", "1 second"), word("per k", ""))
const ring = fc
  .tuple(
    word("1+", "2", "3", "5", "2+", "3+", "2..3", "1..2"),
    where,
    word("", " then A as b", " then B as b"),
    where,
    rest,
  )
  .filter(([count, , then]) => then !== "" || !/^1/.test(count))
  .map(([count, first, then, last, [within, key]]) => {
    const end = then === "" ? "" : `${then}${last}`
    return `when ${count} A as a${first}${end} within ${within} ${key} alert without events`
  })
const combination = fc
  .tuple(where, word("A", "B"), where, word("", " then any A as c", " then any B as c where n > 0"), rest)
  .map(
    ([first, type, second, third, [within, key]]) =>
      `when A as a${first} then any ${type} as b${second}${third} within ${within} ${key} skip none alert without events`,
  )
const event = fc.record({
  type: word("A", "A", "A", "B"),
  k: word("x", "x", "y"),
  n: fc.nat(3),
  after: fc.constantFrom(1, 1, 2, 3, 5, 14),
})

/** How many partial matches lack so many events. */
type Lacks = ReadonlyMap<number, number>

function lacks(numbers: readonly (readonly [missing: number, count: number])[]): Lacks {
  const found = new Map<number, number>()
  for (const [missing, count] of numbers) if (count > 0) found.set(missing, (found.get(missing) ?? 0) + count)
  return new Map([...found].toSorted(([left], [right]) => left - right))
}

function lacksByState(engine: Engine, rule: RuleManifest): Lacks {
  const steps = new Steps(rule.automaton)
  const { states } = engine.stats().rules[0]!
  return lacks(states!.map((count, state) => [steps.remaining(state), count]))
}

/** Of the general form. Of a ring that waits in two states at once the one that is nearer counts. */
function lacksOfGeneral(engine: Engine, rule: RuleManifest, isRing: boolean): Lacks {
  const keys = rule.keys.length === 0 ? [[]] : [["x"], ["y"]]
  const all = keys.flatMap((key) => {
    const partials = engine.look(rule.name, key, 10_000)?.partials ?? []
    if (!isRing) return partials.map(({ missing }) => missing)
    const nearest = new Map<number, number>()
    for (const { began, missing } of partials) nearest.set(began, Math.min(missing, nearest.get(began) ?? missing))
    return [...nearest.values()]
  })
  return lacks(all.map((missing) => [missing, 1]))
}

test.each(["ring", "combination"] as const)("a %s tells the states of what it stands for", {
  timeout,
}, async (form) => {
  const drawn = fc.tuple(form === "ring" ? ring : combination, fc.array(event, { minLength: 6, maxLength: 30 }))
  let [seen, most, byEvent] = [0, 0, 0]
  await fc.assert(
    fc.asyncProperty(drawn, async ([text, events]) => {
      const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}rule R { ${text} }` }])
      if (rules === undefined) throw new Error(diagnostics.map((each) => each.text).join("\n"))
      const [rule] = rules.manifest.rules
      if (rule!.form?.kind !== form) return
      if (rule!.rows === undefined) byEvent++
      const chosen = createEngine(rules, {})
      const general = createEngine(rules, { forms: "general" })
      let at = 1000
      for (const [place, { type, k, n, after }] of events.entries()) {
        at += after
        for (const engine of [chosen, general]) {
          engine.push(type, { k, n, at })
          engine.advanceTo(at)
        }
        const found = lacksByState(chosen, rule!)
        expect(found, `${text} after event ${place}`).toEqual(lacksOfGeneral(general, rule!, form === "ring"))
        seen += found.size
        most = Math.max(most, ...found.values())
      }
    }),
    { numRuns: Math.ceil(pairs / 40), seed },
  )
  expect(seen).toBeGreaterThan(pairs / 8)
  expect(most).toBeGreaterThan(3)
  if (form === "ring") expect(byEvent).toBeGreaterThan(pairs / 400)
})
