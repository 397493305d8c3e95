/** What every place for state must do: an engine over it says what one says that has all its state in memory, also when it is restored. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { ColdOptions } from "../../runtime/abi/cold-store.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { StateCut } from "../../runtime/abi/state-cut.ts"
import { createEngine } from "../../runtime/index.ts"
import { declarations, event, hand, latenessMs, type Read, setWithKept } from "../property/mixed-rules.ts"
import { runSize } from "../property/run-size.ts"
import { linesInto } from "../support/lines-into.ts"

const { pairs, seed, timeout } = runSize()

/** State of an engine, as it is kept beside the pieces of its cuts. */
export interface OpenedState {
  /** undefined: all of it is in memory. */
  readonly cold: ColdOptions | undefined
  /** What was not in memory at the moment of a cut, from which `open` can begin. */
  save(cut: StateCut): unknown
  /** How many keys came back into memory so far. */
  readonly returned: number
  /** How many did so by themselves, since something was to come of them. */
  readonly due: number
  close(): void
}

export interface StateBackendUnderTest {
  /** Empty, or with what was saved. `memoryBytes`: so much stays in memory; Infinity: all. */
  open(memoryBytes: number, saved?: unknown): OpenedState
  /** How often everything is drawn, against the memory backend. */
  readonly share: number
  /** Keys leave memory. */
  readonly evicts: boolean
}

const step = fc.constantFrom("", "", "", "full", "begin", "begin", "fetch", "finish", "finish", "abandon")
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
/** More than two keys, so that some come again after a while. */
const keyed = fc
  .tuple(event, fc.constantFrom("x", "y", "z", "u", "v", "w"))
  .map(([one, k]) => ({ ...one, k: one.k === undefined ? undefined : k }))
type Keyed = typeof keyed extends fc.Arbitrary<infer E> ? E : never

/** `wait`: how long rules with a parameter wait from the middle on, in ms. */
type Options = EngineOptions & { readonly wait?: number }

interface Run {
  readonly engine: Engine
  readonly lines: string[]
  readonly state: OpenedState
  go(from: number, to: number): void
}

function running(
  rules: RuleSet,
  events: readonly Keyed[],
  asLines: boolean,
  { wait, ...options }: Options,
  state: OpenedState,
): Run {
  const lines: string[] = []
  const engine = createEngine(rules, {
    ...options,
    ...(state.cold !== undefined && { cold: state.cold }),
    ...linesInto(lines, true),
    onDeadLetter: (letter) => lines.push(JSON.stringify(letter)),
    onDropped: ({ rule }) => lines.push(`${rule} began empty`),
  })
  let at = 1000
  const times = events.map(({ after }) => (at += after))
  const highest = times.map((_, place) => Math.max(...times.slice(0, place + 1)))
  const go = (from: number, to: number): void => {
    let read: Read[] = []
    for (let place = from; place < to; place++) {
      const { type, k, m, b, n, o, moves } = events[place]!
      read.push({ type, raw: { id: place, k, m, n, ...(type === "A" && { b, o }), at: times[place] }, place })
      const isHalf = place === Math.floor(events.length / 2)
      if (!moves && !isHalf && place < to - 1 && events[place + 1]!.type === type) continue
      hand(engine, read, asLines)
      read = []
      if (moves) engine.advanceTo(highest[place]! - latenessMs - 1)
      if (isHalf) engine.setParam("least", 2)
      if (isHalf && wait !== undefined) engine.setParam("wait", wait)
    }
  }
  return { engine, lines, state, go }
}

function ended({ engine, lines, state }: Run) {
  engine.end()
  const { rules, series: _, ...rest } = engine.stats()
  state.close()
  return { lines, rest, counts: rules.map(({ keys: __, partialMatches: ___, states: ____, ...each }) => each) }
}

interface Kept {
  readonly at: number
  readonly pieces: readonly Uint8Array[]
  readonly saved: unknown
}

