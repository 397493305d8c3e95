/** What engines kept that share the keys of rules is taken over by any other number of engines, which go on as one engine does that never stopped. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { ColdFile, ColdOptions } from "../../runtime/abi/cold-store.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { ColdLog } from "../../runtime/cold/cold-log.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { MemorySyncFiles } from "../support/memory-sync-files.ts"
import { event, shapes, textOf } from "./divided-rules.ts"
import { declarations, hand, latenessMs, set } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

/** Several engines that share keys, or one that has them all. */
interface Group {
  readonly engines: readonly Engine[]
  /** By engine. */
  readonly lines: readonly string[][]
}

/** What engines kept, in memory and elsewhere. */
interface Kept {
  readonly pieces: readonly (readonly Uint8Array[])[]
  readonly cold: readonly (readonly ColdFile[])[]
}

const files = new MemorySyncFiles()
let stores = 0

function storeOf(restored: readonly ColdFile[]): ColdLog {
  return new ColdLog({
    files,
    folder: "files",
    name: `n${stores++}`,
    secret: [stores, 5],
    restored,
    segmentBytes: 2048,
  })
}

/** A store for keys that are not in memory, which begins with what others had. */
function coldOf(memoryBytes: number, kept: Kept | undefined): ColdOptions {
  const parts = kept?.cold.map((one) => ({ store: storeOf(one), close: () => {} }))
  return { store: storeOf([]), memoryBytes, ...(parts !== undefined && { parts }) }
}

/** `memoryBytes`: Infinity: all state is in memory. */
function groupOf(
  rules: RuleSet,
  of: number,
  options: EngineOptions,
  memoryBytes = Number.POSITIVE_INFINITY,
  kept?: Kept,
): Group {
  const parts = kept?.pieces
  const isCold = memoryBytes !== Number.POSITIVE_INFINITY || kept?.cold.some(({ length }) => length > 0) === true
  const lines = Array.from({ length: of }, (): string[] => [])
  const engines = lines.map((own, worker) =>
    createEngine(rules, {
      ...options,
      ...(isCold && { cold: coldOf(memoryBytes, kept) }),
      ...linesInto(own, options.forms !== "general"),
      onDeadLetter: (letter) => own.push(JSON.stringify(letter)),
      onLate: ({ event: late, rules: names }) => own.push(JSON.stringify([late, names])),
      onDropped: ({ rule, reason }) => own.push(`${rule} began empty: ${reason}`),
      ...(of > 1 && { share: { worker, of } }),
      ...(parts !== undefined && { restoreParts: parts }),
    }),
  )
  return { engines, lines }
}

/** Hands over events from one place up to another one. */
function go({ engines }: Group, events: readonly Drawn[], from: number, to: number, asLines: boolean): void {
  let at = 1000
  let highest = at
  for (const [place, { type, k, m, b, n, o, moves, after }] of events.entries()) {
    at += after
    highest = Math.max(at, highest)
    if (place < from || place >= to) continue
    const raw = { id: place, k, m, n, ...(type === "A" && { b, o }), at }
    for (const engine of engines) {
      hand(engine, [{ type, raw, place }], asLines)
      if (moves) engine.advanceTo(highest - latenessMs - 1)
    }
  }
}

function cutsOf({ engines }: Group): Kept {
  const cuts = engines.map((engine) => {
    const pieces: Uint8Array[] = []
    const cut = engine.cut(false)
    for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
    return { pieces, cold: cut.cold ?? [] }
  })
  return { pieces: cuts.map(({ pieces }) => pieces), cold: cuts.map(({ cold }) => cold) }
}

/** What all engines of a group have counted. */
function countsOf({ engines }: Group) {
  const stats = engines.map((engine) => engine.stats())
  const [first] = stats
  const { events, late, watermark } = first!
  const rules = first!.rules.map(({ name, late: missed }, at) => {
    const sum = (of: "matches" | "timeouts" | "filtered" | "suppressed" | "dropped" | "failed"): number =>
      stats.reduce((total, each) => total + each.rules[at]![of], 0)
    return {
      name,
      missed,
      matches: sum("matches"),
      timeouts: sum("timeouts"),
      filtered: sum("filtered"),
      suppressed: sum("suppressed"),
      dropped: sum("dropped"),
      failed: sum("failed"),
    }
  })
  return { events, late, watermark, deadLetters: stats.reduce((sum, each) => sum + each.deadLetters, 0), rules }
}

/** What all engines of a group hold. */
function heldOf({ engines }: Group) {
  const rules = engines.flatMap((engine) => engine.stats().rules)
  const sum = (of: "keys" | "partialMatches" | "silences"): number => rules.reduce((all, each) => all + each[of], 0)
  return { keys: sum("keys"), partialMatches: sum("partialMatches"), silences: sum("silences") }
}

interface Runs {
  readonly events: readonly Drawn[]
  /** How many engines there are from the beginning, and behind each place. */
  readonly counts: readonly number[]
  readonly places: readonly number[]
  /** Which part of a run stands in the first cut of each engine: the rest is in an increment. */
  readonly percent: number
  readonly asLines: boolean
  /** By restart; Infinity: all state is in memory. */
  readonly memory: readonly number[]
}

