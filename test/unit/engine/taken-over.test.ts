import { afterEach, expect, test, vi } from "vitest"
import { createEngine } from "../../../runtime/index.ts"
import { MemoryBackend } from "../../../runtime/state/memory.ts"
import { compileText, type Forms } from "../../support/compiled.ts"

/** What is not taken over as it lies goes through this. */
const opened = vi.spyOn(MemoryBackend.prototype, "open")
const whole = vi.spyOn(MemoryBackend.prototype as unknown as { wholeOf(operator: string): unknown }, "wholeOf")
afterEach(() => void vi.clearAllMocks())

const declarations = `
param least = 1
event A { id: integer, k: string, m: string, n: integer, o: number?, at: time } timed by at
event B { id: integer, k: string, at: time } timed by at
`
const shown = "alert { id: a.id } without events"
const odd = 'startsWith(m, "x")'

interface Kept {
  readonly name: string
  readonly before: string
  readonly after: string
  /** The beginning of the names of operators that are taken over as they lie. */
  readonly operators: string
  readonly forms?: Forms
}

const kinds: readonly Kept[] = [
  {
    name: "a log of rows, whose window is another one",
    before: `when A as a where sum(n) per k over 10 minutes > 2 ${shown}`,
    after: `when A as a where sum(n) per k over 20 minutes > 3 ${shown}`,
    operators: "series ",
  },
  {
    name: "a log of rows, of which more is asked",
    before: `when A as a where sum(n) per k over 10 minutes > 2 ${shown}`,
    after: `when A as a where sum(n) per k over 10 minutes > 2 and max(n) per k over 5 minutes > 1 ${shown}`,
    operators: "series ",
  },
  {
    name: "a total of rows",
    before: `when A as a where sum(n) per k over forever > 2 ${shown}`,
    after: `when A as a where sum(n) per k over forever > 3 ${shown}`,
    operators: "series ",
  },
  {
    name: "a log of events",
    before: `when A as a where last(o) per k over 10 minutes is present ${shown}`,
    after: `when A as a where last(o) per k over 20 minutes > 1 ${shown}`,
    operators: "series ",
  },
  {
    name: "values of events",
    before: `when A as a where distinct(m) per k over 10 minutes > 2 ${shown}`,
    after: `when A as a where distinct(m) per k over 20 minutes > 1 ${shown}`,
    operators: "series ",
  },
  {
    name: "a total of events",
    before: `when A as a where last(m) per k over forever == "x" ${shown}`,
    after: `when A as a where last(m) per k over forever == "y" ${shown}`,
    operators: "series ",
  },
  {
    name: "open windows",
    before: "each 10 minutes of A per k alert { n: count(), s: sum(n) }",
    after: "each 20 minutes of A per k having count() > 1 alert low { n: count(), s: sum(n) }",
    operators: "window R",
  },
  {
    name: "a ring of events",
    before: `when 3 A as a where ${odd} within 10 minutes per k alert`,
    after: `when 3 A as a where ${odd} and n > 0 within 20 minutes per k alert`,
    operators: "ring R",
  },
  {
    name: "partial matches of events",
    before: `when A as a where ${odd} then no A as e where n > a.n within 10 minutes per k alert`,
    after: `when A as a where ${odd} then no A as e where n > 2 * a.n within 20 minutes per k alert`,
    operators: "pattern R",
    forms: "general",
  },
]

