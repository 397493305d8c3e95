/**
 * A rule whose form changes goes on as if it had had that form all along, wherever the inventory says that its state tells enough; elsewhere it says
 * that it begins empty.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { DroppedState, Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { canConvert } from "../../runtime/operator/conversion/inventory.ts"
import { formKinds } from "../../runtime/operator/conversion/take-over.ts"
import type { Layout } from "../../runtime/state/contract.ts"
import type { MemoryBackend } from "../../runtime/state/memory.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

const declarations = `
param wait = 25 ms
param long = 1 second
event A { k: string?, n: integer, m: string, b: boolean, o: number?, at: time } timed by at, up to 20 ms late
event B { k: string, n: integer, m: string, at: time } timed by at, up to 20 ms late
`
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)

/** Asks for the same events as a condition that is always true, in a way that rows do not know. */
const beside = "rule Beside { when A where stddev(n) over 40 ms > 1000 per k alert }"

/** What does not change the meaning, but the form. */
const variant = fc.record({
  /** A condition that is always true: it reads the match, or asks for an aggregate. */
  always: word("", "", "", "count(a) < 1000", "sum(n) over 40 ms < 1000"),
  /** In a later step. */
  later: word("", "", "", "last(a).n < 1000", 'first(a).m != "no"', "count(a) < 1000"),
  param: word("", "", "param"),
  beside: word("", "", "beside"),
  general: word("", "", "", "general"),
  output: word(
    "alert",
    "alert { n: count(a) } without events",
    "alert { n: first(a).n, b: first(a).b } without events",
    "alert { o: first(a).o, m: first(a).m } without events",
    "alert { m: last(a).m } without events",
    "alert { s: sum(a.n) } without events",
    "alert { n: list(a.n), m: list(a.m) } without events",
    "alert { n: 1 } without events",
    'alert { n: count(a) } on timeout alert "late" { n: count(a) }',
  ),
})
type Variant = typeof variant extends fc.Arbitrary<infer V> ? V : never

/** A place in a pattern where a variant may say more. */
const own = "{own}"
const later = "{later}"
const where = word("", "n > 0", "b", 'm == "x"', "o is present")
const whereB = word("", "n > 0", 'm == "x"')

const ring = fc
  .tuple(word("2", "3", "4", "1+", "2..3", "2+"), where, fc.option(whereB, { nil: undefined }))
  .map(([count, first, last]) => ({
    steps: [`${count} A as a ${clause(first, own)}`, ...(last === undefined ? [] : [`then B as e ${clause(last, later)}`])],
    skip: "",
  }))
const combination = fc.tuple(where, whereB, fc.option(where, { nil: undefined })).map(([a, b, c]) => ({
  steps: [
    `A as a ${clause(a, own)}`,
    `then any B as e ${clause(b, later)}`,
    ...(c === undefined ? [] : [`then any A as c ${clause(c, later)}`]),
  ],
  skip: "skip none",
}))
const pair = fc.tuple(where, where).map(([a, b]) => ({
  steps: [`A as a ${clause(a, own)}`, `then any A as e ${clause(b, later)}`],
  skip: "skip none",
}))
const chain = fc.tuple(where, where, where, word("A", "2 A", "1+ A")).map(([a, b, c, first]) => ({
  steps: [`${first} as a ${clause(a, own)}`, `then A as e ${clause(b, later)}`, `then A as f ${clause(c, later)}`],
  skip: "",
}))
const family = fc.record({
  pattern: fc.oneof(ring, ring, combination, pair, chain),
  within: word("short", "long"),
  key: word("per k", "per k", "per k, m", ""),
})
type Family = typeof family extends fc.Arbitrary<infer F> ? F : never

function clause(condition: string, place: string): string {
  return `where ${condition === "" ? "n >= 0" : condition}${place}`
}

/** Of a step that holds one event nothing can be asked that is for several. */
function ofOne(text: string): string {
  return text.replace(/ and count\(a\) < 1000/g, "").replace(/count\(a\)/g, "1").replace(/(?:sum|list|first|last)\((a[.a-z]*)\)/g, "$1")
}

function textOf({ pattern, within, key }: Family, variant: Variant): string {
  const and = (condition: string): string => (condition === "" ? "" : ` and ${condition}`)
  const steps = pattern.steps
    .join(" ")
    .replaceAll(own, and(variant.always))
    .replaceAll(later, and(variant.later))
  const length = within === "short" ? (variant.param !== "" ? "wait" : "25 ms") : variant.param !== "" ? "long" : "1 second"
  const isSingle = steps.startsWith("A ")
  const rule = `rule R { when ${isSingle ? ofOne(steps) : steps} within ${length} ${pattern.skip} ${key} ${isSingle ? ofOne(variant.output) : variant.output} }`
  return `${declarations}${rule}\n${variant.beside === "" ? "" : beside}`
}

const event = fc.record({
  type: word("A", "A", "B"),
  k: fc.option(word("x", "x", "y"), { nil: undefined, freq: 8 }),
  m: word("x", "x", "z"),
  b: fc.boolean(),
  o: fc.option(fc.constantFrom(0.5, 2), { nil: undefined }),
  n: fc.integer({ min: 0, max: 3 }),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, -2, -8, 14),
})
type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

interface Run {
  readonly engines: readonly Engine[]
  readonly lines: string[]
  readonly dropped: DroppedState[]
}

/** How state goes from one to the other. */
const ways = ["snapshot", "cut", "workers"] as const
type Way = (typeof ways)[number]

