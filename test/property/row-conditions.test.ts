/** Conditions over rows choose the events that the conditions over objects hold for: drawn conditions on drawn events. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EventRecord } from "../../runtime/abi/event.ts"
import type { Host } from "../../runtime/abi/host.ts"
import type { MatchView, RuleSet } from "../../runtime/abi/rule-set.ts"
import { builtins } from "../../runtime/functions/index.ts"
import { createLibrary } from "../../runtime/library/library.ts"
import { type RowEvent, rowsOf } from "../support/row-columns.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const declarations = `
event A {
  n: number, m: number?, i: integer, j: integer?, d: decimal(2), e: decimal(2)?, b: boolean, c: boolean?
  s: string, t: string?, u: string?, k: "a" | "b" | "c", l: "a" | "b" | "c"?, w: duration?, z: time?, at: time
} timed by at
event B { s: string, m: number?, t: string?, at: time } timed by at
param limit = 2
param rate: decimal(2) = 1.25
param on = true
let twice = limit * 2
let word = "a"
let same = word
let few = ["a", "x"]
let many = ["a", "b", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]
let sizes = [1, 2, 3]
let third = limit / 3
fn half(x: number?): number = (x ?? limit) / 4
fn isBig(x: number): boolean = x > half(1)
`

const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)

/** Texts of expressions: what rows can do, and a little that they cannot. */
const { condition } = fc.letrec<{ number: string; decimal: string; condition: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    word("n", "m", "i", "j", "m", "j", "0", "1", "2", "-1", "0.5", "limit", "twice"),
    fc.tuple(tie("number"), word("+", "-", "*", "/", "%"), tie("number")).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie("number").map((a) => `(-${a})`),
    fc.tuple(word("m", "j"), tie("number")).map(([a, b]) => `(${a} ?? ${b})`),
    fc.tuple(tie("number"), tie("condition"), tie("number")).map(([a, test, b]) => `(${a} if ${test} else ${b})`),
    tie("decimal").map((a) => `(${a} * 2)`),
    word("abs(m)", "max(n, j)", "half(m)", "sqrt(n)", "third", "hour(at)", "clamp(m, 0, limit)"),
  ),
  decimal: word("d", "e", "e", "rate", "1.25", "0.00", "(d % 0.50)", "(-e)", "(e ?? 1.00)", "(d + e)"),
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(tie("number"), word("==", "!=", "<", "<=", ">", ">="), tie("number")).map((parts) => parts.join(" ")),
    fc.tuple(tie("decimal"), word("==", "!=", "<", "<=", ">", ">="), tie("decimal")).map((parts) => parts.join(" ")),
    fc
      .tuple(
        word("s", "t", "u", "k", "l", "word"),
        word("==", "!="),
        word("s", "t", "u", "k", "l", "same", '"b"', '"x"'),
      )
      .map((parts) => parts.join(" ")),
    fc
      .tuple(word("s", "t", "u", "k", "l"), word("in", "not in"), word('["a"]', '["b", "a", "b"]', "few", "many"))
      .map((parts) => parts.join(" ")),
    fc
      .tuple(tie("number"), word("in", "not in"), word("[1, 2]", "[-1, 0]", "sizes", "0..2"))
      .map((parts) => parts.join(" ")),
    fc
      .tuple(word("m", "j", "e", "c", "t", "u", "l", "w", "z", "(m / j)"), word("is missing", "is present"))
      .map((parts) => parts.join(" ")),
    word(
      "b",
      "c",
      "on",
      "c == b",
      "c != b",
      "b != on",
      "c == c",
      "(c ?? b)",
      "isBig(n)",
      "isBig(m)",
      "length(s) > 1",
      "w < 2 seconds",
      "z > at",
      "at - z > 1 second",
    ),
    tie("condition").map((a) => `not (${a})`),
    fc.tuple(tie("condition"), word("and", "or"), tie("condition")).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
}))

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 })
const number = fc.constantFrom(0, -0, 1, 2, 3, -1, 0.5, 4, 1e9)
const whole = fc.constantFrom(0, 1, 2, 3, -1, 4)
const cents = fc.constantFrom(0, 125, 100, -125, 50, 250, 200)
const text = word("a", "b", "c", "x", "y", "c5", "")
const member = word("a", "b", "c")
const event: fc.Arbitrary<RowEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        ...{ n: number, m: optional(number), i: whole, j: optional(whole), d: cents, e: optional(cents) },
        ...{ b: fc.boolean(), c: optional(fc.boolean()), s: text, t: optional(text), u: optional(text) },
        ...{ k: member, l: optional(member), w: optional(fc.constantFrom(0, 1999, 2000)) },
        ...{ z: optional(fc.constantFrom(0, 5000, 10_000)), at: fc.constantFrom(5000, 10_000) },
      })
      .map((fields) => ({ type: 0, fields })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ s: text, m: optional(number), t: optional(text), at: fc.constant(5000) })
      .map((fields) => ({ type: 1, fields })),
  },
)
const params = fc.record({ limit: fc.constantFrom(0, 1, 2, -1), rate: cents, on: fc.boolean() })

