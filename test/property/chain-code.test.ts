/** Chains whose conditions are comparisons of numbers give in WebAssembly what they give event by event, with few keys and many, also after restarts. */
import fc from "fast-check"
import { describe, expect, test, vi } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { ChainMachine } from "../../runtime/operator/lanes/chain-machine.ts"
import type * as Module from "../../runtime/operator/lanes/chain-runner.ts"
import { linesInto } from "../support/lines-into.ts"
import { runSize } from "./run-size.ts"

vi.mock("../../runtime/operator/lanes/chain-runner.ts", async (original) => {
  const module = await original<typeof Module>()
  class ChainRunner extends module.ChainRunner {
    constructor(options: Module.ChainRunnerOptions) {
      super({ ...options, wait: seen.wait, least: 0 })
    }
  }
  return { ...module, ChainRunner }
})

/** What the code took, and what it left; of the store how far its blocks and how many keys there were. */
const seen = { wait: 0, runs: 0, left: 0, matches: 0, grew: 0, tops: [] as number[], keys: [] as number[] }
const { run, growCells } = ChainMachine.prototype
ChainMachine.prototype.run = function (store, from, to, limit) {
  seen.tops.push(store.top)
  const next = run.call(this, store, from, to, limit)
  seen.tops.push(store.top)
  seen.keys.push(store.keys)
  seen.runs++
  seen.matches += this.matches
  if (next < to) seen.left++
  return next
}
ChainMachine.prototype.growCells = function (length) {
  seen.grew++
  growCells.call(this, length)
}

const { pairs, seed, timeout } = runSize()
const declarations =
  "event A { k: integer, n: integer, m: number?, b: boolean?, at: time } timed by at, up to 20 ms late"
const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words)

const alone = word("", "", " where n > 0", " where b", " where m < 2")
const reading = word(
  "n > previous.n",
  "n != first(x0).n",
  "n >= last(x0).n and n + 1 <= previous.n * 2",
  "m < previous.m",
  "m != last(x0).m",
  "m == first(x0).m",
  "last(x0).b",
  "at - first(x0).at < 6 ms",
  "n + count(x0) - 3 < previous.n",
  "n > 0 and m > last(x0).m",
)
const later = fc.oneof(
  { arbitrary: reading.map((text) => ` where ${text}`), weight: 3 },
  { arbitrary: alone, weight: 1 },
)
const chain = fc
  .tuple(
    alone,
    fc.array(
      fc.tuple(
        word("next", "next", "then", "then within 3 ms"),
        word("", "1+ consecutive ", "2 ", "2+ consecutive ", "optional ", "0+ consecutive "),
        later,
      ),
      { minLength: 1, maxLength: 3 },
    ),
    word("within 3 ms", "within 60 ms", "within 1 second", "within 2 ms between events"),
    word("per k", "per k", "per k", ""),
    word("n: first(x0).n", "n: first(x0).n, m: last(x1).m, c: count(x0)", "n: last(x0).n, b: last(x1).b"),
  )
  .map(([first, steps, within, key, shown]) => {
    const others = steps.map(([how, count, test], at) => `${how} ${count}A as x${at + 1}${test}`)
    return `{\n  when ${[`A as x0${first}`, ...others].join("\n    ")}\n  ${within}\n  ${key}\n  alert { ${shown} } without events\n}`
  })
const event = fc.record({
  k: fc.nat(399),
  n: fc.integer({ min: 0, max: 3 }),
  m: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 6 }),
  b: fc.option(fc.boolean(), { nil: undefined, freq: 6 }),
  after: fc.nat(3).map((drawn): number => (drawn === 0 ? 1 : 0)),
  /** So much before others that came before it. */
  late: fc.nat(5).map((drawn) => [2, 9][drawn] ?? 0),
  moves: fc.nat(9).map((drawn) => drawn === 0),
})
type Drawn = typeof event extends fc.Arbitrary<infer E> ? E : never

/** What comes out, counters included. `restart`: before which event the engine is made anew from its snapshot's text. */
function answers(rules: RuleSet, events: readonly Drawn[], options: EngineOptions, restart = Number.POSITIVE_INFINITY) {
  const lines: string[] = []
  const all: EngineOptions = { ...options, ...linesInto(lines, options.forms !== "general") }
  let engine = createEngine(rules, all)
  let at = 1000
  for (const [place, { after, late, moves, ...raw }] of events.entries()) {
    if (place === restart) {
      engine = createEngine(rules, { ...all, restore: JSON.parse(JSON.stringify(engine.snapshot())) })
    }
    at += after
    engine.ingest({ type: "A", raw: { ...raw, at: at - late }, position: place })
    if (moves) engine.advanceTo(at - 21)
  }
  engine.end()
  const counts = engine.stats().rules.map(({ keys, partialMatches, silences: _, states: __, ...rest }) => {
    expect({ keys, partialMatches }).toEqual({ keys: 0, partialMatches: 0 })
    return rest
  })
  return { lines, counts }
}