/** Runs through the events and takes cuts as the steps say; gives those that came to something. */
function cutting(run: Run, events: number, steps: readonly Step[]): readonly Kept[] {
  const kept: Kept[] = []
  let cut: StateCut | undefined
  let saved: unknown
  let pieces: Uint8Array[] = []
  let begun = 0
  const fetch = (): void => {
    const piece = cut?.next()
    if (piece !== undefined) pieces.push(piece)
    else if (cut !== undefined) {
      const before = cut.full ? [] : kept.at(-1)!.pieces
      kept.push({ at: begun, pieces: [...before, ...pieces], saved })
      cut = undefined
    }
  }
  for (let place = 0, next = 0; place < events; place = next) {
    next = Math.min(events, place + 1 + (steps.length % 4))
    run.go(place, next)
    const now = steps[place % steps.length]!
    if ((now === "full" || now === "begin") && cut === undefined) {
      pieces = []
      begun = next
      cut = run.engine.cut(now === "full")
      saved = run.state.save(cut)
      if (place % 2 === 0) fetch()
    } else if (now === "fetch") fetch()
    else if (now === "finish") while (cut !== undefined) fetch()
    else if (now === "abandon") {
      cut?.abandon()
      cut = undefined
    }
  }
  while (cut !== undefined) fetch()
  return kept
}

/** The suite. */
export function testStateBackend(name: string, backend: StateBackendUnderTest): void {
  test(
    `${name}: the same outputs as with all state in memory, and after a restore`,
    async () => {
      const allInMemory: OpenedState = { cold: undefined, save: () => undefined, returned: 0, due: 0, close: () => {} }
      let returned = 0
      let due = 0
      let restored = 0
      await fc.assert(
        fc.asyncProperty(
          setWithKept,
          fc.array(keyed, { minLength: 30, maxLength: 120 }),
          fc.array(step, { minLength: 5, maxLength: 40 }),
          fc.boolean(),
          fc.constantFrom<Options>({}, { wait: 5 }, { wait: 14 }, { limits: { partialMatchesPerKey: 3 } }),
          fc.constantFrom(0, 0, 500),
          async (texts, events, steps, asLines, options, memoryBytes) => {
            const text = texts.map((one, at) => `rule R${at} { ${one.replace("Found", `Found${at}`)} }`).join("\n")
            const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}${text}` }])
            if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
            const whole = running(rules, events, asLines, options, allInMemory)
            const lines: number[] = []
            for (let place = 0; place < events.length; place++) {
              lines.push(whole.lines.length)
              whole.go(place, place + 1)
            }
            lines.push(whole.lines.length)
            const all = ended(whole)
            const run = running(rules, events, asLines, options, backend.open(memoryBytes))
            const kept = cutting(run, events.length, steps)
            returned += run.state.returned
            due += run.state.due
            expect(ended(run)).toEqual(all)
            for (const [place, { at, pieces, saved }] of kept.entries()) {
              // Now and then everything comes back into memory.
              const limit = place % 3 === 2 ? Number.POSITIVE_INFINITY : memoryBytes
              const state = backend.open(limit, saved)
              const again = running(rules, events, asLines, { ...options, restoreCut: pieces }, state)
              restored++
              expect(again.lines).toEqual([])
              const more = cuttingAgain(again, at, events.length)
              returned += again.state.returned
              due += again.state.due
              expect(ended(again)).toEqual({ ...all, lines: all.lines.slice(lines[at]) })
              if (more === undefined) continue
              const third = running(
                rules,
                events,
                asLines,
                { ...options, restoreCut: more.pieces },
                backend.open(memoryBytes, more.saved),
              )
              third.go(more.at, events.length)
              expect(ended(third)).toEqual({ ...all, lines: all.lines.slice(lines[more.at]) })
            }
          },
        ),
        { numRuns: Math.ceil(0.03 * backend.share * pairs), seed },
      )
      expect(restored).toBeGreaterThan(0.02 * backend.share * pairs)
      if (backend.evicts) expect(returned).toBeGreaterThan(0.02 * backend.share * pairs)
      if (backend.evicts) expect(due).toBeGreaterThan(0.02 * backend.share * pairs)
    },
    timeout,
  )
}

/** A restored engine goes on, and is cut once more in the middle of what is left. */
function cuttingAgain(run: Run, from: number, to: number): Kept | undefined {
  const at = Math.floor((from + to) / 2)
  run.go(from, at)
  const cut = run.engine.cut(true)
  const saved = run.state.save(cut)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece)
  run.go(at, to)
  return { at, pieces, saved }
}