async function compiled(conditions: readonly string[], mixed: boolean): Promise<RuleSet | undefined> {
  const rules = conditions.map((one, at) => `rule R${at} { when A where ${one} alert without events }`)
  if (mixed) rules.push("rule Other { when B where s == t or m > 1 alert without events }")
  return (await compile([{ path: "a.cep", text: `${declarations}\n${rules.join("\n")}` }])).rules
}

type Checked = { -readonly [Name in "over" | "yes" | "no" | "by"]: number }

/** Asks both conditions of each rule about all events. */
function compare(rules: RuleSet, values: Record<string, unknown>, events: readonly RowEvent[], seen: Checked): void {
  const program = rules.create(createLibrary(builtins), values, {
    code: (_: number, constant: number) => constant,
  } as Host)
  if (rules.manifest.columns === undefined) {
    seen.by += rules.manifest.rules.length
    return
  }
  const rows = rowsOf(rules, events)
  // Rows are gone through in another order than they stand in, and not all of them.
  const order = Int32Array.from(events, (_, place) => events.length - 1 - place)
  const chosen = new Int32Array(events.length)
  for (const [rule, { rows: own, name }] of rules.manifest.rules.entries()) {
    if (own === undefined) seen.by++
    for (const [number, select] of (own?.selects ?? []).entries()) {
      seen.over++
      const holds = program.rules[rule]!.conditions[number]!
      const wanted = [...order.keys()].slice(1).filter((place) => {
        const { type, fields } = events[order[place]!]!
        return holds({ type, fields } as unknown as EventRecord, {} as MatchView)
      })
      const count = program.selects![select!]!(rows, order, 1, events.length, chosen)
      expect({ name, chosen: [...chosen.subarray(0, count)] }).toEqual({ name, chosen: wanted })
      seen.yes += count
      seen.no += events.length - 1 - count
    }
  }
}

test(
  "a condition over rows chooses the events that the condition over objects holds for",
  async () => {
    const seen: Checked = { over: 0, yes: 0, no: 0, by: 0 }
    let refused = 0
    const sets = Math.ceil(pairs / 10)
    await fc.assert(
      fc.asyncProperty(
        fc.array(condition, { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        params,
        fc.array(event, { minLength: 30, maxLength: 60 }),
        async (conditions, mixed, values, events) => {
          const all = await compiled(conditions, mixed)
          if (all !== undefined) return compare(all, values, events, seen)
          // One of them makes no sense to the checker.
          for (const one of conditions) {
            const rules = await compiled([one], mixed)
            if (rules === undefined) refused++
            else compare(rules, values, events, seen)
          }
        },
      ),
      { numRuns: sets, seed },
    )
    expect(seen.over).toBeGreaterThan(2 * sets)
    expect(seen.by).toBeGreaterThan(0.5 * sets)
    expect(seen.yes).toBeGreaterThan(20 * sets)
    expect(seen.no).toBeGreaterThan(40 * sets)
    expect(refused).toBeLessThan(sets)
  },
  timeout,
)
