/** An engine that goes on with the state of another one as it lies in memory says the same as one that is restored from a cut of it, however rules change. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { type Drawn, declarations, event, hand, latenessMs, type Read, setWithKept } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** Edits of the text of a rule. */
const edits: readonly (readonly [from: string, to: string])[] = [
  ["n > 1", "n > 0"],
  ["n > a.n", "n >= a.n"],
  ['m == "x"', 'm == "y"'],
  ["within 8 ms", "within 25 ms"],
  ["within 25 ms", "within 8 ms"],
  ["within 1 second", "within 30 ms"],
  ["when 2 A", "when 3 A"],
  ["once per 15 ms", "once per 40 ms"],
  ["over 10 ms", "over 25 ms"],
  ["over 25 ms", "over 10 ms"],
  ["within wait", "within 8 ms"],
  ["within 25 ms", "within wait"],
  ["within 60 ms", "within 8 ms"],
  ["within 8 ms", "within 60 ms"],
  ["for 6 ms", "for 3 ms"],
  ["for 6 ms", "for 15 ms"],
  ["once per 15 ms", "once per 4 ms"],
  ["once per wait", "once per 25 ms"],
  ["once per 10 seconds", "once per 5 hours"],
  ["without events", ""],
  ["alert { id: a.id }", "alert { id: a.id, o: a.o }"],
  ["id: a.id", "id: a.m"],
  ["n: sum(a.n)", "n: last(a).o"],
  ["10 ms of A", "15 ms of A"],
  ["last(a).id", "last(a).n"],
  ["per k", "per m"],
]

const word = <T extends string | number | undefined>(...words: readonly T[]) => fc.constantFrom(...words)
/** Few rules whose partial matches begin often and wait long enough to be handed over, under conditions that let most of them complete. */
const waiting = fc.array(
  fc
    .tuple(
      word(
        "A as a then A as e where n >= a.n",
        "A as a then A as e where n >= a.n then A as f",
        "A as a then A as e where m == a.m next A as f",
        "A as a then no B as e where n > a.n",
        "A as a where n > 1 then no B as e where m == a.m",
        "A as a then no A as e where b for 6 ms then B as f",
        "A as a then optional B as e then A as f where n > a.n",
        "1+ A as a then B as e where n < sum(a.n)",
        "A as a then any B as e",
        "A as a then any A as e then any A as f where n > 1",
        "A as a where n > 1",
      ),
      word("within 8 ms", "within 25 ms", "within 60 ms", "within wait"),
      word("per k", "per m", "per k, m"),
      word("", "skip none"),
      word("", "", "once per 15 ms", "once per 10 seconds", "once per wait"),
      word("alert", "alert { id: a.id }", "alert without events", "alert without events on timeout alert low"),
    )
    .map(([pattern, window, per, skip, once, out]) => {
      const waits = pattern.includes("then")
      const id = pattern.startsWith("1+") ? out.replace("a.id", "last(a).id") : out
      const shown = waits ? id : out.replace(" on timeout alert low", "")
      return `when ${pattern} ${waits ? window : ""} ${per} ${skip} ${once} ${shown}`
    }),
  { minLength: 1, maxLength: 3 },
)

const version = fc.record({
  /** Which of the rules there are, and in which order. */
  places: fc.shuffledSubarray(
    Array.from({ length: 16 }, (_, at) => at),
    { minLength: 8 },
  ),
  /** By place: which of the edits that change something there. */
  edits: fc.array(fc.nat(999), { minLength: 16, maxLength: 16 }),
  /** Another version is tried before, and is not used. */
  tried: fc.boolean(),
  /** A cut of it is taken when it begins; the version behind it goes on with that and a later one, not with what lies in memory. */
  cuts: fc.nat(4).map((one) => one === 0),
  /** The last events wait when it comes. */
  waits: fc.boolean(),
})
type Version = typeof version extends fc.Arbitrary<infer V> ? V : never

function textOf(rules: readonly string[], { places, edits: chosen }: Version): string {
  const own = places.filter((place) => place < rules.length)
  const texts = (own.length === 0 ? [0] : own).map((place) => {
    const rule = rules[place]!
    const texts = [
      rule,
      ...edits.filter(([from]) => rule.includes(from)).map(([from, to]) => rule.replaceAll(from, to)),
    ]
    const text = texts[chosen[place]! % texts.length]!
    return `rule R${place} { ${text.replace("Found", `Found${place}`)} }`
  })
  return `${declarations}${texts.join("\n")}`
}

async function compiled(text: string): Promise<RuleSet | undefined> {
  const { rules } = await compile([{ path: "a.cep", text }])
  return rules
}

