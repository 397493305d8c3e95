/** A return to the rules before: what the change has dropped comes back. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { DroppedCut, Thawing } from "../../runtime/abi/frozen.ts"
import type { RuleManifest, RuleSet } from "../../runtime/abi/rule-set.ts"
import { wrongBehindGap } from "../../runtime/engine/gap.ts"
import { createEngine } from "../../runtime/index.ts"
import { fetched } from "../../runtime/state/cut.ts"
import { type Drawn, declarations, event, hand, latenessMs, type Read, setWithKept } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** Edits after which a rule begins empty, or with its state in another form. */
const edits: readonly (readonly [from: string, to: string])[] = [
  ["per k", "per m"],
  ["per m", "per k"],
  ["when 2 A", "when 3 A"],
  ["n > 1", "n > 0"],
  ["then A as", "then B as x then A as"],
  ["without events", ""],
  ["10 ms of A", "15 ms of A"],
  ["over 10 ms", "over 25 ms"],
  ["once per 15 ms", "once per 40 ms"],
]

const change = fc.record({
  /** By place: whether the changed rules have the rule. */
  stays: fc.array(
    fc.nat(2).map((one) => one > 0),
    { minLength: 20, maxLength: 20 },
  ),
  /** By place: which edit is made where it can be. */
  edits: fc.array(fc.nat(99), { minLength: 20, maxLength: 20 }),
})
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never

const named = (text: string, place: number): string => `rule R${place} { ${text.replace("Found", `Found${place}`)} }`

/** The texts of both versions, and by place whether the rule is the same in both. */
function versionsOf(texts: readonly string[], { stays, edits: chosen }: Change) {
  const now = texts.map((text, place) => {
    if (stays[place] !== true) return undefined
    const all = [text, ...edits.filter(([from]) => text.includes(from)).map(([from, to]) => text.replaceAll(from, to))]
    return all[chosen[place]! % all.length]!
  })
  const before = texts.map(named).join("\n")
  const after = now.flatMap((text, place) => (text === undefined ? [] : named(text, place))).join("\n")
  const isKept = (place: number): boolean => now[place] === texts[place]
  return { before, after: after === "" ? named("when A as a where n > 99 alert", 99) : after, isKept }
}

async function compiled(text: string): Promise<RuleSet | undefined> {
  const { rules } = await compile([{ path: "a.cep", text: `${declarations}${text}` }])
  return rules
}

function piecesOf(engine: Engine): Uint8Array[] {
  return [...fetched(engine.cut(true))]
}

/** Engines that see one stream. */
class Stream {
  private at = 1000
  highest = 1000
  private place = 0
  /** Else time, which is drawn to go back as well, would never come out of what is judged. */
  private least = 1000

  /** Hands over events. `moves`: to which engines, with time. */
  feed(engines: readonly Engine[], events: readonly Drawn[], asLines: boolean): void {
    for (const { type, k, m, b, n, o, after, moves } of events) {
      this.at = Math.max(this.least, this.at + after + 2)
      this.highest = Math.max(this.highest, this.at)
      const { place, at } = this
      this.place++
      const read: Read[] = [{ type, raw: { id: place, k, m, n, ...(type === "A" && { b, o }), at }, place }]
      for (const engine of engines) {
        hand(engine, read, asLines)
        if (moves) engine.advanceTo(this.highest - latenessMs - 1)
      }
    }
  }

  /** All is judged. */
  settle(engines: readonly Engine[]): void {
    for (const engine of engines) engine.advanceTo(this.highest)
    this.least = this.highest + 1
  }
}

/** Lines, and what else is said. */
function into(lines: string[]): EngineOptions {
  return {
    onOutput: (output) => lines.push(output.line()),
    onDeadLetter: ({ code, reason, position }) => lines.push(JSON.stringify({ code, reason, position })),
  }
}

/** How the rules change: as it lies in memory, or by a cut of all state. */
function follow(rules: RuleSet, former: Engine, options: EngineOptions, byCut: boolean): Engine {
  return createEngine(rules, { ...options, ...(byCut ? { restoreCut: piecesOf(former) } : { former }) })
}

/** Goes over to other rules; what they dropped, to be asked for before the next change: it must not matter when. */
function changeTo(rules: RuleSet, former: Engine, options: EngineOptions, byCut: boolean) {
  const whole = byCut ? piecesOf(former) : []
  let dropped: DroppedCut | undefined
  const onFrozen = (each: DroppedCut): void => {
    dropped = each
  }
  const engine = follow(rules, former, { ...options, onFrozen }, byCut)
  const { cut, ...rest } = dropped!
  return { engine, dropped: rest, thaws: (): Thawing => ({ ...rest, cut: byCut ? whole : cut && [...fetched(cut)] }) }
}