/** Runs engines to a place, restores others from what they kept, and so on; gives the lines of all, and the last ones. */
function regroupedRun(rules: RuleSet, runs: Runs, options: EngineOptions) {
  const { events, counts, places, percent, asLines, memory } = runs
  let cold = 0
  const lines: string[] = []
  const ends = [...places, events.length]
  let kept: Kept | undefined
  let group: Group | undefined
  for (const [at, of] of counts.entries()) {
    const held = group && heldOf(group)
    group = groupOf(rules, of, options, memory[at], kept)
    // Told is what is in memory.
    const isWhole = memory.every((bytes) => bytes === Number.POSITIVE_INFINITY)
    if (held !== undefined && isWhole) expect(heldOf(group)).toEqual(held)
    const from = ends[at - 1] ?? 0
    const to = ends[at]!
    const middle = from + Math.floor(((to - from) * percent) / 100)
    go(group, events, from, middle, asLines)
    const full = cutsOf(group)
    go(group, events, middle, to, asLines)
    const increments = cutsOf(group)
    const pieces = full.pieces.map((each, worker) => [...each, ...increments.pieces[worker]!])
    kept = { pieces, cold: increments.cold }
    cold += increments.cold.flat().length
    if (at < counts.length - 1) lines.push(...group.lines.flat())
  }
  for (const engine of group!.engines) engine.end()
  lines.push(...group!.lines.flat())
  return { lines: lines.sort(), group: group!, cold }
}

/** The same with one engine that is never stopped. */
function wholeRun(rules: RuleSet, { events, asLines }: Runs, options: EngineOptions) {
  const group = groupOf(rules, 1, options)
  go(group, events, 0, events.length, asLines)
  for (const engine of group.engines) engine.end()
  return { lines: group.lines.flat().sort(), group }
}

test(
  "any number of engines goes on with what any other number has kept",
  async () => {
    const seen = { lines: 0, restored: 0, divided: 0, increments: 0, cold: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(set, fc.constant([])),
        fc.uniqueArray(fc.nat(shapes.length - 1), { minLength: 2, maxLength: 6 }),
        fc.array(event, { minLength: 30, maxLength: 90 }),
        fc.array(fc.constantFrom(1, 2, 3, 7), { minLength: 2, maxLength: 3 }),
        fc.array(fc.nat(99), { minLength: 3, maxLength: 3 }),
        fc.oneof(
          fc.constant([]),
          fc.array(fc.constantFrom(0, 0, Number.POSITIVE_INFINITY), { minLength: 3, maxLength: 3 }),
        ),
        fc.boolean(),
        fc.constantFrom<EngineOptions>({}, {}, { forms: "general" }, { forms: "general", timeSteps: "deadline" }),
        async (drawn, chosen, events, counts, percents, memory, asLines, options) => {
          const text = textOf(drawn.slice(0, 5), chosen)
          const { rules, diagnostics } = await compile([{ path: "a.cep", text }])
          if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
          const places = counts.slice(1).map((_, at) => Math.floor((events.length * percents[at]!) / 100))
          const runs = { events, counts, places: places.sort((a, b) => a - b), percent: percents[2]!, asLines, memory }
          const whole = wholeRun(rules, runs, options)
          const { lines, group, cold } = regroupedRun(rules, runs, options)
          expect(lines).toEqual(whole.lines)
          expect(countsOf(group)).toEqual(countsOf(whole.group))
          seen.lines += lines.length
          seen.cold += cold
          seen.restored += places.length
          if (percents[2]! < 90) seen.increments++
          if (group.lines.filter(({ length }) => length > 0).length > 1) seen.divided++
        },
      ),
      { numRuns: Math.ceil(0.1 * pairs), seed },
    )
    expect(seen.lines).toBeGreaterThan(pairs)
    expect(seen.restored).toBeGreaterThan(0.1 * pairs)
    expect(seen.divided).toBeGreaterThan(0.04 * pairs)
    expect(seen.increments).toBeGreaterThan(0.05 * pairs)
    expect(seen.cold).toBeGreaterThan(0.005 * pairs)
  },
  timeout,
)

test(
  "events of one time stay in their order, also where derived events stand between them",
  async () => {
    const text = `${declarations}
      rule Later { when A as a then no B for 5 ms per k alert { n: sum(n) over 30 ms, before: count() over previous 30 ms } without events }
      rule First { when A as a then A as e where e.n > a.n within 9 ms per k skip to first e alert { a: a.id, e: e.id } without events }
      rule Unread { when A as a where n > 0 per k emit Seen { k: k, n: a.n } }`
    const reading = `rule Made { when A as a where n > 1 per k emit Found { k: k, n: a.n } }
      rule Read { when 2 Found as f within 9 ms per k alert { n: sum(f.n) } without events }`
    const compiled = await Promise.all(
      [text, `${text}\n${reading}`].map((one) => compile([{ path: "a.cep", text: one }])),
    )
    const close = event.map((drawn) => ({ ...drawn, type: drawn.moves ? drawn.type : "A", after: drawn.n % 2 }))
    fc.assert(
      fc.property(
        fc.constantFrom(...compiled.map(({ rules }) => rules!)),
        fc.array(close as typeof event, { minLength: 80, maxLength: 160 }),
        fc.array(fc.constantFrom(1, 2, 3), { minLength: 3, maxLength: 3 }),
        fc.nat(99),
        (rules, events, counts, percent) => {
          const places = [Math.floor(events.length / 2), Math.floor((events.length * 3) / 4)]
          const runs = { events, counts, places, percent, asLines: false, memory: [] }
          expect(regroupedRun(rules, runs, {}).lines).toEqual(wholeRun(rules, runs, {}).lines)
        },
      ),
      { numRuns: Math.ceil(0.05 * pairs), seed },
    )
  },
  timeout,
)