function begun(rules: RuleSet, options: EngineOptions, workers: number, restore: (worker: number) => EngineOptions): Run {
  const lines: string[] = []
  const dropped: DroppedState[] = []
  const engines = Array.from({ length: workers }, (_, worker) =>
    createEngine(rules, {
      ...options,
      onOutput: (output) => {
        if (output.rule === "R") lines.push(output.line())
      },
      onDeadLetter: ({ code, reason }) => worker === 0 && lines.push(`${code} ${reason}`),
      onDropped: (each) => each.rule === "R" && each.series === undefined && dropped.push(each),
      ...(workers > 1 && { share: { worker, of: workers } }),
      ...restore(worker),
    }),
  )
  return { engines, lines, dropped }
}

function feed({ engines }: Run, events: readonly Drawn[], from: number, to: number): void {
  let at = 1000
  for (const [place, { type, k, n, m, b, o, after }] of events.entries()) {
    at += after
    if (place < from || place >= to) continue
    const raw = type === "A" ? { k, n, m, b, o, at } : { k: k ?? "x", n, m, at }
    for (const engine of engines) engine.push(type, raw)
  }
}

function cutOf(engine: Engine): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  return pieces
}

function restoring({ engines }: Run, way: Way): (worker: number) => EngineOptions {
  if (way === "snapshot") {
    const snapshot: unknown = JSON.parse(JSON.stringify(engines[0]!.snapshot()))
    return () => ({ restore: snapshot })
  }
  const parts = engines.map(cutOf)
  return () => (way === "cut" ? { restoreCut: parts[0]! } : { restoreParts: parts })
}

/** The layout of the rule. */
function layoutOf(engine: Engine): Layout {
  const { backend } = engine as unknown as { readonly backend: MemoryBackend }
  return backend.layouts().find(({ operator }) => formKinds.some((kind) => operator === `${kind} R`))!
}

const partialsOf = ({ engines }: Run): number =>
  engines.reduce((sum, engine) => sum + engine.stats().rules[0]!.partialMatches, 0)
const matchesOf = ({ engines }: Run): number => engines.reduce((sum, engine) => sum + engine.stats().rules[0]!.matches, 0)

async function compiled(text: string): Promise<RuleSet> {
  const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
  if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
  return rules
}

function formOf({ operator, fingerprint }: Layout): string {
  const kind = operator.split(" ", 1)[0]!
  if (kind === "ring") return fingerprint.includes('"over":"rows"') ? "ring of rows" : "ring"
  if (kind === "chain") return fingerprint.includes('"events":true') ? "chain with events" : "chain"
  if (kind === "pattern") return fingerprint.includes('"events":"whole"') ? "general" : "general of fields"
  return kind
}

test(
  "a rule whose form changes goes on as if it had had it all along",
  async () => {
    const seen = new Map<string, number>()
    const lacking = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        family,
        variant,
        variant,
        fc.array(event, { minLength: 10, maxLength: 50 }),
        fc.nat(50),
        fc.constantFrom<Way>(...ways),
        async (drawn, one, other, events, place, way) => {
          const [former, next] = [await compiled(textOf(drawn, one)), await compiled(textOf(drawn, other))]
          const cutAt = place % (events.length + 1)
          const workers = way === "workers" ? 2 : 1
          const optionsOf = ({ general }: Variant): EngineOptions => (general !== "" ? { forms: "general" } : {})
          const before = begun(former, optionsOf(one), workers, () => ({}))
          feed(before, events, 0, cutAt)
          const after = begun(next, optionsOf(other), way === "workers" ? 3 : 1, restoring(before, way))
          const whole = begun(next, optionsOf(other), 1, () => ({}))
          const [from, to] = [layoutOf(before.engines[0]!), layoutOf(after.engines[0]!)]
          const verdict = canConvert(from, to)
          const name = `${formOf(from)} → ${formOf(to)}`
          if (verdict.kind === "dropped") {
            if (process.env.DEBUG === "1" && /steps, or/.test(verdict.why)) console.log(verdict.why, textOf(drawn, one).split("rule R")[1], textOf(drawn, other).split("rule R")[1])
            lacking.set(name, (lacking.get(name) ?? 0) + 1)
            for (const { rule, reason, why } of after.dropped) {
              expect({ rule, reason, why }).toEqual({ rule: "R", reason: "other-shape", why: verdict.why })
            }
            expect(after.dropped).toHaveLength(after.engines.length)
            return
          }
          expect(after.dropped).toEqual([])
          feed(whole, events, 0, cutAt)
          if (verdict.kind === "converted" && partialsOf(before) > 0) seen.set(name, (seen.get(name) ?? 0) + 1)
          expect(partialsOf(after)).toBe(partialsOf(whole))
          expect(matchesOf(after)).toBe(matchesOf(whole))
          const said = whole.lines.length
          for (const run of [whole, after]) {
            feed(run, events, cutAt, events.length)
            for (const engine of run.engines) engine.end()
          }
          const expected = whole.lines.slice(said)
          if (way === "workers") expect([...after.lines].sort()).toEqual(expected.sort())
          else expect(after.lines).toEqual(expected)
          expect(partialsOf(after)).toBe(0)
        },
      ),
      { numRuns: pairs, seed, endOnFailure: process.env.DEBUG === "1" },
    )
    if (process.env.DEBUG === "1") console.log([...seen].sort(), [...lacking].sort())
  },
  timeout,
)