const sets = fc.array(fc.array(event, { minLength: 20, maxLength: 60 }), { minLength: 3, maxLength: 3 })

test(
  "with nothing judged in between it is as if the rules had never been others",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        setWithKept,
        change,
        sets,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (texts, drawn, [first, second], asLines, waits, byCut, backByCut) => {
          const versions = versionsOf(texts, drawn)
          const [before, after] = [await compiled(versions.before), await compiled(versions.after)]
          fc.pre(before !== undefined && after !== undefined)
          const [lines, straight]: [string[], string[]] = [[], []]
          const same = createEngine(before!, into(straight))
          const former = createEngine(before!, into(lines))
          const stream = new Stream()
          stream.feed([same, former], first!, asLines)
          if (!waits) stream.settle([same, former])
          const { engine, thaws } = changeTo(after!, former, into(lines), byCut)
          const back = follow(before!, engine, { ...into(lines), thaws: thaws() }, backByCut)
          stream.feed([same, back], second!, asLines)
          same.end()
          back.end()
          expect(lines).toEqual(straight)
        },
      ),
      { numRuns: Math.ceil(pairs / 200), seed },
    )
  },
  timeout,
)

/** Of what other rules have a part in, and of what goes on beside what stays away (silences), neither engine is like it. */
const comparable = (text: string): boolean => !/over|seen|distinct|emit|least|huge/.test(text) && !/once per/.test(text)

test(
  "what was dropped goes on as in an engine that stood still meanwhile, and nothing else has noticed",
  async () => {
    let compared = { kept: 0, suspended: 0, anew: 0, converted: 0 }
    await fc.assert(
      fc.asyncProperty(
        setWithKept,
        change,
        sets,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (texts, drawn, [first, second, third], asLines, byCut, backByCut) => {
          const versions = versionsOf(texts, drawn)
          const [before, after] = [await compiled(versions.before), await compiled(versions.after)]
          fc.pre(before !== undefined && after !== undefined)
          const none = (): string[] => []
          const lines = { same: none(), back: none(), still: none(), anew: none(), plain: none() }
          const same = createEngine(before!, into(lines.same))
          const former = createEngine(before!, into([]))
          const stream = new Stream()
          stream.feed([same, former], first!, asLines)
          stream.settle([same, former])
          const standing = piecesOf(createEngine(before!, { restoreCut: piecesOf(former) }))
          const stood = stream.highest
          const { engine, dropped, thaws } = changeTo(after!, former, into([]), byCut)
          stream.feed([same, engine], second!, asLines)
          stream.settle([same, engine])
          const plain = createEngine(before!, { ...into(lines.plain), restoreCut: piecesOf(engine) })
          const back = follow(before!, engine, { ...into(lines.back), thaws: thaws() }, backByCut)
          const still = createEngine(before!, { ...into(lines.still), restoreCut: standing })
          const anew = createEngine(before!, into(lines.anew))
          stream.settle([still, anew])
          for (const each of Object.values(lines)) each.length = 0
          stream.feed([same, back, still, anew, plain], third!, asLines)
          for (const each of [same, back, still, anew, plain]) each.end()
          const isGap = stream.highest > stood
          const wasForm = (name: string) => (operator: string) => operator.endsWith(` ${name}`)
          for (const [place, text] of texts.entries()) {
            if (!comparable(text)) continue
            const name = `R${place}`
            const of = (all: readonly string[]) => all.filter((line) => line.includes(`"rule":"${name}"`))
            const { rules } = before!.manifest
            const rule = rules.find((each) => each.name === name)!
            const isDropped = dropped.operators.some(wasForm(name))
            const isConverted = !isDropped && dropped.converted.some(wasForm(name))
            const other = isDropped ? whose(rule) : isConverted ? "converted" : undefined
            const kind = versions.isKept(place) ? "kept" : isGap ? other : undefined
            if (kind === undefined) continue
            compared = { ...compared, [kind]: compared[kind] + of(lines[sides[kind]]).length }
            expect(of(lines.back)).toEqual(of(lines[sides[kind]]))
          }
        },
      ),
      { numRuns: Math.ceil(pairs / 200), seed },
    )
    // Else nothing was compared. What is converted is rarely drawn.
    if (pairs < 2000) return
    const { converted: _, ...often } = compared
    for (const [kind, count] of Object.entries(often)) expect([kind, count > 0]).toEqual([kind, true])
  },
  timeout,
)

const sides = { kept: "same", suspended: "still", anew: "anew", converted: "plain" } as const

function whose(rule: RuleManifest): "suspended" | "anew" {
  return wrongBehindGap(rule) === undefined ? "suspended" : "anew"
}
