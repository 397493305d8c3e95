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
    steps: [
      `${count} A as a ${clause(first, own)}`,
      ...(last === undefined ? [] : [`then B as e ${clause(last, later)}`]),
    ],
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
  return text
    .replace(/ and count\(a\) < 1000/g, "")
    .replace(/count\(a\)/g, "1")
    .replace(/(?:sum|list|first|last)\((a[.a-z]*)\)/g, "$1")
}

function textOf({ pattern, within, key }: Family, variant: Variant): string {
  const and = (condition: string): string => (condition === "" ? "" : ` and ${condition}`)
  const steps = pattern.steps.join(" ").replaceAll(own, and(variant.always)).replaceAll(later, and(variant.later))
  const length =
    within === "short" ? (variant.param !== "" ? "wait" : "25 ms") : variant.param !== "" ? "long" : "1 second"
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
const ways = ["snapshot", "cut", "workers", "former"] as const
type Way = (typeof ways)[number]

function begun(
  rules: RuleSet,
  options: EngineOptions,
  workers: number,
  restore: (worker: number) => EngineOptions,
): Run {
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
  if (way === "former") return () => ({ former: engines[0]! })
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
const keysOf = ({ engines }: Run): number => engines.reduce((sum, engine) => sum + engine.stats().rules[0]!.keys, 0)
const matchesOf = ({ engines }: Run): number =>
  engines.reduce((sum, engine) => sum + engine.stats().rules[0]!.matches, 0)

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

const stream = fc.record({
  events: fc.array(event, { minLength: 20, maxLength: 50 }),
  place: fc.nat(50),
  way: fc.constantFrom<Way>(...ways),
})
type Stream = typeof stream extends fc.Arbitrary<infer S> ? S : never

interface Changed {
  readonly former: RuleSet
  readonly next: RuleSet
  readonly formerOptions: EngineOptions
  readonly options: EngineOptions
}

/** Runs the former rule up to a place and then the changed one. What was converted, where something was. */
function change(
  { former, next, formerOptions, options }: Changed,
  { events, place, ...drawn }: Stream,
): string | undefined {
  // Engines that go on with one another's state have the same forms.
  const way = drawn.way === "former" && formerOptions.forms !== options.forms ? "cut" : drawn.way
  const cutAt = place % (events.length + 1)
  const before = begun(former, formerOptions, way === "workers" ? 2 : 1, () => ({}))
  feed(before, events, 0, cutAt)
  const isEmpty = partialsOf(before) === 0
  const after = begun(next, options, way === "workers" ? 3 : 1, restoring(before, way))
  const [from, to] = [layoutOf(before.engines[0]!), layoutOf(after.engines[0]!)]
  const verdict = canConvert(from, to)
  if (verdict.kind === "dropped") {
    const told = { rule: "R", reason: "other-shape", why: verdict.why }
    expect(after.dropped).toEqual(after.engines.map(() => told))
    return undefined
  }
  expect(after.dropped).toEqual([])
  const whole = begun(next, options, 1, () => ({}))
  expect(layoutOf(whole.engines[0]!).fingerprint).toBe(to.fingerprint)
  feed(whole, events, 0, cutAt)
  // Events that nobody takes split what holds a repeated step into two that do the same: a ring does not know of them.
  if (!from.operator.startsWith("ring")) expect(partialsOf(after)).toBe(partialsOf(whole))
  expect(keysOf(after)).toBe(keysOf(whole))
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
  return verdict.kind === "converted" && !isEmpty ? `${formOf(from)} → ${formOf(to)}` : undefined
}

/** A pattern, and a variant of it for each form that it can have: {@link Variant} where it differs from `plain`. */
const groups: readonly { readonly family: Family; readonly variants: readonly Partial<Variant>[] }[] = [
  {
    family: familyOf([`3 A as a ${clause("n > 0", own)}`]),
    variants: [
      { output: "alert" },
      { output: "alert { n: list(a.n), m: list(a.m) } without events" },
      { output: "alert { n: first(a).n, b: first(a).b } without events" },
      { output: "alert { n: 1 } without events" },
      { output: "alert", always: "sum(n) over 40 ms < 1000", beside: "beside" },
      { output: "alert", general: "general" },
      { output: "alert { n: list(a.n), m: list(a.m) } without events", param: "param" },
      { output: "alert { s: sum(a.n) } without events", param: "param" },
      { output: "alert { n: first(a).n, b: first(a).b } without events", always: "count(a) < 1000" },
      { output: "alert", always: "count(a) < 1000" },
    ],
  },
  {
    family: familyOf([`1+ A as a ${clause("b", own)}`, `then B as e ${clause("n > 0", later)}`]),
    variants: [
      { output: "alert" },
      { output: "alert { s: sum(a.n) } without events" },
      { output: "alert { o: first(a).o, m: first(a).m } without events" },
      { output: "alert", always: "sum(n) over 40 ms < 1000", beside: "beside" },
      { output: "alert", general: "general" },
      { output: "alert { s: sum(a.n) } without events", param: "param" },
      { output: "alert { s: sum(a.n) } without events", later: "last(a).n < 1000" },
      { output: 'alert { n: count(a) } on timeout alert "late" { n: count(a) }' },
    ],
  },
  {
    family: familyOf([`A as a ${clause("n > 0", own)}`, `then any A as e ${clause("n > 0", later)}`], "skip none"),
    variants: [
      { output: "alert" },
      { output: "alert { n: first(a).n, b: first(a).b } without events" },
      { output: "alert { o: first(a).o, m: first(a).m } without events" },
      { output: "alert", general: "general" },
      { output: "alert { o: first(a).o, m: first(a).m } without events", param: "param" },
      { output: "alert { o: first(a).o, m: first(a).m } without events", later: 'first(a).m != "no"' },
      { output: "alert { m: last(a).m } without events", later: 'first(a).m != "no"' },
      { output: "alert", later: "last(a).n < 1000" },
      { output: "alert { n: first(a).n, b: first(a).b } without events", later: "last(a).n < 1000" },
      { output: "alert { n: 1 } without events", param: "param" },
    ],
  },
  {
    family: familyOf(
      [
        `A as a ${clause("n > 0", own)}`,
        `then any B as e ${clause("", later)}`,
        `then any A as c ${clause('m == "x"', later)}`,
      ],
      "skip none",
    ),
    variants: [
      { output: "alert" },
      { output: "alert { n: first(a).n, b: first(a).b } without events" },
      { output: "alert { m: last(a).m } without events" },
      { output: "alert", general: "general" },
      { output: "alert { m: last(a).m } without events", later: 'first(a).m != "no"' },
      { output: "alert { n: first(a).n, b: first(a).b } without events", param: "param" },
    ],
  },
  {
    family: familyOf([
      `A as a ${clause("n > 0", own)}`,
      `then A as e ${clause("b", later)}`,
      `then A as f ${clause("n > 0", later)}`,
    ]),
    variants: [
      { output: "alert" },
      { output: "alert { n: first(a).n, b: first(a).b } without events" },
      { output: "alert { o: first(a).o, m: first(a).m } without events" },
      { output: "alert { m: last(a).m } without events", later: "last(a).n < 1000" },
      { output: "alert", general: "general" },
      { output: "alert { m: last(a).m } without events", param: "param" },
    ],
  },
]

function familyOf(steps: string[], skip = ""): Family {
  return { pattern: { steps, skip }, within: "long", key: "per k" }
}

const plain: Variant = { always: "", later: "", param: "", beside: "", general: "", output: "alert" }
const optionsOf = ({ general }: Variant): EngineOptions => (general === "" ? {} : { forms: "general" })

/** From a form to another one: each must come up. */
const conversions = [
  "general → chain",
  "general → chain with events",
  "general → combination",
  "general → general of fields",
  "general → ring",
  "general → ring of rows",
  "general of fields → chain",
  "general of fields → combination",
  "general of fields → general of fields",
  "general of fields → ring of rows",
  "ring → chain",
  "ring → chain with events",
  "ring → general",
  "ring → general of fields",
  "ring → ring of rows",
  "ring of rows → chain",
  "ring of rows → chain with events",
  "ring of rows → general",
  "ring of rows → general of fields",
  "ring of rows → ring",
  "ring of rows → ring of rows",
  "combination → chain",
  "combination → chain with events",
  "combination → combination",
  "combination → general",
  "combination → general of fields",
  "chain → chain",
  "chain → combination",
  "chain → general of fields",
  "chain → ring of rows",
  "chain with events → chain",
  "chain with events → combination",
  "chain with events → general",
  "chain with events → general of fields",
  "chain with events → ring",
  "chain with events → ring of rows",
]

interface Variation {
  readonly rules: RuleSet
  readonly options: EngineOptions
}

/** Adds the change from one to the other, by how the form changes; where it is dropped all are one. */
function addChange(changes: Map<string, Changed[]>, former: Variation, next: Variation): void {
  const [from, to] = [former, next].map(({ rules, options }) => layoutOf(createEngine(rules, options)))
  const { kind } = canConvert(from!, to!)
  if (kind === "same") return
  const name = kind === "dropped" ? kind : `${formOf(from!)} → ${formOf(to!)}`
  const added: Changed = {
    former: former.rules,
    next: next.rules,
    formerOptions: former.options,
    options: next.options,
  }
  changes.set(name, [...(changes.get(name) ?? []), added])
}

test(
  "each form is made of each other one that says enough",
  async () => {
    const compiledGroups = await Promise.all(
      groups.map(({ family: one, variants }) =>
        Promise.all(
          variants.map(async (some) => {
            const each = { ...plain, ...some }
            return { rules: await compiled(textOf(one, each)), options: optionsOf(each) }
          }),
        ),
      ),
    )
    const changes = new Map<string, Changed[]>()
    for (const variants of compiledGroups) {
      for (const former of variants) for (const next of variants) addChange(changes, former, next)
    }
    const byName = [...changes.values()]
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(fc.nat(byName.length - 1), fc.nat(), stream, (number, place, drawn) => {
        const alike = byName[number]!
        const name = change(alike[place % alike.length]!, drawn)
        if (name !== undefined) seen.set(name, (seen.get(name) ?? 0) + 1)
      }),
      { numRuns: Math.ceil(0.5 * pairs), seed },
    )
    // Fewer draws do not come to all.
    if (pairs >= 2000) expect(conversions.filter((name) => !seen.has(name))).toEqual([])
  },
  timeout,
)

test(
  "whatever of a rule changes that keeps its shape: it goes on, or says that it begins empty",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        family,
        variant,
        variant,
        fc.array(stream, { minLength: 4, maxLength: 4 }),
        async (drawn, one, other, streams) => {
          const changed: Changed = {
            former: await compiled(textOf(drawn, one)),
            next: await compiled(textOf(drawn, other)),
            formerOptions: optionsOf(one),
            options: optionsOf(other),
          }
          for (const each of streams) change(changed, each)
        },
      ),
      { numRuns: Math.ceil(0.05 * pairs), seed },
    )
  },
  timeout,
)
