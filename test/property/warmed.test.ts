/**
 * A rule whose state was rebuilt from past events goes on as in an engine that had it all the time: what it says from then on is the same, whatever the other rules are and go on with.
 */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { WarmedState } from "../../runtime/abi/warmed.ts"
import { producersOf, reachOf } from "../../runtime/engine/reach.ts"
import { someRules } from "../../runtime/engine/some-rules.ts"
import { createEngine } from "../../runtime/index.ts"
import { shapes } from "./divided-rules.ts"
import { type Drawn, declarations, event, hand, latenessMs, setWithKept } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** The inside values of the parameters in `declarations`. */
const params = { huge: 9_007_199_254_740_900n, least: 1n, wait: 9 }

/** Events that wait when rules change stay only where the former rules have a use for them. */
const readers = "rule ReadsA { when A as a where n > 90 alert }\nrule ReadsB { when B as b where n > 90 alert }"

function textOf(before: readonly string[], added: readonly string[]): string {
  const named = (prefix: string) => (text: string, place: number) =>
    `rule ${prefix}${place} { ${text.replace(/\b(Found|Unread)\b/, `$1${prefix}${place}`)} }`
  return [declarations, readers, ...before.map(named("Old")), ...added.map(named("New"))].join("\n")
}

async function compiled(text: string): Promise<RuleSet | undefined> {
  return (await compile([{ path: "a.cep", text }])).rules
}

interface Said {
  readonly rule: string
  readonly line: string
}

/** An engine, and what its rules say from a moment on. */
function engineOf(rules: RuleSet, options: EngineOptions, said: Said[]): Engine {
  return createEngine(rules, {
    ...options,
    onOutput: (output) => said.push({ rule: output.rule, line: output.line() }),
  })
}

interface Stream {
  readonly events: readonly Drawn[]
  /** Behind so many of them the rules change. */
  readonly changesAt: number
  readonly asLines: boolean
}

/** Hands over events, by their places, with the steps of the watermark. Returns how far it is. */
function feed(engine: Engine, { events, asLines }: Stream, from: number, to: number): number {
  let at = 1000
  let highest = 0
  for (const [place, { type, k, m, b, n, o, after, moves }] of events.entries()) {
    if (place >= to) break
    at += after
    highest = Math.max(highest, at)
    if (place < from) continue
    hand(engine, [{ type, raw: { id: place, k, m, n, ...(type === "A" && { b, o }), at }, place }], asLines)
    if (moves) engine.advanceTo(highest - latenessMs - 1)
  }
  return engine.counts().watermark
}

/** What the state of some rules is at a watermark, by the events since `after`. */
function warmedBy(rules: RuleSet, stream: Stream, after: number, watermark: number): WarmedState {
  const engine = createEngine(rules, { beginsAfter: after })
  engine.advanceTo(after)
  feed(engine, stream, 0, stream.changesAt)
  engine.advanceTo(watermark)
  const cut = engine.cut(true)
  const state: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) state.push(piece.slice())
  return { state, withoutSeries: [] }
}

/** What is no question of where a rule begins to look: no match and no silence decides about the next one. */
const isFree = (text: string): boolean =>
  (text.startsWith("each") || text.includes("skip none")) && !text.includes("once per")

const someShapes = fc.subarray([...shapes.slice(0, -2)], { maxLength: 4 })
const added = fc.tuple(setWithKept, someShapes).map(([drawn, chosen]) => [...drawn.slice(0, 6), ...chosen])

const drawnStream = fc
  .record({
    events: fc.array(event, { minLength: 30, maxLength: 80 }),
    share: fc.integer({ min: 1, max: 100 }),
    asLines: fc.boolean(),
    /** So many engines share the keys. */
    engines: fc.constantFrom(1, 1, 2, 3),
  })
  .map(({ share, ...rest }) => ({ ...rest, changesAt: Math.floor((rest.events.length * share) / 100) }))

/** Returns how many outputs were compared. `fresh`: the texts of the rules that are new. */
function compare(
  before: RuleSet,
  next: RuleSet,
  fresh: readonly string[],
  stream: Stream & { readonly engines: number },
): number {
  const { manifest } = next
  const { events, changesAt, engines } = stream
  const reached = manifest.rules.flatMap((rule) => {
    const reach = reachOf(rule, manifest, params)
    return rule.name.startsWith("New") && reach.kind === "ms" ? [{ rule, ms: reach.ms }] : []
  })
  const watermark = feed(createEngine(before), stream, 0, changesAt)
  if (reached.length === 0 || !Number.isFinite(watermark)) return 0
  const own = new Set(reached.map(({ rule }) => rule.name))
  const judged = reached.flatMap(({ rule }) => [rule, ...producersOf(rule, manifest)]).map(({ name }) => name)
  const after = watermark - Math.max(...reached.map(({ ms }) => ms))
  const warmed = warmedBy(someRules(next, new Set(judged)), stream, after, watermark)

  // What the rules would have said that began at the same moment, and those that were always there.
  const [sameBeginning, always] = [after, Number.NEGATIVE_INFINITY].map((begins) => {
    const said: Said[] = []
    const engine = engineOf(next, { beginsAfter: begins }, said)
    engine.advanceTo(begins)
    feed(engine, stream, 0, changesAt)
    engine.advanceTo(watermark)
    said.length = 0
    feed(engine, stream, changesAt, events.length)
    engine.end()
    return said
  })

  const said: Said[] = []
  for (let worker = 0; worker < engines; worker++) {
    const part: EngineOptions = engines === 1 ? {} : { share: { worker, of: engines } }
    const former = createEngine(before, part)
    feed(former, stream, 0, changesAt)
    const engine = engineOf(next, { ...part, former, warmed }, said)
    feed(engine, stream, changesAt, events.length)
    engine.end()
  }
  const of = (all: readonly Said[], takes: (rule: string) => boolean) =>
    all.flatMap(({ rule, line }) => (takes(rule) ? [line] : [])).sort()
  const isOwn = (rule: string) => own.has(rule)
  expect(of(said, isOwn)).toEqual(of(sameBeginning!, isOwn))
  const free = (rule: string): boolean => own.has(rule) && isFree(fresh[Number(rule.slice(3))]!)
  expect(of(said, free)).toEqual(of(always!, free))
  return of(said, isOwn).length
}

test(
  "rules that are warmed up say what they would have said if they had been there",
  async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(
        setWithKept,
        added,
        fc.array(drawnStream, { minLength: 8, maxLength: 8 }),
        async (old, fresh, streams) => {
          const before = await compiled(textOf(old, []))
          const next = await compiled(textOf(old, fresh))
          fc.pre(before !== undefined && next !== undefined)
          for (const stream of streams) compared += compare(before!, next!, fresh, stream)
        },
      ),
      { numRuns: Math.ceil(pairs / 160), seed, endOnFailure: true },
    )
    expect(compared).toBeGreaterThan(pairs / 20)
  },
  timeout,
)
