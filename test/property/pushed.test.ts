/** What an event brings out that is pushed alone comes within that call, as if all that the watermark reaches were judged there: whatever is put off. */
import fc from "fast-check"
import { expect, test } from "vitest"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { compileText } from "../support/compiled.ts"
import { declarations, event, latenessMs } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)
const where = word(
  "n > 2",
  "n > 1",
  "b",
  "n >= least",
  'm == "x" and n > 2',
  "b and n > 1",
  "o is present and o > 2",
  "o > n",
)
const key = word("per k", "per k", "per m", "per k, m", "", "")
const within = word("within 8 ms", "within 40 ms", "within 300 ms", "within wait")
const shown = word("alert", "alert without events", "once per 15 ms alert without events")
const filter = fc.tuple(where, key, shown).map(([test, ...rest]) => `when A as a where ${test} ${rest.join(" ")}`)
const ring = fc
  .tuple(
    word("2", "3", "2+"),
    where,
    word("", " then B as e where n > 1", " then A as e where "),
    where,
    within,
    key,
    shown,
  )
  .map(([count, first, then, last, ...rest]) =>
    [
      `when ${count === "2+" && then === "" ? "2" : count} A as a where ${first}`,
      `${then}${then.endsWith(" ") ? last : ""}`,
    ]
      .concat(rest)
      .join(" "),
  )
const combination = fc
  .tuple(where, where, within, key, shown)
  .map(([first, last, time, per, out]) =>
    [`when A as a where ${first} then any A as e where ${last}`, time, per, "skip none", out].join(" "),
  )
const absence = fc
  .tuple(
    where,
    word("then no A", "then no B", "then no A as e where b", "then A as e where n > 2 then no A", "next no B"),
    within,
    key,
    word("", "skip none", "skip past last"),
  )
  .map(([first, then, ...rest]) => [`when A as a where ${first} ${then}`, ...rest, "alert"].join(" "))
const timingOut = fc
  .tuple(where, word("A", "B"), within, key)
  .map(([first, type, time, per]) =>
    [`when A as a where ${first} then ${type} as e where n > 2 ${time} ${per}`]
      .concat("alert without events on timeout alert low without events")
      .join(" "),
  )
const chain = fc
  .tuple(where, word("n > a.n", "n > 2", "b"), within, key)
  .map(([first, test, ...rest]) =>
    [`when A as a where ${first} then A as e where ${test} then A as f where n > 2`, ...rest, "alert"].join(" "),
  )
const rule = fc.oneof(filter, ring, combination, absence, timingOut, chain)
/** Conditions that an index finds. */
const indexed = fc.constant(
  Array.from({ length: 9 }, (_, i) => `when A as a where m == "${"xyz"[i % 3]}" and n > ${i} per k alert { id: a.id }`),
)
const rules = fc.oneof(
  { weight: 6, arbitrary: rule.map((only) => [only]) },
  { weight: 3, arbitrary: fc.array(rule, { minLength: 2, maxLength: 3 }) },
  { weight: 1, arbitrary: indexed },
)

/** What else happens before an event comes. */
const aside = fc.oneof(
  { weight: 250, arbitrary: fc.constant("nothing") },
  fc.constantFrom("look", "time", "least", "wait", "snapshot", "former", "several", "record"),
)
const steps = fc
  .tuple(fc.array(fc.tuple(event, aside), { minLength: 30, maxLength: 120, size: "max" }), fc.nat(4))
  .map(([drawn, more]) => Array.from({ length: more + 1 }, () => drawn).flat())

/** An engine, and what it has told so far. `throwsAt`: so many outputs come before one whose callback throws. */
class Teller {
  readonly told: string[] = []
  engine: Engine
  private readonly rules: RuleSet
  private left: number

  constructor(set: RuleSet, throwsAt: number) {
    this.rules = set
    this.left = throwsAt
    this.engine = createEngine(set, this.options())
  }