test.each(kinds)("$name: an engine goes on with it as it lies", async ({
  before,
  after,
  operators,
  forms = "chosen",
}) => {
  const [rules, others] = await Promise.all(
    [before, after].map((text) => compileText(`${declarations}rule R { ${text} }`)),
  )
  const options = { forms }
  const former = createEngine(rules!, options)
  for (let id = 0; id < 50; id++) {
    former.push("A", { id, k: `k${id % 20}`, m: `x${id % 3}`, n: id % 4, o: id, at: 1000 + id })
  }
  const engine = createEngine(others!, { ...options, former })
  const own = (names: readonly string[]): string[] => names.filter((each) => each.startsWith(operators))
  expect(own(opened.mock.calls.map(([layout]) => layout.operator))).not.toEqual([])
  expect(own(whole.mock.calls.map(([operator]) => operator))).toEqual([])
  const holds = engine.stats()
  expect(holds.rules[0]!.keys + holds.series.reduce((sum, { keys }) => sum + keys, 0)).toBeGreaterThan(0)
  // It is cut whole, and says the same from there.
  const cut = engine.cut(false)
  expect(cut.full).toBe(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  const again = createEngine(others!, { ...options, restoreCut: pieces })
  const events = Array.from({ length: 50 }, (_, id) => ({
    id,
    k: `k${id % 20}`,
    m: "x",
    n: id % 5,
    o: id,
    at: 90_000 + id,
  }))
  const outputs = [engine, again].map((each) => {
    each.pushAll("A", events)
    each.end()
    return each.stats().rules
  })
  expect(outputs[0]).toEqual(outputs[1])
})

test("a window that became shorter, and longer again before an event came, does not get back what it let go of", async () => {
  const counting = (minutes: number) =>
    compileText(
      `${declarations}rule R { when A as a where count() per k over ${minutes} minutes > 2 alert { id: a.id } without events }`,
    )
  const [long, short] = [await counting(20), await counting(5)]
  const ids: unknown[] = []
  const options = { onAlert: ({ data }: { readonly data?: unknown }) => ids.push(data) }
  const push = (engine: ReturnType<typeof createEngine>, id: number, minute: number): void =>
    engine.push("A", { id, k: "x", m: "x", n: 1, at: minute * 60_000 })
  const first = createEngine(long, options)
  push(first, 0, 1)
  push(first, 1, 8)
  push(first, 2, 11)
  const engine = createEngine(long, { ...options, former: createEngine(short, { ...options, former: first }) })
  expect(engine.stats().series[0]!.entries).toBe(1)
  push(engine, 3, 12)
  push(engine, 4, 25)
  push(engine, 5, 33)
  engine.end()
  expect(ids.map((data) => (data as { id: number }).id)).toEqual([3, 4])
  // What the shorter window let go of says how much is missing.
  expect(engine.stats().series[0]!.completeAfter).toBe(33 * 60_000)
})

test("a ring's window that becomes longer does not get back what lies there because nobody came for it", async () => {
  const pairs = (minutes: number) =>
    compileText(`${declarations}rule R { when 2 A as a where ${odd} within ${minutes} minutes per k alert }`)
  const [short, long] = [await pairs(5), await pairs(20)]
  const former = createEngine(short)
  const events: readonly (readonly [minute: number, key: string])[] = [
    [1, "v"],
    [5, "w"],
    [6.5, "x"],
    [9.9, "y"],
    [12.9, "z"],
  ]
  for (const [id, [minute, k]] of events.entries()) {
    former.push("A", { id, k, m: "x", n: 1, at: minute * 60_000 })
  }
  const keys: unknown[] = []
  const engine = createEngine(long, { former, onAlert: ({ key }) => keys.push(key.k) })
  for (const [id, k] of ["x", "y", "z"].entries()) {
    engine.push("A", { id, k, m: "x", n: 1, at: 13.5 * 60_000 })
  }
  engine.end()
  expect(keys).toEqual(["y", "z"])
})

test.each([
  ["last(n) per k over", "> 0"],
  ["sum(n) per k over", "> 0"],
])("a log of events with a longer window says what it says behind a restore: %s", async (aggregate, rest) => {
  // A function of a text keeps the rule, and with it the log, to events as objects.
  const asking = (ms: number) =>
    compileText(
      `${declarations}rule R { when A as a where ${aggregate} ${ms} ms ${rest} and ${odd} per k alert { id: a.id, sum: sum(n) per k over ${ms} ms, least: min(n) per k over ${ms} ms } without events }
      rule Beside { when A as a where last(n) per k over 50 ms < 0 and ${odd} per k alert }`,
    )
  const [short, long] = [await asking(10), await asking(100)]
  const push = (engine: ReturnType<typeof createEngine>, at: number): void =>
    engine.push("A", { id: at, k: "k", m: "x", n: at, o: at, at: 1000 + at })
  const former = createEngine(short)
  for (const at of [1, 5, 12, 14]) push(former, at)
  former.advanceTo(1014)
  const cut = former.cut(true)
  const pieces: Uint8Array[] = []
  for (let piece = cut.next(); piece !== undefined; piece = cut.next()) pieces.push(piece.slice())
  const said = [{ restoreCut: pieces }, { former }].map((from) => {
    const data: unknown[] = []
    const engine = createEngine(long, { ...from, onAlert: (alert) => void data.push(alert.data) })
    for (const at of [20, 23, 40]) push(engine, at)
    engine.end()
    return data
  })
  expect(said[1]).toEqual(said[0])
  // What the log still has for the rule beside is in the longer window.
  expect(said[1]![0]).toEqual({ id: 20, sum: 1 + 5 + 12 + 14 + 20, least: 1 })
})