type Open = (rules: RuleSet, former: Engine, options: EngineOptions) => Engine

/** What a cut has, behind the pieces of the one before where it has what changed since. */
function cutOf(engine: Engine, before?: readonly Uint8Array[]): Uint8Array[] {
  const cut = engine.cut(before === undefined)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return cut.full ? pieces : [...before!, ...pieces]
}

/** Runs all versions, each for as many events. What comes out, and what is known in the end. */
function run(
  versions: readonly { rules: RuleSet; waits: boolean }[],
  events: readonly Drawn[],
  {
    asLines,
    behindMs,
    share,
    open,
  }: {
    readonly asLines: boolean
    /** It is one of several that share the keys. */
    readonly share: EngineOptions["share"]
    /** The watermark moves so far behind the events. */
    readonly behindMs: number
    readonly open: Open
  },
) {
  const lines: string[] = []
  const options: EngineOptions = {
    ...(share && { share }),
    ...linesInto(lines, true),
    onDeadLetter: ({ code, reason, position }) => lines.push(JSON.stringify({ code, reason, position })),
    onLate: ({ event: late, rules: names }) => lines.push(JSON.stringify([late, names])),
    onDropped: ({ rule, series, reason }) => lines.push(JSON.stringify({ rule, series, reason })),
  }
  let engine = createEngine(versions[0]!.rules, options)
  const each = Math.ceil(events.length / versions.length)
  let at = 1000
  let highest = 0
  for (const [number, { rules, waits }] of versions.entries()) {
    if (number > 0) {
      if (!waits) engine.advanceTo(highest)
      lines.push(`version ${number}`)
      engine = open(rules, engine, options)
    }
    for (let place = number * each; place < Math.min(events.length, (number + 1) * each); place++) {
      const { type, k, m, b, n, o, after, moves } = events[place]!
      at += after
      highest = Math.max(highest, at)
      const read: Read[] = [{ type, raw: { id: place, k, m, n, ...(type === "A" && { b, o }), at }, place }]
      hand(engine, read, asLines)
      if (moves) engine.advanceTo(highest - behindMs)
    }
  }
  engine.end()
  const { rules, series: _, ...rest } = engine.stats()
  return { lines, rest, rules: rules.map(({ keys: __, partialMatches: ___, states: ____, ...counts }) => counts) }
}

/** To compile rules takes longer than to run them: each set of them is run for some streams. */
test.each([
  ["rules of all forms", setWithKept, { sets: 1 / 5, streams: 1, behindMs: latenessMs + 1 }],
  ["partial matches that wait", waiting, { sets: 1 / 20, streams: 10, behindMs: 1 }],
] as const)(
  "what lies in memory says the same as a cut of it: %s",
  async (_, drawnSets, { sets, streams, behindMs }) => {
    await fc.assert(
      fc.asyncProperty(
        drawnSets,
        fc.array(version, { minLength: 2, maxLength: 5 }),
        fc.array(fc.array(event, { minLength: 20, maxLength: 80 }), { minLength: streams, maxLength: streams }),
        fc.boolean(),
        word(undefined, undefined, undefined, 0, 1),
        async (texts, drawn, all, asLines, worker) => {
          const versions: (Pick<Version, "waits" | "tried" | "cuts"> & { rules: RuleSet })[] = []
          for (const one of drawn) {
            const rules = await compiled(textOf(texts, one))
            if (rules !== undefined) versions.push({ ...one, rules })
          }
          fc.pre(versions.length > 1)
          const share = worker === undefined ? undefined : { worker, of: 2 }
          const restored: Open = (rules, former, options) =>
            createEngine(rules, { ...options, restoreCut: cutOf(former) })
          const firstCuts = new WeakMap<Engine, readonly Uint8Array[]>()
          const handed: Open = (rules, former, options) => {
            const { tried, cuts } = versions.find((one) => one.rules === rules)!
            if (tried) {
              createEngine(versions[0]!.rules, { former, ...(share && { share }) })
              former.takeBack()
            }
            const first = firstCuts.get(former)
            const begins = first === undefined ? { former } : { restoreCut: cutOf(former, first) }
            const engine = createEngine(rules, { ...options, ...begins })
            if (cuts) firstCuts.set(engine, cutOf(engine))
            return engine
          }
          for (const events of all)
            expect(run(versions, events, { asLines, behindMs, share, open: handed })).toEqual(
              run(versions, events, { asLines, behindMs, share, open: restored }),
            )
        },
      ),
      { numRuns: Math.ceil(pairs * sets), seed },
    )
  },
  timeout,
)
