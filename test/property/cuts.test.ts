/** An engine that is restored from cuts of the state goes on as the one that was never stopped, whatever happened while they were fetched. */
import fc from "fast-check"
import { expect, test } from "vitest"
import { compile } from "../../compiler/index.ts"
import type { Engine, EngineOptions } from "../../runtime/abi/engine.ts"
import type { RuleSet } from "../../runtime/abi/rule-set.ts"
import type { StateCut } from "../../runtime/abi/state-cut.ts"
import { createEngine } from "../../runtime/index.ts"
import { linesInto } from "../support/lines-into.ts"
import { type Drawn, declarations, event, hand, latenessMs, type Read, setWithKept } from "./mixed-rules.ts"
import { runSize } from "./run-size.ts"

const { pairs, seed, timeout } = runSize()

/** What is done with cuts behind an event: nothing, or one is begun, one piece fetched, the rest fetched, or it is abandoned. */
const step = fc.constantFrom("", "", "", "full", "begin", "begin", "fetch", "finish", "finish", "abandon")
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

interface Run {
  readonly engine: Engine
  readonly lines: string[]
  /** Judges the events from one place up to another one. */
  go(from: number, to: number): void
}

function running(rules: RuleSet, events: readonly Drawn[], asLines: boolean, options: EngineOptions): Run {
  const lines: string[] = []
  const engine = createEngine(rules, {
    ...options,
    ...linesInto(lines, options.forms !== "general"),
    onDeadLetter: (letter) => lines.push(JSON.stringify(letter)),
    onLate: ({ event: late, rules: names }) => lines.push(JSON.stringify([late, names])),
    onDropped: ({ rule }) => lines.push(`${rule} began empty`),
  })
  const times = events.map(() => 0)
  const highest = events.map(() => 0)
  let at = 1000
  for (const [place, { after }] of events.entries()) {
    at += after
    times[place] = at
    highest[place] = Math.max(at, highest[place - 1] ?? 0)
  }
  const go = (from: number, to: number): void => {
    let read: Read[] = []
    for (let place = from; place < to; place++) {
      const { type, k, m, b, n, o, moves } = events[place]!
      const raw = { id: place, k, m, n, ...(type === "A" && { b, o }), at: times[place] }
      read.push({ type, raw, place })
      const isHalf = place === Math.floor(events.length / 2)
      if (!moves && !isHalf && place < to - 1 && events[place + 1]!.type === type) continue
      hand(engine, read, asLines)
      read = []
      if (moves) engine.advanceTo(highest[place]! - latenessMs - 1)
      if (isHalf) engine.setParam("least", 2)
    }
  }
  return { engine, lines, go }
}

/** What is known at the end. Which keys still wait for being forgotten may differ. */
function ended({ engine, lines }: Run) {
  engine.end()
  const { rules, series: _, ...rest } = engine.stats()
  return { lines, rest, counts: rules.map(({ keys: __, partialMatches: ___, states: ____, ...each }) => each) }
}

/** A cut that was fetched to its end, with all before it that are needed. */
interface Kept {
  /** Events before the cut. */
  readonly at: number
  readonly pieces: readonly Uint8Array[]
}

