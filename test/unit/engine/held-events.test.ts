/** Whole events that rings hold as bytes are those that the general form holds as objects. */
import { afterEach, describe, expect, test, vi } from "vitest"
import type { Engine, EngineOptions } from "../../../runtime/abi/engine.ts"
import type { CsvColumns, Lines } from "../../../runtime/abi/lines.ts"
import { decoderPadding } from "../../../runtime/abi/rows.ts"
import { EventLog } from "../../../runtime/engine/event-log.ts"
import { createEngine } from "../../../runtime/index.ts"
import { compileRules } from "../../support/job.ts"
import { linesInto } from "../../support/lines-into.ts"

const event = "event P { id: number, k: string, n: number, m: string?, at: time } timed by at, up to 20 ms late"
const sets = {
  "of every event":
    "rule R { when 3 P as p within 100 ms per k alert { first: first(p).id, n: sum(p.n), last: last(p).id } }",
  "of some events":
    "rule R { when 3 P as p where n > 1 within 300 ms per k alert { first: first(p).id, last: last(p).m } }",
  "before another one":
    "rule R { when 2 P as p where n > 1 then P as q where n < 1 within 200 ms per k alert { n: q.n, p: first(p).id } }",
  "of texts": "rule R { when 3 P as p within 100 ms per k alert { m: first(p).m, id: last(p).id } }",
  "of rules that share them": `
    rule R { when 3 P as p where n > 1 within 300 ms per k alert { first: first(p).id } }
    rule S { when 4 P as p where n > 1 within 100 ms per k alert { first: first(p).n } }
    rule T { when 2 P as p where n > 1 then P as q where n < 1 within 200 ms per k alert { p: first(p).id } }`,
  "of more rings than have logs": ["k", "n", "m", "id", "k, n", "k, m"]
    .map((key, i) => `rule R${i} { when 2 P as p within 100 ms per ${key} alert { first: first(p).id } }`)
    .join("\n"),
}
type Set = keyof typeof sets

const compiled = new Map<string, ReturnType<typeof compileRules>>()

/** Rules of that text. */
function rulesOf(text: string): ReturnType<typeof compileRules> {
  const known = compiled.get(text) ?? compileRules(`${event}\n${text}`)
  compiled.set(text, known)
  return known
}

/** Lines of a stream whose events come 1 ms apart, some of them late, of different lengths. */
function stream(count: number, keys: number, asCsv = false): string[] {
  const fields = Array.from({ length: count }, (_, i) => {
    const at = 1_000_000 + i - (i % 13 === 0 ? 5 : 0)
    const m = i % 4 === 0 ? undefined : `a${"é".repeat(i % 7)}${"x".repeat((i * 31) % 90)}`
    return { id: i, k: `k${(i * 7919) % keys}`, n: (i * 31) % 4, ...(m === undefined ? {} : { m }), at }
  })
  return fields.map((one) => (asCsv ? [one.id, one.k, one.n, one.m ?? "", one.at].join(",") : JSON.stringify(one)))
}

const csv: CsvColumns = {
  delimiter: ",",
  columns: ["id", "k", "n", "m", "at"],
  row: (text) => Object.fromEntries(text.split(",").map((cell, i) => [csv.columns[i]!, cell])),
  isOpen: () => false,
}

/** A block of lines, whose bytes become others when they are given back. */
function block(texts: readonly string[], line: number, highest: number, asCsv: boolean): Lines {
  const text = texts.map((one) => `${one}\n`).join("")
  const bytes = Buffer.concat([Buffer.from(text), Buffer.alloc(decoderPadding)])
  return {
    type: "P",
    bytes,
    csv: asCsv ? csv : undefined,
    from: 0,
    to: bytes.length - decoderPadding - 1,
    ascii: false,
    line,
    byte: line * 1000,
    text: (from, to) => bytes.toString("utf8", from, to),
    position: (at, byte) => ({ at, byte }),
    slow: (at, _byte, one) => [
      {
        type: "P",
        raw: asCsv ? csv.row(one) : JSON.parse(one),
        text: one,
        values: asCsv ? "text" : "json",
        position: { at },
      },
    ],
    source: 0,
    partition: 0,
    arrivedAt: 0,
    highest,
    latenessMs: 20,
    ceiling: Number.POSITIVE_INFINITY,
    release: () => bytes.fill(0x7a),
  }
}

interface Run {
  /** The rules. */
  readonly text: string
  readonly options?: EngineOptions
  readonly direct?: boolean
  readonly asCsv?: boolean
  readonly keys?: number
  readonly count?: number
  /** Lines of a block. */
  readonly blockOf?: number
  /** Between two blocks. */
  readonly between?: (engine: Engine, number: number, options: EngineOptions) => Promise<Engine>
}

/** The lines of all alerts. `direct`: without an object for each. */
async function alerts({
  text,
  options,
  direct = true,
  asCsv = false,
  keys = 41,
  count = 3000,
  blockOf = 170,
  between,
}: Run) {
  const lines: string[] = []
  const all: EngineOptions = { ...linesInto(lines, direct), ...options }
  let engine = createEngine(await rulesOf(text), all)
  const texts = stream(count, keys, asCsv)
  let highest = Number.NEGATIVE_INFINITY
  for (let from = 0, number = 0; from < texts.length; from += blockOf, number++) {
    ;({ highest } = engine.ingestLines(block(texts.slice(from, from + blockOf), from + 1, highest, asCsv)))
    engine.advanceTo(highest - 20)
    // Some keys are looked at.
    engine.usage()
    if (between !== undefined) engine = await between(engine, number, all)
  }
  engine.end()
  return lines
}