  options(): EngineOptions {
    return {
      onOutput: (output) => {
        this.told.push(output.line())
        if (this.left-- === 0) throw new Error("a callback's own")
      },
      onDeadLetter: ({ code, reason }) => this.told.push(`${code} ${reason}`),
      onLate: ({ at, watermark, rules: late }) => this.told.push(`late ${at} ${watermark} ${late}`),
    }
  }

  /** Goes on with another engine that has all of this one. */
  replace(how: "snapshot" | "former"): unknown {
    const restore = how === "snapshot" ? this.engine.snapshot() : undefined
    const from = how === "snapshot" ? { restore } : { former: this.engine }
    this.engine = createEngine(this.rules, { ...this.options(), ...from })
    return restore
  }

  do(run: (engine: Engine) => unknown): unknown {
    try {
      return run(this.engine)
    } catch (thrown) {
      return String(thrown)
    }
  }
}

/** What is done beside pushing. */
function besides(teller: Teller, what: string, at: number, raw: Readonly<Record<string, unknown>>): unknown {
  switch (what) {
    case "look":
      return teller.do((engine) => [engine.counts(), engine.stats(), engine.look("R0", ["x"], 10)])
    case "time":
      return teller.do((engine) => engine.advanceTo(at - latenessMs + 3))
    case "least":
      return teller.do((engine) => engine.setParam("least", 4 - Number(engine.params().least)))
    case "wait":
      return teller.do((engine) => engine.setParam("wait", at % 2 === 0 ? "4 ms" : "15 ms"))
    case "snapshot":
    case "former":
      return teller.do(() => teller.replace(what))
    case "several":
      return teller.do((engine) => engine.pushAll("A", [{ ...raw }, { ...raw, n: 3 }]))
    case "record":
      return teller.do((engine) => engine.ingest({ type: "A", raw: { ...raw, n: 3 } }))
    default:
      return undefined
  }
}

/** Pushes a stream to two engines, of which one judges at each push; gives how often something was put off, and what was told. */
function compare(set: RuleSet, drawn: readonly Step[], throwsAt: number) {
  const pushed = new Teller(set, throwsAt)
  const judged = new Teller(set, throwsAt)
  let highest = 1_700_000_000_000
  let putOff = 0
  for (const [id, [{ type, after, moves: _, ...fields }, what]] of drawn.entries()) {
    highest += Math.max(0, after)
    const at = highest + Math.min(0, after)
    const raw = { id, ...fields, at }
    expect(besides(pushed, what, at, raw)).toEqual(besides(judged, what, at, raw))
    const thrown = pushed.do((engine) => engine.push(type, { ...raw }))
    expect(thrown).toEqual(judged.do((engine) => engine.pushAll(type, [{ ...raw }])))
    expect(pushed.told).toEqual(judged.told)
    const { judging } = pushed.engine as unknown as { judging: { since: number | undefined } }
    if (judging.since !== undefined) putOff++
  }
  expect(pushed.do((engine) => engine.counts())).toEqual(judged.do((engine) => engine.counts()))
  for (const each of [pushed, judged]) each.do((engine) => engine.end())
  expect(pushed.told).toEqual(judged.told)
  return { putOff, told: pushed.told.filter((line) => line.startsWith("{")).length }
}

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never

test(
  "each push brings out what judging all that the watermark reaches brings out",
  async () => {
    let putOff = 0
    let told = 0
    const throwsAt = fc.oneof(
      { weight: 5, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
      { weight: 1, arbitrary: fc.nat(12) },
    )
    await fc.assert(
      fc.asyncProperty(rules, steps, throwsAt, async (texts, drawn, nth) => {
        const written = texts.map((text, number) => `rule R${number} { ${text} }`)
        const set = await compileText([declarations.replace(/feature .*\n/, ""), ...written].join("\n"))
        const found = compare(set, drawn, nth)
        putOff += found.putOff
        told += found.told
      }),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(putOff).toBeGreaterThan(5 * pairs)
    expect(told).toBeGreaterThan(2 * pairs)
  },
  timeout,
)