test(
  "WebAssembly and the general form give the same",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(chain, { minLength: 1, maxLength: 2 }),
        fc.array(event, { minLength: 60, maxLength: 800 }),
        fc.constantFrom(1, 3, 30, 400),
        fc.constantFrom(2, 1000),
        fc.nat(800),
        async (texts, drawn, keys, limit, restart) => {
          const named = texts.map((text, at) => `rule R${at} ${text}`)
          const { rules } = await compile([{ path: "a.cep", text: `${declarations}\n${named.join("\n")}` }])
          // Not all that is drawn makes sense.
          if (rules === undefined) return
          const events = drawn.map((one) => ({ ...one, k: one.k % keys }))
          const options: EngineOptions = { limits: { partialMatchesPerKey: limit } }
          const general = answers(rules, events, { ...options, forms: "general" })
          expect(answers(rules, events, options)).toEqual(general)
          expect(answers(rules, events, options, restart)).toEqual(general)
        },
      ),
      { numRuns: Math.ceil(0.3 * pairs), seed },
    )
    expect(seen.runs).toBeGreaterThan(3 * pairs)
    expect(seen.matches).toBeGreaterThan(4 * pairs)
    expect(seen.left).toBeGreaterThan(pairs)
    expect(seen.grew).toBeGreaterThan(0.01 * pairs)
  },
  timeout,
)

test("where there is no more memory for WebAssembly it goes on without", async () => {
  const text = `${declarations}
    rule R { when A as a then A as b where n < previous.n within 1 second per k alert { n: a.n, m: b.m } without events }`
  const { rules } = await compile([{ path: "a.cep", text }])
  const events = Array.from({ length: 3000 }, (_, at) => ({
    k: (at * 7) % 400,
    n: Math.floor(at / 400) % 3,
    m: at,
    b: undefined,
    after: at % 8 === 0 ? 1 : 0,
    late: 0,
    moves: at % 1000 === 999,
  }))
  const general = answers(rules!, events, { forms: "general" })
  const grow = { cells: ChainMachine.prototype.growCells, blocks: ChainMachine.prototype.growBlocks }
  let refused = 0
  const refuse = () => {
    refused++
    throw new RangeError("no more memory")
  }
  try {
    ChainMachine.prototype.growCells = refuse
    expect(answers(rules!, events, {})).toEqual(general)
    ChainMachine.prototype.growCells = grow.cells
    ChainMachine.prototype.growBlocks = refuse
    const many = events.map((one, at) => ({ ...one, k: at % 1300 }))
    expect(answers(rules!, many, {})).toEqual(answers(rules!, many, { forms: "general" }))
  } finally {
    ChainMachine.prototype.growCells = grow.cells
    ChainMachine.prototype.growBlocks = grow.blocks
  }
  expect(general.lines.length).toBeGreaterThan(300)
  expect(refused).toBe(2)
})

test.each([
  ["within 12 ms", 1],
  ["within 12 ms between events", 2],
])("%s: what comes when the window ends is out", async (within, wanted) => {
  const text = `${declarations}
    rule R {
      when A as x next A as y where n > x.n next A as z where n > y.n
      ${within} per k
      alert { n: x.n, m: z.m } without events
    }`
  const { rules } = await compile([{ path: "a.cep", text }])
  const at = (n: number, after: number) => ({ k: 1, n, m: n, b: undefined, after, late: 0, moves: true })
  const whole = [at(1, 50), at(2, 6), at(3, 6)]
  const shorter = [at(1, 50), at(2, 6), at(3, 5)]
  const apart = [at(1, 50), at(2, 12), at(3, 1)]
  const events = [...whole, ...shorter, ...apart]
  const { runs } = seen
  const general = answers(rules!, events, { forms: "general" })
  expect(general.lines.length).toBe(wanted)
  expect(answers(rules!, events, {})).toEqual(general)
  expect(seen.runs).toBeGreaterThan(runs)
})

describe("blocks", () => {
  const text = `${declarations}
    rule R { when A as a next A as b where n > a.n within 12 ms per k alert { n: a.n, m: b.m } without events }`
  const event = { m: 1, b: undefined, late: 0 }

  test("that were free before are taken", async () => {
    const { rules } = await compile([{ path: "a.cep", text }])
    // Each key has a partial match, then none.
    const events = Array.from({ length: 800 }, (_, at) => ({
      ...event,
      k: at % 50,
      n: Math.floor(at / 50) % 2,
      after: 0,
      moves: false,
    }))
    const last = events.length - 1
    events[400] = { ...events[400]!, after: 100, moves: true }
    events[last] = { ...events[last]!, after: 100, moves: true }
    Object.assign(seen, { wait: 401, tops: [] })
    const { lines } = answers(rules!, events, {})
    seen.wait = 0
    expect(lines.length).toBeGreaterThan(300)
    expect(new Set(seen.tops).size).toBe(1)
  })

  test("of keys that no event comes to are let go", async () => {
    const { rules } = await compile([{ path: "a.cep", text }])
    const events = Array.from({ length: 6000 }, (_, at) => ({
      ...event,
      k: at,
      n: 1,
      after: at % 10 === 0 ? 1 : 0,
      moves: at % 100 === 0,
    }))
    seen.keys = []
    answers(rules!, events, {})
    expect(seen.keys.length).toBeGreaterThan(50)
    // In the window are 120 of them.
    expect(Math.max(...seen.keys)).toBeLessThan(600)
  })
})