function cutOf(engine: Engine): Uint8Array[] {
  const cut = engine.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  return pieces
}

const added = vi.spyOn(EventLog.prototype, "add")
const addedAll = vi.spyOn(EventLog.prototype, "addAll")
/** How many times logs were added to. */
const uses = (): number => added.mock.calls.length + addedAll.mock.calls.length

afterEach(() => {
  added.mockClear()
  addedAll.mockClear()
})

describe("events that rings hold", () => {
  test.each(Object.keys(sets) as Set[])("%s are those of the general form", async (set) => {
    const general = await alerts({ text: sets[set], options: { forms: "general" } })
    expect(uses()).toBe(0)
    expect(general.length).toBeGreaterThan(50)
    expect(await alerts({ text: sets[set] })).toEqual(general)
    for (const blockOf of [170, 2900]) {
      expect(await alerts({ text: sets[set], blockOf, direct: false })).toEqual(general)
    }
    if (set === "of more rings than have logs") expect(uses()).toBe(0)
    else expect(uses()).toBeGreaterThan(0)
  })

  test("stand in lines of CSV", async () => {
    // Of CSV an alert shows the texts of the cells.
    const asTexts = (line: string): unknown => {
      const { id: _, events, ...alert } = JSON.parse(line) as { id: string; events: Record<string, object[]> }
      const textsOf = (one: object) =>
        Object.entries({ m: "", ...one })
          .map(([name, cell]) => `${name}=${cell}`)
          .sort()
      return [alert, Object.values(events).map((list) => list.map(textsOf))]
    }
    for (const set of ["of every event", "of some events"] as const) {
      const general = await alerts({ text: sets[set], options: { forms: "general" } })
      expect((await alerts({ text: sets[set], asCsv: true })).map(asTexts)).toEqual(general.map(asTexts))
    }
  })

  test("that most matches let go of make room", async () => {
    const moved = vi.spyOn(EventLog.prototype as unknown as { moveTogether(): unknown }, "moveTogether")
    for (const set of ["of every event", "of some events"] as const) {
      const long = { text: sets[set].replace(/within \d+ ms/, "within 1 hour"), keys: 3, count: 30_000 }
      expect(await alerts(long)).toEqual(await alerts({ ...long, options: { forms: "general" } }))
      expect(moved.mock.calls.length).toBeGreaterThan(1)
      moved.mockClear()
    }
  })

  test("are in cuts, and stay while one is made", async () => {
    for (const set of Object.keys(sets) as Set[]) {
      const plain = await alerts({ text: sets[set] })
      const restored = async (engine: Engine, number: number, options: EngineOptions): Promise<Engine> =>
        number % 5 !== 3 ? engine : createEngine(await rulesOf(sets[set]), { ...options, restoreCut: cutOf(engine) })
      expect(await alerts({ text: sets[set], between: restored })).toEqual(plain)
      // The cut goes on while two more blocks are judged.
      let pieces: Uint8Array[] = []
      let cut: ReturnType<Engine["cut"]> | undefined
      const slow = async (engine: Engine, number: number): Promise<Engine> => {
        if (number === 4) {
          cut = engine.cut(true)
          pieces = [cut.next()!.slice()]
        }
        if (number !== 6) return engine
        for (let piece = cut!.next(); piece !== undefined; piece = cut!.next()) pieces.push(piece.slice())
        return engine
      }
      expect(await alerts({ text: sets[set], between: slow })).toEqual(plain)
      const atOnce: Uint8Array[][] = []
      await alerts({
        text: sets[set],
        between: async (engine, number) => {
          if (number === 4) atOnce.push(cutOf(engine))
          return engine
        },
      })
      const linesAfter = async (from: Uint8Array[]): Promise<string[]> => {
        const lines: string[] = []
        const engine = createEngine(await rulesOf(sets[set]), { ...linesInto(lines, true), restoreCut: from })
        const texts = stream(3000, 41).slice(850)
        engine.ingestLines(block(texts, 851, Number.NEGATIVE_INFINITY, false))
        engine.end()
        return lines
      }
      expect(await linesAfter(pieces)).toEqual(await linesAfter(atOnce[0]!))
    }
  })

  test("go on under rules that show other fields", async () => {
    for (const set of ["of every event", "of some events"] as const) {
      const edits = ["first(p).id", "first(p).n", "first(p).m"].map((shown) =>
        sets[set].replace(/alert {.*?}/, `alert { x: ${shown} }`),
      )
      const goOn =
        (by: (engine: Engine) => EngineOptions) =>
        async (engine: Engine, number: number, options: EngineOptions): Promise<Engine> =>
          createEngine(await rulesOf(edits[(number >> 1) % 3]!), { ...options, ...by(engine) })
      expect(await alerts({ text: sets[set], between: goOn((former) => ({ former })) })).toEqual(
        await alerts({ text: sets[set], between: goOn((engine) => ({ restoreCut: cutOf(engine) })) }),
      )
    }
  })
})