/** Runs through the events and takes cuts as the steps say; gives those that came to something. */
function cutting(run: Run, events: number, steps: readonly Step[]): readonly Kept[] {
  const kept: Kept[] = []
  let cut: StateCut | undefined
  let pieces: Uint8Array[] = []
  let begun = 0
  const fetch = (): void => {
    const piece = cut?.next()
    if (piece !== undefined) {
      pieces.push(piece)
      return
    }
    if (cut === undefined) return
    const before = cut.full ? [] : kept.at(-1)!.pieces
    kept.push({ at: begun, pieces: [...before, ...pieces] })
    cut = undefined
  }
  for (let place = 0, next = 0; place < events; place = next) {
    next = Math.min(events, place + 1 + (steps.length % 4))
    run.go(place, next)
    const now = steps[place % steps.length]!
    if ((now === "full" || now === "begin") && cut === undefined) {
      pieces = []
      begun = next
      cut = run.engine.cut(now === "full")
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

test(
  "what is restored from cuts goes on like the engine that made them",
  async () => {
    let restored = 0
    let increments = 0
    await fc.assert(
      fc.asyncProperty(
        setWithKept,
        fc.array(event, { minLength: 20, maxLength: 80 }),
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.boolean(),
        fc.constantFrom<EngineOptions>({}, {}, { forms: "general" }, { limits: { partialMatchesPerKey: 3 } }),
        async (texts, events, steps, asLines, options) => {
          const text = texts.map((one, at) => `rule R${at} { ${one.replace("Found", `Found${at}`)} }`).join("\n")
          const { rules, diagnostics } = await compile([{ path: "a.cep", text: `${declarations}${text}` }])
          if (rules === undefined) throw new Error(`${diagnostics.map((each) => each.text).join("\n")}\n${text}`)
          const whole = running(rules, events, asLines, options)
          const snapshots: string[] = []
          const lines: number[] = []
          for (let place = 0; place < events.length; place++) {
            lines.push(whole.lines.length)
            snapshots.push(JSON.stringify(whole.engine.snapshot()))
            whole.go(place, place + 1)
          }
          lines.push(whole.lines.length)
          snapshots.push(JSON.stringify(whole.engine.snapshot()))
          const all = ended(whole)
          const cut = running(rules, events, asLines, options)
          const kept = cutting(cut, events.length, steps)
          expect(ended(cut)).toEqual(all)
          for (const { at, pieces } of kept) {
            const again = running(rules, events, asLines, { ...options, restoreCut: pieces })
            restored++
            if (pieces.length > 1) increments++
            expect(again.lines).toEqual([])
            const isGeneral = options.forms === "general"
            const snapshot = JSON.stringify(again.engine.snapshot())
            expect(tablesOf(snapshot, isGeneral)).toEqual(tablesOf(snapshots[at]!, isGeneral))
            again.go(at, events.length)
            expect(ended(again)).toEqual({ ...all, lines: all.lines.slice(lines[at]) })
          }
        },
      ),
      { numRuns: Math.ceil(0.05 * pairs), seed },
    )
    expect(restored).toBeGreaterThan(0.05 * pairs)
    expect(increments).toBeGreaterThan(0.03 * pairs)
  },
  timeout,
)

/** What the tables of a snapshot hold. Which of their rows are free matters only where all state stands in them. */
function tablesOf(snapshot: string, isGeneral: boolean): unknown {
  const { operators } = JSON.parse(snapshot) as { operators: readonly Operator[] }
  return operators.map(({ operator, tables }) => {
    if (operator.startsWith("window ")) return [operator, windowKeys(tables)]
    if (operator.startsWith("ring ") && tables.some(({ name }) => name === "keys")) {
      return [operator, ringKeys(tables)]
    }
    if (operator.startsWith("pattern ")) return [operator, patternKeys(tables)]
    if (operator.startsWith("silence ")) return [operator, tables.map(({ columns }) => silences(columns))]
    if (isGeneral && operator !== "ordering") return [operator, tables]
    const isOfKeys = /^(ring|combination|chain) /.test(operator) || /\|/.test(operator)
    return [operator, tables.map(({ columns }) => (isOfKeys ? inAnyOrder(columns, tables) : columns))]
  })
}

/** Partial matches by key, with the events of their chains: which rows they have is no state. */
function patternKeys(tables: Operator["tables"]): readonly unknown[] {
  const table = (name: string) => {
    const { live, cell } = rowsOf(tables, name)
    return { live, cell: (column: string, row: number) => cell(column, row) as number }
  }
  const [keys, partials, nodes, events] = [table("keys"), table("partials"), table("nodes"), table("events")] as const
  const chain = (node: number): unknown[] =>
    node < 0
      ? []
      : [
          [nodes.cell("step", node), events.cell("event", nodes.cell("event", node))],
          ...chain(nodes.cell("parent", node)),
        ]
  const list = (row: number): unknown[] =>
    row < 0
      ? []
      : [
          ["state", "startAt", "startSequence", "lastAt"].map((name) => partials.cell(name, row)),
          chain(partials.cell("node", row)),
          ...list(partials.cell("next", row)),
        ]
  const own = keys.live.map((row) =>
    JSON.stringify([keys.cell("key", row), keys.cell("start", row), list(keys.cell("head", row))]),
  )
  const held = keys.live.map((row) => JSON.stringify(list(keys.cell("completedHead", row))))
  return [own.sort(), held.sort(), tables.find(({ name }) => name === "counts")]
}

/** Of rings of objects the events by key, from the oldest. */
function ringKeys(tables: Operator["tables"]): readonly unknown[] {
  const keys = rowsOf(tables, "keys")
  const held = rowsOf(tables, "held")
  const list = (row: number): unknown[] =>
    row < 0 ? [] : [held.cell("event", row), ...list(held.cell("next", row) as number)]
  const own = keys.live.map((row) => JSON.stringify([keys.cell("key", row), list(keys.cell("oldest", row) as number)]))
  return [own.sort(), tables.find(({ name }) => name === "counts")]
}

/** The rows of a table that are in use, and their cells. */
function rowsOf(tables: Operator["tables"], table: string) {
  const { top, free, columns } = tables.find(({ name }) => name === table)!
  const live = Array.from({ length: top }, (_, row) => row).filter((row) => !free.includes(row))
  return { live, cell: (column: string, row: number): unknown => columns[column]![live.indexOf(row)] }
}

/** Open windows by key, from the one that was opened last: which rows they have is no state. */
function windowKeys(tables: Operator["tables"]): readonly unknown[] {
  const { live, cell } = rowsOf(tables, "windows")
  const older = (row: number) => (cell("older", row) as number) - 1
  const list = (row: number): unknown[] =>
    row < 0 ? [] : [["start", "end", "opened", "events", "results"].map((name) => cell(name, row)), ...list(older(row))]
  const followed = new Set(live.map(older))
  const keys = live
    .filter((row) => !followed.has(row))
    .map((row) => JSON.stringify([cell("key", row), list(row)]))
    .sort()
  return [keys, tables.filter(({ name }) => name === "params" || name === "counts")]
}

/** Silences by key. */
function silences(columns: Columns): readonly string[] {
  if (columns.from === undefined) return []
  return columns.from
    .map((from, row) => {
      return JSON.stringify([columns.key![row], columns.timeout![row], from, columns.suppressed![row]])
    })
    .sort()
}

/** Rows whose order is that in which keys were first met, which is no state; events that they link to stand in place of the links. */
function inAnyOrder(columns: Columns, tables: Operator["tables"]): readonly string[] {
  const events = tables.find(({ name }) => name === "events")?.columns.event
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.map((_, row) =>
    names.map((name) => {
      const cell = columns[name]![row]
      if (name !== "links" || cell === 0) return cell
      return (cell as [[number, number][]])[0].map(([step, at]) => [step, events![at]])
    }),
  )
  // Nothing asks in which place among all an event came that stands whole in a ring: whether it is known depends on other rules.
  return rows.map((row) => JSON.stringify(row).replaceAll(/"sequence":-?\d+,/g, "")).sort()
}

type Columns = Readonly<Record<string, readonly unknown[]>>

interface Operator {
  readonly operator: string
  readonly tables: readonly {
    readonly name: string
    readonly top: number
    readonly free: readonly number[]
    readonly columns: Columns
  }[]
}
